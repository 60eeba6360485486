"""A municipality beside others: its newest figure of each indicator, and theirs of that period."""

from analysis.evaluation.municipality.beside import (
    MINIMUM_PEERS,
    PANEL_COLUMNS,
    Beside,
    Panel,
    of_country,
)
from analysis.evaluation.municipality.evaluation import (
    MunicipalityEvaluation,
    Unread,
    evaluate,
    find,
)
from analysis.evaluation.municipality.untested import Untested, untested

__all__ = [
    "MINIMUM_PEERS",
    "PANEL_COLUMNS",
    "Beside",
    "MunicipalityEvaluation",
    "Panel",
    "Unread",
    "Untested",
    "evaluate",
    "find",
    "of_country",
    "untested",
]
