"""Sheets: every cell of a file as it stands there, with its place as Excel names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from analysis.errors import Fault, InputError


@dataclass(frozen=True)
class Broken:
    """A cell that shows an error (#DIV/0!), or a formula whose result the file does not hold."""

    text: str

    def __str__(self) -> str:
        return self.text


Raw = str | float | bool | date | datetime | time | timedelta | Broken | None
Position = tuple[int, int]

MAX_BYTES = 100_000_000
MAX_CELLS = 5_000_000

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True)
class Merged:
    """A merged area, first and last row and column, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, tuple):
            return False
        row, column = place
        return bool(self.top <= row <= self.bottom and self.left <= column <= self.right)

    def __str__(self) -> str:
        return f"{a1(self.top, self.left)}:{a1(self.bottom, self.right)}"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: raw cells by row, counted from 1 as Excel does.

    ``reading`` says how the file was read ("UTF-8, separated by ;"); ``hidden`` sheets are
    known and not used unless asked for; ``percent`` are cells that Excel shows as percent
    although they hold 0.087; ``merged`` areas hold their value in the first cell only.
    """

    file: str
    name: str
    rows: tuple[tuple[Raw, ...], ...]
    hidden: bool = False
    reading: str = ""
    merged: tuple[Merged, ...] = ()
    percent: frozenset[Position] = frozenset()
    _covering: Mapping[Position, Merged] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        covering = {
            (row, column): area
            for area in self.merged
            for row in range(area.top, min(area.bottom, self.height) + 1)
            for column in range(area.left, min(area.right, self.width) + 1)
        }
        object.__setattr__(self, "_covering", covering)

    @property
    def height(self) -> int:
        """The number of the last row."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """The number of the last column."""
        return max((len(row) for row in self.rows), default=0)

    def raw(self, row: int, column: int) -> Raw:
        """The cell itself; None where it is empty or outside the sheet."""
        if not (1 <= row <= self.height and 1 <= column <= len(self.rows[row - 1])):
            return None
        found = self.rows[row - 1][column - 1]
        return None if is_empty(found) else found

    def filled(self, row: int, column: int) -> Raw:
        """The cell, or what the merged area it belongs to says."""
        area = self.area(row, column)
        return self.raw(area.top, area.left) if area else self.raw(row, column)

    def area(self, row: int, column: int) -> Merged | None:
        """The merged area that covers a cell, if any."""
        return self._covering.get((row, column))

    def cells(self) -> Iterator[tuple[int, int, Raw]]:
        """Every cell that is not empty: row, column, what it holds."""
        for number, row in enumerate(self.rows, start=1):
            for column, raw in enumerate(row, start=1):
                if not is_empty(raw):
                    yield number, column, raw


def is_empty(raw: Raw) -> bool:
    """Whether a cell holds nothing but blanks."""
    if isinstance(raw, str):
        return not raw or not (raw[0].isalnum() or plain(raw))
    return raw is None


def plain(raw: Raw) -> str:
    """A cell as a reader sees it: one space between words, whole numbers without decimals."""
    if raw is None:
        return ""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, str):
        return " ".join(raw.translate(_INVISIBLE).split())
    return str(raw)


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int) -> str:
    """The name of a cell: row 4, column 2 is B4."""
    return f"{letters(column)}{row}"


def cell_of(sheet: str, cell: str) -> str:
    """How a cell is named to who mends it, as Excel shows it: sheet Ark1, B4. Without one of the
    two (a CSV file has no sheets; what is said is said of all of a sheet) it is the other."""
    return ", ".join([*([f"sheet {sheet}"] if sheet else []), *([cell] if cell else [])])


def read_sheets(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None
) -> list[Sheet]:
    """Return every sheet of a spreadsheet (xlsx, xls, ods) or of a CSV file (one sheet).

    What a file is follows from its content, not from its name. ``encoding`` and ``delimiter``
    settle what a CSV file leaves open. InputError for a file that is not there, empty, locked
    by a password, damaged, too large or of another kind.
    """
    from analysis.sources.spreadsheets.delimited import read_delimited
    from analysis.sources.spreadsheets.workbooks import read_workbook

    content = _content(Path(path))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return read_workbook(Path(path).name, content)
    return [read_delimited(Path(path).name, content, encoding, delimiter)]


def refusal(file: str, found: str, accepted: str, line: int | None = None) -> InputError:
    """The error for a file that cannot be read at all."""
    return InputError([Fault(file, line, "", found, accepted)])


def _content(path: Path) -> bytes:
    accepted = "a spreadsheet (xlsx, xls, ods) or a CSV file"
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            found = f"is {size / 1e6:.0f} MB"
            raise refusal(path.name, found, f"at most {MAX_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except FileNotFoundError:
        raise refusal(path.name, "there is no such file", accepted) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refusal(path.name, f"cannot be read: {reason}", accepted) from None
    if not content.strip():
        raise refusal(path.name, "is empty", accepted)
    return content
