"""What views say, in words. Nothing here is tested, and every sentence keeps to that."""

from typing import Any

from analysis.display.exploration.base import Base
from analysis.display.languages import Phrase
from analysis.display.wording import Wording
from analysis.evaluation.municipality import MINIMUM_PEERS

Worded = tuple[Phrase, list[Phrase]]


class ViewWords(Wording):
    """The wording of what is found by looking."""

    def __init__(self, base: Base):
        super().__init__(base.about.language)
        self._base = base

    def nothing(self, _: dict[str, Any]) -> Worded:
        base = self._base
        said = self._say(
            "There are no figures of {place} to show for what is chosen: {indicator}.",
            place=base.about.place,
            indicator=base.seen.indicator.title,
        )
        where = base.seen.indicator.where
        if where is None:
            return said, []
        return said, [self._say("Where figures can be had: {where}", where=where)]

    def newest(self, values: dict[str, Any]) -> Worded:
        base, language = self._base, self._language
        names = {
            "indicator": base.seen.indicator.title,
            "place": base.about.place,
            "value": base._quantity(values["value"]),
            "period": language.period(values["period"]),
        }
        said = self._say("{indicator}, {period}: {value} in {place}.", **names)
        return said, [*self._doubt(values), self._change(values), self._untested()]

    def _change(self, values: dict[str, Any]) -> Phrase:
        earlier = self._language.period(values["earlier"])
        if values["crossed"]:
            return self._say(
                "The series breaks after {earlier}, so the two are not compared.",
                earlier=earlier,
            )
        if values["before"] is None:
            return self._say("There is no figure of {earlier} to hold it beside.", earlier=earlier)
        indicator = self._base.seen.indicator
        change = round(values["value"] - float(values["before"]), 10)
        size = self._language.change(change, indicator.unit, indicator.decimals)
        names = {"earlier": earlier, "change": size}
        if size == self._language.change(0.0, indicator.unit, indicator.decimals):
            return self._say("That is the same as in {earlier}.", earlier=earlier)
        if change > 0:
            return self._say("That is {change} more than in {earlier}.", **names)
        return self._say("That is {change} less than in {earlier}.", **names)

    def _untested(self) -> Phrase:
        return self._say(
            "This describes, and nothing is tested: one value more or less may be chance, and says "
            "nothing of its cause."
        )

    def _doubt(self, values: dict[str, Any]) -> list[Phrase]:
        earlier = self._language.period(values["earlier"])
        if values["quality"] == "doubtful" and values["before_doubtful"]:
            return [
                self._say("The figure is doubtful, and that of {earlier} too.", earlier=earlier)
            ]
        if values["quality"] == "doubtful":
            return [self._say("The figure is doubtful.")]
        if values["before_doubtful"]:
            return [self._say("The figure of {earlier} is doubtful.", earlier=earlier)]
        if values["quality"] == "approximate":
            return [self._say("The source gives the figure as an approximate one.")]
        return []

    def beside(self, values: dict[str, Any]) -> Worded:
        base, language = self._base, self._language
        said = self._say(
            "{period}: the middle value of {n} others was {middle}.",
            period=language.period(values["period"]),
            n=language.number(values["n"], 0),
            middle=base._quantity(values["middle"]),
        )
        return said, [self._where(values), self._who()]

    def _where(self, values: dict[str, Any]) -> Phrase:
        place, decimals = self._base.about.place, self._base.seen.indicator.decimals
        half = self._language.interval(values["low"], values["high"], decimals)
        names = {"place": place, "half": half}
        # What is printed decides: a value that reads as the edge is not said to lie beyond it.
        value, low, high = (
            self._language.number(values[name], decimals) for name in ("value", "low", "high")
        )
        if values["value"] < values["low"] and value != low:
            return self._say("The middle half of them: {half}. {place} lies below it.", **names)
        if values["value"] > values["high"] and value != high:
            return self._say("The middle half of them: {half}. {place} lies above it.", **names)
        return self._say("The middle half of them: {half}. {place} lies within it.", **names)

    def _who(self) -> Phrase:
        if self._base.about.peers:
            return self._say("The others: {peers}.", peers=self._base.about.peers)
        return self._say(
            "The others are those whose figures are held here. They were not chosen for being "
            "alike, and a difference says nothing of its cause."
        )

    def no_peers(self, values: dict[str, Any]) -> Worded:
        period = self._language.period(values["period"])
        said = self._say(
            "How {place} stood beside others in {period} cannot be said.",
            place=self._base.about.place,
            period=period,
        )
        if values["counted"]:
            return said, [
                self._say(
                    "It is a number that grows with the size of a municipality, so it is not held "
                    "beside others."
                )
            ]
        few = self._say(
            "There are too few others to hold it beside: {n} with a figure of that period, and "
            "{least} are needed.",
            n=self._language.number(values["n"], 0),
            least=self._language.number(MINIMUM_PEERS, 0),
        )
        return said, [few]

    def hidden(self, values: dict[str, Any]) -> Worded:
        said = self._language.say_n(
            "{n} figure is hidden: it is about fewer persons than may be shown.",
            "{n} figures are hidden: they are about fewer persons than may be shown.",
            values["n"],
        )
        return said, []
