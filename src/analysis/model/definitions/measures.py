"""Measures, what is said of them, and verdicts on them."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions.action_points import ActionPoint
from analysis.model.definitions.base import Amount, Definition, Identifier, Place, Support
from analysis.model.periods import Period
from analysis.model.texts import Text


class Package(Definition):
    """Measures that were adopted together. ``adopted`` is missing where nobody dated them;
    ``short`` is the label in a figure."""

    id: Identifier
    title: Text
    short: Text
    adopted: Period | None = None
    date_note: Text | None = None
    place: Place | None = None


class Cost(Definition):
    """What a measure costs. ``amount`` is missing where the document has lost it."""

    amount: Amount | None = None
    unit: Text
    printed: str


class Claim(Definition):
    """What the evaluated party says came of a measure, and what its words rest on.

    ``figure`` is the item of the document's figures; ``support`` is "lost" where the document
    once held a figure that can no longer be read.
    """

    text: Text
    support: Support
    figure: Identifier | None = None
    place: Place


class Challenge(Definition):
    """What the document says is still difficult."""

    text: Text
    place: Place


class Goal(Definition):
    """What a measure was to reach. Parts nobody stated are left out, never guessed."""

    text: Text
    indicator: Text | None = None
    baseline: Text | None = None
    target: Text | None = None
    due: Period | None = None
    owner: Text | None = None
    place: Place


class Measure(Definition):
    """An action taken. ``owner`` is who answers for it, ``deadline`` the period by whose end it is
    to be done; both are missing where nobody has said so. A ``continuous`` one goes on, and has no
    deadline."""

    id: Identifier
    title: Text
    short: Text | None = None
    package: Identifier | None = None
    number: str = ""
    start: Period | None = None
    owner: Text | None = None
    deadline: Period | None = None
    continuous: bool = False
    cost: Cost | None = None
    goal: Goal | None = None
    point: ActionPoint | None = None
    claims: tuple[Claim, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    place: Place

    @model_validator(mode="after")
    def _goes_on_or_ends(self) -> "Measure":
        if self.continuous and self.deadline is not None:
            told = {
                "found": f"a deadline, {self.deadline}, of a measure that is continuous",
                "accepted": "one of the two",
            }
            raise PydanticCustomError("measure", "{found}", told)
        return self


class VerdictLevel(Definition):
    """A step of the scale on which verdicts are given, best first, and how it is printed."""

    id: Identifier
    title: Text
    prints: tuple[str, ...] = Field(min_length=1)


class Assessment(Definition):
    """A verdict or a remark by somebody on a measure, with its reason.

    ``scope`` says which part of the measure it is about, if not all of it.
    """

    measure: Identifier
    party: Identifier
    verdict: Identifier | None = None
    printed: str = ""
    scope: Text | None = None
    reason: Text | None = None
    dated: Period | None = None
    place: Place


class Rival(Definition):
    """Another explanation of what was observed, and what in the sources supports it."""

    id: Identifier
    short: Text
    text: Text
    place: Place | None = None
