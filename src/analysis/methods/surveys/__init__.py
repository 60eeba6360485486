"""Surveys of employees: indices, shares, change between waves, differences between units."""

from analysis.methods.surveys.change import index_change, share_change
from analysis.methods.surveys.indices import (
    HME_ITEMS,
    all_items,
    check_answers,
    index_scores,
    indices_of_means,
    person_scores,
    to_index,
)
from analysis.methods.surveys.pooling import between_variance, partial_pooling, rank_ranges
from analysis.methods.surveys.ranking import (
    expected_false_signals,
    false_discoveries,
    units_against_rest,
)
from analysis.methods.surveys.tables import (
    hme,
    index_table,
    response_rates,
    share_table,
    ten_factor,
)

__all__ = [
    "HME_ITEMS",
    "all_items",
    "between_variance",
    "check_answers",
    "expected_false_signals",
    "false_discoveries",
    "hme",
    "index_change",
    "index_scores",
    "index_table",
    "indices_of_means",
    "partial_pooling",
    "person_scores",
    "rank_ranges",
    "response_rates",
    "share_change",
    "share_table",
    "ten_factor",
    "to_index",
    "units_against_rest",
]
