"""Answers to indices: the arithmetic by hand, missing answers, and values off the scale."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.methods.surveys.indices import (
    HME_ITEMS,
    all_items,
    check_answers,
    grouped_items,
    index_scores,
    indices_of_means,
    item_scores,
    person_scores,
    to_index,
)

COLUMNS = all_items(HME_ITEMS)


def nine(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def filled(values: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(values, columns=COLUMNS, dtype=float)


answers = st.lists(st.lists(st.integers(1, 5), min_size=9, max_size=9), min_size=1, max_size=12)


def test_an_answer_from_1_to_5_becomes_0_25_50_75_or_100():
    assert list(to_index(pd.Series([1, 2, 3, 4, 5]))) == [0, 25, 50, 75, 100]


def test_a_score_is_the_mean_of_the_indices_of_its_items():
    """Motivation 5, 4, 3: 100, 75, 50, mean 75; leadership all 1: 0; governance all 5: 100."""
    scores = person_scores(nine([5, 4, 3, 1, 1, 1, 5, 5, 5]))
    assert dict(scores.iloc[0]) == pytest.approx(
        {"motivation": 75, "leadership": 0, "governance": 100, "total": 175 / 3}
    )


@given(answers)
def test_the_total_of_complete_answers_is_the_mean_of_the_three_sub_indices(values):
    scores = person_scores(filled(values))
    assert np.allclose(scores["total"], scores[list(HME_ITEMS)].mean(axis=1))


@given(answers)
def test_complete_answers_give_the_same_scores_however_missing_ones_would_count(values):
    items = index_scores(filled(values), missing="items")
    persons = index_scores(filled(values), missing="persons")
    for name, (scores, n) in items.items():
        assert np.allclose(scores, persons[name][0])
        assert n == persons[name][1] == len(values)


def test_half_of_the_items_are_enough_for_a_score_unless_all_are_asked_for():
    one, two = [5, np.nan, np.nan], [5, 3, np.nan]
    table = nine([*one, *two, 1, 1, 1])
    half = person_scores(table)
    assert half["motivation"].isna().all()
    assert half["leadership"].iloc[0] == 75
    assert person_scores(table, answered=1)["leadership"].isna().all()
    assert person_scores(table, answered=0.3)["motivation"].iloc[0] == 100


def test_a_share_of_exactly_the_items_asked_for_is_enough():
    table = pd.DataFrame({"a": [5.0], "b": [np.nan]})
    assert person_scores(table, {"x": ["a", "b"]}, answered=0.5)["x"].iloc[0] == 100


@pytest.mark.parametrize("answered", [0, -0.1, 1.1])
def test_a_share_of_items_that_is_none_is_refused(answered):
    with pytest.raises(ValueError, match="share above 0"):
        person_scores(nine([3] * 9), answered=answered)


def test_by_items_the_mean_is_that_of_item_means_over_those_who_answered():
    """Item a: 0, 100, 50 (mean 50); item b: 100 once. Mean of means 75."""
    table = pd.DataFrame({"a": [0, 100, 50.0], "b": [100, np.nan, np.nan]})
    assert item_scores(table).mean() == pytest.approx(75)


def test_the_error_of_a_mean_of_means_is_that_of_its_linear_form():
    """Independent: ratio estimator by hand, each item's deviations over its own count.

    a deviates by -50, 50, 0 over 3 answers, b by -20, 20 over 2: halves of the sums are
    (-50/3 - 10)/2, (50/3 + 10)/2 and 0; the variance is 3/2 times their sum of squares.
    """
    table = pd.DataFrame({"a": [0, 100, 50.0], "b": [60, 100, np.nan]})
    parts = np.array([(-50 / 3 - 10) / 2, (50 / 3 + 10) / 2, 0])
    scores = item_scores(table)
    assert scores.std(ddof=1) / np.sqrt(3) == pytest.approx(np.sqrt(3 / 2 * (parts**2).sum()))


def test_who_answered_nothing_is_no_respondent():
    table = pd.DataFrame({"a": [0, np.nan, 50.0], "b": [60, np.nan, 40]})
    assert list(item_scores(table).index) == [0, 2]


def test_an_item_nobody_answered_leaves_no_index():
    table = pd.DataFrame({"a": [0, 50.0], "b": [np.nan, np.nan]})
    assert item_scores(table).isna().all()


def test_the_fewest_answers_to_an_item_are_counted():
    table = nine([3] * 9, [3] * 8 + [np.nan])
    assert index_scores(table)["governance"][1] == 1
    assert index_scores(table)["motivation"][1] == 2


def test_an_unknown_treatment_of_missing_answers_is_refused():
    with pytest.raises(ValueError, match="'items' or 'persons'"):
        index_scores(nine([3] * 9), missing="zero")


def test_every_value_off_the_scale_is_named_with_row_and_column():
    table = pd.DataFrame({"a": [1, 6, 2.5], "b": ["4", 0, None]}, index=["x", "y", "z"])
    with pytest.raises(InputError) as caught:
        check_answers(table, ["a", "b"], file="survey 2024")
    assert [(fault.key, fault.found) for fault in caught.value.faults] == [
        ("row x, b", "text '4'"),
        ("row y, a", "6.0"),
        ("row y, b", "0"),
        ("row z, a", "2.5"),
    ]
    assert "survey 2024: row y, a: 6.0. Accepted: a whole number from 1 to 5" in str(caught.value)


@pytest.mark.parametrize("value", [True, np.inf, -1, "", np.bool_(False)])
def test_what_is_no_answer_is_a_fault(value):
    with pytest.raises(InputError):
        check_answers(pd.DataFrame({"a": [value]}, dtype=object), ["a"])


@pytest.mark.parametrize("value", [None, np.nan, pd.NA])
def test_an_empty_cell_is_a_missing_answer(value):
    assert check_answers(pd.DataFrame({"a": [value]}, dtype=object), ["a"])["a"].isna().all()


def test_the_ends_of_the_scale_belong_to_it():
    assert list(check_answers(pd.DataFrame({"a": [1, 5]}), ["a"])["a"]) == [1, 5]
    assert list(check_answers(pd.DataFrame({"a": [0, 10]}), ["a"], scale=(0, 10))["a"]) == [0, 10]


def test_an_absent_column_is_refused_by_name():
    with pytest.raises(ValueError, match="no column motivation_1"):
        person_scores(pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize(
    "items", [{}, {"x": []}, {"x": ["a"], "y": ["a"]}, {"total": ["a"]}, {"x": ["a", "a"]}]
)
def test_items_that_cannot_be_told_apart_are_refused(items):
    with pytest.raises(ValueError, match="item"):
        grouped_items(items)


def test_means_of_items_give_the_indices_and_a_missing_mean_takes_its_own_away():
    means = nine([4.5, 4, 4, 3, 3, 3, 5, 5, 5], [np.nan, *[4] * 8]).set_axis(["x", "y"])
    indices = indices_of_means(means)
    assert list(indices.loc["x"]) == pytest.approx([(87.5 + 75 + 75) / 3, 50, 100, 687.5 / 9])
    assert list(indices.loc["y"].isna()) == [True, False, False, True]


def test_scores_keep_the_index_and_may_stay_on_the_scale():
    table = nine([5, 4, 3, 1, 1, 1, 5, 5, 5]).set_axis(["someone"])
    scores = person_scores(table, percent=False, total=None)
    assert list(scores.columns) == list(HME_ITEMS)
    assert list(scores.loc["someone"]) == [4, 1, 5]
