"""The rows of a table, cell by cell: figures, persons, and what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from analysis.model.observations import KEY
from analysis.model.periods import Period
from analysis.sources.spreadsheets.cells import Figure, Unclear, looks_like_number, parse_number
from analysis.sources.spreadsheets.keys import KeyReader, Keys
from analysis.sources.spreadsheets.ledger import Ledger
from analysis.sources.spreadsheets.mapping import Column, Mapping
from analysis.sources.spreadsheets.period_texts import parse_part
from analysis.sources.spreadsheets.sheets import Position, Sheet, a1, column_number, plain
from analysis.sources.spreadsheets.table_shape import ABOVE, BELOW


@dataclass(frozen=True)
class Candidate:
    """An observation that one cell would become, and the cells it rests on."""

    place: Position
    record: dict[str, Any]
    rests_on: tuple[Position, ...]
    has_break: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """What may occur once only."""
        return tuple(self.record[name] for name in KEY)


class RowReader:
    """Reads a sheet under a mapping; what is wrong or left out goes into the ledger."""

    def __init__(self, sheet: Sheet, mapping: Mapping, ledger: Ledger, source: str):
        self._sheet, self._mapping, self._source = sheet, mapping, source
        self.ledger = ledger
        self._keys = KeyReader(sheet, mapping, ledger)
        self._numbers = mapping.number_style
        self._persons = {column.constants: column.number for column in mapping.holding("n")}
        self._ignored = {column.number for column in mapping.holding("ignore")}
        self._known = {column.number for column in mapping.columns}
        self.loose: list[tuple[Position, Position | None]] = []
        """Cells whose own figure is not imported, and the cell that is to blame, if any."""

    def candidates(self) -> Iterator[Candidate]:
        """The observations of every row of the table."""
        last = self._mapping.last_row or self._sheet.height
        for row in range(1, self._sheet.height + 1):
            if why := self._left_out(row):
                for place in self._places(row):
                    self.ledger.ignore(place, why)
            elif row > last:
                self._below(row)
            elif self._places(row):
                yield from self._row(row)

    def _places(self, row: int) -> list[Position]:
        columns = range(1, len(self._sheet.rows[row - 1]) + 1)
        return [(row, column) for column in columns if self._sheet.raw(row, column) is not None]

    def _left_out(self, row: int) -> str:
        if row in self._mapping.header_rows:
            return "a heading"
        if row < self._mapping.first_row:
            return ABOVE
        for rule in self._mapping.ignored_rows:
            said = self._sheet.filled(row, column_number(rule.column)) if rule.column else None
            if rule.covers(row, plain(said)):
                return rule.why
        return ""

    def _below(self, row: int) -> None:
        """Notes below the table are ignored; figures there would be lost, and are refused."""
        figures = {column.number for column in self._mapping.figures}
        for place in self._places(row):
            if place[1] in figures and looks_like_number(self._sheet.raw(*place)):
                found = f"a figure below the last row of the table ({self._mapping.last_row})"
                self.ledger.refuse(place, found, "a later last_row, or the row ignored")
            else:
                self.ledger.ignore(place, BELOW)

    def _row(self, row: int) -> Iterator[Candidate]:
        for place in self._places(row):
            if place[1] in self._ignored:
                self.ledger.ignore(place, "in a column that is ignored")
            elif place[1] not in self._known:
                accepted = "a column that the mapping names, if only to ignore it"
                self.ledger.refuse(place, "a column that the mapping does not name", accepted)
        keys = self._keys.read(row)
        found = [self._cell(row, column, keys) for column in self._mapping.figures]
        cells = [(row, column) for column in sorted(self._known)]
        refused = [place for place in cells if place in self.ledger.refused]
        cause = next(iter([*keys.spoiled, *refused]), None)
        self.loose.extend((place, cause) for place in keys.places)
        yield from (item for item in found if item)

    def _cell(self, row: int, column: Column, keys: Keys) -> Candidate | None:
        place = (row, column.number)
        persons = self._persons.get(column.constants)
        beside = (row, persons) if persons else None
        if keys.spoiled:
            self._blame(place, keys.spoiled[0])
            self._blame(beside, keys.spoiled[0])
            return None
        try:
            figure = self._figure(place, column)
            period = self._period(column, keys.said)
        except Unclear as error:
            self.ledger.refuse(place, error.found, error.accepted)
            self._blame(beside, place)
            return None
        return self._candidate(place, beside, column, keys, figure, period)

    def _candidate(
        self,
        place: Position,
        beside: Position | None,
        column: Column,
        keys: Keys,
        figure: Figure | None,
        period: Period,
    ) -> Candidate | None:
        if figure is None:
            if beside and self._sheet.raw(*beside) is not None:
                self.ledger.ignore(beside, "the figure it belongs to is empty")
            return None
        try:
            n = self._count(beside) if beside else None
        except Unclear as error:
            self.ledger.refuse(beside or place, error.found, error.accepted)
            self._blame(place, beside or place)
            return None
        record = {
            "indicator": self._mapping.indicator,
            "municipality": self._said("municipality", column, keys),
            "unit": self._said("unit", column, keys),
            "period": period,
            "breakdown": self._said("breakdown", column, keys),
            "value": figure.value,
            "n": n,
            "status": figure.status,
            "source": self._source,
        }
        rests_on = (*keys.places, *([beside] if beside else []))
        return Candidate(place, record, rests_on, figure.has_break)

    def _said(self, name: str, column: Column, keys: Keys) -> str:
        """A column's own word, then the row's; a breakdown has both: women;30-49."""
        own, row = getattr(column, name), keys.said.get(name)
        if name == "breakdown" and own and row:
            return f"{row};{own}"
        found = own if own is not None else row
        return str(found if found is not None else getattr(self._mapping, name))

    def _blame(self, place: Position | None, cause: Position) -> None:
        if place is not None and self._sheet.raw(*place) is not None:
            found, accepted = f"rests on {a1(*cause)}, which is refused", f"{a1(*cause)} mended"
            self.ledger.refuse(place, found, accepted)

    def _figure(self, place: Position, column: Column) -> Figure | None:
        self._keys.check_heading(column)
        if area := self._sheet.area(*place):
            raise Unclear(f"the merged area {area}", "a cell of its own for each figure")
        raw = self._sheet.raw(*place)
        if raw is None and self._mapping.empty == "left_out":
            self.ledger.ignore(place, "an empty cell")
            return None
        if raw is None and self._mapping.empty == "missing":
            return Figure(None, "missing")
        return parse_number(raw, self._numbers)

    def _count(self, place: Position) -> float | None:
        raw = self._sheet.raw(*place)
        if raw is None:
            return None
        if area := self._sheet.area(*place):
            raise Unclear(f"the merged area {area}", "a cell of its own for each number of persons")
        value = parse_number(raw, replace(self._numbers, scale=1)).value
        if value is not None and (value < 0 or not value.is_integer()):
            raise Unclear(f"'{plain(raw)}'", "a number of persons: 0 or more, without decimals")
        return value

    def _period(self, column: Column, said: dict[str, Any]) -> Period:
        kind = self._mapping.period_kind
        whole = column.period or said.get("period")
        if whole is not None:
            return Period(whole.year) if column.holds == "year_total" else whole
        year = column.year or said["year"]
        part = parse_part(column.part, kind) if column.part else said.get("part", ("year", 1))
        if column.holds == "year_total" or part[0] == "year" or year in column.year_total_in:
            return Period(year)
        if kind and part[0] != kind:
            raise Unclear(f"a {part[0]}", f"a {kind}")
        return Period(year, *part)
