"""A municipality and all that it takes part in: the parameters of its page, checked."""

import tomllib
from datetime import date
from pathlib import Path

from analysis.display.languages import Language
from analysis.display.municipality.subject import MunicipalitySubject, Part
from analysis.errors import InputError, ParameterError
from analysis.evaluation.municipality import Unread
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.places import Municipality
from analysis.model.provenance import Source
from analysis.notebook.panels import read_held
from analysis.notebook.subjects import earlier, period_asked, sources_of
from analysis.sources.catalogue import find_programme, programme_files
from analysis.sources.figures import describe
from analysis.sources.municipalities import COUNTRIES, find_municipality, read_municipalities
from analysis.sources.replies import speaks_from
from analysis.sources.same_place import numbers_of
from analysis.sources.snapshots import read_table
from analysis.sources.toml import parsed
from analysis.sources.workspace import Workspace


def open_place(
    workspace: Workspace, municipality: str, as_of: str, language: str
) -> MunicipalitySubject:
    """Return whose page it is, with all that the municipality takes part in.

    ``municipality`` is a number it has or had, with the country before it (SE-1860) where both
    countries use the number. Without ``as_of`` the page speaks as of the latest date of its
    programmes and figures, so that it is the same whenever it is made; without any, of today.
    Its own programmes come first, the latest of them before the others. A programme file that
    cannot be read does not stop the page. ParameterError for anything unknown, InputError for
    faults in the reference tables.
    """
    chosen = Language.named(language)
    place, number = place_asked(workspace, municipality)
    asked = period_asked(as_of) if as_of else None
    found, unread = _taking_part(workspace, place)
    if asked is not None:
        found = [(item, part) for item, part in found if item.start.start <= asked.end]
    programmes = [item for item, _ in found]
    held = read_held(workspace, place, asked)
    dates = [*(_speaks_from(workspace, item) for item in programmes), *held.periods]
    last = max(dates, key=lambda period: period.end, default=Period.parse(str(date.today())))
    sources = {source.id: source for source in held.sources}
    for programme in programmes:
        sources.update(_sources(workspace, programme, asked))
    return MunicipalitySubject(
        municipality=place,
        as_of=asked or last,
        language=chosen,
        sources=tuple(sources[name] for name in sorted(sources)),
        number=number,
        taking_part=tuple(found),
        unread=(*unread, *held.unread),
        panel=held.panel,
    )


def takes_part(
    workspace: Workspace, programme: Programme, municipality: Municipality
) -> Part | None:
    """Return in which way the municipality takes part in a programme, None if it does not.

    A list of participants without numbers is read by name; a name that several municipalities of
    the country have or had names none of them.
    """
    if programme.country != municipality.country:
        return None
    if programme.municipality:
        return "own" if municipality.has_number(programme.municipality) else None
    if programme.network is None:
        return None
    participants = read_table(workspace, programme.network.participants)
    only = _has_name_alone(workspace, municipality)
    found = [
        row
        for row in participants.to_dict("records")
        if _is_named(municipality, only, {str(key): str(cell) for key, cell in row.items()})
    ]
    if not found:
        return None
    return "doubtful" if all(row.get("quality") == "doubtful" for row in found) else "named"


def _is_named(municipality: Municipality, only: bool, row: dict[str, str]) -> bool:
    if number := row.get("number", "").strip():
        return municipality.has_number(number)
    return only and row["municipality"].strip() == municipality.name


def _has_name_alone(workspace: Workspace, municipality: Municipality) -> bool:
    known = read_municipalities(workspace)
    same = [item for item in known if item.country == municipality.country]
    return [item.name for item in same].count(municipality.name) == 1


def place_asked(workspace: Workspace, asked: str) -> tuple[Municipality, str]:
    """Return the municipality, and what it is called in parameters and folders. ``asked`` is a
    number it has or had, with the country before it (SE-1860) if need be."""
    prefix, _, number = asked.rpartition("-")
    country = next((item for item in COUNTRIES if item == prefix), None)
    if not number:
        raise ParameterError("no municipality is named; give a number that it has or had.")
    if prefix and country is None:
        raise ParameterError(f"'{asked}' names no country. Accepted: NO-1860, SE-1860 or 1860.")
    place = find_municipality(workspace, number, country)
    today = place.number_today
    others = [
        item
        for item in read_municipalities(workspace)
        if item.has_number(today) and item.country != place.country
    ]
    return place, f"{place.country}-{today}" if others else today


def _taking_part(
    workspace: Workspace, place: Municipality
) -> tuple[list[tuple[Programme, Part]], list[Unread]]:
    found, unread = [], []
    for path in programme_files(workspace):
        own = _may_concern(path, place)
        if own is None:
            continue
        try:
            programme = find_programme(workspace, path.stem)
            if part := takes_part(workspace, programme, place):
                found.append((programme, part))
        except InputError as error:
            unread.append(Unread(workspace.relative(path), len(error.faults), own))
    found.sort(key=lambda pair: pair[0].start, reverse=True)
    return sorted(found, key=lambda pair: pair[1] != "own"), unread


def _may_concern(path: Path, place: Municipality) -> bool | None:
    """Whether a file is the municipality's own by what it says before it is checked: False where
    only its contents could tell, None where it is another's. Reading all files of a workspace in
    full for each of hundreds of pages would take longer than the pages."""
    try:
        data = parsed(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        return False
    number = data.get("municipality")
    if isinstance(number, str) and number:
        same_country = data.get("country", place.country) == place.country
        return True if same_country and number in numbers_of(place) else None
    return False if "network" in data or "country" not in data else None


def _speaks_from(workspace: Workspace, programme: Programme) -> Period:
    try:
        return speaks_from(workspace, programme)
    except InputError:
        return programme.as_of


def _sources(workspace: Workspace, programme: Programme, asked: Period | None) -> dict[str, Source]:
    """What a programme's reports are made from. Replies that cannot be read are named with the
    programme, when its reports are opened."""
    speaks = _speaks_from(workspace, programme)
    until = earlier(speaks, asked) if asked else speaks
    try:
        found = sources_of(workspace, programme, until)
    except InputError:
        found = tuple(describe(workspace, name) for name in programme.source_ids)
    return {source.id: source for source in found}
