"""Snapshots that become observations: one series, figures by unit, tidy tables."""

from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.observations import WITH_VALUE, WITHOUT_VALUE, observation_table
from analysis.model.periods import ACCEPTED, Period
from analysis.model.provenance import Source
from analysis.sources.snapshots.rows import (
    MARKS,
    Rows,
    count,
    number,
    number_or_nothing,
    one_of,
    or_mark,
)
from analysis.sources.snapshots.sidecars import read_of_kind
from analysis.sources.workspace import Workspace

KEY_OF_FILE = ("indicator", "municipality", "period", "breakdown")
QUALITIES = ("read", "approximate", "doubtful", "derived")

_TEXTS = ("indicator", "municipality", "breakdown")


def read_series(workspace: Workspace, identifier: str, municipality: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``series`` as an observation table."""
    source = read_of_kind(workspace, identifier, "series")
    table = Rows(workspace, source)
    rows = [
        {
            "indicator": source.indicator,
            "municipality": municipality,
            "period": table.convert(line, "period", row, Period.parse, ACCEPTED),
            "value": table.convert(line, "value", row, number, "a number"),
            "source": identifier,
        }
        for line, row in table
    ]
    table.finish()
    return checked_observations(rows, workspace, source)


def read_units(workspace: Workspace, identifier: str, municipality: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``units`` as an observation table.

    A row a unit of the organisation and period, ``n`` the number of persons in it. A row without
    a unit is the whole organisation. ``*`` is what the source itself has hidden (status
    ``suppressed``), an empty cell what it lacks. The table holds every other group, however
    small: what is shown of it goes through :mod:`analysis.methods.disclosure`.
    """
    source = read_of_kind(workspace, identifier, "units")
    table = Rows(workspace, source)
    rows = [
        {
            "indicator": source.indicator,
            "municipality": municipality,
            "unit": (row["unit"] or "").strip(),
            "period": table.convert(line, "period", row, Period.parse, ACCEPTED),
            "n": table.convert(line, "n", row, or_mark(count), "a number of persons, * or nothing"),
            "value": table.convert(line, "value", row, or_mark(number), "a number, * or nothing"),
            "status": MARKS.get((row["value"] or "").strip(), "reported"),
            "source": identifier,
        }
        for line, row in table
    ]
    table.finish()
    return checked_observations(rows, workspace, source)


def checked_observations(
    rows: list[dict[str, Any]] | pd.DataFrame, workspace: Workspace, source: Source
) -> pd.DataFrame:
    """Return ``rows`` as an observation table; what contradicts itself is a fault of the file."""
    try:
        return observation_table(rows)
    except ValueError as error:
        label = workspace.relative(workspace.sources / f"{source.id}.csv")
        fault = Fault(label, None, "", str(error), "one value for each indicator, unit and period")
        raise InputError([fault]) from None


def read_observations(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``observations`` as an observation table, with three
    columns more: ``quality`` (read, approximate, doubtful or derived by its publisher), ``note``
    and ``page``, the address of the row's own page ("" where the sidecar's address is it).

    A tidy file of any number of indicators and municipalities. ``status`` may be empty for a row
    with a value (reported); a row without one says why.
    """
    source = read_of_kind(workspace, identifier, "observations")
    return _observations(workspace, source).copy()


@lru_cache(maxsize=32)
def _observations(workspace: Workspace, source: Source) -> pd.DataFrame:
    """The table of a raw file whose checksum has been compared with the one in ``source``: a
    batch asks for the same ones hundreds of times."""
    table = Rows(workspace, source)
    statuses = tuple(sorted(WITH_VALUE | WITHOUT_VALUE))
    columns = {
        **{name: table.column(name, str.strip, "text") for name in _TEXTS},
        "period": table.column("period", Period.parse, ACCEPTED),
        "value": table.column("value", number_or_nothing, "a number or nothing"),
        "n": table.column("n", or_mark(count), "a number of persons or nothing"),
        "status": table.column("status", one_of((*statuses, "")), ", ".join(statuses)),
        "quality": table.column("quality", one_of(QUALITIES), ", ".join(QUALITIES)),
        "note": table.column("note", str, "text"),
        "page": [row.get("page") or "" for _, row in table],
    }
    table.finish()
    rows = pd.DataFrame(columns).assign(source=source.id)
    rows["status"] = _status_of_each(rows)
    kept = rows[[*KEY_OF_FILE, "quality", "note", "page"]]
    found = checked_observations(rows, workspace, source)
    return found.merge(kept, on=list(KEY_OF_FILE), how="left", validate="one_to_one")


def _status_of_each(rows: pd.DataFrame) -> pd.Series:
    said = rows["status"].ne("")
    return rows["status"].where(
        said, rows["value"].notna().map({True: "reported", False: "missing"})
    )
