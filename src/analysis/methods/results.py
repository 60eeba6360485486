"""The row every method returns: what was computed, how, and whether it could be."""

from dataclasses import asdict, dataclass

import pandas as pd

OK = "ok"


@dataclass(frozen=True)
class Estimate:
    """A change with its uncertainty, in the unit of the series.

    ``status`` is "ok", or the reason why nothing could be computed (then the numbers are None).
    ``smallest`` is the smallest change that this very test would have called significant.
    """

    statistic: str
    method: str
    status: str = OK
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    p: float | None = None
    df: float | None = None
    n_before: int = 0
    n_after: int = 0
    smallest: float | None = None

    @property
    def computed(self) -> bool:
        """Whether there is an estimate."""
        return self.status == OK

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out zero: p below one minus the level."""
        return self.p is not None and self.p < 1 - self.level


def result_frame(estimates: list[Estimate]) -> pd.DataFrame:
    """Return one row for each estimate, with the fields of :class:`Estimate` as columns."""
    return pd.DataFrame([asdict(estimate) for estimate in estimates])
