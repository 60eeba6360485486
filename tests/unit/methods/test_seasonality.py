"""Quarters and years: what a year is, and what it can be."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.seasonality import (
    rolling_year,
    same_quarter_changes,
    weighted_year_means,
    year_bounds,
    year_means,
    year_table,
    year_values,
)
from analysis.model.observations import as_series
from analysis.model.periods import Period, parts_of, quarters_of

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
    found = same_quarter_changes(quarters(y2008=[1, 2, 3, 4]), 2008)
    assert list(found[2008]) == [1, 2, 3, 4]
    assert list(found.columns[1:]) == ["change_on_mean", "change_on_previous", "change_on_first"]
    assert found.iloc[:, 1:].isna().all(axis=None)


def test_a_year_that_is_not_there_is_compared_as_missing():
    found = same_quarter_changes(quarters(y2007=[1, 2, 3, 4]), 2009)
    assert list(found[2007]) == [1, 2, 3, 4]
    assert found[2009].isna().all()
    assert found["change_on_mean"].isna().all()


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


# -- the year before, not the last one there is


def test_the_previous_year_is_the_year_before_also_where_that_is_missing():
    series = quarters(y2005=[9, 9, 9, 9], y2006=[8, 8, 8, 8], y2008=[7, 7, 7, 7])
    table = same_quarter_changes(series, 2008)
    assert table["change_on_previous"].isna().all()
    assert list(table["change_on_first"]) == [-2, -2, -2, -2]


# -- rolling years


def test_a_rolling_year_is_the_mean_of_the_last_four_quarters():
    rolling = rolling_year(quarters(y2007=[1, 2, 3, 4], y2008=[5, 6, None, None]))
    assert {str(period): value for period, value in rolling.items()} == {
        "2007Q4": 2.5,
        "2008Q1": 3.5,
        "2008Q2": 4.5,
    }


def test_a_gap_breaks_the_rolling_year():
    rolling = rolling_year(quarters(y2007=[1, 2, None, 4], y2008=[5, 6, 7, 8]))
    assert [str(period) for period in rolling.index] == ["2008Q3", "2008Q4"]


def test_the_order_of_the_rows_does_not_matter():
    series = quarters(y2007=[1, 2, 3, 4], y2008=[5, 6, 7, 8])
    assert rolling_year(series[::-1]).equals(rolling_year(series))


def test_tertials_and_months_make_years_too():
    tertials = as_series(parts_of(2008, "tertial"), [6.0, 7.0, 11.0])
    months = as_series(parts_of(2008, "month"), list(range(12)))
    assert dict(year_means(tertials)) == {Period(2008): 8.0}
    assert list(rolling_year(months)) == [5.5]
    assert list(year_table(tertials, NONE_STATED).columns) == [1, 2, 3, "mean", "year"]


def test_parts_of_two_kinds_are_refused():
    mixed = as_series([Period(2008, "quarter", 1), Period(2008, "half", 2)], [1, 2])
    with pytest.raises(ValueError, match="accepted: one of half, tertial, quarter, month"):
        year_means(mixed)


# -- weighted years


def test_a_weighted_year_counts_each_quarter_for_what_it_weighs():
    """(10·1 + 8·1 + 6·2 + 8·1) / 5 = 7.6"""
    values, days = quarters(y2008=[10, 8, 6, 8]), quarters(y2008=[1, 1, 2, 1])
    assert dict(weighted_year_means(values, days)) == pytest.approx({Period(2008): 7.6})


def test_equal_weights_give_the_plain_mean():
    values = quarters(y2007=[4, 3, 2, 2], y2008=[9, 8, 6, 8])
    weights = quarters(y2007=[3, 3, 3, 3], y2008=[0.25, 0.25, 0.25, 0.25])
    assert list(weighted_year_means(values, weights)) == pytest.approx(list(year_means(values)))


@pytest.mark.parametrize("days", [[1, 1, None, 1], [1, 1, 0, 1]])
def test_a_quarter_without_weight_leaves_the_year_without_a_weighted_mean(days):
    assert weighted_year_means(quarters(y2008=[4, 3, 2, 1]), quarters(y2008=days)).empty


def test_a_weight_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        weighted_year_means(quarters(y2008=[1, 1, 1, 1]), quarters(y2008=[1, 1, -1, 1]))


# -- what is known of each year


def test_ways_to_a_year_are_kept_apart():
    values = quarters(y2006=[11.0, 9.1, 8.9, 10.4], y2008=[9.3, 8.5, None, 8.1])
    days = quarters(y2006=[1, 1, 1, 2])
    frame = year_values(values, stated(y2006=10.0), days, (0.2, 0.3), 0.05)
    assert list(frame.columns) == [*RESULT_COLUMNS, "reason"]
    rows = {(year, row["method"]): row for year, row in frame.iterrows()}
    assert set(rows) == {
        (2006, "stated"),
        (2006, "weighted"),
        (2006, "unweighted"),
        (2008, "weighted"),
        (2008, "unweighted"),
    }
    assert rows[2008, "weighted"]["status"] == Status.TOO_FEW
    assert rows[2006, "unweighted"]["reason"] == ""
    assert rows[2006, "stated"]["estimate"] == 10.0
    assert rows[2006, "weighted"]["estimate"] == pytest.approx(9.96)
    plain = rows[2006, "unweighted"]
    assert plain["estimate"] == pytest.approx(9.85)
    assert (plain["low"], plain["high"]) == pytest.approx((9.68, 10.02))
    assert math.isnan(plain["level"])
    assert (rows[2008, "unweighted"]["status"], rows[2008, "unweighted"]["n"]) == (
        Status.TOO_FEW,
        3,
    )
    assert math.isnan(rows[2008, "unweighted"]["estimate"])
    assert math.isnan(rows[2008, "unweighted"]["level"])


def test_a_mean_whose_weights_cannot_fit_the_stated_years_says_so():
    """All quarters of 2006 are 10: no weights make a year of 11 of them."""
    values = quarters(y2006=[10, 10, 10, 10], y2008=[9, 8, 7, 8])
    frame = year_values(values, stated(y2006=11.0), share=(0.2, 0.3), rounding=0.05)
    row = frame.loc[2008]
    assert (row["status"], row["estimate"]) == (Status.OK, 8)
    assert math.isnan(row["low"])
    assert "no weights" in row["reason"]


def test_a_year_stated_without_a_number_is_missing():
    frame = year_values(quarters(y2008=[1, 2, 3, 4]), stated(y2008=float("nan")))
    row = frame[frame["method"].eq("stated")].iloc[0]
    assert (row["status"], row["n"]) == (Status.MISSING, 0)


def test_a_period_given_twice_is_refused():
    twice = as_series([*quarters_of(2008), Period(2008, "quarter", 1)], [1, 2, 3, 4, 5])
    for method in (rolling_year, year_means, lambda series: same_quarter_changes(series, 2008)):
        with pytest.raises(ValueError, match="2008Q1 occurs twice"):
            method(twice)
    with pytest.raises(ValueError, match="2008 occurs twice"):
        year_table(quarters(y2008=[1, 2, 3, 4]), as_series([Period(2008)] * 2, [1, 2]))


def test_an_index_of_pandas_periods_is_refused_in_words():
    series = pd.Series([1.0, 2.0], index=pd.period_range("2008Q1", periods=2, freq="Q"))
    with pytest.raises(ValueError, match=r"analysis\.model Period"):
        rolling_year(series)


def test_a_rolling_year_leaves_out_stretches_with_a_missing_value():
    series = as_series(
        [*quarters_of(2007), *quarters_of(2008)], [1, 2, float("nan"), 4, 5, 6, 7, math.inf]
    )
    assert [str(period) for period in rolling_year(series).index] == ["2008Q3"]


def test_infinity_is_no_value_of_a_quarter():
    assert year_means(quarters(y2008=[1, 2, math.inf, 4])).empty
