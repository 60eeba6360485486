"""Workbooks: the cells that calamine reads, and what it does not tell of an xlsx file."""

import io
import pickle
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from analysis.errors import InputError
from analysis.sources.spreadsheets import calamine_child
from analysis.sources.spreadsheets.sheets import (
    MAX_CELLS,
    Broken,
    Merged,
    Position,
    Raw,
    Sheet,
    column_number,
    refusal,
)

MAX_UNPACKED = 1_000_000_000
TIME_LIMIT = 120
NO_RESULT = "a formula without its result"

_ACCEPTED = "a workbook that Excel or LibreOffice opens, saved as xlsx"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Marks:
    """What calamine leaves out of an xlsx sheet: errors, empty formulas, percent formats."""

    broken: dict[Position, Broken] = field(default_factory=dict)
    percent: set[Position] = field(default_factory=set)


def read_workbook(file: str, content: bytes) -> list[Sheet]:
    """Return the sheets of an xlsx, xls or ods file. InputError if it cannot be read."""
    marks = _xlsx_marks(file, content) if content.startswith(b"PK") else {}
    kind = "xlsx" if marks else "ods" if content.startswith(b"PK") else "xls"
    found = [
        _sheet(file, kind, read, marks.get(read["name"], Marks()))
        for read in _by_calamine(file, content)
    ]
    if not any(sheet.rows for sheet in found):
        raise refusal(file, "holds no cells", "a sheet with a table")
    return found


def _by_calamine(file: str, content: bytes) -> list[dict[str, Any]]:
    command = [sys.executable, calamine_child.__file__, str(MAX_CELLS)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=TIME_LIMIT, check=True
        )
    except subprocess.TimeoutExpired:
        found = f"took longer than {TIME_LIMIT} seconds to read"
        raise refusal(file, found, _ACCEPTED) from None
    except subprocess.CalledProcessError:
        raise refusal(file, "is damaged, or too large to be read", _ACCEPTED) from None
    # What the child wrote: it is our own, and holds cells only.
    kind, *said = pickle.loads(done.stdout)
    if kind == "sheets":
        sheets: list[dict[str, Any]] = said[0]
        return sheets
    if said[0] == "OverflowError":
        accepted = f"at most {MAX_CELLS:,} cells; delete the empty rows below the table"
        raise refusal(file, said[1], accepted)
    raise _unreadable(file, content, said[0])


def _unreadable(file: str, content: bytes, error: str) -> InputError:
    locked = "EncryptedPackage".encode("utf-16-le") in content
    if locked or error == "PasswordError":
        return refusal(file, "is locked by a password", "the file saved without a password")
    return refusal(file, "is damaged, or no workbook", _ACCEPTED)


def _sheet(file: str, kind: str, read: dict[str, Any], marks: Marks) -> Sheet:
    rows: list[list[Raw]] = [list(row) for row in read["rows"]]
    for (row, column), broken in marks.broken.items():
        rows.extend([] for _ in range(row - len(rows)))
        rows[row - 1].extend([None] * (column - len(rows[row - 1])))
        if rows[row - 1][column - 1] in (None, ""):
            rows[row - 1][column - 1] = broken
    merged = tuple(
        Merged(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in read["merged"]
        if (top, left) != (bottom, right)
    )
    cells = tuple(tuple(None if raw == "" else raw for raw in row) for row in rows)
    percent = frozenset(marks.percent)
    return Sheet(file, read["name"], cells, read["hidden"], kind, merged, percent)


def _xlsx_marks(file: str, content: bytes) -> dict[str, Marks]:
    """Marks by sheet; empty for an ods file. Checks sizes before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if sum(entry.file_size for entry in book.infolist()) > MAX_UNPACKED:
                raise refusal(file, "is too large when unpacked", "a file of an ordinary size")
            if "xl/workbook.xml" not in book.namelist():
                return {}
            percent = _percent_styles(book)
            return {
                name: _scan(file, name, book, part, percent) for name, part in _parts(book).items()
            }
    except InputError:
        raise
    except Exception as error:
        # A damaged archive raises BadZipFile, zlib.error, ParseError, KeyError and a dozen more.
        raise _unreadable(file, content, type(error).__name__) from None


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each worksheet."""
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {item.get("Id"): item.get("Target", "") for item in links}
    found = {}
    for item in ElementTree.fromstring(book.read("xl/workbook.xml")).iter():
        target = targets.get(item.get(_RELATION), "")
        if item.tag.endswith("}sheet") and "worksheets/" in target:
            path = target.lstrip("/")
            found[item.get("name", "")] = path if path.startswith("xl/") else f"xl/{path}"
    return found


def _percent_styles(book: zipfile.ZipFile) -> set[int]:
    """The numbers of the cell styles that show 0.087 as 8.7 %."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    root = ElementTree.fromstring(book.read("xl/styles.xml"))
    codes = {"9", "10"}
    for item in root.iter():
        if item.tag.endswith("}numFmt") and "%" in item.get("formatCode", ""):
            codes.add(item.get("numFmtId", ""))
    styles = next((item for item in root if item.tag.endswith("}cellXfs")), ())
    return {number for number, item in enumerate(styles) if item.get("numFmtId") in codes}


def _scan(file: str, name: str, book: zipfile.ZipFile, part: str, percent: set[int]) -> Marks:
    marks, last_row, last_column = Marks(), 1, 1
    with book.open(part) as stream:
        for _, cell in ElementTree.iterparse(stream):
            tag = cell.tag.rpartition("}")[2]
            if tag == "row":
                cell.clear()
            place = _PLACE.fullmatch(cell.get("r", "")) if tag == "c" else None
            if place is None:
                continue
            where = int(place[2]), column_number(place[1])
            last_row, last_column = max(last_row, where[0]), max(last_column, where[1])
            if last_row * last_column > MAX_CELLS:
                # calamine would make room for every cell of the rectangle.
                found = f"sheet {name} reaches to row {last_row}, column {last_column}"
                raise refusal(file, found, f"at most {MAX_CELLS:,} cells")
            _mark(cell, where, marks, percent)
    return marks


def _mark(cell: ElementTree.Element, where: Position, marks: Marks, percent: set[int]) -> None:
    children = {child.tag.rpartition("}")[2]: child.text for child in cell}
    if cell.get("t") == "e":
        marks.broken[where] = Broken(children.get("v") or "an error")
    elif "f" in children and not children.get("v") and cell.get("t") != "str":
        marks.broken[where] = Broken(NO_RESULT)
    if cell.get("s", "").isdigit() and int(cell.get("s", "0")) in percent:
        marks.percent.add(where)
