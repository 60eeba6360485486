"""Many reports in one command: a plan, a ledger that survives anything, and workers."""

from analysis.reporting.batch.ledger import Ledger, read_states
from analysis.reporting.batch.outcomes import MADE, Outcome, Summary
from analysis.reporting.batch.plans import Entry, Job, PlanFile, jobs_of, read_plan
from analysis.reporting.batch.running import Settings, run_batch
from analysis.reporting.batch.watching import Watcher
from analysis.reporting.batch.workers import Limits, start_workers

__all__ = [
    "MADE",
    "Entry",
    "Job",
    "Ledger",
    "Limits",
    "Outcome",
    "PlanFile",
    "Settings",
    "Summary",
    "Watcher",
    "jobs_of",
    "read_plan",
    "read_states",
    "run_batch",
    "start_workers",
]
