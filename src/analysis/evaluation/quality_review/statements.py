"""The findings of a review of a whole municipality.

Points are observed: no source says how much they would differ if others had judged, so a change
is never graded higher. Whether the municipality became better is not assessable from them.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.quality_review.calculation import Dialogues, Due, ReviewEvaluation
from analysis.model.definitions.reviews import ReviewGoal, ReviewPlan, ReviewProject


def find(evaluation: ReviewEvaluation) -> tuple[Finding, ...]:
    """Return the findings, in the order in which a reader needs them; of a day before the
    programme began only that nothing was known."""
    review = evaluation.review
    if not evaluation.has_begun:
        return tuple(_points(evaluation))
    return (
        *_points(evaluation),
        *(_dialogues(item) for item in evaluation.dialogues),
        *(_plan(evaluation, plan) for plan in review.plans if _has_course(plan)),
        *(_goal(evaluation, goal) for goal in review.goals),
        *(_project(evaluation, project) for project in review.projects),
        *_forecasts(evaluation),
    )


def _points(evaluation: ReviewEvaluation) -> Iterator[Finding]:
    latest = evaluation.latest
    if latest is None:
        yield Finding("not_evaluated", Grade.OBSERVED)
    else:
        extremes = _extremes(evaluation.profile)
        yield Finding("evaluated", Grade.OBSERVED, {"round": latest, **extremes})
    if len(evaluation.profile):
        yield _against_mean(evaluation)
    changes = tuple(item for item in evaluation.rounds if item.change is not None)
    crossing = tuple(item for item in evaluation.rounds if item.crosses)
    if changes:
        yield Finding("change", Grade.OBSERVED, {"changes": changes, "crossing": crossing})
    elif crossing:
        yield Finding("listed", Grade.NOT_ASSESSABLE, {"crossing": crossing})
    better = {"n_rounds": len(evaluation.rounds), "has_change": bool(changes)}
    yield Finding("better", Grade.NOT_ASSESSABLE, better)


def _extremes(profile: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """The numbers of the areas with most and with fewest points."""
    if profile.empty:
        return {"most": (), "fewest": ()}
    points = profile["points"]
    most, fewest = (points.index[points.eq(end)] for end in (points.max(), points.min()))
    return {"most": tuple(int(i) for i in most), "fewest": tuple(int(i) for i in fewest)}


def _against_mean(evaluation: ReviewEvaluation) -> Finding:
    if not evaluation.has_mean:
        return Finding("no_mean", Grade.NOT_ASSESSABLE)
    difference = evaluation.profile["difference"]
    values = {
        "above": int(difference.gt(0).sum()),
        "below": int(difference.lt(0).sum()),
        "lowest": float(difference.min()),
        "highest": float(difference.max()),
    }
    return Finding("against_mean", Grade.OBSERVED, values)


def _dialogues(item: Dialogues) -> Finding:
    counts = item.counts
    if counts is None or counts.whole("held") is None or counts.whole("employees") is None:
        return Finding("dialogues_unknown", Grade.NOT_ASSESSABLE, {"dialogues": item})
    return Finding("dialogues_counted", Grade.OBSERVED, {"dialogues": item})


def _has_course(plan: ReviewPlan) -> bool:
    """Whether a plan belongs on the first page: it has several steps, or its sources differ."""
    return len(plan.steps) > 1 or any(Due(plan, step).sources_differ for step in plan.steps)


def _plan(evaluation: ReviewEvaluation, plan: ReviewPlan) -> Finding:
    """What comes next, and where the sources differ. That a date has passed is no step taken."""
    today = evaluation.as_of.end
    steps = [Due(plan, step) for step in plan.steps]
    ahead = [step for step in steps if step.state(today) in ("ahead", "disputed")]
    ahead.sort(key=lambda step: step.periods[0].end)
    values = {
        "plan": plan,
        "next": ahead[0] if ahead else None,
        "differing": tuple(step for step in steps if step.sources_differ),
        "unreported": tuple(step for step in steps if step.is_unreported(today)),
    }
    return Finding("plan", Grade.OBSERVED, values)


def _goal(evaluation: ReviewEvaluation, goal: ReviewGoal) -> Finding:
    """A goal with figures is documented at a level; one with words only is somebody's view."""
    figures = tuple(item for item in goal.figures if evaluation.value(item.item) is not None)
    if figures:
        return Finding("goal_figures", Grade.OBSERVED, {"goal": goal, "figures": figures})
    if goal.statements:
        return Finding("goal_statements", Grade.ASSERTED, {"goal": goal})
    return Finding("goal_unknown", Grade.NOT_ASSESSABLE, {"goal": goal})


def remaining(evaluation: ReviewEvaluation, project: ReviewProject) -> float | None:
    """Return how many participants are in no printed group: worked out, never printed."""
    counted = [evaluation.value(item.item) for item in (project.participants, *project.groups)]
    known = [value for value in counted if value is not None]
    return None if len(known) < len(counted) else known[0] - sum(known[1:])


def _project(evaluation: ReviewEvaluation, project: ReviewProject) -> Finding:
    rest = remaining(evaluation, project)
    return Finding("project", Grade.OBSERVED, {"project": project, "remaining": rest})


def _forecasts(evaluation: ReviewEvaluation) -> Iterator[Finding]:
    """A forecast without a budget says nothing of good or bad."""
    review = evaluation.review
    if not review.forecasts:
        return
    budgets = [item.budget.item if item.budget else "" for item in review.forecasts]
    if all(_is_known(evaluation, item) for item in budgets):
        yield Finding("forecasts_budgeted", Grade.OBSERVED, {"forecasts": review.forecasts})
    else:
        yield Finding("forecasts", Grade.NOT_ASSESSABLE, {"forecasts": review.forecasts})


def _is_known(evaluation: ReviewEvaluation, item: str) -> bool:
    return bool(item) and evaluation.value(item) is not None
