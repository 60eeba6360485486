"""Which units differ: limits, false discoveries, and what chance alone brings about."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.methods.surveys import (
    expected_false_signals,
    false_discoveries,
    units_against_rest,
)


def survey(units: int = 6, each: int = 20, seed: int = 1) -> tuple[pd.Series, pd.Series]:
    generator = np.random.default_rng(seed)
    scores = pd.Series(generator.normal(75, 15, units * each))
    return scores, pd.Series(np.repeat([f"u{i}" for i in range(units)], each))


def test_forty_units_and_ten_indices_give_twenty_false_signals_at_five_percent():
    assert expected_false_signals(40 * 10) == pytest.approx(20)
    assert expected_false_signals(400, 0.998) == pytest.approx(0.8)


def test_a_unit_is_held_against_all_others_and_not_against_itself():
    scores, units = survey()
    row = units_against_rest(scores, units).iloc[2]
    own, rest = scores[units == "u2"], scores[units != "u2"]
    test = stats.ttest_ind(own, rest, equal_var=False)
    assert row["estimate"] == pytest.approx(own.mean() - rest.mean())
    assert row["p"] == pytest.approx(test.pvalue)
    assert row["high"] == pytest.approx(test.confidence_interval(0.998).high)
    assert (row["mean"], row["n"], row["level"]) == (pytest.approx(own.mean()), 20, 0.998)


def test_against_the_whole_its_mean_is_taken_as_fixed():
    scores, units = survey()
    row = units_against_rest(scores, units, against="whole", level=0.95).iloc[0]
    own = scores[units == "u0"]
    margin = stats.t.ppf(0.975, 19) * own.std() / np.sqrt(20)
    assert row["estimate"] == pytest.approx(own.mean() - scores.mean())
    assert (row["low"], row["high"]) == pytest.approx(
        (row["estimate"] - margin, row["estimate"] + margin)
    )


def test_a_unit_is_outside_when_the_limits_leave_out_zero():
    scores, units = survey()
    scores[units == "u3"] -= 40
    rows = units_against_rest(scores, units).set_index("unit")
    assert rows.loc["u3", "outside"]
    assert rows.loc["u3", "discovery"]
    assert rows.loc["u3", "high"] < 0
    above = units_against_rest(-scores, units).set_index("unit").loc["u3"]
    assert above["outside"]
    assert above["low"] > 0
    quiet = units_against_rest(*survey())
    assert not quiet["outside"].any()


@pytest.mark.parametrize("against", ["rest", "whole"])
def test_small_units_are_hidden_and_in_no_comparison(against):
    scores, units = survey(units=3)
    units[:14] = "rest of u0"
    rows = units_against_rest(scores, units, against=against).set_index("unit")
    without = units_against_rest(scores[units != "u0"], units[units != "u0"], against=against)
    numbers = ["estimate", "low", "high", "n", "mean", "p", "q"]
    left = rows.drop("u0")[numbers].astype(float)
    pd.testing.assert_frame_equal(left, without.set_index("unit")[numbers].astype(float))
    assert set(rows["method"].str.contains("shown units only")) == {True}


def test_a_hidden_unit_takes_no_part_in_what_is_shown():
    """Two shown and one of three hidden: two equations once gave its size and its mean."""
    scores, units = survey(units=2)
    hidden = pd.Series([1.0, 2, 1], index=[100, 101, 102]), pd.Series(["b"] * 3, [100, 101, 102])
    many = pd.concat([scores, hidden[0]]), pd.concat([units, hidden[1]])
    shown = units_against_rest(*many).set_index("unit")
    other = units_against_rest(many[0].where(many[1] != "b", 5.0), many[1]).set_index("unit")
    pd.testing.assert_frame_equal(shown, other)
    assert shown.loc["u0", "mean"] - shown.loc["u0", "estimate"] == pytest.approx(
        shown.loc["u1", "mean"]
    )


def test_beside_hidden_units_only_a_unit_has_nothing_to_be_compared_with():
    scores, units = survey(units=2)
    scores[units == "u1"] = 5.0
    rows = units_against_rest(scores, units)
    assert list(rows["status"]) == ["too_few", "suppressed"]
    assert rows[["estimate", "mean", "n"]].isna().all().all()


def test_a_hidden_unit_has_no_numbers():
    scores, units = survey(units=3)
    units[:14] = "rest of u0"
    rows = units_against_rest(scores, units).set_index("unit")
    assert rows.loc["u0", "status"] == "suppressed"
    assert rows.loc["u0", ["estimate", "low", "high", "n", "mean", "p", "q"]].isna().all()
    assert pd.isna(rows.loc["u0", "outside"])
    three = false_discoveries(rows["p"].dropna())["q"]
    assert rows["q"].dropna().to_numpy() == pytest.approx(three.to_numpy())


def test_answers_that_are_all_alike_are_hidden():
    scores, units = survey(units=3)
    scores[units == "u1"] = 100.0
    rows = units_against_rest(scores, units).set_index("unit")
    assert rows.loc["u1", "status"] == "suppressed"


def test_a_unit_without_answers_and_a_unit_alone_say_so():
    scores, units = survey(units=2)
    scores[units == "u1"] = np.nan
    rows = units_against_rest(scores, units)
    assert list(rows["status"]) == ["too_few", "missing"]


def test_a_handful_of_others_is_too_few_to_compare_with():
    scores, units = survey(units=2)
    six, seven = (units_against_rest(scores[: 20 + n], units[: 20 + n]) for n in (6, 7))
    assert list(six["status"]) == ["too_few", "suppressed"]
    assert list(seven["status"]) == ["ok", "ok"]


def test_respondents_without_a_unit_are_a_group_of_their_own():
    scores, units = survey(units=3)
    units = units.where(units != "u2", None)
    rows = units_against_rest(scores, units)
    assert len(rows) == 3
    assert list(rows["n"]) == [20, 20, 20]


def test_wrong_arguments_are_refused():
    scores, units = survey()
    with pytest.raises(ValueError, match="same index"):
        units_against_rest(scores, units.set_axis(range(1, len(units) + 1)))
    with pytest.raises(ValueError, match="'rest' or 'whole'"):
        units_against_rest(scores, units, against="mean")
    with pytest.raises(ValueError, match="fewer than 5"):
        units_against_rest(scores, units, minimum=3)
    with pytest.raises(ValueError, match="the level is 95"):
        units_against_rest(scores, units, level=95)
    with pytest.raises(ValueError, match="the level is 95"):
        expected_false_signals(20, 95)


@settings(max_examples=20)
@given(st.randoms())
def test_the_order_of_respondents_changes_nothing(random):
    scores, units = survey(units=4, each=8)
    order = list(range(len(scores)))
    random.shuffle(order)
    one = units_against_rest(scores, units).set_index("unit")
    other = units_against_rest(scores.iloc[order], units.iloc[order]).set_index("unit")
    columns = ["estimate", "low", "high", "p", "q"]
    assert np.allclose(one[columns].astype(float), other.loc[one.index, columns].astype(float))


@pytest.mark.slow
def test_where_nothing_differs_limits_of_95_percent_call_one_in_twenty():
    """Independent: 300 simulated surveys of 20 units of 15 that are all the same."""
    wide = narrow = found = 0
    for seed in range(300):
        scores, units = survey(units=20, each=15, seed=seed)
        rows = units_against_rest(scores, units, level=0.95)
        narrow += rows["outside"].sum()
        wide += (rows["p"] < 0.002).sum()
        found += rows["discovery"].any()
    assert narrow / 6000 == pytest.approx(0.05, abs=0.008)
    assert wide / 6000 < 0.004
    assert found / 300 < 0.08


# -- false discoveries


def test_adjusted_p_is_p_times_the_number_over_its_rank_and_never_falls():
    """.01*4/1 = .04, .04*4/2 = .08 but .05*4/3 = .0667 comes after, .5: sorted minimum."""
    found = false_discoveries(pd.Series([0.05, 0.01, 0.5, 0.04], index=list("wxyz")))
    assert dict(found["q"]) == pytest.approx({"w": 0.2 / 3, "x": 0.04, "y": 0.5, "z": 0.2 / 3})
    assert dict(found["discovery"]) == {"w": False, "x": True, "y": False, "z": False}


def test_a_missing_p_is_no_comparison_and_no_discovery():
    found = false_discoveries(pd.Series([0.03, np.nan]))
    assert found["q"].iloc[0] == pytest.approx(0.03)
    assert pd.isna(found["q"].iloc[1])
    assert found["discovery"].iloc[1] is None


def test_a_q_on_the_rate_is_a_discovery():
    assert false_discoveries(pd.Series([0.05]))["discovery"].iloc[0]


def test_no_p_at_all_gives_no_discoveries():
    assert false_discoveries(pd.Series([], dtype=float)).empty
    assert false_discoveries(pd.Series([np.nan]))["q"].isna().all()


def test_any_dependence_costs_the_harmonic_sum():
    p = pd.Series([0.01, 0.02, 0.03])
    assert false_discoveries(p, method="by")["q"].iloc[2] == pytest.approx(
        0.03 * (1 + 1 / 2 + 1 / 3)
    )
