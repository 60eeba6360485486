"""A review of a whole municipality: areas, goals, dialogues, plans."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions.base import Definition, Identifier, Place, Section
from analysis.model.periods import Period
from analysis.model.texts import Text

AREAS = 8
VALUE = "{value}"


class ModelVersion(Definition):
    """A version of the model by which a municipality is evaluated; points compare within one.

    ``areas`` are its areas in order, all eight or none. ``certain`` is False where the source
    does not say that all evaluations put under it were made with one and the same version.
    """

    id: Identifier
    title: Text
    areas: tuple[Text, ...] = ()
    certain: bool = True
    note: Text | None = None

    @field_validator("areas")
    @classmethod
    def _all_or_none(cls, areas: tuple[Text, ...]) -> tuple[Text, ...]:
        if len(areas) not in (0, AREAS):
            raise _refusal(f"{len(areas)} areas", f"{AREAS} areas, or none")
        return areas


class OutsideEvaluation(Definition):
    """An evaluation of the municipality by others. ``year`` finds its points in the source.

    ``dated`` is what the source prints, ``when`` its words where they say more than a period, and
    ``known`` when somebody could know of it, if that is later. ``version`` is missing where no
    source names it.
    """

    year: int = Field(ge=1990, le=2100)
    dated: Period
    known: Period | None = None
    when: Text | None = None
    version: Identifier | None = None
    note: Text | None = None
    place: Place | None = None


class EvaluatedMean(Definition):
    """The mean of evaluated municipalities: its name and year in the source of points."""

    listed_as: str = Field(min_length=1)
    year: int
    version: Identifier
    title: Text
    caveat: Text


class DialogueRound(Definition):
    """Talks with every employee that are to be held by a date.

    ``held`` and ``excepted`` are sources of counts by unit (reader ``units``: n is the employees
    to have a talk, value how many had it, or have a later date agreed). Without them ``where``
    says where they can be had. Counts below ``minimum_n`` are never shown.
    """

    id: Identifier
    title: Text
    due: Period
    exceptions: Text | None = None
    held: str | None = None
    excepted: str | None = None
    where: Text
    minimum_n: int = Field(default=7, ge=7)
    place: Place


class PrintedFigure(Definition):
    """A figure of the document in words: ``text`` holds ``{value}`` where it stands."""

    item: Identifier
    text: Text
    nearness: Literal["exact", "about", "just_over"] = "exact"

    @field_validator("text")
    @classmethod
    def _holds_the_value(cls, text: Text) -> Text:
        if any(words.count(VALUE) != 1 for words in text.values()):
            raise _refusal("a text without its value", f"a text with one {VALUE} in each language")
        return text


class ReviewStatement(Definition):
    """What somebody says about a goal without a figure."""

    text: Text
    party: Identifier
    place: Place


class ReviewGoal(Definition):
    """Something the municipality works for, with what is known of it."""

    id: Identifier
    title: Text
    figures: tuple[PrintedFigure, ...] = ()
    statements: tuple[ReviewStatement, ...] = ()
    caveat: Text | None = None
    place: Place


class StatedDate(Definition):
    """A date, and who states it."""

    period: Period
    by: Text
    place: Place | None = None


class PlanStep(Definition):
    """A step of a plan. More than one date where the sources differ; none where none is stated."""

    text: Text
    short: Text
    dates: tuple[StatedDate, ...] = ()
    state: Literal["taken", "under_way", "planned"] = "planned"
    place: Place | None = None


class PlanFact(Definition):
    """A quantity that others publish on a plan: ``listed_as`` in the source of facts."""

    listed_as: str = Field(min_length=1)
    title: Text


class ReviewPlan(Definition):
    """A plan with dated steps."""

    id: Identifier
    title: Text
    steps: tuple[PlanStep, ...]
    facts: tuple[PlanFact, ...] = ()
    aims: Text | None = None
    place: Place


class ReviewProject(Definition):
    """A project with a few participants, and what became of them as the document prints it."""

    id: Identifier
    title: Text
    participants: PrintedFigure
    groups: tuple[PrintedFigure, ...]
    rest: Text | None = None
    caveat: Text | None = None
    place: Place


class Forecast(Definition):
    """A forecast of the year's result, as printed, and the budget it is held against, if any."""

    figure: PrintedFigure
    budget: PrintedFigure | None = None
    place: Place


class MissingFigure(Definition):
    """What the document does not give, and where it can be had."""

    what: Text
    where: Text


class QualityReview(Section):
    """A review of a whole municipality by others, and what surrounds it.

    ``points``, ``names``, ``context`` and ``facts`` are sources (reader ``table``): points of
    evaluated municipalities, names of the areas by version, what is known of the evaluations as a
    whole, and what others publish on the plans. ``listed_as`` is the municipality's name there.
    """

    points: str
    names: str
    context: str
    facts: str | None = None
    listed_as: str = Field(min_length=1)
    selection: Text
    versions: tuple[ModelVersion, ...] = ()
    evaluations: tuple[OutsideEvaluation, ...] = ()
    mean: EvaluatedMean | None = None
    dialogues: tuple[DialogueRound, ...] = ()
    goals: tuple[ReviewGoal, ...] = ()
    plans: tuple[ReviewPlan, ...] = ()
    projects: tuple[ReviewProject, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    missing: tuple[MissingFigure, ...] = ()

    @model_validator(mode="after")
    def _versions_are_known(self) -> "QualityReview":
        known = {version.id for version in self.versions}
        named = [item.version for item in self.evaluations if item.version]
        named += [self.mean.version] if self.mean else []
        if unknown := [name for name in named if name not in known]:
            accepted = f"one of the versions: {', '.join(sorted(known)) or 'none are defined'}"
            raise _refusal(f"there is no version '{unknown[0]}'", accepted)
        return self

    @model_validator(mode="after")
    def _facts_have_a_source(self) -> "QualityReview":
        if self.facts is None and any(plan.facts for plan in self.plans):
            raise _refusal("plans with facts, and no source of them", "the key facts")
        return self

    def version(self, identifier: str) -> ModelVersion:
        """Return the version called ``identifier``; LookupError if there is none."""
        for version in self.versions:
            if version.id == identifier:
                return version
        raise LookupError(identifier)

    @property
    def source_ids(self) -> tuple[str, ...]:
        counts = [part for item in self.dialogues for part in (item.held, item.excepted)]
        named = [self.points, self.names, self.context, self.facts, *counts]
        return tuple(found for found in named if found)

    @property
    def printed(self) -> Iterator[PrintedFigure]:
        """Every figure of the document that the review speaks of."""
        for goal in self.goals:
            yield from goal.figures
        for project in self.projects:
            yield from (project.participants, *project.groups)
        for forecast in self.forecasts:
            yield forecast.figure
            if forecast.budget:
                yield forecast.budget


def _refusal(found: str, accepted: str) -> PydanticCustomError:
    return PydanticCustomError("review", "{found}", {"found": found, "accepted": accepted})
