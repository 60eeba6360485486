"""Programme files: find them, read them, say everything that is wrong with them."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.definitions import Programme
from analysis.model.definitions.base import Section
from analysis.sources.comparability import refused_comparisons
from analysis.sources.figures import describe, indicators_of
from analysis.sources.indicators import find_indicator
from analysis.sources.municipalities import find_municipality
from analysis.sources.references import Found, dangling_ids, each, items, repeated_ids
from analysis.sources.snapshots import read_figures, read_of_kind
from analysis.sources.toml import Lines, Location, dotted, read_toml, validate
from analysis.sources.workspace import Workspace

_NUMBER = r"[0-9]{4}"

_PRINTED = (
    *("review.goals.figures.item", "review.projects.participants.item"),
    *("review.projects.groups.item", "review.forecasts.figure.item"),
    "review.forecasts.budget.item",
)
"""Where a review names figures of the document."""


def programme_files(workspace: Workspace) -> list[Path]:
    """Return the programme files of a workspace, by name."""
    return sorted(workspace.programmes.glob("*.toml"))


def read_programme(workspace: Workspace, path: Path) -> Programme:
    """Return the programme in ``path``. InputError lists every fault of the file."""
    label = workspace.relative(path)
    data, text = read_toml(path, label)
    lines = Lines(text)
    programme, faults = validate(Programme, data, lines, label)
    for location, found, accepted in _contradictions(workspace, data):
        faults.append(Fault(label, lines.of(location), dotted(location), found, accepted))
    for location, found, accepted in _section_sources(workspace, programme):
        faults.append(Fault(label, lines.of(location), dotted(location), found, accepted))
    for location, found, accepted in refused_comparisons(workspace, programme):
        faults.append(Fault(label, lines.of(location), dotted(location), found, accepted))
    if faults or programme is None:
        raise InputError(sorted(faults, key=lambda fault: (fault.line or 0, fault.key)))
    return programme


def find_programme(workspace: Workspace, identifier: str) -> Programme:
    """Return the programme called ``identifier``. ParameterError if there is no such file."""
    path = workspace.programmes / f"{identifier}.toml"
    if path not in programme_files(workspace):
        known = ", ".join(file.stem for file in programme_files(workspace)) or "none"
        raise ParameterError(f"there is no programme '{identifier}'. Programmes here: {known}.")
    programme = read_programme(workspace, path)
    if programme.id != identifier:
        found = f"'{programme.id}'"
        fault = Fault(workspace.relative(path), None, "id", found, f"the file's name, {identifier}")
        raise InputError([fault])
    return programme


def _contradictions(workspace: Workspace, data: dict[str, Any]) -> Iterator[Found]:
    """What a file says that does not hold together; works on files with other faults too."""
    yield from repeated_ids(data)
    yield from dangling_ids(data)
    yield from _prints(data)
    yield from _targets(data)
    yield from _sources(workspace, data)
    known = _document_figures(workspace, data)
    yield from _claims(data, known)
    yield from _printed(data, known)
    yield from _place(workspace, data)


def _prints(data: dict[str, Any]) -> Iterator[Found]:
    prints = {
        item["id"]: item.get("prints")
        for _, item in items(data, "scale")
        if isinstance(item.get("id"), str)
    }
    for index, item in items(data, "assessments"):
        verdict = item.get("verdict")
        accepted = prints.get(verdict) if isinstance(verdict, str) else None
        if isinstance(accepted, list) and accepted and item.get("printed") not in accepted:
            found = f"'{item.get('printed', '')}' is not how the scale prints '{item['verdict']}'"
            yield ("assessments", index, "printed"), found, " or ".join(map(repr, accepted))


def _targets(data: dict[str, Any]) -> Iterator[Found]:
    directions = {
        str(item.get("id")): item.get("direction") for _, item in items(data, "indicators")
    }
    values: dict[tuple[Any, ...], Any] = {}
    for index, item in items(data, "targets"):
        key = (str(item.get("indicator")), str(item.get("period")), str(item.get("tier")))
        if key in values:
            found = f"a second {key[2]} target for {key[1]}"
            yield ("targets", index), found, "one target for each indicator, period and tier"
        values[key] = item.get("value")
    for index, item in items(data, "targets"):
        direction = directions.get(str(item.get("indicator")))
        desired = values.get((str(item.get("indicator")), str(item.get("period")), "desired"))
        if item.get("tier") == "acceptable" and _is_stricter(item.get("value"), desired, direction):
            found = f"{item['value']} is stricter than the desired {desired}"
            yield ("targets", index, "value"), found, "a value no stricter than the desired one"


def _is_stricter(value: Any, than: Any, direction: Any) -> bool:
    if not all(
        isinstance(item, int | float) and not isinstance(item, bool) for item in (value, than)
    ):
        return False
    return bool(
        value < than if direction == "decrease" else direction == "increase" and value > than
    )


def _sources(workspace: Workspace, data: dict[str, Any]) -> Iterator[Found]:
    figures = data.get("figures")
    if isinstance(figures, str):
        yield from _fault_of(partial(read_of_kind, workspace, figures, "figures"), ("figures",))
    for index, item in items(data, "indicators"):
        comparison = item.get("comparison")
        compared = comparison if isinstance(comparison, dict) else {}
        series = item.get("series") or item.get("id")
        for key in ("source", "units"):
            yield from _figures(workspace, ("indicators", index, key), item.get(key), series)
        place = ("indicators", index, "comparison", "source")
        series = compared.get("series") or series
        yield from _figures(workspace, place, compared.get("source"), series)
        yield from _registered(workspace, ("indicators", index, "registered"), item)


def _figures(
    workspace: Workspace, location: Location, identifier: Any, series: Any
) -> Iterator[Found]:
    """A source that is not there; one whose figures are of another indicator would be read as
    having none."""
    if not isinstance(identifier, str):
        return
    yield from _fault_of(partial(describe, workspace, identifier), location)
    try:
        held = indicators_of(workspace, identifier)
    except InputError:
        return
    if isinstance(series, str) and held and series not in held:
        names = "', '".join(held)
        accepted = f"a source of '{series}', or series = one of these"
        yield location, f"{identifier} holds '{names}'", accepted


def _registered(workspace: Workspace, location: Location, item: dict[str, Any]) -> Iterator[Found]:
    identifier = item.get("registered")
    if isinstance(identifier, str):
        accepted = "an id of data/reference/indicators.toml"
        yield from _fault_of(partial(find_indicator, workspace, identifier), location, accepted)


def _section_sources(workspace: Workspace, programme: Programme | None) -> Iterator[Found]:
    """Sources of the sections that not every programme has; looked at once these are in order."""
    for name in ("action", "network", "review", "outlook"):
        section: Section | None = getattr(programme, name, None)
        if section is None:
            continue
        for identifier in section.source_ids:
            place = _named_at(section.model_dump(), identifier, (name,)) or (name,)
            yield from _fault_of(partial(describe, workspace, identifier), place)


def _named_at(part: Any, identifier: str, place: Location) -> Location | None:
    """The first place below ``part`` at which ``identifier`` stands."""
    if part == identifier:
        return place
    parts: dict[Any, Any] = part if isinstance(part, dict) else {}
    if isinstance(part, list | tuple):
        parts = dict(enumerate(part))
    found = (_named_at(item, identifier, (*place, key)) for key, item in parts.items())
    return next((location for location in found if location), None)


def _claims(data: dict[str, Any], known: set[Any] | None) -> Iterator[Found]:
    """Claims on figures that the document's figures do not have; ``known`` is None where these
    cannot be read."""
    for number, measure in items(data, "measures"):
        for index, claim in items(measure, "claims"):
            place = ("measures", number, "claims", index, "figure")
            if claim.get("support") in ("figure", "lost") and "figure" not in claim:
                yield place, "the claim names no figure", "an item of the document's figures"
            elif known is not None:
                yield from _figure(data, place, claim.get("figure"), known)


def _printed(data: dict[str, Any], known: set[Any] | None) -> Iterator[Found]:
    """What a review says is printed in the document, and its figures do not have."""
    for name in _PRINTED if known is not None else ():
        for place, item in each(data, name):
            yield from _figure(data, place, item, known or set())


def _figure(data: dict[str, Any], place: Location, item: Any, known: set[Any]) -> Iterator[Found]:
    if isinstance(item, str) and item not in known:
        yield (
            place,
            f"there is no figure '{item}'",
            f"an item of {data.get('figures', 'a figures source')}",
        )


def _document_figures(workspace: Workspace, data: dict[str, Any]) -> set[Any] | None:
    """The items of the document's figures; None if they cannot be read: that is the fault then."""
    if "figures" not in data:
        return set()
    try:
        return set(read_figures(workspace, str(data["figures"])).index)
    except InputError:
        return None


def _place(workspace: Workspace, data: dict[str, Any]) -> Iterator[Found]:
    number, country = data.get("municipality"), data.get("country")
    if isinstance(number, str) and re.fullmatch(_NUMBER, number):
        # The numbers of Norway and Sweden overlap.
        country = country if country in ("NO", "SE") else None
        look = partial(find_municipality, workspace, number, country)
        yield from _fault_of(look, ("municipality",))


def _fault_of(
    read: Callable[[], Any],
    location: Location,
    known: str = "a number in data/reference/municipalities.toml",
) -> Iterator[Found]:
    try:
        read()
    except InputError as error:
        for fault in error.faults:
            yield location, f"{fault.file}: {fault.found}", fault.accepted
    except ParameterError as error:
        yield location, str(error).split(". ")[0], known
