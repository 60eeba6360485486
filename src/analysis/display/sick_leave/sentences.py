"""The findings on sick leave in words."""

from typing import Any

from analysis.display.languages import Language, Phrase, sentences
from analysis.display.wording import Words, target_in_words
from analysis.evaluation.findings import Grade
from analysis.methods.interrupted_series import menu
from analysis.methods.results import Estimate
from analysis.methods.targets import Judgement, Outcome, PeriodValue
from analysis.model.definitions import Indicator, Programme
from analysis.model.periods import Period

Worded = tuple[Phrase, list[Phrase]]


class SickLeaveWords(Words):
    """How sick leave was, what came of the targets, what the programme did, what is not known."""

    def __init__(self, programme: Programme, indicator: Indicator, language: Language):
        super().__init__(programme, language)
        self._measured = indicator

    def _value(self, value: float, more: int = 0) -> Phrase:
        measured = self._measured
        return self._language.quantity(value, measured.unit, measured.decimals + more)

    def _change(self, value: float) -> Phrase:
        return self._language.change(value, self._measured.unit, self._measured.decimals)

    def no_full_year(self, _: dict[str, Any]) -> Worded:
        statement = self._say(
            "There is no full year of figures since the programme began, so no change can be seen."
        )
        return statement, [self._began()]

    def _began(self) -> Phrase:
        start = self._language.period(self._programme.start)
        return self._say("The programme began in {start}.", start=start)

    def level(self, values: dict[str, Any]) -> Worded:
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
            "tied": self._say("In {year} sick leave was {value}.", **names),
            "between": self._say(
                "In {year} sick leave was {value}, neither the lowest nor the highest of the "
                "years {years}.",
                **names,
            ),
        }[values["rank"]]
        details = [self._against_before(values)]
        if values["comparison_change"] is not None:
            details.append(self._elsewhere(values["comparison_change"]))
        return statement, [sentences([*details, *self._basis(values)])]

    def _basis(self, values: dict[str, Any]) -> list[Phrase]:
        """What the figure of the year is, and what else it could be."""
        parts = []
        if values["stated"] is None:
            parts.append(
                self._say(
                    "The figure is the mean of the four quarters; the source gives none for the "
                    "year."
                )
            )
        else:
            stated = self._value(values["stated"])
            parts.append(
                self._say(
                    "The figure is the mean of the four quarters; the source gives {stated} for "
                    "the year.",
                    stated=stated,
                )
            )
        if values["weighted"]:
            parts.append(
                self._say(
                    "Quarters of equal weight do not give what the source states for other years; "
                    "weights of {shares} per cent each that do put the year at {bounds}.",
                    shares=self._shares(),
                    bounds=self._language.interval(values["weighted"][0], values["weighted"][1], 2),
                )
            )
        low, high = (self._language.number(end, self._measured.decimals) for end in values["range"])
        if low != high:
            parts.append(
                self._say("By how the table is read it is {low} to {high}.", low=low, high=high)
            )
        return parts

    def _shares(self) -> str:
        """The usual weights of a quarter in per cent; a year has bounds only where they are set."""
        weights = self._measured.weights
        low, high = weights.usual if weights else (0.25, 0.25)
        return self._language.interval(100 * low, 100 * high, 0)

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

    def _change_is_up(self, change: float) -> bool:
        return change > 0 or self._is_zero(change)

    def _is_zero(self, change: float) -> bool:
        return self._language.number(abs(change), self._measured.decimals) == self._language.number(
            0, self._measured.decimals
        )

    def no_target_due(self, _: dict[str, Any]) -> Worded:
        return self._say("No target is due yet."), []

    def target(self, values: dict[str, Any]) -> Worded:
        judgement: Judgement = values["judgement"]
        tier, line = target_in_words(judgement.target, self._measured, self._language)
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
            )
            if self._measured.weights is None
            else self._say(
                "The target “{tier}” for {period}, {line}, was met by a narrow margin that depends "
                "on how the quarters are weighted.",
                **names,
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
        if self._measured.targets_note and judgement.target.tier == "desired":
            details.append(self._language.text(self._measured.targets_note))
        if not values["same"]:
            details.append(self._say("Not every way to read the table gives this answer."))
        return statement, [sentences(details)] if details else []

    def _margin(self, value: PeriodValue, period: Period) -> Phrase:
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

    def effect(self, values: dict[str, Any]) -> Worded:
        test = values["test"]
        if not test.computed:
            statement = self._say("Whether the programme lowered sick leave cannot be said.")
            return statement, [self._why_not(values)]
        statement = self._verdict(values) if values["compared"] else self._own_verdict(values)
        details = [self._test(values)]
        if self._is_drift(values):
            details.append(self._drift(values["check"]))
        if values["stronger"]:
            details.append(self._readings(values))
        if values["grade"] is Grade.INDICATED:
            details.append(self._say("This does not prove that the programme was the cause."))
        return statement, [sentences(details), *self._rivals(values)]

    def _why_not(self, values: dict[str, Any]) -> Phrase:
        names = {
            "before": self._language.number(values["n_before"], 0),
            "after": self._language.number(values["n_after"], 0),
        }
        if not menu(values["n_before"], values["n_after"]):
            return self._say(
                "{before} quarters before the start and {after} after it are too few for a test.",
                **names,
            )
        comparison = self._measured.comparison
        if values["compared"] and comparison and values["own_change"] is not None:
            return self._say(
                "The comparison with {place} lacks figures for a test.", place=comparison.title
            )
        if values["test"].status == "no_variation":
            return self._say("The years before do not differ, so chance cannot be measured.")
        return self._say("There are too few full years before or after the start for a test.")

    def _own_verdict(self, values: dict[str, Any]) -> Phrase:
        test = values["test"]
        if test.significant and test.estimate > 0:
            return self._say(
                "It is not shown that the programme lowered sick leave: it rose by more than "
                "chance between years explains."
            )
        if test.estimate > 0:
            return self._say(
                "It is not shown that the programme lowered sick leave: it did not fall."
            )
        if values["grade"] is Grade.INDICATED:
            return self._say(
                "The figures indicate that sick leave fell by more than chance between years "
                "explains after the programme began."
            )
        return self._say("It is not shown that the programme lowered sick leave.")

    def _verdict(self, values: dict[str, Any]) -> Phrase:
        """The same where the difference to a comparison was tested: it can fall while both rise."""
        test, comparison = values["test"], self._measured.comparison
        place = comparison.title if comparison else ""
        if test.significant and test.estimate > 0:
            return self._say(
                "It is not shown that the programme lowered sick leave: against {place} it rose "
                "by more than chance between years explains.",
                place=place,
            )
        if test.estimate > 0:
            return self._say(
                "It is not shown that the programme lowered sick leave: against {place} it did "
                "not fall.",
                place=place,
            )
        if values["grade"] is Grade.INDICATED:
            return self._say(
                "The figures indicate that sick leave fell against {place} by more than chance "
                "between years explains after the programme began.",
                place=place,
            )
        return self._say("It is not shown that the programme lowered sick leave.")

    def _test(self, values: dict[str, Any]) -> Phrase:
        test, language = values["test"], self._language
        comparison = self._measured.comparison
        names = {
            "place": comparison.title if comparison else "",
            "change": language.number(test.estimate, 1, signed=True),
            "interval": language.interval(test.low, test.high, 1, signed=True),
            "before": language.number(test.n_before, 0),
            "after": language.number(test.n_after, 0),
            "smallest": self._change(test.smallest),
        }
        if values["compared"]:
            change = self._say(
                "Against {place} the change is {change} percentage points. With {before} years "
                "before the start and {after} after it, it may lie anywhere from {interval}.",
                **names,
            )
        else:
            change = self._say(
                "The change is {change} percentage points. With {before} years before the start "
                "and {after} after it, it may lie anywhere from {interval}.",
                **names,
            )
        line = self._say(
            "The test would have called a change significant from {smallest} on.", **names
        )
        return sentences([change, line])

    def _is_drift(self, values: dict[str, Any]) -> bool:
        """Whether the test finds a fall that does not show beside a line through the years."""
        test = values["test"]
        fell = bool(test.significant and test.estimate < 0 and values["check"].computed)
        return fell and values["grade"] is Grade.NOT_SHOWN and not values["stronger"]

    def _drift(self, check: Estimate) -> Phrase:
        return self._say(
            "Beside a straight line through the years the step is {change} percentage points and "
            "may lie anywhere from {interval}: the years may have been on their way down already.",
            change=self._language.number(check.estimate or 0, 1, signed=True),
            interval=self._language.interval(check.low or 0, check.high or 0, 1, signed=True),
        )

    def _readings(self, values: dict[str, Any]) -> Phrase:
        return self._language.say_n(
            "One of the {all} ways to read the printed table would change this to “indicated”.",
            "{n} of the {all} ways to read the printed table would change this to “indicated”.",
            len(values["stronger"]),
            all=self._language.number(values["n_readings"], 0),
        )

    def _rivals(self, values: dict[str, Any]) -> list[Phrase]:
        rivals = self._programme.rivals
        if not rivals or values["own_change"] is None or self._change_is_up(values["own_change"]):
            return []
        reasons = self._language.listed(self._language.text(rival.short) for rival in rivals)
        return [self._say("The fall may have other reasons: {reasons}.", reasons=reasons)]

    def outlook(self, values: dict[str, Any]) -> Worded:
        year = str(values["year"] or self._programme.start.year)
        statement = self._say("How sick leave goes on after {year} cannot be said.", year=year)
        details = [self._say("The report makes no forecast.")]
        if values["ahead"]:
            years = self._language.years(*(period.year for period in values["ahead"]))
            details.append(self._say("The targets for {years} are not yet due.", years=years))
        return statement, [sentences(details)]
