"""One row of a result frame, for methods whose frames have columns of their own."""

from typing import Any

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Status

NOTHING = float("nan")


def result_row(
    statistic: str,
    method: str,
    status: Status = Status.OK,
    estimate: float = NOTHING,
    low: float = NOTHING,
    high: float = NOTHING,
    level: float = NO_LEVEL,
    n: float = 0,
) -> dict[str, Any]:
    """Return the cells of RESULT_COLUMNS; numbers that are not given are NaN."""
    values = (statistic, method, status, estimate, low, high, level, n)
    return dict(zip(RESULT_COLUMNS, values, strict=True))
