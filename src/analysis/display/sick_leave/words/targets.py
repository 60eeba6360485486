"""What came of the targets, in words."""

from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.sick_leave.words.base import SickLeaveWordsBase, Worded
from analysis.display.wording import target_decimals, target_in_words
from analysis.methods.targets import Judgement, Outcome, PeriodValue
from analysis.model.periods import Period


class TargetWords(SickLeaveWordsBase):
    """Whether targets were met, and with which margin."""

    def no_targets(self, _: dict[str, Any]) -> Worded:
        detail = self._say("Whether the programme reached what it aimed at cannot be said.")
        return self._say("No targets are known for this programme."), [detail]

    def no_target_due(self, _: dict[str, Any]) -> Worded:
        return self._say("No target is due yet."), []

    def target(self, values: dict[str, Any]) -> Worded:
        judgement: Judgement = values["judgement"]
        tier, line = target_in_words(judgement.target, self._measured, self._language)
        names = {
            "tier": tier,
            "line": line,
            "period": self._language.period(judgement.target.period),
            "distance": self._language.change(
                judgement.distance or 0,
                self._measured.unit,
                target_decimals(judgement.target, self._measured),
            ),
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
        details = self._when(judgement.target.period)
        unclear = judgement.fragile or judgement.outcome is Outcome.AT_THE_LINE
        if values["doubtful"] is None and self._looks_like_the_line(judgement):
            details.append(self._exactly(judgement))
        if values["doubtful"] is not None:
            details.append(
                self._say(
                    "The source states {stated} for the year, which its quarters contradict: one "
                    "of the figures is wrong.",
                    stated=self._value(values["doubtful"]),
                )
            )
        elif unclear and values["year_value"]:
            details.append(self._margin(values["year_value"], judgement.target.period))
        if self._measured.targets_note and judgement.target.tier == "desired":
            details.append(self._language.text(self._measured.targets_note))
        if not values["same"]:
            details.append(self._say("Not every way to read the table gives this answer."))
        return statement, [sentences(details)] if details else []

    def other_targets(self, values: dict[str, Any]) -> Worded:
        names = self._language.listed(
            self._language.text(item.title) for item in values["indicators"]
        )
        detail = self._say(
            "This report looks at one indicator only, {indicator}. What came of the other targets "
            "must be found out apart.",
            indicator=self._naming.title,
        )
        return self._say("The targets for {indicators} are not judged here.", indicators=names), [
            detail
        ]

    def _when(self, period: Period) -> list[Phrase]:
        """That a target was for a time before the programme, or partly so."""
        began = self._programme.start
        if period.start >= began.start:
            return []
        start = self._language.period(began)
        if period.end < began.start:
            return [self._say("That was before the programme began, in {start}.", start=start)]
        return [self._say("The programme began in {start}, within that period.", start=start)]

    def _looks_like_the_line(self, judgement: Judgement) -> bool:
        """Whether the value, as it is printed elsewhere, does not show on which side it lies."""
        decimals = target_decimals(judgement.target, self._measured)
        shown = (self._language.number(end or 0, decimals) for end in
                 (judgement.value, judgement.target.value))  # fmt: skip
        return bool(judgement.distance) and len(set(shown)) == 1

    def _exactly(self, judgement: Judgement) -> Phrase:
        return self._say(
            "The value of {period} is {value}.",
            period=self._language.period(judgement.target.period),
            value=self._language.quantity(
                judgement.value or 0,
                self._measured.unit,
                target_decimals(judgement.target, self._measured) + 1,
            ),
        )

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
