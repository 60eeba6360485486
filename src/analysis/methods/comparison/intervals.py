"""Shares and rates of persons, and means, with their intervals.

For counts of persons (or of cases) among a number of persons. Never for a percentage of
person-days such as the sick-leave per cent: days of the same person hang together, and the
intervals would come out far too narrow. That is why every front function takes the count and
the number of persons, and none takes a percentage.

On a complete count of the staff nobody was sampled. There an interval tells how much the figure
could have differed by chance in who fell ill; it does not tell of sampling.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.methods.comparison.counts import Column, counted
from analysis.methods.control_charts.rules import noise
from analysis.methods.results import RESULT_COLUMNS, Estimate, Status, check_level

Numbers: TypeAlias = npt.ArrayLike
Limits: TypeAlias = tuple[np.ndarray, np.ndarray]

EXACT_BELOW = 10
"""Rates of fewer cases get exact Poisson limits, others Byar's (PHEindicatormethods)."""


def normal_deviate(level: float) -> float:
    """Return how many standard errors on either side make an interval of ``level``."""
    from scipy import stats

    return float(stats.norm.ppf((1 + check_level(level)) / 2))


def wilson(cases: Numbers, persons: Numbers, level: float = 0.95) -> Limits:
    """Return the lower and upper limits of shares (Wilson 1927), between 0 and 1.

    NaN where there are no persons, or cases that are negative or more than the persons.
    """
    z = normal_deviate(level)
    x, n = _share_counts(cases, persons)
    middle = 2 * x + z**2
    reach = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    width = 2 * (n + z**2)
    return np.clip((middle - reach) / width, 0, 1), np.clip((middle + reach) / width, 0, 1)


def clopper_pearson(cases: Numbers, persons: Numbers, level: float = 0.95) -> Limits:
    """Return the exact lower and upper limits of shares (Clopper and Pearson 1934).

    They hold their level for every share and are wider than Wilson's. NaN as in :func:`wilson`.
    """
    from scipy import stats

    tail = (1 - check_level(level)) / 2
    x, n = _share_counts(cases, persons)
    low = np.where(x == 0, 0.0, stats.beta.ppf(tail, x, n - x + 1))
    high = np.where(x == n, 1.0, stats.beta.ppf(1 - tail, x + 1, n - x))
    return low, high


