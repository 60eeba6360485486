"""What a sick-leave report shows without relying on it: the control chart, and how often models
of quarters are wrong where there is nothing to find."""

from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.sick_leave import ReadingResult, SickLeaveEvaluation
from analysis.methods.control_charts import COMMON_CAUSE, Survival, chart, signal_survival
from analysis.methods.interrupted_series import MINIMUM_BEFORE, false_alarm_rates, split
from analysis.model.periods import Period

AUTOCORRELATION = 0.6
"""The correlation of neighbouring quarters under which the tests are tried out."""

FRAGILE = 0.95
"""Signals that remain in a smaller share of draws are called fragile."""


@dataclass(frozen=True)
class ControlChart:
    """The quarters against the limits of those before the start.

    ``points`` is the frame of :func:`chart`; ``signals`` the quarters after the start that are
    signals; ``silent`` the number of readings without any; ``survival`` in which share of
    draws within the rounding they remain, None where there is none or nothing is rounded.
    """

    points: pd.DataFrame
    n_baseline: int
    signals: tuple[Period, ...]
    silent: int
    survival: Survival | None

    @property
    def fragile(self) -> bool:
        """Whether the signals hang on how the figures are rounded."""
        return self.survival is not None and self.survival.every < FRAGILE


def control_chart(evaluation: SickLeaveEvaluation) -> ControlChart | None:
    """Return the control chart of the leading reading; None with too few quarters for one."""
    before, after = evaluation.counts
    if before < MINIMUM_BEFORE or after < 1:
        return None
    quarters, rounding = evaluation.lead.alike, evaluation.indicator.rounding
    signals = _signals(evaluation, evaluation.lead)
    return ControlChart(
        chart(quarters, before),
        before,
        signals,
        sum(not _signals(evaluation, result) for result in evaluation.readings),
        signal_survival(quarters, before, rounding) if rounding and signals else None,
    )


def _signals(evaluation: SickLeaveEvaluation, result: ReadingResult) -> tuple[Period, ...]:
    before, after = split(result.alike, evaluation.programme.start)
    labels = chart(result.alike, len(before))["label"]
    return tuple(period for period in after.index if labels[period] != COMMON_CAUSE)


@dataclass(frozen=True)
class FalseAlarms:
    """How often a test calls a change significant where there is none, by simulation.

    Shares by test, for quarters that resemble their neighbours (``alike``, correlation ``rho``)
    and for quarters that do not (``apart``).
    """

    rho: float
    alike: dict[str, float]
    apart: dict[str, float]


def false_alarms(evaluation: SickLeaveEvaluation) -> FalseAlarms:
    """Return how often tests are wrong with as many quarters as the evaluation has."""
    before, after = evaluation.counts
    return FalseAlarms(
        AUTOCORRELATION,
        false_alarm_rates(before, after, AUTOCORRELATION),
        false_alarm_rates(before, after, 0.0),
    )
