"""Ranks, nearest peers, and a value beside theirs."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import seuclidean

from analysis.methods.comparison import beside_peers, nearest_peers, rank, rank_shares
from analysis.methods.results import RESULT_COLUMNS, Status

GAP = float("nan")
LEAVE = pd.Series([8.3, 7.1, 9.0, 7.1, GAP, 10.2], index=list("abcdef"))

values = st.lists(st.integers(0, 12), min_size=1, max_size=20)


# -- ranks


def test_the_lowest_is_best_when_the_value_is_to_fall():
    found = rank(LEAVE, "decrease")
    assert list(found["estimate"].dropna()) == [3, 1, 4, 1, 5]
    assert list(found["order"].unique()) == ["best_first"]


def test_the_highest_is_best_when_the_value_is_to_rise():
    assert list(rank(LEAVE, "increase")["estimate"].dropna()) == [3, 4, 2, 4, 1]


def test_without_a_direction_nothing_is_best_and_the_highest_comes_first():
    found = rank(LEAVE, "neutral")
    assert found["estimate"].equals(rank(LEAVE, "increase")["estimate"])
    assert list(found["order"].unique()) == ["highest_first"]


def test_ties_share_the_better_rank_and_say_how_many_others_there_are():
    found = rank(LEAVE, "decrease")
    assert list(found["tied"].dropna()) == [0, 1, 0, 1, 0]
    assert 2 not in set(found["estimate"])


def test_binary_noise_does_not_break_a_tie():
    found = rank(pd.Series([0.1 + 0.2, 0.3]), "increase")
    assert list(found["estimate"]) == [1, 1]


def test_units_without_a_value_are_not_ranked_and_counted():
    found = rank(LEAVE, "decrease")
    assert found.loc["e", "status"] == Status.MISSING
    assert math.isnan(found.loc["e", "estimate"])
    assert set(found["n"]) == {5}
    assert set(found["left_out"]) == {1}


def test_suppressed_units_are_not_ranked_even_if_their_value_is_known():
    statuses = ["suppressed", *["reported"] * 3, "missing", "reported"]
    found = rank(LEAVE, "decrease", statuses)
    assert found.loc["a", "status"] == Status.SUPPRESSED
    assert found.loc["a", ["estimate", "value", "percentile"]].isna().all()
    assert list(found["estimate"].dropna()) == [1, 3, 1, 4]
    assert set(found["left_out"]) == {2}


def test_percentiles_count_those_behind_and_half_of_those_alike():
    # Of five: behind rank 3 are 2, and half of itself: 2.5 / 5. Behind the two best are 3, and
    # half of the two: 4 / 5.
    found = rank(LEAVE, "decrease")["percentile"].dropna()
    assert list(found) == pytest.approx([50, 80, 30, 80, 10])


def test_quartiles_go_from_the_first_quarter_of_ranks_to_the_last():
    eight = rank(pd.Series(range(8)), "decrease")
    assert list(eight["quartile"]) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert list(rank(pd.Series(range(5)), "decrease")["quartile"]) == [1, 1, 2, 3, 4]
    assert rank(pd.Series(range(3)), "decrease")["quartile"].isna().all()


@given(values, st.sampled_from(["increase", "decrease", "neutral"]), st.randoms())
def test_ranks_do_not_depend_on_the_order_of_units(numbers, direction, random):
    series = pd.Series(numbers, dtype=float)
    mixed = series.sample(frac=1, random_state=random.randint(0, 99))
    expected = rank(series, direction)
    pd.testing.assert_frame_equal(rank(mixed, direction).sort_index(), expected)
    # The mean percentile is always the middle.
    assert expected["percentile"].mean() == pytest.approx(50)


@given(values)
def test_ranks_do_not_depend_on_the_unit_of_the_values(numbers):
    series = pd.Series(numbers, dtype=float)
    found = rank(3 * series + 7, "decrease")["estimate"]
    assert found.equals(rank(series, "decrease")["estimate"])


def test_no_units_and_only_gaps_give_no_ranks():
    assert rank(pd.Series(dtype=float), "decrease").empty
    found = rank(pd.Series([GAP, GAP]), "decrease")
    assert (set(found["status"]), set(found["n"])) == ({"missing"}, {0})
    assert tuple(found.columns[:8]) == RESULT_COLUMNS


def test_an_unknown_direction_is_refused():
    with pytest.raises(ValueError, match="unknown direction 'down'; accepted: increase, decrease"):
        rank(LEAVE, "down")


# -- what chance leaves of a rank


def test_large_units_far_apart_keep_their_rank_and_small_ones_alike_do_not():
    far = rank_shares([100, 500, 900], [10000] * 3, "decrease")
    assert far[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]
    near = rank_shares([5, 6, 7], [50] * 3, "decrease")
    assert near[["low", "high"]].to_numpy().tolist() == [[1, 3]] * 3
    assert list(near["estimate"]) == [1, 2, 3]
    assert set(near["method"]) == {"competition_simulated"}


def test_the_range_of_ranks_follows_the_direction():
    found = rank_shares([100, 900, 500], [10000] * 3, "increase")
    assert list(found["estimate"]) == [3, 1, 2]
    assert found[["low", "high"]].to_numpy().tolist() == [[3, 3], [1, 1], [2, 2]]


def test_two_units_exactly_alike_change_places_half_the_time():
    """Independent: by symmetry each is first in half of the draws, so a range of 40 % is wide."""
    found = rank_shares([20, 20], [100, 100], "decrease", level=0.4)
    assert found[["low", "high"]].to_numpy().tolist() == [[1, 2]] * 2
    # Twice as likely to be ill: behind in nearly every draw.
    apart = rank_shares([10, 40], [100, 100], "decrease", level=0.99)
    assert apart[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_shares_near_all_are_drawn_from_jeffreys_posterior():
    """Independent: drawn from beta(100.5, 0.5) and beta(99.5, 1.5), the first is the lower one in
    18 % of draws."""
    wide = rank_shares([100, 99], [100, 100], "decrease", level=0.7)
    narrow = rank_shares([100, 99], [100, 100], "decrease", level=0.6)
    assert wide[["low", "high"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert narrow[["low", "high"]].to_numpy().tolist() == [[2, 2], [1, 1]]


def test_a_range_of_ranks_is_the_same_from_run_to_run_and_needs_counts():
    cases, persons = [3, 9, GAP, 5, 7], [40, 50, 60, 0, 5]
    found = rank_shares(cases, persons, "decrease", seed=4)
    pd.testing.assert_frame_equal(found, rank_shares(cases, persons, "decrease", seed=4))
    assert list(found["status"]) == ["ok", "ok", "missing", "undefined", "undefined"]
    assert found.loc[2:, ["estimate", "low", "high"]].isna().all(axis=None)
    assert set(found["left_out"]) == {3}
    hidden = rank_shares([3, 9], [40, 50], "decrease", statuses=["suppressed", "reported"])
    assert list(hidden["status"]) == ["suppressed", "ok"]
    assert rank_shares([], [], "decrease").empty


# -- peers

UNITS = pd.DataFrame(
    {
        "inhabitants": [10.0, 12, 30, 11, 50, GAP],
        "elderly": [15.0, 15, 20, 25, 30, 15],
        "coast": [1, 1, 1, 1, 1, 1],
    },
    index=["own", "near", "mid", "old", "far", "gap"],
)
BOTH = ["inhabitants", "elderly"]


def test_distances_are_those_of_scipy_over_units_with_all_variables():
    """An independent route: scipy's standardised Euclidean distance."""
    group = nearest_peers(UNITS, "own", BOTH, number=2)
    complete = UNITS[BOTH].dropna()
    variances = complete.var(ddof=1)
    for unit in complete.index:
        expected = seuclidean(complete.loc["own"], complete.loc[unit], variances)
        assert group.distances.loc[unit, "estimate"] == pytest.approx(expected)
    assert group.peers == ("near", "mid")
    assert list(group.scaling["mean"]) == pytest.approx([22.6, 21])


