"""What all parts of the report on a review share."""

import pandas as pd

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.quality_review.words import ReviewWords
from analysis.display.report import Report, Subject
from analysis.evaluation.quality_review import ReviewEvaluation
from analysis.evaluation.quality_review.statements import find


class ReviewBase(Report):
    """The evaluation and its words."""

    def __init__(self, subject: Subject, evaluation: ReviewEvaluation):
        words = ReviewWords(subject.programme, subject.language, evaluation.figures)
        super().__init__(subject, find(evaluation), words)
        self._labels = words
        self.evaluation = evaluation

    def looks_at(self) -> Phrase:
        years = self._language.years(self.subject.programme.start.year, self.subject.as_of.year)
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
