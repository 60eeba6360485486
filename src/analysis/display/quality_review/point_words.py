"""The findings on points in words: evaluations, areas, the mean of others, changes."""

from collections.abc import Iterable
from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.quality_review.labels import ReviewLabels
from analysis.evaluation.quality_review.points import Round
from analysis.model.definitions.reviews import AREAS
from analysis.model.texts import Text

Worded = tuple[Phrase, list[Phrase]]


class PointWords(ReviewLabels):
    """What is known of the points, and what they cannot tell."""

    def not_evaluated(self, _: dict[str, Any]) -> Worded:
        return self._say("No evaluation of the municipality was known by then."), []

    def evaluated(self, values: dict[str, Any]) -> Worded:
        say, latest = self._say, values["round"]
        when, details = self.when(latest.evaluation), [self._which(latest)]
        if latest.evaluation.note:
            details.append(self._language.text(latest.evaluation.note))
        if latest.points is None or latest.highest is None:
            statement = say(
                "The evaluation of {when} has been made. Its points are not in the sources of "
                "this report.",
                when=when,
            )
            where = say(
                "The points come in the evaluation report, which can be had from the municipality "
                "or SKR."
            )
            return statement, [sentences([*details, where])]
        statement = say(
            "The evaluation of {when} gave {points} of at most {highest} points.",
            when=when,
            points=self.points(latest.points),
            highest=self.points(latest.highest),
        )
        if latest.quality != "read":
            quality = self.quality(latest.quality)
            details.append(say("The source of this total is marked: {quality}.", quality=quality))
        areas = self._areas(latest, values["most"], values["fewest"])
        return statement, [sentences([*details, *areas])]

    def _which(self, latest: Round) -> Phrase:
        if latest.number == 1:
            return self._say("It was the municipality’s first evaluation with Kommunkompassen.")
        number = self._language.number(latest.number, 0)
        return self._say("It was number {number} with Kommunkompassen.", number=number)

    def _areas(self, latest: Round, most: tuple[int, ...], fewest: tuple[int, ...]) -> list[Phrase]:
        if not most:
            return [self._say("Points by area are not in the sources of this report.")]
        listed, points = self._language.listed, latest.areas["points"]
        found = self._say(
            "Most points by area: {most} ({high}). Fewest: {fewest} ({low}).",
            most=listed(self.area(latest, number) for number in most),
            high=self.points(float(points[most[0]])),
            fewest=listed(self.area(latest, number) for number in fewest),
            low=self.points(float(points[fewest[0]])),
        )
        if latest.sum_of_areas == latest.points:
            return [found]
        return [
            found,
            self._say(
                "The areas add up to {sum}, which is not the total that is stated.",
                sum=self.points(latest.sum_of_areas or 0.0),
            ),
        ]

    def against_mean(self, values: dict[str, Any]) -> Worded:
        say, mean = self._say, self._review.mean
        assert mean is not None
        names = {
            "mean": mean.title,
            "low": self.points(min(abs(values["lowest"]), abs(values["highest"]))),
            "high": self.points(max(abs(values["lowest"]), abs(values["highest"]))),
            "above": self._language.number(values["above"], 0),
            "below": self._language.number(values["below"], 0),
        }
        if values["above"] == AREAS:
            statement = say(
                "In all eight areas the points are above the mean of {mean}, by {low} to {high}.",
                **names,
            )
        elif values["below"] == AREAS:
            statement = say(
                "In all eight areas the points are below the mean of {mean}, by {low} to {high}.",
                **names,
            )
        else:
            statement = say(
                "Of the eight areas {above} have points above the mean of {mean} and {below} "
                "below it.",
                **names,
            )
        text = self._language.text
        return statement, [sentences([text(mean.caveat), text(self._review.selection)])]

    def no_mean(self, _: dict[str, Any]) -> Worded:
        statement = self._say("How the areas compare with other municipalities cannot be said.")
        needed = self._say("The sources have no mean of the same version of the model by area.")
        return statement, [needed]

    def change(self, values: dict[str, Any]) -> Worded:
        say, latest = self._say, values["changes"][-1]
        names = self._pair(latest)
        size = self.points(abs(latest.change))
        if latest.change > 0:
            statement = say(
                "From {first} to {second} the points rose from {a} to {b}, by {size}.",
                **names,
                size=size,
            )
        elif latest.change < 0:
            statement = say(
                "From {first} to {second} the points fell from {a} to {b}, by {size}.",
                **names,
                size=size,
            )
        else:
            statement = say("From {first} to {second} the points stayed at {b}.", **names)
        observed = say(
            "How much the points would differ if others had judged is not published. The "
            "difference is what was observed, and no more."
        )
        return statement, [observed, *self._crossings(values["crossing"])]

    def listed(self, values: dict[str, Any]) -> Worded:
        statement = self._say("Whether the points rose or fell cannot be said.")
        return statement, self._crossings(values["crossing"])

    def _crossings(self, rounds: Iterable[Round]) -> list[Phrase]:
        """Why each pair is not subtracted, and what is known of a version that may be several."""
        found = []
        for item in rounds:
            found.append(self._crossing(item))
            note = None if item.differs else self._version_note(item)
            found += [self._language.text(note)] if note else []
        return found

    def _version_note(self, round_: Round) -> Text | None:
        version = round_.evaluation.version
        return self._review.version(version).note if version else None

    def _pair(self, round_: Round) -> dict[str, Any]:
        before = round_.before
        assert before is not None
        assert before.points is not None
        assert round_.points is not None
        return {
            "first": self.when(before.evaluation),
            "second": self.when(round_.evaluation),
            "a": self.points(before.points),
            "b": self.points(round_.points),
        }

    def _crossing(self, round_: Round) -> Phrase:
        names = self._pair(round_)
        if round_.differs:
            return self._say(
                "{first} ({a}) and {second} ({b}) are by different versions of the model: they "
                "are listed, and not subtracted.",
                **names,
            )
        return self._say(
            "{first} ({a}) and {second} ({b}) are not known to be by the same version of the "
            "model: they are listed, and not subtracted.",
            **names,
        )

    def better(self, values: dict[str, Any]) -> Worded:
        say = self._say
        if values["has_change"]:
            statement = say(
                "Whether residents or employees have it better cannot be said from the points."
            )
            return statement, [
                say(
                    "The evaluators judge how the municipality works, from documents, the website "
                    "and interviews. What came of it takes figures of its own, from before and "
                    "after, here and elsewhere."
                )
            ]
        statement = say("Whether the municipality has become better cannot be said.")
        needed = say(
            "One evaluation shows a level. A change takes two evaluations by the same version of "
            "the model, with their points."
        )
        return statement, [needed]
