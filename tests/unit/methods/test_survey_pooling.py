"""Partial pooling and ranges of ranks: by hand, by invariance, and by simulation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS
from analysis.methods.surveys import between_variance, partial_pooling, rank_ranges


def units(estimates: list[float], errors: list[float] | float, **more: list) -> pd.DataFrame:
    names = [f"u{i}" for i in range(len(estimates))]
    return pd.DataFrame({"unit": names, "estimate": estimates, "error": errors, **more})


def test_the_variance_between_units_by_hand():
    """Means 0, 4, 8, errors 1: Q = 32, df 2, C = 3 - 1 = 2: (32 - 2)/2 = 15."""
    assert between_variance(np.array([0, 4, 8.0]), np.ones(3)) == pytest.approx(15)


def test_units_that_differ_less_than_chance_have_no_variance_between_them():
    assert between_variance(np.array([5, 5.1, 4.9]), np.ones(3)) == 0


def test_means_are_pulled_towards_the_common_one_by_their_uncertainty():
    """Means 0 4 8 4, errors 1: Q = 32, df 3, C = 4 - 1 = 3: between 29/3, weight 29/32.

    So 0 becomes 4 - 4 * 29/32 = 0.375. Its error: 29/32 of its own variance, and 3/32 squared of
    that of the centre, 32/12, and of Morris's term, 2/(4 - 3) times 4 squared.
    """
    rows = partial_pooling(units([0, 4, 8, 4], 1.0))
    assert list(rows["estimate"]) == pytest.approx([0.375, 4, 7.625, 4])
    assert list(rows["weight"]) == pytest.approx([29 / 32] * 4)
    assert list(rows["between"]) == pytest.approx([29 / 3] * 4)
    assert list(rows["raw"]) == [0, 4, 8, 4]
    error = np.sqrt(29 / 32 + (3 / 32) ** 2 * (32 / 12 + 2 * 16))
    assert rows["error"].iloc[0] == pytest.approx(error)
    assert rows["high"].iloc[0] == pytest.approx(0.375 + 1.959964 * error)
    assert list(rows.columns[:8]) == list(RESULT_COLUMNS)


def test_the_less_certain_unit_moves_more():
    rows = partial_pooling(units([60, 70, 80, 90, 90], [2, 2, 2, 2, 8.0]))
    assert rows["weight"].iloc[4] < rows["weight"].iloc[3]
    assert rows["estimate"].iloc[4] < rows["estimate"].iloc[3] < 90


def test_units_without_difference_all_get_the_common_mean():
    rows = partial_pooling(units([70, 70.1, 69.9, 70], [3, 4, 5, 3.0]))
    assert np.ptp(rows["estimate"]) == pytest.approx(0)
    assert (rows["weight"] == 0).all()


def test_hidden_units_stay_hidden_in_their_place():
    table = units(
        [70, np.nan, 80, 90, 60],
        [1, np.nan, 1, 1, 1.0],
        status=["ok", "suppressed", "ok", "ok", "ok"],
    )
    rows = partial_pooling(table.set_axis(list("wxyza")))
    assert list(rows.index) == list("wxyza")
    assert list(rows["status"]) == ["ok", "suppressed", "ok", "ok", "ok"]
    assert rows.loc["x", ["estimate", "low", "high", "raw", "weight"]].isna().all()
    ranked = rank_ranges(rows)
    assert ranked.loc["x", ["estimate", "low", "high", "value", "first"]].isna().all()
    assert list(ranked["estimate"].dropna()) == [3, 2, 1, 4]


@pytest.mark.parametrize(
    ("table", "method", "status"),
    [
        (units([1, 2, 3], 1.0), "dersimonian_laird", "too_few"),
        (units([1, 2, 3], 1.0), "james_stein", "too_few"),
        (units([1, 2, 3, 4], [1, 1, 1, 2.0]), "james_stein", "undefined"),
    ],
)
def test_units_that_cannot_be_pooled_say_why(table, method, status):
    rows = partial_pooling(table, method=method)
    assert set(rows["status"]) == {status}
    assert rows["estimate"].isna().all()
    assert rows["reason"].str.len().gt(0).all()


def test_an_error_of_zero_is_undefined_and_left_out():
    rows = partial_pooling(units([0, 4, 8, 4, 5], [1, 1, 1, 1, 0.0]))
    assert list(rows["status"]) == ["ok", "ok", "ok", "ok", "undefined"]
    assert list(rows["estimate"].iloc[:4]) == pytest.approx([0.375, 4, 7.625, 4])


@pytest.mark.parametrize("name", ["estimate", "error"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_missing_or_infinite_is_missing_in_its_own_row_only(name, value):
    table = units([0.0, 4, 8, 4, 5], 1.0)
    table.loc[4, name] = value
    for method in (partial_pooling, rank_ranges):
        rows, without = method(table), method(table.iloc[:4])
        assert list(rows["status"]) == ["ok"] * 4 + ["missing"]
        numbers = ["estimate", "low", "high"]
        assert rows.loc[4, numbers].isna().all()
        pd.testing.assert_frame_equal(rows.iloc[:4][numbers], without[numbers])


def test_missing_numbers_of_nullable_columns_are_missing():
    table = units([0, 4, 8, 4, None], 1.0).astype({"estimate": "Int64", "error": "Float64"})
    assert list(partial_pooling(table)["status"]) == ["ok"] * 4 + ["missing"]


def test_a_level_that_is_no_share_is_refused():
    for method in (partial_pooling, rank_ranges):
        with pytest.raises(ValueError, match="the level is 95"):
            method(units([0, 4, 8, 4], 1.0), level=95)


def test_james_and_stein_never_turn_the_means_round():
    rows = partial_pooling(units([70, 70.1, 69.9, 70], 9.0), method="james_stein")
    assert (rows["weight"] == 0).all()
    alike = partial_pooling(units([70, 70, 70, 70], 9.0), method="james_stein")
    assert (alike["estimate"] == 70).all()


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="james_stein"):
        partial_pooling(units([1, 2, 3], 1.0), method="mean")


def test_an_empty_frame_gives_an_empty_frame():
    assert partial_pooling(units([], [])).empty
    assert rank_ranges(units([], [])).empty


@given(
    st.lists(st.floats(0, 100), min_size=4, max_size=10),
    st.floats(-50, 50),
    st.floats(0.1, 10),
)
def test_pooling_follows_shift_and_scale(means, shift, scale):
    errors = [1.0 + i for i in range(len(means))]
    one = partial_pooling(units(means, errors))["estimate"]
    moved = [shift + scale * mean for mean in means]
    other = partial_pooling(units(moved, [scale * error for error in errors]))["estimate"]
    assert np.allclose(other, shift + scale * one, atol=1e-6)


def test_pooled_means_are_nearer_to_the_truth():
    """Independent: 200 simulations of 30 units whose true means vary by 3 and errors by 4."""
    generator = np.random.default_rng(11)
    raw = pooled = held = 0.0
    for _ in range(200):
        truth = generator.normal(75, 3, 30)
        errors = generator.uniform(2, 6, 30)
        rows = partial_pooling(units(list(truth + generator.normal(0, errors)), list(errors)))
        raw += ((rows["raw"] - truth) ** 2).mean()
        pooled += ((rows["estimate"] - truth) ** 2).mean()
        held += ((rows["low"] <= truth) & (truth <= rows["high"])).mean()
    assert pooled < 0.6 * raw
    assert 0.89 < held / 200 < 0.95


# -- ranks


def test_units_far_apart_have_a_rank_and_no_range():
    rows = rank_ranges(units([10, 30, 20], 0.01))
    assert list(rows["estimate"]) == [3, 1, 2]
    assert list(rows["low"]) == list(rows["high"]) == [3, 1, 2]
    assert list(rows["first"]) == [0, 1, 0]


def test_units_that_are_the_same_may_have_any_rank():
    rows = rank_ranges(units([50] * 10, 5.0))
    assert set(rows["low"]) == {1}
    assert set(rows["high"]) == {10}
    assert rows["first"].sum() == pytest.approx(1)


def test_two_units_come_first_as_often_as_the_normal_curve_says():
    """Independent: the difference is 1 with error sqrt(2): P = Phi(.7071) = .7602."""
    rows = rank_ranges(units([1, 0], 1.0), draws=40_000)
    assert rows["first"].iloc[0] == pytest.approx(0.7602, abs=0.01)


def test_a_seed_gives_the_same_ranges_and_the_order_of_rows_changes_nothing():
    table = units(list(range(8)), 3.0)
    shuffled = table.sample(frac=1, random_state=2)
    columns = ["estimate", "low", "high", "first"]
    assert rank_ranges(table)[columns].equals(rank_ranges(table)[columns])
    assert rank_ranges(shuffled)[columns].sort_index().equals(rank_ranges(table)[columns])
    assert not rank_ranges(table, seed=1)["first"].equals(rank_ranges(table)["first"])


def test_a_narrower_level_gives_a_narrower_range():
    table = units(list(range(8)), 3.0)
    wide, narrow = (rank_ranges(table, level=level) for level in (0.95, 0.5))
    assert ((wide["high"] - wide["low"]) >= (narrow["high"] - narrow["low"])).all()
    assert (wide["high"] - wide["low"]).sum() > (narrow["high"] - narrow["low"]).sum()


def test_equal_units_share_the_better_rank():
    assert list(rank_ranges(units([5, 5, 1], 0.1))["estimate"]) == [1, 1, 3]
