"""The findings on participants against others in words."""

from typing import Any

from analysis.display.languages import Phrase, Span, phrase
from analysis.display.wording import Words
from analysis.evaluation.findings import Grade
from analysis.evaluation.network_programme import JoinEffect
from analysis.methods.results import Estimate
from analysis.model.definitions import Indicator

Worded = tuple[Phrase, list[Phrase]]


class EffectSentences(Words):
    """What the comparison shows, how participants began, and what may not be concluded."""

    _indicator: Indicator | None

    @property
    def indicator_name(self) -> Phrase:
        """The name of the indicator as it stands inside a sentence."""
        if self._indicator is None:
            return self._say("the indicator")
        title = self._language.text(self._indicator.title)
        first = title.spans[0]
        lowered = Span(first.text[:1].lower() + first.text[1:], first.lang)
        return Phrase((lowered, *title.spans[1:]))

    def effect(self, values: dict[str, Any]) -> Worded:
        effect: JoinEffect = values["effect"]
        if effect.indicator.direction == "neutral":
            return self._aimless(effect)
        if not effect.testable:
            return self._untested(effect)
        if not effect.complete:
            return self._incomplete(effect)
        if effect.unlike:
            return self._unlike(effect)
        if effect.grade is Grade.NOT_SHOWN:
            return self._not_shown(effect)
        return self._indicated(effect)

    def _untested(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "Whether taking part changed {indicator} cannot be said: the comparison cannot be "
            "tested.",
            indicator=self.indicator_name,
        )
        counts = self._say(
            "Participants with figures and a year of joining: {joiners}. Others: {others}. It "
            "takes ten participants that joined within the years of the figures, and ten others.",
            joiners=self._language.number(effect.effects.n_joiners, 0),
            others=self._language.number(effect.effects.n_never, 0),
        )
        return statement, [counts]

    def _aimless(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "Whether taking part made {indicator} better cannot be said: nobody has said whether "
            "it is to rise or to fall.",
            indicator=self.indicator_name,
        )
        return statement, [self._against(effect.main)] if effect.main.computed else []

    def _incomplete(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "Whether taking part changed {indicator} cannot be said: not all participants are "
            "known, so some of the others took part too.",
            indicator=self.indicator_name,
        )
        return statement, [self._against(effect.main)]

    def _unlike(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "Whether taking part changed {indicator} cannot be said: the participants began at "
            "quite another level than the others.",
            indicator=self.indicator_name,
        )
        warning = self._say(
            "Such a difference comes without any programme too: figures that are far from the "
            "others’ one year tend to come back by themselves (regression to the mean)."
        )
        return statement, [self._against(effect.main), warning]

    def _not_shown(self, effect: JoinEffect) -> Worded:
        if effect.explained_by_level and not effect.checked:
            statement = self._say(
                "It is not shown that taking part changed {indicator}: there are too few years or "
                "municipalities to check the difference to the others in every way.",
                indicator=self.indicator_name,
            )
            return statement, [self._against(effect.main), *self._ways(effect)]
        if effect.explained_by_level and effect.against_aim:
            return self._worse_in_some_ways(effect)
        if effect.explained_by_level:
            statement = self._say(
                "It is not shown that taking part changed {indicator}: the difference to the "
                "others does not hold in every comparison.",
                indicator=self.indicator_name,
            )
            return statement, [self._against(effect.main), *self._ways(effect)]
        if effect.worsened:
            return self._worse(effect)
        statement = self._say(
            "It is not shown that taking part changed {indicator}.", indicator=self.indicator_name
        )
        details = [self._against(effect.main)]
        if effect.main.detectable is not None:
            details.append(
                self._say(
                    "That is not the same as no effect: the first of four tests alone would find "
                    "one of {size} percentage points in four of five such comparisons, and all "
                    "four must find it.",
                    size=self._language.number(effect.main.detectable, 1),
                )
            )
        return statement, details

    def _worse(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "It is not shown that taking part made {indicator} better: it developed worse among "
            "participants than among the others, beyond chance.",
            indicator=self.indicator_name,
        )
        cause = self._say("Whether taking part is the reason was not tested.")
        ways = [self._against(effect.main), *self._ways(effect)]
        return statement, [*ways, *self._apart(effect), cause]

    def _worse_in_some_ways(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "It is not shown that taking part changed {indicator}: in the figures it developed "
            "worse among participants than among the others, but the difference does not hold in "
            "every comparison.",
            indicator=self.indicator_name,
        )
        level = self._say(
            "The level they began at, or the year it is counted from, can explain it (regression "
            "to the mean)."
        )
        return statement, [self._against(effect.main), *self._ways(effect), level]

    def _indicated(self, effect: JoinEffect) -> Worded:
        statement = self._say(
            "After joining, {indicator} developed better among participants than among others, "
            "by {change} percentage points on average.",
            indicator=self.indicator_name,
            change=self._language.number(abs(effect.main.estimate or 0.0), 1),
        )
        details = [self._against(effect.main), *self._ways(effect), *self._apart(effect)]
        if effect.grade is Grade.INDICATED:
            details.append(
                self._say(
                    "That is no proof of the cause: the municipalities chose themselves whether "
                    "to join."
                )
            )
        return statement, details

    def _apart(self, effect: JoinEffect) -> list[Phrase]:
        if not effect.began_apart:
            return []
        return [
            self._say(
                "They began at another level than the others, beyond chance. A part of the "
                "difference can come of that alone (regression to the mean)."
            )
        ]

    def _against(self, test: Estimate) -> Phrase:
        change = self._language.number(test.estimate or 0.0, 2, signed=True)
        if test.low is None or test.high is None:
            return self._say(
                "Against the others, participants changed by {change} percentage points after "
                "joining.",
                change=change,
            )
        return self._say(
            "Against the others, participants changed by {change} percentage points after joining "
            "(95 per cent interval {interval}).",
            change=change,
            interval=self._language.interval(test.low, test.high, 2, signed=True),
        )

    def _ways(self, effect: JoinEffect) -> list[Phrase]:
        one, two = effect.earlier
        return [
            self._say(
                "Counted from one and two years earlier it is {one} and {two}, and against others "
                "from the same start level {level}. The weakest answer counts.",
                one=self._size(one),
                two=self._size(two),
                level=self._size(effect.level),
            )
        ]

    def _size(self, test: Estimate) -> Phrase:
        if test.estimate is None:
            return self._say("not calculable")
        return phrase(self._language.number(test.estimate, 2, signed=True))

    def start_level(self, values: dict[str, Any]) -> Worded:
        effect: JoinEffect = values["effect"]
        gap, number = effect.gap, self._language.number
        size = number(abs(gap.estimate or 0.0), 1)
        if size == number(0.0, 1):
            statement = self._say(
                "In the year before they joined, participants lay level with the others."
            )
        elif (gap.estimate or 0.0) > 0:
            statement = self._say(
                "In the year before they joined, participants lay {size} percentage points above "
                "the others.",
                size=size,
            )
        else:
            statement = self._say(
                "In the year before they joined, participants lay {size} percentage points below "
                "the others.",
                size=size,
            )
        if not effect.gap.computed:
            few = self._say(
                "Whether that is more than chance cannot be tested: they are too few. Figures far "
                "from the others’ tend to come back by themselves (regression to the mean)."
            )
            return statement, [few]
        if effect.began_apart:
            warning = self._say(
                "That is more than chance. Figures that are high one year tend to fall back by "
                "themselves, and low ones to rise (regression to the mean): a difference after "
                "joining can come of that alone."
            )
            return statement, [warning]
        return statement, [self._say("That is within what chance gives.")]
