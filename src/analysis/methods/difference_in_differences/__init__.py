"""Participants against others where they joined in different years (staggered adoption)."""

from analysis.methods.difference_in_differences.before import pre_trend, start_gap
from analysis.methods.difference_in_differences.checks import (
    Randomised,
    leave_one_cohort_out,
    moved_base,
    quick_overall,
    randomised_joining,
)
from analysis.methods.difference_in_differences.effects import (
    AGGREGATIONS,
    GroupTimeEffects,
    by_group,
    event_study,
    group_time_effects,
    overall,
)
from analysis.methods.difference_in_differences.fixed_effects import two_way_fixed_effects

__all__ = [
    "AGGREGATIONS",
    "GroupTimeEffects",
    "Randomised",
    "by_group",
    "event_study",
    "group_time_effects",
    "leave_one_cohort_out",
    "moved_base",
    "overall",
    "pre_trend",
    "quick_overall",
    "randomised_joining",
    "start_gap",
    "two_way_fixed_effects",
]
