"""Before and after a start: which models may run, and whether they find what is there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.interrupted_series import (
    false_alarm_rates,
    menu,
    split,
    step_models,
    year_as_unit,
)
from analysis.methods.results import Estimate, result_frame
from analysis.model.observations import as_series
from analysis.model.periods import Period, quarters_of

START = Period(2008, "quarter", 1)
MAIN, TREND, SLOPE = "step_season", "step_trend_season", "step_trend_slope_season"


def quarters(n_before: int, n_after: int, values: list[float] | None = None) -> pd.Series:
    """So many quarters before and from 2008Q1 on."""
    first = 2008 * 4 - n_before
    periods = [
        Period(i // 4, "quarter", i % 4 + 1) for i in range(first, first + n_before + n_after)
    ]
    return as_series(periods, values or [0.0] * len(periods))


def made(n_before: int, n_after: int, step: float, trend: float = 0.0, slope: float = 0.0,
         noise: float = 0.1) -> pd.Series:  # fmt: skip
    """A series with a season, a trend, and at the start a step and a change of slope."""
    generator = np.random.default_rng(1)
    values = []
    for i in range(-n_before, n_after):
        season = (0.6, -0.4, -0.6, 0.3)[i % 4]
        level = 9.0 + season + trend * i
        after = step + slope * i if i >= 0 else 0.0
        values.append(level + after + noise * generator.standard_normal())
    return quarters(n_before, n_after, values)


# -- the menu


@pytest.mark.parametrize(
    ("n_before", "n_after", "models"),
    [
        (7, 40, ()),
        (40, 3, ()),
        (12, 3, ()),
        (8, 4, (MAIN,)),
        (15, 8, (MAIN,)),
        (15, 40, (MAIN,)),
        (16, 4, (MAIN,)),
        (16, 7, (MAIN,)),
        (40, 7, (MAIN,)),
        (16, 8, (MAIN, TREND)),
        (23, 12, (MAIN, TREND)),
        (24, 11, (MAIN, TREND)),
        (24, 12, (MAIN, TREND, SLOPE)),
    ],
)
def test_the_number_of_quarters_alone_decides_which_models_may_run(n_before, n_after, models):
    assert menu(n_before, n_after) == models


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_quarters_never_take_a_model_away(n_before, n_after):
    models = set(menu(n_before, n_after))
    assert models <= set(menu(n_before + 1, n_after))
    assert models <= set(menu(n_before, n_after + 1))


# -- the split


@pytest.mark.parametrize(
    ("start", "before", "after"),
    [
        ("2008Q1", 8, 4),
        ("2008", 8, 4),
        ("2008-01-01", 8, 4),
        ("2007-12-31", 7, 4),
        ("2008-02", 8, 3),
        ("2008-06-15", 9, 2),
        ("2009", 12, 0),
        ("2006", 0, 12),
    ],
)
def test_a_quarter_the_start_falls_into_belongs_to_neither_part(start, before, after):
    first, second = split(quarters(8, 4), Period.parse(start))
    assert (len(first), len(second)) == (before, after)


def test_no_quarter_is_lost_or_doubled_by_a_start_between_quarters():
    series = quarters(8, 4, [float(i) for i in range(12)])
    first, second = split(series, START)
    assert list(first) + list(second) == list(series)


# -- years as the unit


def test_years_as_the_unit_is_students_t_on_year_means():
    """Years 9, 10, 11 before and 8 after: spread 1, error the root of 1/3 + 1, df 2."""
    values = [year + season for year in (9, 10, 11, 8) for season in (0.5, -0.5, -0.5, 0.5)]
    found = year_as_unit(quarters(12, 4, values), START)
    margin = 4.302653 * (4 / 3) ** 0.5
    assert found.estimate == pytest.approx(-2.0)
    assert (found.low, found.high) == pytest.approx((-2 - margin, -2 + margin), abs=1e-5)
    assert found.smallest == pytest.approx(margin, abs=1e-5)
    assert found.p == pytest.approx(0.2254, abs=1e-4)
    assert (found.df, found.n_before, found.n_after) == (2, 3, 1)
    assert (found.method, found.status, found.level) == ("year_as_unit", "ok", 0.95)
    assert not found.significant


def test_incomplete_years_do_not_count():
    values = [9.0] * 3 + [9.0] * 4 + [10.0] * 4 + [8.0] * 4 + [1.0] * 2
    found = year_as_unit(quarters(11, 6, values), START)
    assert (found.n_before, found.n_after) == (2, 1)
    assert found.estimate == pytest.approx(-1.5)


def test_a_year_the_programme_began_in_belongs_to_neither_side():
    values = [9.0] * 4 + [10.0] * 4 + [5.0] * 4 + [8.0] * 4
    series = quarters(8, 8, values)
    found = year_as_unit(series, Period.parse("2008-02"))
    assert (found.n_before, found.n_after) == (2, 1)
    assert found.estimate == pytest.approx(8.0 - 9.5)


@pytest.mark.parametrize(("n_before", "n_after"), [(7, 4), (12, 3), (4, 8)])
def test_too_few_quarters_for_a_model_are_too_few_for_years(n_before, n_after):
    found = year_as_unit(made(n_before, n_after, -1), START)
    assert found.status == "too_few"
    assert not found.computed
    assert (found.estimate, found.p, found.low) == (None, None, None)


def test_one_full_year_before_is_too_few():
    """Eleven quarters before 2008-03 hold two whole years; nine hold two less a quarter."""
    start = Period.parse("2008Q2")
    series = made(7, 9, -1)
    assert year_as_unit(series, start).status == "too_few"


def test_years_that_are_all_alike_have_no_spread_to_test_with():
    found = year_as_unit(quarters(12, 4, [9.0] * 12 + [8.0] * 4), START)
    assert (found.status, found.estimate, found.n_before) == ("no_variation", None, 3)


def test_a_higher_level_gives_a_wider_interval():
    series = made(12, 4, -1)
    narrow, wide = year_as_unit(series, START), year_as_unit(series, START, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert wide.level == 0.99


# -- step models


def test_a_planted_step_is_found_within_its_interval():
    (found,) = step_models(made(12, 4, step=-1.2), START)
    assert found.method == MAIN
    assert found.estimate == pytest.approx(-1.2, abs=0.15)
    assert found.low < -1.2 < found.high
    assert found.significant
    assert (found.n_before, found.n_after, found.df) == (12, 4, 11)


def test_without_noise_a_planted_step_is_found_exactly():
    for found in step_models(made(24, 12, step=-1.2, noise=0.0), START)[:3]:
        assert found.estimate == pytest.approx(-1.2, abs=1e-9)


def test_only_a_model_with_a_trend_is_not_deceived_by_one():
    models = step_models(made(16, 8, step=0.0, trend=0.1, noise=0.05), START)
    found = {item.method: item.estimate for item in models}
    assert found[MAIN] == pytest.approx(1.2, abs=0.1)
    assert found[TREND] == pytest.approx(0.0, abs=0.1)


def test_a_change_of_slope_leaves_the_step_at_the_start():
    models = step_models(made(24, 12, step=-1.0, trend=0.05, slope=-0.2, noise=0.01), START)
    found = {item.method: item.estimate for item in models}
    assert found[SLOPE] == pytest.approx(-1.0, abs=0.05)


def test_a_season_alone_is_no_step():
    (found,) = step_models(made(12, 4, step=0.0), START)
    assert abs(found.estimate) < 0.15
    assert not found.significant


def test_where_models_are_many_the_main_one_is_also_fitted_with_autocorrelation():
    methods = [item.method for item in step_models(made(16, 8, -1), START)]
    assert methods == [MAIN, TREND, f"{MAIN}_ar1"]
    assert [item.method for item in step_models(made(12, 4, -1), START)] == [MAIN]


def test_autocorrelation_widens_the_interval_where_there_is_some():
    generator = np.random.default_rng(7)
    noise = [0.0]
    for _ in range(59):
        noise.append(0.8 * noise[-1] + generator.standard_normal())
    found = step_models(quarters(40, 20, noise), START)
    plain = next(item for item in found if item.method == MAIN)
    with_correlation = next(item for item in found if item.method == f"{MAIN}_ar1")
    assert with_correlation.smallest > 1.3 * plain.smallest


def test_too_few_quarters_give_no_model():
    (found,) = step_models(made(12, 3, -1), START)
    assert (found.method, found.status, found.estimate) == (MAIN, "too_few", None)
    assert (found.n_before, found.n_after) == (12, 3)


def test_a_series_that_never_moves_gives_no_estimate():
    found = step_models(quarters(16, 8), START)
    assert [item.status for item in found] == ["no_variation"] * 2
    assert all(item.estimate is None for item in found)


def test_a_quarter_the_start_falls_into_is_left_out_of_the_fit():
    series = made(12, 5, step=-1.2, noise=0.0)
    series[Period(2008, "quarter", 1)] = 99.0
    (found,) = step_models(series, Period.parse("2008-02"))
    assert found.estimate == pytest.approx(-1.2, abs=1e-9)
    assert (found.n_before, found.n_after) == (12, 4)


# -- false alarms


def test_least_squares_on_quarters_keeps_five_percent_only_without_autocorrelation():
    assert false_alarm_rates(12, 4, 0.0)["step_season"] == pytest.approx(0.05, abs=0.012)
    assert false_alarm_rates(12, 4, 0.6)["step_season"] > 0.15


@pytest.mark.parametrize("autocorrelation", [0.0, 0.6])
def test_years_as_the_unit_keep_five_percent(autocorrelation):
    rate = false_alarm_rates(12, 4, autocorrelation)["year_as_unit"]
    assert rate == pytest.approx(0.05, abs=0.015)


def test_false_alarms_of_years_are_given_only_where_there_are_full_years():
    assert set(false_alarm_rates(13, 4, 0.0, draws=50)) == {"step_season"}
    assert set(false_alarm_rates(12, 3, 0.0, draws=50)) == {"step_season"}


def test_the_same_seed_gives_the_same_rate():
    first, second = (false_alarm_rates(12, 4, 0.3, draws=200) for _ in range(2))
    assert first == second


# -- the row of a result


def test_a_result_is_a_row_with_all_that_was_computed():
    frame = result_frame([Estimate("step", MAIN, estimate=-1.0, p=0.04, n_before=12)])
    assert frame.loc[0, ["statistic", "method", "status"]].tolist() == ["step", MAIN, "ok"]
    assert frame.loc[0, "n_before"] == 12


@pytest.mark.parametrize(("p", "significant"), [(0.049, True), (0.051, False), (None, False)])
def test_significant_means_p_below_one_minus_the_level(p, significant):
    assert Estimate("step", MAIN, p=p).significant is significant


def test_quarters_of_these_tests_are_where_they_say():
    assert list(quarters(4, 4).index) == quarters_of(2007) + quarters_of(2008)
