"""What frames must be before they are protected, and what is left of them afterwards."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def check_labels(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise ValueError when a column is missing or double, or has an empty label (NaN)."""
    check_columns(frame, names)
    for name in names:
        empty = frame[name].isna().to_numpy()
        if empty.any():
            raise ValueError(
                f"{_place(empty, name)} has no label; accepted: a label in every row, "
                "for instance 'unknown'"
            )


def check_columns(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise ValueError when a column is missing, or there are two of its name."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise ValueError(f"no column {missing}; accepted: columns of the frame")
    double = [name for name in names if (frame.columns == name).sum() > 1]
    if double:
        raise ValueError(f"two columns {double}; accepted: one of each name")


def numbers(frame: pd.DataFrame, name: str, low: float | None = None) -> pd.Series:
    """Return the column ``name`` as floats.

    Raises ValueError, without printing the value, for text, infinity, and numbers below ``low``.
    """
    column = frame[name]
    text = column.map(lambda entry: isinstance(entry, (str, bytes, bool, np.bool_)))
    found = pd.to_numeric(column.mask(text.astype(bool), None).astype(object), errors="coerce")
    found = found.astype(float)
    wrong = text.to_numpy(dtype=bool) | (found.isna() & column.notna()).to_numpy()
    wrong |= np.isinf(found.to_numpy())
    if wrong.any():
        raise ValueError(
            f"{_place(wrong, name)} is no finite number; accepted: a number, or nothing where "
            "it is not known"
        )
    below = (found < (-np.inf if low is None else low)).to_numpy()
    if below.any():
        raise ValueError(f"{_place(below, name)} is below {low}; accepted: {low} or more")
    return found


def _place(rows: np.ndarray, name: str) -> str:
    return f"row {int(np.flatnonzero(rows)[0])} (the first is 0), column {name!r},"


def published(
    frame: pd.DataFrame,
    keys: Sequence[str],
    figures: Sequence[str],
    keep: Sequence[str],
    hidden: np.ndarray,
) -> pd.DataFrame:
    """Return a new frame of ``keys``, ``figures``, status and ``keep``, rows as in ``frame``.

    In the rows ``hidden`` the figures are NaN, and of ``keep`` only texts are left. Nothing else
    of ``frame`` comes along: no other column, no attrs, and of its index only a RangeIndex.
    """
    wanted = dict.fromkeys([*keys, *figures, "status", *keep])
    made: dict[Any, Any] = {}
    for name in [column for column in frame.columns if column in wanted]:
        column = frame[name].reset_index(drop=True)
        if name in figures:
            column = column.mask(hidden)
        elif name not in keys and name != "status":
            text = column.map(lambda entry: isinstance(entry, str)).astype(bool)
            column = column.mask(hidden & ~text.to_numpy())
        made[name] = column
    result = pd.DataFrame(made)
    result.attrs = {}
    if type(frame.index) is pd.RangeIndex:
        result.index = pd.RangeIndex(frame.index.start, frame.index.stop, frame.index.step)
    return result
