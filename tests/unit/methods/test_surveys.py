"""Indices, shares and response rates: figures by hand, and what is hidden."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.surveys import (
    HME_ITEMS,
    all_items,
    hme,
    index_table,
    response_rates,
    share_table,
    ten_factor,
)

ONE = {"x": ["a"]}
NUMBERS = ["estimate", "low", "high", "n"]


def table(*values: float, **more: list) -> pd.DataFrame:
    return pd.DataFrame({"a": values, **more})


def only(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


def hidden(row: pd.Series) -> bool:
    return row["status"] == Status.SUPPRESSED and row[NUMBERS].isna().all()


# -- indices


def test_an_index_has_the_t_interval_of_its_scores():
    """Answers 1 2 3 4 5 3 3: indices 0 25 50 75 100 50 50, mean 50, sd sqrt(6250/6) = 32.27.

    Error 32.27/sqrt(7) = 12.199; t of 6 degrees of freedom at 97.5 % is 2.4469.
    """
    row = only(index_table(table(1, 2, 3, 4, 5, 3, 3), ONE, total=None))
    assert (row["estimate"], row["n"]) == (50, 7)
    assert row["error"] == pytest.approx(12.199, abs=0.0005)
    margin = 12.199 * 2.4469
    assert (row["low"], row["high"]) == pytest.approx((50 - margin, 50 + margin), abs=0.002)
    assert (row["statistic"], row["method"], row["level"]) == ("index", "t_of_items", 0.95)


def test_a_wider_level_gives_a_wider_interval():
    narrow, wide = (
        only(index_table(table(1, 2, 3, 4, 5, 3, 3), ONE, total=None, level=level))
        for level in (0.8, 0.998)
    )
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_seven_answers_are_shown_and_six_are_not():
    assert only(index_table(table(*[1, 2, 3, 4, 5, 3, 3]), ONE, total=None))["status"] == "ok"
    row = only(index_table(table(*[1, 2, 3, 4, 5, 3]), ONE, total=None))
    assert hidden(row)
    assert row[["error", "n_least"]].isna().all()


def test_an_item_with_fewer_answers_hides_its_index_and_the_total_only():
    answers = pd.DataFrame({"a": [1, 2, 3, 4, 5, 3, 3, 2], "b": [4, 5, *[np.nan] * 6]})
    rows = index_table(answers, {"x": ["a"], "y": ["b"]}).set_index("index")
    assert list(rows["status"]) == ["ok", "suppressed", "suppressed"]
    assert rows.loc["x", "n_least"] == 8


def nine(**more: object) -> pd.DataFrame:
    values = np.random.default_rng(3).integers(1, 6, (12, 9))
    return pd.DataFrame(values, columns=all_items(HME_ITEMS)).assign(**more)


GOVERNANCE = list(HME_ITEMS["governance"])


@pytest.mark.parametrize("missing", ["items", "persons"])
def test_a_total_that_would_give_a_hidden_index_away_is_hidden(missing):
    """Three times the total less the two others is the third."""
    alike = nine(**dict.fromkeys(GOVERNANCE, 1))
    rows = hme(alike, missing=missing).set_index("index")
    assert list(rows["status"]) == ["ok", "ok", "suppressed", "suppressed"]
    assert rows.loc["total", NUMBERS].isna().all()
    few = nine()
    few.loc[6:, GOVERNANCE] = np.nan
    assert list(hme(few, missing=missing)["status"]) == ["ok", "ok", "suppressed", "suppressed"]


def test_where_only_the_total_is_hidden_its_indices_are_too():
    """Everybody's mean is 3, which the mean of the indices would tell."""
    answers = pd.DataFrame({"a": [1, 2, 3, 4, 5, 2, 4], "b": [5, 4, 3, 2, 1, 4, 2]})
    rows = index_table(answers, {"x": ["a"], "y": ["b"]})
    assert set(rows["status"]) == {Status.SUPPRESSED}
    assert rows[NUMBERS].isna().all().all()
    alone = index_table(answers, {"x": ["a"], "y": ["b"]}, total=None)
    assert set(alone["status"]) == {Status.OK}


def test_a_group_without_answers_to_an_index_shows_the_others():
    rows = index_table(nine(**dict.fromkeys(GOVERNANCE, np.nan)), HME_ITEMS)
    assert list(rows["status"]) == ["ok", "ok", "missing", "suppressed"]


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(ValueError, match="the level is"):
        hme(nine(), level=level)
    with pytest.raises(ValueError, match="the level is"):
        share_table(nine(), GOVERNANCE, level=level)


