"""Findings as sentences, in the reader's language.

A sentence claims no more than its grade carries: "indicated" is never "shown", and "not shown"
is never "no effect".
"""

from analysis.display.blocks import FindingBlock
from analysis.display.languages import Language, Phrase
from analysis.evaluation.findings import Finding, Grade
from analysis.methods.targets import Judgement, Outcome
from analysis.model.decimals import decimals_of
from analysis.model.definitions import Indicator, Programme, Target


def grade_label(grade: Grade, language: Language) -> Phrase:
    """Return how surely a statement is known, in two words."""
    say = language.say
    return {
        Grade.OBSERVED: say("Documented"),
        Grade.ESTABLISHED: say("Established"),
        Grade.INDICATED: say("Indicated"),
        Grade.NOT_SHOWN: say("Not shown"),
        Grade.NOT_ASSESSABLE: say("Cannot be said"),
        Grade.ASSERTED: say("Own judgement"),
    }[grade]


def grade_meaning(grade: Grade, language: Language) -> Phrase:
    """Return what the label of a grade means."""
    say = language.say
    return {
        Grade.OBSERVED: say("stands in the figures or the document the report is made from."),
        Grade.ESTABLISHED: say(
            "a test that was chosen beforehand finds more than chance, and those who took part did "
            "not choose so themselves."
        ),
        Grade.INDICATED: say(
            "a test that was chosen beforehand finds more than chance. It is no proof of the cause."
        ),
        Grade.NOT_SHOWN: say(
            "the tests find no change in the direction aimed at that chance, rounding or a drift "
            "already under way could not explain. That is not the same as no effect."
        ),
        Grade.NOT_ASSESSABLE: say("the figures or the test that would be needed are not there."),
        Grade.ASSERTED: say(
            "what those responsible say of their own work, or a party that is named. Nobody else "
            "has checked it."
        ),
    }[grade]


class Wording:
    """The wording of findings. Each finding is a method of its own, called by the finding's key:
    it takes the finding's values and returns the statement, and what else to know."""

    def __init__(self, language: Language):
        self._language = language
        self._say = language.say

    def block(self, finding: Finding) -> FindingBlock:
        """Return a finding in words. AttributeError if nobody has worded its key."""
        statement, details = getattr(self, finding.key)(dict(finding.values))
        label = grade_label(finding.grade, self._language)
        grade, limit = finding.grade.value, finding.limit
        return FindingBlock(grade, label, statement, tuple(details), limit.value if limit else "")


class Words(Wording):
    """The wording of findings on one programme."""

    def __init__(self, programme: Programme, language: Language):
        super().__init__(language)
        self._programme = programme


def target_decimals(target: Target, indicator: Indicator) -> int:
    """Return with how many decimals a target, and what is held against it, is printed: those of its
    indicator, or those that the target was given with, if it has more of them."""
    return max(indicator.decimals, decimals_of([target.value]))


def target_in_words(
    target: Target, indicator: Indicator, language: Language
) -> tuple[Phrase, Phrase]:
    """Return the name of a target's tier, and its line: "at most 8.5 per cent"."""
    say = language.say
    tier = say("desired") if target.tier == "desired" else say("good enough")
    value = language.quantity(target.value, indicator.unit, target_decimals(target, indicator))
    if indicator.direction == "increase":
        return tier, say("at least {value}", value=value)
    return tier, say("at most {value}", value=value)


def outcome_in_words(judgement: Judgement, language: Language) -> Phrase:
    """Return the outcome of a target as a short label."""
    say = language.say
    if judgement.outcome is Outcome.MET:
        return say("met, by a narrow margin") if judgement.fragile else say("met")
    if judgement.outcome is Outcome.MISSED:
        return say("missed, by a narrow margin") if judgement.fragile else say("missed")
    return {
        Outcome.AT_THE_LINE: say("at the line"),
        Outcome.ACCEPTABLE: say("good enough"),
        Outcome.NOT_DUE: say("not yet due"),
        Outcome.NOT_ASSESSABLE: say("cannot be said"),
    }[judgement.outcome]
