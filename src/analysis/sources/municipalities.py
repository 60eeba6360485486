"""The reference tables of municipalities: their numbers through time, and what became of them.

``data/reference/municipalities.toml`` comes with Tiltak and holds those of its programmes. A table
that was fetched, ``municipalities-no.toml`` or ``-se.toml`` beside it, is complete for its country
and stands instead of what was there of that country.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from analysis.errors import Fault, InputError, OutputError, ParameterError
from analysis.model.places import Change, Country, Municipality, NumberInForce, find_place
from analysis.model.texts import Text
from analysis.sources.toml import Lines, Location, dotted, read_toml, validate
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

COUNTRIES: tuple[Country, ...] = ("NO", "SE")

_SHOWN = 30


class Reference(BaseModel):
    """Municipalities and what became of them: the contents of a reference table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipalities: tuple[Municipality, ...]
    changes: tuple[Change, ...] = ()


def read_reference(workspace: Workspace) -> Reference:
    """Return every municipality and every change known. InputError lists the faults of all
    tables: numbers in force twice, and changes that no number agrees with, among them."""
    paths = {country: _fetched(workspace, country) for country in COUNTRIES}
    fetched = {country: path for country, path in paths.items() if path.is_file()}
    tables: list[Reference] = []
    faults: list[Fault] = []
    for path in [workspace.municipalities, *fetched.values()]:
        try:
            tables.append(_read(path, workspace.relative(path)))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    shipped, *others = tables
    return Reference(
        municipalities=tuple(
            [item for item in shipped.municipalities if item.country not in fetched]
            + [item for table in others for item in table.municipalities]
        ),
        changes=tuple(
            [item for item in shipped.changes if item.country not in fetched]
            + [item for table in others for item in table.changes]
        ),
    )


def read_municipalities(workspace: Workspace) -> tuple[Municipality, ...]:
    """Return every municipality of the reference tables. InputError lists their faults."""
    return read_reference(workspace).municipalities


def read_changes(workspace: Workspace, country: Country) -> tuple[Change, ...]:
    """Return what became of the municipalities of ``country``, in order of time."""
    found = [item for item in read_reference(workspace).changes if item.country == country]
    return tuple(sorted(found, key=lambda change: change.on))


def find_municipality(
    workspace: Workspace,
    number: str,
    country: Country | None = None,
    day: date | None = None,
) -> Municipality:
    """Return the municipality that has, or had, ``number``, on ``day`` if one is given.

    ParameterError if none does, or if both countries use the number and none is named.
    """
    known = read_municipalities(workspace)
    found = find_place(known, number, country, day)
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(f"{item.name} ({item.country})" for item in found)
        raise ParameterError(f"the number '{number}' is both {names}: name the country.")
    when = f" on {day}" if day else ""
    names = ", ".join(f"{item.number_today} {item.name}" for item in known[:_SHOWN])
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    raise ParameterError(
        f"no municipality has the number '{number}'{when}. Known today: {names}{more}."
    )


