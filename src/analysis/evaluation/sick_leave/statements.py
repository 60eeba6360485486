"""The findings of the first page."""

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.reply_findings import find_heard
from analysis.evaluation.sick_leave.level import level
from analysis.evaluation.sick_leave.results import SickLeaveEvaluation
from analysis.methods.targets import Judgement, Outcome, due_order


def find(evaluation: SickLeaveEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    return (
        level(evaluation),
        *_targets(evaluation),
        *_others(evaluation),
        _effect(evaluation),
        _outlook(evaluation),
        *find_heard(evaluation.replied),
    )


def _targets(evaluation: SickLeaveEvaluation) -> list[Finding]:
    """One finding for each tier of the last period that is due; where nothing can be said of that
    one, also for the last of which something can."""
    if not evaluation.agreed:
        return [Finding("no_targets", Grade.NOT_ASSESSABLE)]
    due = [item for item in evaluation.agreed if item.outcome is not Outcome.NOT_DUE]
    if not due:
        return [Finding("no_target_due", Grade.NOT_ASSESSABLE)]
    known = [item for item in due if item.outcome is not Outcome.NOT_ASSESSABLE]
    last = [
        max((item.target.period for item in part), key=due_order) for part in (known, due) if part
    ]
    told = [item for item in due if item.target.period in last]
    told.sort(key=lambda item: (due_order(item.target.period), item.target.tier))
    return [_target(evaluation, item) for item in told]


def _target(evaluation: SickLeaveEvaluation, judgement: Judgement) -> Finding:
    period, lead = judgement.target.period, evaluation.lead
    year = period.year if period.kind == "year" else None
    values = {
        "judgement": judgement,
        "same": judgement.target not in evaluation.disputed,
        "year_value": lead.values.get(year) if year else None,
        "doubtful": lead.doubtful.get(year) if year else None,
    }
    unknown = judgement.outcome in (Outcome.NOT_ASSESSABLE, Outcome.AT_THE_LINE)
    return Finding("target", Grade.NOT_ASSESSABLE if unknown else Grade.OBSERVED, values)


def _others(evaluation: SickLeaveEvaluation) -> list[Finding]:
    """What has targets too, and is not looked at here: its result must not be thought to be that
    of the indicator that is."""
    programme = evaluation.programme
    names = dict.fromkeys(item.indicator for item in programme.targets)
    left = [programme.indicator(name) for name in names if name != evaluation.indicator.id]
    return [Finding("other_targets", Grade.NOT_ASSESSABLE, {"indicators": left})] if left else []


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
        "worsened": all(result.graded.worsened for result in evaluation.readings),
        "earlier": evaluation.lead.graded.earlier,
        "left_out": evaluation.years_left_out,
        "divided": evaluation.divided_year,
        "broken": evaluation.lead.broken,
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
