"""With how many decimals figures are given."""

from collections.abc import Iterable

MOST = 4
"""The number of decimals from which figures are taken to be computed, and not rounded."""


def decimals_of(values: Iterable[float]) -> int:
    """Return the fewest decimals in which every value can be written, at most :data:`MOST`."""
    given = list(values)
    return next(
        (n for n in range(MOST) if all(abs(value - round(value, n)) < 1e-9 for value in given)),
        MOST,
    )
