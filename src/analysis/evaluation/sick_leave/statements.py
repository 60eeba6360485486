"""The findings of the first page."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.sick_leave.results import SickLeaveEvaluation
from analysis.methods.seasonality import year_means
from analysis.methods.targets import Outcome, PeriodValue
from analysis.model.periods import Period


def find(evaluation: SickLeaveEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    return (_level(evaluation), *_targets(evaluation), _effect(evaluation), _outlook(evaluation))


def _level(evaluation: SickLeaveEvaluation) -> Finding:
    year, start = evaluation.last_year, evaluation.programme.start
    means = evaluation.lead.table["mean"].dropna()
    before = means[[Period(int(item)).end < start.start for item in means.index]]
    if year is None or before.empty or Period(year).start < start.start:
        return Finding("no_full_year", Grade.NOT_ASSESSABLE, {"start": start})
    shown = [
        (result.values[year].value, result.table["mean"].dropna().drop(year, errors="ignore"))
        for result in evaluation.readings
        if year in result.values
    ]
    ranks = {_rank(others, value) for value, others in shown}
    stated = float(evaluation.lead.table.loc[year, "year"])
    values = {
        "year": year,
        "value": float(means[year]),
        "change": float(means[year] - before.mean()),
        "rank": ranks.pop() if len(ranks) == 1 else "tied",
        "range": (min(value for value, _ in shown), max(value for value, _ in shown)),
        "stated": None if np.isnan(stated) else stated,
        "weighted": _weighted(evaluation.lead.values.get(year)),
        "years": (int(means.index[0]), int(means.index[-1])),
        "before": (int(before.index[0]), int(before.index[-1])),
        "comparison_change": _comparison_change(evaluation, list(before.index), year),
    }
    return Finding("level", Grade.OBSERVED, values)


def _weighted(value: PeriodValue | None) -> tuple[float, float] | None:
    """What the year lies between when equal weights do not fit what the source states."""
    if value is None or value.usual[0] <= value.value <= value.usual[1]:
        return None
    return value.usual


def _rank(others: pd.Series, value: float) -> str:
    """Where a value lies among the others; a tie with the lowest or highest gives no rank."""
    # Means of printed decimals carry binary noise.
    gaps = (others - value).round(6)
    if (gaps > 0).all():
        return "lowest"
    if (gaps < 0).all():
        return "highest"
    return "between" if gaps.min() < 0 < gaps.max() else "tied"


def _comparison_change(
    evaluation: SickLeaveEvaluation, before: list[int], year: int
) -> float | None:
    if evaluation.comparison is None:
        return None
    means = year_means(evaluation.comparison)
    needed = [Period(int(item)) for item in [*before, year]]
    if not set(needed) <= set(means.index):
        return None
    return float(means[Period(year)] - means[needed[:-1]].mean())


def _targets(evaluation: SickLeaveEvaluation) -> list[Finding]:
    """One finding for each tier of the last period that is due."""
    if not evaluation.lead.judgements:
        return [Finding("no_targets", Grade.NOT_ASSESSABLE)]
    due = [item for item in evaluation.lead.judgements if item.outcome is not Outcome.NOT_DUE]
    if not due:
        return [Finding("no_target_due", Grade.NOT_ASSESSABLE)]
    known = [item for item in due if item.outcome is not Outcome.NOT_ASSESSABLE]
    last = max(item.target.period for item in known or due)
    findings = []
    for judgement in (item for item in due if item.target.period == last):
        outcomes = {
            item.outcome
            for result in evaluation.readings
            for item in result.judgements
            if item.target == judgement.target
        }
        year_value = evaluation.lead.values.get(last.year) if last.kind == "year" else None
        said = replace(judgement, outcome=Outcome.AT_THE_LINE) if len(outcomes) > 1 else judgement
        values = {"judgement": said, "same": len(outcomes) == 1, "year_value": year_value}
        unknown = said.outcome in (Outcome.NOT_ASSESSABLE, Outcome.AT_THE_LINE)
        grade = Grade.NOT_ASSESSABLE if unknown else Grade.OBSERVED
        findings.append(Finding("target", grade, values))
    return sorted(findings, key=lambda item: item.values["judgement"].target.tier)


def _effect(evaluation: SickLeaveEvaluation) -> Finding:
    before, after = evaluation.counts
    values = {
        "test": evaluation.lead.decisive,
        "compared": evaluation.lead.decisive is evaluation.lead.compared,
        "n_before": before,
        "n_after": after,
        "own_change": evaluation.lead.own.estimate,
        "stronger": evaluation.stronger_readings,
        "n_readings": len(evaluation.readings),
        "grade": evaluation.effect,
        "check": evaluation.lead.graded.check,
    }
    graded = tuple(result.graded for result in evaluation.readings)
    return Finding("effect", evaluation.effect, values, graded)


def _outlook(evaluation: SickLeaveEvaluation) -> Finding:
    ahead = [
        item.target.period for item in evaluation.lead.judgements if item.outcome is Outcome.NOT_DUE
    ]
    values = {"ahead": (min(ahead), max(ahead)) if ahead else None, "year": evaluation.last_year}
    return Finding("outlook", Grade.NOT_ASSESSABLE, values)
