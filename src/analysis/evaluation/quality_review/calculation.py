"""Evaluation of a review of a whole municipality: points, dialogues, goals, plans, forecasts.

Nothing is tested. Points are held against earlier ones of the same version and against a mean of
the same version; dates against the day the report looks from; what is missing is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.evaluation.quality_review.dialogues import DialogueCounts, dialogue_counts
from analysis.evaluation.quality_review.points import Round, numbered, others, profile, rounds
from analysis.model.definitions import Programme
from analysis.model.definitions.reviews import DialogueRound, PlanStep, QualityReview, ReviewPlan
from analysis.model.periods import Period


@dataclass(frozen=True)
class Material:
    """The figures a review is evaluated from, as their snapshots hold them.

    ``points``, ``names``, ``context`` and ``facts`` are tables of text; ``figures`` are the
    document's, indexed by item; ``counts`` holds observations by unit, by the name of the source.
    """

    points: pd.DataFrame
    names: pd.DataFrame
    context: pd.DataFrame
    facts: pd.DataFrame
    figures: pd.DataFrame
    counts: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialogues:
    """A round of dialogues: its rule, the counts that may be shown, and where its date lies."""

    round: DialogueRound
    counts: DialogueCounts | None
    is_due: bool

    @property
    def after_due(self) -> bool:
        """Whether the counts are from the due date or later."""
        return self.counts is not None and self.counts.period.end >= self.round.due.end


@dataclass(frozen=True)
class Due:
    """A dated step: ``first`` and ``last`` are the ends of the earliest and the latest date."""

    plan: ReviewPlan
    step: PlanStep

    @property
    def periods(self) -> tuple[Period, ...]:
        """The different dates stated, earliest first."""
        found = dict.fromkeys(item.period for item in self.step.dates)
        return tuple(sorted(found, key=lambda period: period.end))

    @property
    def sources_differ(self) -> bool:
        """Whether the sources state different dates."""
        return len(self.periods) > 1

    def state(self, today: date) -> str:
        """Return passed, ahead, disputed (passed by one date and not by another) or undated."""
        if not self.periods:
            return "undated"
        passed = [period.end <= today for period in self.periods]
        if all(passed):
            return "passed"
        return "disputed" if any(passed) else "ahead"

    def is_unreported(self, today: date) -> bool:
        """Whether the date has passed and nobody says that the step was taken."""
        return self.state(today) == "passed" and self.step.state == "planned"


@dataclass(frozen=True)
class ReviewEvaluation:
    """An evaluated review.

    ``rounds`` are the evaluations known by then, oldest first; ``profile`` is a row an area of the
    latest one with points, mean and difference, empty where its areas are not published;
    ``others`` the totals of other municipalities; ``names`` the areas by version; ``facts`` what
    others publish on the plans; ``figures`` the document's own.
    """

    programme: Programme
    as_of: Period
    rounds: tuple[Round, ...]
    profile: pd.DataFrame
    others: pd.DataFrame
    names: pd.DataFrame
    facts: pd.DataFrame
    figures: pd.DataFrame
    dialogues: tuple[Dialogues, ...]

    @property
    def review(self) -> QualityReview:
        """The part of the programme that is evaluated."""
        assert self.programme.review is not None
        return self.programme.review

    @property
    def latest(self) -> Round | None:
        """The latest evaluation, or None."""
        return self.rounds[-1] if self.rounds else None

    @property
    def has_begun(self) -> bool:
        """Whether what the programme tells of had begun by then."""
        return self.programme.start.start <= self.as_of.end

    @property
    def has_mean(self) -> bool:
        """Whether the profile has a mean of the same version beside it, in every area."""
        return bool(len(self.profile)) and bool(self.profile["mean"].notna().all())

    @property
    def steps(self) -> tuple[Due, ...]:
        """Every step of every plan, in the order of the file; none before the beginning."""
        plans = self.review.plans if self.has_begun else ()
        return tuple(Due(plan, step) for plan in plans for step in plan.steps)

    def value(self, item: str) -> float | None:
        """Return a figure of the document; None where the document has lost it or gives none."""
        value = self.figures.loc[item, "value"]
        return None if pd.isna(value) else float(value)

    def unit(self, item: str) -> str:
        """Return the unit of a figure of the document."""
        return str(self.figures.loc[item, "unit"])


def evaluate(programme: Programme, material: Material, as_of: Period) -> ReviewEvaluation:
    """Return the evaluation of ``programme``'s review by the end of ``as_of``.

    InputError for points that are no numbers, for counts that cannot be so, and for figures that
    the programme names and the document's snapshot does not hold.
    """
    review = programme.review
    assert review is not None
    _check_items(programme, material.figures)
    begun = programme.start.start <= as_of.end
    points = numbered(material.points, review.points)
    found = rounds(programme, points, as_of)
    empty = pd.DataFrame(columns=["area", "points", "mean", "difference"])
    return ReviewEvaluation(
        programme,
        as_of,
        found,
        profile(programme, points, found[-1]) if found and found[-1].has_profile else empty,
        others(programme, points, material.context, as_of),
        material.names,
        _facts(review, material.facts),
        material.figures,
        tuple(_dialogues(item, material, as_of) for item in review.dialogues if begun),
    )


def _facts(review: QualityReview, facts: pd.DataFrame) -> pd.DataFrame:
    listed = [fact.listed_as for plan in review.plans for fact in plan.facts]
    if facts.empty:
        return facts
    own = facts["municipality"].eq(review.listed_as) & facts["indicator"].isin(listed)
    return facts[own]


def _dialogues(round_: DialogueRound, material: Material, as_of: Period) -> Dialogues:
    counts = None
    if round_.held is not None:
        excepted = material.counts[round_.excepted] if round_.excepted else None
        counts = dialogue_counts(round_, material.counts[round_.held], excepted, as_of)
    return Dialogues(round_, counts, round_.due.end <= as_of.end)


def _check_items(programme: Programme, figures: pd.DataFrame) -> None:
    assert programme.review is not None
    label, accepted = f"data/programmes/{programme.id}.toml", ", ".join(figures.index) or "none"
    unknown = [item.item for item in programme.review.printed if item.item not in figures.index]
    faults = [
        Fault(label, None, "review", f"there is no figure '{item}'", accepted) for item in unknown
    ]
    if faults:
        raise InputError(faults)
