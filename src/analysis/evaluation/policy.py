"""Evaluation of a policy from what the evaluated party says of its own measures.

Nothing is tested: the document holds verdicts and claims, hardly any figures. What can be said
is who judged, what the words rest on, and whether the goals could ever have been checked.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.model.definitions import Assessment, Programme
from analysis.model.periods import Period

GOAL_PARTS = ("indicator", "baseline", "target", "due", "owner")
"""What a goal needs before anybody can say whether it was reached, and by whom."""

CHECKABLE = ("indicator", "baseline", "target", "due")


@dataclass(frozen=True)
class PolicyEvaluation:
    """An evaluated policy.

    ``verdicts`` is a row a measure, in the document's order, with the columns measure, party,
    verdict, printed and place; ``goals`` a row a measure with a boolean for each of GOAL_PARTS;
    ``claims`` a row a claim with measure, claim (its number), support and figure; ``figures`` is
    the document's own figures. ``remarks`` are the assessments that are no verdict on a whole
    measure by the evaluated party.
    """

    programme: Programme
    as_of: Period
    verdicts: pd.DataFrame
    goals: pd.DataFrame
    claims: pd.DataFrame
    figures: pd.DataFrame
    remarks: tuple[Assessment, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of verdicts for each step of the scale, best first; 0 where none was given."""
        given = self.verdicts["verdict"].value_counts()
        return {level.id: int(given.get(level.id, 0)) for level in self.programme.scale}

    @property
    def printed_counts(self) -> dict[str, int]:
        """Number of verdicts for each way they are printed, most frequent first."""
        return {str(key): int(n) for key, n in self.verdicts["printed"].value_counts().items()}

    @property
    def checkable(self) -> int:
        """Number of measures whose goal states all that a check needs."""
        return int(self.goals[list(CHECKABLE)].all(axis=1).sum())

    @property
    def support(self) -> dict[str, int]:
        """Number of claims that rest on a figure, on a lost figure, on none."""
        given = self.claims["support"].value_counts()
        return {kind: int(given.get(kind, 0)) for kind in ("figure", "lost", "none")}


def evaluate(programme: Programme, figures: pd.DataFrame, as_of: Period) -> PolicyEvaluation:
    """Return the evaluation of ``programme`` from its assessments, claims and goals.

    Assessments dated after the end of ``as_of`` are left out.
    """
    given = [
        item for item in programme.assessments if not item.dated or item.dated.end <= as_of.end
    ]
    whole = [item for item in given if _is_own_verdict(programme, item)]
    return PolicyEvaluation(
        programme,
        as_of,
        _verdicts(programme, whole),
        _goals(programme),
        _claims(programme),
        figures,
        tuple(item for item in given if item not in whole),
    )


def _is_own_verdict(programme: Programme, item: Assessment) -> bool:
    return item.verdict is not None and item.scope is None and programme.party(item.party).evaluated


def _verdicts(programme: Programme, whole: list[Assessment]) -> pd.DataFrame:
    order = {measure.id: number for number, measure in enumerate(programme.measures)}
    rows = [
        (item.measure, item.party, item.verdict, item.printed, item.place)
        for item in sorted(whole, key=lambda item: order[item.measure])
    ]
    return pd.DataFrame(rows, columns=["measure", "party", "verdict", "printed", "place"])


def _goals(programme: Programme) -> pd.DataFrame:
    rows = {
        measure.id: [
            measure.goal is not None and getattr(measure.goal, part) is not None
            for part in GOAL_PARTS
        ]
        for measure in programme.measures
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(GOAL_PARTS))


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
    """Whether an assessment is a remark, or another verdict than the evaluated party's own."""
    own = evaluation.verdicts.loc[evaluation.verdicts["measure"].eq(item.measure), "verdict"]
    return item.verdict is None or item.verdict not in set(own)


def find(evaluation: PolicyEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    measures = len(evaluation.programme.measures)
    verdicts = {
        "counts": evaluation.counts,
        "printed": evaluation.printed_counts,
        "n_others": sum(1 for item in evaluation.remarks if _is_outside(evaluation, item)),
        "n_measures": measures,
    }
    parts = {part: int(evaluation.goals[part].sum()) for part in GOAL_PARTS}
    goals = {"n_measures": measures, "checkable": evaluation.checkable, "parts": parts}
    support = {**evaluation.support, "n_claims": len(evaluation.claims)}
    found = [
        Finding("own_verdicts", Grade.ASSERTED, verdicts),
        Finding("goals", Grade.OBSERVED, goals),
        Finding("support", Grade.OBSERVED, support),
    ]
    against = tuple(item for item in evaluation.remarks if _goes_against(evaluation, item))
    if against:
        found.append(Finding("disagreement", Grade.OBSERVED, {"remarks": against}))
    has_series = bool(evaluation.programme.indicators)
    return (*found, Finding("no_test", Grade.NOT_ASSESSABLE, {"has_series": has_series}))
