"""The step beside a line through the years: what a drift explains is no change."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.methods.interrupted_series import step_beside_trend, year_as_unit
from analysis.methods.results import Status
from analysis.model.observations import as_series
from analysis.model.periods import Period


def years(first: int, values: list[float]):
    return as_series([Period(first + i) for i in range(len(values))], values)


def test_the_step_is_that_of_least_squares_with_a_line():
    """Checked by statsmodels on a design written out here."""
    values = [9.0, 9.3, 8.8, 9.1, 9.2, 8.1, 7.9, 8.2]
    found = step_beside_trend(years(2001, values), Period(2006))
    design = [[1, i, float(i >= 5)] for i in range(8)]
    fit = sm.OLS(values, design).fit()
    assert found.estimate == pytest.approx(fit.params[2])
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[2]))
    assert found.p == pytest.approx(fit.pvalues[2])
    assert (found.df, found.n_before, found.n_after) == (5, 5, 3)


def test_a_series_that_falls_all_the_way_passes_the_test_of_years_and_not_the_check():
    falling = years(2000, [10.0, 9.7, 9.55, 9.1, 8.9, 8.55, 8.3, 7.9, 7.7, 7.3, 7.15, 6.8])
    assert year_as_unit(falling, Period(2008)).significant
    assert not step_beside_trend(falling, Period(2008)).significant


def test_a_clear_step_passes_both():
    stepped = years(2000, [9.1, 9.0, 9.2, 9.05, 8.95, 9.1, 7.0, 7.1, 6.95])
    assert year_as_unit(stepped, Period(2006)).significant
    assert step_beside_trend(stepped, Period(2006)).significant


def test_a_missing_year_does_not_move_the_line():
    """Without noise: 10 - 0.5 a year, and a step of -1 in 2006, 2003 left out."""
    levels = {2000: 0.1, 2001: -0.1, 2002: 0.0, 2004: 0.0, 2005: 0.0, 2006: 0.0, 2007: 0.0}
    values = {y: 10 - 0.5 * (y - 2000) - (y >= 2006) + noise for y, noise in levels.items()}
    series = as_series([Period(y) for y in values], list(values.values()))
    assert step_beside_trend(series, Period(2006)).estimate == pytest.approx(-1.0, abs=0.25)


def test_quarters_are_taken_together_to_years():
    quarters = as_series(
        [Period(y, "quarter", q) for y in range(2003, 2009) for q in (1, 2, 3, 4)],
        [9 + q / 10 + (y % 2) / 5 - 2 * (y == 2008) for y in range(2003, 2009) for q in range(4)],
    )
    found = step_beside_trend(quarters, Period(2008, "quarter", 1))
    assert (found.n_before, found.n_after) == (5, 1)


@pytest.mark.parametrize(
    ("values", "start", "status"),
    [
        ([9.0, 8.8, 9.1, 8.0], 2003, Status.TOO_FEW),
        ([9.0, 8.8, 9.1, 8.0, 8.1], 2001, Status.TOO_FEW),
        ([9.0, 8.8, 9.1, 8.0, 8.1], 2005, Status.TOO_FEW),
        ([10.0, 9.0, 8.0, 6.0, 5.0], 2003, Status.NO_VARIATION),
    ],
)
def test_without_enough_years_or_without_chance_there_is_a_status(values, start, status):
    found = step_beside_trend(years(2000, values), Period(start))
    assert (found.status, found.estimate) == (status, None)
    assert found.reason


@pytest.mark.parametrize("drift", [0.3, 0.6, 1.0])
@pytest.mark.slow
def test_with_a_drift_and_no_step_the_two_together_hold_their_promise(drift):
    """8 years before and 4 after, 1,500 series: the test alone calls most of them improved."""
    generator = np.random.default_rng(11)
    alone = together = 0
    for _ in range(1500):
        series = years(2000, list(generator.standard_normal(12) - drift * np.arange(12)))
        test, check = (call(series, Period(2008)) for call in (year_as_unit, step_beside_trend))
        fell = test.significant and test.estimate < 0
        alone += fell
        together += fell and check.significant and check.estimate < 0
    assert alone / 1500 > 0.4
    assert together / 1500 < 0.04
