"""Mappings: what is what in a spreadsheet, written down once and used again."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, ValidationInfo, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions import Definition, Identifier
from analysis.model.periods import Period
from analysis.sources.spreadsheets.cells import (
    SYMBOLS,
    Convention,
    NumberStyle,
    Scale,
    Status,
    Unclear,
)
from analysis.sources.spreadsheets.period_texts import Dates, Kind, PeriodStyle, parse_part
from analysis.sources.spreadsheets.sheets import column_number, plain

Holds = Literal[
    "period",
    "year",
    "part",
    "unit",
    "municipality",
    "breakdown",
    "value",
    "year_total",
    "n",
    "ignore",
]
ROW_KEYS = ("period", "year", "part", "unit", "municipality", "breakdown")
FIGURES = ("value", "year_total")


def _refused(found: str, accepted: str) -> PydanticCustomError:
    return PydanticCustomError("mapping", "{found}", {"found": found, "accepted": accepted})


class Column(Definition):
    """What a column holds. ``part`` is the part of the year (1. kv., K1, T2); ``n`` the persons
    behind the figures; ``year_total`` the figure of the whole year.

    ``header`` is what its heading must say: a file with another heading is refused. What all
    figures of a column have in common is written here (``period``, or ``year`` and ``part``,
    ``unit``, ``municipality``, ``breakdown``). ``year_total_in`` are the years for which the
    column holds the figure of the year although it is the column of a part. ``repeat_down``
    reads an empty cell as the one above it.
    """

    column: str = Field(pattern=r"^[A-Z]{1,3}$")
    holds: Holds
    header: str | None = None
    period: Period | None = None
    year: int | None = Field(default=None, ge=1000, le=2999)
    part: str | None = None
    unit: str | None = None
    municipality: str | None = Field(default=None, pattern=r"^\d{4}$")
    breakdown: str | None = None
    year_total_in: tuple[int, ...] = ()
    repeat_down: bool = False

    @property
    def number(self) -> int:
        """The column's number, counted from 1."""
        return column_number(self.column)

    @property
    def constants(self) -> tuple[object, ...]:
        """What all figures of the column have in common: how an n finds its value."""
        return self.period, self.year, self.part, self.unit, self.municipality, self.breakdown

    @field_serializer("period")
    def _as_text(self, period: Period | None) -> str | None:
        return None if period is None else str(period)

    @field_validator("part")
    @classmethod
    def _is_a_part(cls, part: str | None) -> str | None:
        try:
            if part is not None:
                parse_part(part)
        except Unclear as error:
            raise _refused(error.found, error.accepted) from None
        return part


class IgnoredRows(Definition):
    """Rows left out, and why: by their number, or by what a column says there."""

    why: str = Field(min_length=1)
    row: int | None = Field(default=None, ge=1)
    column: str | None = Field(default=None, pattern=r"^[A-Z]{1,3}$")
    text: str | None = None
    starts: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "IgnoredRows":
        by_text = self.column is not None and (self.text is None) != (self.starts is None)
        if (self.row is None) != by_text or (self.row is not None and self.column is not None):
            accepted = "row, or column with text, or column with starts"
            raise _refused("the rows are named in no way, or in two", accepted)
        return self

    def covers(self, row: int, said: str) -> bool:
        """Whether a row is left out; ``said`` is what its cell in ``column`` says."""
        if self.row is not None:
            return row == self.row
        if self.text is not None:
            return said.casefold() == plain(self.text).casefold()
        return said.casefold().startswith(plain(self.starts or "").casefold())


