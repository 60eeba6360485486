"""Many reports in one command: a plan, a ledger that survives anything, and workers."""

from analysis.reporting.batch.ledger import MADE, Ledger
from analysis.reporting.batch.outcomes import Outcome, Summary
from analysis.reporting.batch.plans import Entry, Job, PlanFile, jobs_of, read_plan
from analysis.reporting.batch.running import Settings, run_batch

__all__ = [
    "MADE",
    "Entry",
    "Job",
    "Ledger",
    "Outcome",
    "PlanFile",
    "Settings",
    "Summary",
    "jobs_of",
    "read_plan",
    "run_batch",
]
