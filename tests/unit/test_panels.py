"""Figures of several files and numbers as one panel."""

import pandas as pd

from analysis.model.periods import Period
from analysis.notebook.panels import one_of_each


def row(period: int, value: float | None, source: str) -> dict[str, object]:
    place = {"indicator": "sick_leave_se", "municipality": "1060", "breakdown": ""}
    return {**place, "period": Period(period), "value": value, "source": source}


def test_an_empty_row_of_another_number_does_not_hide_a_value():
    found = one_of_each(
        pd.DataFrame([row(2019, None, "a"), row(2019, 6.5, "b"), row(2020, 8.0, "a"),
                      row(2020, 8.1, "b"), row(2021, None, "a")])
    )  # fmt: skip
    assert found["source"].tolist() == ["b", "a", "a"]
    assert found["value"].tolist()[:2] == [6.5, 8.0]
