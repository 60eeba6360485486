"""Porsgrunn's sixteen quarters under every model, and under every other date.

The figures were computed with other programs before this one was written (the project's notes on
statistics, section 5.4). Only the model with step and season is on the menu of 12 and 4 quarters;
the others are fitted to show how far the answer hangs on the model.
"""

import numpy as np
import pytest

from analysis.methods.interrupted_series import (
    detectable_change,
    fit_model,
    model_range,
    placebo_breaks,
    power_of,
)
from analysis.methods.interrupted_series.designs import design_matrix, sample_of
from analysis.model.periods import Period

START = Period(2008)


@pytest.fixture(scope="module")
def quarters(porsgrunn_evaluation):
    return porsgrunn_evaluation.lead.quarters


@pytest.mark.parametrize(
    ("model", "step", "low", "high", "p"),
    [
        ("step", -1.24, -2.23, -0.25, 0.017),
        ("step_season", -1.24, -2.06, -0.42, 0.007),
        ("step_trend_season", -2.04, -3.21, -0.87, 0.003),
        ("step_trend_slope_season", -1.51, -3.03, 0.02, 0.052),
    ],
)
def test_the_step_of_each_model(quarters, model, step, low, high, p):
    found = fit_model(quarters, START, model)[0]
    assert (found.estimate, found.low, found.high) == pytest.approx((step, low, high), abs=0.005001)
    assert found.p == pytest.approx(p, abs=0.0005)


def test_the_difference_to_norway_in_quarters_and_in_years(quarters, porsgrunn_evaluation):
    found = {
        row.method: row
        for row in model_range(quarters, START, porsgrunn_evaluation.comparison).estimates
    }
    season, years = found["step_season_difference"], found["year_as_unit_difference"]
    assert (season.estimate, season.low, season.high, season.p) == pytest.approx(
        (-1.50, -2.26, -0.74, 0.001), abs=0.005001
    )
    assert (years.estimate, years.low, years.high, years.p) == pytest.approx(
        (-1.50, -3.22, 0.22, 0.064), abs=0.005001
    )


def test_of_all_dates_the_start_fits_best_but_its_neighbours_nearly_as_well(quarters):
    table = placebo_breaks(quarters, START, at_least=1)
    assert list(table[table["is_start"]]["rank"]) == [1.0]
    f = {str(period): value for period, value in zip(table["break"], table["f"], strict=True)}
    assert (f["2007Q4"], f["2008Q1"], f["2008Q2"]) == pytest.approx((7.4, 11.0, 8.9), abs=0.05)


def test_nearly_as_much_happened_before_the_programme(quarters):
    table = placebo_breaks(quarters, START, before_only=True)
    row = table[table["break"] == Period(2006, "quarter", 1)].iloc[0]
    assert row["estimate"] == pytest.approx(0.81, abs=0.005)
    assert row["p"] == pytest.approx(0.051, abs=0.0005)


def test_the_test_of_years_would_find_such_a_drop_one_time_in_four(porsgrunn_evaluation):
    own = porsgrunn_evaluation.lead.own
    assert power_of(1.24, own.smallest / 4.302653, 2) == pytest.approx(0.25, abs=0.02)
    assert own.detectable == pytest.approx(3.06, abs=0.005)


@pytest.mark.parametrize(("model", "change"), [("step_season", 1.2), ("step_trend_season", 1.9)])
def test_a_step_in_quarters_must_be_about_1_2_or_with_a_trend_1_9(quarters, model, change):
    """The notes: noise 0.65, 80 per cent power, 12 and 4 quarters."""
    terms = design_matrix(sample_of(quarters, START), model).to_numpy()
    error = 0.65 * np.linalg.inv(terms.T @ terms)[0, 0] ** 0.5
    assert detectable_change(error, 16 - terms.shape[1]) == pytest.approx(change, abs=0.06)


def test_each_model_says_what_it_would_have_found(quarters):
    season, trend = (fit_model(quarters, START, name)[0] for name in
                     ("step_season", "step_trend_season"))  # fmt: skip
    assert (season.detectable, trend.detectable) == pytest.approx((1.15, 1.64), abs=0.005)