def write_reference(workspace: Workspace, country: Country, table: Reference, source: str) -> Path:
    """Write the complete ``table`` of ``country``, and return its path. ``source`` is said in its
    first line. InputError if the table has faults, OutputError if it cannot be written."""
    path = _fetched(workspace, country)
    text = "".join(_lines(table, source))
    label = workspace.relative(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        _read(aside, label)
        aside.replace(path)
    except OSError as error:
        raise OutputError(f"{label} could not be written: {error.strerror}.") from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return path


def _fetched(workspace: Workspace, country: Country) -> Path:
    return workspace.municipalities.with_name(f"municipalities-{country.lower()}.toml")


def _read(path: Path, label: str) -> Reference:
    data, text = read_toml(path, label)
    lines = Lines(text)
    table, faults = validate(Reference, data, lines, label)
    if table is None:
        raise InputError(faults)
    found = [
        Fault(label, lines.of(location), dotted(location), problem, accepted)
        for location, problem, accepted in [*_twice_in_force(table), *_contradictions(table)]
    ]
    if found:
        raise InputError(sorted(found, key=lambda fault: fault.line or 0))
    return table


def _twice_in_force(table: Reference) -> Iterator[tuple[Location, str, str]]:
    seen: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for place, item in enumerate(table.municipalities):
        for entry in item.numbers:
            first, last = entry.valid_from or date.min, entry.valid_to or date.max
            if last < first:
                problem = f"{entry.number} ends on {last}, before it begins on {first}"
                yield ("municipalities", place, "numbers"), problem, "valid_from before valid_to"
            others = seen.setdefault((item.country, entry.number), [])
            for begun, ended, name in others:
                if begun <= last and first <= ended:
                    problem = f"{entry.number} is in force twice: {name} and {item.name}"
                    accepted = "a number of one municipality at a time"
                    yield ("municipalities", place, "numbers"), problem, accepted
            others.append((first, last, item.name))


def _contradictions(table: Reference) -> Iterator[tuple[Location, str, str]]:
    entries: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for item in table.municipalities:
        for entry in item.numbers:
            span = (entry.valid_from or date.min, entry.valid_to or date.max)
            entries.setdefault((item.country, entry.number), []).append(span)
    for place, change in enumerate(table.changes):
        sides = (("old", change.old, change.on - timedelta(days=1)), ("new", change.new, change.on))
        for side, numbers, day in sides:
            for number in numbers:
                spans = entries.get((change.country, number), [])
                if not any(first <= day <= last for first, last in spans):
                    problem = f"{number} was not in force on {day}"
                    yield ("changes", place, side), problem, "numbers in force then"


def _lines(table: Reference, source: str) -> Iterator[str]:
    yield f"# {' '.join(source.split())}\n"
    for item in table.municipalities:
        yield f'\n[[municipalities]]\nname = {_quoted(item.name)}\ncountry = "{item.country}"\n'
        yield from _note(item.note)
        yield "numbers = [\n"
        for entry in item.numbers:
            begun = f", valid_from = {entry.valid_from}" if entry.valid_from else ""
            ended = f", valid_to = {entry.valid_to}" if entry.valid_to else ""
            yield f'    {{ number = "{entry.number}"{begun}{ended} }},\n'
        yield "]\n"
    for change in table.changes:
        yield f'\n[[changes]]\non = {change.on}\ncountry = "{change.country}"\n'
        yield f'kind = "{change.kind}"\nold = {_list(change.old)}\nnew = {_list(change.new)}\n'
        yield from _note(change.note)


def _note(note: Text | None) -> Iterator[str]:
    if note is not None:
        versions = ", ".join(f"{code} = {_quoted(words)}" for code, words in note.items())
        yield f"note = {{ {versions} }}\n"


def _list(numbers: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{number}"' for number in numbers) + "]"


def _quoted(text: str) -> str:
    import json

    # A JSON string is a TOML string, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def swedish(listing: "pd.DataFrame") -> Reference:
    """Return the municipalities of a ``listing`` of Kolada's (columns id, title and kind).

    Kolada gives the numbers of today without dates; in the years that Tiltak covers none of the
    290 changed. Regions, and the country (0000), are left out. InputError for a municipality
    whose id is not four digits.
    """
    rows = listing.loc[listing["kind"].eq("municipality"), ["id", "title"]]
    faults = [
        Fault("Kolada /municipality", None, str(title), f"found id {code!r}", "four digits")
        for code, title in rows.itertuples(index=False, name=None)
        if not re.fullmatch(r"[0-9]{4}", str(code))
    ]
    if faults:
        raise InputError(faults)
    return Reference(
        municipalities=tuple(
            Municipality(name=title, country="SE", numbers=(NumberInForce(number=code),))
            for code, title in rows.itertuples(index=False, name=None)
        )
    )
