"""Which figures are of one municipality: its numbers change, and others were given some of them."""

from datetime import date

import pandas as pd

from analysis.model.periods import Period
from analysis.model.places import Country, Municipality, breaks_of, find_place
from analysis.sources.municipalities import find_municipality, read_changes, read_municipalities
from analysis.sources.workspace import Workspace

_ANOTHER_PLACE = frozenset({"merged", "split"})


def place_of(
    workspace: Workspace, municipality: Municipality | str, country: Country | None = None
) -> Municipality | None:
    """Return the municipality; None for a number that none has (0000). ParameterError for one
    that both countries use, where none is named."""
    if isinstance(municipality, Municipality):
        return municipality
    if not find_place(read_municipalities(workspace), municipality, country):
        return None
    return find_municipality(workspace, municipality, country)


def numbers_of(place: Municipality) -> tuple[str, ...]:
    """Return every number the municipality has or had, the last one last."""
    return tuple(dict.fromkeys(entry.number for entry in place.numbers))


def of_place(workspace: Workspace, rows: pd.DataFrame, place: Municipality) -> pd.Series:
    """Return for each row whether its number meant ``place`` then, or nobody."""
    known = [item for item in read_municipalities(workspace) if item.country == place.country]
    pairs = zip(rows["municipality"], rows["period"], strict=True)
    meant = (find_place(known, number, place.country, period.start) for number, period in pairs)
    return pd.Series([not found or place in found for found in meant], rows.index, dtype=bool)


def as_it_was(
    workspace: Workspace, rows: pd.DataFrame, place: Municipality, as_of: Period
) -> pd.Series:
    """Return for each row whether no merger or split lies between it and ``as_of``."""
    changes = breaks_of(place, read_changes(workspace, place.country))
    days = [change.on for change in changes if change.kind in _ANOTHER_PLACE]
    pairs = zip(rows["municipality"], rows["period"], strict=True)
    spoken = [_speaks_of(place, number, period.start) for number, period in pairs]
    then = as_of.end
    same = [not any(min(day, then) < on <= max(day, then) for on in days) for day in spoken]
    return pd.Series(same, rows.index, dtype=bool)


def _speaks_of(place: Municipality, number: str, day: date) -> date:
    """The day at which a figure under ``number`` takes the place: figures of years before the
    number came into force are of the place as it was when it did."""
    found = [
        min(max(day, entry.valid_from or date.min), entry.valid_to or date.max)
        for entry in place.numbers
        if entry.number == number
    ]
    return min(found, key=lambda item: abs(item - day))


def numbers_today(workspace: Workspace, rows: pd.DataFrame, country: Country) -> list[str]:
    """Return for each row the last number of a municipality that was only renumbered since."""
    later = {
        change.old[0]: change.new[0]
        for change in read_changes(workspace, country)
        if change.kind == "renumbered"
    }
    last = {number: _followed(number, later) for number in rows["municipality"].unique()}
    return list(rows["municipality"].map(last))


def _followed(number: str, later: dict[str, str]) -> str:
    seen = {number}
    while later.get(number, number) not in seen:
        number = later[number]
        seen.add(number)
    return number
