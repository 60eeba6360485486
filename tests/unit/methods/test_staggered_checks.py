"""The checks on participants against others: they find what they are for, and say what they did."""

import time

import numpy as np
import pandas as pd
import pytest
from join_panels import YEARS, by_lot, noise, small, tidy, worst_join
from scipy import stats

from analysis.methods.difference_in_differences import (
    checks,
    group_time_effects,
    leave_one_cohort_out,
    moved_base,
    overall,
    pre_trend,
    quick_overall,
    randomised_joining,
    start_gap,
    two_way_fixed_effects,
)
from analysis.methods.results import RESULT_COLUMNS, Status

# -- random years of joining


@pytest.mark.parametrize("aggregation", ["simple", "group"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"control": "not_yet"},
        {"anticipation": 2},
        {"control": "not_yet", "anticipation": 1},
        {"weights": "w"},
        {"weights": "w", "control": "not_yet", "balanced": False},
        {"balanced": False},
    ],
)
def test_the_fast_effect_is_that_of_the_library(options, aggregation):
    """Independent computation: cell by cell through diff-diff."""
    panel = by_lot(1, n=60).assign(w=lambda p: p["unit"].astype(int) % 7 + 1.0)
    gaps = np.random.default_rng(1).choice(len(panel), 25, replace=False)
    panel.loc[gaps, "value"] = np.nan
    effects = group_time_effects(panel, **options)
    fast = quick_overall(effects.panel, effects.design, aggregation)
    assert fast == pytest.approx(overall(effects, aggregation).estimate, abs=1e-12)


def test_the_fast_effect_leaves_out_cohorts_without_others():
    effects = group_time_effects(by_lot(1, n=32), control="not_yet")
    for aggregation in ("simple", "group"):
        fast = quick_overall(effects.panel, effects.design, aggregation)
        assert fast == pytest.approx(overall(effects, aggregation).estimate, abs=1e-12)


def test_p_counts_the_draws_as_large_either_way_and_the_finding_itself():
    drawn = randomised_joining(group_time_effects(by_lot(2)), draws=99)
    as_large = np.sum(np.abs(drawn.placebos) >= abs(drawn.result.estimate))
    assert len(drawn.placebos) == 99
    assert 0 < as_large < 99
    assert drawn.result.p == (1 + as_large) / 100


def test_all_orders_of_a_small_panel_are_counted_right():
    # One of five joins, and changes most: |effect| as large in a fifth of the draws.
    values = np.array([[5.0, 1], [5, 5.1], [5, 4.9], [5, 5.2], [5, 4.8]])
    panel = tidy(values, np.array([2011, 0, 0, 0, 0]), years=(2010, 2011))
    drawn = randomised_joining(group_time_effects(panel, minimum=1), draws=1999)
    assert drawn.result.status == Status.TOO_FEW
    panel = tidy(np.repeat(values, 2, axis=0), np.repeat([2011, 0, 0, 0, 0], 2), (2010, 2011))
    drawn = randomised_joining(group_time_effects(panel, minimum=2), draws=1999)
    # Two of ten: one pair in 45 is as large.
    assert drawn.result.p == pytest.approx(1 / 45, abs=0.01)