@pytest.mark.parametrize("name", ["index", "n", "status"])
def test_a_group_column_named_like_one_of_the_result_is_refused(name):
    with pytest.raises(ValueError, match=f"the result has its own {name}"):
        hme(nine(**{name: "x"}), by=name)


@pytest.mark.parametrize("answer", [1, 3, 5])
def test_answers_that_are_all_alike_are_hidden(answer):
    assert hidden(only(index_table(table(*[answer] * 50), ONE, total=None)))


def test_the_reason_does_not_tell_few_answers_from_equal_ones():
    """Otherwise "all alike" would say what everybody in the unit answered."""
    few = only(index_table(table(1, 2), ONE, total=None))
    alike = only(index_table(table(*[5] * 50), ONE, total=None))
    assert few["reason"] == alike["reason"]


@pytest.mark.parametrize("minimum", [4, 1, 0])
def test_a_minimum_below_five_is_refused_everywhere(minimum):
    counts = pd.DataFrame({"answered": [9], "invited": [9]})
    for call in (
        lambda: index_table(table(1, 2), ONE, minimum=minimum),
        lambda: share_table(table(1, 2), ["a"], minimum=minimum),
        lambda: response_rates(counts, minimum=minimum),
    ):
        with pytest.raises(ValueError, match="fewer than 5"):
            call()


def test_five_is_allowed_as_a_minimum():
    assert only(index_table(table(1, 2, 3, 4, 4), ONE, total=None, minimum=5))["status"] == "ok"


def test_nobody_answered_is_missing_and_not_hidden():
    row = only(index_table(table(np.nan, np.nan), ONE, total=None))
    assert (row["status"], row["n"]) == (Status.MISSING, 0)
    assert pd.isna(row["estimate"])


def test_no_rows_give_a_missing_index_and_no_groups():
    empty = pd.DataFrame({"a": [], "unit": []})
    assert only(index_table(empty, ONE, total=None))["status"] == "missing"
    grouped = index_table(empty, ONE, "unit")
    assert grouped.empty
    assert list(grouped.columns[:8]) == list(RESULT_COLUMNS)


def test_groups_come_in_the_order_of_the_rows_and_without_a_unit_is_one_of_them():
    answers = table(
        *[1, 2, 3, 4, 5, 1, 2] * 3, unit=["south"] * 7 + [None] * 7 + ["north"] * 7
    ).set_axis(range(100, 121))
    rows = index_table(answers, ONE, "unit", total=None)
    assert [unit if isinstance(unit, str) else None for unit in rows["unit"]] == [
        "south",
        None,
        "north",
    ]
    assert list(rows["n"]) == [7, 7, 7]


def test_faults_of_all_groups_are_named_at_once():
    answers = table(6, 1, 7, unit=["a", "b", "c"])
    with pytest.raises(InputError) as caught:
        index_table(answers, ONE, "unit")
    assert len(caught.value.faults) == 2


def test_several_columns_make_groups():
    answers = table(*[1, 2, 3, 4, 5, 1, 2] * 2, unit=["u"] * 14, sex=["w"] * 7 + ["m"] * 7)
    rows = index_table(answers, ONE, ["unit", "sex"], total=None)
    assert list(rows["sex"]) == ["w", "m"]


@given(st.permutations(range(20)))
def test_the_order_of_respondents_changes_nothing(order):
    answers = pd.DataFrame(
        np.random.default_rng(1).integers(1, 6, (20, 9)).astype(float), columns=all_items(HME_ITEMS)
    ).mask(np.random.default_rng(2).random((20, 9)) < 0.2)
    shuffled = answers.iloc[list(order)]
    for missing in ("items", "persons"):
        one = hme(answers, missing=missing)[["estimate", "low", "high"]]
        other = hme(shuffled, missing=missing)[["estimate", "low", "high"]]
        assert np.allclose(one, other)


@pytest.mark.slow
def test_intervals_of_item_means_hold_their_level_where_answers_are_missing():
    """Independent: 400 simulated surveys of 30 with a fifth of answers missing, true index 50."""
    generator = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        tendency = generator.normal(3, 0.8, (30, 1))
        given = np.clip(np.round(tendency + generator.normal(0, 0.8, (30, 9))), 1, 5)
        answers = pd.DataFrame(given, columns=all_items(HME_ITEMS))
        answers = answers.mask(generator.random((30, 9)) < 0.2)
        total = hme(answers).iloc[-1]
        held += total["low"] <= 50 <= total["high"]
    assert 0.92 < held / 400 < 0.98


def test_hme_gives_three_sub_indices_and_the_total():
    answers = pd.DataFrame(
        np.random.default_rng(3).integers(1, 6, (40, 9)), columns=all_items(HME_ITEMS)
    )
    rows = hme(answers)
    assert list(rows["index"]) == ["motivation", "leadership", "governance", "total"]
    assert rows["estimate"].iloc[3] == pytest.approx(rows["estimate"].iloc[:3].mean())


