"""What DuckDB is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Condition = tuple[str, list[Any]]
"""The text after WHERE, and what its question marks stand for."""

ROWS = "indicator, municipality, unit, period, breakdown, value, n, status, source"
HISTORY = "source, value, n, status, origin"
BY_UNIT: Condition = ("unit <> ''", [])
"""What rows of units of the organisation fulfil."""


def conditions(
    cells: Mapping[str, Sequence[str] | None], start: date | None = None, finish: date | None = None
) -> Condition:
    """Return what rows must fulfil: one of the cells in each column that is not None, and a
    period from ``start`` to ``finish``."""
    texts: list[str] = ["true"]
    values: list[Any] = []
    for name, accepted in cells.items():
        if accepted is None:
            continue
        wanted = list(dict.fromkeys(accepted))
        marks = ", ".join("?" for _ in wanted)
        texts.append(f"{name} IN ({marks})" if wanted else "false")
        values.extend(wanted)
    for text, day in (("start >= ?", start), ("finish <= ?", finish)):
        if day is not None:
            texts.append(text)
            values.append(day)
    return " AND ".join(texts), values


def equal(names: Iterable[str], cells: Iterable[str]) -> Condition:
    """Return the condition that each column holds its cell."""
    return " AND ".join(f"{name} = ?" for name in names), list(cells)


def select(columns: str, condition: Condition) -> str:
    """Return the query for ``columns`` of the files that its first question mark stands for."""
    return f"SELECT {columns} FROM read_parquet(?) WHERE {condition[0]}"


def shared_keys(differing: bool) -> str:
    """Return the query for a key that the table ``added`` has and one of the files; with
    ``differing``, one for which they say different things."""
    other = "(a.value, a.n, a.status) IS DISTINCT FROM (b.value, b.n, b.status)"
    key = "(indicator, municipality, unit, period, breakdown)"
    return (
        f"SELECT 1 FROM added a JOIN read_parquet(?) b USING {key} "
        f"WHERE {other if differing else 'true'} LIMIT 1"
    )
