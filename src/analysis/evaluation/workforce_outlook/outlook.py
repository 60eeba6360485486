"""Evaluation of a strategy for the workforce: what it concludes, and what figures say.

Nothing is tested. Projections are calculations under assumptions; a strategy's conclusions are its
owner's; what no figure can answer is named, with what it would take.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.workforce_outlook.needs import Needs, needs_of
from analysis.evaluation.workforce_outlook.populations import EVERYBODY, PEOPLE, REGISTERED
from analysis.evaluation.workforce_outlook.staffing import Staffing, staffing_of
from analysis.evaluation.workforce_outlook.track_record import (
    around,
    errors_of,
    errors_of_shares,
)
from analysis.model.definitions import Programme
from analysis.model.definitions.outlooks import Projection, WorkforceOutlook
from analysis.model.periods import Period


@dataclass(frozen=True)
class Figures:
    """What the evaluation is made from.

    ``people`` are population frames by projection id. ``outcomes`` are population frames of
    registered figures of the places that have them (None: the whole country), ``shares`` tables
    of registered shares of the country. ``position_sizes`` is the published table, ``staff`` and
    ``exits`` the employer's registers; None where nobody has them.
    """

    people: Mapping[str, pd.DataFrame]
    outcomes: Mapping[str | None, pd.DataFrame]
    shares: tuple[pd.DataFrame, ...] = ()
    position_sizes: pd.DataFrame | None = None
    staff: pd.DataFrame | None = None
    exits: pd.DataFrame | None = None


@dataclass(frozen=True)
class Record:
    """How one projection fared: ``errors`` and ``shares`` where a year is in both, else
    ``around``. ``years`` are the years in which it was held against the same year."""

    projection: Projection
    errors: pd.DataFrame
    shares: pd.DataFrame
    around: pd.DataFrame

    @property
    def years(self) -> tuple[int, ...]:
        """The years that both the projection and registered figures have."""
        both = [*self.errors["year"], *self.shares["year"]]
        return tuple(sorted({int(year) for year in both}))


@dataclass(frozen=True)
class OutlookEvaluation:
    """An evaluated outlook. ``needs`` and ``records`` stand in the order of the projections.

    ``position_sizes`` are the rows for both sexes of years that ended by ``as_of``.
    """

    programme: Programme
    outlook: WorkforceOutlook
    as_of: Period
    needs: tuple[Needs, ...]
    records: tuple[Record, ...]
    staffing: Staffing | None
    position_sizes: pd.DataFrame

    @property
    def lead(self) -> Needs:
        """The needs under the projection that leads."""
        return self.needs[0]

    @property
    def is_own(self) -> bool:
        """Whether the leading projection is of the programme's own municipality."""
        return self.lead.projection.municipality is not None

    @property
    def has_begun(self) -> bool:
        """Whether the strategy had begun by the end of ``as_of``."""
        return self.programme.start.start <= self.as_of.end

    @property
    def grows_by_horizon(self) -> dict[str, float]:
        """Staff for every 100 in the horizon's year, by service, under the main alternative."""
        rows = {item: self.lead.of(item, self.outlook.horizon) for item in self.lead.base.index}
        return {str(item): float(row["estimate"]) for item, row in rows.items() if row is not None}

    @property
    def lacking(self) -> tuple[str, ...]:
        """The services of which the leading projection says nothing in the horizon's year."""
        return tuple(
            item.id for item in self.outlook.groups if item.id not in self.grows_by_horizon
        )


def evaluate(
    programme: Programme, outlook: WorkforceOutlook, figures: Figures, as_of: Period
) -> OutlookEvaluation:
    """Return the evaluation of the outlook of ``programme``.

    ``as_of`` limits what was reported: position sizes. Projections are of years ahead; their base
    year says whether those who wrote the strategy could know them.
    """
    needs = tuple(
        needs_of(figures.people[item.id], item, outlook.groups) for item in outlook.projections
    )
    staffing = None
    if figures.staff is not None and figures.exits is not None and outlook.leave_by:
        year = outlook.projections[0].base_year
        staffing = staffing_of(figures.staff, figures.exits, needs[0], year, outlook.leave_by)
    return OutlookEvaluation(
        programme,
        outlook,
        as_of,
        needs,
        tuple(_record(item, outlook, figures) for item in outlook.projections),
        staffing,
        _sizes(figures.position_sizes, as_of),
    )


