"""Evaluation of a policy from what the evaluated party says of its own measures.

Nothing is tested: the document holds verdicts and claims, hardly any figures. What can be said
is who judged, what the words rest on, and whether the goals could ever have been checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.replies import Replied, gather
from analysis.evaluation.reply_findings import find_replied
from analysis.evaluation.voices import dated_assessments
from analysis.model.definitions import Assessment, Measure, Programme
from analysis.model.periods import Period
from analysis.model.replies import Reply

GOAL_PARTS = ("indicator", "baseline", "target", "due", "owner")
"""What a goal needs before anybody can say whether it was reached, and by whom."""

_VERDICTS = ("measure", "party", "verdict", "printed", "place")

CHECKABLE = ("indicator", "baseline", "target", "due")


@dataclass(frozen=True)
class PolicyEvaluation:
    """An evaluated policy.

    ``verdicts`` is a row a measure, in the document's order, with the columns measure, party,
    verdict, printed and place (of a form: printed "" and no place); ``goals`` a row a measure with
    a boolean for each of GOAL_PARTS; ``claims`` a row a claim with measure, claim (its number),
    support and figure; ``figures`` is the document's own figures. ``remarks`` are the assessments
    that are no verdict on a whole measure by the evaluated party. ``replied`` is what all parties
    say, forms included.
    """

    programme: Programme
    as_of: Period
    verdicts: pd.DataFrame
    goals: pd.DataFrame
    claims: pd.DataFrame
    figures: pd.DataFrame
    remarks: tuple[Assessment, ...]
    replied: Replied

    @property
    def counts(self) -> dict[str, int]:
        """Number of verdicts for each step of the scale, best first; 0 where none was given."""
        given = self.verdicts["verdict"].value_counts()
        return {level.id: int(given.get(level.id, 0)) for level in self.programme.scale}

    @property
    def printed_counts(self) -> dict[str, int]:
        """Number of verdicts for each way they are printed, most frequent first."""
        printed = self.verdicts["printed"]
        return {str(key): int(n) for key, n in printed[printed.ne("")].value_counts().items()}

    @property
    def checkable(self) -> int:
        """Number of measures whose goal states all that a check needs."""
        return int(self.goals[list(CHECKABLE)].all(axis=1).sum())

    @property
    def support(self) -> dict[str, int]:
        """Number of claims that rest on a figure, on a lost figure, on none."""
        given = self.claims["support"].value_counts()
        return {kind: int(given.get(kind, 0)) for kind in ("figure", "lost", "none")}


def evaluate(
    programme: Programme, figures: pd.DataFrame, as_of: Period, replies: Iterable[Reply] = ()
) -> PolicyEvaluation:
    """Return the evaluation of ``programme`` from its assessments, claims and goals, and from the
    ``replies`` of its parties.

    Assessments dated after the end of ``as_of``, and replies signed after it, are left out.
    """
    given = dated_assessments(programme, as_of)
    replied = gather(programme, replies, as_of)
    whole = [item for item in given if _is_own_verdict(programme, item)]
    return PolicyEvaluation(
        programme,
        as_of,
        _told_by_form(programme, replied) if replied else _verdicts(programme, whole),
        _goals(programme),
        _claims(programme),
        figures,
        tuple(item for item in given if item not in whole),
        replied,
    )


def _is_own_verdict(programme: Programme, item: Assessment) -> bool:
    return item.verdict is not None and item.scope is None and programme.party(item.party).evaluated


def _verdicts(programme: Programme, whole: list[Assessment]) -> pd.DataFrame:
    order = {measure.id: number for number, measure in enumerate(programme.measures)}
    rows = [
        (item.measure, item.party, item.verdict, item.printed, item.place)
        for item in sorted(whole, key=lambda item: order[item.measure])
    ]
    return pd.DataFrame(rows, columns=list(_VERDICTS))


def _told_by_form(programme: Programme, replied: Replied) -> pd.DataFrame:
    """The own verdicts that stand once parties have replied; those of the document as printed."""
    printed = {
        (item.measure, item.party, item.verdict, item.place): item.printed
        for item in programme.assessments
    }
    rows = [
        (
            *(voice.measure, voice.party, voice.verdict),
            printed.get((voice.measure, voice.party, voice.verdict, voice.place or 0), ""),
            voice.place,
        )
        for voice in replied.voices
        if voice.verdict and programme.party(voice.party).evaluated
    ]
    return pd.DataFrame(rows, columns=list(_VERDICTS), dtype=object)


def _goals(programme: Programme) -> pd.DataFrame:
    rows = {
        measure.id: [_states(measure, part) for part in GOAL_PARTS]
        for measure in programme.measures
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(GOAL_PARTS))


def _states(measure: Measure, part: str) -> bool:
    """Whether a part of the goal is stated: a measure's own deadline and owner are, and that it is
    to go on says when it can be looked at: at any time."""
    of_measure = {"due": measure.deadline, "owner": measure.owner}.get(part)
    goes_on = part == "due" and measure.continuous
    return goes_on or of_measure is not None or getattr(measure.goal, part, None) is not None


def _claims(programme: Programme) -> pd.DataFrame:
    rows = [
        (measure.id, number, claim.support, claim.figure)
        for measure in programme.measures
        for number, claim in enumerate(measure.claims)
    ]
    return pd.DataFrame(rows, columns=["measure", "claim", "support", "figure"])


def _is_outside(evaluation: PolicyEvaluation, item: Assessment) -> bool:
    return item.verdict is not None and not evaluation.programme.party(item.party).evaluated


def _goes_against(evaluation: PolicyEvaluation, item: Assessment) -> bool:
    """Whether an assessment is a remark, or another verdict than the evaluated party's own, on a
    measure that has one."""
    own = evaluation.verdicts.loc[evaluation.verdicts["measure"].eq(item.measure), "verdict"]
    return not own.empty and (item.verdict is None or item.verdict not in set(own))


def _by_others(evaluation: PolicyEvaluation) -> list[str]:
    """The measure of each verdict that stands of parties that do not judge themselves."""
    programme = evaluation.programme
    if evaluation.replied:
        judged = (voice for voice in evaluation.replied.voices if voice.verdict)
        return [voice.measure for voice in judged if not programme.party(voice.party).evaluated]
    return [item.measure for item in evaluation.remarks if _is_outside(evaluation, item)]


def find(evaluation: PolicyEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    measures = len(evaluation.programme.measures)
    by_others = _by_others(evaluation)
    verdicts = {
        "counts": evaluation.counts,
        "printed": evaluation.printed_counts,
        "n_others": len(by_others),
        "n_judged_by_others": len(set(by_others)),
        "n_measures": measures,
        "n_judged": evaluation.verdicts["measure"].nunique(),
        "replied": bool(evaluation.replied),
    }
    parts = {part: int(evaluation.goals[part].sum()) for part in GOAL_PARTS}
    goals = {
        **{"n_measures": measures, "checkable": evaluation.checkable, "parts": parts},
        "targets": evaluation.programme.targets,
        "continuous": sum(item.continuous for item in evaluation.programme.measures),
    }
    judged = len(evaluation.verdicts) or not evaluation.replied.whole
    found = [
        *([Finding("own_verdicts", Grade.ASSERTED, verdicts)] if judged else []),
        *find_replied(evaluation.replied),
        Finding("goals", Grade.OBSERVED, goals),
    ]
    if len(evaluation.claims):
        support = {**evaluation.support, "n_claims": len(evaluation.claims)}
        found.append(Finding("support", Grade.OBSERVED, support))
    against = tuple(item for item in evaluation.remarks if _goes_against(evaluation, item))
    if against:
        found.append(Finding("disagreement", Grade.OBSERVED, {"remarks": against}))
    has_series = bool(evaluation.programme.indicators)
    return (*found, Finding("no_test", Grade.NOT_ASSESSABLE, {"has_series": has_series}))
