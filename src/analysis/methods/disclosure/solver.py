"""Mixed integer programmes on HiGHS, silent and with counted effort."""

import contextlib
import ctypes
import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

NODES = 500
"""Nodes of a search, counted instead of time: the same data give the same report anywhere."""


def solve(
    goal: np.ndarray,
    whole: np.ndarray,
    limits: tuple[np.ndarray, np.ndarray],
    rows: Sequence[tuple[Any, Any, Any]] = (),
    nodes: int = NODES,
) -> Any:
    """Return scipy's result of minimising ``goal``; ``rows`` are (matrix, lower, upper).

    ``whole`` marks the variables that are whole numbers, ``limits`` are their ends.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    lows, highs = (np.asarray(end, dtype=float) for end in limits)
    with _silence():
        return milp(
            goal,
            integrality=whole,
            bounds=Bounds(lows, highs),
            constraints=[LinearConstraint(*row) for row in rows if row[0].shape[0]],
            options={"node_limit": nodes, "mip_rel_gap": 0},
        )


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """HiGHS prints some lines whatever its options say: nothing may reach the output."""
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        _flush()
        os.dup2(nowhere, 1)
        yield
    finally:
        _flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    """Empty the buffer of the C library, or its lines come out after the silence."""
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).fflush(None)
