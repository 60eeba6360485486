"""What was refused: as a table, and as the workbook itself with the cells marked."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Fault
from analysis.sources.files import write_whole
from analysis.sources.spreadsheets.sheets import Broken, Raw, Sheet, a1, cell_of, letters, plain

COLUMNS = ("file", "sheet", "row", "column", "value", "found", "accepted")
"""Columns of the table of refusals; ``row`` and ``column`` as Excel names them."""

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FILL = "FFF4B6A6"
_LONGEST = 32_000


@dataclass(frozen=True)
class Refusal:
    """One cell that is not accepted: where it stands, what it says, what would be accepted."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    found: str
    accepted: str

    @property
    def fault(self) -> Fault:
        """The refusal as a fault that a command prints."""
        place = cell_of(self.sheet, f"{self.column}{self.row}")
        return Fault(self.file, None, place, self.found, self.accepted)


def refuse(sheet: Sheet, row: int, column: int, found: str, accepted: str) -> Refusal:
    """The refusal of one cell of a sheet."""
    value = plain(sheet.raw(row, column))
    return Refusal(sheet.file, sheet.name, row, letters(column), value, found, accepted)


def refusal_table(refusals: Iterable[Refusal]) -> pd.DataFrame:
    """Return refusals as a table with the columns COLUMNS, in the order given."""
    names = [item.name for item in fields(Refusal)]
    return pd.DataFrame([asdict(item) for item in refusals], columns=names)


def write_marked(path: Path, sheets: Sequence[Sheet], refusals: pd.DataFrame) -> None:
    """Write the sheets as an xlsx in which refused cells are coloured and say why.

    A first sheet lists all refusals. No text becomes a formula, whatever it begins with.
    OutputError if the file cannot be written.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    _write_list(book.active, refusals)
    titles = {book.active.title.casefold()}
    for sheet in sheets:
        page = book.create_sheet(_title(sheet, titles))
        for row, column, raw in sheet.cells():
            _write(page.cell(row, column), raw)
        own = refusals[refusals["sheet"].eq(sheet.name) & refusals["file"].eq(sheet.file)]
        for item in own.itertuples(index=False):
            _mark(page[f"{item.column}{item.row}"], f"{item.found}. Accepted: {item.accepted}.")
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())


def _write_list(page: Any, refusals: pd.DataFrame) -> None:
    page.title = "Refused"
    for column, name in enumerate(COLUMNS, start=1):
        _write(page.cell(1, column), name)
        for row, value in enumerate(refusals[name], start=2):
            _write(page.cell(row, column), int(value) if name == "row" else value)
    page.freeze_panes = a1(2, 1)


def _write(cell: Any, raw: Raw) -> None:
    if isinstance(raw, str | Broken):
        cell.value = _ILLEGAL.sub("\ufffd", str(raw))[:_LONGEST]
        # openpyxl would take a text that begins with = for a formula, and #N/A for an error.
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = raw


def _mark(cell: Any, why: str) -> None:
    from openpyxl.comments import Comment  # type: ignore[import-untyped]
    from openpyxl.styles import PatternFill  # type: ignore[import-untyped]

    cell.fill = PatternFill("solid", fgColor=_FILL)
    cell.comment = Comment(_ILLEGAL.sub("\ufffd", why)[:_LONGEST], "Tiltak")


def _title(sheet: Sheet, taken: set[str]) -> str:
    bare = re.sub(r"[\[\]:*?/\\]|^'|'$", " ", _ILLEGAL.sub(" ", sheet.name or "Data")).strip()
    title, number = (bare or "Data")[:31], 1
    while title.casefold() in taken:
        number += 1
        title = f"{(bare or 'Data')[:27]} ({number})"
    taken.add(title.casefold())
    return title
