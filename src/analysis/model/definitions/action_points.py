"""What a point of an action programme commits to, how firmly, and by when."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions.base import Definition, Identifier, Section
from analysis.model.periods import Period
from analysis.model.texts import Text

TimeKind = Literal["by", "within", "yearly", "mandate", "not_stated"]
CommitmentKind = Literal["shall", "encourage", "consider", "inspire"]
ReportedState = Literal["done", "under_way", "not_started", "abandoned"]

_DATED = ("by", "within", "yearly")


class Undertaking(Definition):
    """One thing a point commits to: the whole point, or the ``part`` of it that has a letter.

    ``time`` and ``commitment`` are two axes and never follow from each other. ``deadline`` is the
    last period named, ``starts`` the first; a yearly undertaking runs over the years of both. A
    mandate whose end the document does not state has no deadline. ``product`` is what there is to
    see once it is done; it is missing where the wording names nothing of the kind. ``quantity``,
    ``baseline`` and ``target`` are what the document itself names, ``indicators`` those of the
    programme file that bear on it. ``named`` are those the wording mentions, ``owner`` who it says
    answers for it.
    """

    part: str = Field(default="", pattern=r"^[a-z]?$")
    title: Text | None = None
    short: Text | None = None
    time: TimeKind
    starts: Period | None = None
    deadline: Period | None = None
    commitment: CommitmentKind
    product: Text | None = None
    named: Text | None = None
    owner: Text | None = None
    quantity: Text | None = None
    baseline: Text | None = None
    target: Text | None = None
    indicators: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _time_and_deadline_agree(self) -> "Undertaking":
        if self.time in _DATED and self.deadline is None:
            raise _refusal(f"'{self.time}' without a deadline", "the last period it may take")
        if self.time == "not_stated" and self.deadline is not None:
            raise _refusal(f"a deadline, {self.deadline}", f"no deadline, or one of {_DATED}")
        if self.time == "yearly" and self.starts is None:
            raise _refusal("'yearly' without starts", "the first of its years")
        if self.starts and self.deadline and self.starts.start > self.deadline.end:
            raise _refusal(f"a start, {self.starts}, after {self.deadline}", "the earlier first")
        return self


class ActionPoint(Definition):
    """What a numbered point commits to: one undertaking, or several with letters."""

    undertakings: tuple[Undertaking, ...]

    @model_validator(mode="after")
    def _parts_have_letters(self) -> "ActionPoint":
        letters = [item.part for item in self.undertakings]
        if not letters:
            raise _refusal("a point without undertakings", "one or more")
        several = len(letters) > 1
        if len(set(letters)) < len(letters) or (several and "" in letters):
            raise _refusal(f"parts {letters}", "a letter of its own for each of several parts")
        return self


class ActionProgramme(Section):
    """What an action programme has beside its points.

    ``presented`` is the day it became known, ``claim`` what those who presented it say of it,
    ``by`` the party that says so. ``reports`` is the source of reports of status, ``national`` that
    of values of the whole country for the programme's indicators; either may be missing.
    """

    presented: Period
    claim: Text
    by: Identifier
    reports: str | None = None
    national: str | None = None

    @property
    def source_ids(self) -> tuple[str, ...]:
        return tuple(found for found in (self.reports, self.national) if found)


def _refusal(found: str, accepted: str) -> PydanticCustomError:
    return PydanticCustomError("action_point", "{found}", {"found": found, "accepted": accepted})
