"""The indicator registry, data/reference/indicators.toml."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.definitions import Indicator
from analysis.model.indicators import RegisteredIndicator, Registry, SickLeaveTotal
from analysis.model.texts import LANGUAGES
from analysis.sources.toml import Lines, Location, dotted, read_toml, validate
from analysis.sources.workspace import Workspace

_Found = tuple[Location, str, str]

_LANGUAGE = "en"
"""That of faults and of what the commands print."""


def registry_path(workspace: Workspace) -> Path:
    """Where the registry is."""
    return workspace.reference("indicators.toml")


def read_registry(workspace: Workspace) -> Registry:
    """Return the registry, checked. InputError lists every fault with its line: unknown keys,
    ids that occur twice or name nothing, texts that lack a language, sources claimed twice."""
    path = registry_path(workspace)
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _checked(path, workspace.relative(path), changed)


@lru_cache(maxsize=8)
def _checked(path: Path, label: str, _changed: int) -> Registry:
    """The registry as it was at its last change: a batch asks for it hundreds of times."""
    data, text = read_toml(path, label)
    lines = Lines(text)
    registry, faults = validate(Registry, data, lines, label)
    if registry is None:
        raise InputError(faults)
    found = [
        Fault(label, lines.of(location), dotted(location), problem, accepted)
        for location, problem, accepted in _faults(registry)
    ]
    if found:
        raise InputError(sorted(found, key=lambda fault: (fault.line or 0, fault.key)))
    return registry


def find_indicator(workspace: Workspace, identifier: str) -> RegisteredIndicator:
    """Return the indicator called ``identifier``. ParameterError names those there are."""
    registry = read_registry(workspace)
    try:
        return registry.indicator(identifier)
    except LookupError:
        known = ", ".join(item.id for item in registry.indicators)
        raise ParameterError(f"no indicator is called '{identifier}'. Known: {known}.") from None


def total_of_sick_leave(workspace: Workspace, indicator: Indicator) -> SickLeaveTotal | None:
    """Return which total of sick leave an indicator of a programme is; None if it is none.

    One that is ``registered`` is what the registry says. Any other is called by its title, whatever
    its figures were imported as, unless its id is sick_leave; then it is what the registry knows
    of the figures, else the employees'.
    """
    registry = read_registry(workspace)
    if indicator.registered is not None:
        return registry.indicator(indicator.registered).sick_leave
    if indicator.id != "sick_leave":
        return None
    known = registry.known_as(indicator.source or "", indicator.figures_id)
    return known.sick_leave if known else "employees"


def what_is_known(
    registry: Registry, source: str, series: str, first: date, last: date
) -> list[str]:
    """Return lines, in English, on figures from ``first`` to ``last`` that ``source`` calls
    ``series``: the indicator's name and unit, and every break of its definition in between.
    None for what the registry does not know."""
    item = registry.known_as(source, series)
    if item is None:
        return []
    unit = registry.unit(item.unit)
    lines = [f"{item.title[_LANGUAGE]}; {unit.title[_LANGUAGE]} ({item.id})"]
    for found in item.breaks_within(first, last):
        lines.append(f"break at {found.at}: {found.note[_LANGUAGE]}")
    return lines


def _faults(registry: Registry) -> Iterator[_Found]:
    yield from _twice("units", [unit.id for unit in registry.units])
    yield from _twice("indicators", [item.id for item in registry.indicators])
    yield from _languages(registry)
    yield from _references(registry)
    yield from _claimed_twice(registry)


def _twice(table: str, identifiers: list[str]) -> Iterator[_Found]:
    seen: set[str] = set()
    for number, identifier in enumerate(identifiers):
        if identifier in seen:
            yield (table, number, "id"), f"'{identifier}' is there already", "an id of its own"
        seen.add(identifier)


def _languages(registry: Registry) -> Iterator[_Found]:
    for location, text in registry.texts():
        if lacking := [code for code in LANGUAGES if code not in text]:
            yield location, f"lacks {', '.join(lacking)}", f"a text in {', '.join(LANGUAGES)}"
    for code, words in registry.different_units.items():
        if "{first}" not in words or "{second}" not in words:
            problem = f"the text for '{code}' does not name both units"
            yield ("different_units",), problem, "a text with {first} and {second}"


def _references(registry: Registry) -> Iterator[_Found]:
    known = {item.id: item for item in registry.indicators}
    units = {unit.id for unit in registry.units}
    for number, item in enumerate(registry.indicators):
        at: Location = ("indicators", number)
        if item.unit not in units:
            yield (*at, "unit"), f"there is no unit '{item.unit}'", ", ".join(sorted(units))
        if item.weight is not None:
            weight = known.get(item.weight)
            if weight is None or not weight.adds:
                problem = f"'{item.weight}' is no indicator that adds"
                adding = ", ".join(sorted(registry.counts))
                yield (*at, "weight"), problem, adding or "an indicator with adds = true"
    yield from _refusals(registry, set(known))


def _refusals(registry: Registry, known: set[str]) -> Iterator[_Found]:
    for number, refusal in enumerate(registry.never_compare):
        at: Location = ("never_compare", number)
        for side, identifiers in (("these", refusal.these), ("those", refusal.those)):
            for identifier in identifiers:
                if identifier not in known:
                    yield (*at, side), f"there is no indicator '{identifier}'", "ids of this file"
        for identifier in sorted(set(refusal.these) & set(refusal.those)):
            yield (
                (*at, "those"),
                f"'{identifier}' is on both sides",
                "two sides without a common id",
            )


def _claimed_twice(registry: Registry) -> Iterator[_Found]:
    # A KPI of Kolada is one indicator; a table of SSB or SCB, or a data set, can hold several.
    claims = [
        (("indicators", number, "sources"), source.id)
        for number, item in enumerate(registry.indicators)
        for source in item.sources
        if source.service == "kolada"
    ]
    counts = Counter(identifier for _, identifier in claims)
    for location, identifier in claims:
        if counts[identifier] > 1:
            problem = f"{identifier} is claimed by {counts[identifier]} indicators"
            yield location, problem, "a KPI that no other indicator has"