def byar(cases: Numbers, level: float = 0.95) -> Limits:
    """Return Byar's lower and upper limits of counts (Breslow and Day 1987).

    A lower limit that would be negative, or that of no cases at all, is NaN.
    """
    z = normal_deviate(level)
    x = np.asarray(cases, dtype=float)
    x = np.where(x >= 0, x, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(low < 0, np.nan, low), high


def exact_poisson(cases: Numbers, level: float = 0.95) -> Limits:
    """Return the exact lower and upper limits of counts (Garwood 1936, by chi-square)."""
    from scipy import stats

    tail = (1 - check_level(level)) / 2
    x = np.asarray(cases, dtype=float)
    x = np.where(x >= 0, x, np.nan)
    low = np.where(x == 0, 0.0, stats.chi2.ppf(tail, 2 * x) / 2)
    return low, stats.chi2.ppf(1 - tail, 2 * x + 2) / 2


def _share_counts(cases: Numbers, persons: Numbers) -> Limits:
    x, n = np.asarray(cases, dtype=float), np.asarray(persons, dtype=float)
    sound = (n > 0) & (x >= 0) & (x <= n)
    return np.where(sound, x, np.nan), np.where(sound, n, np.nan)


SHARE_METHODS: dict[str, Callable[[Numbers, Numbers, float], Limits]] = {
    "wilson": wilson,
    "clopper_pearson": clopper_pearson,
}


def shares(
    cases: Column,
    persons: Column,
    *,
    level: float = 0.95,
    method: str = "wilson",
    multiplier: float = 1.0,
    by: Column | None = None,
    statuses: Column | None = None,
) -> pd.DataFrame:
    """Return the share of persons who are cases, a row for each row given, with its interval.

    Columns: RESULT_COLUMNS (``n`` is the number of persons), ``cases`` and ``multiplier``, by
    which estimate and limits are multiplied (100 for per cent of persons). With ``by``, cases
    and persons are summed within each group first, and the index is the groups in their order.
    ``statuses`` are those of observations; what is suppressed or missing stays so, also in a
    sum. No persons, negative cases and more cases than persons are ``undefined``.
    ValueError for an unknown method or status and for cases and persons that do not match.
    """
    if method not in SHARE_METHODS:
        raise ValueError(f"unknown method '{method}'; accepted: {', '.join(SHARE_METHODS)}")
    table = counted(cases, persons, by=by, statuses=statuses)
    impossible = table["cases"] > table["persons"]
    table.loc[impossible & table["status"].eq(Status.OK), "status"] = Status.UNDEFINED
    low, high = SHARE_METHODS[method](table["cases"], table["persons"], level)
    return _results("share", method, table, (low, high), level, multiplier)


def rates(
    cases: Column,
    persons: Column,
    *,
    level: float = 0.95,
    multiplier: float = 100_000,
    exact_below: float = EXACT_BELOW,
    by: Column | None = None,
    statuses: Column | None = None,
) -> pd.DataFrame:
    """Return cases for each ``multiplier`` persons (or person-years), with Poisson intervals.

    As :func:`shares`, but the same person may be a case more than once, so that cases may exceed
    persons. Fewer than ``exact_below`` cases have exact limits, others Byar's; ``method`` says
    which, and is empty where the count is missing. A Byar limit that would be negative is NaN,
    and its row ``undefined``, though the estimate and the other limit stand.
    """
    table = counted(cases, persons, by=by, statuses=statuses)
    x, n = table["cases"].to_numpy(), table["persons"].to_numpy()
    few = x < exact_below
    exact, approximate = exact_poisson(x, level), byar(x, level)
    n = np.where(n > 0, n, np.nan)
    low, high = (np.where(few, exact[i], approximate[i]) / n for i in (0, 1))
    method = np.where(np.isnan(x), "", np.where(few, "exact_poisson", "byar"))
    table.loc[np.isnan(low) & table["status"].eq(Status.OK), "status"] = Status.UNDEFINED
    return _results("rate", method, table, (low, high), level, multiplier)


def share(cases: float, persons: float, **options: Any) -> Estimate:
    """Return the share of ``persons`` who are cases; options as in :func:`shares`."""
    return _single(shares([cases], [persons], **options))


def rate(cases: float, persons: float, **options: Any) -> Estimate:
    """Return cases for each 100 000 persons; options as in :func:`rates`."""
    return _single(rates([cases], [persons], **options))


def mean(values: Column, level: float = 0.95) -> Estimate:
    """Return the mean of ``values`` with Student's t interval, in their unit.

    A missing value, or infinity, gives the status ``missing``: whoever leaves values out does so
    visibly, before. Fewer than two values are ``too_few``; values all alike, but for the noise of
    binary fractions, have ``no_variation``.
    """
    from scipy import stats

    numbers = np.asarray(values, dtype=float)
    result = Estimate("mean", "student_t", level=check_level(level), n=len(numbers))
    gaps = int((~np.isfinite(numbers)).sum())
    if gaps:
        reason = f"{gaps} of {len(numbers)} values are missing"
        return replace(result, status=Status.MISSING, reason=reason)
    if len(numbers) < 2:
        reason = f"an interval needs two values; there are {len(numbers)}"
        return replace(result, status=Status.TOO_FEW, reason=reason)
    if np.ptp(numbers) <= noise(numbers):
        reason = f"all {len(numbers)} values are {numbers[0]:g}"
        return replace(result, status=Status.NO_VARIATION, reason=reason)
    df = len(numbers) - 1
    middle, error = float(numbers.mean()), float(stats.sem(numbers))
    reach = float(stats.t.ppf((1 + level) / 2, df)) * error
    return replace(result, estimate=middle, low=middle - reach, high=middle + reach, df=df)


def _results(
    statistic: str,
    method: str | np.ndarray,
    table: pd.DataFrame,
    limits: Limits,
    level: float,
    multiplier: float,
) -> pd.DataFrame:
    cases, persons = table["cases"], table["persons"]
    # A row with one limit only is undefined, and still shows what it has.
    shown = table["status"].eq(Status.OK) | ~np.isnan(limits[1])
    numbers = {"estimate": cases / persons, "low": limits[0], "high": limits[1]}
    result = pd.DataFrame(
        {name: np.where(shown, value, np.nan) * multiplier for name, value in numbers.items()},
        index=table.index,
    ).assign(
        statistic=statistic,
        method=method,
        status=table["status"],
        level=level,
        n=persons,
        cases=cases,
        multiplier=multiplier,
    )
    return result[[*RESULT_COLUMNS, "cases", "multiplier"]]


def _single(frame: pd.DataFrame) -> Estimate:
    row = frame.iloc[0]
    persons = 0 if np.isnan(row["n"]) else round(row["n"])
    result = Estimate(
        row["statistic"], row["method"], row["status"], level=float(row["level"]), n=persons
    )
    if row["status"] != Status.OK:
        reason = f"{row['cases']:g} cases among {row['n']:g} persons (nan: not known)"
        return replace(result, reason=reason)
    estimate, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
    return replace(result, estimate=estimate, low=low, high=high)
