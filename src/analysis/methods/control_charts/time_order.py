"""Series in order of time, and as changes on the same period of the year before."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.methods.seasonality import check_periods, consecutive
from analysis.model.observations import as_series
from analysis.model.periods import Period

Table = TypeVar("Table", pd.Series, pd.DataFrame)


def in_time_order(table: Table) -> Table:
    """Return a series or frame in order of time, where its index is made of periods or dates.

    Any other index is taken to be in order already. ValueError for two rows of one period.
    """
    return table.iloc[time_order(table.index)]


def time_order(index: pd.Index) -> np.ndarray:
    """Return the places of ``index`` in order of time, as :func:`in_time_order` takes them."""
    if not all(isinstance(place, (Period, pd.Period, date)) for place in index):
        return np.arange(len(index))
    if index.has_duplicates:
        raise ValueError(f"two values for {index[index.duplicated()][0]}")
    return np.array(sorted(range(len(index)), key=index.__getitem__), dtype=int)


def with_gaps(series: pd.Series) -> pd.Series:
    """Return ``series`` in order of time, with NaN for each period left out between its ends.

    Only where the index is made of Period of one kind, which is not the day: what lies between
    two dates, or two days, is not known.
    """
    ordered = in_time_order(series)
    kinds = {place.kind if isinstance(place, Period) else "day" for place in ordered.index}
    if len(kinds) != 1 or "day" in kinds:
        return ordered
    return ordered.reindex(consecutive(ordered.index[0], ordered.index[-1]))


def year_on_year(series: pd.Series) -> pd.Series:
    """Return each value less that of the same period a year before, in the unit of the series.

    For a series that swings with the season: the season falls out, a lasting change shows as four
    quarters (twelve months) beside zero. The result begins a year after the series and is in
    order of time; NaN where one of the two is missing. ValueError unless the index is made of
    Period.
    """
    check_periods(series.index)
    ordered = in_time_order(series)
    known = dict(zip(ordered.index, ordered.to_numpy(dtype=float, na_value=np.nan), strict=True))
    before = {period: replace(period, year=period.year - 1) for period in ordered.index}
    found = [i for i, period in enumerate(ordered.index) if before[period] in known]
    kept = list(ordered.index[found[0] :]) if found else []
    changes = [known[period] - known.get(before[period], np.nan) for period in kept]
    return as_series(kept, changes)
