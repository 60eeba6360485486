"""Before and after a start: which models may run, and whether they find what is there."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.methods.comparison import difference
from analysis.methods.interrupted_series import (
    Terms,
    detectable_change,
    fit_model,
    menu,
    model_range,
    segmented_models,
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
    assert (found.n, found.reason) == (4, "")
    assert not found.significant


def test_years_that_lie_far_apart_after_the_start_carry_little():
    """Mean -0.3 of two years that agree and two that do not: the spread is that of all four."""
    years = [Period(year) for year in (2006, 2007, 2008, 2009)]
    found = year_as_unit(as_series(years, [8.3, 8.325, 6.6, 9.4]), START)
    assert found.estimate == pytest.approx(-0.3125)
    assert (found.df, found.significant) == (2, False)
    assert found.low < -2


def test_incomplete_years_do_not_count():
    values = [9.0] * 3 + [9.0] * 4 + [10.0] * 4 + [8.0] * 4 + [1.0] * 2
    found = year_as_unit(quarters(11, 6, values), START)
    assert (found.n_before, found.n_after) == (2, 1)
    assert found.estimate == pytest.approx(-1.5)
    assert found.reason == "Left out, incomplete or divided by the start: 2005, 2009."


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
    assert found.reason.startswith(
        f"{n_before // 4} full years before the start and {n_after // 4}"
    )


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
    error = wide.smallest / stats.t.ppf(0.995, 2)
    assert wide.detectable == pytest.approx(detectable_change(error, 2, 0.99))


# -- step models


def test_a_planted_step_is_found_within_its_interval():
    (found,) = step_models(made(12, 4, step=-1.2), START)
    assert found.method == MAIN
    assert found.estimate == pytest.approx(-1.2, abs=0.15)
    assert found.low < -1.2 < found.high
    assert found.significant
    assert (found.n_before, found.n_after, found.df) == (12, 4, 11)


def test_next_to_no_noise_leaves_a_planted_step_as_it_was():
    for found in step_models(made(24, 12, step=-1.2, noise=1e-6), START):
        assert found.estimate == pytest.approx(-1.2, abs=1e-5)


def test_a_model_that_meets_every_value_has_nothing_to_test_with():
    for found in step_models(made(24, 12, step=-1.2, noise=0.0), START):
        assert (found.status, found.estimate, found.p) == ("no_variation", None, None)
        assert found.reason == "The model meets every value: nothing is left to chance."


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
    assert (found.n_before, found.n_after, found.n) == (12, 3, 15)
    assert found.reason == "12 quarters before the start and 3 after; a model needs 8 and 4."


def test_half_the_interval_is_the_smallest_change_and_the_level_decides_both():
    series = made(12, 4, -1, noise=0.5)
    for level in (0.8, 0.95, 0.99):
        (found,) = step_models(series, START, level)
        error = found.smallest / stats.t.ppf((1 + level) / 2, 11)
        assert found.high - found.estimate == pytest.approx(found.smallest)
        assert found.estimate - found.low == pytest.approx(found.smallest)
        assert found.detectable == pytest.approx(detectable_change(error, 11, level))
        assert 2 * stats.t.sf(abs(found.estimate) / error, 11) == pytest.approx(found.p)


def test_a_series_that_never_moves_gives_no_estimate():
    found = step_models(quarters(16, 8), START)
    assert [item.status for item in found] == ["no_variation"] * 3
    assert all(item.estimate is None for item in found)


def test_a_quarter_the_start_falls_into_is_left_out_of_the_fit():
    series = made(12, 5, step=-1.2, noise=1e-6)
    series[Period(2008, "quarter", 1)] = 99.0
    (found,) = step_models(series, Period.parse("2008-02"))
    assert found.estimate == pytest.approx(-1.2, abs=1e-5)
    assert (found.n_before, found.n_after, found.n) == (12, 4, 16)
    assert found.reason == "2008Q1 is left out: the start falls within it."


# -- all terms of the models


def test_trend_and_change_of_slope_are_rows_of_their_own():
    series = made(24, 12, step=-1.0, trend=0.05, slope=-0.2, noise=1e-6)
    found = {(row.method, row.statistic): row.estimate for row in segmented_models(series, START)}
    assert found[SLOPE, "step"] == pytest.approx(-1.0, abs=1e-4)
    assert found[SLOPE, "trend"] == pytest.approx(0.05, abs=1e-4)
    assert found[SLOPE, "slope_change"] == pytest.approx(-0.2, abs=1e-4)
    assert (MAIN, "trend") not in found
    assert (TREND, "slope_change") not in found


def test_every_model_of_a_long_series_is_also_fitted_with_autocorrelation():
    methods = {row.method for row in segmented_models(made(24, 12, -1), START)}
    assert methods == {MAIN, TREND, SLOPE, f"{MAIN}_ar1", f"{TREND}_ar1", f"{SLOPE}_ar1"}
    assert {row.method for row in segmented_models(made(23, 7, -1), START)} == {MAIN}


def test_the_step_models_are_the_steps_of_the_segmented_models():
    series = made(16, 8, -1)
    every = segmented_models(series, START)
    assert set(step_models(series, START)) <= {row for row in every if row.statistic == "step"}


def test_two_harmonics_of_quarters_are_the_same_as_dummies():
    series = made(12, 4, -1)
    (dummies,) = fit_model(series, START, MAIN)
    (waves,) = fit_model(series, START, MAIN, terms=Terms("harmonics", 2))
    assert (waves.estimate, waves.p) == pytest.approx((dummies.estimate, dummies.p))


# -- other kinds of period


def yearly(n_before: int, n_after: int, values: list[float]) -> pd.Series:
    return as_series([Period(year) for year in range(2008 - n_before, 2008 + n_after)], values)


def parts(kind: str, number: int, n_before: int, n_after: int) -> pd.Series:
    """Months or tertials with a season, a step of -1 at 2008 and a little noise."""
    noise = np.random.default_rng(3).standard_normal(n_before + n_after) * 0.01
    places = range(2008 * number - n_before, 2008 * number + n_after)
    periods = [Period(place // number, kind, place % number + 1) for place in places]
    values = [
        5.0 + period.number * 0.3 - (period.year >= 2008) + noise[i]
        for i, period in enumerate(periods)
    ]
    return as_series(periods, values)


def test_years_have_no_season():
    assert menu(24, 12, "year") == ("step", "step_trend", "step_trend_slope")
    values = [9.0, 10.0, 9.5, 9.0, 10.0, 9.5, 9.0, 10.0, 8.0, 8.5, 7.5, 8.0]
    (found,) = step_models(yearly(8, 4, values), START)
    assert (found.method, found.n, found.df) == ("step", 12, 10)
    assert found.estimate == pytest.approx(8.0 - 9.5)


def test_the_test_of_years_takes_yearly_figures_as_they_are():
    found = year_as_unit(yearly(3, 1, [9.0, 10.0, 11.0, 8.0]), START)
    margin = 4.302653 * (4 / 3) ** 0.5
    assert (found.estimate, found.smallest) == pytest.approx((-2.0, margin), abs=1e-5)


@pytest.mark.parametrize(
    ("kind", "number", "n_before", "n_after"), [("tertial", 3, 9, 6), ("month", 12, 24, 12)]
)
def test_a_step_is_found_in_tertials_and_months(kind, number, n_before, n_after):
    series = parts(kind, number, n_before, n_after)
    for found in step_models(series, START):
        assert found.estimate == pytest.approx(-1.0, abs=0.05)
    assert year_as_unit(series, START).estimate == pytest.approx(-1.0, abs=0.01)


def test_months_of_less_than_two_years_are_too_few_for_their_season():
    (found,) = step_models(parts("month", 12, 12, 4), START)
    assert (found.status, found.estimate) == ("too_few", None)
    assert found.reason == (
        "16 months and 13 coefficients leave 3 degrees of freedom; 7 are needed."
    )


def test_a_step_that_is_also_a_season_cannot_be_told():
    """January to August before, September to December after: each month once."""
    series = parts("month", 12, 8, 4)
    series.index = [Period(2008, "month", number) for number in range(1, 13)]
    (found,) = step_models(series, Period.parse("2008-09"))
    assert found.status == "too_few"
    assert "cannot be told" in found.reason


def test_mixed_or_doubled_periods_are_refused():
    mixed = as_series([Period(2008), Period(2008, "quarter", 1)], [1.0, 2.0])
    twice = as_series([Period(2008), Period(2008)], [1.0, 2.0])
    daily = as_series([Period.parse("2008-01-02")], [1.0])
    for series, words in ((mixed, "accepted: one of"), (twice, "twice"), (daily, "accepted")):
        with pytest.raises(ValueError, match=words):
            step_models(series, START)
        with pytest.raises(ValueError, match=words):
            year_as_unit(series, START)


# -- gaps


def test_a_gap_shifts_neither_trend_nor_slope():
    full = made(24, 12, step=-1.0, trend=0.05, slope=-0.2, noise=1e-6)
    holes = [Period(2004, "quarter", 2), Period(2008, "quarter", 1), Period(2009, "quarter", 3)]
    found = fit_model(full.drop(holes), START, SLOPE)
    assert [row.estimate for row in found] == pytest.approx([-1.0, 0.05, -0.2], abs=1e-4)
    assert found[0].reason == (
        "3 of 36 quarters from 2002Q1 to 2010Q4 have no value: 2004Q2, 2008Q1, 2009Q3."
    )


def test_a_value_that_is_not_there_is_a_gap_and_not_a_number():
    series = made(13, 4, -1)
    series.iloc[5] = np.nan
    (found,) = step_models(series, START)
    assert (found.n_before, found.n, found.status) == (12, 16, "ok")
    assert found.reason.startswith("1 of 17 quarters")


def test_neighbours_are_not_correlated_across_a_gap():
    series = made(17, 8, -1).drop(Period(2005, "quarter", 1))
    found = {row.method: row for row in segmented_models(series, START) if row.statistic == "step"}
    assert found[f"{MAIN}_ar1"].status == "missing"
    assert found[MAIN].computed


def test_a_part_of_the_year_that_never_has_a_value_is_no_term():
    """Figures for the first and third quarter only: level, step and one season of 16 points."""
    series = made(24, 8, step=-1.2)
    half = series[[period for period in series.index if period.number in (1, 3)]]
    (found,) = step_models(half, START)
    assert (found.n, found.df, found.status) == (16, 13, "ok")
    assert found.estimate == pytest.approx(-1.2, abs=0.2)


def test_an_empty_series_is_too_few():
    empty = as_series([], [])
    assert [row.status for row in step_models(empty, START)] == ["too_few"]
    assert year_as_unit(empty, START).status == "too_few"
    assert model_range(empty, START).lowest is None


def test_all_after_the_start_is_too_few_for_any_model():
    (found,) = fit_model(made(0, 12, -1), START, MAIN)
    assert (found.status, found.reason) == (
        "too_few",
        "0 quarters before the start and 12 after it.",
    )


# -- what the arguments may be


def test_arguments_that_make_no_sense_are_refused():
    series = made(12, 4, -1)
    with pytest.raises(ValueError, match="the model is 'best'"):
        fit_model(series, START, "best")
    with pytest.raises(ValueError, match="harmonics from 1 up"):
        fit_model(series, START, MAIN, terms=Terms("harmonics", 0))
    for level in (0.0, 1.0, 95):
        with pytest.raises(ValueError, match="the level is"):
            step_models(series, START, level)
        with pytest.raises(ValueError, match="the level is"):
            year_as_unit(series, START, level)


# -- the range over the models


def test_the_range_runs_over_every_model_and_names_no_best():
    series = made(24, 12, step=-1.0, trend=0.1, slope=-0.1)
    found = model_range(series, START)
    estimates = {row.method: row.estimate for row in found.estimates}
    assert set(estimates) == {
        *(f"{model}{end}" for model in (MAIN, TREND, SLOPE) for end in ("", "_ar1")),
        "year_as_unit",
    }
    assert found.lowest == min(estimates.values())
    assert found.highest == max(estimates.values())
    assert found.lowest < found.highest


def test_the_range_with_a_comparison_holds_the_differences_too():
    own, other = made(12, 4, -1.0), quarters(12, 4, [6.0 + 0.01 * i for i in range(16)])
    found = {row.method: row for row in model_range(own, START, other).estimates}
    assert list(found) == [
        MAIN,
        "year_as_unit",
        f"{MAIN}_difference",
        "year_as_unit_difference",
    ]
    apart = year_as_unit(difference(own, other), START)
    assert found["year_as_unit_difference"].estimate == apart.estimate


def test_models_that_cannot_run_are_no_part_of_the_range():
    found = model_range(made(12, 3, -1), START)
    assert [row.status for row in found.estimates] == ["too_few", "too_few"]
    assert (found.lowest, found.highest) == (None, None)


# -- whatever the figures


NUMBERS = st.lists(
    st.floats(-5, 5).map(lambda value: round(value, 3)), min_size=16, max_size=16
).filter(lambda values: np.ptp(values) > 0.5)


def same(found: Estimate, estimate: float, margin: float) -> None:
    assert found.estimate == pytest.approx(estimate, rel=1e-6, abs=1e-8)
    assert found.smallest == pytest.approx(margin, rel=1e-6, abs=1e-8)


@settings(max_examples=40)
@given(NUMBERS, st.floats(-100, 100), st.sampled_from([-3.0, 0.5, 10.0]), st.randoms())
def test_shift_scale_and_row_order_change_nothing_else(values, shift, scale, order):
    series = quarters(12, 4, values)
    moved = (series * scale + shift).sample(frac=1, random_state=order.randint(0, 99))
    for method in (year_as_unit, lambda *given: step_models(*given)[0]):
        plain, other = method(series, START), method(moved, START)
        if plain.computed and plain.smallest > 1e-3:
            same(other, plain.estimate * scale, plain.smallest * abs(scale))
            assert other.p == pytest.approx(plain.p, abs=1e-5)
            assert other.detectable == pytest.approx(plain.detectable * abs(scale), rel=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_no_model_of_a_long_series(seed):
    series = made(24, 12, -1, 0.1, -0.1)
    mixed = series.sample(frac=1, random_state=seed)
    assert segmented_models(mixed, START) == segmented_models(series, START)


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


def test_an_infinite_quarter_is_left_out_and_named():
    quarters = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(24)]
    values = [8 + i * 7 % 5 / 10 for i in range(24)]
    odd, gap = values.copy(), values.copy()
    odd[5], gap[5] = float("-inf"), float("nan")
    start = Period(2004)
    found = fit_model(as_series(quarters, odd), start, "step_season")
    assert found == fit_model(as_series(quarters, gap), start, "step_season")
    assert "2001Q2" in found[0].reason


def test_a_model_at_a_low_level_has_no_detectable_change():
    quarters = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(24)]
    series = as_series(quarters, [8 + i * 7 % 5 / 10 for i in range(24)])
    row = fit_model(series, Period(2004), "step_season", level=0.1)[0]
    assert (row.status, row.detectable) == ("ok", None)


def test_a_model_says_which_periods_it_needs():
    index = pd.period_range("2000Q1", periods=24, freq="Q")
    with pytest.raises(ValueError, match=r"analysis\.model Period"):
        year_as_unit(pd.Series(range(24), index=index, dtype=float), Period(2004))
