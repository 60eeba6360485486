"""Snapshots: raw files that are never edited, each with a sidecar that says where it is from."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.definitions import Reading
from analysis.model.observations import observation_table
from analysis.model.periods import ACCEPTED, Period, quarters_of
from analysis.model.provenance import Source
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace

COLUMNS = {
    "printed_table": ("year", "figure", "printed"),
    "series": ("period", "value"),
    "units": ("unit", "period", "n", "value"),
    "figures": (
        *("item", "printed", "value", "unit", "period"),
        *("status", "slide", "note_nb", "note_en"),
    ),
}
FIGURE_STATUSES = ("reported", "doubtful", "missing")

ACCEPTED_NAME = "publisher/dataset/date, in letters, digits, dots and hyphens"

_NAME = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)
_NUMBER = re.compile(r"[-−]?\d+([.,]\d+)?")
_MARKS = {"": "missing", "*": "suppressed"}
Value = TypeVar("Value")


def read_source(workspace: Workspace, identifier: str) -> Source:
    """Return the sidecar of snapshot ``identifier`` (``publisher/dataset/date``).

    InputError lists its faults, among them a raw file that no longer has the sidecar's sha256.
    """
    if not _NAME.fullmatch(identifier):
        fault = Fault(
            "data/sources", None, "", f"'{identifier}' is no name of a source", ACCEPTED_NAME
        )
        raise InputError([fault])
    path = workspace.sources / f"{identifier}.toml"
    label = workspace.relative(path)
    data, text = read_toml(path, label)
    lines = Lines(text)
    source, faults = validate(Source, {**data, "id": identifier}, lines, label)
    if source is None:
        raise InputError(faults)
    found = hashlib.sha256(_raw(workspace, identifier).read_bytes()).hexdigest()
    if found != source.sha256:
        message = f"the raw file's is {found}: it was changed after it was recorded"
        accepted = "the raw file as it was recorded, or a new snapshot with its own date"
        raise InputError([Fault(label, lines.of(("sha256",)), "sha256", message, accepted)])
    return source


def read_raw(workspace: Workspace, identifier: str) -> Source:
    """Return the sidecar of a snapshot whose raw file can be read; InputError lists its faults."""
    source = read_source(workspace, identifier)
    if source.reader == "series":
        read_series(workspace, identifier, "")
    elif source.reader == "printed_table":
        _printed_figures(workspace, source)
    elif source.reader == "figures":
        read_figures(workspace, identifier)
    elif source.reader == "units":
        read_units(workspace, identifier, "")
    else:
        read_table(workspace, identifier)
    return source


def read_of_kind(workspace: Workspace, identifier: str, kind: str) -> Source:
    """Return the sidecar of a snapshot with the reader ``kind``; InputError for another one."""
    source = read_source(workspace, identifier)
    if source.reader != kind:
        label = workspace.relative(workspace.sources / f"{identifier}.toml")
        raise InputError([Fault(label, None, "reader", f"found '{source.reader}'", f"'{kind}'")])
    return source


def read_series(workspace: Workspace, identifier: str, municipality: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``series`` as an observation table."""
    source = read_of_kind(workspace, identifier, "series")
    table = _Rows(workspace, source)
    rows = [
        {
            "indicator": source.indicator,
            "municipality": municipality,
            "period": table.convert(line, "period", row, Period.parse, ACCEPTED),
            "value": table.convert(line, "value", row, _number, "a number"),
            "source": identifier,
        }
        for line, row in table
    ]
    table.finish()
    return _observations(rows, workspace, source)


