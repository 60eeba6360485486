"""Reports of what became of the points of an action programme, written down by those responsible.

A snapshot with the reader ``table`` and the columns COLUMNS, a row a report. Earlier rows are never
changed: a new report is a new row, in a new snapshot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

import pandas as pd

from analysis.model.definitions import Programme, Undertaking
from analysis.model.definitions.action_points import ReportedState
from analysis.model.periods import ACCEPTED, Period
from analysis.sources.snapshots.rows import Rows, one_of, year_number
from analysis.sources.snapshots.sidecars import read_of_kind
from analysis.sources.workspace import Workspace

COLUMNS = ("measure", "part", "reported", "by", "state", "completed", "year", "note")
STATES: tuple[str, ...] = get_args(ReportedState)


@dataclass(frozen=True)
class _Known:
    """The undertakings that a report may be about, by the measure's id or number and the part."""

    undertakings: dict[tuple[str, str], tuple[str, Undertaking]]
    measures: dict[str, str]

    @classmethod
    def of(cls, programme: Programme) -> "_Known":
        found: dict[tuple[str, str], tuple[str, Undertaking]] = {}
        parts: dict[str, str] = {}
        for measure in programme.measures:
            undertakings = measure.point.undertakings if measure.point else ()
            for name in filter(None, (measure.id, measure.number)):
                parts[name] = " or ".join(item.part or "an empty cell" for item in undertakings)
                for item in undertakings:
                    found[name, item.part] = (measure.id, item)
        return cls(found, parts)


def read_status_reports(
    workspace: Workspace, identifier: str, programme: Programme
) -> pd.DataFrame:
    """Return the reports of a snapshot, a row a report, in the order of the file.

    Columns: ``measure`` (the measure's id; the file may give the number of the point instead),
    ``part``, ``reported`` (a Period of one day), ``by`` (who reports: an office, never a person's
    name), ``state`` (one of STATES), ``completed`` (a Period or None), ``year`` (of a yearly
    undertaking, or None) and ``note``. InputError names every cell that cannot be read, and every
    row that contradicts the programme or itself.
    """
    source = read_of_kind(workspace, identifier, "table")
    table, known = Rows(workspace, source), _Known.of(programme)
    header = next((tuple(name for name in row if name) for _, row in table), COLUMNS)
    if header != COLUMNS:
        line, row = 1, {"measure": ", ".join(header)}
        table.refuse(line, "measure", row, f"the columns {', '.join(COLUMNS)}")
        table.finish()
    rows = [found for line, row in table if (found := _report(table, line, row, known))]
    table.finish()
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _report(table: Rows, line: int, row: dict[str, str], known: _Known) -> dict[str, Any] | None:
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    if cells["measure"] not in known.measures:
        table.refuse(line, "measure", cells, f"one of {', '.join(known.measures)}")
        return None
    about = known.undertakings.get((cells["measure"], cells["part"]))
    if about is None:
        table.refuse(line, "part", cells, known.measures[cells["measure"]] or "no part")
        return None
    if not cells["by"]:
        table.refuse(line, "by", cells, "who reports: an office or a committee")
    measure, undertaking = about
    found = {
        **cells,
        "measure": measure,
        "reported": table.convert(line, "reported", cells, _day, "a date (2016-12-31)"),
        "state": table.convert(line, "state", cells, one_of(STATES), ", ".join(STATES)),
        "completed": table.convert(line, "completed", cells, _or_none(Period.parse), ACCEPTED),
        "year": table.convert(line, "year", cells, _or_none(year_number), "a year (2016)"),
    }
    _check(table, line, cells, found, undertaking)
    return found


def _check(
    table: Rows, line: int, cells: dict[str, str], found: dict[str, Any], about: Undertaking
) -> None:
    """Note what a row says that cannot be."""
    reported, completed, year = found["reported"], found["completed"], found["year"]
    if completed and found["state"] != "done":
        table.refuse(line, "completed", cells, "an empty cell, unless the state is done")
    if completed and reported and completed.start > reported.end:
        table.refuse(line, "completed", cells, f"a day up to that of the report, {reported}")
    if about.time != "yearly":
        if year is not None:
            table.refuse(line, "year", cells, "an empty cell: the point is not a yearly one")
        return
    told = year or (completed.year if completed else None)
    if told is None and found["state"] != "abandoned":
        table.refuse(line, "year", cells, "the year that is meant: the point is a yearly one")
    elif told is not None and about.starts and about.deadline:
        years = range(about.starts.year, about.deadline.year + 1)
        if told not in years:
            table.refuse(line, "year", cells, f"a year from {years[0]} to {years[-1]}")


def _day(text: str) -> Period:
    period = Period.parse(text)
    if period.kind != "day":
        raise ValueError(text)
    return period


def _or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: read(text) if text else None