def test_a_seed_gives_the_same_draws_and_another_others():
    effects = group_time_effects(by_lot(2))
    first, again, other = (randomised_joining(effects, draws=20, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.placebos, again.placebos)
    assert not np.array_equal(first.placebos, other.placebos)
    assert (first.seed, other.seed) == (1, 2)


def test_the_result_names_test_and_aggregation_and_carries_no_interval():
    for aggregation in ("simple", "group", "dynamic"):
        effects = group_time_effects(by_lot(2))
        drawn = randomised_joining(effects, aggregation, draws=9).result
        assert drawn.statistic == f"att_{aggregation}"
        assert drawn.method == f"randomised_joining_{effects.design.method}"
        assert drawn.estimate == overall(effects, aggregation).estimate
        assert (drawn.low, drawn.high, drawn.df, drawn.smallest) == (None,) * 4


@pytest.mark.slow
def test_a_planted_effect_beats_the_draws_and_none_rarely_does():
    planted = group_time_effects(by_lot(3, effect=-0.5))
    assert randomised_joining(planted, draws=199).result.p == pytest.approx(1 / 200)
    nothing = [group_time_effects(by_lot(seed, joiners=12)) for seed in range(60)]
    p = [randomised_joining(effects, draws=99).result.p for effects in nothing]
    assert np.mean(np.array(p) <= 0.05) <= 0.12
    assert 0.4 <= np.mean(p) <= 0.6


def test_draws_with_covariates_go_through_the_same_estimator():
    panel = by_lot(2).assign(x=lambda p: p["unit"].astype(int) % 5)
    effects = group_time_effects(panel, covariates=["x"])
    drawn = randomised_joining(effects, draws=5)
    plain = randomised_joining(group_time_effects(panel), draws=5)
    assert np.isfinite(drawn.placebos).all()
    assert not np.allclose(drawn.placebos, plain.placebos)


def test_too_few_joiners_get_no_p_from_draws_either():
    drawn = randomised_joining(group_time_effects(by_lot(1, joiners=9)))
    assert drawn.result.status == Status.TOO_FEW
    assert drawn.result.p is None
    assert drawn.result.estimate is not None
    assert len(drawn.placebos) == 0
    nobody = group_time_effects(tidy(noise(1, 5), np.zeros(5, dtype=int)))
    assert randomised_joining(nobody).result.status == Status.TOO_FEW


def test_a_thousand_draws_are_quick():
    values, first = noise(1, 290), np.zeros(290, dtype=int)
    first[:60] = np.resize([2011, 2012, 2013, 2014, 2015, 2016], 60)
    effects = group_time_effects(tidy(values, first), control="not_yet")
    began = time.monotonic()
    randomised_joining(effects, draws=1000)
    assert time.monotonic() - began < 30


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="draws is 0"):
        randomised_joining(group_time_effects(small()), draws=0)


# -- one cohort left out


def test_each_cohort_is_left_out_in_turn():
    panel = by_lot(4)
    effects = group_time_effects(panel, control="not_yet")
    table = leave_one_cohort_out(effects)
    assert list(table.columns[:11]) == [*RESULT_COLUMNS, "left_out", "n_left_out", "moves"]
    assert list(table["left_out"]) == [2012, 2013, 2014, 2015]
    assert set(table["n_left_out"]) == {8}
    for row in table.to_dict("records"):
        without = panel[panel["first"] != row["left_out"]]
        again = overall(group_time_effects(without, control="not_yet"))
        assert row["estimate"] == pytest.approx(again.estimate)
        assert (row["low"], row["high"]) == pytest.approx((again.low, again.high))
        assert row["moves"] == pytest.approx(again.estimate - overall(effects).estimate)
        assert row["n"] == 72


def test_the_only_cohort_cannot_be_left_out():
    panel = tidy(noise(1, 40), np.where(np.arange(40) < 12, 2014, 0))
    row = leave_one_cohort_out(group_time_effects(panel)).iloc[0]
    assert row["status"] == Status.TOO_FEW
    assert np.isnan(row["estimate"])
    assert np.isnan(row["moves"])


def test_a_rest_of_fewer_than_ten_is_shown_untested():
    table = leave_one_cohort_out(group_time_effects(by_lot(1, joiners=12)))
    assert set(table["status"]) == {Status.TOO_FEW}
    assert table["estimate"].notna().all()
    assert table["low"].isna().all()


def test_an_effect_in_one_cohort_is_seen_when_it_is_left_out():
    panel = by_lot(5)
    own = panel["first"].eq(2013) & panel["period"].ge(2013)
    panel.loc[own, "value"] -= 4
    table = leave_one_cohort_out(group_time_effects(panel)).set_index("left_out")
    assert abs(table.loc[2013, "estimate"]) < 0.3
    assert (table.drop(index=2013)["estimate"] < -1).all()


# -- joined because of a bad year


@pytest.fixture(scope="module")
def false_effects():
    """Twelve panels without any effect, in which the worst of the last year join."""
    return [group_time_effects(worst_join(seed)) for seed in range(12)]


def test_joining_because_of_a_bad_year_looks_like_an_effect(false_effects):
    found = [overall(effects) for effects in false_effects]
    assert np.mean([e.estimate for e in found]) == pytest.approx(-0.56, abs=0.08)
    assert all(e.significant for e in found)


def test_the_moved_base_shrinks_the_false_effect(false_effects):
    for effects in false_effects:
        given, moved, by = moved_base(effects).to_dict("records")
        assert abs(moved["estimate"]) < 0.5 * abs(given["estimate"])
        assert by["estimate"] == pytest.approx(moved["estimate"] - given["estimate"])
        assert by["low"] > 0.2


