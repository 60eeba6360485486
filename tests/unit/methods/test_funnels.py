"""Funnel limits, labels and over-dispersion."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.methods.comparison import overdispersion, rate_funnel, share_funnel
from analysis.methods.results import RESULT_COLUMNS, Status

# Shares of 10 % among units of different sizes, but for two.
CASES = [10, 20, 41, 79, 100, 60, 2]
PERSONS = [100, 200, 400, 800, 1000, 200, 150]

units = st.lists(
    st.integers(20, 2000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))),
    min_size=3,
    max_size=25,
)


def wide(z: list[float], size: float = 1.0):
    return overdispersion(z, [size] * len(z), winsorise=0)


# -- limits and labels


def test_share_limits_by_hand():
    # 0.2 -/+ 1.959964 sqrt(0.2 * 0.8 / 100) = 0.2 -/+ 0.0784; 99.8 %: 3.090232 * 0.04 = 0.1236
    funnel = share_funnel([1], [5], baseline=0.2, spread="chance")
    found = funnel.limits([100]).loc[0]
    assert list(found) == pytest.approx([100, 0.1216, 0.2784, 0.07639, 0.32361], abs=1e-5)


def test_share_limits_stay_between_nothing_and_all():
    found = share_funnel([1], [5], baseline=0.2, spread="chance").limits([2]).loc[0]
    assert found["low"] == found["outer_low"] == 0
    assert found["outer_high"] == 1


def test_the_common_share_is_all_cases_among_all_persons_of_units_with_a_value():
    funnel = share_funnel([10, 30, float("nan")], [100, 100, 50])
    assert funnel.baseline == pytest.approx(0.2)
    assert funnel.dispersion.n == 2


def test_labels_name_the_limit_crossed_and_equality_is_within():
    # Limits of 100 persons at a level of 0.2: outer 0.076, 0.324, inner 0.122, 0.278
    funnel = share_funnel([1], [5], baseline=0.2, spread="chance")
    found = funnel.place([7, 8, 12, 13, 20, 27, 28, 32, 33], [100] * 9)
    low, high = ["low_0.001", "low_0.025", "low_0.025"], ["high_0.025", "high_0.025", "high_0.001"]
    assert list(found["label"]) == [*low, *["within"] * 3, *high]
    limit = share_funnel([1], [5], baseline=0.5, spread="chance", levels=(0.5, 0.9))
    edge = limit.limits([64]).loc[0]
    for name in ("low", "high", "outer_low", "outer_high"):
        placed = limit.place([edge[name] * 64], [64]).loc[0]
        assert placed["label"] != f"{name.split('_')[-1]}_{'0.05' if 'outer' in name else '0.25'}"


def test_labels_follow_the_levels():
    funnel = share_funnel([1], [5], baseline=0.2, spread="chance", levels=(0.9, 0.99))
    assert list(funnel.place([28, 40], [100, 100])["label"]) == ["high_0.05", "high_0.005"]


def test_places_keep_order_and_index_and_say_what_the_limits_are():
    cases = pd.Series([60, 10], index=["x", "a"])
    persons = pd.Series([200, 100], index=["x", "a"])
    funnel = share_funnel(CASES, PERSONS, spread="chance", multiplier=100)
    found = funnel.place(cases, persons)
    assert list(found.index) == ["x", "a"]
    assert tuple(found.columns[:8]) == RESULT_COLUMNS
    assert set(found["method"]) == {"score"}
    assert list(found["estimate"]) == pytest.approx([30, 10])
    assert list(found["baseline"]) == pytest.approx([100 * sum(CASES) / sum(PERSONS)] * 2)
    assert (found["level"].iloc[0], found["outer_level"].iloc[0]) == (0.95, 0.998)
    assert list(funnel.limits(persons).index) == ["x", "a"]


def test_methods_say_how_the_limits_were_widened():
    names = {
        (kind.__name__, spread): kind(CASES, PERSONS, spread=spread).method
        for kind in (share_funnel, rate_funnel)
        for spread in ("chance", "multiplied", "added")
    }
    assert names["share_funnel", "chance"] == "score"
    assert names["rate_funnel", "chance"] == "exact_poisson"
    assert names["share_funnel", "multiplied"] == names["rate_funnel", "multiplied"]
    assert names["share_funnel", "added"] == "normal_added"


@pytest.mark.slow
@settings(max_examples=25)
@given(units, st.randoms(use_true_random=False))
def test_labels_do_not_depend_on_the_order_of_units(pairs, random):
    frame = pd.DataFrame(pairs, columns=["cases", "persons"])
    order = list(frame.index)
    random.shuffle(order)
    mixed = frame.loc[order]
    for spread in ("chance", "multiplied", "added"):
        first = share_funnel(frame["cases"], frame["persons"], spread=spread)
        second = share_funnel(mixed["cases"], mixed["persons"], spread=spread)
        expected = first.place(frame["cases"], frame["persons"])["label"]
        found = second.place(mixed["cases"], mixed["persons"])["label"]
        assert found.sort_index().tolist() == expected.tolist()


@given(units)
def test_widened_limits_are_never_narrower_than_chance(pairs):
    cases, persons = ([pair[i] for pair in pairs] for i in (0, 1))
    chance = share_funnel(cases, persons, spread="chance").limits(persons)
    for spread in ("multiplied", "added"):
        found = share_funnel(cases, persons, spread=spread).limits(persons)
        assert (found["low"] <= chance["low"] + 1e-12).all()
        assert (found["outer_high"] >= chance["outer_high"] - 1e-12).all()


@given(units)
def test_limits_narrow_as_units_grow_and_nest(pairs):
    cases, persons = ([pair[i] for pair in pairs] for i in (0, 1))
    for kind in (share_funnel, rate_funnel):
        found = kind(cases, persons, spread="chance").limits([50, 500, 5000])
        assert found["high"].is_monotonic_decreasing
        assert found["low"].is_monotonic_increasing
        assert (found["outer_low"] <= found["low"]).all()
        assert (found["outer_high"] >= found["high"]).all()


# -- rates


@given(st.integers(1, 300), st.sampled_from([0.95, 0.998]))
def test_rate_limits_are_where_the_exact_poisson_chance_is_half_the_rest(expected, level):
    """The counts on the limits, against the Poisson distribution itself."""
    funnel = rate_funnel([1], [1], baseline=1, spread="chance", levels=(0.5, level), multiplier=1)
    found = funnel.limits([expected]).loc[0] * expected
    tail = (1 - level) / 2
    high = int(np.floor(found["outer_high"]))
    assert stats.poisson.sf(high - 1, expected) >= tail * (1 - 1e-9)
    assert stats.poisson.sf(high, expected) < tail
    low = int(np.ceil(found["outer_low"]))
    assert stats.poisson.cdf(low, expected) >= tail * (1 - 1e-9)
    assert low == 0 or stats.poisson.cdf(low - 1, expected) < tail


def test_with_few_cases_expected_none_at_all_is_within():
    # exp(-3) = 0.0498 is more than 0.025, exp(-4) = 0.0183 less, exp(-7) = 0.0009 less than 0.001
    funnel = rate_funnel([1], [1], baseline=1, spread="chance", multiplier=1)
    found = funnel.place([0, 0, 0], [3, 4, 7])
    assert list(found["label"]) == ["within", "low_0.025", "low_0.001"]
    assert list(funnel.limits([3])["low"]) == [0]


def test_widened_rate_limits_are_normal_around_the_common_rate():
    # 100 per 1000 persons: error of 1000 persons sqrt(0.1 / 1000) = 0.01
    funnel = rate_funnel(CASES, PERSONS, baseline=0.1, spread="multiplied", multiplier=1)
    reach = 1.959964 * 0.01 * funnel.dispersion.inflation
    found = funnel.limits([1000]).loc[0]
    assert found["high"] == pytest.approx(0.1 + reach)
    assert found["low"] == pytest.approx(0.1 - reach)


def test_rates_may_exceed_one():
    funnel = rate_funnel([30, 20], [10, 10], spread="chance", multiplier=1)
    assert list(funnel.place([30, 20], [10, 10])["label"]) == ["within", "within"]
    assert funnel.limits([10])["high"].item() > 2.5
    wider = rate_funnel([30, 20], [10, 10], spread="added", multiplier=1)
    assert wider.limits([10])["high"].item() > 2.5


# -- over-dispersion


def test_phi_is_the_mean_square_of_the_scores():
    # (1 + 4 + 4 + 9) / 4 = 4.5; I phi - (I - 1) = 15; weights 1: 4 - 1 = 3; tau2 = 5
    found = wide([1, -2, 2, -3])
    assert (found.phi, found.inflation, found.tau2) == pytest.approx((4.5, 4.5**0.5, 5))
    assert (found.n, found.status) == (4, Status.OK)


def test_the_added_variance_is_in_the_unit_of_the_errors():
    assert wide([1, -2, 2, -3], size=0.1).tau2 == pytest.approx(0.05)


def test_spread_below_chance_is_no_overdispersion_and_narrows_nothing():
    found = wide([0.1, -0.2, 0.3])
    assert (found.inflation, found.tau2) == (1, 0)
    assert found.phi < 1


def test_between_chance_and_the_limit_of_n_less_one_there_is_a_little_variance():
    # phi = 0.9 with 4 units: 4 * 0.9 - 3 = 0.6 over 3
    found = wide([0.9**0.5] * 4)
    assert found.tau2 == pytest.approx(0.2)
    assert found.inflation == 1


def test_a_tenth_at_either_end_is_drawn_in_before():
    # Quantiles of -5, -1, 0, 1, 5 at 0.1 and 0.9: -3.4 and 3.4; (2 * 3.4^2 + 2) / 5
    found = overdispersion([-5, -1, 0, 1, 5], [1] * 5)
    assert found.phi == pytest.approx((2 * 3.4**2 + 2) / 5)
    assert wide([-5, -1, 0, 1, 5]).phi == pytest.approx(52 / 5)


@given(units)
def test_without_winsorising_the_variance_is_that_of_dersimonian_and_laird(pairs):
    """An independent route: the random-effects meta-analysis of statsmodels."""
    cases, persons = (np.array([pair[i] for pair in pairs], dtype=float) for i in (0, 1))
    common = cases.sum() / persons.sum()
    variances = common * (1 - common) / persons
    with np.errstate(all="ignore"):
        expected = combine_effects(cases / persons, variances, method_re="dl").tau2
    found = share_funnel(cases, persons, winsorise=0).dispersion
    assert found.tau2 == pytest.approx(max(0.0, expected), rel=1e-6, abs=1e-12)


def test_the_variance_between_simulated_units_is_found():
    """Independent: 2000 units drawn with a known deviation of 0.03 between them."""
    generator = np.random.default_rng(7)
    persons = generator.integers(200, 5000, 2000)
    cases = generator.binomial(persons, np.clip(generator.normal(0.2, 0.03, 2000), 0, 1))
    funnel = share_funnel(cases, persons, winsorise=0)
    assert funnel.dispersion.tau2**0.5 == pytest.approx(0.03, rel=0.05)
    outside = funnel.place(cases, persons)["label"] != "within"
    assert outside.mean() == pytest.approx(0.05, abs=0.02)
    chance = share_funnel(cases, persons, spread="chance").place(cases, persons)
    assert (chance["label"] != "within").mean() > 0.5


def test_added_limits_do_not_shrink_to_the_line_and_multiplied_ones_do():
    added = share_funnel(CASES, PERSONS, spread="added")
    multiplied = share_funnel(CASES, PERSONS, spread="multiplied")
    huge = [10**12]
    reach = 1.959964 * added.dispersion.tau2**0.5
    assert added.limits(huge)["high"].item() == pytest.approx(added.baseline + reach, abs=1e-6)
    assert multiplied.limits(huge)["high"].item() == pytest.approx(added.baseline, abs=1e-4)


# -- what cannot be placed


def test_units_without_a_value_have_a_status_and_no_label():
    funnel = share_funnel(CASES, PERSONS)
    found = funnel.place(
        [1, 3, float("nan"), 5, 1], [0, 2, 9, 50, 9], ["reported"] * 3 + ["suppressed", "revised"]
    )
    assert list(found["status"]) == ["undefined", "undefined", "missing", "suppressed", "ok"]
    assert list(found["label"]) == ["", "", "", "", "within"]
    assert found.loc[:3, ["estimate", "low", "outer_high"]].isna().all(axis=None)


def test_a_suppressed_unit_does_not_enter_the_common_level():
    funnel = share_funnel([10, 90], [100, 100], statuses=["reported", "suppressed"])
    assert funnel.baseline == pytest.approx(0.1)
    assert funnel.status == Status.TOO_FEW


def test_more_cases_than_persons_enter_a_rate_and_no_share():
    assert share_funnel([10, 10, 200], [100, 100, 100]).baseline == pytest.approx(0.1)
    assert rate_funnel([10, 10, 200], [100, 100, 100]).baseline == pytest.approx(220 / 300)


def test_one_unit_against_itself_is_too_few():
    assert set(share_funnel([1], [9]).place([1], [9])["status"]) == {"too_few"}
    alone = share_funnel([1], [9], baseline=0.1, spread="chance")
    assert list(alone.place([1], [9])["status"]) == ["ok"]
    # How much units spread cannot be told from one.
    assert share_funnel([1], [9], baseline=0.1, spread="added").status == Status.TOO_FEW


def test_a_common_level_of_none_or_all_has_no_variation():
    for cases in ([0, 0], [5, 5]):
        found = share_funnel(cases, [5, 5], spread="chance").place(cases, [5, 5])
        assert set(found["status"]) == {"no_variation"}
        assert set(found["label"]) == {""}
    assert rate_funnel([0, 0], [5, 5]).status == Status.NO_VARIATION
    assert rate_funnel([5, 5], [5, 5]).status == Status.OK


def test_no_units_give_an_empty_frame():
    funnel = share_funnel([], [])
    assert funnel.status == Status.TOO_FEW
    assert funnel.place([], []).empty


def test_arguments_that_make_no_sense_are_refused():
    for baseline in (0, 1, 8.3):
        with pytest.raises(ValueError, match="give a share between 0 and 1"):
            share_funnel(CASES, PERSONS, baseline=baseline)
    with pytest.raises(ValueError, match="give a rate above 0"):
        rate_funnel(CASES, PERSONS, baseline=0)
    with pytest.raises(ValueError, match="unknown spread 'wide'; accepted: chance, multiplied"):
        share_funnel(CASES, PERSONS, spread="wide")
    with pytest.raises(ValueError, match="inner, lower one first"):
        share_funnel(CASES, PERSONS, levels=(0.998, 0.95))
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_funnel(CASES, PERSONS, levels=(0.95, 99.8))
    with pytest.raises(ValueError, match="from 0 to less than"):
        overdispersion([1, 2], [1, 1], winsorise=0.5)
    with pytest.raises(ValueError, match="persons has 1"):
        share_funnel([1, 2], [5])


def test_overdispersion_says_why_there_is_none():
    gap = float("nan")
    assert overdispersion([1, gap, 2], [1, 1, 1]).status == Status.MISSING
    assert overdispersion([1, 2], [1, float("inf")]).status == Status.MISSING
    found = overdispersion([1, 2, 3], [1, 0, 1])
    assert (found.status, found.n) == (Status.UNDEFINED, 3)
    assert np.isnan(found.phi)
    with pytest.raises(ValueError, match="3 scores and 2 errors"):
        overdispersion([1, 2, 3], [1, 1])
