"""How much of a change had come before the start, within the year that the start divides.

The test with years as the unit leaves that year out: part of it came before, part after. A change
that had happened by then would count as one after the start.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.interrupted_series.designs import kind_of_series, split
from analysis.methods.results import NO_LEVEL, Estimate, Status
from analysis.methods.seasonality import year_table
from analysis.model.observations import as_series
from analysis.model.periods import PARTS, Period


def change_since_divided_year(series: pd.Series, start: Period) -> Estimate:
    """Return the change from the parts of the divided year that ended before ``start`` to the mean
    of the same parts of the full years after it, in the unit of the series.

    A description without an interval, and a check, never a grade of its own. ``n_before`` is the
    number of those parts, ``n_after`` the number of full years. Status TOO_FEW where the start
    divides no year, its parts have no value, or no full year follows.
    """
    kind = kind_of_series(series)
    before, _ = split(series[np.isfinite(series.astype(float))], start)
    parts = [period for period in before.index if period.year == start.start.year]
    table = year_table(series, as_series([], [])) if kind in PARTS else pd.DataFrame()
    full = table[table["mean"].notna()] if len(table) else table
    after = full[[Period(int(year)).start >= start.start for year in full.index]]
    row = Estimate(
        "change_since_divided_year",
        "same_parts",
        level=NO_LEVEL,
        n=len(parts),
        n_before=len(parts),
        n_after=len(after),
    )
    if not parts or after.empty:
        reason = "The start divides no year of figures, or no full year follows it."
        return replace(row, status=Status.TOO_FEW, reason=reason)
    numbers = [period.number for period in parts]
    return replace(row, estimate=float(after[numbers].mean(axis=None) - before[parts].mean()))
