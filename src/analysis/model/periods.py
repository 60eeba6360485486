"""Periods that observations, targets and measures refer to, from a day to a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

ACCEPTED = (
    "a year (2012), half-year (2012H2), tertial (2012T2), quarter (2009Q1), "
    "month (2009-03) or date (2009-03-31)"
)

_MONTHS = {"year": 12, "half": 6, "tertial": 4, "quarter": 3, "month": 1}
PARTS = {"half": 2, "tertial": 3, "quarter": 4, "month": 12}
"""How many periods of a kind make up a year."""

_LETTERS = {"half": "H", "tertial": "T", "quarter": "Q"}
_PATTERN = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:H(?P<half>[12])|T(?P<tertial>[1-3])|Q(?P<quarter>[1-4])"
    r"|-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?)?"
)


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of calendar time. ``kind`` is its length, ``number`` its place in the year.

    Periods are ordered by their first day, longer ones first.
    """

    year: int
    kind: str = "year"
    number: int = 1
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period that ``text`` writes; ValueError says what is accepted."""
        match = _PATTERN.fullmatch(str(text).strip())
        if match is None:
            raise ValueError(f"'{text}' is not a period")
        year, parts = int(match["year"]), match.groupdict()
        if parts["day"]:
            month, day = int(parts["month"]), int(parts["day"])
            if not 1 <= day <= calendar.monthrange(year, month)[1]:
                raise ValueError(f"'{text}' is no day of the calendar")
            return cls(year, "day", month, day)
        for kind in ("half", "tertial", "quarter", "month"):
            if parts[kind]:
                return cls(year, kind, int(parts[kind]))
        return cls(year)

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind == "day":
            return date(self.year, self.number, self.day)
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        if self.kind == "day":
            return self.start
        month = self.number * _MONTHS[self.kind]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def midpoint(self) -> float:
        """The middle as a decimal year (2008Q1 is 2008.125), for drawing."""
        if self.kind == "day":
            days = 365 + calendar.isleap(self.year)
            return self.year + (self.start.timetuple().tm_yday - 0.5) / days
        return self.year + (self.number - 0.5) * _MONTHS[self.kind] / 12

    def __str__(self) -> str:
        if self.kind == "day":
            return self.start.isoformat()
        if self.kind == "month":
            return f"{self.year}-{self.number:02d}"
        if self.kind == "year":
            return str(self.year)
        return f"{self.year}{_LETTERS[self.kind]}{self.number}"

    def __lt__(self, other: "Period") -> bool:
        # Of two periods with the same first day the longer comes first.
        return (self.start, -self.end.toordinal()) < (other.start, -other.end.toordinal())

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def read(value: Any) -> Period:
            if isinstance(value, Period):
                return value
            try:
                return cls.parse(value if isinstance(value, str) else repr(value))
            except ValueError as error:
                raise PydanticCustomError(
                    "period", "{found}", {"found": str(error), "accepted": f"{ACCEPTED}, in quotes"}
                ) from None

        return core_schema.no_info_plain_validator_function(read)


def parts_of(year: int, kind: str) -> list[Period]:
    """The periods of ``kind`` (month, quarter, tertial, half) that make up ``year``, in order."""
    return [Period(year, kind, number) for number in range(1, PARTS[kind] + 1)]


def quarters_of(year: int) -> list[Period]:
    """The four quarters of ``year``, first to fourth."""
    return parts_of(year, "quarter")