def read_units(workspace: Workspace, identifier: str, municipality: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``units`` as an observation table.

    A row a unit of the organisation and period, ``n`` the number of persons in it. A row without
    a unit is the whole organisation. ``*`` is what the source itself has hidden (status
    ``suppressed``), an empty cell what it lacks. The table holds every other group, however
    small: what is shown of it goes through :mod:`analysis.methods.disclosure`.
    """
    source = read_of_kind(workspace, identifier, "units")
    table = _Rows(workspace, source)
    rows = [
        {
            "indicator": source.indicator,
            "municipality": municipality,
            "unit": (row["unit"] or "").strip(),
            "period": table.convert(line, "period", row, Period.parse, ACCEPTED),
            "n": table.convert(
                line, "n", row, _or_mark(_count), "a number of persons, * or nothing"
            ),
            "value": table.convert(line, "value", row, _or_mark(_number), "a number, * or nothing"),
            "status": _MARKS.get((row["value"] or "").strip(), "reported"),
            "source": identifier,
        }
        for line, row in table
    ]
    table.finish()
    return _observations(rows, workspace, source)


def _observations(rows: list[dict[str, Any]], workspace: Workspace, source: Source) -> pd.DataFrame:
    """The observation table; what contradicts itself is a fault of the raw file."""
    try:
        return observation_table(rows)
    except ValueError as error:
        label = workspace.relative(workspace.sources / f"{source.id}.csv")
        fault = Fault(label, None, "", str(error), "one value for each indicator, unit and period")
        raise InputError([fault]) from None


def read_printed_table(
    workspace: Workspace, identifier: str, municipality: str, reading: Reading
) -> pd.DataFrame:
    """Return a printed year-by-quarter table as observations, taken as ``reading`` says.

    A fifth figure is the year's. A fourth figure that the reading takes for the year's makes the
    fourth quarter follow from it (four times the year less the other three; status ``implied``),
    or leaves it missing when the reading says that it was not out.
    """
    source = read_of_kind(workspace, identifier, "printed_table")
    observations = []
    for year, figures in _printed_figures(workspace, source).items():
        for period, value, status in _taken_for(year, figures, reading):
            observations.append(
                {
                    "indicator": source.indicator,
                    "municipality": municipality,
                    "period": period,
                    "value": value,
                    "status": status,
                    "source": identifier,
                }
            )
    return _observations(observations, workspace, source)


def _printed_figures(workspace: Workspace, source: Source) -> dict[int, list[float]]:
    table = _Rows(workspace, source)
    figures: dict[int, list[float]] = {}
    for line, row in table:
        year = table.convert(line, "year", row, _year, "a year")
        value = table.convert(line, "printed", row, _number, "a number, with % or without")
        found = figures.setdefault(year, [])
        found.append(value)
        if year is not None and (row["figure"] != str(len(found)) or len(found) > 5):
            accepted = "1, 2, 3, 4 and perhaps 5, in the order printed"
            table.refuse(line, "figure", row, accepted)
    table.finish()
    return figures


def _taken_for(
    year: int, figures: list[float], reading: Reading
) -> Iterator[tuple[Period, float | None, str]]:
    quarters = quarters_of(year)
    yield from ((quarters[i], value, "reported") for i, value in enumerate(figures[:3]))
    if len(figures) > 4:
        yield Period(year), figures[4], "reported"
    if len(figures) < 4:
        return
    if year not in reading.year_figure:
        yield quarters[3], figures[3], "reported"
        return
    yield Period(year), figures[3], "reported"
    if quarters[3] in reading.not_out:
        yield quarters[3], None, "missing"
    else:
        yield quarters[3], round(4 * figures[3] - sum(figures[:3]), 4), "implied"


def read_figures(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return the single figures a document prints, indexed by ``item``, with the columns
    printed, value, unit, period, status, slide, note_nb and note_en. ``value`` is NaN where
    the document has lost it (status ``missing``) or where it cannot be relied on."""
    source = read_of_kind(workspace, identifier, "figures")
    table = _Rows(workspace, source)
    statuses = ", ".join(FIGURE_STATUSES)
    rows = []
    for line, row in table:
        value = table.convert(line, "value", row, _number_or_nothing, "a number or nothing")
        status = table.convert(line, "status", row, _one_of(FIGURE_STATUSES), statuses)
        rows.append({**row, "value": value, "status": status})
    table.finish()
    frame = pd.DataFrame(rows, columns=list(COLUMNS["figures"])).set_index("item")
    frame["value"] = frame["value"].astype(float)
    return frame


def read_table(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``table`` as it was published: every cell as text.

    A tidy table with columns of its own. Text keeps the zero of "0301" and what a cell prints
    where there is no number; whoever uses a column turns it into numbers.
    """
    source = read_of_kind(workspace, identifier, "table")
    table = _Rows(workspace, source)
    for line, row in table:
        if short := [name for name, cell in row.items() if cell is None]:
            table.refuse(
                line, short[0], row, "a cell for each column, empty where there is nothing"
            )
    table.finish()
    return pd.DataFrame([row for _, row in table])


class _Rows(Iterable[tuple[int, dict[str, str]]]):
    """The rows of a raw file, which collects the faults found in them."""

    def __init__(self, workspace: Workspace, source: Source):
        path = _raw(workspace, source.id)
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
        if columns != expected or not columns:
            message = f"the columns are {', '.join(columns) or 'none'}"
            raise InputError([Fault(self._label, 1, "", message, ", ".join(expected))])
        for line, row in self._rows:
            if None in row:
                more = ", ".join(row[None])
                accepted = f"{len(expected)} cells; a decimal comma needs quotes around the cell"
                self._faults.append(
                    Fault(self._label, line, "", f"a cell too many: {more}", accepted)
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

    def refuse(self, line: int, column: str, row: dict[str, str], accepted: str) -> None:
        """Note that a cell holds what is not accepted."""
        found = f"found '{row[column] or ''}'"
        self._faults.append(Fault(self._label, line, f"column {column}", found, accepted))

    def finish(self) -> None:
        """Raise InputError if any cell could not be read."""
        if self._faults:
            raise InputError(self._faults)


def _raw(workspace: Workspace, identifier: str) -> Path:
    path = workspace.sources / f"{identifier}.csv"
    if not path.is_file():
        label = workspace.relative(path)
        raise InputError([Fault(label, None, "", "there is no such file", "the raw file")])
    return path


def _year(text: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text.strip()):
        raise ValueError(text)
    return int(text)


def _or_mark(read: Callable[[str], Value]) -> Callable[[str], Value | None]:
    def found(text: str) -> Value | None:
        return None if text.strip() in _MARKS else read(text)

    return found


def _count(text: str) -> int:
    if not re.fullmatch(r"\d+", text.strip()):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    bare = text.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    return float(bare.replace(",", ".").replace("−", "-"))


def _number_or_nothing(text: str) -> float | None:
    return _number(text) if text.strip() else None


def _one_of(accepted: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in accepted:
            raise ValueError(text)
        return text

    return read
