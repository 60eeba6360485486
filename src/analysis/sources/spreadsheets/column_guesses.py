"""What each column of a table probably holds, by its heading and by its cells."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from analysis.sources.spreadsheets.cells import Unclear, is_symbol, looks_like_number
from analysis.sources.spreadsheets.keys import heading, municipality_number
from analysis.sources.spreadsheets.period_texts import (
    Part,
    PeriodStyle,
    parse_part,
    parse_period,
)
from analysis.sources.spreadsheets.sheets import Raw, Sheet, letters
from analysis.sources.spreadsheets.table_shape import Shape, is_year

_LETTER = {"quarter": "Q", "tertial": "T", "half": "H", "month": "M"}
# Enough to tell a period when it is seen; the mapping itself leaves these to the sender.
_GENEROUS = PeriodStyle(century=2000, dates="day", school_year="start")
_TOTAL = re.compile(r"(hele |hela )?(år|året|helår|helåret|tot|total|totalt|sum|year)\.?", re.I)
_PART_HEADING = re.compile(r"kvartal|quarter|tertial", re.I)
_NAMES = (
    ("municipality", re.compile(r"kommun|municipal|region", re.I)),
    ("unit", re.compile(r"enhet|avdeling|avdelning|sektor|virksomhet|verksamhet|unit", re.I)),
    (
        "breakdown",
        re.compile(r"kjønn|kön|sex|gender|alder|ålder|age|statistikkvariabel|type", re.I),
    ),
    ("n", re.compile(r"n|antall( ansatte)?|antal( anställda)?|count", re.I)),
)


class Guesser:
    """Guesses the columns of a table; ``reasons`` say what each guess rests on."""

    def __init__(self, sheet: Sheet, shape: Shape):
        self._sheet, self._shape = sheet, shape
        self.reasons: list[str] = []
        self._kind: str | None = None
        self._has_parts_across = False

    def settings(self) -> dict[str, Any]:
        """What the cells say of their own accord: the kind of parts of the year."""
        for column in range(1, self._sheet.width + 1):
            part = self._part_of(column)
            named = _PART_HEADING.fullmatch(heading(self._sheet, self._shape.header_rows, column))
            if part and part[0] != "year":
                self._kind, self._has_parts_across = part[0], True
            elif named:
                self._kind = "tertial" if named[0].lower() == "tertial" else "quarter"
        if self._kind is None:
            return {}
        self.reasons.append(f"the headings name the parts of a year, each a {self._kind}")
        return {"period_kind": self._kind}

    def columns(self) -> list[dict[str, Any]]:
        """A draft for each column that is not empty; ``holds`` is "?" where it must be asked."""
        drafts = []
        for number in range(1, self._sheet.width + 1):
            said = heading(self._sheet, self._shape.header_rows, number)
            stand = [self._sheet.filled(row, number) for row in self._shape.rows]
            cells: list[Raw] = [raw for raw in stand if raw is not None]
            if cells or said:
                guess, reason = self._guess(number, said, cells)
                # An empty heading is recorded too: the next file must have none there either.
                head = {"header": said} if self._shape.header_rows else {}
                drafts.append({"column": letters(number), **head, **guess})
                if len(cells) < len(stand):
                    reason = reason.replace("every cell", "every cell that is not empty")
                self.reasons.append(f"column {letters(number)} ('{said}'): {reason}")
        _ask_about_rivals(drafts)
        return drafts

    def _guess(self, number: int, said: str, cells: list[Raw]) -> tuple[dict[str, Any], str]:
        for holds, pattern in _NAMES:
            if pattern.fullmatch(said) or (holds != "n" and pattern.match(said)):
                if holds == "municipality" and not _all(cells, _number_of):
                    return {"holds": "?"}, "no numbers of municipalities; asked below"
                if holds in ("municipality", "n") or _share(cells, looks_like_number) <= 0.5:
                    return {"holds": holds}, "by its heading"
        return _by_cells(said, cells) or self._figures(number, said, cells)

    def _figures(self, number: int, said: str, cells: list[Raw]) -> tuple[dict[str, Any], str]:
        if _share(cells, lambda raw: looks_like_number(raw) or is_symbol(raw)) <= 0.5:
            return {"holds": "?"}, "words; asked below"
        if _TOTAL.fullmatch(said.rpartition(" / ")[2] or said):
            return {"holds": "year_total"} | self._year_above(said), "figures of the year"
        period = _try(lambda: parse_period(said.replace(" / ", " "), PeriodStyle()))
        if period is not None:
            is_whole = period.kind == "year"
            when = {"year": period.year} if is_whole else {"period": str(period)}
            return {"holds": "value"} | when, "figures of a period, by its heading"
        if part := self._part_of(number):
            name = f"{_LETTER[part[0]]}{part[1]}"
            return {"holds": "value", "part": name}, "figures of a part of the year"
        return self._bare_figures(said)

    def _bare_figures(self, said: str) -> tuple[dict[str, Any], str]:
        year = re.search(r"\b(?:19|20)\d\d\b", said)
        if year:
            return {"holds": "value", "year": int(year[0])}, "figures"
        if self._has_parts_across and said:
            return {"holds": "?"}, "figures beside those of parts of the year; asked below"
        return {"holds": "value" if said else "?"}, "figures"

    def _year_above(self, said: str) -> dict[str, int]:
        year = re.match(r"((?:19|20)\d\d) / ", said)
        return {"year": int(year[1])} if year else {}

    def _part_of(self, column: int) -> Part | None:
        said = heading(self._sheet, self._shape.header_rows, column)
        part: Part | None = _try(lambda: parse_part(said))
        return part


def _by_cells(said: str, cells: list[Raw]) -> tuple[dict[str, Any], str] | None:
    if cells and all(map(is_year, cells)):
        return {"holds": "year"}, "every cell is a year"
    is_text = not all(isinstance(raw, float) for raw in cells)
    if is_text and _all(cells, lambda raw: parse_period(raw, _GENEROUS)):
        return {"holds": "period"}, "every cell is a period"
    if _PART_HEADING.fullmatch(said) or _all(cells, parse_part):
        return {"holds": "part"}, "every cell is a part of a year"
    return None


def _ask_about_rivals(drafts: list[dict[str, Any]]) -> None:
    """Two columns that would say the same thing: only the sender knows which one does."""
    for draft in [draft for draft in drafts if draft["holds"] != "breakdown"]:
        same = [other for other in drafts if _meaning(other) == _meaning(draft)]
        if draft["holds"] != "?" and len(same) > 1:
            for rival in same:
                rival["holds"] = "?"
    if any(draft["holds"] == "period" for draft in drafts):
        for draft in drafts:
            if draft["holds"] in ("year", "part"):
                draft["holds"] = "?"


def _meaning(draft: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((key, value) for key, value in draft.items() if key not in ("column", "header"))


def _number_of(raw: Raw) -> str:
    return municipality_number(raw, {})


def _try(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Unclear:
        return None


def _all(cells: list[Raw], read: Callable[[Raw], Any]) -> bool:
    return bool(cells) and all(_try(partial(read, raw)) is not None for raw in cells)


def _share(cells: list[Raw], holds: Callable[[Raw], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0
