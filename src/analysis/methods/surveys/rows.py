"""Result rows of surveys: how they are grouped, and which small groups they hide."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status

MINIMUM, FLOOR = 7, 5
HIDDEN = "hidden: too few answers, or all answers alike"
By = str | Sequence[str] | None


def check_minimum(minimum: int) -> None:
    """Raise ValueError if groups of fewer than 5 answers would be shown."""
    if minimum < FLOOR:
        raise ValueError(f"groups of fewer than {FLOOR} answers are never shown, got {minimum}")


def is_hidden(values: np.ndarray, fewest: int, minimum: int) -> bool:
    """Whether answers are too few, or so alike that the result tells what each person said."""
    return fewest < minimum or bool(np.isclose(np.ptp(values), 0, atol=1e-9))


def suppressed() -> dict[str, Any]:
    """Return the status of a hidden row. The reason does not say which of its two kinds it is."""
    return {"status": Status.SUPPRESSED, "reason": HIDDEN}


def guarded(outcomes: dict[str, dict[str, Any]], total: str | None) -> dict[str, dict[str, Any]]:
    """Return the outcomes of an instrument's indices, those hidden that give a hidden one away.

    The total is the mean of all items: with it and all indices but one, that one is known, and a
    hidden total is known from all indices.
    """
    hidden = {name for name, row in outcomes.items() if row.get("status") == Status.SUPPRESSED}
    shown = {name for name, row in outcomes.items() if "status" not in row}
    parts = set(outcomes) - {total}
    if total in shown and hidden:
        telling = {total}
    else:
        telling = parts if total in hidden and parts <= shown else set()
    return {name: suppressed() if name in telling else row for name, row in outcomes.items()}


def unanswered() -> dict[str, Any]:
    """Return the status of a row to which nobody gave an answer."""
    return {"status": Status.MISSING, "n": 0, "reason": "nobody answered"}


def by_names(by: By) -> list[str]:
    """Return the columns that ``by`` names."""
    return [by] if isinstance(by, str) else list(by or ())


def groups(answers: pd.DataFrame, by: By) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Yield the groups of ``by`` in the order they first appear; without a value is one too."""
    names = by_names(by)
    if not names:
        yield {}, answers
        return
    for key, part in answers.groupby(names, sort=False, dropna=False):
        yield dict(zip(names, key, strict=True)), part


def blank(statistic: str, method: str, level: float, **own: Any) -> dict[str, Any]:
    """Return a result row without numbers."""
    empty = dict.fromkeys(("estimate", "low", "high", "n"), np.nan)
    named = {"statistic": statistic, "method": method, "status": Status.OK, "level": level}
    return {**named, **empty, "reason": "", **own}


def frame(rows: list[dict[str, Any]], by: By, *columns: str) -> pd.DataFrame:
    """Return result rows: RESULT_COLUMNS, the columns of ``by``, then ``columns``.

    ValueError if ``by`` names a column that the result has already.
    """
    taken = [name for name in by_names(by) if name in (*RESULT_COLUMNS, *columns)]
    if taken:
        raise ValueError(f"the result has its own {', '.join(taken)}; give by other column names")
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *by_names(by), *columns])
