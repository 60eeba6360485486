"""What can be said of an action programme, in the order in which a reader needs it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.evaluation.action_programme.calculation import OWN, ActionEvaluation
from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.reply_findings import find_told
from analysis.methods.action_plans import Progress

SOFT = ("encourage", "consider", "inspire")
"""Commitments that no state of the world fulfils."""


def find(evaluation: ActionEvaluation) -> tuple[Finding, ...]:
    """Return the findings, in the order in which a reader needs them; of a day before the
    programme was presented, none on what was done or due."""
    programme = evaluation.programme.action
    if programme is not None and not evaluation.is_presented:
        values = {"as_of": evaluation.as_of, "presented": programme.presented}
        found = [Finding("not_presented", Grade.OBSERVED, values)]
    else:
        found = [*_reported(evaluation), *find_told(evaluation.replied)]
        if evaluation.reports.empty or evaluation.ahead[0] is not None:
            found.append(_due(evaluation))
    if programme is not None:
        claim = {"text": programme.claim, "by": programme.by}
        found.append(Finding("own_claim", Grade.ASSERTED, claim))
    found += [_times(evaluation), _checkable(evaluation)]
    if levels := _levels(evaluation):
        found.append(Finding("levels", Grade.OBSERVED, {"levels": levels}))
    return (*found, _no_effect(evaluation))


def counted(statuses: pd.DataFrame) -> dict[str, int]:
    """Return how many rows have each Progress; 0 for those that none has."""
    given = statuses["progress"].value_counts()
    return {step.value: int(given.get(step, 0)) for step in Progress}


def _reported(evaluation: ActionEvaluation) -> list[Finding]:
    """What those responsible have reported, and what nobody has."""
    passed, years = evaluation.passed, evaluation.passed_years
    silent = {
        "n_points": len(evaluation.programme.measures),
        "dated": counted(passed)[Progress.NOT_REPORTED],
        "years": counted(years)[Progress.NOT_REPORTED],
    }
    if evaluation.reports.empty:
        return [Finding("nothing_reported", Grade.NOT_ASSESSABLE, silent)]
    found = [Finding("progress", Grade.ASSERTED, _progress(evaluation))]
    if years["progress"].ne(Progress.NOT_REPORTED).any():
        n_yearly = years["measure"].nunique()
        values = {"n": len(years), "n_yearly": n_yearly, "counts": counted(years)}
        found.append(Finding("years", Grade.ASSERTED, values))
    if silent["dated"] or silent["years"]:
        found.append(Finding("unreported", Grade.NOT_ASSESSABLE, silent))
    return found


def _progress(evaluation: ActionEvaluation) -> Mapping[str, Any]:
    passed = evaluation.passed
    statuses = evaluation.statuses
    once = statuses["measurable"] & ~statuses["deadline_kind"].eq("yearly")
    early = counted(statuses[once & ~statuses["due"] & statuses["first_deadline"].notna()])
    return {
        "n": len(passed),
        "counts": counted(passed),
        "early": early[Progress.DONE_IN_TIME],
        "given_up": early[Progress.ABANDONED],
        "stale": int(passed["stale"].sum()),
        "by": tuple(dict.fromkeys(evaluation.reports["by"])),
    }


def _due(evaluation: ActionEvaluation) -> Finding:
    day, once, yearly = evaluation.ahead
    values = {
        "reported": not evaluation.reports.empty,
        "passed": len(evaluation.passed),
        "passed_years": len(evaluation.passed_years),
        "next": day,
        "once": once,
        "yearly": yearly,
    }
    return Finding("due", Grade.OBSERVED, values)


def _times(evaluation: ActionEvaluation) -> Finding:
    plan, action = evaluation.plan, evaluation.programme.action
    yearly, ends = plan["time"].eq("yearly"), plan["deadline"].notna()
    dated = evaluation.statuses[ends & ~yearly & plan["commitment"].eq("shall")]
    first = min(dated["first_deadline"], default=None)
    values = {
        "n_points": len(evaluation.programme.measures),
        "n": len(plan),
        "dated": int((ends & ~yearly).sum()),
        "yearly": int(yearly.sum()),
        "mandate": int((plan["time"].eq("mandate") & ~ends).sum()),
        "not_stated": int(plan["time"].eq("not_stated").sum()),
        "first": first,
        "n_first": int(dated["first_deadline"].eq(first).sum()),
        "days": (first - action.presented.end).days if first and action else None,
    }
    return Finding("times", Grade.OBSERVED, values)


def _checkable(evaluation: ActionEvaluation) -> Finding:
    plan, smart = evaluation.plan, evaluation.smart
    given = plan["commitment"].value_counts()
    binding = plan["commitment"].eq("shall")
    values = {
        "n": len(plan),
        **{commitment: int(given.get(commitment, 0)) for commitment in SOFT},
        "product": int((plan["product"].notna() & binding).sum()),
        "binding": int(binding.sum()),
        "owner": int(smart["has_owner"].sum()),
        "quantity": int(smart["has_indicator"].sum()),
        "measurable": int(smart["measurable"].sum()),
    }
    return Finding("checkable", Grade.OBSERVED, values)


def _levels(evaluation: ActionEvaluation) -> tuple[Mapping[str, Any], ...]:
    """The first and the last own value of each indicator."""
    found = []
    for name, rows in evaluation.outcomes.groupby("indicator", sort=False):
        own = rows[rows["whose"].eq(OWN) & rows["value"].notna()]
        if own.empty:
            continue
        first, last = own.iloc[0], own.iloc[-1]
        found.append(
            {
                "indicator": str(name),
                "first": (first["period"], float(first["value"])),
                "last": (last["period"], float(last["value"])),
            }
        )
    return tuple(found)


def _no_effect(evaluation: ActionEvaluation) -> Finding:
    own = evaluation.outcomes.loc[evaluation.outcomes["whose"].eq(OWN), "indicator"]
    missing = tuple(item.id for item in evaluation.programme.indicators if item.id not in set(own))
    return Finding("no_effect", Grade.NOT_ASSESSABLE, {"missing": missing})