def _record(projection: Projection, outlook: WorkforceOutlook, figures: Figures) -> Record:
    people = figures.people[projection.id]
    outcome = figures.outcomes.get(projection.municipality, pd.DataFrame(columns=list(PEOPLE)))
    shares = figures.shares if projection.municipality is None else ()
    tables = [errors_of_shares(people, projection, table) for table in shares]
    return Record(
        projection,
        errors_of(people, projection, outcome, outlook.groups),
        pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["year"]),
        around(people, projection, outcome, outlook.groups),
    )


def registered_in(
    people: Mapping[str, pd.DataFrame],
    outlook: WorkforceOutlook,
    more: Mapping[str, pd.DataFrame] | None = None,
) -> dict[str | None, pd.DataFrame]:
    """Return what came, by place: population frames of what the projections themselves print as
    registered, and of ``more``. Of a year and age printed twice, ``more`` counts, then the first
    projection of the file."""
    found: dict[str | None, list[pd.DataFrame]] = {
        place: [frame] for place, frame in (more or {}).items()
    }
    for item in outlook.projections:
        frame = people[item.id]
        found.setdefault(item.municipality, []).append(frame[frame["kind"].eq(REGISTERED)])
    return {
        place: pd.concat(frames, ignore_index=True).drop_duplicates(["year", "age"])
        for place, frames in found.items()
    }


def _sizes(table: pd.DataFrame | None, as_of: Period) -> pd.DataFrame:
    if table is None:
        return pd.DataFrame(columns=["date", "sex"])
    ended = [Period.parse(day).end <= as_of.end for day in table["date"]]
    return table[pd.Series(ended, index=table.index) & table["sex"].eq("both")]


def find(evaluation: OutlookEvaluation) -> tuple[Finding, ...]:
    """Return the findings, in the order in which a reader needs them."""
    claims = [item for item in evaluation.outlook.conclusions if item.topic == "population"]
    found = []
    if not evaluation.has_begun:
        found.append(Finding("not_begun", Grade.OBSERVED, {"as_of": evaluation.as_of}))
    found += [Finding("demand_claimed", Grade.ASSERTED, {"claim": item}) for item in claims]
    found.append(_demand(evaluation))
    if not evaluation.is_own:
        found.append(Finding("own_demand", Grade.NOT_ASSESSABLE, {"claims": claims}))
    return (*found, _staff(evaluation), _effect(evaluation), _record_finding(evaluation))


def _demand(evaluation: OutlookEvaluation) -> Finding:
    lead, horizon = evaluation.lead, evaluation.outlook.horizon
    values = {
        "needs": lead,
        "own": evaluation.is_own,
        "horizon": horizon,
        "by_horizon": evaluation.grows_by_horizon,
        "lacking": evaluation.lacking,
    }
    grade = Grade.OBSERVED if evaluation.grows_by_horizon else Grade.NOT_ASSESSABLE
    return Finding("demand_projected", grade, values)


def _record_finding(evaluation: OutlookEvaluation) -> Finding:
    """The oldest projection that could be held against what came, or that none."""
    records = sorted(evaluation.records, key=lambda item: item.projection.base_year)
    for record in records:
        if len(record.errors):
            return Finding("errors", Grade.OBSERVED, {"record": record})
    for record in records:
        whole = record.around[record.around["group"].eq(EVERYBODY)]
        if len(whole):
            values = {"record": record, "whole": whole.iloc[0]}
            return Finding("around", Grade.OBSERVED, values)
    return Finding("no_record", Grade.NOT_ASSESSABLE, {})


def _staff(evaluation: OutlookEvaluation) -> Finding:
    staffing = evaluation.staffing
    if staffing is None:
        missing = evaluation.outlook.missing
        return Finding("no_staff", Grade.NOT_ASSESSABLE, {"missing": missing})
    rows: dict[str, Any] = {}
    for name, frame in (("gap", staffing.gap), ("leave", staffing.exits)):
        known = frame[frame["status"].eq("ok")]
        if name == "leave":
            known = known[known["statistic"].eq("exits")]
        due = known[known["year"].ge(evaluation.outlook.horizon)]
        rows[name] = due.iloc[0] if len(due) else None
    known = rows["gap"] is not None and rows["leave"] is not None
    grade = Grade.OBSERVED if known else Grade.NOT_ASSESSABLE
    return Finding("to_recruit", grade, {"staffing": staffing, **rows})


def _effect(evaluation: OutlookEvaluation) -> Finding:
    without = tuple(item for item in evaluation.programme.indicators if not item.source)
    values = {"indicators": without, "aims": evaluation.outlook.aims}
    return Finding("effect", Grade.NOT_ASSESSABLE, values)
