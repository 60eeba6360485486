"""Reading what Klass answers: codes, changes, correspondences, with all that is wrong in them."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.errors import Fault, InputError
from analysis.sources.lineage import Pair, Span

if TYPE_CHECKING:
    import pandas as pd

MEMBERSHIP = ("group", "title", "municipality", "valid_from", "valid_to", "read")
"""Columns of a table of memberships: ``valid_from`` and ``valid_to`` are the first and the last
day, None where the source gives none; ``read`` is the day on which the source said so."""

Entry = TypeVar("Entry")
NOT_STATED = "9999"
EARLIEST = 1837
"""The year in which Norway's municipalities began."""

_CODE = re.compile(r"[0-9]{4}")


def read_codes(answer: Any, first: date, end: date) -> list[Span]:
    """Return the codes of an answer to ``/codes`` from ``first`` to before ``end``.

    "Not stated" (9999) is left out. A code in force on ``first`` is open to the past, one in force
    at the end to the future. InputError lists the entries that cannot be read.
    """
    spans, faults = [], []
    for number, entry in enumerate(_entries(answer, "codes"), start=1):
        try:
            code, name = _code(entry, "code"), _word(entry, "name")
            begun = _day(entry, "validFromInRequestedRange", "validFrom")
            ended = _day(entry, "validToInRequestedRange", "validTo")
        except ValueError as error:
            faults.append(_fault("codes", number, error))
            continue
        start = date.min if begun is None or begun <= first else begun
        stop = date.max if ended is None or ended >= end else ended - timedelta(days=1)
        if code != NOT_STATED:
            spans.append(Span(code, start, stop, name))
    return _sound(spans, faults)


def read_changes(answer: Any) -> list[Pair]:
    """Return the (day, old code, new code) of an answer to ``/changes``.

    Changes of the name alone, and codes that only began or only ended, are left out: the codes
    themselves say so. InputError lists the entries that cannot be read.
    """
    pairs, faults = [], []
    for number, entry in enumerate(_entries(answer, "codeChanges"), start=1):
        try:
            day = _day(entry, "changeOccurred")
            old, new = _code(entry, "oldCode", True), _code(entry, "newCode", True)
            if day is None or not (old or new):
                raise ValueError("a change without a day or without codes")
        except ValueError as error:
            faults.append(_fault("codeChanges", number, error))
            continue
        if old and new and old != new:
            pairs.append((day, old, new))
    return _sound(pairs, faults)


def read_kostra_groups(answer: Any, read: date) -> "pd.DataFrame":
    """Return the memberships of an answer to ``/corresponds`` between KOSTRA groups and
    municipalities: columns MEMBERSHIP. InputError lists the entries that cannot be read."""
    import pandas as pd

    rows, faults = [], []
    for number, entry in enumerate(_entries(answer, "correspondenceItems"), start=1):
        try:
            group, municipality = _sides(entry)
            ended = _day(entry, "validTo")
            row = {"group": _word(entry, f"{group}Code"), "title": _word(entry, f"{group}Name")}
            row["municipality"] = _code(entry, f"{municipality}Code")
            last = ended - timedelta(days=1) if ended else None
            begun = _day(entry, "validFrom")
        except ValueError as error:
            faults.append(_fault("correspondenceItems", number, error))
            continue
        rows.append({**row, "valid_from": begun, "valid_to": last, "read": read})
    table = pd.DataFrame(_sound(rows, faults), columns=list(MEMBERSHIP), dtype=object)
    return table.sort_values(["group", "municipality"], kind="stable", ignore_index=True)


def _entries(answer: Any, name: str) -> list[Any]:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        accepted = f"an answer of Klass with {name}: is the address right"
        raise InputError([Fault("Klass", None, name, "is no list", accepted)])
    return found


def _sides(entry: Any) -> tuple[str, str]:
    """Which side of a correspondence is the group, and which the municipality."""
    groups = [
        side for side in ("source", "target") if not _CODE.fullmatch(_word(entry, f"{side}Code"))
    ]
    if len(groups) != 1:
        raise ValueError("not one group and one municipality")
    return groups[0], "target" if groups[0] == "source" else "source"


def _word(entry: Any, name: str) -> str:
    found = entry.get(name) if isinstance(entry, dict) else None
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"no {name}")
    return found.strip()


def _code(entry: Any, name: str, optional: bool = False) -> str:
    if optional and isinstance(entry, dict) and entry.get(name) in (None, ""):
        return ""
    code = _word(entry, name)
    if not _CODE.fullmatch(code):
        raise ValueError(f"{name} '{code}' is not four digits")
    return code


def _day(entry: Any, *names: str) -> date | None:
    if not isinstance(entry, dict):
        raise ValueError("no object")
    found = next((entry[name] for name in names if entry.get(name)), None)
    day = None if found is None else date.fromisoformat(str(found))
    if day is not None and day.year < EARLIEST:
        raise ValueError(f"{names[0]} '{found}' is before {EARLIEST}")
    return day


def _fault(name: str, number: int, error: ValueError) -> Fault:
    return Fault("Klass", number, name, str(error), "an entry as Klass describes it")


def _sound(entries: list[Entry], faults: list[Fault]) -> list[Entry]:
    if faults:
        raise InputError(faults)
    return entries
