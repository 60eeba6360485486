"""Values against targets: tiered, directed, dated, inclusive.

A target for a year is judged by the year's value only, never by a single quarter.
"""

from dataclasses import dataclass
from enum import StrEnum

from analysis.model.definitions import Target
from analysis.model.periods import Period


class Outcome(StrEnum):
    """What can be said of a value and a target."""

    MET = "met"
    MISSED = "missed"
    AT_THE_LINE = "at_the_line"
    NOT_DUE = "not_due"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True)
class YearValue:
    """The value of a year, and between which values it lies for what is not known about it.

    ``usual`` and ``wide`` are (low, high) over the weights the quarters may have; ``wide``
    assumes less about them. ``rounding`` can move each of them by that much either way.
    """

    value: float
    usual: tuple[float, float]
    wide: tuple[float, float]
    rounding: float = 0.0

    def widened(self, bounds: tuple[float, float]) -> tuple[float, float]:
        """Return ``bounds`` with the rounding added at both ends."""
        return bounds[0] - self.rounding, bounds[1] + self.rounding


@dataclass(frozen=True)
class Judgement:
    """A target and its outcome. ``distance`` is in the unit, positive when on the good side.

    ``fragile`` means that the outcome would not hold under the wide bounds.
    """

    target: Target
    outcome: Outcome
    value: float | None = None
    distance: float | None = None
    fragile: bool = False


def judge(target: Target, direction: str, value: YearValue | None, as_of: Period) -> Judgement:
    """Return the outcome of ``target`` as of the end of ``as_of``.

    A target is due once its period has ended. A value on the line is met. The outcome is at the
    line when the usual bounds, with the rounding, lie on both sides of it. A neutral direction or
    a missing value cannot be assessed.
    """
    if target.period.end > as_of.end:
        return Judgement(target, Outcome.NOT_DUE)
    if value is None or direction == "neutral":
        return Judgement(target, Outcome.NOT_ASSESSABLE)
    sign = 1 if direction == "increase" else -1
    distance = sign * (value.value - target.value)
    outcome = _outcome(target.value, sign, value.widened(value.usual))
    fragile = _outcome(target.value, sign, value.widened(value.wide)) is not outcome
    return Judgement(target, outcome, value.value, distance, fragile)


def _outcome(line: float, sign: int, bounds: tuple[float, float]) -> Outcome:
    # Sums of printed decimals carry noise in the last binary digits; a value on the line is met.
    good = [sign * (bound - line) >= -1e-9 for bound in bounds]
    if all(good):
        return Outcome.MET
    return Outcome.AT_THE_LINE if any(good) else Outcome.MISSED
