"""The rows of a raw file, read cell by cell; every cell that cannot be read is named."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from analysis.errors import Fault, InputError
from analysis.model.provenance import Source
from analysis.sources.snapshots.sidecars import raw_file
from analysis.sources.workspace import Workspace

COLUMNS = {
    "printed_table": ("year", "figure", "printed"),
    "series": ("period", "value"),
    "units": ("unit", "period", "n", "value"),
    "observations": (
        *("indicator", "municipality", "period", "breakdown", "value", "n"),
        *("status", "quality", "note"),
    ),
    "figures": (
        *("item", "printed", "value", "unit", "period"),
        *("status", "slide", "note_nb", "note_en"),
    ),
    "replies": (
        *("measure", "part", "year", "state", "completed"),
        *("verdict", "given", "reason", "comment", "kept_back"),
    ),
}

OPTIONAL = {"observations": ("page",)}
"""Columns that a reader accepts after its own: ``page`` is the address of the row's own page."""

MARKS = {"": "missing", "*": "suppressed"}
"""What stands for no number in figures by unit, and the status it means."""

_NUMBER = re.compile(r"[-−]?\d+([.,]\d+)?")
Value = TypeVar("Value")


class Rows(Iterable[tuple[int, dict[str, str]]]):
    """The rows of a raw file, which collects the faults found in them."""

    def __init__(self, workspace: Workspace, source: Source):
        path = raw_file(workspace, source.id)
        self._label = workspace.relative(path)
        self._faults: list[Fault] = []
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            found = f"byte {error.start} is not UTF-8"
            raise InputError([Fault(self._label, None, "", found, "text in UTF-8")]) from None
        reader = csv.DictReader(io.StringIO(text, newline=""))
        self._rows = [(reader.line_num, row) for row in reader]
        columns = tuple(reader.fieldnames or ())
        expected = COLUMNS.get(source.reader, columns)
        more = OPTIONAL.get(source.reader, ())
        if columns not in (expected, expected + more) or not columns:
            message = f"the columns are {', '.join(columns) or 'none'}"
            raise InputError([Fault(self._label, 1, "", message, ", ".join(expected))])
        for line, row in self._rows:
            if None in row:
                extra = ", ".join(row[None])
                accepted = f"{len(columns)} cells; a decimal comma needs quotes around the cell"
                self._faults.append(
                    Fault(self._label, line, "", f"a cell too many: {extra}", accepted)
                )

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return iter(self._rows)

    def convert(
        self,
        line: int,
        column: str,
        row: dict[str, str],
        read: Callable[[str], Value],
        accepted: str,
    ) -> Value | Any:
        """Return the value of a cell; a cell that cannot be read is noted, and None returned."""
        try:
            return read(row[column] or "")
        except ValueError:
            self.refuse(line, column, row, accepted)
            return None

    def column(self, name: str, read: Callable[[str], Value], accepted: str) -> list[Any]:
        """Return a column, each text of it read once; cells that cannot be read are noted as by
        ``convert``. Large files repeat most of their texts."""
        known: dict[str, Any] = {}
        for text in dict.fromkeys(row[name] or "" for _, row in self._rows):
            with suppress(ValueError):
                known[text] = read(text)
        for line, row in self._rows:
            if (row[name] or "") not in known:
                self.refuse(line, name, row, accepted)
        return [known.get(row[name] or "") for _, row in self._rows]

    def refuse(self, line: int, column: str, row: dict[str, str], accepted: str) -> None:
        """Note that a cell holds what is not accepted."""
        found = f"found '{row[column] or ''}'"
        self._faults.append(Fault(self._label, line, f"column {column}", found, accepted))

    def finish(self) -> None:
        """Raise InputError if any cell could not be read, with the faults in order of lines."""
        if self._faults:
            raise InputError(sorted(self._faults, key=lambda fault: fault.line or 0))


def year_number(text: str) -> int:
    """Return a year of four digits; ValueError for anything else."""
    if not re.fullmatch(r"[12]\d{3}", text.strip()):
        raise ValueError(text)
    return int(text)


def or_mark(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """Return ``read`` that gives None for a mark that stands for no number."""

    def found(text: str) -> Value | None:
        return None if text.strip() in MARKS else read(text)

    return found


def count(text: str) -> int:
    """Return a whole number; ValueError for anything else."""
    if not re.fullmatch(r"\d+", text.strip()):
        raise ValueError(text)
    return int(text)


def number(text: str) -> float:
    """Return a number with decimal point or comma, with % or without; ValueError otherwise."""
    bare = text.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    return float(bare.replace(",", ".").replace("−", "-"))


def number_or_nothing(text: str) -> float | None:
    """Return a number, or None for an empty cell."""
    return number(text) if text.strip() else None


def one_of(accepted: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of texts that are one of ``accepted``."""

    def read(text: str) -> str:
        if text not in accepted:
            raise ValueError(text)
        return text

    return read
