"""What a filled form says: rows of values, each with its place, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analysis.errors import Fault
from analysis.model.periods import Period
from analysis.sources.forms.layout import Table
from analysis.sources.spreadsheets.sheets import Raw, Sheet, a1, letters

Answer = str | float | Period | date
"""A text, the id of a choice, a number, a period or a day."""


@dataclass(frozen=True)
class Row:
    """A row of a filled sheet. ``values`` has the keys of the columns that are filled in and
    could be read; ``places`` those of all columns that the sheet has, as (row, column)."""

    table: Table
    sheet: Sheet
    values: Mapping[str, Answer]
    places: Mapping[str, tuple[int, int]]

    def text(self, key: str) -> str:
        """What a text column or a list says; "" where it is empty."""
        return str(self.values.get(key, ""))

    def line(self, key: str) -> str:
        """As :func:`text`, on one line."""
        return " ".join(self.text(key).split())

    def number(self, key: str) -> float | None:
        """The number in a column; None where it is empty."""
        found = self.values.get(key)
        return float(found) if isinstance(found, int | float) else None

    def period(self, key: str) -> Period | None:
        """The period in a column; None where it is empty."""
        found = self.values.get(key)
        return found if isinstance(found, Period) else None

    def day(self, key: str) -> date | None:
        """The day in a column; None where it is empty."""
        found = self.values.get(key)
        return found if isinstance(found, date) else None

    def raw(self, key: str) -> Raw:
        """The cell as it stands in the file."""
        return self.sheet.raw(*self.places[key]) if key in self.places else None

    def cell(self, key: str) -> str:
        """The name of a cell as a reader finds it: sheet Targets, C7."""
        return f"sheet {self.sheet.name}, {a1(*self.places[key])}"

    def fault(self, key: str, found: str, accepted: str) -> Fault:
        """What is wrong with one answer, at its sheet, row and column."""
        title = self.table.column(key).title
        row, column = self.places.get(key, (next(iter(self.places.values()))[0], 0))
        at = f"column {letters(column)} ({title})" if column else f"'{title}'"
        place = f"sheet {self.sheet.name}, row {row}, {at}"
        return Fault(self.sheet.file, None, place, found, accepted)


@dataclass
class Filled:
    """A form that was read. ``rows`` by the keys of its sheets, those that are filled in only;
    ``language`` is that of the form; ``remarks`` are sentences on what was taken for what, and on
    what was not read."""

    file: str
    language: str
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def one(self, table: str) -> Row | None:
        """The row of an upright sheet; None where nothing of it is filled in."""
        found = self.rows.get(table, ())
        return found[0] if found else None
