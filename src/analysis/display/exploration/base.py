"""What all views need: whose figures they are, their words and their numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.display.blocks import TableBlock
from analysis.display.figures import Illustrated
from analysis.display.languages import Language, Phrase, phrase
from analysis.evaluation.exploration import Explored
from analysis.model.provenance import Source
from analysis.model.texts import Text

Company = Literal["none", "beside", "peers"]
"""What stands beside the own figures in a view."""


@dataclass(frozen=True)
class About:
    """Whose figures are shown, for readers of which language, from which sources: ``sources`` of
    the own figures, ``beside_sources`` of those beside them, ``peer_sources`` of the peers'.

    ``unit`` is what values are counted in, if the registry says it; ``beside`` the name of the
    series beside the own one, ``peers`` that of the peers; ``names`` are those of municipalities
    by number. ``name`` begins the names of the blocks, which must differ on a page.
    """

    place: str
    language: Language
    sources: tuple[Source, ...]
    beside_sources: tuple[Source, ...] = ()
    peer_sources: tuple[Source, ...] = ()
    unit: Text | None = None
    beside: Text | None = None
    peers: str = ""
    names: dict[str, str] | None = None
    name: str = "explored"
    caveats: tuple[Text, ...] = ()


class Base(Illustrated):
    """What is seen, and the words, numbers and tables that several views share."""

    def __init__(self, seen: Explored, about: About):
        self.seen, self.about = seen, about
        self._language, self._say = about.language, about.language.say

    @property
    def _title(self) -> Phrase:
        return self._language.text(self.seen.indicator.title)

    @property
    def _unit(self) -> Phrase:
        if self.about.unit is not None:
            return self._language.text(self.about.unit)
        say = self._say
        names = {
            "percent": say("per cent"),
            "persons": say("persons"),
            "points": say("points"),
            "index": say("index"),
            "full_time_equivalents": say("full-time equivalents"),
        }
        return names.get(self.seen.indicator.unit, say("number"))

    def _number(self, value: float | None, signed: bool = False) -> Phrase:
        if value is None or pd.isna(value):
            return phrase("–")
        return phrase(self._language.number(float(value), self.seen.indicator.decimals, signed))

    def _quantity(self, value: float) -> Phrase:
        indicator = self.seen.indicator
        return self._language.quantity(value, indicator.unit, indicator.decimals)

    def _base(self, drawn: Sequence[float]) -> float:
        """Where an axis starts: below everything drawn, at a whole number, never below nought
        unless a value is."""
        lowest = min(drawn, default=0.0)
        span = max(drawn, default=1.0) - lowest
        step = 10.0 ** max(0, math.floor(math.log10(span or 1)))
        below = (math.floor(lowest / step) - 1) * step
        return below if lowest < 0 else max(0.0, below)

    def _axis_note(self, base: float) -> Phrase:
        return self._say("The axis starts at {base}.", base=self._language.number(base, 0))

    @property
    def invented(self) -> Phrase | None:
        """The warning that figures are invented, or None if none are."""
        every = (*self.used("beside"), *self.about.peer_sources)
        if not any(source.synthetic for source in every):
            return None
        return self._say("Invented figures, for trial only. They describe no real municipality.")

    def used(self, with_: Company = "none") -> tuple[Source, ...]:
        """The sources of the own figures, and of what stands beside them."""
        more = {"beside": self.about.beside_sources, "peers": self.about.peer_sources}
        return tuple(dict.fromkeys((*self.about.sources, *more.get(with_, ()))))

    def _source(self, with_: Company = "none") -> Phrase:
        """Return "Source: producer, producer"."""
        names = dict.fromkeys(source.producer for source in self.used(with_))
        if not names:
            return self._say("Source: not stated.")
        return self._say("Source: {producer}.", producer=self._language.listed(names))

    def _notes(self, with_: Company) -> list[Phrase]:
        """What must be said wherever the figures are shown."""
        told = dict.fromkeys(text for source in self.used(with_) for text in source.required)
        required = [self._language.text(text) for text in told]
        return [*([self.invented] if self.invented else []), *required]

    def _table(
        self,
        name: str,
        caption: Phrase,
        columns: Sequence[Phrase],
        rows: Sequence[tuple[Phrase, ...]],
        frame: pd.DataFrame,
        notes: Sequence[Phrase] = (),
        with_: Company = "none",
    ) -> TableBlock:
        """A table of one column of names and any number of columns of numbers."""
        numeric = (False, *(True,) * (len(columns) - 1))
        told = (*notes, *self._notes(with_))
        return TableBlock(
            self._called(name), caption, tuple(columns), tuple(rows), numeric, frame, told,
            self._source(with_),
        )  # fmt: skip

    def _called(self, name: str) -> str:
        return f"{self.about.name}-{name}"

    def _status(self, status: str, quality: str) -> Phrase:
        """Why a value is as it is, in words; nothing of a plainly reported one."""
        say = self._say
        if quality == "doubtful":
            return say("doubtful")
        if quality == "approximate":
            return say("approximate")
        words = {
            "provisional": say("provisional"),
            "revised": say("revised"),
            "implied": say("worked out from others"),
            "missing": say("missing"),
            "suppressed": say("hidden"),
            "not_applicable": say("not applicable"),
        }
        return words.get(status, phrase(""))
