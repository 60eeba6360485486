"""What the store refuses: every fault at once, each with its row and column, nothing stored."""

import math

import numpy as np
import pandas as pd
import pytest
from store_cases import origin, row, table

from analysis.errors import InputError
from analysis.model.periods import Period
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


@pytest.fixture
def store(tmp_path):
    return Store(Workspace(tmp_path.resolve()))


def good() -> pd.DataFrame:
    return table(row(8.5), row(8.6, "2013"), row(None, "2014", status="missing")).astype(object)


def refusal(store: Store, wrong: pd.DataFrame) -> list[tuple[int | None, str, str]]:
    with pytest.raises(InputError) as refused:
        store.add(wrong, origin())
    assert not store._shelf.folder.exists()
    assert {fault.file for fault in refused.value.faults} == {"a-publisher/a-dataset"}
    return [(fault.line, fault.key, fault.found) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("indicator", ""),
        ("indicator", " "),
        ("indicator", None),
        ("indicator", 1),
        ("municipality", 301),
        ("municipality", "301"),
        ("municipality", "03011"),
        ("municipality", "K-0301"),
        ("municipality", "٠٣٠١"),
        ("municipality", "0301\n"),
        ("municipality", None),
        ("unit", None),
        ("unit", math.nan),
        ("unit", "\ud800"),
        ("unit", ["a"]),
        ("period", "2012"),
        ("period", 2012),
        ("period", None),
        ("period", Period(2012, "quarter", 5)),
        ("period", Period(12)),
        ("breakdown", 1),
        ("status", "Reported"),
        ("status", None),
        ("source", ""),
        ("value", "8,7"),
        ("value", "8.7"),
        ("value", True),
        ("value", math.inf),
        ("value", -math.inf),
        ("value", 1j),
        ("value", 10**400),
        ("n", -1),
        ("n", "7"),
        ("n", math.inf),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_content(store, column, cell):
    wrong = good()
    wrong.at[1, column] = cell
    assert refusal(store, wrong) == [(2, f"column {column}", f"found {cell!r}")]


def test_all_faults_are_told_at_once(store):
    wrong = good()
    wrong.at[0, "municipality"] = 301
    wrong.at[1, "municipality"] = 1060
    wrong.at[1, "value"] = "x"
    wrong.at[2, "status"] = "hidden"
    assert refusal(store, wrong) == [
        (1, "column municipality", "found 301"),
        (2, "column municipality", "found 1060"),
        (3, "column status", "found 'hidden'"),
        (2, "column value", "found 'x'"),
    ]


def test_a_table_of_faults_is_told_in_part_with_the_number_of_the_rest(store):
    many = pd.concat([table(row(8.5))] * 30).assign(municipality="1")
    found = refusal(store, many)
    assert len(found) == 21
    assert found[-1] == (None, "column municipality", "10 more rows with the same fault")
    assert len(refusal(store, many.head(20))) == 20


@pytest.mark.parametrize(
    ("status", "value"),
    [("reported", None), ("provisional", math.nan), ("suppressed", 3.0), ("missing", 0)],
)
def test_a_status_that_contradicts_its_value_is_refused(store, status, value):
    wrong = good()
    wrong.loc[1, ["status", "value"]] = [status, value]
    ((line, key, found),) = refusal(store, wrong)
    assert (line, key) == (2, "column status")
    shown = math.nan if value is None else float(value)
    assert found == f"found '{status} with value {shown}'"


def test_a_second_value_for_a_key_is_refused_by_name(store):
    wrong = pd.concat([good(), good().tail(1)], ignore_index=True)
    assert refusal(store, wrong) == [
        (4, "", "found 'a second value for sick_leave 0301  2014'"),
    ]


def test_missing_and_unknown_columns_are_refused(store):
    for wrong in (good().drop(columns="n"), good().assign(more=1)):
        ((_, _, found),) = refusal(store, wrong)
        assert found == f"the columns are {', '.join(wrong.columns)}"


def test_a_table_without_rows_is_refused(store):
    assert refusal(store, good().head(0)) == [(None, "", "there is no observation")]


@pytest.mark.parametrize("kind", ["Float64", "float32", "object", "Int64", "int64"])
def test_numbers_of_every_kind_of_column_are_taken_exactly(store, kind):
    given = table(row(8), row(2, "2013"), row(3, "2014"))
    values = pd.array([8, 2, 3], dtype=kind) if kind != "object" else [8, np.int64(2), 3.0]
    given["value"] = pd.Series(values, dtype=kind)
    given["n"] = pd.Series([7, pd.NA, None], dtype="Int64")
    store.add(given, origin())
    found = store.observations()
    assert list(found["value"]) == [8.0, 2.0, 3.0]
    assert found["n"].isna().tolist() == [False, True, True]


def test_the_table_given_is_left_as_it_was(store):
    given = good()
    before = given.copy(deep=True)
    store.add(given, origin())
    pd.testing.assert_frame_equal(given, before)
