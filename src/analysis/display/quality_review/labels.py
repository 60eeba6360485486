"""What evaluations, areas, dates and figures of a review are called in a sentence."""

from collections.abc import Sequence

import pandas as pd

from analysis.display.languages import Language, Phrase, phrase
from analysis.display.wording import Words
from analysis.evaluation.quality_review.points import Round
from analysis.model.definitions import Programme
from analysis.model.definitions.reviews import (
    VALUE,
    OutsideEvaluation,
    PrintedFigure,
    QualityReview,
    StatedDate,
)


class ReviewLabels(Words):
    """What evaluations, areas, dates and figures are called in a sentence."""

    def __init__(self, programme: Programme, language: Language, figures: pd.DataFrame):
        super().__init__(programme, language)
        assert programme.review is not None
        self._review: QualityReview = programme.review
        self._figures = figures

    def when(self, evaluation: OutsideEvaluation) -> Phrase:
        """Return when an evaluation was made."""
        if evaluation.when:
            return self._language.text(evaluation.when)
        return self._language.period(evaluation.dated)

    def points(self, value: float) -> str:
        """Return points as a number; whole ones have no decimals."""
        return self._language.number(value, 0 if value == int(value) else 1)

    def version(self, evaluation: OutsideEvaluation | None) -> Phrase:
        """Return the version of the model, or that no source names it."""
        if evaluation is None or evaluation.version is None:
            return self._say("not stated")
        return self._language.text(self._review.version(evaluation.version).title)

    def area(self, round_: Round, number: int) -> Phrase:
        """Return the name of an area in the reader's language, else as published."""
        version = round_.evaluation.version
        names = self._review.version(version).areas if version else ()
        if names:
            return self._language.text(names[number - 1])
        country = "sv" if self._programme.country == "SE" else "nb"
        return self._language.marked(str(round_.areas.loc[number, "area"]), country)

    def amount(self, figure: PrintedFigure) -> Phrase:
        """Return a figure of the document with its unit and how near it is; "not printed"."""
        row = self._figures.loc[figure.item]
        if pd.isna(row["value"]):
            return self._say("not printed")
        value = self.quantity(float(row["value"]), str(row["unit"]))
        if figure.nearness == "about":
            return self._say("about {value}", value=value)
        if figure.nearness == "just_over":
            return self._say("just over {value}", value=value)
        return value

    def quantity(self, value: float, unit: str) -> Phrase:
        """Return a value with its unit; persons and other counts stand alone."""
        decimals = 0 if value == int(value) else 1
        if unit == "million_sek":
            number = self._language.number(value, decimals)
            return self._language.say_n(
                "SEK {number} million",
                "SEK {number} million",
                1 if value == 1 else 2,
                number=number,
            )
        if unit == "percent":
            return self._language.quantity(value, unit, decimals)
        return phrase(self._language.number(value, decimals))

    def printed(self, figure: PrintedFigure) -> Phrase:
        """Return the words of a figure with its value in them."""
        words, lang = figure.text.best(self._language.code)
        before, after = words.split(VALUE)
        marked = self._language.marked
        return marked(before, lang) + self.amount(figure) + marked(after, lang)

    def dates(self, dates: Sequence[StatedDate]) -> Phrase:
        """Return dates, each with who states it."""
        return self._language.listed(
            self._say("{date} ({by})", date=self._language.period(item.period), by=item.by)
            for item in dates
        )

    def quality(self, quality: str) -> Phrase:
        """Return how a source is marked."""
        say = self._say
        known = {
            "read": say("stated"),
            "approximate": say("approximate"),
            "doubtful": say("doubtful"),
            "derived": say("worked out"),
        }
        return known.get(quality, phrase(quality))
