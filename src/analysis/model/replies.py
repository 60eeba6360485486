"""Replies: what a party says of the measures of a programme, in a form, as of the day it signed.

Every value stays with the party whose it is, and with its day. A later reply of the same party
takes the place of what it says anew; the earlier one remains.
"""

from dataclasses import dataclass
from typing import Any

from analysis.model.periods import Period

WITHDRAWN = "withdrawn"
"""Given in place of a verdict: the party no longer stands by the one it gave. No step of a scale
may be called so where replies are taken."""


WHOLE = ""
"""In the place of a measure: the programme as a whole."""


@dataclass(frozen=True)
class Answer:
    """What a reply says of one measure: of a ``part`` of it, or of one ``year``, where it says so.
    Of the programme as a whole where ``measure`` is WHOLE.

    ``state`` is a ReportedState or "", ``completed`` the day or period in which it was done.
    ``verdict`` is a step of the programme's scale, WITHDRAWN or ""; ``given`` the day it is of.
    ``kept_back``: the words of this answer were not to be published, and are in no file here.
    """

    measure: str
    part: str = ""
    year: int | None = None
    state: str = ""
    completed: Period | None = None
    verdict: str = ""
    given: Period | None = None
    reason: str = ""
    comment: str = ""
    kept_back: bool = False

    @property
    def about(self) -> tuple[str, str, int | None]:
        """What is spoken of: measure, part and year."""
        return self.measure, self.part, self.year

    @property
    def says_something(self) -> bool:
        """Whether anything but the measure's name is there."""
        return bool(self.state or self.verdict or self.reason or self.comment or self.kept_back)


@dataclass(frozen=True)
class Reply:
    """A filled form: the ``party``, on its behalf ``by`` (a role or a body), ``signed`` (a day).

    ``source`` is the snapshot, ``whole`` what is said of the programme as a whole: a verdict, a
    comment, or neither. ``gone`` are measures it speaks of that the programme no longer has.
    """

    source: str
    party: str
    by: str
    signed: Period
    answers: tuple[Answer, ...]
    whole: Answer = Answer(WHOLE)
    gone: tuple[str, ...] = ()
    synthetic: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """By which replies are sorted, the latest last: the day, then the number of that day."""
        return self.signed.start, _number(self.source), self.party


def _number(source: str) -> int:
    name = source.rpartition("/")[2]
    return int(name.partition(".")[2] or 1)
