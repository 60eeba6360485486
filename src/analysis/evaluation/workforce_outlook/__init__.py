"""Evaluation of a strategy for the workforce to come.

Population by the ages that services serve -> staff needed at constant coverage, with the range of
the statistics office's alternatives -> who is likely to leave -> how many must be recruited; and
how earlier projections of the same place fared.
"""

from analysis.evaluation.workforce_outlook.needs import Needs, needs_of
from analysis.evaluation.workforce_outlook.outlook import (
    Figures,
    OutlookEvaluation,
    Record,
    evaluate,
    find,
    registered_in,
)
from analysis.evaluation.workforce_outlook.populations import (
    EVERYBODY,
    from_observations,
    in_groups,
    label_of,
    read_population,
)
from analysis.evaluation.workforce_outlook.staffing import (
    TOTAL,
    Staffing,
    read_exits,
    read_staff,
)
from analysis.evaluation.workforce_outlook.track_record import SHARES_ROUNDED, errors_of

__all__ = [
    "EVERYBODY",
    "SHARES_ROUNDED",
    "TOTAL",
    "Figures",
    "Needs",
    "OutlookEvaluation",
    "Record",
    "Staffing",
    "errors_of",
    "evaluate",
    "find",
    "from_observations",
    "in_groups",
    "label_of",
    "needs_of",
    "read_exits",
    "read_population",
    "read_staff",
    "registered_in",
]
