"""Municipalities and KOSTRA groups from Klass, Statistics Norway's service for classifications.

    table = fetch_norwegian(web, address_of(workspace, "klass"), date(2002, 1, 1), date.today())
    write_reference(workspace, "NO", table, f"{CREDIT} Fetched {date.today()}.")

The service answers in XML unless a request says ``Accept: application/json``: the client must.

Read in its guide, in its own source and in answers that public clients keep: the names of the
fields; that a change without oldCode is a code that began, and one without newCode one that ended;
that ``validTo`` is the first day on which a code is no longer in force. Not verified against the
live service:

- That ``to`` of a request is such a day too (clients ask for the day after; so does this one).
- That a code still in force has ``validToInRequestedRange`` null or the end of the range. Both
  are taken as in force; so is, wrongly, one that ended on the very day the range ends.
- That a code that took in another municipality and went on is in force without a gap.
- Which way round the correspondence of KOSTRA groups comes: either is read. It is refused (404)
  where any part of the range has no table of correspondence.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from analysis.errors import Fault, InputError
from analysis.sources.lineage import Pair, Span, norwegian
from analysis.sources.municipalities import Reference

if TYPE_CHECKING:
    import pandas as pd

MUNICIPALITIES = 131
KOSTRA_GROUPS = 112
CREDIT = "Source: Statistics Norway, Klass 131. Licence: CC BY 4.0."

MEMBERSHIP = ("group", "title", "municipality", "valid_from", "valid_to", "read")
"""Columns of a table of memberships: ``valid_from`` and ``valid_to`` are the first and the last
day, None where the source gives none; ``read`` is the day on which the source said so."""

SKR_GROUPS = {
    "G92787": "A1",
    "G92793": "A2",
    "G92790": "B3",
    "G92792": "B4",
    "G92786": "B5",
    "G92788": "C6",
    "G92789": "C7",
    "G92791": "C8",
    "G92794": "C9",
}
"""Kolada's ids of the nine groups of municipalities of SKR, and SKR's own."""

Entry = TypeVar("Entry")
NOT_STATED = "9999"
EARLIEST = 1837
"""The year in which Norway's municipalities began."""

_CODE = re.compile(r"[0-9]{4}")


class Client(Protocol):
    """What is needed of an HTTP client: :class:`analysis.sources.web.Web`, or one like it."""

    def get_json(self, address: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the answer as JSON."""


def fetch_norwegian(client: Client, address: str, first: date, last: date) -> Reference:
    """Return the municipalities in force between two days, and what became of them.

    Their numbers have no ``valid_from`` where they were in force on ``first`` already. InputError
    lists every entry of an answer that cannot be read.
    """
    base = f"{address}/classifications/{MUNICIPALITIES}"
    end = last + timedelta(days=1)
    params = {"from": first.isoformat(), "to": end.isoformat()}
    codes = client.get_json(f"{base}/codes", params)
    changes = client.get_json(f"{base}/changes", params)
    return norwegian(read_codes(codes, first, end), read_changes(changes))


def fetch_kostra_groups(client: Client, address: str, first: date, last: date) -> "pd.DataFrame":
    """Return which KOSTRA group each municipality was in between two days: columns MEMBERSHIP."""
    end = last + timedelta(days=1)
    params: dict[str, str | int] = {
        "targetClassificationId": MUNICIPALITIES,
        "from": first.isoformat(),
        "to": end.isoformat(),
    }
    base = f"{address}/classifications/{KOSTRA_GROUPS}"
    return read_kostra_groups(client.get_json(f"{base}/corresponds", params), last)


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


def skr_groups(groups: "pd.DataFrame", read: date) -> "pd.DataFrame":
    """Return the members of SKR's nine groups out of Kolada's ``groups`` (columns group,
    group_title and municipality), as Kolada had them on the day ``read``: columns MEMBERSHIP.

    ``group`` is SKR's own (A1 to C9). Kolada gives no dates: it has the grouping in force.
    """
    import pandas as pd

    own = groups[groups["group"].isin(SKR_GROUPS) & groups["municipality"].ne("")]
    table = pd.DataFrame(
        {
            "group": own["group"].map(SKR_GROUPS),
            "title": own["group_title"].str.replace(r"\s*\(ovägt medel\)$", "", regex=True),
            "municipality": own["municipality"],
            "valid_from": None,
            "valid_to": None,
            "read": read,
        },
        columns=list(MEMBERSHIP),
        dtype=object,
    )
    return table.sort_values(["group", "municipality"], ignore_index=True)


def _entries(answer: Any, name: str) -> list[Any]:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise InputError([Fault("Klass", None, name, "is no list", f"an answer with {name}")])
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
