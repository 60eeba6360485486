"""Findings as sentences, in the reader's language.

A sentence claims no more than its grade carries: "indicated" is never "shown", and "not shown"
is never "no effect".
"""

from collections.abc import Callable
from typing import Any

from analysis.display.blocks import FindingBlock
from analysis.display.languages import Language, Phrase, sentences
from analysis.evaluation.findings import Finding, Grade
from analysis.methods.targets import Judgement, Outcome, YearValue
from analysis.model.definitions import Indicator, Programme
from analysis.model.periods import Period


def grade_label(grade: Grade, language: Language) -> Phrase:
    """Return how surely a statement is known, in two words."""
    say = language.say
    return {
        Grade.OBSERVED: say("Documented"),
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
        Grade.INDICATED: say(
            "a test that was chosen beforehand finds more than chance. It is no proof of the cause."
        ),
        Grade.NOT_SHOWN: say(
            "the test does not rule out chance. That is not the same as no effect."
        ),
        Grade.NOT_ASSESSABLE: say("the figures that would be needed are not there."),
        Grade.ASSERTED: say(
            "what those responsible say of their own work. Nobody else has checked it."
        ),
    }[grade]


def finding_block(
    finding: Finding, programme: Programme, indicator: Indicator | None, language: Language
) -> FindingBlock:
    """Return a finding in words."""
    words = _Words(programme, indicator, language)
    write: Callable[[dict[str, Any]], tuple[Phrase, list[Phrase]]]
    write = getattr(words, finding.key)
    statement, details = write(dict(finding.values))
    label = grade_label(finding.grade, language)
    return FindingBlock(finding.grade.value, label, statement, tuple(details))


def target_in_words(
    judgement: Judgement, indicator: Indicator, language: Language
) -> tuple[Phrase, Phrase]:
    """Return the name of a target's tier, and its line: "at most 8.5 per cent"."""
    say, target = language.say, judgement.target
    tier = say("desired") if target.tier == "desired" else say("good enough")
    value = language.quantity(target.value, indicator.unit, indicator.decimals)
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
        Outcome.NOT_DUE: say("not yet due"),
        Outcome.NOT_ASSESSABLE: say("cannot be said"),
    }[judgement.outcome]


