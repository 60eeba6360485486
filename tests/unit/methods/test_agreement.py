"""Verdicts of parties: the matrix, the spread, and who said nothing."""

import inspect

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.methods import agreement
from analysis.methods.agreement import NO_VERDICT, by_party, collect, spread

SCALE = ("good", "partly", "poor")


def rows(*items: tuple) -> pd.DataFrame:
    return pd.DataFrame(items, columns=["measure", "party", "verdict", "n"])


ROWS = rows(
    ("training", "management", "good", 5),
    ("training", "unions", "good", 12),
    ("training", "safety", "good", 3),
    ("rooms", "management", "good", 5),
    ("rooms", "unions", "poor", 11),
    ("part_time", "management", "partly", 5),
    ("part_time", "safety", "partly", np.nan),
    ("part_time", "unions", "good", 12),
    ("trainees", "management", "poor", 5),
    ("trainees", "safety", None, 3),
)
VERDICTS = collect(
    ROWS, SCALE, measures=[*ROWS["measure"].unique(), "language"], evaluated=["management"]
)


def by_measure() -> pd.DataFrame:
    return spread(VERDICTS).set_index("measure")


def test_who_gave_no_verdict_has_a_mark_of_its_own_and_is_never_neutral():
    assert VERDICTS.matrix.loc["rooms", "safety"] == NO_VERDICT
    assert VERDICTS.matrix.loc["trainees", "safety"] == NO_VERDICT
    assert NO_VERDICT not in SCALE
    assert pd.isna(VERDICTS.steps.loc["rooms", "safety"])


def test_steps_count_from_the_worst():
    assert list(VERDICTS.steps.loc["training"]) == [3, 3, 3]
    assert VERDICTS.steps.loc["rooms", "unions"] == 1


def test_the_matrix_keeps_the_order_of_the_rows_or_the_order_told():
    assert list(VERDICTS.matrix.columns) == ["management", "unions", "safety"]
    assert list(VERDICTS.matrix.index) == ["training", "rooms", "part_time", "trainees", "language"]
    other = collect(ROWS, SCALE, parties=["safety", "management", "unions"])
    assert list(other.matrix.columns) == ["safety", "management", "unions"]


def test_the_persons_behind_a_verdict_are_kept_and_none_behind_no_verdict():
    assert VERDICTS.numbers.loc["rooms", "unions"] == 11
    assert pd.isna(VERDICTS.numbers.loc["part_time", "safety"])
    assert pd.isna(VERDICTS.numbers.loc["trainees", "safety"])


def test_the_spread_is_the_range_in_steps():
    found = by_measure()
    assert list(found["estimate"].iloc[:3]) == [0, 2, 1]
    assert list(found["n"]) == [3, 2, 3, 1, 0]
    assert (found.loc["rooms", "best"], found.loc["rooms", "worst"]) == ("good", "poor")
    assert set(found["statistic"]) == {"spread"}


def test_agreement_and_two_steps_or_more_are_told_apart():
    found = by_measure()
    assert list(found["agree"].iloc[:3]) == [True, False, False]
    assert list(found["far_apart"].iloc[:3]) == [False, True, False]
    nearer = spread(VERDICTS, far=1).set_index("measure")
    assert list(nearer["far_apart"].iloc[:3]) == [False, True, True]


def test_one_verdict_or_none_is_no_agreement():
    found = by_measure()
    assert list(found["status"].iloc[3:]) == ["too_few", "missing"]
    assert found[["estimate", "agree", "far_apart"]].iloc[3:].isna().all().all()
    assert found.loc["trainees", "best"] == "poor"


def test_who_was_silent_is_named():
    found = by_measure()
    assert found.loc["rooms", "silent"] == ("safety",)
    assert found.loc["language", "silent"] == ("management", "unions", "safety")


def test_parties_that_judge_their_own_work_are_set_against_the_others():
    found = by_measure()
    sides = ["others_better", "others_same", "others_worse"]
    assert found.loc["rooms", "own"] == ("good",)
    assert list(found.loc["rooms", sides]) == [0, 0, 1]
    assert list(found.loc["part_time", sides]) == [1, 1, 0]
    assert found.loc["language", "own"] == ()
    assert found.loc["language", sides].isna().all()


def test_where_nobody_else_judged_no_number_of_others_is_given():
    found = by_measure()
    sides = ["others_better", "others_same", "others_worse"]
    assert VERDICTS.matrix.loc["trainees"].ne(NO_VERDICT).sum() == 1
    assert found.loc["trainees", "own"] == ("poor",)
    assert found.loc["trainees", sides].isna().all()


