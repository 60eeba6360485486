"""What the programme did, in words: never more than the test carries."""

from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.sick_leave.words.base import SickLeaveWordsBase, Worded, left_out
from analysis.evaluation.findings import Grade, Reason
from analysis.methods.interrupted_series import menu
from analysis.methods.results import Estimate


class EffectWords(SickLeaveWordsBase):
    """Whether the programme changed the indicator, how that was tested, and what else may have."""

    def effect(self, values: dict[str, Any]) -> Worded:
        test = values["test"]
        if not test.computed:
            statement = self._say(
                "Whether the programme lowered {indicator} cannot be said.",
                indicator=self._indicator,
            )
            broken = self._broken(values["broken"])[:1]  # The level has the note on it.
            return statement, [sentences([*broken, self._why_not(values)])]
        statement = self._verdict(values) if values["compared"] else self._own_verdict(values)
        details = [*self._reason(values), self._test(values), *self._left_out(values)]
        if values["year_stated"]:
            details.append(self._say("For each year the test takes the mean of its four quarters."))
        if values["stronger"]:
            details.append(self._readings(values))
        if values["grade"] is Grade.INDICATED:
            details.append(self._say("This does not prove that the programme was the cause."))
        return statement, [sentences(details), *self._rivals(values)]

    def _why_not(self, values: dict[str, Any]) -> Phrase:
        if not menu(values["n_before"], values["n_after"]):
            return self._say(
                "There are too few quarters for a test: {before} before the start and {after} "
                "after it.",
                before=self._language.number(values["n_before"], 0),
                after=self._language.number(values["n_after"], 0),
            )
        if values["test"].status == "no_variation":
            return self._say("The years before do not differ, so chance cannot be measured.")
        comparison = self._measured.comparison
        if values["compared"] and comparison and values["own_change"] is not None:
            return self._say(
                "The comparison with {place} lacks figures for a test.", place=comparison.title
            )
        return self._say("There are too few full years before or after the start for a test.")

    def _own_verdict(self, values: dict[str, Any]) -> Phrase:
        names = {"indicator": self._indicator}
        if values["grade"] is Grade.INDICATED:
            return self._say(
                "The figures indicate that {indicator} fell by more than chance between years "
                "explains after the programme began.",
                **names,
            )
        if values["test"].estimate <= 0:
            return self._not_shown()
        if values["worsened"]:
            return self._say(
                "It is not shown that the programme lowered {indicator}: the figures rose by more "
                "than chance between years explains.",
                **names,
            )
        return self._say(
            "It is not shown that the programme lowered {indicator}: the figures did not fall.",
            **names,
        )

    def _not_shown(self) -> Phrase:
        return self._say(
            "It is not shown that the programme lowered {indicator}.", indicator=self._indicator
        )

    def _verdict(self, values: dict[str, Any]) -> Phrase:
        """The same where the difference to a comparison was tested: it can fall while both rise."""
        comparison = self._measured.comparison
        names = {"indicator": self._indicator, "place": comparison.title if comparison else ""}
        if values["grade"] is Grade.INDICATED:
            return self._say(
                "The figures indicate that {indicator} fell against {place} by more than chance "
                "between years explains after the programme began.",
                **names,
            )
        if values["test"].estimate <= 0:
            return self._not_shown()
        if values["worsened"]:
            return self._say(
                "It is not shown that the programme lowered {indicator}: against {place} the "
                "figures rose by more than chance between years explains.",
                **names,
            )
        return self._say(
            "It is not shown that the programme lowered {indicator}: against {place} the figures "
            "did not fall.",
            **names,
        )

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
                "From the mean of the years before the start ({before}) to that of the years after "
                "it ({after}) the change is {change} percentage points, and it may lie anywhere "
                "from {interval}.",
                **names,
            )
        line = self._say(
            "The test would have called a change significant from {smallest} on.", **names
        )
        return sentences([change, line])

    def _reason(self, values: dict[str, Any]) -> list[Phrase]:
        """Why a fall is not shown, in plain words; nothing where the statement itself says so."""
        if values["grade"] is not Grade.NOT_SHOWN:
            return []
        reason, say = values["reason"], self._say
        if reason is None and values["n_readings"] > 1:
            return [say("Whether the fall shows depends on how the printed table is read.")]
        if reason is Reason.EARLIER:
            return [self._earlier(values["earlier"], values["compared"])]
        if reason is Reason.DRIFT:
            return [self._drift(values["check"])]
        plain = {
            Reason.CHANCE: say("The fall is no larger than what chance between years can make."),
            Reason.THIN: say(
                "Two years before the start are too few to say how much years differ by chance."
            ),
            Reason.DOUBTFUL: say(
                "Figures of a year that is tested contradict each other, and one of them is wrong."
            ),
            Reason.ROUNDING: say(
                "The fall is no larger than what rounding of the figures can make."
            ),
        }
        return [plain[reason]] if reason in plain else []

    def _earlier(self, earlier: Estimate, compared: bool) -> Phrase:
        comparison, change = self._measured.comparison, earlier.estimate or 0
        names = {
            "place": comparison.title if comparison else "",
            "change": self._change(abs(change)),
            "year": str(self._programme.start.start.year),
        }
        most = self._say("Most of the fall had come before the start.")
        if compared:
            return sentences([most, self._since_against(change, names)])
        if self._change_is_up(change):
            since = self._say(
                "The same quarters after it lie no lower than those of {year} before it.", **names
            )
        else:
            since = self._say(
                "The same quarters after it lie only {change} lower than those of {year} before "
                "it.",
                **names,
            )
        return sentences([most, since])

    def _since_against(self, change: float, names: dict[str, Any]) -> Phrase:
        """The same where the difference to a comparison was tested."""
        if self._change_is_up(change):
            return self._say(
                "Against {place} the same quarters after it lie no lower than those of {year} "
                "before it.",
                **names,
            )
        return self._say(
            "Against {place} the same quarters after it lie only {change} lower than those of "
            "{year} before it.",
            **names,
        )

    def _left_out(self, values: dict[str, Any]) -> list[Phrase]:
        """The year that the programme began within, and years at either end without all quarters;
        those between are named with the level."""
        divided, parts = values["divided"], []
        if divided in values["left_out"]:
            parts.append(
                self._say(
                    "{year} is in neither mean, since the programme began within it.",
                    year=str(divided),
                )
            )
        if others := [year for year in values["left_out"] if year != divided]:
            parts.append(left_out(self._language, others))
        return parts

    def _drift(self, check: Estimate) -> Phrase:
        return self._say(
            "The fall cannot be told apart from a drift that may have been under way already: "
            "beside a straight line through all the years the step at the start is {change} "
            "percentage points, and it may lie anywhere from {interval}.",
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
