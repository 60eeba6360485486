"""Evaluation of an action programme: what falls due when, and what was reported of it."""

from analysis.evaluation.action_programme.calculation import (
    NATIONAL,
    OUTCOMES,
    OWN,
    ActionEvaluation,
    evaluate,
    undertakings,
)
from analysis.evaluation.action_programme.statements import find

__all__ = [
    "NATIONAL",
    "OUTCOMES",
    "OWN",
    "ActionEvaluation",
    "evaluate",
    "find",
    "undertakings",
]
