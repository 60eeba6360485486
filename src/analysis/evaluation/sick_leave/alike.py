"""Which figures may be compared: those counted alike, and years that their quarters allow."""

from collections.abc import Iterable

import pandas as pd

from analysis.methods.seasonality import year_means, year_table
from analysis.model.definitions import Break
from analysis.model.observations import as_series
from analysis.model.periods import Period


def last_break(series: pd.Series, breaks: Iterable[Break]) -> Break | None:
    """Return the last of ``breaks`` that ``series`` runs across; None if it crosses none."""
    if series.empty:
        return None
    first, last = min(series.index), max(series.index)
    crossed = [item for item in breaks if first.start < item.at.start <= last.start]
    return max(crossed, key=lambda item: item.at.start, default=None)


def since(series: pd.Series, broken: Break) -> pd.Series:
    """Return the part of ``series`` that is counted as ``broken`` says: the periods that began
    with it or later."""
    return series[[period.start >= broken.at.start for period in series.index]]


def whole_years(quarters: pd.Series, breaks: Iterable[Break]) -> list[Period]:
    """Return the years with four quarters that are counted alike: the mean of a year that a break
    falls within is of nothing."""
    inside = {item.at.year for item in breaks if item.at.start > Period(item.at.year).start}
    return [period for period in year_means(quarters).index if period.year not in inside]


def possible_years(
    quarters: pd.Series, stated: pd.Series, rounding: float
) -> tuple[pd.Series, dict[int, float]]:
    """Return the stated years that their quarters allow, and by year the values of the others.

    The figure of a year is a mean of its quarters, however they are weighted: it cannot lie above
    the highest or below the lowest of the four, but for the rounding of both. One of the figures
    is wrong then, and nobody can see which. Years without four quarters are taken as they are.
    """
    table = year_table(quarters, stated)
    low, high = table[[1, 2, 3, 4]].min(axis=1), table[[1, 2, 3, 4]].max(axis=1)
    slack = 2 * rounding + 1e-9
    outside = table["mean"].notna() & (
        (table["year"] > high + slack) | (table["year"] < low - slack)
    )
    doubtful = {int(year): float(table.loc[year, "year"]) for year in table.index[outside]}
    kept = [period for period in stated.index if period.year not in doubtful]
    return as_series(kept, [float(stated[period]) for period in kept]), doubtful
