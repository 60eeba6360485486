"""XmR control charts: which points of a series are more than its usual swing.

The rules stand in :mod:`~analysis.methods.control_charts.rules`, what a chart says of a direction
and a target in :mod:`~analysis.methods.control_charts.verdicts`.

A chart takes no account of the season. Seasonal series are charted one season at a time, or as
changes on the same season a year before (:func:`year_on_year`). They
are never charted as a moving average: its neighbours share most of their data, which makes runs
and trends out of chance.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.methods.control_charts.rules import (
    COMMON_CAUSE,
    DEFAULT_RULES,
    LIMIT,
    MISSING,
    Limits,
    Rules,
    labels,
    limits,
    numbers,
)
from analysis.methods.control_charts.time_order import in_time_order, time_order, with_gaps
from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Status

__all__ = [
    "POINT_COLUMNS",
    "TRIAL_BELOW",
    "Rebase",
    "Survival",
    "chart",
    "segments",
    "signal_survival",
]

TRIAL_BELOW = 12
"""Limits from fewer points are trial limits: they will move with every further point."""

POINT_COLUMNS = (
    *("value", "mean", "lower", "upper", "label"),
    *("near_lower", "near_upper", "segment", "reason", "n", "trial", "status"),
)


@dataclass(frozen=True)
class Rebase:
    """New limits from the point ``at`` on, for a documented reason.

    A reason is a known change of the process itself (another definition, a merger) together with
    a signal that lasted. That a programme started is no reason: new limits from its start on
    remove the very signal that the chart is there to show. ValueError without a reason.
    """

    at: Hashable
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"re-basing at {self.at} needs a reason: what changed, in a sentence")


def chart(
    series: pd.Series,
    baseline: int | None = None,
    screen: bool = True,
    *,
    rebase: Sequence[Rebase] = (),
    factor: float = LIMIT,
    rules: Rules = DEFAULT_RULES,
) -> pd.DataFrame:
    """Return the chart of ``series``: a row a point, with POINT_COLUMNS.

    ``value``, ``mean``, ``lower``, ``upper`` and the near limits are in the unit of the series;
    ``label`` is one of :func:`labels`. ``baseline`` is the number
    of first points of each segment that fix its limits (all of them if None). Each ``rebase``
    begins a segment with limits, runs, trends and screening of its own; ``segment`` counts from
    0 and ``reason`` says why it begins. ``n`` is the number of values behind the limits,
    ``trial`` says that they are fewer than TRIAL_BELOW (NHSRplotthedots warns of segments of
    fewer than 13 points and says 12), ``status`` why a segment has no limits.

    Points are taken in order of time (:func:`in_time_order`); rows stay in the order given. A
    period that is left out breaks moving ranges, runs and trends as one without a value does, and
    gets no row (:func:`with_gaps`); with an index that is no Period it needs a row of its own,
    with NaN. ValueError for a baseline under one and for re-basing twice at a point or where
    there is none.
    """
    if baseline is not None and baseline < 1:
        raise ValueError(f"a baseline has at least one point, found {baseline}")
    ordered = in_time_order(series)
    groups = _segment_numbers(ordered.index, rebase)
    reasons = {item.at: item.reason for item in rebase}
    parts = [pd.DataFrame(columns=list(POINT_COLUMNS), index=ordered.index[:0])]
    for number in np.unique(groups):
        own = ordered[groups == number]
        line = limits(own.iloc[:baseline], screen, factor)
        points = _segment_points(own, line, rules)
        parts.append(points.assign(segment=int(number), reason=reasons.get(own.index[0], "")))
    points = pd.concat(parts[1:] or parts)[list(POINT_COLUMNS)]
    return points.iloc[np.argsort(time_order(series.index))]


def _segment_numbers(index: pd.Index, rebase: Sequence[Rebase]) -> np.ndarray:
    starts, places = [item.at for item in rebase], list(index)
    wrong = [at for at in starts if places.count(at) != 1 or starts.count(at) != 1]
    if wrong:
        raise ValueError(f"re-basing is once at one point of the series each, found {wrong[0]}")
    return np.cumsum([place in starts for place in places], dtype=int)


def _segment_points(own: pd.Series, line: Limits, rules: Rules) -> pd.DataFrame:
    full = with_gaps(own)
    marked = np.array(labels(full, line, rules), dtype=object)
    columns = {
        "value": numbers(own),
        "mean": line.mean,
        "lower": line.lower,
        "upper": line.upper,
        "label": marked[full.index.isin(own.index)],
        "near_lower": line.near_lower,
        "near_upper": line.near_upper,
        "n": line.n,
        "trial": line.n < TRIAL_BELOW,
        "status": line.status,
    }
    return pd.DataFrame(columns, index=own.index)


def segments(points: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each segment of a chart, in order of time.

    RESULT_COLUMNS first: ``estimate`` is the mean, ``low`` and ``high`` are the limits (missing
    unless the status is "ok"), in the unit of the series; ``level`` is NaN, for natural limits
    are no confidence interval. Then ``segment``, ``first``, ``last``, ``points``, ``signals`` (how
    many points), ``trial`` and ``reason``.
    """
    groups = in_time_order(points).groupby("segment", sort=True)
    own = ("segment", "first", "last", "points", "signals", "trial", "reason")
    rows = [_segment_row(int(number), part) for number, part in groups]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *own])


def _segment_row(number: int, part: pd.DataFrame) -> dict[str, object]:
    line = part.iloc[0]
    has_limits = line["status"] == Status.OK
    return {
        "statistic": "mean",
        "method": "xmr",
        "status": line["status"],
        "estimate": line["mean"],
        "low": line["lower"] if has_limits else np.nan,
        "high": line["upper"] if has_limits else np.nan,
        "level": NO_LEVEL,
        "n": line["n"],
        "segment": number,
        "first": part.index[0],
        "last": part.index[-1],
        "points": len(part),
        "signals": int((~part["label"].isin([COMMON_CAUSE, MISSING])).sum()),
        "trial": line["trial"],
        "reason": line["reason"],
    }


@dataclass(frozen=True)
class Survival:
    """The share of draws in which every signal remains one, and in which at least one does."""

    every: float
    some: float


def signal_survival(
    series: pd.Series, baseline: int, rounding: float, draws: int = 1000, seed: int = 20082
) -> Survival | None:
    """Return in which share of ``draws`` the signals after the baseline remain signals.

    Each draw moves every value at random within plus or minus ``rounding``: what the printed
    decimals have left open. None if no point after the baseline is a signal. ValueError for fewer
    than one draw and a rounding below zero.
    """
    if draws < 1 or not rounding >= 0:
        raise ValueError(f"give a draw and a rounding from 0 up; found {draws} and {rounding}")
    values = numbers(with_gaps(series))
    baseline = len(with_gaps(in_time_order(series).iloc[:baseline]))
    signals = _signals(values, baseline)
    if not signals:
        return None
    generator = np.random.default_rng(seed)
    moves = generator.uniform(-rounding, rounding, (draws, len(values)))
    left = [len(signals & _signals(values + move, baseline)) for move in moves]
    return Survival(
        float(np.mean(np.equal(left, len(signals)))), float(np.mean(np.greater(left, 0)))
    )


def _signals(values: np.ndarray, baseline: int) -> set[int]:
    marked = labels(values, limits(values[:baseline]))
    after = range(baseline, len(values))
    return {i for i in after if marked[i] not in (COMMON_CAUSE, MISSING)}
