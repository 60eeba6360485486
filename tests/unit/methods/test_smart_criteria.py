"""SMART from a register: what is filled in counts, what is a judgement stays open."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.action_plans.smart_criteria import FIELDS, smart_check, smart_counts
from analysis.methods.results import RESULT_COLUMNS, Status

FULL = dict.fromkeys(FIELDS, "given")


def check(*rows: dict) -> pd.DataFrame:
    measures = pd.DataFrame([{"measure": i, **row} for i, row in enumerate(rows)])
    return smart_check(measures.set_index(measures["measure"] + 10))


def test_a_measure_with_everything_is_complete_and_one_with_nothing_is_not():
    found = check(FULL, dict.fromkeys(FIELDS))
    assert list(found["complete"]) == [True, False]
    assert list(found.index) == [10, 11]
    assert found.loc[10, "has_owner"]
    assert not found.loc[11, "has_owner"]


@pytest.mark.parametrize(
    ("lacking", "criterion"),
    [
        ("text", "specific"),
        ("owner", "specific"),
        ("indicator", "measurable"),
        ("baseline", "measurable"),
        ("target", "measurable"),
        ("deadline", "time_bound"),
    ],
)
@pytest.mark.parametrize("empty", [None, "", "  ", np.nan, pd.NaT])
def test_one_empty_field_fails_its_criterion_and_no_other(lacking, criterion, empty):
    row = check({**FULL, lacking: empty}).iloc[0]
    met = {name: bool(row[name]) for name in ("specific", "measurable", "time_bound")}
    assert met == {name: name != criterion for name in met}
    assert not row["complete"]
    assert not row[f"has_{lacking}"]


def test_a_baseline_of_zero_is_a_baseline():
    assert check({**FULL, "baseline": 0}).iloc[0]["has_baseline"]


def test_a_column_that_the_register_lacks_is_not_there_for_any_measure():
    found = smart_check(pd.DataFrame({"measure": ["a"], "text": ["do it"], "owner": ["HR"]}))
    assert found["specific"].tolist() == [True]
    assert found["time_bound"].tolist() == [False]


def test_achievable_and_relevant_are_never_judged():
    found = check(FULL)
    assert found["achievable"].isna().all()
    counts = smart_counts(found).set_index("criterion")
    assert set(counts.loc[["achievable", "relevant"], "status"]) == {Status.UNDEFINED}
    assert counts.loc[["achievable", "relevant"], "estimate"].isna().all()


def test_counts_are_of_all_measures():
    counts = smart_counts(check(FULL, {**FULL, "owner": ""}, {**FULL, "target": ""}))
    assert list(counts.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)
    by = counts.set_index("criterion")
    assert by["estimate"].drop(["achievable", "relevant"]).to_dict() == {
        "has_text": 3, "has_owner": 2, "has_indicator": 3, "has_baseline": 3, "has_target": 2,
        "has_deadline": 3, "specific": 2, "measurable": 2, "time_bound": 3, "complete": 1,
    }  # fmt: skip
    assert set(by["n"]) == {3}
    assert by.loc["complete", "share"] == pytest.approx(100 / 3)


def test_no_measures_give_zero_and_no_percentage():
    counts = smart_counts(smart_check(pd.DataFrame(columns=["measure", *FIELDS])))
    assert counts["estimate"].fillna(0).eq(0).all()
    assert counts["share"].isna().all()