def test_the_gap_at_the_start_opens_in_the_last_year(false_effects):
    for effects in false_effects:
        gaps = start_gap(effects).set_index("years_before")
        assert gaps.loc[1, "low"] > 0
        assert gaps.loc[1, "estimate"] > gaps.loc[2, "estimate"] + 0.3


def test_random_dates_of_joining_do_not_see_it(false_effects):
    assert randomised_joining(false_effects[0], draws=99).result.p == pytest.approx(0.01)


def test_a_real_effect_stays_when_the_base_is_moved():
    tables = [moved_base(group_time_effects(by_lot(s, effect=-0.8))) for s in range(10)]
    moved = pd.concat(table.iloc[[1]] for table in tables)
    assert moved["estimate"].mean() == pytest.approx(-0.8, abs=0.08)
    assert sum(table["p"].iloc[2] < 0.05 for table in tables) <= 2


def test_moved_base_compares_the_same_units():
    # Anticipation 1 leaves only c (2012): from 2011 -2 - 0, from 2010 -1 - 0.5.
    table = moved_base(group_time_effects(small()))
    assert list(table["estimate"]) == pytest.approx([-2.0, -1.5, 0.5])
    assert list(table["statistic"]) == ["att_group", "att_group", "moved_by"]
    assert list(table["base_years_before"]) == [1, 2, 2]
    assert table["method"].iloc[1].endswith("_anticipation_1")
    assert set(table["n"]) == {3}


def test_the_interval_of_the_move_is_that_of_the_change_between_the_bases():
    """Independent computation: with one cohort the move is minus the change from base to base."""
    first = np.where(np.arange(40) < 12, 2014, 0)
    values = noise(9, 40)
    row = moved_base(group_time_effects(tidy(values, first))).iloc[2]
    change = values[:, YEARS.index(2013)] - values[:, YEARS.index(2012)]
    joined, others = change[first > 0], change[first == 0]
    assert row["estimate"] == pytest.approx(joined.mean() - others.mean())
    error = np.sqrt(joined.var() / 12 + others.var() / 28)
    assert row["standard_error"] == pytest.approx(error)


def test_a_base_that_nobody_has_is_a_status():
    table = moved_base(group_time_effects(small()), years=3)
    assert set(table["status"]) == {Status.TOO_FEW}
    assert table["estimate"].isna().all()


# -- before joining


def test_the_gap_at_the_start_by_hand():
    # 2010, the year before 2011: a 5, b 7 against e 4, f 6: 1. 2011, before 2012: c 7 - 5.5.
    gaps = start_gap(group_time_effects(small()), years=2)
    assert list(gaps["years_before"]) == [1, 2]
    # Two years before: c alone, 6 - 5 in 2010.
    assert list(gaps["estimate"]) == pytest.approx([(2 * 1 + 1.5) / 3, 1.0])
    assert list(gaps["n_groups"]) == [2, 1]
    assert list(gaps["n_treated"]) == [3, 1]
    assert set(gaps["statistic"]) == {"start_gap"}


def test_the_gap_is_to_those_not_yet_joined_where_the_design_says_so():
    # 2010: c (6) stands beside e and f: 6 - 16/3.
    gaps = start_gap(group_time_effects(small(), control="not_yet"), years=2)
    assert gaps["estimate"].iloc[0] == pytest.approx((2 * (6 - 16 / 3) + 1.5) / 3)
    # Two years before 2012, a and b had not joined either; they did before c, and do not count.
    assert gaps["estimate"].iloc[1] == pytest.approx(6 - 5)


def test_a_later_joiner_is_comparison_first_and_joiner_then_and_counts_once():
    """Independent computation: a bootstrap of units, without the method's own code."""
    values, first = noise(9, 60), np.repeat([2012, 2013, 0], [24, 24, 12])
    row = start_gap(group_time_effects(tidy(values, first), control="not_yet"), years=1).iloc[0]
    generator, draws = np.random.default_rng(9), []
    for _ in range(2000):
        chosen = generator.choice(60, 60)
        v, f = values[chosen], first[chosen]
        a = v[f == 2012, 3].mean() - v[f != 2012, 3].mean()
        b = v[f == 2013, 4].mean() - v[f == 0, 4].mean()
        draws.append(np.average([a, b], weights=[(f == 2012).sum(), (f == 2013).sum()]))
    assert row["standard_error"] == pytest.approx(np.std(draws), rel=0.1)