def test_hme_wants_three_times_three_items():
    with pytest.raises(ValueError, match="three indices of three"):
        hme(table(1), items=ONE)


# -- 10-FAKTOR


def ten(**extra: list) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    items = {f"factor_{i}": [f"f{i}_1", f"f{i}_2"] for i in range(1, 11)}
    columns = [column for names in items.values() for column in names]
    values = np.random.default_rng(5).integers(1, 6, (12, 20)).astype(float)
    return pd.DataFrame(values, columns=columns), items


def test_a_factor_is_the_mean_of_respondents_means_on_the_scale():
    answers, items = ten()
    answers.loc[0, "f1_2"] = np.nan
    rows = ten_factor(answers, items)
    first = answers[["f1_1", "f1_2"]].mean(axis=1).mean()
    assert len(rows) == 10
    assert rows["estimate"].iloc[0] == pytest.approx(first)
    assert set(rows["method"]) == {"t_of_persons"}
    assert set(rows["statistic"]) == {"mean"}


def test_ten_factors_are_asked_for():
    answers, items = ten()
    with pytest.raises(ValueError, match="ten factors, got 9"):
        ten_factor(answers, dict(list(items.items())[:9]))


# -- shares


def test_a_share_counts_answers_from_the_line_up_and_has_wilsons_interval():
    """8 of 10: (16 + 3.8415 -/+ 1.96 sqrt(3.8415 + 32 * .2)) / 27.683 = .4902 and .9433."""
    row = only(share_table(table(4, 5, 4, 4, 5, 4, 4, 4, 3, 1, np.nan), ["a"]))
    assert (row["estimate"], row["n"]) == (0.8, 10)
    assert (row["low"], row["high"]) == pytest.approx((0.4902, 0.9433), abs=5e-5)


@pytest.mark.parametrize("answers", [[4] * 30, [1] * 30, [1, 4], [5, 4, 5, 4, 5, 4, 4]])
def test_shares_of_nobody_of_all_and_of_few_are_hidden(answers):
    assert hidden(only(share_table(table(*answers), ["a"])))


def test_a_share_that_nobody_answered_is_missing():
    assert only(share_table(table(np.nan), ["a"]))["status"] == "missing"


def test_shares_by_group_and_item():
    answers = table(*[1, 4] * 8, b=[5, 5, 1, 1] * 4, unit=["x"] * 8 + ["y"] * 8)
    rows = share_table(answers, ["a", "b"], "unit", at_least=5)
    assert list(zip(rows["unit"], rows["item"], strict=True)) == [
        ("x", "a"),
        ("x", "b"),
        ("y", "a"),
        ("y", "b"),
    ]
    assert [row["status"] for _, row in rows.iterrows()] == ["suppressed", "ok"] * 2


# -- response rates


def test_a_response_rate_has_its_counts_and_no_interval():
    counts = pd.DataFrame({"answered": [60, 59], "invited": [100, 100]}, index=["x", "y"])
    rows = response_rates(counts)
    assert list(rows.index) == ["x", "y"]
    assert list(rows["estimate"]) == [0.6, 0.59]
    assert list(rows["n"]) == [60, 59]
    assert list(rows["low_response"]) == [False, True]
    assert rows[["low", "high", "level"]].isna().all().all()


def test_rates_that_cannot_be_shown_say_why():
    counts = pd.DataFrame({"answered": [0, 6, np.nan, 7], "invited": [0, 8, 9, 9]})
    rows = response_rates(counts)
    assert list(rows["status"]) == ["undefined", "suppressed", "missing", "ok"]
    assert rows["n"].iloc[:3].isna().all()


def test_missing_counts_of_whole_number_columns_are_missing():
    counts = pd.DataFrame({"answered": [10, None], "invited": [20, 20]}, dtype="Int64")
    assert list(response_rates(counts)["status"]) == ["ok", "missing"]


@pytest.mark.parametrize("given", ["10", 10.5])
def test_counts_that_are_no_whole_numbers_are_named(given):
    counts = pd.DataFrame({"answered": [given], "invited": [20]})
    with pytest.raises(InputError, match=f"{given} answered of 20 invited"):
        response_rates(counts)


def test_more_answers_than_invitations_are_named():
    counts = pd.DataFrame({"answered": [5, -1], "invited": [4, 9]}, index=["x", "y"])
    with pytest.raises(InputError, match="row x: 5 answered of 4 invited") as caught:
        response_rates(counts)
    assert len(caught.value.faults) == 2
