"""The row every method returns: what was computed, how, from how much, and whether it could be."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

import pandas as pd


class Status(StrEnum):
    """Whether a row holds a result, or why it cannot."""

    OK = "ok"
    TOO_FEW = "too_few"
    """Fewer points, units or answers than the method needs."""
    NO_VARIATION = "no_variation"
    """All values are alike, so that there is nothing to measure a change against."""
    NO_TARGET = "no_target"
    NOT_DUE = "not_due"
    WRONG_PERIOD = "wrong_period"
    """The value and what it is held against are for periods of different length."""
    MISSING = "missing"
    """A value that the method needs is not there."""
    SUPPRESSED = "suppressed"
    """Hidden to protect the persons behind it."""
    UNDEFINED = "undefined"
    """The quantity does not exist for these values (a share of nobody, a negative limit)."""


NO_LEVEL = float("nan")

RESULT_COLUMNS = ("statistic", "method", "status", "estimate", "low", "high", "level", "n")
"""Columns that every result frame has; methods add their own after them."""


def check_level(level: float) -> float:
    """Return ``level``; ValueError unless it lies between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"the level is {level}; give a share between 0 and 1, such as 0.95")
    return level


@dataclass(frozen=True)
class Estimate:
    """An estimated quantity with its uncertainty, in the unit of the data.

    ``status`` is "ok", or the reason why nothing could be computed (then the numbers are None),
    and ``reason`` says it in a sentence with its numbers. ``level`` is that of the interval, NaN
    where low and high are bounds of what is unknown and not chance. ``n`` is the number of
    observations, ``n_before`` and ``n_after`` how they lie around a start. ``smallest`` is the
    smallest change that this very test would have called significant, ``detectable`` the one it
    would find in four of five cases.
    """

    statistic: str
    method: str
    status: Status = Status.OK
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    p: float | None = None
    df: float | None = None
    n: int = 0
    n_before: int = 0
    n_after: int = 0
    smallest: float | None = None
    detectable: float | None = None
    reason: str = ""

    @property
    def computed(self) -> bool:
        """Whether there is an estimate."""
        return self.status == Status.OK

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out zero: p below one minus the level."""
        # 1 - 0.95 is a little more than 0.05 in binary.
        return self.p is not None and self.p < round(1 - self.level, 9)


def result_frame(estimates: Iterable[Estimate]) -> pd.DataFrame:
    """Return one row for each estimate: RESULT_COLUMNS, then the other fields of Estimate."""
    others = [field.name for field in fields(Estimate) if field.name not in RESULT_COLUMNS]
    rows = [asdict(estimate) for estimate in estimates]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *others])
