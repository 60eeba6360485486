"""Whose figures are looked at, and what is chosen of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from analysis.display.exploration import ViewName, Views
from analysis.display.languages import Language
from analysis.errors import InputError, ParameterError
from analysis.model.definitions import Programme
from analysis.model.places import Municipality
from analysis.notebook.explore.beside import comparable
from analysis.notebook.explore.choices import Choice, Desk, period_of
from analysis.notebook.explore.looking import chosen_indicator, look
from analysis.notebook.explore.meaning import meant, text_of, unknown
from analysis.notebook.places import place_asked
from analysis.sources.catalogue import find_programme, programme_files
from analysis.sources.municipalities import find_municipality
from analysis.sources.replies import speaks_from
from analysis.sources.workspace import Workspace

CHOICES = (
    *("programme", "municipality", "indicator", "by", "since", "until", "peers", "compare"),
    "groups",
)


class State:
    """A programme or none, a municipality or none, and a choice; what follows from them is worked
    out when it is asked for."""

    def __init__(self, programme: str, municipality: str, language: str) -> None:
        self._workspace = Workspace.find()
        self._language = Language.named(text_of(language, "language"))
        self._programme: Programme | None = None
        self._municipality: Municipality | None = None
        self._choice = Choice()
        self._asked: ViewName = "series"
        self._followers: list[Callable[[], None]] = []
        programme = text_of(programme, "programme")
        municipality = text_of(municipality, "municipality")
        if not programme and not municipality:
            programme = self._usual()
        self._set_place(programme, municipality)

    @cached_property
    def _desk(self) -> Desk:
        as_of, until = None, period_of(self._choice.until, "until")
        if self._programme is not None:
            as_of = self._programme.as_of
            # Replies that cannot be read are no hindrance to looking at figures.
            with suppress(InputError):
                as_of = speaks_from(self._workspace, self._programme)
            if until is not None and until.end > as_of.end:
                as_of = until
        return Desk(self._workspace, self._language, self._municipality, self._programme, as_of)

    @cached_property
    def _views(self) -> Views:
        return look(self._desk, self._choice)

    def _settle(self) -> None:
        """Work out what is chosen, and note the names that were meant. ParameterError says what
        cannot be; a place without figures is told of when its figures are asked for."""
        if not self._choice.given:
            return
        _ = self._views
        if self._choice.indicator:
            item = chosen_indicator(self._desk, self._choice.indicator)
            self._choice = replace(self._choice, indicator=item.indicator.id)
        if self._choice.compare:
            name = meant(self._choice.compare, "series", comparable(self._desk))
            self._choice = replace(self._choice, compare=name)

    def _forget(self) -> None:
        for name in ("_desk", "_views"):
            self.__dict__.pop(name, None)

    def _usual(self) -> str:
        """The first programme with figures of its own."""
        for path in programme_files(self._workspace):
            programme = find_programme(self._workspace, path.stem)
            if programme.municipality and any(item.source for item in programme.indicators):
                return programme.id
        return ""

    def _set_place(self, programme: str, municipality: str) -> None:
        found = self._found_programme(programme) if programme else None
        place = self._asked_for(municipality, found) if municipality else self._place_of(found)
        self._programme, self._municipality = found, place
        self._forget()

    def _asked_for(self, municipality: str, programme: Programme | None) -> Municipality | None:
        if not municipality:
            return None
        if programme is None and (municipality[:1].isdigit() or municipality[2:3] == "-"):
            return place_asked(self._workspace, municipality)[0]
        country = programme.country if programme else None
        return find_municipality(self._workspace, municipality, country)

    def _place_of(self, programme: Programme | None) -> Municipality | None:
        """Whose a programme is; of one of many, the municipality that was looked at before."""
        if programme is None:
            return None
        if programme.municipality:
            return find_municipality(self._workspace, programme.municipality, programme.country)
        before = self._municipality
        return before if before and before.country == programme.country else None

    def _change_place(self, programme: str | None, municipality: str | None) -> None:
        """Another place or programme: what was chosen of the former does not hold for it."""
        wanted, place = text_of(programme, "programme"), text_of(municipality, "municipality")
        if programme is None and self._programme is not None:
            found = self._asked_for(place, None)
            wanted = self._programme.id if _takes(self._programme, found) else ""
        self._set_place(wanted, place)
        self._choice = Choice()

    def _found_programme(self, asked: str) -> Programme:
        known = {path.stem: () for path in programme_files(self._workspace)}
        titles: dict[str, tuple[str, ...]] = dict(known)
        return find_programme(self._workspace, meant(asked, "programme", titles))

    @property
    def _named_place(self) -> str:
        """The municipality's number, where the programme of a report does not say it."""
        programme, place = self._programme, self._municipality
        if place is None or programme is None or programme.municipality:
            return ""
        return place.number_today


def _takes(programme: Programme, place: Municipality | None) -> bool:
    """Whether a municipality can be looked at with a programme: its own, or one of many's."""
    if place is None or not programme.municipality:
        return place is None or place.country == programme.country
    return place.country == programme.country and place.has_number(programme.municipality)


def refuse(unnamed: tuple[object, ...], unknown_names: dict[str, object]) -> None:
    """Raise ParameterError for what was given without a name, or under one that there is not."""
    for value in unnamed:
        raise ParameterError(
            f"say what {value!r} is, as in  explore.choose(indicator={value!r}).  To choose: "
            f"{', '.join(CHOICES)}."
        )
    for name in unknown_names:
        raise ParameterError(unknown(name, "choice", CHOICES))
