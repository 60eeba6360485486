"""Parts of a year and years: tables, same-quarter comparison, rolling years, what a year can be.

Figures of quarters (or tertials, or months) swing with the season, so a part is only compared with
the same part of other years. The plain mean of the parts is not the year's value where they weigh
differently; the two are kept apart, and where the weights are unknown the year has bounds.
"""

from collections.abc import Hashable

import numpy as np
import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status, result_frame
from analysis.model.observations import as_series
from analysis.model.periods import PARTS, Period, parts_of


def kind_of(series: pd.Series) -> str:
    """Return the kind of period that indexes ``series`` ("quarter" if it is empty).

    ValueError when there are several kinds, or one that is no part of a year.
    """
    kinds = {period.kind for period in series.index}
    if len(kinds) > 1 or not kinds <= set(PARTS):
        raise ValueError(f"the periods are {sorted(kinds)}; accepted: one of {', '.join(PARTS)}")
    return kinds.pop() if kinds else "quarter"


def year_table(parts: pd.Series, years: pd.Series) -> pd.DataFrame:
    """Return one row a year with a column for each part (1 to 4 for quarters), ``mean``, ``year``.

    ``mean`` is the plain mean of all parts (NaN unless all are there), ``year`` the value
    that the source itself gives for the year (NaN if it gives none).
    """
    kind = kind_of(parts)
    known = sorted({period.year for period in [*parts.index, *years.index]})
    rows = {}
    for year in known:
        values = [parts.get(period, np.nan) for period in parts_of(year, kind)]
        rows[year] = [*values, float(np.mean(values)), years.get(Period(year), np.nan)]
    columns: list[Hashable] = [*range(1, PARTS[kind] + 1), "mean", "year"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)


def year_means(parts: pd.Series) -> pd.Series:
    """Return the plain mean of each year that has all its parts, indexed by year period."""
    means = year_table(parts, as_series([], []))["mean"].dropna()
    return as_series([Period(int(year)) for year in means.index], list(means))


def weighted_year_means(parts: pd.Series, weights: pd.Series) -> pd.Series:
    """Return the mean of each year weighted by ``weights``, such as agreed working days.

    Only years in which every part has a value and a weight above zero. ValueError for a weight
    below zero.
    """
    if (weights < 0).any():
        raise ValueError("a weight is below zero; accepted: what each part counts for, 0 or more")
    table, weight = (year_table(item, as_series([], [])) for item in (parts, weights))
    numbers = list(range(1, PARTS[kind_of(parts)] + 1))
    weight = weight.reindex(table.index)[numbers].where(lambda cells: cells > 0)
    means = ((table[numbers] * weight).sum(axis=1, skipna=False) / weight.sum(axis=1)).dropna()
    return as_series([Period(int(year)) for year in means.index], list(means))


def rolling_year(parts: pd.Series) -> pd.Series:
    """Return the plain mean of each stretch of parts that is a year long, indexed by its last part.

    A stretch with a gap has none. A description only: neighbouring values share most of their
    parts, so they are never tested or charted with limits. Only the stretch that ends with the
    last part of a year is that year.
    """
    width = PARTS[kind_of(parts)]
    place = {_position(period): float(value) for period, value in parts.items()}
    kept = [p for p in sorted(parts.index) if all(_position(p) - i in place for i in range(width))]
    means = [np.mean([place[_position(period) - i] for i in range(width)]) for period in kept]
    return as_series(kept, [float(mean) for mean in means])


def _position(period: Period) -> int:
    return period.year * PARTS[period.kind] + period.number


