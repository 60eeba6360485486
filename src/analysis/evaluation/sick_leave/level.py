"""How the indicator was in the last year: its value, its rank, and its change from before.

One value of a year leads: what the source states for it, else the mean of its quarters. Years are
compared by one kind of value for all of them, since a stated year weighs its quarters.
"""

from typing import Any

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.sick_leave.results import ReadingResult, SickLeaveEvaluation
from analysis.methods.seasonality import year_means
from analysis.methods.targets import PeriodValue
from analysis.model.definitions import Break
from analysis.model.periods import Period

STATED, MEAN = "year", "mean"
"""The two kinds of value a year has, as :func:`year_table` calls them."""


def level(evaluation: SickLeaveEvaluation) -> Finding:
    """Return the finding on the last year, or why there is none."""
    year, programme = evaluation.last_year, evaluation.programme
    dates = {"start": programme.start, "as_of": evaluation.as_of}
    if year is None and evaluation.lead.quarters.empty:
        return Finding("no_figures", Grade.NOT_ASSESSABLE, dates)
    if year is None or Period(year).start < programme.start.start:
        return Finding("no_full_year", Grade.NOT_ASSESSABLE, dates)
    lead = evaluation.lead
    kind = _kind(lead, year, programme.start)
    if year in lead.doubtful:
        told = {"year": year, "value": lead.values[year].value, "doubtful": lead.doubtful[year]}
        return Finding(
            "contradicted", Grade.NOT_ASSESSABLE, {**told, "parts": _parts(lead.table, year)}
        )
    shown = [result for result in evaluation.readings if year in result.values]
    ends = [result.values[year].value for result in shown]
    values = {
        "year": year,
        "value": lead.values[year].value,
        "stated": _known(lead.table[STATED], year),
        "mean": _known(lead.table[MEAN], year),
        "range": (min(ends), max(ends)),
        "weighted": _weighted(lead.values[year]),
        "kind": kind,
        "broken": _broken(lead),
        "rank": "tied",
        **_compared(evaluation, kind, year),
    }
    # A headline with a stated year has no rank that its mean has among other means.
    if kind == (MEAN if values["stated"] is None else STATED):
        slack = 2 * evaluation.indicator.rounding
        ranks = {_rank(*_others(result, kind, year), slack) for result in shown}
        values["rank"] = ranks.pop() if len(ranks) == 1 else "tied"
    return Finding("level", Grade.OBSERVED, values)


def _years(result: ReadingResult, kind: str) -> pd.Series:
    """The years that have a kind of value and are counted alike."""
    years = result.table[kind].dropna()
    return years[[_is_alike(result, int(item)) for item in years.index]]


def _is_alike(result: ReadingResult, year: int) -> bool:
    return result.span.holds(Period(year))


def _broken(result: ReadingResult) -> Break | None:
    """The break that keeps years before the start, or the last one, out of what is compared."""
    years = result.table[[MEAN, STATED]].dropna(how="all").index
    left_out = [int(year) for year in years if not _is_alike(result, int(year))]
    return result.broken if left_out else None


def _before(years: pd.Series, start: Period) -> pd.Series:
    return years[[Period(int(item)).end < start.start for item in years.index]]


def _kind(result: ReadingResult, year: int, start: Period) -> str | None:
    """The kind of value that the year and most years before the start have; the stated one where
    both have as many, none where no year before has the kind that the year has."""
    found = {kind: _years(result, kind) for kind in (STATED, MEAN)}
    counts = {
        kind: len(_before(years, start)) for kind, years in found.items() if year in years.index
    }
    best = max(counts, key=lambda kind: counts[kind], default=None)
    return best if best and counts[best] else None


def _compared(evaluation: SickLeaveEvaluation, kind: str | None, year: int) -> dict[str, Any]:
    """The change from the mean of the years before, all of one kind, and which years are in it."""
    if kind is None:
        return {"change": None, "comparison_change": None}
    years = _years(evaluation.lead, kind)
    before = _before(years, evaluation.programme.start)
    first, last = int(years.index[0]), int(before.index[-1])
    return {
        "change": float(years[year] - before.mean()),
        "years": (first, year),
        "before": (first, last),
        "missing": tuple(
            item
            for item in range(first, year)
            if item not in years.index and item not in evaluation.lead.doubtful
        ),
        "contradicted": tuple(item for item in evaluation.lead.doubtful if item not in years.index),
        "comparison_change": _comparison_change(evaluation, list(before.index), year),
    }


def _others(result: ReadingResult, kind: str, year: int) -> tuple[pd.Series, float]:
    """The other years and the year, by one kind of value. A reading in which the year has not
    that kind only tries whether the rank holds, with what leads in each year."""
    years = _years(result, kind)
    if year not in years.index:
        years = pd.Series({
            key: item.value for key, item in result.values.items() if _is_alike(result, key)
        })  # fmt: skip
    return years.drop(year), float(years[year])


def _known(years: pd.Series, year: int) -> float | None:
    return None if pd.isna(years[year]) else float(years[year])


def _weighted(value: PeriodValue) -> tuple[float, float] | None:
    """What the year lies between when equal weights do not fit what the source states."""
    return None if value.usual[0] <= value.value <= value.usual[1] else value.usual


def _parts(table: pd.DataFrame, year: int) -> tuple[float, float]:
    """The lowest and the highest quarter of a year."""
    quarters = table.loc[year, [1, 2, 3, 4]]
    return float(quarters.min()), float(quarters.max())


def _rank(others: pd.Series, value: float, slack: float) -> str:
    """Where a value lies among the others. What lies within ``slack`` of the lowest or highest, so
    that rounding may have put it on either side, has no rank."""
    # Means of printed decimals carry binary noise.
    gaps = (others - value).round(6)
    if (gaps > slack).all():
        return "lowest"
    if (gaps < -slack).all():
        return "highest"
    return "between" if gaps.min() < -slack and gaps.max() > slack else "tied"


def _comparison_change(
    evaluation: SickLeaveEvaluation, before: list[int], year: int
) -> float | None:
    if evaluation.comparison is None:
        return None
    means = year_means(evaluation.comparison)
    needed = [Period(int(item)) for item in [*before, year]]
    if not set(needed) <= set(means.index):
        return None
    return float(means[Period(year)] - means[needed[:-1]].mean())
