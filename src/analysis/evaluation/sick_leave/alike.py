"""Which figures may be compared: those counted alike, and years that their quarters allow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.methods.seasonality import year_means, year_table
from analysis.model.decimals import decimals_of
from analysis.model.definitions import Break
from analysis.model.observations import as_series
from analysis.model.periods import Period


@dataclass(frozen=True)
class Alike:
    """The stretch of a series that is counted as its last full year is: from ``since`` on, and
    before ``until``."""

    since: Break | None = None
    until: Break | None = None

    @property
    def broken(self) -> Break | None:
        """The break to tell a reader of; None where all is counted alike."""
        return self.since or self.until

    def holds(self, period: Period) -> bool:
        """Whether all of a period lies in the stretch."""
        begun = self.since is None or period.start >= self.since.at.start
        return begun and (self.until is None or period.end < self.until.at.start)

    def part(self, series: pd.Series) -> pd.Series:
        """Return the periods of ``series`` that lie in the stretch."""
        return series[[self.holds(period) for period in series.index]]


def counted_alike(quarters: pd.Series, stated: pd.Series, breaks: Iterable[Break]) -> Alike:
    """Return what is counted as the last full year is, of quarters and stated years."""
    crossed = crossed_by([*quarters.index, *stated.index], breaks)
    full = [*whole_years(quarters, crossed), *stated.index]
    if not full:
        return Alike(crossed[-1] if crossed else None)
    last = max(period.start for period in full)
    earlier = [item for item in crossed if item.at.start <= last]
    later = [item for item in crossed if item.at.start > last]
    return Alike(earlier[-1] if earlier else None, later[0] if later else None)


def crossed_by(periods: Sequence[Period], breaks: Iterable[Break]) -> list[Break]:
    """Return the breaks that a series over ``periods`` runs across, in order."""
    if not periods:
        return []
    first, last = min(item.start for item in periods), max(item.end for item in periods)
    crossed = [item for item in breaks if first < item.at.start <= last]
    return sorted(crossed, key=lambda item: item.at.start)


def years_within(breaks: Iterable[Break]) -> frozenset[int]:
    """Return the years that a break falls within: their quarters are not of one kind."""
    return frozenset(item.at.year for item in breaks if item.at.start > Period(item.at.year).start)


def whole_years(quarters: pd.Series, breaks: Iterable[Break]) -> list[Period]:
    """Return the years with four quarters that are counted alike."""
    within = years_within(breaks)
    return [period for period in year_means(quarters).index if period.year not in within]


def possible_years(
    quarters: pd.Series, stated: pd.Series, rounding: float, breaks: Iterable[Break] = ()
) -> tuple[pd.Series, dict[int, float]]:
    """Return the stated years that their quarters allow, and by year the values of the others.

    The figure of a year is a mean of its quarters, however they are weighted: it cannot lie above
    the highest or below the lowest of the four, but for the ``rounding`` of quarters and the last
    digit of the stated years. One of the figures is wrong then, and nobody can see which. Years
    without four quarters, or that a break falls within, are taken as they are.
    """
    table = year_table(quarters, stated)
    low, high = table[[1, 2, 3, 4]].min(axis=1), table[[1, 2, 3, 4]].max(axis=1)
    slack = rounding + 0.5 / 10 ** decimals_of(stated) + 1e-9
    outside = table["mean"].notna() & (
        (table["year"] > high + slack) | (table["year"] < low - slack)
    )
    within = years_within(breaks)
    doubtful = {
        int(year): float(table.loc[year, "year"])
        for year in table.index[outside]
        if year not in within
    }
    kept = [period for period in stated.index if period.year not in doubtful]
    return as_series(kept, [float(stated[period]) for period in kept]), doubtful