class _Words:
    """The wording of each finding, by its key: the statement, and what else to know."""

    def __init__(self, programme: Programme, indicator: Indicator | None, language: Language):
        self._programme = programme
        self._indicator = indicator
        self._language = language
        self._say = language.say

    @property
    def _measured(self) -> Indicator:
        assert self._indicator is not None, "this wording is about an indicator"
        return self._indicator

    def _value(self, value: float, more: int = 0) -> Phrase:
        measured = self._measured
        return self._language.quantity(value, measured.unit, measured.decimals + more)

    def _change(self, value: float) -> Phrase:
        return self._language.change(value, self._measured.unit, self._measured.decimals)

    # -- sick leave

    def no_full_year(self, _: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        statement = self._say(
            "There is no full year of figures since the programme began, so no change can be seen."
        )
        return statement, [self._began()]

    def _began(self) -> Phrase:
        start = self._language.period(self._programme.start)
        return self._say("The programme began in {start}.", start=start)

    def level(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        names = {
            "year": str(values["year"]),
            "value": self._value(values["value"]),
            "years": self._language.years(*values["years"]),
        }
        statement = {
            "lowest": self._say(
                "In {year} sick leave was {value}, the lowest of the years {years}.", **names
            ),
            "highest": self._say(
                "In {year} sick leave was {value}, the highest of the years {years}.", **names
            ),
            "between": self._say(
                "In {year} sick leave was {value}, neither the lowest nor the highest of the "
                "years {years}.",
                **names,
            ),
        }[values["rank"]]
        details = [self._against_before(values)]
        if values["comparison_change"] is not None:
            details.append(self._elsewhere(values["comparison_change"]))
        return statement, [sentences(details)]

    def _against_before(self, values: dict[str, Any]) -> Phrase:
        names = {
            "change": self._change(values["change"]),
            "years": self._language.years(*values["before"]),
        }
        if self._is_zero(values["change"]):
            return self._say("That is the same as the mean of {years}.", **names)
        if values["change"] < 0:
            return self._say("That is {change} below the mean of {years}.", **names)
        return self._say("That is {change} above the mean of {years}.", **names)

    def _elsewhere(self, change: float) -> Phrase:
        comparison = self._measured.comparison
        names = {
            "place": comparison.title if comparison else "",
            "change": self._change(change),
        }
        if self._is_zero(change):
            return self._say("In {place} it did not change over the same time.", **names)
        if change < 0:
            return self._say("In {place} it fell by {change} over the same time.", **names)
        return self._say("In {place} it rose by {change} over the same time.", **names)

    def _is_zero(self, change: float) -> bool:
        return self._language.number(abs(change), self._measured.decimals) == self._language.number(
            0, self._measured.decimals
        )

    def no_target_due(self, _: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        return self._say("No target is due yet."), []

    def target(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        judgement: Judgement = values["judgement"]
        tier, line = target_in_words(judgement, self._measured, self._language)
        names = {
            "tier": tier,
            "line": line,
            "period": self._language.period(judgement.target.period),
            "distance": self._change(judgement.distance or 0),
        }
        statement = {
            (Outcome.MET, False): self._say(
                "The target “{tier}” for {period}, {line}, was met.", **names
            ),
            (Outcome.MET, True): self._say(
                "The target “{tier}” for {period}, {line}, was met by a narrow margin.", **names
            ),
            (Outcome.MISSED, False): self._say(
                "The target “{tier}” for {period}, {line}, was missed by {distance}.", **names
            ),
            (Outcome.MISSED, True): self._say(
                "The target “{tier}” for {period}, {line}, was missed by a narrow margin.", **names
            ),
            (Outcome.AT_THE_LINE, judgement.fragile): self._say(
                "Whether the target “{tier}” for {period}, {line}, was met cannot be decided.",
                **names,
            ),
            (Outcome.NOT_ASSESSABLE, judgement.fragile): self._say(
                "Whether the target “{tier}” for {period}, {line}, was met cannot be said: "
                "the year's value is not known.",
                **names,
            ),
        }[judgement.outcome, judgement.fragile]
        details = []
        unclear = judgement.fragile or judgement.outcome is Outcome.AT_THE_LINE
        if unclear and values["year_value"]:
            details.append(self._margin(values["year_value"], judgement.target.period))
        if not values["same"]:
            details.append(self._say("Not every way to read the table gives this answer."))
        return statement, details

    def _margin(self, value: YearValue, period: Period) -> Phrase:
        weights, language = self._measured.weights, self._language
        rounding = self._say(
            "Rounding of the printed figures can move it by {rounding} either way.",
            rounding=language.number(value.rounding, 2),
        )
        if weights is None:
            return rounding
        names: dict[str, Any] = {"year": language.period(period)}
        for name, shares, bounds in (
            ("usual", weights.usual, value.usual),
            ("wide", weights.wide, value.wide),
        ):
            names[f"{name}_shares"] = language.interval(100 * shares[0], 100 * shares[1], 0)
            names[f"{name}_bounds"] = language.interval(*bounds, 2)
        return sentences(
            [
                self._say(
                    "How the quarters are weighted is not known. If each counts for "
                    "{usual_shares} per cent of the year and other years come out as the source "
                    "states them, {year} lies at {usual_bounds}; with {wide_shares} per cent at "
                    "{wide_bounds}.",
                    **names,
                ),
                rounding,
            ]
        )

    def effect(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        test = values["test"]
        if not test.computed:
            names = {
                "before": self._language.number(values["n_before"], 0),
                "after": self._language.number(values["n_after"], 0),
            }
            statement = self._say("Whether the programme lowered sick leave cannot be said.")
            why = self._say(
                "{before} quarters before the start and {after} after it are too few for a test.",
                **names,
            )
            return statement, [why]
        if test.significant and test.estimate > 0:
            statement = self._say(
                "It is not shown that the programme lowered sick leave: it rose by more than "
                "chance between years explains."
            )
        elif values["grade"] is Grade.INDICATED:
            statement = self._say(
                "The figures indicate that sick leave fell by more than chance between years "
                "explains after the programme began."
            )
        elif test.estimate > 0:
            statement = self._say(
                "It is not shown that the programme lowered sick leave: it did not fall."
            )
        else:
            statement = self._say("It is not shown that the programme lowered sick leave.")
        details = [self._test(values)]
        if values["stronger"]:
            details.append(self._readings(values))
        if values["grade"] is Grade.INDICATED:
            details.append(self._say("This does not prove that the programme was the cause."))
        return statement, [sentences(details), *self._rivals(values)]

    def _test(self, values: dict[str, Any]) -> Phrase:
        test, language = values["test"], self._language
        comparison = self._measured.comparison
        names = {
            "place": comparison.title if comparison else "",
            "change": language.number(test.estimate, 1, signed=True),
            "interval": language.interval(test.low, test.high, 1, signed=True),
            "n": language.number(values["years"], 0),
            "smallest": self._change(test.smallest),
        }
        if values["compared"]:
            change = self._say(
                "Against {place} the change is {change} percentage points, but with {n} years it "
                "may lie anywhere from {interval}.",
                **names,
            )
        else:
            change = self._say(
                "The change is {change} percentage points, but with {n} years it may lie "
                "anywhere from {interval}.",
                **names,
            )
        line = self._say(
            "The test would have called a change significant from {smallest} on.", **names
        )
        return sentences([change, line])

    def _readings(self, values: dict[str, Any]) -> Phrase:
        return self._language.say_n(
            "One of the {all} ways to read the printed table would change this to “indicated”.",
            "{n} of the {all} ways to read the printed table would change this to “indicated”.",
            len(values["stronger"]),
            all=self._language.number(values["n_readings"], 0),
        )

    def _rivals(self, values: dict[str, Any]) -> list[Phrase]:
        rivals = self._programme.rivals
        if not rivals or values["test"].estimate > 0:
            return []
        reasons = self._language.listed(self._language.text(rival.short) for rival in rivals)
        return [self._say("The fall may have other reasons: {reasons}.", reasons=reasons)]

    def outlook(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        year = str(values["year"] or self._programme.start.year)
        statement = self._say("How sick leave goes on after {year} cannot be said.", year=year)
        details = [self._say("The report makes no forecast.")]
        if values["ahead"]:
            years = self._language.years(*(period.year for period in values["ahead"]))
            details.append(self._say("The targets for {years} are not yet due.", years=years))
        return statement, [sentences(details)]

    # -- policy

    def own_verdicts(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        language = self._language
        counts = [
            self._say(
                "{n} “{verdict}”",
                n=language.number(values["counts"][level.id], 0),
                verdict=level.title,
            )
            for level in self._programme.scale
        ]
        statement = self._say(
            "The municipality has judged its own {n} measures: {counts}.",
            n=language.number(values["n_measures"], 0),
            counts=language.listed(counts),
        )
        if not values["n_others"]:
            return statement, [self._say("No verdict by anybody else stands in the document.")]
        others = self._language.say_n(
            "One verdict by somebody else is shown beside them.",
            "{n} verdicts by others are shown beside them.",
            values["n_others"],
        )
        return statement, [others]

    def goals(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        number = self._language.number
        names = {
            "n": number(values["n_measures"], 0),
            "checkable": number(values["checkable"], 0),
            **{part: number(count, 0) for part, count in values["parts"].items()},
        }
        if values["checkable"] == 0:
            statement = self._say(
                "None of the {n} goals can be checked: none states an indicator, a starting "
                "value, a target and a date.",
                **names,
            )
        else:
            statement = self._say(
                "{checkable} of the {n} goals can be checked: they state an indicator, a "
                "starting value, a target and a date.",
                **names,
            )
        parts = self._say(
            "Of the {n} goals {indicator} states an indicator, {baseline} a starting value, "
            "{target} a target, {due} a date and {owner} who answers for it.",
            **names,
        )
        return statement, [parts]

    def support(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        names = {key: self._language.number(count, 0) for key, count in values.items()}
        statement = self._say(
            "Of {n_claims} statements on what came of the measures, {figure} rest on a figure.",
            **names,
        )
        rest = self._say(
            "{lost} rest on a figure that is lost or unreadable in the source, {none} on none. "
            "A single figure shows a level, not a change.",
            **names,
        )
        return statement, [rest]

    def disagreement(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        statement = self._language.say_n(
            "In one place the document itself goes against a verdict.",
            "In {n} places the document itself goes against a verdict.",
            len(values["remarks"]),
        )
        voices = self._language.listed(
            self._say(
                "{party} on “{measure}”",
                party=self._programme.party(remark.party).title,
                measure=self._label(remark.measure),
            )
            for remark in values["remarks"]
        )
        return statement, [voices + "."]

    def _label(self, measure: str) -> Phrase:
        found = self._programme.measure(measure)
        return self._language.text(found.short or found.title)

    def no_test(self, values: dict[str, Any]) -> tuple[Phrase, list[Phrase]]:
        statement = self._say("Whether the policy worked cannot be said from these verdicts.")
        if values["has_series"]:
            return statement, [self._say("The programme’s figures have a report of their own.")]
        needed = self._say(
            "That would take figures from before and after, from this municipality and from "
            "others to compare with. The programme file has none."
        )
        return statement, [needed]
