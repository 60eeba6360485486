"""What an analyst writes down about a programme: frozen, checked objects."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from analysis.model.periods import Period
from analysis.model.texts import Text

Direction = Literal["increase", "decrease", "neutral"]
Tier = Literal["desired", "acceptable"]
Support = Literal["figure", "lost", "none"]

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Place = Annotated[int, Field(ge=1, description="the slide or page of the document")]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, lt=1)]


class Definition(BaseModel):
    """Base of all definitions: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Definition):
    """The document a programme file was written from."""

    title: Text
    producer: str = Field(min_length=1)
    dated: Text
    place_name: Literal["slide", "page", "point"] = "slide"
    notes: tuple[Text, ...] = ()


class Party(Definition):
    """Somebody who takes part, reports or judges. ``evaluated`` parties judge themselves."""

    id: Identifier
    title: Text
    evaluated: bool = False
    place: Place | None = None


class WeightBounds(Definition):
    """What share of the year a quarter can weigh: (lowest, highest)."""

    usual: tuple[Share, Share]
    wide: tuple[Share, Share]

    @field_validator("usual", "wide")
    @classmethod
    def _holds_a_quarter(cls, bounds: tuple[float, float]) -> tuple[float, float]:
        if not bounds[0] <= 0.25 <= bounds[1]:
            raise PydanticCustomError(
                "weights",
                "{found}",
                {
                    "found": f"found {list(bounds)}",
                    "accepted": "the lowest share first, and 0.25 between them",
                },
            )
        return bounds


class ComparisonDesign(Definition):
    """How it came about who takes part and who is compared with.

    ``lot``: who takes part, or when, was drawn by lot; ``assigned``: others decided it, for
    reasons that have nothing to do with the indicator; ``chosen_beforehand``: the comparison was
    named before the outcome was known. ``text`` says how, and where that is documented.
    """

    kind: Literal["lot", "assigned", "chosen_beforehand"]
    text: Text


class Comparison(Definition):
    """A series of the same kind from elsewhere, and what it cannot stand for."""

    source: str
    title: Text
    caveat: Text
    design: ComparisonDesign | None = None


class Indicator(Definition):
    """A defined quantity. ``rounding`` is half the last printed step, in the unit.

    ``units`` is the source of figures for units of the organisation; groups of fewer than
    ``minimum_n`` persons are never shown; it may be raised, never lowered. ``hidden_units`` were
    hidden in an earlier report and stay so: two reports must not undo each other.
    """

    id: Identifier
    title: Text
    unit: Literal["percent", "persons", "index", "count"]
    direction: Direction
    definition: Text
    decimals: int = Field(default=1, ge=0, le=4)
    rounding: Amount = Field(default=0.0, ge=0)
    source: str
    place: Place | None = None
    targets_note: Text | None = None
    weights: WeightBounds | None = None
    comparison: Comparison | None = None
    units: str | None = None
    minimum_n: int = Field(default=7, ge=7)
    hidden_units: tuple[str, ...] = ()


class Target(Definition):
    """A value aimed at by a period. Values on the line count as met."""

    indicator: Identifier
    period: Period
    tier: Tier
    value: Amount
    place: Place | None = None


class Reading(Definition):
    """One way to take a printed table that has lost its layout.

    A row's fourth figure is its fourth quarter unless the year is in ``year_figure``: then it is
    the year's, and the fourth quarter follows from the year and the other three, unless it is in
    ``not_out``. The first reading of a file is the one the report leads with.
    """

    id: Identifier
    title: Text
    year_figure: tuple[int, ...] = ()
    not_out: tuple[Period, ...] = ()


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
    """An action taken."""

    id: Identifier
    title: Text
    short: Text | None = None
    package: Identifier | None = None
    number: str = ""
    start: Period | None = None
    due: Text | None = None
    cost: Cost | None = None
    goal: Goal | None = None
    claims: tuple[Claim, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    place: Place


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


class Statement(Definition):
    """Something the document says about the programme as a whole."""

    text: Text
    place: Place


class Step(Definition):
    """A step of a process. ``month`` without ``year`` where the document prints no year."""

    text: Text
    month: int | None = Field(default=None, ge=1, le=12)
    year: int | None = None
    place: Place


Named = TypeVar("Named", Indicator, Measure, Party, VerdictLevel)


class Programme(Definition):
    """Measures with an owner, a start and aims, as one document describes them."""

    id: Identifier
    country: Literal["NO", "SE"]
    municipality: str | None = Field(default=None, pattern=r"^\d{4}$")
    as_of: Period
    start: Period
    title: Text
    summary: Text
    owner: Text | None = None
    document: Document
    figures: str | None = None
    parties: tuple[Party, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    readings: tuple[Reading, ...] = ()
    packages: tuple[Package, ...] = ()
    measures: tuple[Measure, ...] = ()
    scale: tuple[VerdictLevel, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    rivals: tuple[Rival, ...] = ()
    criticism: tuple[Statement, ...] = ()
    way_forward: tuple[Statement, ...] = ()
    calendar: tuple[Step, ...] = ()

    def indicator(self, identifier: str) -> Indicator:
        """Return the indicator called ``identifier``; LookupError if there is none."""
        return _named(self.indicators, identifier)

    def measure(self, identifier: str) -> Measure:
        """Return the measure called ``identifier``; LookupError if there is none."""
        return _named(self.measures, identifier)

    def party(self, identifier: str) -> Party:
        """Return the party called ``identifier``; LookupError if there is none."""
        return _named(self.parties, identifier)

    def level(self, identifier: str) -> VerdictLevel:
        """Return the step of the scale called ``identifier``; LookupError if there is none."""
        return _named(self.scale, identifier)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Every snapshot the programme draws on, in the order they are named."""
        found = [self.figures] if self.figures else []
        for indicator in self.indicators:
            found.append(indicator.source)
            if indicator.comparison:
                found.append(indicator.comparison.source)
            if indicator.units:
                found.append(indicator.units)
        return tuple(dict.fromkeys(found))


def _named(items: tuple[Named, ...], name: str) -> Named:
    for item in items:
        if item.id == name:
            return item
    raise LookupError(name)