def same_quarter_changes(parts: pd.Series, year: int) -> pd.DataFrame:
    """Compare each part of ``year`` with the same part of every earlier year.

    Returns one row a part (1-4 for quarters), a column for each year, and ``change_on_mean`` (on
    the mean of all earlier years), ``change_on_previous`` (on the year before) and
    ``change_on_first``, in the series' unit. A part that is missing gives NaN.
    """
    numbers = list(range(1, PARTS[kind_of(parts)] + 1))
    table = year_table(parts, as_series([], []))[numbers].T
    earlier = [column for column in table.columns if column < year]
    result = table[[*earlier, year]].copy()
    if earlier:
        result["change_on_mean"] = table[year] - table[earlier].mean(axis=1)
        previous = table.get(year - 1, np.nan)
        result["change_on_previous"] = table[year] - previous
        result["change_on_first"] = table[year] - table[earlier[0]]
    return result


def year_bounds(
    parts: pd.Series,
    stated: pd.Series,
    year: int,
    share: tuple[float, float],
    rounding: float,
) -> tuple[float, float] | None:
    """Return the lowest and highest value ``year`` can have when each part's share of a year
    lies within ``share`` and is the same in all years.

    Where the source states the value of other years (``stated``), the shares must reproduce it
    within ``rounding``. None when a part is missing or no such shares exist. A linear
    programme (Dantzig 1963), solved by HiGHS through scipy.
    """
    from scipy.optimize import linprog

    numbers = list(range(1, PARTS[kind_of(parts)] + 1))
    table = year_table(parts, stated)
    complete = table[numbers].notna().all(axis=1)
    if year not in table.index or not complete[year]:
        return None
    known = table[complete & table["year"].notna() & (table.index != year)]
    values = table.loc[year, numbers].to_numpy()
    others, totals = known[numbers].to_numpy(), known["year"].to_numpy()
    constraints = {
        "A_eq": [[1.0] * len(numbers)],
        "b_eq": [1.0],
        "A_ub": np.vstack([others, -others]) if len(others) else None,
        "b_ub": np.concatenate([totals + rounding, rounding - totals]) if len(others) else None,
        "bounds": [share] * len(numbers),
    }
    low, high = linprog(values, **constraints), linprog(-values, **constraints)
    return (float(low.fun), float(-high.fun)) if low.success and high.success else None


def year_values(
    parts: pd.Series,
    stated: pd.Series,
    weights: pd.Series | None = None,
    share: tuple[float, float] | None = None,
    rounding: float = 0.0,
) -> pd.DataFrame:
    """Return what is known of each year: a result row a year and method, indexed by year.

    Methods, never mixed: ``stated`` by the source; ``weighted`` mean, where ``weights`` are given;
    ``unweighted`` mean, with what the year can be over all weights within ``share`` as its
    bounds (not chance, so no level). A year that lacks parts has the status TOO_FEW.
    """
    table, needed = year_table(parts, stated), PARTS[kind_of(parts)]
    weighted = as_series([], []) if weights is None else weighted_year_means(parts, weights)
    rows: list[tuple[int, Estimate]] = []
    for year in (int(index) for index in table.index):
        if Period(year) in stated.index:
            rows.append((year, _year("stated", stated, year, 1)))
        if Period(year) in weighted.index:
            rows.append((year, _year("weighted", weighted, year, needed)))
        bounds = year_bounds(parts, stated, year, share, rounding) if share else None
        rows.append((year, _unweighted(table.loc[year], needed, bounds)))
    index = pd.Index([year for year, _ in rows], name="year")
    return result_frame(row for _, row in rows)[list(RESULT_COLUMNS)].set_index(index)


def _year(method: str, values: pd.Series, year: int, n: int) -> Estimate:
    return Estimate("year", method, estimate=float(values[Period(year)]), level=NO_LEVEL, n=n)


def _unweighted(row: pd.Series, needed: int, bounds: tuple[float, float] | None) -> Estimate:
    there = int(row.iloc[:needed].notna().sum())
    if there < needed:
        return Estimate("year", "unweighted", Status.TOO_FEW, n=there)
    low, high = bounds or (None, None)
    value = float(row["mean"])
    return Estimate(
        "year", "unweighted", estimate=value, low=low, high=high, level=NO_LEVEL, n=there
    )
