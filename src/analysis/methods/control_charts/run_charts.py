"""Run charts: a series about its median, and whether it moves about it as chance would.

The rules are those of Anhøj and Olesen (2014) as in qicharts2: a run longer, or crossings fewer,
than chance gives. They need no limits and no assumption about the distribution, find shifts that
last and not single points far out, and like control charts take no account of the season.
"""

from dataclasses import dataclass
from math import log2

import numpy as np
import pandas as pd

from analysis.methods.control_charts.rules import noise, numbers, signs
from analysis.methods.control_charts.time_order import in_time_order
from analysis.methods.results import NO_LEVEL, Status

MINIMUM = 10
"""The fewest useful points that the rules are tabulated for (qicharts2)."""


@dataclass(frozen=True)
class RunChart:
    """The median of a series and how the series runs about it.

    ``estimate`` is the median, in the unit of the series; it has no interval. ``n`` is the number
    of values, ``useful`` of those not on the median. ``signal`` says that the longest run is
    longer than ``longest_run_limit`` or the crossings are fewer than ``crossings_limit``. With a
    status other than "ok" all of these are None but ``n`` and ``useful``, and ``reason`` says why.
    """

    status: Status = Status.OK
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = NO_LEVEL
    n: int = 0
    useful: int = 0
    longest_run: int | None = None
    longest_run_limit: int | None = None
    crossings: int | None = None
    crossings_limit: int | None = None
    signal: bool | None = None
    reason: str = ""
    statistic: str = "median"
    method: str = "anhoej"


def run_chart(
    series: pd.Series, baseline: int | None = None, minimum: int = MINIMUM, alpha: float = 0.05
) -> RunChart:
    """Return the run chart of ``series`` about the median of its first ``baseline`` points.

    All points give the median if ``baseline`` is None; all points are judged in either case.
    Missing values and points on the median neither lengthen nor break a run. Status "too_few"
    under ``minimum`` useful points, "no_variation" if all values are alike. ``alpha`` is the
    chance that the lower limit of the crossings allows. ValueError for a baseline under one.
    """
    if baseline is not None and baseline < 1:
        raise ValueError(f"a baseline has at least one point, found {baseline}")
    values = numbers(in_time_order(series))
    known, first = values[~np.isnan(values)], values[:baseline]
    first = first[~np.isnan(first)]
    median = float(np.median(first)) if len(first) else np.nan
    side = signs(known - median, noise(known))
    side = side[side != 0]
    if len(known) > 1 and np.ptp(known) <= noise(known):
        return RunChart(Status.NO_VARIATION, n=len(known), reason="all values are alike")
    needed = max(minimum, 1)
    if len(side) < needed:
        reason = f"{len(side)} of {len(known)} values lie off the median, at least {needed} needed"
        return RunChart(Status.TOO_FEW, n=len(known), useful=len(side), reason=reason)
    return _judged(median, len(known), side, alpha)


def _judged(median: float, n: int, side: np.ndarray, alpha: float) -> RunChart:
    crossed = np.flatnonzero(np.diff(side)) + 1
    edges = np.concatenate([[0], crossed, [len(side)]])
    longest, crossings = int(np.diff(edges).max()), len(crossed)
    longest_limit, crossings_limit = run_limits(len(side), alpha)
    return RunChart(
        estimate=median,
        n=n,
        useful=len(side),
        longest_run=longest,
        longest_run_limit=longest_limit,
        crossings=crossings,
        crossings_limit=crossings_limit,
        signal=longest > longest_limit or crossings < crossings_limit,
    )


def run_limits(useful: int, alpha: float = 0.05) -> tuple[int, int]:
    """Return the longest run and the fewest crossings that chance still gives.

    The run is log2 of the number of useful points, rounded, plus 3 (Schilling 2012); the crossings
    are the ``alpha`` quantile of a binomial distribution of one trial fewer than points and chance
    a half (Chen 2010). ValueError without useful points or an alpha that is no probability.
    """
    from scipy.stats import binom

    if useful < 1 or not 0 < alpha < 1:
        raise ValueError(f"limits need a useful point and 0 < alpha < 1, found {useful}, {alpha}")
    return round(log2(useful)) + 3, int(binom.ppf(alpha, useful - 1, 0.5))
