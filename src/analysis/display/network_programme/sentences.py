"""The findings on a programme of many municipalities in words."""

from typing import Any

from analysis.display.languages import Language, Phrase, phrase, sentences
from analysis.display.network_programme.place_sentences import PlaceSentences
from analysis.evaluation.network_programme import (
    Coverage,
    DifferenceOfMeans,
    Published,
)
from analysis.model.definitions import Indicator, Programme

Worded = tuple[Phrase, list[Phrase]]


class NetworkWords(PlaceSentences):
    """What is published and by whom, who took part, and what it takes to say more."""

    def __init__(self, programme: Programme, language: Language):
        super().__init__(programme, language)
        network = programme.network
        named = network.effect.indicator if network and network.effect else None
        self._indicator: Indicator | None = programme.indicator(named) if named else None

    def party(self, name: str) -> Phrase:
        return self._language.text(self._programme.party(name).title)

    # -- what is published

    def published_means(self, values: dict[str, Any]) -> Worded:
        means: DifferenceOfMeans = values["means"]
        statement = self._say(
            "Whether the programme changed {indicator} cannot be said from the means that are "
            "published.",
            indicator=self.indicator_name,
        )
        details = [self._means(means), self._bearing(means)]
        for claim in values["claims"]:
            details.append(self._claimed(claim))
        return statement, details

    def _means(self, means: DifferenceOfMeans) -> Phrase:
        number = self._language.number
        return self._say(
            "{party}: participants went from {before} to {after} per cent, others from "
            "{others_before} to {others_after}. The difference is {difference} percentage points.",
            party=self.party(means.published.outcome.by),
            before=number(means.before, 1),
            after=number(means.after, 1),
            others_before=number(means.others_before, 1),
            others_after=number(means.others_after, 1),
            difference=number(means.difference, 1, signed=True),
        )

    def _bearing(self, means: DifferenceOfMeans) -> Phrase:
        number = self._language.number
        chance = self._say(
            "How uncertain the means are is not published; rounding alone can move the difference "
            "by {rounding} either way.",
            rounding=number(means.rounding, 1),
        )
        if means.start_gap <= 0:
            return chance
        start = self._say(
            "The participants began {gap} percentage points higher, and high figures tend to fall "
            "back by themselves.",
            gap=number(means.start_gap, 1),
        )
        return sentences((start, chance))

    def _claimed(self, claim: Published) -> Phrase:
        figure = claim.figure("difference")
        return self._say(
            "{party} gives {figure} percentage points in favour of the participants, and not how "
            "it was calculated.",
            party=self.party(claim.outcome.by),
            figure=self.quoted(figure) if figure else "–",
        )

    def evaluations(self, values: dict[str, Any]) -> Worded:
        claims: list[Published] = values["claims"]
        statement = self._say(
            "An evaluation finds that participants did better than others; whether that holds "
            "cannot be checked from what could be read."
        )
        return statement, [self._evaluation(claim) for claim in claims]

    def _evaluation(self, claim: Published) -> Phrase:
        said = self._say(
            "{party}: “{statement}”.",
            party=self.party(claim.outcome.by),
            statement=claim.outcome.title,
        )
        figures = self.figures(claim)
        given = [self._say("Given are: {figures}.", figures=figures)] if figures else []
        return sentences((said, *given, self._language.text(claim.outcome.how)))

    def experiences(self, values: dict[str, Any]) -> Worded:
        statement = self._language.say_n(
            "{party}, one of the parties of the programme, sums up one experience. No figure "
            "stands behind it in the document.",
            "{party}, one of the parties of the programme, sums up {n} experiences. No figures "
            "stand behind them in the document.",
            len(values["experiences"]),
            party=self.party(values["by"]),
        )
        listed = sentences(self._language.text(item.text) for item in values["experiences"])
        return statement, [listed]

    def outcomes(self, values: dict[str, Any]) -> Worded:
        number = self._language.number
        names = {"n": number(values["n"], 0), "own": number(values["own"], 0)}
        statement = self._say(
            "{n} published statements on results were found. {own} of them come from those who ran "
            "the programme or took part in it.",
            **names,
        )
        details = [self._uncertainty(values["uncertain"])]
        paired = [item for item in values["paired"] if not item.outcome.compares]
        if paired:
            listed = self._language.listed(self._pair(item) for item in paired)
            details.append(self._say("Before and after: {pairs}.", pairs=listed))
        return statement, details

    def _uncertainty(self, n: int) -> Phrase:
        if n == 0:
            return self._say(
                "For none of them is it stated, in what could be read, how uncertain it is."
            )
        return self._language.say_n(
            "For one of them it is stated how uncertain it is.",
            "For {n} of them it is stated how uncertain they are.",
            n,
        )

    def _pair(self, item: Published) -> Phrase:
        before, after = item.figure("before"), item.figure("after")
        return self._say(
            "{title} from {before} to {after} per cent",
            title=item.outcome.title,
            before=self.quoted(before) if before else "–",
            after=self.quoted(after) if after else "–",
        )

    # -- who took part

    def participants(self, values: dict[str, Any]) -> Worded:
        known: Coverage = values["coverage"]
        number = self._language.number
        named = number(known.named, 0)
        if known.total is None:
            statement = self._say("{named} participants are named.", named=named)
        else:
            quoted = known.total.quoted
            total = self.quoted(quoted) if quoted else phrase(number(known.total.number, 0))
            statement = self._say(
                "{named} of {total} participants are named in what was found.",
                named=named,
                total=total,
            )
        details = [self._known(known)]
        if known.uncertain:
            details.append(
                self._language.say_n(
                    "For one of them it is not certain that it took part.",
                    "For {n} it is not certain that they took part.",
                    known.uncertain,
                )
            )
        return statement, [sentences(details)]

    def _known(self, known: Coverage) -> Phrase:
        wave = self._language.number(known.wave_known, 0)
        if not known.theme_known:
            return self._say("The wave is known for {wave} of them.", wave=wave)
        return self._say(
            "The wave is known for {wave} of them, the theme for {theme}.",
            wave=wave,
            theme=self._language.number(known.theme_known, 0),
        )

    def no_panel(self, values: dict[str, Any]) -> Worded:
        if values["indicator"] is None:
            return self._say("What the programme did cannot be calculated from this."), []
        statement = self._say(
            "What taking part did to {indicator} cannot be calculated: there are no figures for "
            "each municipality here.",
            indicator=self.indicator_name,
        )
        takes = self._say(
            "It would take the figures of every municipality for some years before and after, and "
            "the whole list of participants."
        )
        where = values["indicator"].where
        return statement, [takes, *([self._language.text(where)] if where else [])]
