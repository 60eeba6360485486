"""The terms of the models, column by column."""

import numpy as np
import pytest

from analysis.methods.interrupted_series.designs import (
    MODELS,
    Terms,
    design_matrix,
    position,
    sample_of,
    start_position,
)
from analysis.model.observations import as_series
from analysis.model.periods import Period

SIX = [Period(2007 + i // 4, "quarter", i % 4 + 1) for i in range(6)]
START = Period.parse("2007Q4")


def six_quarters():
    return sample_of(as_series(SIX, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), START)


def test_the_step_is_one_from_the_start_on_and_the_trend_is_nought_there():
    design = design_matrix(six_quarters(), "step_trend_slope")
    assert list(design.columns) == ["step", "trend", "slope_change", "level"]
    assert list(design["step"]) == [0, 0, 0, 1, 1, 1]
    assert list(design["trend"]) == [-3, -2, -1, 0, 1, 2]
    assert list(design["slope_change"]) == [0, 0, 0, 0, 1, 2]


def test_the_slope_may_change_from_the_last_period_before():
    terms = Terms(slope="from_last_before")
    design = design_matrix(six_quarters(), "step_trend_slope", terms)
    assert list(design["slope_change"]) == [0, 0, 0, 1, 2, 3]


def test_dummies_leave_out_the_first_part_of_the_year_that_is_seen():
    design = design_matrix(six_quarters(), "step_season")
    assert list(design.columns) == ["step", "level", "season_2", "season_3", "season_4"]
    assert list(design["season_2"]) == [0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("kind", "harmonics", "columns"),
    [
        ("month", 1, ["cosine_1", "sine_1"]),
        ("month", 2, ["cosine_1", "sine_1", "cosine_2", "sine_2"]),
        ("quarter", 2, ["cosine_1", "sine_1", "cosine_2"]),
        ("tertial", 2, ["cosine_1", "sine_1"]),
        ("half", 2, ["cosine_1"]),
    ],
)
def test_only_waves_that_the_parts_of_a_year_can_carry(kind, harmonics, columns):
    periods = [Period(2008, kind, 1), Period(2008, kind, 2)]
    sample = sample_of(as_series(periods, [1.0, 2.0]), Period(2008))
    design = design_matrix(sample, "step_season", Terms("harmonics", harmonics))
    assert list(design.columns) == ["step", "level", *columns]


def test_the_first_wave_of_months_turns_once_a_year():
    periods = [Period(2008, "month", number) for number in range(1, 13)]
    sample = sample_of(as_series(periods, [0.0] * 12), Period(2008))
    wave = design_matrix(sample, "step_season", Terms("harmonics", 2))
    assert wave["cosine_1"].to_numpy()[[2, 5, 8, 11]] == pytest.approx([0, -1, 0, 1], abs=1e-12)
    assert wave["sine_2"].sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_has_the_terms_of_its_name(model):
    columns = design_matrix(six_quarters(), model).columns
    assert ("trend" in columns, "slope_change" in columns) == ("trend" in model, "slope" in model)
    assert ("season_4" in columns) == ("season" in model)


@pytest.mark.parametrize(
    ("start", "kind", "first"),
    [
        ("2008Q1", "quarter", "2008Q1"),
        ("2008-02", "quarter", "2008Q2"),
        ("2008-01-02", "quarter", "2008Q2"),
        ("2008-05-01", "tertial", "2008T2"),
        ("2008-12-15", "month", "2009-01"),
        ("2008-07-01", "half", "2008H2"),
        ("2008-02", "year", "2009"),
        ("2008", "year", "2008"),
    ],
)
def test_the_first_period_that_begins_with_the_start_or_later(start, kind, first):
    assert start_position(Period.parse(start), kind) == position(Period.parse(first))


def test_a_sample_is_in_order_and_says_what_is_left_out():
    series = as_series(SIX, [1.0, 2.0, np.nan, 4.0, 5.0, 6.0]).iloc[::-1].drop(SIX[1])
    sample = sample_of(series, Period.parse("2008-02"))
    assert list(sample.periods) == [SIX[0], SIX[3], SIX[5]]
    assert list(sample.values) == [1.0, 4.0, 6.0]
    assert (sample.n_before, sample.n_after, sample.consecutive) == (2, 1, False)
    assert sample.remark == (
        "2 of 6 quarters from 2007Q1 to 2008Q2 have no value: 2007Q2, 2007Q3. "
        "2008Q1 is left out: the start falls within it."
    )


def test_a_series_without_gaps_is_consecutive_over_the_turn_of_the_year():
    assert six_quarters().consecutive
    assert six_quarters().remark == ""
