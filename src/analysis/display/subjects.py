"""Whose a report is, about what, as of when: what every report is opened with."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from analysis.display.languages import Language
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.places import Municipality
from analysis.model.provenance import Source


@dataclass(frozen=True)
class AnySubject(ABC):
    """From what a report is made, as of when, for readers of which language.

    Of one programme (:class:`Subject`), or of a place and all that it takes part in.
    """

    municipality: Municipality | None
    as_of: Period
    language: Language
    sources: tuple[Source, ...]

    @property
    @abstractmethod
    def place(self) -> str:
        """The name above the report."""

    @property
    @abstractmethod
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes that the report is about."""

    @property
    @abstractmethod
    def parameters(self) -> dict[str, str]:
        """The parameters in full, all of them strings."""

    @property
    def folder(self) -> tuple[str, ...]:
        """Where the report belongs, below the folder of its template."""
        return (*self._parts, str(self.as_of), self.language.code)

    @property
    @abstractmethod
    def _parts(self) -> tuple[str, ...]:
        """What tells the report from others of its template, date and language."""


@dataclass(frozen=True)
class Subject(AnySubject):
    """Whose report it is, about which programme, from what, as of when, for which readers."""

    programme: Programme

    @property
    def place(self) -> str:
        """The municipality's name, or the country's code for a programme of many."""
        return self.municipality.name if self.municipality else self.programme.country

    @property
    def programmes(self) -> tuple[Programme, ...]:
        return (self.programme,)

    @property
    def parameters(self) -> dict[str, str]:
        return {
            "programme": self.programme.id,
            "municipality": self.municipality.number_today if self.municipality else "",
            "as_of": str(self.as_of),
            "language": self.language.code,
        }

    @property
    def _parts(self) -> tuple[str, ...]:
        place: str = self.programme.country
        if self.municipality:
            place = self.municipality.number_today
        return (self.programme.id, place)
