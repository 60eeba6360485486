"""Finding a municipality by its number or its name."""

import re
from collections.abc import Sequence
from datetime import date

from analysis.errors import ParameterError
from analysis.model.places import Country, Municipality, find_place
from analysis.sources.municipalities.reading import COUNTRIES, fetched_path, read_municipalities
from analysis.sources.workspace import Workspace

_SHOWN = 30


def find_municipality(
    workspace: Workspace,
    number: str,
    country: Country | None = None,
    day: date | None = None,
) -> Municipality:
    """Return the municipality that has, or had, ``number``, on ``day`` if one is given.

    In place of a number its name will do, if no other municipality has had the same.
    ParameterError if none is found, or if both countries use the number and none is named.
    """
    known = read_municipalities(workspace)
    if re.fullmatch(r"[0-9]*", number):
        found = find_place(known, number, country, day)
        told = f"the number '{number}'"
    else:
        found = tuple(_called(known, number, country, day))
        told = f"the name '{number}'"
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(f"{item.name} ({_which(item, number)})" for item in found)
        another = "country" if number.isdigit() else "number"
        raise ParameterError(f"{told} is both {names}: name the {another}.")
    when = f" on {day}" if day else ""
    names = ", ".join(f"{item.number_today} {item.name}" for item in known[:_SHOWN])
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    raise ParameterError(
        f"no municipality has {told}{when}. Known today: {names}{more}.{_missing(workspace)}"
    )


def names_of(name: str) -> frozenset[str]:
    """The names in ``name``, which may be given in several languages (Trondheim - Tråante) and
    with a county (Våler (Innlandet)), without capitals."""
    parts = [re.sub(r"\s*\(.*\)$", "", part).strip() for part in name.split(" - ")]
    return frozenset(part.casefold() for part in parts)


def _called(
    known: Sequence[Municipality], name: str, country: Country | None, day: date | None
) -> list[Municipality]:
    wanted = name.strip().casefold()
    return [
        item
        for item in known
        if (wanted == item.name.casefold() or wanted in names_of(item.name))
        and country in (None, item.country)
        and (day is None or any(entry.on(day) for entry in item.numbers))
    ]


def _which(item: Municipality, asked: str) -> str:
    return item.country if asked.isdigit() else f"{item.country} {item.number_today}"


def _missing(workspace: Workspace) -> str:
    """Which command brings the municipalities that are not here."""
    names = {"NO": "Norway", "SE": "Sweden"}
    lacking = [c for c in COUNTRIES if not fetched_path(workspace, c).is_file()]
    if not lacking:
        return ""
    told = " and ".join(names[country] for country in lacking)
    return f" `tiltak fetch klass municipalities` brings the rest of {told}."
