"""Quarters and years: what a year is, and what it can be."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.seasonality import (
    same_quarter_changes,
    year_bounds,
    year_means,
    year_table,
)
from analysis.model.observations import as_series
from analysis.model.periods import Period, quarters_of

NONE_STATED = as_series([], [])


def quarters(**years: list[float | None]) -> pd.Series:
    """quarters(y2007=[1, 2, 3, 4]); None leaves a quarter out."""
    pairs = [
        (period, value)
        for name, values in years.items()
        for period, value in zip(quarters_of(int(name[1:])), values, strict=True)
        if value is not None
    ]
    return as_series([period for period, _ in pairs], [value for _, value in pairs])


def stated(**years: float) -> pd.Series:
    return as_series([Period(int(name[1:])) for name in years], list(years.values()))


def test_a_year_has_a_mean_only_with_all_four_quarters():
    table = year_table(quarters(y2007=[1, 2, 3, 6], y2008=[1, 2, 3, None]), NONE_STATED)
    assert list(table.index) == [2007, 2008]
    assert list(table.columns) == [1, 2, 3, 4, "mean", "year"]
    assert list(table.loc[2007, [1, 2, 3, 4, "mean"]]) == [1, 2, 3, 6, 3]
    assert math.isnan(table.loc[2008, "mean"])
    assert math.isnan(table.loc[2008, 4])


def test_what_the_source_states_for_a_year_stays_apart_from_the_mean():
    table = year_table(quarters(y2006=[11.0, 9.1, 8.9, 10.4]), stated(y2006=10.0, y2009=7.0))
    assert table.loc[2006, "mean"] == pytest.approx(9.85)
    assert table.loc[2006, "year"] == 10.0
    assert math.isnan(table.loc[2009, "mean"])
    assert table.loc[2009, "year"] == 7.0


def test_only_complete_years_have_a_year_mean():
    means = year_means(quarters(y2006=[None, 2, 3, 4], y2007=[1, 2, 3, 4], y2008=[1, 2, 3, None]))
    assert dict(means) == {Period(2007): 2.5}


def test_no_quarters_give_no_years():
    assert year_means(as_series([], [])).empty


def test_each_quarter_is_compared_with_the_same_quarter_of_earlier_years():
    series = quarters(y2006=[8, 6, 5, 7], y2007=[10, 8, 7, 9], y2008=[8, 8, 5, 7])
    table = same_quarter_changes(series, 2008)
    assert list(table.index) == [1, 2, 3, 4]
    assert list(table[2006]) == [8, 6, 5, 7]
    assert list(table["change_on_mean"]) == [-1, 1, -1, -1]
    assert list(table["change_on_previous"]) == [-2, 0, -2, -2]
    assert list(table["change_on_first"]) == [0, 2, 0, 0]


def test_later_years_take_no_part_in_the_comparison():
    series = quarters(y2007=[1, 1, 1, 1], y2008=[2, 2, 2, 2], y2009=[9, 9, 9, 9])
    table = same_quarter_changes(series, 2008)
    assert 2009 not in table.columns
    assert list(table["change_on_mean"]) == [1, 1, 1, 1]


def test_a_first_year_has_nothing_to_be_compared_with():
    assert list(same_quarter_changes(quarters(y2008=[1, 2, 3, 4]), 2008).columns) == [2008]


def test_a_missing_quarter_is_compared_as_missing():
    series = quarters(y2007=[1, 1, None, 1], y2008=[2, None, 2, 2])
    change = same_quarter_changes(series, 2008)["change_on_previous"]
    assert [math.isnan(value) for value in change] == [False, True, True, False]


# -- what a year can be


def test_without_a_stated_year_the_bounds_give_the_extremes_their_most_weight():
    low, high = year_bounds(quarters(y2008=[4, 3, 2, 1]), NONE_STATED, 2008, (0.2, 0.3), 0)
    assert low == pytest.approx(0.2 * 4 + 0.2 * 3 + 0.3 * 2 + 0.3 * 1)
    assert high == pytest.approx(0.3 * 4 + 0.3 * 3 + 0.2 * 2 + 0.2 * 1)


def test_equal_weights_leave_the_plain_mean_alone():
    bounds = year_bounds(quarters(y2008=[4, 3, 2, 1]), NONE_STATED, 2008, (0.25, 0.25), 0)
    assert bounds == pytest.approx((2.5, 2.5))


def test_a_stated_year_narrows_what_another_year_can_be():
    """2007 at 2.6 with quarters 4 3 2 1 forbids the weights that would put 2008 below it."""
    series = quarters(y2007=[4, 3, 2, 1], y2008=[4, 3, 2, 1])
    bounds = year_bounds(series, stated(y2007=2.6), 2008, (0.2, 0.3), 0.05)
    assert bounds == pytest.approx((2.55, 2.65))


def test_what_is_stated_for_the_year_itself_does_not_bind_it():
    series = quarters(y2008=[4, 3, 2, 1])
    free = year_bounds(series, NONE_STATED, 2008, (0.2, 0.3), 0)
    assert year_bounds(series, stated(y2008=2.6), 2008, (0.2, 0.3), 0.05) == pytest.approx(free)


def test_a_stated_year_without_its_quarters_does_not_bind():
    series = quarters(y2007=[4, None, 2, 1], y2008=[4, 3, 2, 1])
    free = year_bounds(series, NONE_STATED, 2008, (0.2, 0.3), 0)
    assert year_bounds(series, stated(y2007=2.6), 2008, (0.2, 0.3), 0.05) == pytest.approx(free)


@pytest.mark.parametrize(
    ("series", "known", "year"),
    [
        (quarters(y2008=[4, 3, None, 1]), NONE_STATED, 2008),
        (quarters(y2007=[4, 3, 2, 1]), NONE_STATED, 2008),
        (quarters(y2007=[4, 3, 2, 1], y2008=[4, 3, 2, 1]), stated(y2007=3.9), 2008),
    ],
    ids=["a quarter is missing", "the year is missing", "no weights give the stated year"],
)
def test_there_are_no_bounds_where(series, known, year):
    assert year_bounds(series, known, year, (0.2, 0.3), 0.05) is None


@given(st.lists(st.integers(0, 200), min_size=4, max_size=4))
def test_the_plain_mean_lies_within_the_bounds_and_these_within_the_quarters(tenths):
    values = [tenth / 10 for tenth in tenths]
    low, high = year_bounds(quarters(y2008=values), NONE_STATED, 2008, (0.15, 0.35), 0)
    mean = sum(values) / 4
    assert min(values) - 1e-6 <= low <= mean + 1e-6
    assert mean - 1e-6 <= high <= max(values) + 1e-6
