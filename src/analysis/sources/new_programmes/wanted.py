"""What is known of a new programme, checked before anything is imported or written."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from analysis.errors import ParameterError
from analysis.model.definitions import Indicator, Tier
from analysis.model.indicators import RegisteredIndicator, Registry
from analysis.model.periods import Period
from analysis.model.places import Country, Municipality
from analysis.sources.indicators import read_registry
from analysis.sources.municipalities import find_municipality
from analysis.sources.workspace import Workspace

Aim = tuple[Tier, Period, float]
"""A target: its tier, the period by which, and the value."""

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Wanted:
    """What a new programme is to be called, and what is known of it. ``series`` is what its
    figures are called in the store."""

    identifier: str
    series: str
    municipality: str
    start: Period
    targets: tuple[Aim, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Checked:
    """What is wanted, with the indicator of the registry, its kind of unit and the municipality
    it names."""

    wanted: Wanted
    registered: RegisteredIndicator
    unit: str
    place: Municipality

    @property
    def country(self) -> Country:
        return self.place.country


def programme_path(workspace: Workspace, identifier: str) -> Path:
    """Return where the file of a programme stands. ParameterError for what can be no id of one."""
    if not _ID.fullmatch(identifier):
        raise ParameterError(
            f"'{identifier}' is no id of a programme. Accepted: small letters, digits, - "
            "and _, a letter first."
        )
    return workspace.programmes / f"{identifier}.toml"


def check_wanted(workspace: Workspace, wanted: Wanted) -> Checked:
    """Return what is wanted once it can be written. ParameterError says what it lacks: an id, an
    indicator of the registry, a municipality, one target for each period and tier."""
    programme_path(workspace, wanted.identifier)
    if _UNPRINTABLE.search(wanted.title):
        raise ParameterError("the title has signs that cannot be printed. Accepted: a line.")
    registry = read_registry(workspace)
    registered = _registered(registry, wanted.series)
    place = find_municipality(workspace, wanted.municipality, registered.country)
    _check_targets(wanted, registered)
    return Checked(wanted, registered, registry.unit(registered.unit).kind, place)


def _registered(registry: Registry, series: str) -> RegisteredIndicator:
    found = registry.known_as("", series)
    if found is None or found not in usable(registry):
        own = [
            item.id
            for item in usable(registry)
            if any(place.service == "own" for place in item.sources)
        ]
        raise ParameterError(
            f"no programme can be written on '{series}': data/reference/indicators.toml does not "
            f"say what it is. Of a municipality's own figures it knows: {', '.join(own)}."
        )
    return found


def usable(registry: Registry) -> tuple[RegisteredIndicator, ...]:
    """Return the indicators whose unit is one that a programme can have."""
    kinds = get_args(Indicator.model_fields["unit"].annotation)
    return tuple(item for item in registry.indicators if registry.unit(item.unit).kind in kinds)


def _check_targets(wanted: Wanted, registered: RegisteredIndicator) -> None:
    named = [(tier, period) for tier, period, _ in wanted.targets]
    if len(set(named)) < len(named):
        raise ParameterError("a period has two targets of one tier. Accepted: one of each.")
    desired = {period: value for tier, period, value in wanted.targets if tier == "desired"}
    sign = -1 if registered.direction == "decrease" else 1
    for tier, period, value in wanted.targets:
        aimed = desired.get(period, value)
        if tier == "acceptable" and sign * (value - aimed) > 0:
            raise ParameterError(
                f"what is good enough by {period}, {value}, is stricter than the target {aimed}. "
                "Accepted: a value no stricter."
            )
