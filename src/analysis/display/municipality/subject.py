"""A municipality and all that it takes part in."""

from dataclasses import dataclass
from typing import Literal

from analysis.display.subjects import AnySubject
from analysis.evaluation.municipality import Panel, Unread
from analysis.model.definitions import Programme
from analysis.model.places import Municipality

Part = Literal["own", "named", "doubtful"]
"""A programme of its own; one whose list names it; one whose list does, without certainty."""


@dataclass(frozen=True)
class MunicipalitySubject(AnySubject):
    """Whose page it is, from what, as of when, for which readers.

    ``number`` names the place in parameters and folders: its number today, with the country
    before it where both countries use the number. ``taking_part`` are its programmes with the way
    in which it takes part. ``unread`` are the files that could not be
    read and may concern the place. ``panel`` is what is held of indicators.
    """

    municipality: Municipality
    number: str
    taking_part: tuple[tuple[Programme, Part], ...]
    unread: tuple[Unread, ...]
    panel: Panel

    @property
    def place(self) -> str:
        return self.municipality.name

    @property
    def programmes(self) -> tuple[Programme, ...]:
        return tuple(programme for programme, _ in self.taking_part)

    @property
    def parameters(self) -> dict[str, str]:
        return {
            "municipality": self.number,
            "as_of": str(self.as_of),
            "language": self.language.code,
        }

    @property
    def _parts(self) -> tuple[str, ...]:
        return (self.number,)
