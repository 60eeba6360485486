"""Municipalities, whose numbers change while the place stays the same, and how they changed.

The numbers of the two countries overlap: 1860 is Vestvågøy in Norway and Laxå in Sweden. A number
alone names a municipality only where the country is known.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.texts import Text

Number = Annotated[str, Field(pattern=r"^\d{4}$")]
Country = Literal["NO", "SE"]
Kind = Literal["renumbered", "merged", "split", "border"]

COUNTRY_NUMBER = "0000"
"""Stands for the whole country in observations."""

_SHAPES = {
    "renumbered": "one number that became another one",
    "merged": "several numbers that became one",
    "split": "one number that became several",
    "border": "one number that gave a part to others, all of which kept their numbers",
}


class NumberInForce(BaseModel):
    """A municipality number with the dates between which it was in force, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Number
    valid_from: date | None = None
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        """Whether the number was in force on ``day``."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class Municipality(BaseModel):
    """One municipality through time, whichever its numbers. ``note`` says what is not the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    country: Country
    numbers: tuple[NumberInForce, ...] = Field(min_length=1)
    note: Text | None = None

    @property
    def number_today(self) -> str:
        """The number in force now, the last one in the list."""
        return self.numbers[-1].number

    @property
    def ended(self) -> date | None:
        """The last day of a municipality that is no more; None for one that is."""
        return self.numbers[-1].valid_to

    def number_on(self, day: date) -> str:
        """Return the number that was in force on ``day``; LookupError outside all of them."""
        for entry in self.numbers:
            if entry.on(day):
                return entry.number
        raise LookupError(f"{self.name} had no number on {day}")

    def has_number(self, number: str) -> bool:
        """Whether the municipality has, or ever had, ``number``."""
        return any(entry.number == number for entry in self.numbers)


class Change(BaseModel):
    """What became of the municipalities ``old`` on the day ``on``.

    ``renumbered``: the same place with another number. ``merged``: all of ``old`` became the one
    in ``new``, or, where a number of ``old`` stands in further changes of that day, a part of it
    did. ``split``: the one in ``old`` was divided; ``new`` are what came of it, at least those that
    came of nothing else.
    ``border``: the one in ``old`` gave a part to those in ``new``, and all of them went on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    country: Country
    kind: Kind
    old: tuple[Number, ...] = Field(min_length=1)
    new: tuple[Number, ...] = Field(min_length=1)
    note: Text | None = None

    @model_validator(mode="after")
    def _has_the_shape_of_its_kind(self) -> "Change":
        olds, news = len(set(self.old)), len(set(self.new))
        fits = {
            "renumbered": olds == news == 1 and self.old != self.new,
            "merged": olds > 1 and news == 1,
            "split": olds == 1 and not set(self.new) <= set(self.old),
            "border": olds == 1 and not set(self.new) & set(self.old),
        }
        if not fits[self.kind] or olds < len(self.old) or news < len(self.new):
            found = f"found {self.kind}: {', '.join(self.old)} to {', '.join(self.new)}"
            context = {"found": found, "accepted": f"{self.kind} is {_SHAPES[self.kind]}"}
            raise PydanticCustomError("change", "{found}", context)
        return self

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (old number, new number) between which people and staff passed."""
        return tuple((old, new) for old in self.old for new in self.new)


def find_place(
    known: Iterable[Municipality],
    number: str,
    country: Country | None = None,
    day: date | None = None,
) -> tuple[Municipality, ...]:
    """Return the municipalities that had ``number``, on ``day`` if given, or ever.

    Of several in one country, to which the same number was given in turn, only the latest; more
    than one is returned only for a number that both countries use.
    """
    latest: dict[str, tuple[date, Municipality]] = {}
    for place in known:
        for entry in place.numbers:
            if entry.number != number or country not in (None, place.country):
                continue
            if day is not None and not entry.on(day):
                continue
            until = entry.valid_to or date.max
            if place.country not in latest or until > latest[place.country][0]:
                latest[place.country] = (until, place)
    return tuple(place for _, place in latest.values())


def breaks_of(place: Municipality, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that made ``place`` another one than before, in order of time.

    A new number alone is none. Before and after such a day its figures are not of the same place.
    """
    own = []
    for change in changes:
        if change.country != place.country or change.kind == "renumbered":
            continue
        touched = {*change.old, *change.new}
        if any(_at_the_seam(entry, change.on, touched) for entry in place.numbers):
            own.append(change)
    return tuple(sorted(own, key=lambda change: change.on))


def _at_the_seam(entry: NumberInForce, day: date, touched: set[str]) -> bool:
    """Whether a number that a change names was in force on its day or the day before."""
    before = date.fromordinal(day.toordinal() - 1)
    return entry.number in touched and (entry.on(day) or entry.on(before))