def test_the_gap_has_the_error_of_two_means():
    values, first = noise(9, 40), np.where(np.arange(40) < 12, 2014, 0)
    row = start_gap(group_time_effects(tidy(values, first)), years=1).iloc[0]
    last = values[:, YEARS.index(2013)]
    error = np.sqrt(last[:12].var() / 12 + last[12:].var() / 28)
    assert row["standard_error"] == pytest.approx(error)
    assert row["high"] == pytest.approx(row["estimate"] + stats.t.ppf(0.975, 11) * error)


def test_the_gap_is_weighted_as_the_effects_are():
    size = {"a": 1, "b": 3, "c": 4, "d": 1, "e": 1, "f": 3, "z": 1}
    panel = small().assign(w=lambda p: p["unit"].map(size))
    gaps = start_gap(group_time_effects(panel, weights="w"), years=1)
    # 2010: 6.5 - 5.5; 2011: 7 - 5.75.
    assert gaps["estimate"].iloc[0] == pytest.approx((4 * 1.0 + 4 * 1.25) / 8)


def test_units_that_were_always_unlike_have_the_gap_in_every_year():
    panel = by_lot(6)
    panel["value"] += 2 * panel["first"].notna()
    gaps = start_gap(group_time_effects(panel))
    assert list(gaps["estimate"]) == pytest.approx([2, 2, 2], abs=0.5)
    assert start_gap(group_time_effects(small().iloc[:0]))["status"].eq(Status.TOO_FEW).all()


def test_the_trend_test_is_not_alarmed_without_cause_and_says_that_it_is_weak():
    found = [pre_trend(group_time_effects(by_lot(s, n=200, joiners=100))) for s in range(60)]
    assert all(e.status == Status.OK for e in found)
    assert np.mean([e.p < 0.05 for e in found]) <= 0.25
    assert {e.statistic for e in found} == {"pre_trend_wald"}
    assert {e.df for e in found} == {3 + 4 + 5 + 6}
    assert "weak" in found[0].reason


def test_years_of_anticipation_are_no_part_of_the_trend_test():
    panel = by_lot(7, n=200, joiners=100)
    assert pre_trend(group_time_effects(panel, anticipation=1)).df == 2 + 3 + 4 + 5


def test_the_trend_test_sees_another_trend():
    panel = by_lot(7)
    panel["value"] += 0.5 * (panel["period"] - 2008) * panel["first"].notna()
    assert pre_trend(group_time_effects(panel)).p < 0.001


def test_the_trend_test_by_hand():
    # One cohort, one year before its base: Wald is the squared t.
    values, first = noise(9, 40)[:, :3], np.where(np.arange(40) < 12, 2010, 0)
    effects = group_time_effects(tidy(values, first, years=(2008, 2009, 2010)))
    row = effects.frame.set_index("period").loc[2009]
    found = pre_trend(effects)
    assert found.estimate == pytest.approx((row["estimate"] / row["standard_error"]) ** 2)
    assert found.p == pytest.approx(stats.chi2.sf(found.estimate, 1))


def test_the_base_of_the_trend_test_does_not_matter():
    panel = by_lot(8)
    one, other = (pre_trend(group_time_effects(panel, base=b)) for b in ("varying", "universal"))
    assert one.estimate == pytest.approx(other.estimate)


def test_a_trend_test_that_the_data_cannot_bear_is_a_status():
    few = pre_trend(group_time_effects(by_lot(1, joiners=12)))
    assert (few.status, few.p, few.estimate) == (Status.TOO_FEW, None, None)
    assert few.reason == "18 effects before joining, for 8 degrees of freedom"
    assert pre_trend(group_time_effects(by_lot(1, joiners=9))).reason.startswith("joiners: 9;")
    none = pre_trend(group_time_effects(by_lot(1)[lambda p: p["period"] >= 2014]))
    assert none.reason == "no year before the base to look at"
    still = by_lot(1).assign(value=1.0)
    assert pre_trend(group_time_effects(still)).status == Status.NO_VARIATION


# -- the regression with unit and year effects


