"""Staff that the services need when the population changes, at constant coverage.

Where the employer's staff is not known, each service counts 100 in the base year: what comes out
is staff for every 100 of today. A calculation, no forecast; the range is that of the statistics
office's alternatives, to which nobody has given a probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.workforce_outlook.populations import PROJECTED, base_of, in_groups
from analysis.methods.workforce import band, demand, total_demand
from analysis.model.definitions.outlooks import Projection, ServiceGroup

HUNDRED = 100.0


@dataclass(frozen=True)
class Needs:
    """What one projection says of the services.

    ``people`` is the population by service group (``in_groups``), ``base`` of it the base year,
    a row a group. ``index`` is a row a service and shown year, staff for every 100 of the base
    year: columns of :func:`band`, and ``service``. ``lacking`` are the groups the source cannot
    give. ``fewest`` is the fewest alternatives behind a row: 1 means that there is no range.
    """

    projection: Projection
    people: pd.DataFrame
    base: pd.DataFrame
    index: pd.DataFrame
    lacking: tuple[str, ...]

    @property
    def fewest(self) -> int:
        """The fewest alternatives behind a row; 0 if there is no row."""
        return int(self.index["n"].min()) if len(self.index) else 0

    def of(self, service: str, year: int) -> pd.Series | None:
        """Return the row of a service in a year; None where there is no result."""
        index = self.index
        found = index[index["service"].eq(service) & index["year"].eq(year)]
        return None if found.empty or found.iloc[0]["status"] != "ok" else found.iloc[0]

    def years_shown(self) -> tuple[int, ...]:
        """Return the years that have a result, in order."""
        known = self.index[self.index["status"].eq("ok")]["year"]
        return tuple(sorted({int(year) for year in known}))


def needs_of(people: pd.DataFrame, projection: Projection, groups: Sequence[ServiceGroup]) -> Needs:
    """Return the needs under ``projection``, whose population frame is ``people``."""
    grouped = in_groups(people, groups)
    base = base_of(grouped, projection).set_index("group")
    present = [group.id for group in groups if group.id in base.index]
    staff = pd.DataFrame({"service": present, "age_group": present, "staff": HUNDRED})
    return Needs(
        projection,
        grouped,
        base,
        needed(staff, base, grouped, projection, "heads", by=("year", "service")),
        tuple(group.id for group in groups if group.id not in base.index),
    )


def needed(
    staff: pd.DataFrame,
    base: pd.DataFrame,
    grouped: pd.DataFrame,
    projection: Projection,
    unit: str,
    by: tuple[str, ...],
) -> pd.DataFrame:
    """Return the staff needed within ``by``, with the range of the alternatives.

    ``staff`` is what :func:`analysis.methods.workforce.demand` takes; columns of :func:`band`.
    """
    ahead = grouped[grouped["kind"].eq(PROJECTED) & grouped["year"].isin(projection.years)]
    renamed = ahead.rename(columns={"group": "age_group"})
    rows = demand(staff, base["persons"], renamed, projection.base_year, unit)
    totals = total_demand(rows, ["alternative", *by])
    return band(totals, projection.main.id, by)
