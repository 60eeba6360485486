"""What a row says about its figures: when, where, which unit, of whom."""

import re
from collections.abc import Mapping as Names
from dataclasses import dataclass, field
from typing import Any

from analysis.sources.spreadsheets.cells import Unclear
from analysis.sources.spreadsheets.ledger import Ledger
from analysis.sources.spreadsheets.mapping import ROW_KEYS, Column, Mapping
from analysis.sources.spreadsheets.period_texts import parse_part, parse_period, parse_year
from analysis.sources.spreadsheets.sheets import Broken, Position, Raw, Sheet, plain

_NUMBER = re.compile(r"(?:K-)?([0-9]{4})(?: [^0-9].*)?")

_OR_ABOVE = "; repeat_down = true in the mapping reads an empty cell as the one above it"


@dataclass
class Keys:
    """What a row says, and the cells it says it in; ``spoiled`` are those that are refused."""

    said: dict[str, Any] = field(default_factory=dict)
    places: list[Position] = field(default_factory=list)
    spoiled: list[Position] = field(default_factory=list)


class KeyReader:
    """Reads the keys of row after row; what is wrong goes into the ledger."""

    def __init__(self, sheet: Sheet, mapping: Mapping, ledger: Ledger):
        self._sheet, self._mapping, self._ledger = sheet, mapping, ledger
        self._columns = [column for column in mapping.columns if column.holds in ROW_KEYS]
        self._periods = mapping.period_style
        self._above: dict[int, tuple[Raw, Position]] = {}
        self._headings = self._wrong_headings()

    def read(self, row: int) -> Keys:
        """Return what the row says."""
        keys = Keys()
        for column in self._columns:
            raw, place = self._cell(row, column)
            keys.places.append(place)
            try:
                self.check_heading(column)
                _add(keys.said, column.holds, self._key(column, raw))
            except Unclear as error:
                keys.spoiled.append(place)
                more = _OR_ABOVE if raw is None and not column.repeat_down else ""
                self._ledger.refuse(place, error.found, error.accepted + more)
        return keys

    def check_heading(self, column: Column) -> None:
        """Raise Unclear for a column whose heading is not the one the mapping was made for."""
        if column.number in self._headings:
            found = f"stands below the heading '{self._headings[column.number]}'"
            raise Unclear(found, f"the heading '{column.header}', as the mapping says")

    def _wrong_headings(self) -> dict[int, str]:
        rows, wrong = self._mapping.header_rows, {}
        for column in self._mapping.columns:
            said = heading(self._sheet, rows, column.number)
            if column.header is not None and said != plain(column.header):
                wrong[column.number] = said
                place = (rows[-1] if rows else 1, column.number)
                accepted = f"'{column.header}', as the mapping says"
                self._ledger.refuse(place, f"the heading is '{said}'", accepted)
        return wrong

    def _cell(self, row: int, column: Column) -> tuple[Raw, Position]:
        """A key and where it stands: in the row, or above it."""
        area = self._sheet.area(row, column.number)
        place = (area.top, area.left) if area else (row, column.number)
        raw = self._sheet.raw(*place)
        if raw is None and column.repeat_down:
            raw, place = self._above.get(column.number, (raw, place))
        self._above[column.number] = raw, place
        return raw, place

    def _key(self, column: Column, raw: Raw) -> Any:
        if column.holds == "period":
            return parse_period(raw, self._periods)
        if column.holds == "year":
            return parse_year(raw, self._periods)
        if column.holds == "part":
            return parse_part(raw, self._mapping.period_kind)
        if column.holds == "municipality":
            return municipality_number(raw, self._mapping.municipalities)
        names = self._mapping.units if column.holds == "unit" else self._mapping.breakdowns
        return _words(raw, names, column.holds)


def heading(sheet: Sheet, rows: tuple[int, ...], column: int) -> str:
    """What the headings above a column say, from top to bottom: ``2005 / 1. kv.``"""
    said = [plain(sheet.filled(row, column)) for row in rows]
    return " / ".join(dict.fromkeys(text for text in said if text))


def municipality_number(raw: Raw, names: Names[str, str]) -> str:
    """The municipality a cell names: "0101", "0101 Halden", "K-3001 Halden" or one of ``names``.

    Unclear for another name, and for a number that has lost its zero.
    """
    text = plain(raw)
    if text in names:
        return names[text]
    if match := _NUMBER.fullmatch(text):
        return match[1]
    accepted = "a number of four digits, or the mapping's municipalities say which one it is"
    if re.fullmatch(r"[0-9]{3}", text):
        raise Unclear(f"'{text}', which may have lost its first zero", accepted)
    raise Unclear(f"'{text}'", accepted)


def _words(raw: Raw, names: Names[str, str], holds: str) -> str:
    text = plain(raw)
    if text in names:
        return names[text]
    if isinstance(raw, Broken):
        raise Unclear(text, "a name; mend the formula, or open and save the file in Excel")
    if "\ufffd" in text:
        raise Unclear(f"'{text}', which lost letters when it was saved", f"a {holds}, spelt out")
    if not text:
        raise Unclear("an empty cell", f"a {holds}; the mapping may say what an empty cell means")
    return text


def _add(said: dict[str, Any], holds: str, value: Any) -> None:
    """Several breakdowns of one row belong together: women;30-49."""
    if holds == "breakdown" and said.get(holds):
        value = ";".join(part for part in (said[holds], value) if part)
    said[holds] = value
