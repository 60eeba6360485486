"""Divisions of a country into municipalities, and which numbers became which."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from analysis.model.periods import Period
from analysis.model.places import Change


@dataclass(frozen=True)
class Origin:
    """What a number of today was made of: ``parts`` are the numbers then; ``cut`` is the number
    that was divided on the way, with the day, if one was."""

    parts: frozenset[str]
    cut: tuple[str, date] | None = None


@dataclass(frozen=True)
class Division:
    """Changes of one country, in order of time."""

    changes: tuple[Change, ...]
    _pairs: dict[date, list[tuple[str, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        countries = {change.country for change in self.changes}
        if len(countries) > 1:
            raise ValueError("changes of two countries, whose numbers overlap")
        for change in sorted(self.changes, key=lambda change: change.on):
            # What moves with a border is small and of unknown size: the places go on.
            if change.kind != "border":
                self._pairs.setdefault(change.on, []).extend(change.pairs)

    @property
    def numbers(self) -> frozenset[str]:
        """Every number that a change names."""
        pairs = [pair for day in self._pairs.values() for pair in day]
        return frozenset(number for pair in pairs for number in pair)

    def today(self, number: str, day: date) -> frozenset[str]:
        """The numbers of today into which ``number``, as of ``day``, went."""
        current = {number}
        for on, pairs in self._pairs.items():
            if on > day:
                moved = {old for old, _ in pairs}
                current = {new for old, new in pairs if old in current} | (current - moved)
        return frozenset(current)

    def origin(self, number: str, day: date, known: Collection[str] = ()) -> Origin:
        """What today's ``number`` was made of on ``day``.

        Of a number that came later than ``day`` but is ``known``, the parts are not asked for.
        """
        current, cut = {number}, None
        for on, pairs in reversed(self._pairs.items()):
            if on <= day:
                break
            old_numbers = {old for old, _ in pairs}
            made = {new for _, new in pairs} & current
            made -= {new for new in made if new in known and new not in old_numbers}
            for old, new in pairs:
                if new in made and len({n for o, n in pairs if o == old}) > 1:
                    cut = (old, on)
            current = {old for old, new in pairs if new in made} | (current - made)
        return Origin(frozenset(current), cut)

    def ended(self, number: str, day: date) -> date | None:
        """The day on which ``number`` was given up, if that was no later than ``day``."""
        found = None
        for on, pairs in self._pairs.items():
            if on <= day and any(new == number for _, new in pairs):
                found = None
            elif on <= day and any(old == number for old, _ in pairs):
                found = on
        return found

    def within(self, number: str, period: Period) -> date | None:
        """The day inside ``period``, after its first, on which ``number`` changed."""
        for on, pairs in self._pairs.items():
            named = any(number in pair for pair in pairs)
            if named and period.start < on <= period.end:
                return on
        return None
