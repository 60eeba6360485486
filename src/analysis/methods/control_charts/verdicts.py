"""What a control chart says of a direction (variation) and of a target (assurance).

As in NHSRplotthedots 0.2 ("Making Data Count", NHS England), which shows the two as icons.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

import pandas as pd

from analysis.methods.control_charts.rules import COMMON_CAUSE, MISSING, noise
from analysis.methods.control_charts.time_order import in_time_order
from analysis.methods.results import Status
from analysis.model.definitions import Direction, Target
from analysis.model.periods import Period

UPWARD = frozenset({"above_limit", "rising", "two_of_three_above", "run_above"})


class PointType(StrEnum):
    """What a point means for a direction; high and low where neither is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"
    COMMON_CAUSE = COMMON_CAUSE
    MISSING = MISSING
    NOT_APPLICABLE = "not_applicable"
    """No signal, and no limits either: that the swing is the usual one cannot be said."""


class AssuranceType(StrEnum):
    """Whether a process will, as it is, meet a target: always, never, or now and then."""

    PASSES = "consistently_passes"
    FAILS = "consistently_fails"
    HIT_AND_MISS = "hit_and_miss"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Assurance:
    """What the last limits of a chart say of a target, with the reason where they say nothing.

    ``low`` and ``high`` are those limits, ``n`` the number of values behind them, ``trial``
    whether they are too few for more than trial limits.
    """

    outcome: AssuranceType
    status: Status = Status.OK
    low: float | None = None
    high: float | None = None
    n: int = 0
    trial: bool = False
    reason: str = ""
    statistic: str = "assurance"
    method: str = "xmr"


def point_types(points: pd.DataFrame, direction: Direction) -> pd.Series:
    """Return the PointType of each point of a chart.

    The label decides, not the side of the mean: a falling trend above the mean is an improvement
    where lower is better. A point that is no signal is not applicable where its segment has no
    limits. ValueError for an unknown direction.
    """
    if direction not in get_args(Direction):
        raise ValueError(f"'{direction}' is no direction; {', '.join(get_args(Direction))} are")
    types = points["label"].map(lambda label: _point_type(label, direction))
    status = pd.Series(points.get("status", Status.OK), index=points.index, dtype=object)
    silent = types.eq(PointType.COMMON_CAUSE) & status.ne(Status.OK)
    return types.mask(silent, PointType.NOT_APPLICABLE).rename("point_type")


def _point_type(label: str, direction: Direction) -> PointType:
    if label in (COMMON_CAUSE, MISSING):
        return PointType(label)
    upward = label in UPWARD
    if direction == "neutral":
        return PointType.HIGH if upward else PointType.LOW
    return PointType.IMPROVEMENT if upward == (direction == "increase") else PointType.CONCERN


def variation(points: pd.DataFrame, direction: Direction) -> PointType:
    """Return the type of the last point in time that has a value; MISSING if none has."""
    types = point_types(in_time_order(points), direction)
    known = types[types != PointType.MISSING]
    return known.iloc[-1] if len(known) else PointType.MISSING


def assurance(points: pd.DataFrame, direction: Direction, target: Target | None) -> Assurance:
    """Return whether the process, within its last limits, meets ``target``.

    With ``decrease`` it consistently passes a target above the upper limit and fails one below
    the lower; with ``increase`` the other way round. Between the limits, and on one of them, it
    is hit and miss. Not applicable without a target ("no_target"), in a neutral direction
    ("undefined"), for a target whose period is not as long as those of the points
    ("wrong_period"; a year's target says nothing of a quarter), and for limits that are none
    ("too_few", "no_variation"). ValueError for an unknown direction.
    """
    point_types(points.iloc[:0], direction)
    status, reason = _obstacle(points, direction, target)
    if status != Status.OK or target is None:
        return Assurance(AssuranceType.NOT_APPLICABLE, status, reason=reason)
    line = in_time_order(points).iloc[-1]
    low, high = float(line["lower"]), float(line["upper"])
    blur = noise([target.value, low, high])
    outcome = AssuranceType.HIT_AND_MISS
    if target.value > high + blur:
        outcome = AssuranceType.PASSES if direction == "decrease" else AssuranceType.FAILS
    elif target.value < low - blur:
        outcome = AssuranceType.FAILS if direction == "decrease" else AssuranceType.PASSES
    return Assurance(outcome, Status.OK, low, high, int(line["n"]), bool(line["trial"]))


def _obstacle(
    points: pd.DataFrame, direction: Direction, target: Target | None
) -> tuple[Status, str]:
    if target is None:
        return Status.NO_TARGET, "no target is set"
    if direction == "neutral":
        return Status.UNDEFINED, "neither direction is the better one"
    if not len(points):
        return Status.TOO_FEW, "the chart has no points"
    kinds = {place.kind if isinstance(place, Period) else "unknown" for place in points.index}
    if kinds != {target.period.kind}:
        found = ", ".join(sorted(kinds))
        return (
            Status.WRONG_PERIOD,
            f"the target is for a {target.period.kind}, the points are of length: {found}",
        )
    status = Status(in_time_order(points)["status"].iloc[-1])
    return status, "" if status == Status.OK else "the last segment has no limits"
