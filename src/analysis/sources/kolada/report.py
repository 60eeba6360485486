"""What a fetch did not bring, and why: nothing asked for is silently missing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.errors import Fault
from analysis.sources.kolada.rows import Key

SHOWN = 5
FAR_APART = timedelta(days=1)


@dataclass(frozen=True)
class Unknown:
    """An id that was asked for, that Kolada does not list, and what to do about it."""

    id: str
    explanation: str

    def __str__(self) -> str:
        return f"{self.id}: {self.explanation}"


@dataclass(frozen=True)
class FetchReport:
    """What was asked for, and what became of it.

    ``figures`` is how many observations there are. ``words`` counts Kolada's statuses as it
    wrote them, among them the ``unknown_words`` without a meaning here. ``empty`` were reported
    without a value and are missing. ``deleted`` are withdrawn by Kolada, ``repeated`` came more
    than once, the same, ``not_asked`` are of other KPIs, places or years: all three are left out.
    ``faults`` lists what could not be read and is left out. ``unknown`` are ids Kolada does not
    list; nothing was asked for them. ``unanswered`` are the KPI, place and year of all that was
    asked for and has no observation at all.
    """

    kpis: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    figures: int
    words: Mapping[str, int]
    unknown_words: Mapping[str, int]
    empty: int
    deleted: int
    repeated: int
    not_asked: int
    faults: tuple[Fault, ...]
    unknown: tuple[Unknown, ...]
    unanswered: tuple[Key, ...]
    oldest: datetime
    newest: datetime
    kept: bool

    def unanswered_by_kpi(self) -> dict[str, int]:
        """How many places and years have nothing, per KPI that lacks any."""
        return dict(Counter(kpi for kpi, _, _ in self.unanswered))

    def lines(self) -> list[str]:
        """The report in English, a line each; what did not happen is not mentioned."""
        whole = len(self.kpis) * len(self.places) * len(self.years)
        asked = " × ".join(
            (
                _many(len(self.kpis), "KPI"),
                _many(len(self.places), "place"),
                _many(len(self.years), "year"),
            )
        )
        first = f"Kolada: {self.figures} figures for {asked}"
        return [
            f"{first}; {whole - len(self.unanswered)} of {whole} were answered.",
            *self._ages(),
            *(str(entry) for entry in self.unknown),
            *self._left_out(),
            *self._words(),
            *self._unanswered(),
            *map(str, self.faults),
        ]

    def _ages(self) -> list[str]:
        lines = []
        if self.kept:
            lines.append(f"Taken from the cache: fetched {self.oldest:%Y-%m-%d}.")
        if self.newest - self.oldest > FAR_APART:
            span = f"{self.oldest:%Y-%m-%d} to {self.newest:%Y-%m-%d}"
            lines.append(f"The answers are from {span}: some figures may be revised since.")
        return lines

    def _left_out(self) -> list[str]:
        told = (
            (self.deleted, "withdrawn by Kolada (isdeleted), left out"),
            (self.repeated, "more than once and the same, kept once"),
            (self.not_asked, "of what was not asked for, left out"),
            (self.empty, "reported without a value, kept as missing"),
        )
        lines = [f"{_many(count, 'figure')} {what}." for count, what in told if count]
        if self.faults:
            lines.append(f"Malformed or contradictory, left out, below: {len(self.faults)}.")
        return lines

    def _words(self) -> list[str]:
        return [
            f"Status '{word}' is not known here: {_many(count, 'figure')}, kept as reported "
            "where there is a value, else as missing."
            for word, count in sorted(self.unknown_words.items())
        ]

    def _unanswered(self) -> list[str]:
        return [
            f"{kpi}: nothing for {count} of {len(self.places) * len(self.years)} places and "
            f"years, such as {_examples([key for key in self.unanswered if key[0] == kpi])}."
            for kpi, count in self.unanswered_by_kpi().items()
        ]


def unanswered(
    kpis: Iterable[str], places: Sequence[str], years: Sequence[int], answered: set[Key]
) -> tuple[Key, ...]:
    """All that was asked for and is not among ``answered``."""
    asked = ((kpi, place, year) for kpi in kpis for place in places for year in years)
    return tuple(key for key in asked if key not in answered)


def _examples(keys: Sequence[Key]) -> str:
    return ", ".join(f"{place} {year}" for _, place, year in keys[:SHOWN])


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
