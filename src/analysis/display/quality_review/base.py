"""What all parts of the report on a review share."""

import pandas as pd

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.quality_review.words import ReviewWords
from analysis.display.report import Report, Subject
from analysis.evaluation.quality_review import ReviewEvaluation
from analysis.evaluation.quality_review.statements import find

FURTHER_ON = ("goal_figures", "goal_statements", "goal_unknown", "project", "forecasts",
              "forecasts_budgeted")  # fmt: skip
"""Findings that stand with the goals, projects and forecasts, not on the first page."""


class ReviewBase(Report):
    """The evaluation and its words."""

    def __init__(self, subject: Subject, evaluation: ReviewEvaluation):
        words = ReviewWords(subject.programme, subject.language, evaluation.figures)
        super().__init__(subject, find(evaluation), words)
        self._labels = words
        self.evaluation = evaluation

    def findings(self) -> Blocks:
        """The findings of the first page, and what is told of further on."""
        first = (item for item in self._findings if item.key not in FURTHER_ON)
        return Blocks(*map(self._words.block, first), *self._pointer())

    def _pointer(self) -> list[TextBlock]:
        review, text = self.evaluation.review, self._language.text
        if not self.evaluation.has_begun:
            return []
        titles = (*(item.title for item in review.goals), *(item.title for item in review.projects))
        things = [text(title) for title in titles]
        if review.forecasts:
            things.append(self._say("the forecast of the result"))
        if not things:
            return []
        listed = self._language.listed(things)
        return [TextBlock((self._say("Further on: {things}.", things=listed),))]

    def looks_at(self) -> Phrase:
        first, last = self.subject.programme.start.year, self.subject.as_of.year
        years = self._language.years(min(first, last), last)
        return self._language.say_n(
            "{years}, {n} evaluation",
            "{years}, {n} evaluations",
            len(self.evaluation.rounds),
            years=years,
        )

    def _nothing(self) -> Blocks:
        return Blocks(TextBlock((self._say("The sources hold nothing on this."),)))

    def _points(self, value: float) -> Phrase:
        """A number of points, or a dash."""
        return phrase("–") if pd.isna(value) else phrase(self._labels.points(float(value)))
