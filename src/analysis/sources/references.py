"""Names within a programme file: those that are there twice, and those that name nothing.

Works on the plain contents of a file, which may have any other fault besides.
"""

from collections.abc import Iterator
from typing import Any

from analysis.sources.toml import Location

Found = tuple[Location, str, str]
"""Where in the file, what is wrong there, and what is accepted."""

_DEFINED = (
    *("parties", "indicators", "readings", "packages", "measures", "scale", "rivals"),
    *("network.themes", "network.waves", "network.outcomes"),
    *("review.versions", "review.goals", "review.plans", "review.projects", "review.dialogues"),
    *("outlook.groups", "outlook.projections", "outlook.projections.alternatives"),
    *("outlook.conclusions", "outlook.aims", "outlook.missing"),
)
"""The lists in which every item has an id of its own."""

_NAMED = (
    ("measures.package", "packages"),
    ("measures.point.undertakings.indicators", "indicators"),
    ("targets.indicator", "indicators"),
    ("assessments.measure", "measures"),
    ("assessments.party", "parties"),
    ("assessments.verdict", "scale"),
    ("action.by", "parties"),
    ("network.counts.by", "parties"),
    ("network.dates.by", "parties"),
    ("network.outcomes.by", "parties"),
    ("network.outcomes.theme", "network.themes"),
    ("network.disagreements.versions.by", "parties"),
    ("network.experiences_by", "parties"),
    ("network.effect.indicator", "indicators"),
    ("review.goals.statements.party", "parties"),
)
"""Where an id stands, and the list that it is from."""


def repeated_ids(data: dict[str, Any]) -> Iterator[Found]:
    """Ids that two items of one list have."""
    for name in _DEFINED:
        for place, listed in _standing(data, name.split(".")):
            yield from _repeated(place, listed)


def dangling_ids(data: dict[str, Any]) -> Iterator[Found]:
    """Ids that name no item of the list they are from."""
    for name, named in _NAMED:
        known = _ids(data, named)
        for place, item in each(data, name):
            if isinstance(item, str) and item not in known:
                kind = named.rpartition(".")[2]
                accepted = f"one of the {kind}: {', '.join(known) or 'none are defined'}"
                yield place, f"there is no '{item}'", accepted


def items(data: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the tables of the list ``name``, each with its place; what is no table is left out."""
    found = data.get(name)
    listed = found if isinstance(found, list) else []
    return [(index, item) for index, item in enumerate(listed) if isinstance(item, dict)]


def each(data: dict[str, Any], name: str) -> Iterator[tuple[Location, Any]]:
    """Everything that stands at ``name`` (``network.outcomes.by``) and where; the items of a list
    one by one."""
    for place, found in _standing(data, name.split(".")):
        if isinstance(found, list):
            yield from (((*place, index), item) for index, item in enumerate(found))
        else:
            yield place, found


def _repeated(place: Location, listed: Any) -> Iterator[Found]:
    seen: set[str] = set()
    for index, item in enumerate(listed if isinstance(listed, list) else []):
        identifier = item.get("id") if isinstance(item, dict) else None
        if not isinstance(identifier, str):
            continue
        if identifier in seen:
            yield (*place, index, "id"), f"'{identifier}' is used twice", "a name of its own"
        seen.add(identifier)


def _ids(data: dict[str, Any], name: str) -> list[str]:
    tables = [item for _, item in each(data, name) if isinstance(item, dict)]
    return [item["id"] for item in tables if isinstance(item.get("id"), str)]


def _standing(part: Any, names: list[str], place: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Everything that stands below ``part`` at ``names``, in each item of the lists on the way."""
    if not names:
        yield place, part
    elif isinstance(part, list):
        for index, item in enumerate(part):
            yield from _standing(item, names, (*place, index))
    elif isinstance(part, dict) and names[0] in part:
        yield from _standing(part[names[0]], names[1:], (*place, names[0]))