def test_peers_are_marked_in_the_order_given_and_the_variables_returned():
    group = nearest_peers(UNITS, "own", BOTH, number=1)
    assert list(group.distances.index) == list(UNITS.index)
    assert list(group.distances["peer"]) == [False, True, False, False, False, False]
    assert tuple(group.distances.columns) == (*RESULT_COLUMNS, "peer", *BOTH)
    assert set(group.distances["n"]) == {4}


def test_a_unit_with_a_missing_variable_is_no_peer():
    group = nearest_peers(UNITS, "own", BOTH, number=10)
    assert group.distances.loc["gap", "status"] == Status.MISSING
    assert "gap" not in group.peers
    assert len(group.peers) == 4


def test_an_own_gap_leaves_no_peers():
    group = nearest_peers(UNITS, "gap", BOTH)
    assert group.peers == ()
    assert set(group.distances["status"]) == {"missing"}


def test_units_as_near_as_the_last_chosen_are_peers_too():
    units = pd.DataFrame({"size": [10.0, 9, 11, 20]}, index=["own", "a", "b", "c"])
    assert set(nearest_peers(units, "own", ["size"], number=1).peers) == {"a", "b"}


def test_a_variable_in_which_all_are_alike_tells_nobody_apart():
    group = nearest_peers(UNITS, "own", [*BOTH, "coast"], number=2)
    assert group.scaling.loc["coast", "status"] == Status.NO_VARIATION
    plain = nearest_peers(UNITS, "own", BOTH, number=2)
    assert group.distances["estimate"].equals(plain.distances["estimate"])


