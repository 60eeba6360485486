"""Shares, rates and means with their intervals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis.methods.comparison import (
    byar,
    clopper_pearson,
    exact_poisson,
    mean,
    rate,
    rates,
    share,
    shares,
    wilson,
)
from analysis.methods.results import RESULT_COLUMNS, Status

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])


def near(*figures: float) -> object:
    return pytest.approx(figures, abs=5e-5)


# -- shares


def test_wilson_of_half_of_four_by_hand():
    # z = 1.959964, z2 = 3.841459: (4 -/+ 1.96 sqrt(3.841 + 8 * 0.5) + 3.841) / (2 * 7.841)
    found = share(2, 4)
    assert (found.estimate, found.low, found.high) == near(0.5, 0.1500, 0.8500)
    assert (found.statistic, found.method, found.status) == ("share", "wilson", "ok")
    assert (found.level, found.n) == (0.95, 4)


def test_no_case_and_nothing_but_cases_have_one_sided_intervals():
    # Wilson for 0 of n is 0 to z2 / (n + z2): 3.8415 / 13.8415
    assert (share(0, 10).low, share(0, 10).high) == (0, pytest.approx(0.277533, abs=1e-6))
    assert (share(10, 10).low, share(10, 10).high) == (pytest.approx(0.722467, abs=1e-6), 1)


def test_exact_limits_of_no_case_are_the_power_of_half_the_chance():
    # (1 - p)^10 = 0.025 gives p = 1 - 0.025^(1/10)
    found = share(0, 10, method="clopper_pearson")
    assert (found.low, found.high) == (0, pytest.approx(1 - 0.025**0.1))
    assert found.method == "clopper_pearson"
    assert share(10, 10, method="clopper_pearson").low == pytest.approx(0.025**0.1)


@given(counts, levels)
def test_wilson_and_exact_limits_agree_with_statsmodels(pair, level):
    x, n = pair
    for own, name in ((wilson, "wilson"), (clopper_pearson, "beta")):
        expected = proportion_confint(x, n, alpha=1 - level, method=name)
        assert np.ravel(own(x, n, level)) == pytest.approx(expected, abs=1e-9)


@given(counts, levels)
def test_limits_of_a_share_contain_it_and_mirror_when_cases_are_counted_the_other_way(pair, level):
    x, n = pair
    for method in ("wilson", "clopper_pearson"):
        found = share(x, n, level=level, method=method)
        other = share(n - x, n, level=level, method=method)
        assert 0 <= found.low <= found.estimate + 1e-12
        assert found.estimate - 1e-12 <= found.high <= 1
        assert (other.low, other.high) == pytest.approx((1 - found.high, 1 - found.low))


@given(counts)
def test_a_higher_level_gives_the_wider_interval(pair):
    narrow, wide = share(*pair, level=0.95), share(*pair, level=0.998)
    assert wide.low <= narrow.low
    assert wide.high >= narrow.high
    assert wide.high - wide.low > narrow.high - narrow.low


@given(counts)
def test_exact_limits_of_a_share_are_wider_than_wilsons_where_few_are_asked(pair):
    low, high = clopper_pearson(*pair)
    # The tails beyond the exact limits hold at most 2.5 % each.
    x, n = pair
    assert x == 0 or stats.binom.sf(x - 1, n, low) == pytest.approx(0.025)
    assert x == n or stats.binom.cdf(x, n, high) == pytest.approx(0.025)


def test_rows_keep_their_order_and_index():
    cases = pd.Series([9, 1, 5], index=["c", "a", "b"])
    found = shares(cases, pd.Series([10, 10, 10], index=["c", "a", "b"]), multiplier=100)
    assert list(found.index) == ["c", "a", "b"]
    assert list(found["estimate"]) == pytest.approx([90, 10, 50])
    assert tuple(found.columns[:8]) == RESULT_COLUMNS
    assert list(found["n"]) == [10, 10, 10]
    assert set(found["multiplier"]) == {100}


def test_the_multiplier_multiplies_estimate_and_limits():
    plain, per_cent = share(3, 40), share(3, 40, multiplier=100)
    for name in ("estimate", "low", "high"):
        assert getattr(per_cent, name) == pytest.approx(100 * getattr(plain, name))


def test_what_cannot_be_a_share_has_a_status_and_no_number():
    cases = [1, 3, -1, float("nan"), 2, 0]
    persons = [0, 2, 5, 5, float("nan"), -4]
    found = shares(cases, persons)
    undefined, missing = Status.UNDEFINED, Status.MISSING
    expected = [undefined, undefined, undefined, missing, missing, undefined]
    assert list(found["status"]) == expected
    assert found[["estimate", "low", "high"]].isna().all(axis=None)


def test_nobody_among_nobody_is_undefined():
    assert share(0, 0).reason == "0 cases among 0 persons (nan: not known)"
    assert share(0, 0).status == rate(0, 0).status == Status.UNDEFINED


def test_counts_need_not_be_whole_numbers():
    found = share(0.445, 1)
    assert (found.low, found.high) == near(0.04382, 0.93346)


def test_a_single_share_that_cannot_be_says_its_counts():
    found = share(3, 2)
    assert found.status == Status.UNDEFINED
    assert found.estimate is None
    assert found.reason == "3 cases among 2 persons (nan: not known)"
    assert share(float("nan"), 7).status == Status.MISSING
    assert share(float("nan"), 7).n == 7
    assert share(1, float("nan")).n == 0


def test_what_is_suppressed_stays_suppressed_even_if_the_count_is_there():
    given_statuses = ["reported", "suppressed", "missing", "not_applicable", "revised"]
    found = shares([1, 2, 3, 4, 5], [9] * 5, statuses=given_statuses)
    assert list(found["status"]) == ["ok", "suppressed", "missing", "undefined", "ok"]
    hidden = found[found["status"] != "ok"]
    assert hidden[["estimate", "low", "high", "n", "cases"]].isna().all(axis=None)


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="unknown statuses: hidden; accepted: implied, missing"):
        shares([1], [2], statuses=["hidden"])


def test_groups_are_summed_before_the_interval():
    found = shares([1, 10, 4], [20, 50, 30], by=["b", "a", "b"])
    assert list(found.index) == ["b", "a"]
    alone = share(5, 50)
    assert tuple(found.loc["b", ["estimate", "low", "high"]]) == pytest.approx(
        (alone.estimate, alone.low, alone.high)
    )
    assert tuple(found.loc["b", ["cases", "n"]]) == (5, 50)


def test_a_sum_with_a_missing_or_hidden_part_is_not_computed():
    found = shares(
        [1, float("nan"), 1, 2, 3],
        [9] * 5,
        by=["gap", "gap", "hidden", "hidden", "whole"],
        statuses=["reported", "missing", "reported", "suppressed", "reported"],
    )
    assert list(found["status"]) == ["missing", "suppressed", "ok"]
    assert found["estimate"].isna().tolist() == [True, True, False]
    assert found["cases"].isna().tolist() == [True, True, False]


def test_a_group_without_a_name_is_a_group():
    found = shares([1, 2], [10, 10], by=["a", None])
    assert list(found["cases"]) == [1, 2]


def test_empty_counts_give_an_empty_frame_with_its_columns():
    found = shares([], [])
    assert found.empty
    assert tuple(found.columns[:8]) == RESULT_COLUMNS
    assert rates(pd.Series(dtype=float), pd.Series(dtype=float)).empty


def test_counts_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="cases has 1, persons has 2"):
        shares([1], [1, 2])
    with pytest.raises(ValueError, match="same index in the same order"):
        shares(pd.Series([1, 2]), pd.Series([3, 4], index=[1, 0]))


def test_unknown_methods_and_levels_are_refused():
    with pytest.raises(ValueError, match="unknown method 'wald'; accepted: wilson, clopper"):
        shares([1], [2], method="wald")
    for level in (95, 0, 1):
        for method in ("wilson", "clopper_pearson"):
            with pytest.raises(ValueError, match="between 0 and 1, such as"):
                share(1, 2, level=level, method=method)
        with pytest.raises(ValueError, match="between 0 and 1"):
            exact_poisson(3, level)
        with pytest.raises(ValueError, match="between 0 and 1"):
            mean([1, 2], level)


def test_nullable_integers_are_counts_too():
    found = shares(pd.Series([1, None], dtype="Int64"), pd.Series([4, 4], dtype="Int64"))
    assert list(found["status"]) == ["ok", "missing"]


# -- rates


def test_nine_cases_are_exact_and_ten_are_byars():
    found = rates([9, 10], [1000, 1000], multiplier=1000)
    assert list(found["method"]) == ["exact_poisson", "byar"]
    # In every table of Poisson limits 9 has 4.12 to 17.08. Byar for 10:
    # 10 (1 - 1/90 - 1.95996/9.48683)^3 and 11 (1 - 1/99 + 1.95996/9.94987)^3
    assert tuple(found.loc[0, ["low", "high"]]) == pytest.approx((4.1154, 17.0848), abs=1e-4)
    assert tuple(found.loc[1, ["low", "high"]]) == pytest.approx((4.78745, 18.39146), abs=1e-4)


def test_no_cases_have_a_rate_of_zero_with_an_upper_limit():
    # exp(-m) = 0.025 gives m = 3.6889
    found = rate(0, 1000, multiplier=1000)
    assert (found.estimate, found.low) == (0, 0)
    assert found.high == pytest.approx(-np.log(0.025))


def test_a_rate_may_exceed_one():
    assert rates([250], [220], multiplier=1)["status"].tolist() == ["ok"]


def test_a_byar_limit_below_zero_is_missing_with_a_status_and_the_rest_stands():
    found = rates([1], [10], level=0.998, exact_below=0, multiplier=1).loc[0]
    assert (found["status"], found["method"]) == ("undefined", "byar")
    assert np.isnan(found["low"])
    assert (found["estimate"], found["high"]) == pytest.approx((0.1, 0.936218), abs=1e-6)


def test_a_rate_of_nobody_or_of_unknown_counts_has_a_status():
    found = rates([1, -1, float("nan"), 1], [0, 5, 5, float("nan")])
    assert list(found["status"]) == ["undefined", "undefined", "missing", "missing"]
    assert found[["estimate", "low", "high"]].isna().all(axis=None)
    assert list(found["method"]) == ["exact_poisson", "exact_poisson", "", "exact_poisson"]


@given(st.integers(0, 500), levels)
def test_exact_limits_of_a_count_leave_half_the_rest_on_either_side(x, level):
    low, high = exact_poisson(x, level)
    tail = (1 - level) / 2
    assert stats.poisson.cdf(x, high) == pytest.approx(tail)
    assert x == 0 or stats.poisson.sf(x - 1, low) == pytest.approx(tail)


@given(st.integers(10, 500))
def test_byar_is_close_to_exact_from_ten_cases_on(x):
    assert np.ravel(byar(x)) == pytest.approx(np.ravel(exact_poisson(x)), rel=0.003)


def test_limits_of_impossible_counts_are_not_numbers():
    assert np.isnan([*byar(-1), *exact_poisson(-1), *wilson(3, 2), *clopper_pearson(-1, 2)]).all()


@given(st.permutations(range(6)))
def test_rates_do_not_depend_on_the_order_of_rows(order):
    cases, persons = pd.Series([0, 3, 9, 10, 40, 2]), pd.Series([50, 60, 70, 80, 90, 20])
    found = rates(cases.iloc[order], persons.iloc[order])
    pd.testing.assert_frame_equal(found.sort_index(), rates(cases, persons))


# -- means


def test_a_mean_has_students_interval():
    # mean 2, standard error 1/sqrt(3) = 0.57735, t(2) = 4.30265: 2 -/+ 2.48414
    found = mean([1, 2, 3])
    assert (found.estimate, found.low, found.high) == near(2, -0.48414, 4.48414)
    assert (found.method, found.df, found.n) == ("student_t", 2, 3)


def test_a_mean_that_cannot_be_says_why():
    assert mean([]).status == Status.TOO_FEW
    assert mean([4.2]).reason == "an interval needs two values; there are 1"
    assert mean([3, 3, 3]).reason == "all 3 values are 3"
    assert mean([3, 3]).status == Status.NO_VARIATION
    gap = mean([1.0, float("nan"), 3.0])
    assert (gap.status, gap.reason) == (Status.MISSING, "1 of 3 values are missing")
    assert gap.estimate is None


def test_infinity_is_a_missing_value():
    assert mean([1, float("inf"), 2]).status == Status.MISSING
    assert list(shares([1, float("inf")], [5, 5])["status"]) == ["ok", "missing"]
    assert list(rates([1, 1], [5, float("inf")])["status"]) == ["ok", "missing"]


def test_the_noise_of_binary_fractions_is_no_variation():
    assert mean([0.1 + 0.2, 0.3]).status == Status.NO_VARIATION
