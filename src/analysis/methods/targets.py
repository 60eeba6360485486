"""Values against targets: tiered, directed, dated, inclusive.

A target is judged by the value of its own period only: never a year's target by a single quarter.
Whether a value would have been on the other side by chance is another matter, and not judged here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite

import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status
from analysis.model.definitions import Target
from analysis.model.periods import Period

_REQUIRED = ("required_change_a_year", "straight_line")
SLACK = 1e-9
"""Sums of printed decimals carry noise in the last binary digits; a value on the line is met."""


class Outcome(StrEnum):
    """What can be said of a value and a target, or of a value and the tiers of a target.

    MET is the desired tier or a target without tiers; ACCEPTABLE the lower tier only. AT_THE_LINE
    means that rounding, or weights within stated bounds, decide.
    """

    MET = "met"
    ACCEPTABLE = "acceptable"
    MISSED = "missed"
    AT_THE_LINE = "at_the_line"
    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class PeriodValue:
    """The value of a period, and between which values it lies for what is not known about it.

    ``usual`` and ``wide`` are (low, high) over the weights its parts may have; ``wide`` assumes
    less about them. ``rounding`` can move each of them by that much either way.
    """

    period: Period
    value: float
    usual: tuple[float, float]
    wide: tuple[float, float]
    rounding: float = 0.0

    @classmethod
    def exactly(cls, period: Period, value: float, rounding: float = 0.0) -> "PeriodValue":
        """A value about which nothing but its rounding is open."""
        return cls(period, value, (value, value), (value, value), rounding)

    def or_else(self, other: float | None) -> "PeriodValue":
        """Return the value where the source also gives ``other``, and one of the two is wrong;
        None for nothing else."""
        if other is None:
            return self
        low, high = min(self.wide[0], other), max(self.wide[1], other)
        return replace(self, usual=(low, high), wide=(low, high))

    def widened(self, bounds: tuple[float, float]) -> tuple[float, float]:
        """Return ``bounds`` with the rounding added at both ends."""
        return bounds[0] - self.rounding, bounds[1] + self.rounding


@dataclass(frozen=True)
class Judgement:
    """A target and its outcome. ``distance`` is in the unit, positive when on the good side, and
    ``bounds`` are the least and the greatest it can be over the usual weights and the rounding.

    ``fragile`` means that the outcome would not hold under the wide bounds. ``status`` says why
    there is no distance.
    """

    target: Target
    outcome: Outcome
    value: float | None = None
    distance: float | None = None
    bounds: tuple[float, float] | None = None
    fragile: bool = False
    status: Status = Status.OK


def judge(target: Target, direction: str, value: PeriodValue | None, as_of: Period) -> Judgement:
    """Return the outcome of ``target`` as of the end of ``as_of``.

    A target is due once its period has ended. A value on the line is met. The outcome is at the
    line when the usual bounds, with the rounding, lie on both sides of it. A missing value (also
    one that is no finite number, or whose bounds are none), a value of another period than the
    target's, or a neutral direction cannot be assessed.
    """
    if target.period.end > as_of.end:
        return Judgement(target, Outcome.NOT_DUE, status=Status.NOT_DUE)
    if (refusal := _refusal(target, direction, value)) or value is None:
        return Judgement(target, Outcome.NOT_ASSESSABLE, status=refusal or Status.MISSING)
    sign = _sign(direction)
    usual = _distances(target.value, sign, value.widened(value.usual))
    wide = _distances(target.value, sign, value.widened(value.wide))
    outcome = _outcome(usual)
    return Judgement(
        target,
        outcome,
        value.value,
        sign * (value.value - target.value),
        usual,
        _outcome(wide) is not outcome,
    )


def due_order(period: Period) -> tuple[date, timedelta]:
    """Return what periods of targets are sorted by: of two that end together the longer is the
    later, so that a year comes after its last quarter."""
    return period.end, period.end - period.start


def _is_missing(value: PeriodValue) -> bool:
    return not all(map(isfinite, (value.value, *value.usual, *value.wide, value.rounding)))


def _refusal(target: Target, direction: str, value: PeriodValue | None) -> Status | None:
    if value is None or _is_missing(value):
        return Status.MISSING
    if value.period != target.period:
        return Status.WRONG_PERIOD
    return Status.UNDEFINED if direction == "neutral" else None


def _sign(direction: str) -> int:
    signs = {"increase": 1, "decrease": -1}
    if direction not in signs:
        raise ValueError(f"direction is '{direction}'; accepted: increase, decrease")
    return signs[direction]


def _distances(line: float, sign: int, bounds: tuple[float, float]) -> tuple[float, float]:
    ends = sorted(sign * (bound - line) for bound in bounds)
    return ends[0], ends[1]


def _outcome(distances: tuple[float, float]) -> Outcome:
    good = [distance >= -SLACK for distance in distances]
    if all(good):
        return Outcome.MET
    return Outcome.AT_THE_LINE if any(good) else Outcome.MISSED


def tiered(judgements: Sequence[Judgement]) -> Outcome:
    """Return the outcome of the tiers of one target together.

    Met when the desired tier is; acceptable when only the lower one is. At the line when it is
    open on which side of a tier that decides. ValueError unless the judgements are of one
    indicator and one period.
    """
    if len({(item.target.indicator, item.target.period) for item in judgements}) != 1:
        raise ValueError("the tiers of one target have one indicator and one period")
    by_tier = {item.target.tier: item.outcome for item in judgements}
    best = by_tier.get("desired", Outcome.MISSED)
    if best is not Outcome.MISSED:
        return best
    lower = by_tier.get("acceptable", Outcome.MISSED)
    return Outcome.ACCEPTABLE if lower is Outcome.MET else lower


def required_change(target: Target | None, direction: str, value: PeriodValue | None) -> Estimate:
    """Return the change a year that leads in a straight line from ``value`` to ``target``.

    Negative where the value must fall, 0 where it is already on the good side. ``n`` is the number
    of years between, not of observations; ``low`` and ``high`` are what rounding and usual weights
    leave open. Both are years, or the same part of a year (WRONG_PERIOD); a neutral direction is
    UNDEFINED. ValueError for an unknown direction.
    """
    if value is None or _is_missing(value):
        return _not_required(Status.MISSING, "there is no value to start from")
    if target is None or target.period.end <= value.period.end:
        return _not_required(Status.NO_TARGET, f"no target lies after {value.period}")
    years = target.period.end.year - value.period.end.year
    if years < 1 or _part(target.period) != _part(value.period):
        why = f"{target.period} and {value.period} are not both years, or the same part of a year"
        return _not_required(Status.WRONG_PERIOD, why)
    if direction == "neutral":
        return _not_required(Status.UNDEFINED, "neither direction is the better one")
    sign = _sign(direction)
    starts = (value.value, *value.widened(value.usual))
    # Adding zero turns -0.0 into 0.0.
    change, *ends = (
        sign * max(0.0, sign * (target.value - start)) / years + 0.0 for start in starts
    )
    return Estimate(
        *_REQUIRED, estimate=change, low=min(ends), high=max(ends), level=NO_LEVEL, n=years
    )


def _part(period: Period) -> tuple[str, int, int]:
    return period.kind, period.number, period.day


def _not_required(status: Status, reason: str) -> Estimate:
    return Estimate(*_REQUIRED, status, reason=reason)


def judgement_frame(judgements: Iterable[Judgement]) -> pd.DataFrame:
    """Return one row a judgement: RESULT_COLUMNS, then indicator, period, tier, target, value,
    outcome and fragile. The estimate is the distance, with its bounds; they have no level, since
    they are what rounding and weights leave open, not chance."""
    rows = [_row(item) for item in judgements]
    own = ["indicator", "period", "tier", "target", "value", "outcome", "fragile"]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *own])


def _row(item: Judgement) -> dict[str, object]:
    low, high = item.bounds or (None, None)
    return {
        "statistic": "distance_to_target",
        "method": "inclusive",
        "status": item.status,
        "estimate": item.distance,
        "low": low,
        "high": high,
        "level": NO_LEVEL,
        "n": int(item.value is not None),
        "indicator": item.target.indicator,
        "period": item.target.period,
        "tier": item.target.tier,
        "target": item.target.value,
        "value": item.value,
        "outcome": item.outcome,
        "fragile": item.fragile,
    }