class Mapping(Definition):
    """What is what in a file: where the table stands, and how its cells are read.

    ``units``, ``municipalities`` and ``breakdowns`` say what a cell's words stand for, where
    they are not to be taken as they are. ``scale`` 100 reads 0.087 as 8.7. ``empty`` says what
    an empty cell among the figures is: missing, left_out, or refused. ``invented`` marks figures
    that were made up; everything drawn from them says so.
    """

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    header_rows: tuple[int, ...] = ()
    first_row: int = Field(ge=1)
    last_row: int | None = Field(default=None, ge=1)
    indicator: Identifier
    municipality: str | None = Field(default=None, pattern=r"^\d{4}$")
    unit: str = ""
    breakdown: str = ""
    invented: bool = False
    decimal_mark: Literal[",", "."] | None = None
    thousands_mark: Literal[" ", ".", ",", "'"] | None = None
    scale: Scale = 1
    symbols: Convention | None = None
    statuses: dict[str, Status] = Field(default_factory=dict)
    empty: Literal["missing", "left_out", "refused"] = "missing"
    period_kind: Kind | None = None
    century: Literal[1900, 2000] | None = None
    dates: Dates | None = None
    serials: bool = False
    school_year: Literal["start", "end"] | None = None
    units: dict[str, str] = Field(default_factory=dict)
    municipalities: dict[str, str] = Field(default_factory=dict)
    breakdowns: dict[str, str] = Field(default_factory=dict)
    ignored_rows: tuple[IgnoredRows, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)

    @property
    def number_style(self) -> NumberStyle:
        """How the file writes numbers."""
        return NumberStyle(
            self.decimal_mark, self.thousands_mark, self.scale, self.symbols, self.statuses
        )

    @property
    def period_style(self) -> PeriodStyle:
        """How the file writes periods."""
        return PeriodStyle(
            self.period_kind, self.century, self.dates, self.serials, self.school_year
        )

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns of values, in the order of the mapping."""
        return tuple(column for column in self.columns if column.holds in FIGURES)

    def holding(self, holds: str) -> tuple[Column, ...]:
        """The columns that hold something."""
        return tuple(column for column in self.columns if column.holds == holds)

    @field_validator("statuses")
    @classmethod
    def _signs(cls, statuses: dict[str, Status], info: ValidationInfo) -> dict[str, Status]:
        known = SYMBOLS.get(info.data.get("symbols") or "", {})
        for sign, status in statuses.items():
            if re.search(r"\d", sign) or not sign.strip():
                raise _refused(f"'{sign}' has digits, or is blank", "a sign or a word")
            if known.get(sign, status) != status:
                raise _refused(f"'{sign}' is {known[sign]} there", "a meaning that agrees with it")
        return statuses

    @field_validator("municipalities")
    @classmethod
    def _numbers(cls, names: dict[str, str]) -> dict[str, str]:
        for name, number in names.items():
            if not re.fullmatch(r"[0-9]{4}", number):
                raise _refused(f"'{name}' is given as '{number}'", "four digits, such as 0301")
        return names

    @model_validator(mode="after")
    def _holds_together(self) -> "Mapping":
        for found, accepted in _contradictions(self):
            raise _refused(found, accepted)
        return self


def _contradictions(mapping: Mapping) -> Iterator[tuple[str, str]]:
    if mapping.decimal_mark and mapping.decimal_mark == mapping.thousands_mark:
        yield "the decimal mark also marks thousands", "two different marks"
    if mapping.last_row is not None and mapping.last_row < mapping.first_row:
        yield "last_row stands above first_row", "the last row of the table"
    if any(row >= mapping.first_row for row in mapping.header_rows):
        yield "a heading stands below first_row", "headings above the first row of figures"
    for letter, times in Counter(column.column for column in mapping.columns).items():
        if times > 1:
            yield f"column {letter} is there twice", "each column once"
    for holds in ("period", "year", "part", "unit", "municipality"):
        if len(mapping.holding(holds)) > 1:
            yield f"two columns hold the {holds}", "one column"
    if not mapping.figures:
        yield "no column holds values", "a column that holds value or year_total"
    for column in mapping.figures:
        yield from _unplaced(mapping, column)
    for column in mapping.holding("n"):
        same = [other for other in mapping.figures if other.constants == column.constants]
        if len(same) != 1:
            found = f"the n of column {column.column} belongs to {len(same)} columns of values"
            yield found, "the same period, unit and breakdown as one column of values"


def _unplaced(mapping: Mapping, column: Column) -> Iterator[tuple[str, str]]:
    has = {key: bool(mapping.holding(key)) for key in ROW_KEYS}
    period = has["period"] or column.period is not None
    year = has["year"] or column.year is not None
    part = has["part"] or column.part is not None
    if period == year or (period and part):
        found = f"the period of column {column.column} is not said, or said twice"
        yield found, "a period, or a year with or without a part of the year"
    if column.holds == "year_total" and column.part is not None:
        yield f"column {column.column} holds the year's figure, and a part of it", "no part"
    if (has["year"] and column.year is not None) or (has["part"] and column.part is not None):
        yield f"column {column.column} repeats what another column says", "one of the two"
    if column.year_total_in and not (year and part):
        yield f"year_total_in of column {column.column}", "a column with a year and a part"
    places = [mapping.municipality, column.municipality, has["municipality"] or None]
    if sum(place is not None for place in places) != 1:
        found = f"the municipality of column {column.column} is not said, or said twice"
        yield found, 'municipality = "0301", or a column that holds it'
