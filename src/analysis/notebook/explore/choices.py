"""What can be chosen, and what is there to choose from."""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from analysis.display.languages import Language
from analysis.errors import InputError, ParameterError
from analysis.model.definitions import Indicator, Programme
from analysis.model.indicators import RegisteredIndicator, Registry
from analysis.model.periods import ACCEPTED, Period
from analysis.model.places import Municipality
from analysis.model.texts import Text
from analysis.notebook.explore.meaning import text_of
from analysis.notebook.panels import Held, read_held
from analysis.sources.indicators import read_registry
from analysis.sources.workspace import Workspace

_KINDS = {"full_time_equivalents", "percent", "persons", "index", "points"}


@dataclass(frozen=True)
class Choice:
    """What is chosen beside programme and municipality; "" leaves it to what is usual.

    ``compare`` is a series on the same axis: "none", "country" or an indicator; "" is what the
    programme names. ``peers`` are "group", numbers, or all whose figures are held. ``groups`` are
    "units" or "breakdown". ``by`` is a kind of period.
    """

    indicator: str = ""
    by: str = ""
    since: str = ""
    until: str = ""
    peers: str = ""
    compare: str = ""
    groups: str = ""

    def changed(self, **chosen: object) -> "Choice":
        """Return the choice with what is named changed; ParameterError for what is no text."""
        given = {name: text_of(value, name) for name, value in chosen.items() if value is not None}
        return replace(self, **given)

    @property
    def given(self) -> dict[str, str]:
        """What was chosen, by name."""
        pairs = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True)
class Choosable:
    """An indicator that can be looked at: as the programme defines it, or as the registry does.

    ``own`` says that the programme names figures of its own for it.
    """

    indicator: Indicator
    registered: RegisteredIndicator | None
    own: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Its titles in all languages, and its name in the registry."""
        registered = (self.registered.id,) if self.registered else ()
        return (*self.indicator.title.values(), *registered)


@dataclass(frozen=True)
class Desk:
    """What lies before somebody who looks at a municipality, with a programme or without one."""

    workspace: Workspace
    language: Language
    municipality: Municipality | None
    programme: Programme | None = None
    as_of: Period | None = field(default=None)

    @cached_property
    def registry(self) -> Registry:
        return read_registry(self.workspace)

    @cached_property
    def held(self) -> Held | None:
        """What snapshots and the store hold of the municipality; None without one."""
        if self.municipality is None:
            return None
        return read_held(self.workspace, self.municipality, self.as_of)

    @cached_property
    def indicators(self) -> dict[str, Choosable]:
        """The indicators with figures, the programme's own first."""
        found = {}
        held = set(self.held.panel.table["indicator"]) if self.held else set()
        for item in self.programme.indicators if self.programme else ():
            registered = self._registered(item)
            if item.source or (registered and registered.id in held):
                found[item.id] = Choosable(item, registered, bool(item.source))
        taken = {item.registered.id for item in found.values() if item.registered}
        for entry in self.registry.indicators:
            if entry.id in held and entry.id not in taken | set(found):
                found[entry.id] = Choosable(defined(entry, self.registry), entry)
        return found

    @property
    def lacking(self) -> tuple[Indicator, ...]:
        """The indicators of the programme that nobody here has figures of."""
        own = self.programme.indicators if self.programme else ()
        return tuple(item for item in own if item.id not in self.indicators)

    def _registered(self, item: Indicator) -> RegisteredIndicator | None:
        if item.source is None:
            try:
                return self.registry.indicator(item.registered or item.id)
            except LookupError:
                return None
        return self.registry.known_as(item.source, item.registered or item.figures_id)


def defined(entry: RegisteredIndicator, registry: Registry) -> Indicator:
    """Return an indicator of the registry as programmes define theirs."""
    kind: Any = registry.unit(entry.unit).kind
    return Indicator(
        id=entry.id,
        title=entry.title,
        unit=kind if kind in _KINDS else ("index" if kind == "scale" else "count"),
        direction=entry.direction,
        definition=entry.definition,
        decimals=entry.decimals,
        where=Text((("en", ", ".join(item.service for item in entry.sources)),)),
        registered=entry.id,
        minimum_n=entry.minimum_n,
    )


def period_of(text: str, name: str) -> Period | None:
    """Return the period that is named, None for none; ParameterError says what is accepted."""
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}. Accepted: {ACCEPTED}.") from None


def readable(error: InputError) -> ParameterError:
    """Return faults of files as one sentence for somebody who only looks."""
    first = error.faults[0]
    return ParameterError(f"the figures cannot be read: {first} `tiltak check` lists all faults.")
