"""Evaluation of a review of a whole municipality: points, dialogues, goals, plans, forecasts."""

from analysis.evaluation.quality_review.calculation import (
    Dialogues,
    Due,
    Material,
    ReviewEvaluation,
    evaluate,
)
from analysis.evaluation.quality_review.points import Round
from analysis.evaluation.quality_review.statements import find

__all__ = ["Dialogues", "Due", "Material", "ReviewEvaluation", "Round", "evaluate", "find"]
