"""Participants against others: by hand, under changes that must not matter, and on invented panels.

``small()`` by hand, changes of the values (never: e, f; d has a gap, z joined too early):

    2010-11  a -1, b -1, c +1; e +1, f 0 (mean of e and f 0.5)
    2011-12  c -2; e +1, f -1 (mean 0)
    2010-12  a -2, b -2; e +2, f -1 (mean 0.5)
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from join_panels import YEARS, by_lot, noise, small, tidy
from scipy import stats

from analysis.methods.difference_in_differences.effects import (
    AGGREGATIONS,
    by_group,
    event_study,
    group_time_effects,
    overall,
)
from analysis.methods.interrupted_series import detectable_change
from analysis.methods.results import RESULT_COLUMNS, Status

NEVER = "callaway_santanna_unconditional_never_unweighted"
OWN_COLUMNS = ["group", "period", "event_time", "phase", "reference", "n_treated", "n_control"]


def cells(effects) -> dict:
    frame = effects.frame
    return {(g, t): v for g, t, v in zip(frame.group, frame.period, frame.estimate, strict=True)}


# -- by hand


def test_two_years_and_two_groups_give_the_difference_of_mean_changes():
    # Joiners change by -2 and -1, the others by +1, 0 and -1: -1.5 - 0 = -1.5.
    values = np.array([[8, 6], [7, 6], [5, 6], [5, 5], [6, 5]])
    panel = tidy(values, np.array([2011, 2011, 0, 0, 0]), years=(2010, 2011))
    effects = group_time_effects(panel, minimum=2)
    assert cells(effects) == {(2011, 2011): pytest.approx(-1.5)}
    assert [overall(effects, name).estimate for name in AGGREGATIONS] == pytest.approx([-1.5] * 3)


def test_the_standard_error_is_that_of_two_means():
    # Squared deviations over n: joiners (0.25 + 0.25)/4, others (1 + 0 + 1)/9; t with 1 df.
    values = np.array([[8, 6], [7, 6], [5, 6], [5, 5], [6, 5]])
    panel = tidy(values, np.array([2011, 2011, 0, 0, 0]), years=(2010, 2011))
    row = group_time_effects(panel, minimum=2).frame.iloc[0]
    error = np.sqrt(0.5 / 4 + 2 / 9)
    assert row["standard_error"] == pytest.approx(error)
    assert row["df"] == 1
    assert row["high"] - row["estimate"] == pytest.approx(stats.t.ppf(0.975, 1) * error)
    assert row["estimate"] - row["low"] == pytest.approx(stats.t.ppf(0.975, 1) * error)
    assert row["p"] == pytest.approx(2 * stats.t.sf(1.5 / error, 1))


def test_each_cohort_is_compared_from_its_last_year_before_joining():
    assert cells(group_time_effects(small())) == pytest.approx(
        {(2011, 2011): -1.5, (2011, 2012): -2.5, (2012, 2011): 0.5, (2012, 2012): -2.0}
    )


def test_those_not_yet_joined_serve_until_they_join():
    # c (+1) stands beside e and f in 2011, and is gone in 2012: -1 - 2/3.
    found = cells(group_time_effects(small(), control="not_yet"))
    assert found[2011, 2011] == pytest.approx(-1 - 2 / 3)
    assert found[2011, 2012] == pytest.approx(-2.5)


def test_a_universal_base_is_zero_by_construction_and_says_so():
    effects = group_time_effects(small(), base="universal")
    assert cells(effects)[2012, 2010] == pytest.approx(-0.5)
    row = effects.frame.set_index(["group", "period"]).loc[(2012, 2011)]
    assert (row["estimate"], row["status"], row["reference"]) == (0.0, Status.OK, True)
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert "by construction" in row["reason"]


def test_anticipation_moves_the_base_back_and_names_the_year_of_joining():
    # From 2010 on: c -1 against 0.5; a and b have no year before 2010.
    effects = group_time_effects(small(), anticipation=1)
    assert cells(effects)[2012, 2012] == pytest.approx(-1.5)
    assert list(effects.frame["phase"]) == ["joining", "after"]
    assert effects.design.method == NEVER + "_anticipation_1"
    reasons = effects.excluded.set_index("unit")["reason"]
    assert reasons["a"] == "joined in 2011: no year before 2010 to compare with"


def test_an_overall_effect_names_its_aggregation_and_each_gives_its_own_number():
    # Cohort 2011 (two units): -1.5, -2.5; cohort 2012 (one): -2.0.
    effects = group_time_effects(small())
    found = {name: overall(effects, name) for name in AGGREGATIONS}
    assert found["simple"].estimate == pytest.approx((2 * -1.5 + 2 * -2.5 + -2.0) / 5)
    assert found["group"].estimate == pytest.approx((2 * -2.0 + -2.0) / 3)
    first_year = (2 * -1.5 + -2.0) / 3
    assert found["dynamic"].estimate == pytest.approx((first_year - 2.5) / 2)
    assert [e.statistic for e in found.values()] == ["att_simple", "att_group", "att_dynamic"]
    assert {e.method for e in found.values()} == {NEVER}


def test_weights_change_the_means_and_the_name():
    # Employees: a 1, b 3, c 1, e 1, f 3: others 2010-11 (1*1 + 3*0)/4, 2011-12 (1 - 3)/4.
    size = {"a": 1, "b": 3, "c": 1, "d": 1, "e": 1, "f": 3, "z": 1}
    panel = small().assign(employees=lambda p: p["unit"].map(size))
    effects = group_time_effects(panel, weights="employees")
    assert cells(effects)[2011, 2011] == pytest.approx(-1 - 0.25)
    assert cells(effects)[2012, 2012] == pytest.approx(-2 + 0.5)
    assert effects.design.method == NEVER.replace("unweighted", "weighted")
    assert set(effects.frame["method"]) == {effects.design.method}


def test_a_cohort_counts_by_its_weight():
    size = {"a": 1, "b": 3, "c": 12, "d": 1, "e": 1, "f": 1, "z": 1}
    panel = small().assign(employees=lambda p: p["unit"].map(size))
    effects = group_time_effects(panel, weights="employees")
    assert overall(effects).estimate == pytest.approx((4 * -2.0 + 12 * -2.0) / 16)
    # a -2, b -2 against 0.5 by 2012; c -2 against 0.
    assert overall(effects, "simple").estimate == pytest.approx(
        (4 * -1.5 + 4 * -2.5 + 12 * -2.0) / 20
    )


def test_a_units_weight_is_that_of_its_first_year():
    growing = small().assign(employees=lambda p: np.where(p["period"] > 2010, 99.0, 1.0))
    with_growth = group_time_effects(growing.sample(frac=1, random_state=1), weights="employees")
    assert cells(with_growth) == pytest.approx(cells(group_time_effects(small())))


# -- which units are used


def test_units_that_cannot_be_used_are_listed_with_their_reason():
    effects = group_time_effects(small())
    assert effects.excluded.set_index("unit")["reason"].to_dict() == {
        "d": "no value in 2012",
        "z": "joined in 2010: no year before 2010 to compare with",
    }
    assert (effects.n_joiners, effects.n_never, effects.balanced) == (3, 2, True)


def test_an_unbalanced_panel_uses_each_unit_where_it_has_values_and_says_so():
    effects = group_time_effects(small(), balanced=False)
    assert effects.incomplete.to_dict("records") == [{"unit": "d", "reason": "no value in 2012"}]
    assert list(effects.excluded["unit"]) == ["z"]
    assert not effects.balanced
    # d (0) joins e and f in 2010-11 only.
    assert cells(effects)[2011, 2011] == pytest.approx(-1 - 1 / 3)
    assert cells(effects)[2011, 2012] == pytest.approx(-2.5)
    assert list(effects.frame["n_control"]) == [3, 2, 3, 2]


def test_an_absent_row_is_the_same_gap_as_an_empty_value():
    absent = small().dropna(subset="value")
    for balanced in (True, False):
        one, other = (group_time_effects(p, balanced=balanced) for p in (small(), absent))
        pd.testing.assert_frame_equal(one.frame, other.frame)
        pd.testing.assert_frame_equal(one.excluded, other.excluded)


def test_a_unit_without_any_value_is_left_out_of_an_unbalanced_panel_too():
    panel = small()
    panel.loc[panel["unit"] == "e", "value"] = np.nan
    effects = group_time_effects(panel, balanced=False)
    reasons = effects.excluded.set_index("unit")["reason"]
    assert reasons["e"] == "no value in 2010, 2011, 2012"


def test_gaps_in_covariates_and_weights_are_listed_too():
    panel = small().assign(staff=3.0, employees=5.0)
    panel.loc[(panel["unit"] == "e") & (panel["period"] == 2011), "staff"] = np.nan
    panel.loc[panel["unit"] == "f", "employees"] = [np.nan, 0, 0]
    effects = group_time_effects(panel, covariates=["staff"], weights="employees")
    reasons = effects.excluded.set_index("unit")["reason"]
    assert reasons["e"] == "no staff in 2011"
    assert reasons["f"] == "no weight"


def test_units_joining_after_the_data_count_as_never():
    panel = small()
    panel.loc[panel["unit"] == "f", "first"] = 2030
    effects = group_time_effects(panel)
    assert cells(effects) == pytest.approx(cells(group_time_effects(small())))
    assert effects.n_never == 2


def test_those_who_join_just_after_the_data_are_no_comparison_where_joining_is_anticipated():
    # f joins in 2013: with a year of anticipation its 2012 may be touched already.
    panel = small()
    panel.loc[panel["unit"] == "f", "first"] = 2013
    # c from 2010 to 2012: -1; e alone +2.
    assert cells(group_time_effects(panel, anticipation=1))[2012, 2012] == pytest.approx(-3)
    both = group_time_effects(panel, anticipation=1, control="not_yet")
    assert cells(both)[2012, 2012] == pytest.approx(-3)
    assert both.n_joiners == 1


def test_zero_and_missing_both_mean_never():
    zeros = small().fillna({"first": 0})
    assert cells(group_time_effects(zeros)) == cells(group_time_effects(small()))


def test_unit_names_stay_text():
    panel = by_lot(1)
    panel.loc[0, "value"] = np.nan
    assert list(group_time_effects(panel).excluded["unit"]) == ["0001"]


# -- too few


@pytest.mark.parametrize("base", ["varying", "universal"])
def test_fewer_than_ten_joiners_are_shown_and_not_tested(base):
    effects = group_time_effects(by_lot(1, joiners=9), base=base)
    rows = effects.frame[~effects.frame["reference"]]
    assert set(rows["status"]) == {Status.TOO_FEW}
    assert rows["estimate"].notna().all()
    assert rows[["low", "high", "p", "standard_error", "df"]].isna().all(axis=None)
    assert rows["reason"].iloc[0] == "joiners: 9; fewer than 10 are shown, not tested"
    found = overall(effects)
    assert (found.status, found.p, found.low, found.high) == (Status.TOO_FEW, None, None, None)
    assert found.estimate is not None
    for table in (by_group(effects), event_study(effects)):
        assert table.loc[table["status"].eq(Status.TOO_FEW), "low"].isna().all()


def test_ten_joiners_are_tested_and_the_minimum_can_be_set():
    assert overall(group_time_effects(by_lot(1, joiners=10))).status == Status.OK
    assert overall(group_time_effects(by_lot(1, joiners=10), minimum=11)).p is None
    assert overall(group_time_effects(by_lot(1, joiners=9), minimum=9)).p is not None


def test_a_cohort_of_one_has_an_effect_and_no_interval_of_its_own():
    panel = by_lot(1)
    last = panel["unit"] == "0080"
    panel.loc[last, "first"] = 2018
    effects = group_time_effects(panel)
    row = effects.frame.set_index(["group", "period"]).loc[(2018, 2018)]
    assert row["status"] == Status.TOO_FEW
    assert np.isfinite(row["estimate"])
    assert np.isnan(row["low"])
    assert row["reason"] == (
        f"joiners: 1 in cohorts: 1, others: {effects.n_never}; no spread to test by"
    )
    assert overall(effects).status == Status.OK


def test_ten_cohorts_of_one_cannot_be_tested():
    values = noise(1, 40)
    first = np.concatenate([np.arange(2010, 2020), np.zeros(30, dtype=int)])
    found = overall(group_time_effects(tidy(values, first)))
    assert found.status == Status.TOO_FEW
    assert found.p is None


def test_the_degrees_of_freedom_are_joiners_less_cohorts():
    effects = group_time_effects(by_lot(1))
    assert overall(effects).df == overall(effects, "simple").df == 32 - 4
    # Seven years after joining there are the eight of 2012 alone.
    assert overall(effects, "dynamic").df == 8 - 1
    assert set(by_group(effects)["df"]) == {7}
    late = event_study(effects).set_index("event_time").loc[7]
    assert (late["n_groups"], late["n_treated"], late["df"]) == (1, 8, 7)


def test_gaps_in_the_last_year_do_not_make_the_joiners_fewer():
    panel = by_lot(1)
    gap = panel["unit"].eq(panel.loc[panel["first"] == 2013, "unit"].iloc[0])
    panel.loc[gap & panel["period"].eq(2019), "value"] = np.nan
    effects = group_time_effects(panel, balanced=False)
    assert set(by_group(effects)["n_treated"]) == {8}
    assert overall(effects).df == 28
    assert event_study(effects).set_index("event_time").loc[6, "n_treated"] == 8 + 7


def test_few_others_limit_the_degrees_of_freedom():
    assert overall(group_time_effects(by_lot(1, n=35))).df == 2
    assert overall(group_time_effects(by_lot(1, n=33))).status == Status.TOO_FEW


def test_nobody_to_compare_with_is_a_status():
    panel = by_lot(1, n=32)
    found = overall(group_time_effects(panel))
    assert found.status == Status.TOO_FEW
    assert found.estimate is None
    assert found.reason == "joiners: 32, but no unit that never joins to compare them with"
    rows = group_time_effects(panel).frame
    assert set(rows["status"]) == {Status.TOO_FEW}
    assert rows["reason"].iloc[0] == "no unit that never joins with values in 2008 and 2009"


def test_without_never_joiners_later_ones_serve_and_the_last_cohort_has_no_effect():
    effects = group_time_effects(by_lot(1, n=32), control="not_yet")
    after = effects.frame[effects.frame["phase"] == "after"]
    assert set(after.loc[after["status"] == Status.OK, "period"]) == {2012, 2013, 2014}
    lacking = after[after["period"] >= 2015]
    assert set(lacking["status"]) == {Status.TOO_FEW}
    assert lacking["estimate"].isna().all()
    assert lacking["reason"].iloc[0] == "no unit that had not joined with values in 2011 and 2015"
    assert overall(effects).status == Status.OK


def test_one_cohort_and_nobody_later_is_a_status():
    panel = tidy(noise(1, 20), np.full(20, 2012))
    found = overall(group_time_effects(panel, control="not_yet"))
    assert found.status == Status.TOO_FEW
    assert "no unit that had not joined" in found.reason


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_no_joiners_and_an_empty_panel_are_a_status(control):
    nobody = tidy(noise(1, 20), np.zeros(20, dtype=int))
    for panel in (nobody, nobody.iloc[:0], nobody.assign(value=np.nan)):
        effects = group_time_effects(panel, control=control)
        assert overall(effects).status == Status.TOO_FEW
        assert overall(effects, "dynamic").reason.startswith("no unit joined")
        for table in (effects.frame, event_study(effects), by_group(effects)):
            assert list(table.columns[:8]) == list(RESULT_COLUMNS)
            assert len(table) == 0


def test_units_that_move_as_one_leave_nothing_to_measure_chance_by():
    values = np.tile(np.arange(12.0), (30, 1))
    values[:12, 6:] -= 0.5
    first = np.where(np.arange(30) < 12, 2014, 0)
    found = overall(group_time_effects(tidy(values, first)))
    assert found.status == Status.NO_VARIATION
    assert found.estimate == pytest.approx(-0.5)
    assert found.low is None


def test_more_covariates_than_joiners_can_bear_is_a_status():
    generator = np.random.default_rng(1)
    panel = by_lot(1, joiners=10)
    names = [f"x{i}" for i in range(9)]
    for name in names:
        panel[name] = generator.normal(size=len(panel))
    found = overall(group_time_effects(panel, covariates=names))
    assert found.status == Status.TOO_FEW
    assert found.p is None


def test_covariates_cost_degrees_of_freedom_and_are_named():
    panel = by_lot(1).assign(x=lambda p: p["unit"].astype(int) % 7)
    for estimator in ("dr", "ipw", "reg"):
        found = overall(group_time_effects(panel, covariates=["x"], estimator=estimator))
        assert found.df == 32 - 4 * 2
        assert found.method == NEVER.replace("unconditional", estimator)
        assert found.status == Status.OK


# -- the frames


def test_the_frame_has_the_result_columns_first_and_every_cohort_and_year():
    frame = group_time_effects(by_lot(1)).frame
    assert list(frame.columns) == [
        *RESULT_COLUMNS, *OWN_COLUMNS, "standard_error", "p", "df", "reason"
    ]  # fmt: skip
    assert len(frame) == 4 * 11
    assert set(frame["statistic"]) == {"att"}
    assert (frame["event_time"] == frame["period"] - frame["group"]).all()
    assert (frame["phase"] == np.where(frame["event_time"] >= 0, "after", "before")).all()
    assert set(frame["n_treated"]) == {8}
    assert set(frame["n"]) == {8 + 48}


def test_the_event_study_has_its_base_year_at_zero():
    table = event_study(group_time_effects(by_lot(1), base="universal")).set_index("event_time")
    assert list(table.index) == list(range(-7, 8))
    assert table.loc[-1, ["estimate", "status", "reference"]].tolist() == [0.0, "ok", True]
    assert np.isnan(table.loc[-1, "low"])
    others = table.drop(index=-1)
    assert not others["reference"].any()
    assert (others["low"] < others["estimate"]).all()
    assert (others["estimate"] < others["high"]).all()


def test_a_gap_year_in_the_data_moves_the_base_to_the_last_year_there_is():
    panel = small()[lambda p: p["period"] != 2011].dropna(subset="value")
    # c from 2010 to 2012: -1 against 0.5.
    assert cells(group_time_effects(panel))[2012, 2012] == pytest.approx(-1.5)


def test_a_balanced_event_study_keeps_cohorts_and_years_that_can_be_compared():
    effects = group_time_effects(by_lot(1))
    table = event_study(effects, balance_e=5).set_index("event_time")
    # 2015 is seen for four years after; 2014 has five years to compare before.
    assert list(table.index) == list(range(-5, 6))
    assert set(table.loc[0:, "n_groups"]) == {3}
    found = overall(effects, "dynamic", balance_e=5)
    assert found.estimate == pytest.approx(table.loc[0:, "estimate"].mean())


def test_smallest_and_detectable_follow_from_the_error():
    found = overall(group_time_effects(by_lot(1)))
    error = found.smallest / stats.t.ppf(0.975, 28)
    assert found.high - found.low == pytest.approx(2 * found.smallest)
    assert found.detectable == pytest.approx(detectable_change(error, 28))


def test_the_level_sets_the_interval():
    wide = overall(group_time_effects(by_lot(1), level=0.99))
    narrow = overall(group_time_effects(by_lot(1), level=0.80))
    assert wide.level == 0.99
    ratio = stats.t.ppf(0.995, 28) / stats.t.ppf(0.90, 28)
    assert wide.smallest / narrow.smallest == pytest.approx(ratio)


# -- what must not matter


def numbers(panel: pd.DataFrame, **options) -> np.ndarray:
    effects = group_time_effects(panel, **options)
    return effects.frame[["estimate", "standard_error"]].to_numpy()


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), control=st.sampled_from(["never", "not_yet"]))
def test_row_order_names_levels_and_common_shocks_do_not_matter(seed, control):
    panel = by_lot(seed)
    expected = numbers(panel, control=control)
    generator = np.random.default_rng(seed)
    names = dict(zip(panel["unit"].unique(), generator.permutation(80).astype(str), strict=True))
    levels = dict(zip(panel["unit"].unique(), generator.normal(0, 50, 80), strict=True))
    shocks = dict(zip(YEARS, generator.normal(0, 50, len(YEARS)), strict=True))
    changed = [
        panel.sample(frac=1, random_state=seed),
        panel.assign(unit=panel["unit"].map(names)).sort_values("unit"),
        panel.assign(value=panel["value"] + panel["unit"].map(levels)),
        panel.assign(value=panel["value"] + panel["period"].map(shocks)),
    ]
    for other in changed:
        np.testing.assert_allclose(numbers(other, control=control), expected, atol=1e-9)


@settings(max_examples=10)
@given(factor=st.floats(0.01, 100), later=st.integers(-500, 500))
def test_another_unit_of_measurement_scales_and_another_calendar_changes_nothing(factor, later):
    panel = by_lot(3)
    expected = numbers(panel)
    scaled = numbers(panel.assign(value=panel["value"] * factor))
    np.testing.assert_allclose(scaled, factor * expected, rtol=1e-6)
    moved = panel.assign(period=panel["period"] + later, first=panel["first"] + later)
    np.testing.assert_allclose(numbers(moved), expected, atol=1e-9)


def test_equal_weights_of_any_size_change_nothing():
    panel = by_lot(4)
    plain = overall(group_time_effects(panel))
    for size in (1, 1234.5):
        found = overall(group_time_effects(panel.assign(w=size), weights="w"))
        assert found.estimate == pytest.approx(plain.estimate)
        assert found.smallest == pytest.approx(plain.smallest)


def test_whole_numbers_and_an_odd_index_are_read():
    panel = by_lot(5).assign(value=lambda p: (p["value"] * 100).astype(int))
    odd = panel.set_index(panel.index * 7 + 3)
    np.testing.assert_array_equal(numbers(odd), numbers(panel))


def test_the_panel_given_is_left_as_it_was():
    panel = by_lot(6)
    before = panel.copy(deep=True)
    overall(group_time_effects(panel))
    pd.testing.assert_frame_equal(panel, before)


# -- finding what is there, and nothing where nothing is


@pytest.mark.parametrize("control", ["never", "not_yet"])
def test_a_planted_effect_is_found(control):
    found = [
        overall(group_time_effects(by_lot(seed, effect=-0.5), control=control), aggregation)
        for seed in range(15)
        for aggregation in AGGREGATIONS
    ]
    assert np.mean([e.estimate for e in found]) == pytest.approx(-0.5, abs=0.05)
    assert np.mean([e.low <= -0.5 <= e.high for e in found]) >= 0.85
    assert np.mean([e.significant for e in found]) >= 0.8


@pytest.mark.slow
def test_no_effect_is_called_significant_about_one_time_in_twenty():
    fitted = [group_time_effects(by_lot(seed, joiners=12)) for seed in range(160)]
    # Twelve joiners in four cohorts: the normal distribution gives about 9 per cent here.
    for aggregation in ("group", "simple"):
        found = [overall(effects, aggregation) for effects in fitted]
        assert 0.015 <= np.mean([e.significant for e in found]) <= 0.075


def test_an_overall_error_is_the_spread_of_the_estimate():
    found = [overall(group_time_effects(by_lot(s, joiners=40)), "group") for s in range(100)]
    errors = [e.smallest / stats.t.ppf(0.975, e.df) for e in found]
    assert np.mean(errors) == pytest.approx(np.std([e.estimate for e in found]), rel=0.2)


@pytest.mark.slow
def test_the_error_counts_that_cohort_sizes_are_chance_too():
    """Independent computation: a bootstrap of units, where cohorts have unlike effects."""
    effect = {2012.0: -3.0, 2013.0: 0.0, 2014.0: 0.0, 2015.0: 3.0}
    panel = by_lot(7, n=160, joiners=80)
    joined = panel["period"] >= panel["first"]
    panel["value"] += panel["first"].map(effect).where(joined, 0.0)
    found = overall(group_time_effects(panel))
    generator = np.random.default_rng(7)
    units = dict(list(panel.groupby("unit")))
    draws = []
    for _ in range(70):
        chosen = generator.choice(list(units), len(units))
        resampled = [units[unit].assign(unit=str(i)) for i, unit in enumerate(chosen)]
        draws.append(overall(group_time_effects(pd.concat(resampled))).estimate)
    error = found.smallest / stats.t.ppf(0.975, found.df)
    assert error == pytest.approx(np.std(draws), rel=0.25)
    assert error > 0.2


# -- against the library's own aggregation


@pytest.mark.filterwarnings("ignore:pweight")
@pytest.mark.parametrize("control", ["never", "not_yet"])
@pytest.mark.parametrize("weights", [None, "w"])
def test_aggregations_equal_those_of_the_library(control, weights):
    """Independent computation: diff-diff aggregates by itself what we aggregate here."""
    from diff_diff import CallawaySantAnna
    from diff_diff.survey import SurveyDesign

    panel = by_lot(8).assign(w=lambda p: p["unit"].astype(int) % 5 + 1.0)
    names = {"never": "never_treated", "not_yet": "not_yet_treated"}
    library = CallawaySantAnna(control_group=names[control]).fit(
        panel.fillna({"first": 0}), "value", "unit", "period", "first",
        survey_design=SurveyDesign(weights="w") if weights else None,
    )  # fmt: skip
    effects = group_time_effects(panel, control=control, weights=weights)
    simple = overall(effects, "simple")
    assert simple.estimate == pytest.approx(library.att)
    times = library.aggregate("event_study").to_dataframe()
    np.testing.assert_allclose(event_study(effects)["estimate"], times["att"])
    groups = library.aggregate("group").to_dataframe()
    np.testing.assert_allclose(by_group(effects)["estimate"], groups["att"])
    if weights is None:
        assert simple.smallest / stats.t.ppf(0.975, simple.df) == pytest.approx(library.se)
        np.testing.assert_allclose(event_study(effects)["standard_error"], times["se"])
        np.testing.assert_allclose(by_group(effects)["standard_error"], groups["se"])


# -- wrong arguments


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"control": "nevertreated"}, "control is 'nevertreated'; accepted are never, not_yet"),
        ({"base": "last"}, "base is 'last'; accepted are varying, universal"),
        ({"estimator": "ols"}, "estimator is 'ols'; accepted are dr, ipw, reg"),
        ({"anticipation": -1}, "anticipation is -1"),
        ({"anticipation": 0.5}, "anticipation is 0.5"),
        ({"level": 95}, "level is 95; it lies between 0 and 1"),
        ({"weights": "staff"}, "no column staff"),
        ({"covariates": ["x", "y"]}, "no column x, y"),
    ],
)
def test_unknown_options_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        group_time_effects(small(), **options)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.drop(columns="first"), "no column first"),
        (lambda p: pd.concat([p, p.iloc[[4]]]), "two rows for b 2011"),
        (lambda p: p.assign(first=range(2000, 2021)), "a has more than one year of joining"),
        (lambda p: p.assign(period=p["period"] + 0.25), "'period' holds"),
        (lambda p: p.assign(period="2008Q1"), "'period' holds '2008Q1'; whole years"),
        (lambda p: p.assign(first="soon"), "'first' holds 'soon'"),
        (lambda p: p.assign(unit=None), "'unit' is missing"),
    ],
)
def test_a_frame_that_is_no_panel_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        group_time_effects(change(small()))


def test_negative_weights_are_refused():
    with pytest.raises(ValueError, match="'w' holds a negative weight"):
        group_time_effects(small().assign(w=-1.0), weights="w")


def test_unknown_aggregations_are_refused():
    effects = group_time_effects(small())
    with pytest.raises(ValueError, match="aggregation is 'mean'; accepted are simple, group"):
        overall(effects, "mean")
    with pytest.raises(ValueError, match="balance_e is for the dynamic aggregation only"):
        overall(effects, "group", balance_e=1)


# -- units behind a row, and values that are none


def test_n_is_the_number_of_units_behind_a_row():
    """80 units: four cohorts of 8 and 48 others; the years since joining have one to four."""
    effects = group_time_effects(by_lot(1))
    assert list(by_group(effects)["n"]) == [8 + 48] * 4
    study = event_study(effects)
    assert list(study["n"]) == list(study["n_treated"] + 48)
    assert overall(effects).n == 80


def test_later_joiners_count_once_where_they_are_compared_with():
    effects = group_time_effects(by_lot(1), control="not_yet")
    assert list(by_group(effects)["n"]) == [80, 72, 64, 56]


def test_weights_of_nothing_leave_nobody_to_compare():
    effects = group_time_effects(by_lot(1).assign(w=0.0), weights="w")
    found = overall(effects)
    assert (found.status, found.estimate) == (Status.TOO_FEW, None)
    assert set(effects.excluded["reason"]) == {"no weight"}


def test_an_infinite_value_leaves_its_unit_out_like_a_gap():
    panel = by_lot(1)
    panel.loc[5, "value"] = np.inf
    effects = group_time_effects(panel)
    assert list(effects.excluded["reason"]) == ["no value in 2013"]
    assert np.isfinite(overall(effects).estimate)
