"""The identity of stock and flow, to the person."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.workforce import check_stocks, next_stock

KEYS = ["age", "occupation"]


def stock(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "heads"])


def flows(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*KEYS, "hires", "retirements", "other_exits"])


def test_everybody_grows_older_first_and_leaves_second():
    now = stock((63, "nurse", 10), (64, "nurse", 4), (63, "teacher", 7))
    moved = flows((65, "nurse", 0, 4, 0), (64, "nurse", 2, 1, 3), (25, "nurse", 5, 0, 0))
    found = next_stock(now, moved).set_index(KEYS)
    assert found["estimate"].to_dict() == {
        (25, "nurse"): 5, (64, "nurse"): 8, (64, "teacher"): 7, (65, "nurse"): 0,
    }  # fmt: skip
    assert found.loc[(64, "nurse"), "opening"] == 10
    assert set(found["unit"]) == {"heads"}
    assert list(next_stock(now, moved).columns[:8]) == list(RESULT_COLUMNS)


def test_the_open_group_holds_those_who_grow_past_it():
    now = stock((69, "nurse", 3), (70, "nurse", 2))
    found = next_stock(now, flows(), last_age=70)
    assert found[["age", "estimate"]].to_numpy().tolist() == [[70, 5]]
    assert list(next_stock(now, flows())["age"]) == [70, 71]


def test_more_leaving_than_there_are_is_undefined():
    found = next_stock(stock((60, "nurse", 2)), flows((61, "nurse", 0, 2, 1))).iloc[0]
    assert (found["status"], found["opening"]) == (Status.UNDEFINED, 2)
    assert np.isnan(found["estimate"])


def test_a_missing_number_is_missing_in_its_row_only():
    now = stock((60, "nurse", np.nan), (60, "teacher", 5))
    found = next_stock(now, flows((61, "teacher", 1, 0, 0))).set_index("occupation")
    assert found["status"].to_dict() == {"nurse": "missing", "teacher": "ok"}
    moved = flows((61, "teacher", np.nan, 0, 0))
    assert next_stock(stock((60, "teacher", 5)), moved)["status"].tolist() == [Status.MISSING]
    merged = next_stock(stock((60, "nurse", np.nan), (61, "nurse", 3)), flows(), last_age=61)
    assert merged["status"].tolist() == [Status.MISSING]


def test_a_flow_that_the_table_lacks_is_none():
    found = next_stock(stock((60, "nurse", 5)), flows((61, "nurse", 0, 0, 0))[[*KEYS, "hires"]])
    assert list(found["estimate"]) == [5]


@pytest.mark.parametrize(
    ("now", "moved", "problem"),
    [
        (stock((60, "nurse", 5.5)), flows(), "heads are whole persons"),
        (stock((60, "nurse", -5)), flows(), "heads are whole persons"),
        (stock((60, "nurse", 5)), flows((61, "nurse", 0.5, 0, 0)), "heads are whole persons"),
        (stock((60, "nurse", 5), (60, "nurse", 5)), flows(), "two rows have one age"),
        (stock((60, "nurse", 5), (61, None, 5)), flows(), "stock: row 1 has no age or no occ"),
        (stock((np.nan, "nurse", 5)), flows(), "stock: row 0 has no age or no occupation"),
        (stock((60, "nurse", 5)), flows((61, None, 1, 0, 0)), "flows: row 0 has no age or no occ"),
        (stock(("60", "nurse", 5)), flows(), "stock has the age '60'; accepted: whole years"),
        (stock((60.5, "nurse", 5)), flows(), "stock has the age 60.5; accepted: whole years"),
    ],
)
def test_wrong_arguments_are_refused(now, moved, problem):
    with pytest.raises(ValueError, match=problem):
        next_stock(now, moved)


CELLS = st.dictionaries(
    st.tuples(st.integers(20, 70), st.sampled_from(["nurse", "teacher"])),
    st.integers(0, 400),
    min_size=1,
)
FLOWS = st.dictionaries(
    st.tuples(st.integers(20, 70), st.sampled_from(["nurse", "teacher"])),
    st.tuples(st.integers(0, 90), st.integers(0, 9), st.integers(0, 9)),
)


@given(CELLS, FLOWS, st.randoms())
def test_the_identity_holds_to_the_person_in_every_row_and_in_the_sum(cells, moves, random):
    now = stock(*[(*key, heads) for key, heads in cells.items()])
    moved = flows(*[(*key, *values) for key, values in moves.items()])
    found = next_stock(now, moved, last_age=70)
    assert found["opening"].sum() == now["heads"].sum()
    assert found[["hires", "retirements", "other_exits"]].sum().sum() == sum(
        map(sum, moves.values())
    )
    result = check_stocks(found.rename(columns={"estimate": "closing"}))
    assert result.loc[result["status"].eq(Status.OK), "estimate"].eq(0).all()
    balance = found["opening"] + found["hires"] - found["retirements"] - found["other_exits"]
    assert list(balance.lt(0)) == list(found["status"].eq(Status.UNDEFINED))
    shuffled = next_stock(
        now.sample(frac=1, random_state=random.randint(0, 9)), moved.iloc[::-1], 70
    )
    pd.testing.assert_frame_equal(shuffled, found)


REPORTED = pd.DataFrame(
    {
        "unit": ["a", "b", "c", "d"],
        "opening": [100, 50, 20, 10],
        "hires": [10, 5, 2, np.nan],
        "retirements": [4, 3, 1, 0],
        "other_exits": [6, 2, 1, 1],
        "closing": [100, 51, 18, 9],
    },
    index=[3, 1, 4, 2],
)


def test_a_reported_table_is_checked_row_by_row():
    found = check_stocks(REPORTED)
    assert list(found["estimate"][:3]) == [0, 1, -2]
    assert list(found["expected"][:3]) == [100, 50, 20]
    assert list(found["holds"]) == [True, False, False, False]
    assert list(found["status"]) == ["ok", "ok", "ok", "missing"]
    assert list(found.index) == [3, 1, 4, 2]
    assert list(found["unit"]) == ["a", "b", "c", "d"]


def test_rounded_tables_may_be_off_by_their_rounding():
    assert list(check_stocks(REPORTED, tolerance=1)["holds"]) == [True, True, False, False]
    decimals = REPORTED.iloc[:1].assign(opening=0.1, hires=0.2, retirements=0, other_exits=0)
    assert check_stocks(decimals.assign(closing=0.3))["holds"].all()
