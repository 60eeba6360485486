"""The findings on one municipality of a network programme in words."""

from typing import Any

from analysis.display.languages import Phrase
from analysis.display.network_programme.figure_sentences import FigureSentences
from analysis.evaluation.network_programme import OwnPath

Worded = tuple[Phrase, list[Phrase]]


class PlaceSentences(FigureSentences):
    """Whether it is named, and its own path beside the others."""

    def own_part(self, values: dict[str, Any]) -> Worded:
        place = values["place"]
        if values["row"] is None:
            statement = self._say(
                "{place} is not named in the lists of participants that were found.", place=place
            )
            return statement, [self._say("The lists are partial: it may have taken part.")]
        statement = self._say("{place} is named as a participant.", place=place)
        if not values["row"]["certain"]:
            statement = self._say(
                "{place} is named, but it is not certain that it took part.", place=place
            )
        if not values["outcomes"]:
            return statement, [self._say("No published result is about it alone.")]
        about = self._language.say_n(
            "One published statement is about it; it stands in the table of results.",
            "{n} published statements are about it; they stand in the table of results.",
            len(values["outcomes"]),
        )
        return statement, [about]

    def own_path(self, values: dict[str, Any]) -> Worded:
        path: OwnPath = values["path"]
        number = self._language.number
        own = path.values
        statement = self._say(
            "In {place}, {indicator} went from {before} per cent in {start} to {after} in {end}, a "
            "change of {change} percentage points. Among others it changed by {others} on average.",
            indicator=self.indicator_name,
            place=values["place"],
            before=number(own[path.start], 1),
            start=str(path.start),
            after=number(own[path.end], 1),
            end=str(path.end),
            change=number(path.change.own.estimate or 0.0, 1, signed=True),
            others=number(path.change.peers.estimate or 0.0, 1, signed=True),
        )
        details = [self._expected(path)]
        if not values["complete"]:
            details.append(self._say("Some of the others may have taken part too."))
        alone = self._say("One municipality shows no effect, whichever way it went.")
        return statement, [*details, alone]

    def _expected(self, path: OwnPath) -> Phrase:
        expected = path.expected.expected
        if expected.estimate is None or expected.low is None or expected.high is None:
            return self._say("What others from the same start level did cannot be said.")
        if path.expected.extrapolated:
            return self._say(
                "No other municipality began so far from the rest: what others from the same start "
                "level did cannot be said."
            )
        names = {
            "expected": self._language.number(expected.estimate, 1, signed=True),
            "interval": self._language.interval(expected.low, expected.high, 1, signed=True),
        }
        if path.beyond:
            return self._say(
                "Others from the same start level changed by {expected}, and a single one by "
                "anything from {interval}. The change lies outside that.",
                **names,
            )
        return self._say(
            "Others from the same start level changed by {expected}, and a single one by anything "
            "from {interval}. The change lies within that.",
            **names,
        )
