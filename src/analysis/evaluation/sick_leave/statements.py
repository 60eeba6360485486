"""The findings of the first page."""

from dataclasses import replace

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.reply_findings import find_heard
from analysis.evaluation.sick_leave.level import level
from analysis.evaluation.sick_leave.results import SickLeaveEvaluation
from analysis.methods.targets import Outcome


def find(evaluation: SickLeaveEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    return (
        level(evaluation),
        *_targets(evaluation),
        _effect(evaluation),
        _outlook(evaluation),
        *find_heard(evaluation.replied),
    )


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
        "reason": evaluation.lead.graded.reason,
        "year_stated": evaluation.last_year in evaluation.lead.stated,
    }
    graded = tuple(result.graded for result in evaluation.readings)
    return Finding("effect", evaluation.effect, values, graded)


def _outlook(evaluation: SickLeaveEvaluation) -> Finding:
    ahead = [
        item.target.period for item in evaluation.lead.judgements if item.outcome is Outcome.NOT_DUE
    ]
    values = {"ahead": (min(ahead), max(ahead)) if ahead else None, "year": evaluation.last_year}
    return Finding("outlook", Grade.NOT_ASSESSABLE, values)
