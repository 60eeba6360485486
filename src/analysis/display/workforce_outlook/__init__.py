"""The report on what a strategy expects of the workforce to come."""

from analysis.display.workforce_outlook.report import WorkforceOutlookReport

__all__ = ["WorkforceOutlookReport"]
