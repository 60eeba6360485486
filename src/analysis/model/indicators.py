"""The indicators that Tiltak knows: what each one is, and with which it must not be compared."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions import Break, Definition, Direction, Identifier
from analysis.model.places import Country
from analysis.model.provenance import STORE
from analysis.model.texts import LANGUAGES, Text

UnitKind = Literal[
    "percent", "persons", "full_time_equivalents", "man_days", "index", "scale", "points"
]
Service = Literal["own", "kolada", "ssb", "scb", "ks", "published"]
SickLeaveTotal = Literal["employees", "wider"]
"""All sick leave, that of the municipality's own employees or of more."""
PeriodKind = Literal["year", "half", "tertial", "quarter", "month"]


class Unit(Definition):
    """What values are counted in. A percentage says of what: those of different wholes are
    different units. ``lowest`` and ``highest`` are what a value can be at all."""

    id: Identifier
    kind: UnitKind
    title: Text
    lowest: float | None = None
    highest: float | None = None

    def holds(self, value: float) -> bool:
        """Whether ``value`` can be a value in this unit."""
        low = self.lowest is None or self.lowest <= value
        return low and (self.highest is None or value <= self.highest)


class SourceId(Definition):
    """Where values are found: ``id`` is the KPI of Kolada, the table of SSB or SCB ("" where it is
    not known), or the data set below data/sources. ``own`` is the municipality's own count."""

    service: Service
    id: str = ""

    @model_validator(mode="after")
    def _names_what_it_is(self) -> "SourceId":
        needed = {"kolada": True, "published": True, "own": False, "ks": False}
        if needed.get(self.service, bool(self.id)) != bool(self.id):
            raise _refusal(
                f"found {self.service} with id '{self.id}'",
                "an id for kolada and published, none for own and ks",
            )
        return self


class Refusal(Definition):
    """None of ``these`` may be drawn on one axis with any of ``those``, and why."""

    these: tuple[Identifier, ...] = Field(min_length=1)
    those: tuple[Identifier, ...] = Field(min_length=1)
    reason: Text

    def parts(self, first: str, second: str) -> bool:
        """Whether it keeps the two apart, either way round."""
        ahead = first in self.these and second in self.those
        return ahead or (second in self.these and first in self.those)


class RegisteredIndicator(Definition):
    """An indicator as the registry defines it.

    ``adds`` says that values of municipalities that merged are added up; otherwise ``weight`` is
    the indicator to weight their mean with, if there is one. Groups with fewer than ``minimum_n``
    are never shown; more than 7 only by the rule of the source, ``minimum_n_rule``.
    ``includes_self_certified`` is for sick leave, and ``sick_leave`` for what is the total of it:
    only that is called sick leave in sentences.
    """

    id: Identifier
    country: Country | None = None
    title: Text
    definition: Text
    unit: Identifier
    direction: Direction
    decimals: int = Field(default=1, ge=0, le=4)
    periods: tuple[PeriodKind, ...] = Field(min_length=1)
    sources: tuple[SourceId, ...] = Field(min_length=1)
    sexes: bool = False
    adds: bool = False
    weight: Identifier | None = None
    minimum_n: int = Field(default=7, ge=7)
    minimum_n_rule: Text | None = None
    includes_self_certified: bool | None = None
    sick_leave: SickLeaveTotal | None = None
    breaks: tuple[Break, ...] = ()

    @model_validator(mode="after")
    def _says_why_it_hides_more(self) -> "RegisteredIndicator":
        if (self.minimum_n > 7) != (self.minimum_n_rule is not None):
            rule = "a rule" if self.minimum_n_rule else "no rule"
            raise _refusal(
                f"found minimum_n {self.minimum_n} and {rule}",
                "a minimum_n_rule where minimum_n is more than 7, and only there",
            )
        if self.adds and self.weight:
            raise _refusal("found adds and a weight", "one of them: what adds needs no weight")
        return self

    def breaks_within(self, first: date, last: date) -> tuple[Break, ...]:
        """The breaks that a series from ``first`` to ``last`` runs across."""
        return tuple(found for found in self.breaks if first < found.at.start <= last)


