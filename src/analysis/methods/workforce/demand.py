"""How many staff a service needs when the population it serves changes.

Accounting, not forecasting: staff of the base year times the change of the age group they serve,
at constant coverage and productivity unless said otherwise (KS, "Rekrutteringsmodellen"). The
alternatives of the population are the statistics office's, named; what lies between them is a band
of what-ifs and no probability. Persons ("heads") and full-time equivalents ("fte") are never mixed:
every frame carries its ``unit``, and heads become full-time equivalents once, at the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.rows import NOTHING, result_row

UNITS = ("heads", "fte")


@dataclass(frozen=True)
class Assumptions:
    """What demand assumes: an alternative of the population, and two changes a year (as shares).

    ``coverage`` 0.01 means one per cent more staff for each person every year; ``productivity``
    0.005 that the same work takes half a per cent fewer staff every year. ValueError for a
    coverage below -1, and for a productivity of -1 or below.
    """

    alternative: str = "main"
    coverage: float = 0.0
    productivity: float = 0.0

    def __post_init__(self) -> None:
        """Refuse trends under which there is no staff to speak of."""
        if not (self.coverage >= -1 and self.productivity > -1):
            raise ValueError(
                f"coverage is {self.coverage} and productivity {self.productivity} a year; "
                "accepted: shares, from -1 and above -1"
            )

    def factor(self, years: float) -> float:
        """Return what staff per person is multiplied by after ``years``."""
        return float(((1 + self.coverage) / (1 + self.productivity)) ** years)


def demand(
    staff: pd.DataFrame,
    base: pd.Series,
    population: pd.DataFrame,
    base_year: int,
    unit: str,
    coverage: float = 0.0,
    productivity: float = 0.0,
) -> pd.DataFrame:
    """Return the staff needed by service, age group, alternative and year.

    ``staff`` has ``service``, ``age_group`` and ``staff`` in ``unit`` ("heads" or "fte"); ``base``
    is the population of ``base_year`` by age group; ``population`` has ``alternative``, ``year``,
    ``age_group`` and ``persons``. ``estimate`` is in ``unit``, ``n`` the persons of the base year;
    then ``alternative``, ``year``, ``service``, ``age_group``, ``unit``, ``base_staff``, ``change``
    (since the base year), ``coverage`` and ``productivity`` (shares a year). MISSING where staff or
    persons are, UNDEFINED where nobody was in the age group in the base year and where persons are
    below zero. ValueError for an unknown unit, a group given twice, staff below zero, or a
    productivity of -1 or below.
    """
    _check(staff, base, population, unit)
    assumed = Assumptions("", coverage, productivity)
    persons = population.set_index(["alternative", "year", "age_group"])["persons"]
    rows = []
    for alternative, year in population[["alternative", "year"]].drop_duplicates().to_numpy():
        factor = assumed.factor(int(year) - base_year)
        for item in staff.to_dict("records"):
            then = float(persons.get((alternative, year, item["age_group"]), NOTHING))
            before = float(base.get(item["age_group"], NOTHING))
            row = _needed(float(item["staff"]), before, then, factor)
            rows.append({**row, "alternative": alternative, "year": int(year), **_named(item)})
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.assign(unit=unit, coverage=coverage, productivity=productivity)


def total_demand(needed: pd.DataFrame, by: Sequence[str] = ("alternative", "year")) -> pd.DataFrame:
    """Return the sum of a demand frame within ``by`` (which keeps alternative and year apart).

    ``estimate``, ``base_staff`` and ``change`` in the unit. A sum that lacks one of its parts is
    MISSING, not smaller. ``n`` is the number of parts. ValueError where a sum would hold two
    alternatives, years, coverages or productivities: those are one or the other, and are named in
    ``by``.
    """
    unit, rows = one_unit(needed), []
    for key, group in needed.groupby(list(by), sort=True, dropna=False):
        _check_apart(group)
        whole = group["status"].eq(Status.OK).all()
        status = Status.OK if whole else Status.MISSING
        total, before = (
            float(group[name].sum(skipna=False)) for name in ("estimate", "base_staff")
        )
        row = result_row("staff_needed", _METHOD, status, total, n=len(group))
        cells = {"unit": unit, "base_staff": before, "change": total - before}
        rows.append({**row, **dict(zip(by, key, strict=True)), **cells})
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *by, "unit", "base_staff", "change"])


def band(totals: pd.DataFrame, main: str = "main", by: Sequence[str] = ("year",)) -> pd.DataFrame:
    """Return the main alternative with the range over all alternatives, one row for each ``by``.

    ``estimate`` is the main alternative, ``low`` and ``high`` the smallest and largest of all,
    ``low_from`` and ``high_from`` which they are, ``n`` how many. No level: nobody has said how
    likely they are. MISSING where the main alternative or one of the others is, also where one
    has no row that the rest have. ValueError for an alternative twice in one ``by``.
    """
    if totals.duplicated(["alternative", *by]).any():
        raise ValueError(f"an alternative has two totals for one {' and '.join(by)}")
    unit, rows = one_unit(totals), []
    every = set(totals["alternative"])
    for key, group in totals.groupby(list(by), sort=True, dropna=False):
        values = group.set_index("alternative")["estimate"]
        row = result_row("staff_needed", "range of alternatives", Status.MISSING, n=len(values))
        if main in every and set(values.index) == every and values.notna().all():
            ends = {"low": values.min(), "high": values.max(), "estimate": values[main]}
            names = {"low_from": values.idxmin(), "high_from": values.idxmax()}
            row = {**row, **ends, **names, "status": Status.OK}
        rows.append({**row, **dict(zip(by, key, strict=True)), "unit": unit})
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *by, "unit", "low_from", "high_from"])


def tornado(
    staff: pd.DataFrame,
    base: pd.Series,
    population: pd.DataFrame,
    base_year: int,
    year: int,
    unit: str,
    moves: Mapping[str, tuple[Any, Any]],
    assumed: Assumptions = Assumptions(),
) -> pd.DataFrame:
    """Return how the total need of ``year`` moves when one assumption moves and the others stay.

    ``moves`` names fields of Assumptions with two values each. A row an assumption, the widest
    first: ``estimate`` under ``assumed``, ``low`` and ``high`` under the two values, ``first`` and
    ``second`` (the values), ``at_first``, ``at_second`` (the need under them) and ``swing``.
    MISSING where one of them cannot be computed. ValueError for an unknown assumption.
    """
    unknown = sorted(set(moves) - set(Assumptions.__dataclass_fields__))
    if unknown:
        accepted = ", ".join(Assumptions.__dataclass_fields__)
        raise ValueError(f"no assumption is called {', '.join(unknown)}; accepted: {accepted}")
    n = len(staff)
    given = (staff, base, population[population["year"].eq(year)], base_year, year, unit)
    centre = _total(*given, assumed)
    rows = []
    for name, (first, second) in moves.items():
        ends = [_total(*given, replace(assumed, **{name: value})) for value in (first, second)]
        status = Status.MISSING if np.isnan([centre, *ends]).any() else Status.OK
        row = result_row("staff_needed", "one at a time", status, centre, min(ends), max(ends), n=n)
        cells = {"first": first, "second": second, "at_first": ends[0], "at_second": ends[1]}
        rows.append({**row, "assumption": name, **cells, "swing": max(ends) - min(ends)})
    frame = pd.DataFrame(rows, columns=[*RESULT_COLUMNS, "assumption", *_TORNADO]).assign(unit=unit)
    return frame.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def one_unit(frame: pd.DataFrame) -> str:
    """Return the unit of ``frame``; ValueError if it has none, several or an unknown one.

    A frame without rows has the unit "".
    """
    if "unit" in frame and frame.empty:
        return ""
    units: list[str] = sorted(set(frame["unit"].astype(str))) if "unit" in frame else []
    if len(units) != 1 or units[0] not in UNITS:
        raise ValueError(
            f"the unit is {' and '.join(units) or 'not given'}; accepted: heads or fte"
        )
    return units[0]


_METHOD = "constant coverage"
_COLUMNS = [
    *RESULT_COLUMNS,
    *("alternative", "year", "service", "age_group", "unit", "base_staff", "change"),
    *("coverage", "productivity"),
]
_ONE_OR_THE_OTHER = ("alternative", "year", "coverage", "productivity")
_TORNADO = ("first", "second", "at_first", "at_second", "swing")


def _needed(staff: float, before: float, then: float, factor: float) -> dict[str, Any]:
    status, value = Status.OK, NOTHING
    if np.isnan([staff, before, then]).any():
        status = Status.MISSING
    elif before <= 0 or then < 0:
        status = Status.UNDEFINED
    else:
        value = staff * then / before * factor
    row = result_row("staff_needed", _METHOD, status, value, n=before)
    return {**row, "base_staff": staff, "change": value - staff}


def _named(item: dict[str, Any]) -> dict[str, Any]:
    return {"service": item["service"], "age_group": item["age_group"]}


def _total(
    staff: pd.DataFrame,
    base: pd.Series,
    population: pd.DataFrame,
    base_year: int,
    year: int,
    unit: str,
    assumed: Assumptions,
) -> float:
    chosen = population[population["alternative"].eq(assumed.alternative)]
    if chosen.empty:
        raise ValueError(f"the population has no alternative {assumed.alternative} in {year}")
    trends = (assumed.coverage, assumed.productivity)
    needed = demand(staff, base, chosen, base_year, unit, *trends)
    return float(needed["estimate"].sum(skipna=False))


def _check_apart(group: pd.DataFrame) -> None:
    for name in _ONE_OR_THE_OTHER:
        found = group[name].unique() if name in group else ()
        if len(found) > 1:
            raise ValueError(
                f"a total would add up {name} {' and '.join(map(str, found))}; accepted: one"
            )


def _check(staff: pd.DataFrame, base: pd.Series, population: pd.DataFrame, unit: str) -> None:
    if unit not in UNITS:
        raise ValueError(f"the unit is {unit}; accepted: heads or fte")
    if population.duplicated(["alternative", "year", "age_group"]).any():
        raise ValueError("the population has two values for one alternative, year and age group")
    if base.index.has_duplicates:
        raise ValueError("the base year has two values for one age group; accepted: one")
    if staff.duplicated(["service", "age_group"]).any():
        raise ValueError("staff has two rows for one service and age group; accepted: one")
    if (staff["staff"] < 0).any():
        raise ValueError("staff is below zero; accepted: zero or more")
