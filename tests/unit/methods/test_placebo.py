"""Placebo breaks: every other date the model could have been given."""

import numpy as np
import pytest

from analysis.methods.interrupted_series import fit_model, placebo_breaks
from analysis.methods.results import RESULT_COLUMNS
from analysis.model.observations import as_series
from analysis.model.periods import Period

QUARTERS = [Period(2005 + i // 4, "quarter", i % 4 + 1) for i in range(16)]
START = Period(2008)


def series(step: float = -2.0):
    noise = np.random.default_rng(4).standard_normal(16) * 0.2
    return as_series(QUARTERS, [9.0 + noise[i] + step * (i >= 12) for i in range(16)])


def test_a_clear_change_ranks_first_at_its_own_date():
    table = placebo_breaks(series(), START)
    assert list(table.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)
    assert list(table["break"]) == QUARTERS[2:15]
    true = table[table["is_start"]]
    assert [str(period) for period in true["break"]] == ["2008Q1"]
    assert list(true["rank"]) == [1.0]
    assert sorted(table["rank"]) == list(range(1, 14))


def test_f_is_the_square_of_students_t():
    """F with one degree of freedom has the same p as t with the same df."""
    from scipy import stats

    table = placebo_breaks(series(-0.3), START, level=0.9)
    assert stats.f.sf(table["f"], 1, table["df"]) == pytest.approx(table["p"].to_numpy())


def test_each_row_is_the_model_with_that_break():
    table = placebo_breaks(series(), START, "step_trend").set_index("break")
    step, _ = fit_model(series(), QUARTERS[7], "step_trend")
    assert table.loc[QUARTERS[7], "estimate"] == step.estimate
    assert table.loc[QUARTERS[7], "n_before"] == 7


def test_before_the_start_only_what_ended_before_it_is_used():
    changed = series()
    changed.iloc[12:] = 99.0
    table = placebo_breaks(changed, START, before_only=True)
    assert list(table["break"]) == QUARTERS[2:11]
    assert not table["is_start"].any()
    assert table["estimate"].tolist() == pytest.approx(
        placebo_breaks(series(), START, before_only=True)["estimate"].tolist()
    )


def test_more_periods_on_either_side_leave_fewer_breaks():
    assert list(placebo_breaks(series(), START, at_least=4)["break"]) == QUARTERS[4:13]
    assert list(placebo_breaks(series(), START, at_least=1)["break"]) == QUARTERS[1:]
    with pytest.raises(ValueError, match="1 or more"):
        placebo_breaks(series(), START, at_least=0)


def test_the_period_the_start_falls_into_is_in_no_row():
    table = placebo_breaks(series(), Period.parse("2008-02"))
    assert QUARTERS[12] not in set(table["break"])
    assert [str(period) for period in table[table["is_start"]]["break"]] == ["2008Q2"]


def test_a_short_or_empty_series_gives_statuses_or_no_rows():
    short = placebo_breaks(series().iloc[:8], Period(2006))
    assert set(short["status"]) == {"too_few"}
    assert short["rank"].isna().all()
    empty = placebo_breaks(as_series([], []), START)
    assert len(empty) == 0
    assert {"break", "f", "rank", "is_start"} <= set(empty.columns)
