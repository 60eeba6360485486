"""Plans of measures with deadlines: what was done in time, what is late, what cannot be told."""

from analysis.methods.action_plans.completion_times import (
    kaplan_meier,
    median_time,
    time_to_completion,
)
from analysis.methods.action_plans.smart_criteria import smart_check, smart_counts
from analysis.methods.action_plans.status import Progress, measure_status, yearly_status
from analysis.methods.action_plans.summaries import done_in_time, load, progress_counts

__all__ = [
    "Progress",
    "done_in_time",
    "kaplan_meier",
    "load",
    "measure_status",
    "median_time",
    "progress_counts",
    "smart_check",
    "smart_counts",
    "time_to_completion",
    "yearly_status",
]
