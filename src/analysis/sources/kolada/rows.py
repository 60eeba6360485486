"""Reading Kolada's rows of figures, of which none may be lost unseen or changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import Fault
from analysis.sources.kolada.fields import (
    KPI,
    PLACE,
    Wrong,
    count_of,
    deleted_of,
    gender_of,
    id_of,
    value_of,
    word_of,
    year_of,
)
from analysis.sources.messages import short

STATUSES = {
    "": "reported",
    "missing": "missing",
    "privacy": "suppressed",
    "not applicable": "not_applicable",
}
"""Kolada's words, in small letters, and the statuses of observations."""

Key = tuple[str, str, int]
"""KPI, municipality or group, year."""


@dataclass(frozen=True)
class Figure:
    """One figure as Kolada gives it. ``count`` is the number of municipalities behind it."""

    kpi: str
    place: str
    year: int
    gender: str
    value: float | None
    status: str
    count: int | None

    @property
    def key(self) -> Key:
        return self.kpi, self.place, self.year


@dataclass
class Rows:
    """Reads rows, one page after the other, and counts all that it meets.

    ``figures`` by (key, gender). ``words`` counts every status as Kolada wrote it, ``unknown``
    those of them without a meaning here. ``deleted`` figures are withdrawn by Kolada.
    ``repeated`` is how many came again, the same. ``empty`` is how many are reported without a
    value and therefore missing. ``faults`` lists what could not be read, with its place: none of
    it is among the figures.
    """

    figures: dict[tuple[Key, str], Figure] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    deleted: int = 0
    repeated: int = 0
    empty: int = 0
    faults: list[Fault] = field(default_factory=list)
    _torn: set[tuple[Key, str]] = field(default_factory=set, repr=False)

    def add(self, rows: Iterable[Any], place: str) -> None:
        """Read ``rows``, which came from ``place`` and are counted from 1 there."""
        for line, row in enumerate(rows, 1):
            try:
                self._row(row, place, line)
            except Wrong as wrong:
                self._fault(wrong, place, line)

    def _row(self, row: Any, place: str, line: int) -> None:
        if not isinstance(row, Mapping):
            raise Wrong("", row, "a row with kpi, municipality, period and values")
        items = row.get("values")
        if deleted_of(row):
            self.deleted += len(items) if isinstance(items, list) else 1
            return
        key = id_of(row, "kpi", KPI), id_of(row, "municipality", PLACE), year_of(row)
        if not isinstance(items, list):
            raise Wrong("values", items, "a list of figures")
        for item in items:
            try:
                self._figure(key, item)
            except Wrong as wrong:
                self._fault(wrong, place, line, " ".join(map(str, key)))

    def _figure(self, key: Key, item: Any) -> None:
        if not isinstance(item, Mapping):
            raise Wrong("values", item, "a figure with gender, status, count and value")
        if deleted_of(item):
            self.deleted += 1
            return
        word, gender = word_of(item), gender_of(item)
        value, count = value_of(item), count_of(item)
        status = STATUSES.get(word.strip().casefold())
        if status in ("missing", "suppressed", "not_applicable") and value is not None:
            raise Wrong("value", value, f"no value where the status is '{word}'")
        self.words[word] += 1
        if status is None:
            self.unknown[word] += 1
        elif status == "reported" and value is None:
            self.empty += 1
        if value is None and status in (None, "reported"):
            status = "missing"
        self._keep(Figure(*key, gender, value, status or "reported", count))

    def _keep(self, figure: Figure) -> None:
        identity = figure.key, figure.gender
        other = self.figures.get(identity)
        if identity in self._torn or (other is not None and other != figure):
            # Which of the two holds is not ours to say: neither does.
            self._torn.add(identity)
            self.figures.pop(identity, None)
            told = tuple(_told(each) for each in (other, figure) if each is not None)
            raise Wrong("value", told, "the same figure whenever it comes again; left out")
        self.repeated += other is not None
        self.figures[identity] = figure

    def _fault(self, wrong: Wrong, place: str, line: int, about: str = "") -> None:
        key, found, accepted = wrong.args
        subject = f"{about} {key}".strip()
        self.faults.append(Fault(place, line, subject, f"found {short(found)}", accepted))


def _told(figure: Figure) -> float | str:
    return figure.status if figure.value is None else figure.value