def test_two_evaluated_parties_are_held_by_their_best_verdict():
    both = collect(ROWS, SCALE, evaluated=["management", "unions"])
    row = spread(both).set_index("measure").loc["part_time"]
    assert sorted(row["own"]) == ["good", "partly"]
    assert list(row[["others_better", "others_same", "others_worse"]]) == [0, 0, 1]


def test_without_evaluated_parties_there_are_no_sides():
    found = spread(collect(ROWS, SCALE))
    assert found[["others_better", "others_same", "others_worse"]].isna().all().all()
    assert set(found["own"]) == {()}


def test_each_party_has_its_counts():
    found = by_party(VERDICTS).set_index("party")
    assert list(found.loc["management", ["good", "partly", "poor", NO_VERDICT]]) == [2, 1, 1, 1]
    assert list(found["n"]) == [4, 3, 2]
    assert list(found["evaluated"]) == [True, False, False]
    assert list(found.loc["unions", ["fewest", "most"]]) == [11, 12]


def test_no_function_gives_an_average_verdict():
    """By its names and by its numbers: nothing here holds a mean of steps."""
    named = [name for name, _ in inspect.getmembers(agreement, inspect.isfunction)]
    columns = [*spread(VERDICTS).columns, *by_party(VERDICTS).columns]
    assert not [name for name in [*named, *columns] if "mean" in name or "average" in name]


def test_unknown_names_and_second_verdicts_are_named_together():
    bad = rows(
        ("a", "x", "good", 1), ("a", "x", "poor", 1), ("b", "y", "fine", 1), ("c", "z", "good", 1)
    )
    with pytest.raises(InputError) as caught:
        collect(bad, SCALE, measures=["a", "b"], parties=["x", "y"])
    assert [fault.key for fault in caught.value.faults] == [
        "row 3, measure",
        "row 3, party",
        "row 2, verdict",
        "row 1",
    ]


@pytest.mark.parametrize("scale", [("good", "good"), ("good", NO_VERDICT)])
def test_a_scale_that_repeats_itself_is_refused(scale):
    with pytest.raises(ValueError, match="each step once"):
        collect(ROWS, scale)


def test_who_judges_the_own_work_is_one_of_the_parties():
    with pytest.raises(ValueError, match=r"evaluated are \['Management'\]; accepted: parties"):
        collect(ROWS, SCALE, evaluated=["Management"])


@pytest.mark.parametrize("kind", ["measures", "parties"])
def test_names_given_twice_are_refused(kind):
    names = {"measures": ["training", "training"], "parties": ["unions", "unions"]}[kind]
    with pytest.raises(ValueError, match=f"{kind} are named once each"):
        collect(ROWS, SCALE, **{kind: names})


@pytest.mark.parametrize("nothing", [None, "", " ", np.nan])
def test_an_empty_verdict_is_none_and_its_names_are_still_checked(nothing):
    blank = rows(("a", "x", "good", 1), ("b", "x", nothing, 1))
    assert collect(blank, SCALE).matrix.loc["b", "x"] == NO_VERDICT
    with pytest.raises(InputError, match="row 1, measure"):
        collect(blank, SCALE, measures=["a"])


def test_a_row_without_measure_or_party_is_named():
    with pytest.raises(InputError) as caught:
        collect(rows(("a", None, "good", 1), (np.nan, "x", "good", 1)), SCALE)
    assert [fault.key for fault in caught.value.faults] == ["row 1, measure", "row 0, party"]


def test_verdicts_without_numbers_of_persons_are_read():
    found = collect(ROWS.drop(columns="n"), SCALE)
    assert found.numbers.isna().all().all()


def test_no_rows_give_no_measures():
    assert spread(collect(ROWS.iloc[:0], SCALE)).empty
    assert by_party(collect(ROWS.iloc[:0], SCALE)).empty


@given(st.permutations(range(len(ROWS))))
def test_the_order_of_rows_changes_no_spread(order):
    other = spread(collect(ROWS.iloc[list(order)], SCALE, evaluated=["management"]))
    mine = spread(collect(ROWS, SCALE, evaluated=["management"]))
    columns = ["estimate", "n", "best", "worst", "others_worse"]
    same = other.set_index("measure").loc[mine["measure"], columns].reset_index()
    pd.testing.assert_frame_equal(same, mine[["measure", *columns]], check_dtype=False)


def test_turning_the_scale_round_leaves_the_spread():
    other = spread(collect(ROWS, SCALE[::-1]))
    assert list(other["estimate"].dropna()) == list(spread(VERDICTS)["estimate"].dropna())
