"""Municipalities, whose numbers change while the place stays the same."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class NumberInForce(BaseModel):
    """A municipality number with the dates between which it was in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = Field(pattern=r"^\d{4}$")
    valid_from: date | None = None
    valid_to: date | None = None


class Municipality(BaseModel):
    """One municipality through time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    country: str = Field(pattern=r"^(NO|SE)$")
    numbers: tuple[NumberInForce, ...] = Field(min_length=1)

    @property
    def number_today(self) -> str:
        """The number in force now, the last one in the list."""
        return self.numbers[-1].number

    def number_on(self, day: date) -> str:
        """Return the number that was in force on ``day``; LookupError outside all of them."""
        for entry in self.numbers:
            begun = entry.valid_from is None or entry.valid_from <= day
            if begun and (entry.valid_to is None or day <= entry.valid_to):
                return entry.number
        raise LookupError(f"{self.name} had no number on {day}")

    def has_number(self, number: str) -> bool:
        """Whether the municipality has, or ever had, ``number``."""
        return any(entry.number == number for entry in self.numbers)