def test_peers_do_not_depend_on_the_unit_of_a_variable():
    scaled = UNITS.assign(inhabitants=UNITS["inhabitants"] * 1000 + 5)
    expected = nearest_peers(UNITS, "own", BOTH, number=3)
    found = nearest_peers(scaled, "own", BOTH, number=3)
    assert found.peers == expected.peers
    assert list(found.distances["estimate"].dropna()) == pytest.approx(
        list(expected.distances["estimate"].dropna())
    )


@pytest.mark.parametrize(
    ("own", "variables", "number"),
    [("own", ["size"], 3), ("own", [], 3), ("own", BOTH, 0), ("nowhere", BOTH, 3)],
)
def test_peers_of_what_is_not_there_are_refused(own, variables, number):
    with pytest.raises(ValueError, match="not there"):
        nearest_peers(UNITS, own, variables, number)


def test_a_unit_that_is_there_twice_is_refused():
    with pytest.raises(ValueError, match="twice: near"):
        nearest_peers(pd.concat([UNITS, UNITS.loc[["near"]]]), "own", BOTH)


# -- beside peers


def test_the_own_value_beside_the_middle_half_of_the_others():
    # Others 7.1, 9.0, 7.1, 10.2: quartiles 7.1, 8.05, 9.3
    found = beside_peers(LEAVE, "a")
    assert list(found["statistic"]) == ["own_value", "peer_median", "own_less_median"]
    assert list(found["estimate"]) == pytest.approx([8.3, 8.05, 0.25])
    assert tuple(found.loc[1, ["low", "high", "level", "n"]]) == pytest.approx((7.1, 9.3, 0.5, 4))
    assert set(found["left_out"]) == {1}


def test_peers_can_be_named_and_the_own_unit_is_never_among_them():
    found = beside_peers(LEAVE, "a", ["a", "b", "c"])
    assert (found.loc[1, "estimate"], found.loc[1, "n"]) == (pytest.approx(8.05), 2)


def test_a_missing_or_hidden_own_value_leaves_the_peers():
    found = beside_peers(LEAVE, "e")
    assert list(found["status"]) == ["missing", "ok", "missing"]
    assert np.isnan(found.loc[[0, 2], "estimate"]).all()
    statuses = ["suppressed", *["reported"] * 3, "missing", "reported"]
    hidden = beside_peers(LEAVE, "a", statuses=statuses)
    assert list(hidden["status"]) == ["suppressed", "ok", "suppressed"]
    assert math.isnan(hidden.loc[0, "estimate"])


def test_no_peer_with_a_value_is_too_few():
    found = beside_peers(LEAVE, "a", ["e"])
    assert list(found["status"]) == ["ok", "too_few", "too_few"]
    assert set(found["left_out"]) == {1}


def test_peers_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="not there: x, y"):
        beside_peers(LEAVE, "a", ["x", "b", "y"])


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_ties_do_not_depend_on_the_size_of_the_values(scale):
    found = rank(pd.Series([0.1 + 0.2, 0.3, 0.4, GAP, 0.1]) * scale, "increase")
    assert list(found["estimate"].dropna()) == [2, 2, 1, 4]
    assert list(found["tied"].dropna()) == [1, 1, 0, 0]


def test_infinity_has_no_rank():
    found = rank(pd.Series([1.0, float("inf"), 2.0]), "increase")
    assert list(found["status"]) == ["ok", "missing", "ok"]
    assert set(found["n"]) == {2}


def test_among_units_that_are_all_alike_nobody_is_near():
    units = pd.DataFrame({"size": [5.0, 5, 5, GAP]}, index=list("abcd"))
    group = nearest_peers(units, "a", ["size"], 2)
    assert group.peers == ()
    assert list(group.distances["status"]) == ["no_variation"] * 3 + ["missing"]
    assert group.distances["estimate"].isna().all()


def test_an_infinite_variable_is_missing():
    units = pd.DataFrame({"size": [5.0, 6, 7, float("inf")]}, index=list("abcd"))
    group = nearest_peers(units, "a", ["size"], 3)
    assert group.peers == ("b", "c")
    assert group.distances.loc["d", "status"] == Status.MISSING


def test_an_own_value_that_is_missing_counts_for_nobody():
    found = beside_peers(pd.Series([GAP, 1.0, 2.0]), 0)
    assert list(found["n"]) == [0, 2, 2]
