"""Evaluation of a quarterly indicator with yearly targets, before and after a programme began.

The effect is graded by one test, chosen before any is run: the difference to the comparison
series with years as the unit, or the own series where there is nothing to compare with. Where a
printed table can be read in several ways, all readings are calculated and the weakest grade counts.
"""

from analysis.evaluation.sick_leave.calculation import evaluate, lead_indicator
from analysis.evaluation.sick_leave.results import ReadingResult, SickLeaveEvaluation
from analysis.evaluation.sick_leave.statements import find

__all__ = ["ReadingResult", "SickLeaveEvaluation", "evaluate", "find", "lead_indicator"]
