"""Parts of a year and years: tables, same-quarter comparison, rolling years, what a year can be.

Figures of quarters (or tertials, or months) swing with the season, so a part is only compared with
the same part of other years. The plain mean of the parts is not the year's value where they weigh
differently; the two are kept apart, and where the weights are unknown the year has bounds.
"""

from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status, result_frame
from analysis.model.observations import as_series
from analysis.model.periods import PARTS, Period, parts_of


def kind_of(series: pd.Series) -> str:
    """Return the kind of period that indexes ``series`` ("quarter" if it is empty).

    ValueError when there are several kinds, or one that is no part of a year; and as
    :func:`check_periods`.
    """
    check_periods(series.index)
    kinds = {period.kind for period in series.index}
    if len(kinds) > 1 or not kinds <= set(PARTS):
        raise ValueError(f"the periods are {sorted(kinds)}; accepted: one of {', '.join(PARTS)}")
    return kinds.pop() if kinds else "quarter"


def check_periods(index: pd.Index) -> None:
    """Raise ValueError unless ``index`` is made of analysis.model Period, each of them once."""
    strange = [place for place in index if not isinstance(place, Period)]
    if strange:
        found = f"{strange[0]!r} in the index"
        raise ValueError(f"a series needs analysis.model Period as its index, found {found}")
    twice = index[index.duplicated()]
    if len(twice):
        raise ValueError(f"{twice[0]} occurs twice; accepted: one value for each period")


def year_table(parts: pd.Series, years: pd.Series) -> pd.DataFrame:
    """Return one row a year with a column for each part (1 to 4 for quarters), ``mean``, ``year``.

    ``mean`` is the plain mean of all parts (NaN unless all are there), ``year`` the value
    that the source itself gives for the year (NaN if it gives none). Infinity is no value.
    ValueError for a period that is there twice.
    """
    kind = kind_of(parts)
    check_periods(years.index)
    known = sorted({period.year for period in [*parts.index, *years.index]})
    rows = {}
    for year in known:
        values = [parts.get(period, np.nan) for period in parts_of(year, kind)]
        rows[year] = [*values, float(np.mean(values)), years.get(Period(year), np.nan)]
    columns: list[Hashable] = [*range(1, PARTS[kind] + 1), "mean", "year"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)
    return table.where(np.isfinite(table))


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

    A stretch with a gap or a missing value has none. A description only: neighbouring values share
    most of their parts, so they are never tested or charted with limits. Only the stretch that
    ends with the last part of a year is that year.
    """
    width = PARTS[kind_of(parts)]
    known = parts[np.isfinite(parts.astype(float))]
    place = {position(period): float(value) for period, value in known.items()}
    kept = [p for p in sorted(known.index) if all(position(p) - i in place for i in range(width))]
    means = [np.mean([place[position(period) - i] for i in range(width)]) for period in kept]
    return as_series(kept, [float(mean) for mean in means])


def position(period: Period) -> int:
    """The number of a period in the calendar: neighbours of one kind differ by one."""
    return period.year * PARTS.get(period.kind, 1) + period.number - 1


def consecutive(first: Period, last: Period) -> list[Period]:
    """The periods from ``first`` to ``last``, both included, which are of one kind."""
    parts = PARTS.get(first.kind, 1)
    places = (divmod(place, parts) for place in range(position(first), position(last) + 1))
    return [Period(year, first.kind, rest + 1) for year, rest in places]


def same_quarter_changes(parts: pd.Series, year: int) -> pd.DataFrame:
    """Compare each part of ``year`` with the same part of every earlier year.

    Returns one row a part (1-4 for quarters), a column for each year, and ``change_on_mean`` (on
    the mean of all earlier years), ``change_on_previous`` (on the year before) and
    ``change_on_first``, in the series' unit. A part that is missing gives NaN, so does a year
    that is not there, and so do the changes where no year is earlier.
    """
    numbers = list(range(1, PARTS[kind_of(parts)] + 1))
    table = year_table(parts, as_series([], []))[numbers].T
    earlier = [column for column in table.columns if column < year]
    result = table.reindex(columns=[*earlier, year])
    first = table[earlier[0]] if earlier else np.nan
    result["change_on_mean"] = result[year] - table[earlier].mean(axis=1)
    result["change_on_previous"] = result[year] - table.get(year - 1, np.nan)
    result["change_on_first"] = result[year] - first
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
    bounds (not chance, so no level). A year that lacks parts, or a weight above zero for one, has
    the status TOO_FEW, a stated value that is none MISSING. RESULT_COLUMNS, then ``reason``, which
    also says where no weights within ``share`` fit what is stated: the mean then has no bounds.
    """
    table = year_table(parts, stated)
    weighted = None if weights is None else weighted_year_means(parts, weights)
    rows: list[tuple[int, Estimate]] = []
    for year in (int(index) for index in table.index):
        if Period(year) in stated.index:
            rows.append((year, _stated(table.loc[year, "year"])))
        if weighted is not None:
            rows.append((year, _weighted(weighted, year, PARTS[kind_of(parts)])))
        rows.append((year, _unweighted(parts, stated, year, share, rounding)))
    index = pd.Index([year for year, _ in rows], name="year")
    columns = [*RESULT_COLUMNS, "reason"]
    return result_frame(row for _, row in rows)[columns].set_index(index)


def _stated(value: float) -> Estimate:
    row = Estimate("year", "stated", level=NO_LEVEL)
    if np.isnan(value):
        return replace(row, status=Status.MISSING, reason="the source gives no number")
    return replace(row, estimate=float(value), n=1)


def _weighted(weighted: pd.Series, year: int, needed: int) -> Estimate:
    row = Estimate("year", "weighted", level=NO_LEVEL)
    if Period(year) not in weighted.index:
        reason = f"not all {needed} parts have a value and a weight above 0"
        return replace(row, status=Status.TOO_FEW, reason=reason)
    return replace(row, estimate=float(weighted[Period(year)]), n=needed)


def _unweighted(
    parts: pd.Series,
    stated: pd.Series,
    year: int,
    share: tuple[float, float] | None,
    rounding: float,
) -> Estimate:
    values = parts.reindex(parts_of(year, kind_of(parts)))
    there = int(np.isfinite(values).sum())
    row = Estimate("year", "unweighted", level=NO_LEVEL, n=there)
    if there < len(values):
        reason = f"{there} of {len(values)} parts have a value"
        return replace(row, status=Status.TOO_FEW, reason=reason)
    row = replace(row, estimate=float(np.mean(values)))
    if share is None:
        return row
    bounds = year_bounds(parts, stated, year, share, rounding)
    if bounds is None:
        return replace(row, reason=f"no weights within {share} fit the years that are stated")
    return replace(row, low=bounds[0], high=bounds[1])
