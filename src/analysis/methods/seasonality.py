"""Quarters and years: tables, same-quarter comparison, and what a year can be.

Quarterly figures swing with the season, so a quarter is only compared with the same quarter of
other years. The plain mean of four quarters is not the year's value where the quarters weigh
differently; the two are kept apart.
"""

import numpy as np
import pandas as pd

from analysis.model.observations import as_series
from analysis.model.periods import Period, quarters_of


def year_table(quarters: pd.Series, years: pd.Series) -> pd.DataFrame:
    """Return one row a year with the columns 1, 2, 3, 4, ``mean`` and ``year``.

    ``mean`` is the plain mean of four quarters (NaN unless all are there), ``year`` the value
    that the source itself gives for the year (NaN if it gives none).
    """
    known = sorted({period.year for period in [*quarters.index, *years.index]})
    rows = {}
    for year in known:
        values = [quarters.get(period, np.nan) for period in quarters_of(year)]
        stated = years.get(Period(year), np.nan)
        rows[year] = [*values, float(np.mean(values)), stated]
    columns = [1, 2, 3, 4, "mean", "year"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)


def year_means(quarters: pd.Series) -> pd.Series:
    """Return the plain mean of each year that has all four quarters, indexed by year period."""
    means = year_table(quarters, as_series([], []))["mean"].dropna()
    return as_series([Period(int(year)) for year in means.index], list(means))


def same_quarter_changes(quarters: pd.Series, year: int) -> pd.DataFrame:
    """Compare each quarter of ``year`` with the same quarter of every earlier year.

    Returns one row a quarter (1-4), a column for each year, and ``change_on_mean`` (on the mean
    of all earlier years), ``change_on_previous`` and ``change_on_first``, in the series' unit.
    """
    table = year_table(quarters, as_series([], []))[[1, 2, 3, 4]].T
    earlier = [column for column in table.columns if column < year]
    result = table[[*earlier, year]].copy()
    if earlier:
        result["change_on_mean"] = table[year] - table[earlier].mean(axis=1)
        result["change_on_previous"] = table[year] - table[earlier[-1]]
        result["change_on_first"] = table[year] - table[earlier[0]]
    return result


def year_bounds(
    quarters: pd.Series,
    stated: pd.Series,
    year: int,
    share: tuple[float, float],
    rounding: float,
) -> tuple[float, float] | None:
    """Return the lowest and highest value ``year`` can have when each quarter's share of a year
    lies within ``share`` and is the same in all years.

    Where the source states the value of other years (``stated``), the shares must reproduce it
    within ``rounding``. None when a quarter is missing or no such shares exist. A linear
    programme (Dantzig 1963), solved by HiGHS through scipy.
    """
    from scipy.optimize import linprog

    table = year_table(quarters, stated)
    complete = table[[1, 2, 3, 4]].notna().all(axis=1)
    if year not in table.index or not complete[year]:
        return None
    known = table[complete & table["year"].notna() & (table.index != year)]
    values = table.loc[year, [1, 2, 3, 4]].to_numpy()
    others, totals = known[[1, 2, 3, 4]].to_numpy(), known["year"].to_numpy()
    constraints = {
        "A_eq": [[1.0] * 4],
        "b_eq": [1.0],
        "A_ub": np.vstack([others, -others]) if len(others) else None,
        "b_ub": np.concatenate([totals + rounding, rounding - totals]) if len(others) else None,
        "bounds": [share] * 4,
    }
    low, high = linprog(values, **constraints), linprog(-values, **constraints)
    return (float(low.fun), float(-high.fun)) if low.success and high.success else None
