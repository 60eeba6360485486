"""Evaluation of an action programme: what falls due when, and what was reported of it."""

from analysis.evaluation.action_programme.calculation import (
    NATIONAL,
    OUTCOMES,
    OWN,
    ActionEvaluation,
    evaluate,
    key_of,
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
    "key_of",
    "undertakings",
]
