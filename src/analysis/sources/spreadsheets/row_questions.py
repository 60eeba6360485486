"""What rows leave open: totals among them, and keys that stand only once for several rows."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from analysis.sources.spreadsheets.choices import Choice, Question
from analysis.sources.spreadsheets.mapping import FIGURES, ROW_KEYS
from analysis.sources.spreadsheets.sheets import Sheet, column_number, letters, plain
from analysis.sources.spreadsheets.table_shape import Shape

_TOTAL_ROW = re.compile(
    r"(sum|total|i alt|til sammen|summa|totalt|hele kommunen|hela kommunen|kommunen)\b.*", re.I
)
_SHOWN = 3
_NO_NAME = {
    "unit": Choice("whole", "the whole organisation", {"units": {"": ""}}),
    "breakdown": Choice("everyone", "all persons together", {"breakdowns": {"": ""}}),
}
"""What an empty cell may mean beside the one above it."""


def total_rows(sheet: Sheet, shape: Shape, columns: list[dict[str, Any]]) -> Iterator[Question]:
    """A question for each label of a total, whose answer holds for all rows with it."""
    named = [column_number(item["column"]) for item in columns if item["holds"] in ("unit", "?")]
    labels: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in shape.rows:
        filled = (c for c in range(1, sheet.width + 1) if sheet.raw(row, c) is not None)
        for column in dict.fromkeys([next(filled, 1), *named]):
            said = plain(sheet.raw(row, column))
            if _TOTAL_ROW.fullmatch(said):
                labels[column, said.casefold()].append(row)
    for (column, _), rows in labels.items():
        yield _total(sheet, column, rows)


def _total(sheet: Sheet, column: int, rows: list[int]) -> Question:
    spellings = dict.fromkeys(plain(sheet.raw(row, column)) for row in rows)
    said = next(iter(spellings))
    rule = {"column": letters(column), "text": said, "why": f"a total: {said}"}
    verb = "says" if len(rows) == 1 else "say"
    text = f"{_named(rows)} {verb} '{said}': is that the whole organisation, or to be left out?"
    whole = Choice("whole", "the whole organisation", {"units": dict.fromkeys(spellings, "")})
    out = "leave the row out" if len(rows) == 1 else f"leave the {len(rows)} rows out"
    choices = (whole, Choice("left_out", out, {"ignored_rows": [rule]}))
    return Question(f"row_{rows[0]}", text, choices)


def _named(rows: list[int]) -> str:
    if len(rows) == 1:
        return f"Row {rows[0]}"
    if len(rows) <= _SHOWN + 1:
        return f"Rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"Rows {', '.join(map(str, rows[:_SHOWN]))} and {len(rows) - _SHOWN} more"


def empty_keys(sheet: Sheet, shape: Shape, columns: list[dict[str, Any]]) -> Iterator[Question]:
    """A question for each column of keys that is empty beside figures: is it the one above?"""
    figures = [column_number(c["column"]) for c in columns if c["holds"] in (*FIGURES, "?")]
    rows = [r for r in shape.rows if any(sheet.raw(r, c) is not None for c in figures)]
    for column in columns:
        if column["holds"] in ROW_KEYS:
            number = column_number(column["column"])
            empty = [row for row in rows if sheet.filled(row, number) is None]
            if empty:
                yield _empty(column, empty, len(rows))


def _empty(column: dict[str, Any], empty: list[int], rows: int) -> Question:
    letter, holds = column["column"], column["holds"]
    text = (
        f"Column {letter} ('{column.get('header', '')}') is empty in {len(empty)} of {rows} rows "
        f"with figures, first in row {empty[0]}. What does an empty cell mean there?"
    )
    above = Choice("above", f"the {holds} above it", {"repeat_down": True}, letter)
    nothing = Choice("nothing", "a mistake: refuse the row", {}, letter)
    other = [_NO_NAME[holds]] if holds in _NO_NAME else []
    return Question(f"empty_{letter}", text, (above, *other, nothing))
