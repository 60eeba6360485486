"""A series, a share or a rate beside another of the same kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.comparison import (
    difference,
    difference_of_rates,
    difference_of_shares,
    ratio_of_rates,
    wilson,
)
from analysis.methods.results import Status
from analysis.model.observations import as_series
from analysis.model.periods import Period

Q1, Q2, Q3 = (Period(2008, "quarter", number) for number in (1, 2, 3))

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_difference_is_own_minus_other_where_both_have_a_value():
    found = difference(as_series([Q1, Q2], [9.3, 8.5]), as_series([Q3, Q2], [7.0, 6.8]))
    assert list(found.index) == [Q2]
    assert list(found) == pytest.approx([1.7])


def test_what_moves_both_alike_falls_out():
    own = as_series([Q1, Q2, Q3], [9.0, 8.0, 7.0])
    other = as_series([Q1, Q2, Q3], [7.0, 6.0, 5.0])
    assert list(difference(own, other)) == pytest.approx([2.0, 2.0, 2.0])


def test_series_without_common_periods_have_no_difference():
    assert difference(as_series([Q1], [9.0]), as_series([Q2], [8.0])).empty


@given(counts, counts)
def test_newcombes_limits_are_those_of_wilson_squared_and_added(first, second):
    """Newcombe's formula written out, against the library that computes it."""
    found = difference_of_shares(*first, *second)
    p, q = first[0] / first[1], second[0] / second[1]
    (low1, high1), (low2, high2) = wilson(*first), wilson(*second)
    assert found.estimate == pytest.approx(p - q)
    assert found.low == pytest.approx(p - q - np.hypot(p - low1, high2 - q))
    assert found.high == pytest.approx(p - q + np.hypot(high1 - p, q - low2))


@given(counts, counts)
def test_the_groups_exchanged_turn_the_difference_round(first, second):
    for compare in (difference_of_shares, difference_of_rates):
        found, turned = compare(*first, *second), compare(*second, *first)
        assert (turned.estimate, turned.low, turned.high) == pytest.approx(
            (-found.estimate, -found.high, -found.low), rel=1e-5, abs=1e-4
        )


def test_a_difference_of_rates_is_per_multiplier():
    # 10 in 1000 less 5 in 1000 is 5 for each 1000
    found = difference_of_rates(10, 1000, 5, 1000, multiplier=1000)
    assert found.estimate == pytest.approx(5)
    assert found.low < 0 < found.high
    assert found.n == 2000
    plain = difference_of_rates(10, 1000, 5, 1000, multiplier=1)
    assert (found.low, found.high) == pytest.approx((1000 * plain.low, 1000 * plain.high))


def test_limits_of_a_difference_of_rates_combine_the_score_limits_of_the_two():
    """The formula written out: score limits x + z2/2 -/+ z sqrt(x + z2/4), squared and added."""
    z = 1.959963984540054
    (low1, high1), (low2, high2) = (
        (x + z * z / 2 - z * np.sqrt(x + z * z / 4), x + z * z / 2 + z * np.sqrt(x + z * z / 4))
        for x in (12, 7)
    )
    found = difference_of_rates(12, 100, 7, 100, multiplier=100)
    assert found.low == pytest.approx(5 - np.hypot(12 - low1, high2 - 7), abs=1e-6)
    assert found.high == pytest.approx(5 + np.hypot(high1 - 12, 7 - low2), abs=1e-6)


def test_a_ratio_of_rates_takes_the_persons_into_account():
    found = ratio_of_rates(10, 100, 10, 200)
    assert found.estimate == pytest.approx(2)
    # Half of 20 cases: Clopper-Pearson 0.27196 to 0.72804, odds 0.37354 to 2.6771, times 2
    assert (found.low, found.high) == pytest.approx((0.74709, 5.35415), abs=1e-3)
    assert (found.method, found.n) == ("exact_conditional", 300)


def test_no_case_in_the_first_group_is_a_ratio_of_zero_and_none_in_the_other_is_no_ratio():
    none = ratio_of_rates(0, 50, 4, 50)
    assert (none.estimate, none.low) == (0, 0)
    assert none.high > 0
    empty = ratio_of_rates(4, 50, 0, 50)
    assert (empty.status, empty.estimate) == (Status.UNDEFINED, None)
    assert empty.reason == "there are no cases in the other group"


def test_no_cases_anywhere_differ_by_nothing():
    for compare in (difference_of_shares, difference_of_rates):
        found = compare(0, 50, 0, 50)
        assert found.estimate == 0
        assert found.low < 0 < found.high


@pytest.mark.parametrize("compare", [difference_of_shares, difference_of_rates, ratio_of_rates])
def test_groups_that_cannot_be_compared_have_a_status(compare):
    assert compare(1, 0, 1, 5).status == Status.UNDEFINED
    assert compare(1, 5, -1, 5).reason == "-1 cases among 5 persons"
    assert compare(1, 5, float("nan"), 5).status == Status.MISSING
    missing = compare(1, float("nan"), 1, 5)
    assert (missing.status, missing.n, missing.estimate) == (Status.MISSING, 0, None)


def test_more_cases_than_persons_are_a_rate_and_no_share():
    assert difference_of_shares(6, 5, 1, 5).status == Status.UNDEFINED
    assert difference_of_shares(1, 5, 6, 5).status == Status.UNDEFINED
    assert difference_of_rates(6, 5, 1, 5).computed
    assert ratio_of_rates(6, 5, 1, 5).computed


@pytest.mark.parametrize("compare", [difference_of_shares, difference_of_rates, ratio_of_rates])
def test_a_higher_level_widens_and_a_level_in_per_cent_is_refused(compare):
    narrow, wide = compare(5, 50, 9, 50), compare(5, 50, 9, 50, level=0.998)
    assert wide.low < narrow.low
    assert wide.high > narrow.high
    with pytest.raises(ValueError, match="between 0 and 1"):
        compare(5, 50, 9, 50, level=95)


def test_a_period_given_twice_has_no_difference():
    once, twice = as_series([Q1], [1.0]), as_series([Q1, Q1], [1.0, 2.0])
    for own, other in ((once, twice), (twice, once)):
        with pytest.raises(ValueError, match="2008Q1 occurs twice"):
            difference(own, other)


def test_infinite_counts_are_missing():
    assert difference_of_shares(1, 5, 1, float("inf")).status == Status.MISSING
    assert ratio_of_rates(float("inf"), 5, 1, 5).status == Status.MISSING