def test_with_one_cohort_it_is_the_plain_difference_in_differences():
    values, first = noise(9, 40), np.where(np.arange(40) < 12, 2014, 0)
    found = two_way_fixed_effects(group_time_effects(tidy(values, first)))
    change = values[:, 6:].mean(axis=1) - values[:, :6].mean(axis=1)
    assert found.estimate == pytest.approx(change[:12].mean() - change[12:].mean())
    assert (found.statistic, found.method) == ("twfe", "two_way_fixed_effects_unweighted")


@pytest.mark.parametrize("weights", [None, "w"])
def test_it_equals_the_regression_with_a_dummy_for_each_unit_and_year(weights):
    """Independent computation: weighted least squares on all dummies, with gaps."""
    import statsmodels.formula.api as smf

    panel = by_lot(2, n=40).assign(w=lambda p: p["unit"].astype(int) % 3 + 1.0)
    panel.loc[[5, 77, 200], "value"] = np.nan
    effects = group_time_effects(panel, balanced=False, weights=weights)
    used = panel.dropna(subset="value").assign(d=lambda p: (p["period"] >= p["first"]) * 1.0)
    sizes = used["w"] if weights else 1.0
    fit = smf.wls("value ~ d + C(unit) + C(period)", used, weights=sizes).fit()
    assert two_way_fixed_effects(effects).estimate == pytest.approx(fit.params["d"])


def test_effects_that_grow_lead_it_astray():
    """Goodman-Bacon 2021: earlier joiners as comparison turn a growing effect around."""
    values, first = noise(1, 60, within=0.1), np.repeat([2010, 2014], 30)
    since = np.clip(np.array(YEARS) - first[:, None] + 1, 0, None)
    panel = tidy(values + 1.0 * since, first)
    effects = group_time_effects(panel, control="not_yet")
    assert two_way_fixed_effects(effects).estimate < 0
    assert overall(effects).estimate == pytest.approx(2.5, abs=0.1)


def test_it_is_shown_untested_for_few_joiners_and_a_status_for_none():
    few = two_way_fixed_effects(group_time_effects(by_lot(1, joiners=9)))
    assert (few.status, few.low, few.p) == (Status.TOO_FEW, None, None)
    assert few.estimate is not None
    tested = two_way_fixed_effects(group_time_effects(by_lot(1)))
    assert tested.low < tested.estimate < tested.high
    nobody = two_way_fixed_effects(group_time_effects(small().iloc[:0]))
    assert (nobody.status, nobody.estimate) == (Status.TOO_FEW, None)


# -- what cannot be computed


def test_the_gap_before_joining_counts_the_units_it_is_made_of():
    effects = group_time_effects(by_lot(1))
    assert list(start_gap(effects)["n"]) == [80, 80, 80]
    late = group_time_effects(by_lot(1).query("period >= 2011"))
    table = start_gap(late)
    assert list(table["n"]) == list(table["n_treated"] + 48) == [80, 72, 64]


@pytest.mark.parametrize("value", [0.0, 8.1])
def test_two_way_fixed_effects_of_values_all_alike_have_no_variation(value):
    found = two_way_fixed_effects(group_time_effects(by_lot(1).assign(value=value)))
    assert (found.status, found.p, found.low, found.n) == (Status.NO_VARIATION, None, None, 80)


@pytest.mark.parametrize("years", [0, -1])
def test_a_base_that_is_not_moved_is_refused(years):
    with pytest.raises(ValueError, match="at least 1 year earlier"):
        moved_base(group_time_effects(by_lot(1)), years=years)


def test_draws_without_an_effect_count_neither_way(monkeypatch):
    """Of four draws two give nothing, one is larger and one smaller: p is (1 + 1) / (2 + 1)."""
    dealt = iter([np.nan, 99.0, np.nan, 0.0])
    monkeypatch.setattr(checks, "quick_overall", lambda *_: next(dealt))
    found = randomised_joining(group_time_effects(by_lot(1)), draws=4).result
    assert found.p == pytest.approx(2 / 3)
    assert found.reason.startswith("counted are 2 of 4 draws")


def test_without_any_draw_that_gives_an_effect_there_is_no_p(monkeypatch):
    monkeypatch.setattr(checks, "quick_overall", lambda *_: np.nan)
    found = randomised_joining(group_time_effects(by_lot(1)), draws=4).result
    assert (found.status, found.p) == (Status.TOO_FEW, None)