class Registry(Definition):
    """All indicators, their units, and the reason where only the units differ, in which
    ``{first}`` and ``{second}`` stand for them."""

    different_units: Text
    units: tuple[Unit, ...]
    indicators: tuple[RegisteredIndicator, ...]
    never_compare: tuple[Refusal, ...] = ()

    @property
    def counts(self) -> frozenset[str]:
        """The indicators whose values are added where municipalities merged."""
        return frozenset(item.id for item in self.indicators if item.adds)

    @property
    def weights(self) -> dict[str, str]:
        """The indicators that have a weight, each with the indicator to weight it with."""
        return {item.id: item.weight for item in self.indicators if item.weight}

    def indicator(self, identifier: str) -> RegisteredIndicator:
        """Return the indicator called ``identifier``; LookupError if there is none."""
        for item in self.indicators:
            if item.id == identifier:
                return item
        raise LookupError(identifier)

    def unit(self, identifier: str) -> Unit:
        """Return the unit called ``identifier``; LookupError if there is none."""
        for item in self.units:
            if item.id == identifier:
                return item
        raise LookupError(identifier)

    def of_source(self, service: str, identifier: str) -> tuple[RegisteredIndicator, ...]:
        """Return the indicators that are found at ``service`` under ``identifier``."""
        return tuple(
            item
            for item in self.indicators
            if any((at.service, at.id) == (service, identifier) for at in item.sources)
        )

    def known_as(self, source: str, series: str) -> RegisteredIndicator | None:
        """Return the indicator whose figures ``source`` calls ``series``.

        The one with that id; else the one with that KPI at Kolada; else the only one of the
        source's data set: a snapshot's name without its date, or a table of SSB or SCB in the
        store, which writes their names in capitals. None if there is none, or if several are of
        that data set.
        """
        service, _, table = source.removeprefix(STORE).partition("/")
        data_set = source.rpartition("/")[0]
        for found in (
            tuple(item for item in self.indicators if item.id == series),
            self.of_source("kolada", series),
            (*self.of_source(service.casefold(), table), *self.of_source("published", data_set)),
        ):
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def may_compare(self, first: str, second: str) -> Text | None:
        """Return None if the two indicators may share an axis, else the reason why not.

        The same either way round. LookupError for an indicator that is not in the registry.
        """
        one, other = self.indicator(first), self.indicator(second)
        if one.id == other.id:
            return None
        for refusal in self.never_compare:
            if refusal.parts(first, second):
                return refusal.reason
        if one.unit == other.unit:
            return None
        return _filled(self.different_units, self.unit(one.unit), self.unit(other.unit))

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], Text]]:
        """Every text of the registry with its place in the file."""
        yield ("different_units",), self.different_units
        for number, unit in enumerate(self.units):
            yield ("units", number, "title"), unit.title
        for number, item in enumerate(self.indicators):
            at: tuple[str | int, ...] = ("indicators", number)
            yield (*at, "title"), item.title
            yield (*at, "definition"), item.definition
            if item.minimum_n_rule:
                yield (*at, "minimum_n_rule"), item.minimum_n_rule
            for place, found in enumerate(item.breaks):
                yield (*at, "breaks", place, "note"), found.note
        for number, refusal in enumerate(self.never_compare):
            yield ("never_compare", number, "reason"), refusal.reason


def _filled(pattern: Text, one: Unit, other: Unit) -> Text:
    versions = {}
    for code in LANGUAGES:
        first, second = one.title.best(code)[0], other.title.best(code)[0]
        words = pattern.best(code)[0]
        versions[code] = words.replace("{first}", first).replace("{second}", second)
    return Text(tuple(versions.items()))


def _refusal(found: str, accepted: str) -> PydanticCustomError:
    context = {"found": found, "accepted": accepted}
    return PydanticCustomError("indicator", "{found}", context)
