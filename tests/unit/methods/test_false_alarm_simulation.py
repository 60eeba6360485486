"""Simulated false alarms: the rates that are reported beside the models."""

import numpy as np
import pytest

from analysis.methods.interrupted_series import autoregressive_noise, false_alarm_rates


def test_least_squares_on_quarters_keeps_five_percent_only_without_autocorrelation():
    assert false_alarm_rates(12, 4, 0.0)["step_season"] == pytest.approx(0.05, abs=0.012)
    assert false_alarm_rates(12, 4, 0.6)["step_season"] > 0.15


@pytest.mark.parametrize("autocorrelation", [0.0, 0.6])
def test_years_as_the_unit_keep_five_percent(autocorrelation):
    rate = false_alarm_rates(12, 4, autocorrelation)["year_as_unit"]
    assert rate == pytest.approx(0.05, abs=0.015)


def test_another_level_gives_other_alarms():
    rates = false_alarm_rates(12, 4, 0.0, level=0.8)
    assert rates["step_season"] == pytest.approx(0.2, abs=0.03)
    assert rates["year_as_unit"] == pytest.approx(0.2, abs=0.03)


def test_false_alarms_of_years_are_given_only_where_there_are_full_years():
    assert set(false_alarm_rates(13, 4, 0.0, draws=50)) == {"step_season"}
    assert set(false_alarm_rates(12, 3, 0.0, draws=50)) == {"step_season"}


def test_the_same_seed_gives_the_same_rate():
    first, second = (false_alarm_rates(12, 4, 0.3, draws=200) for _ in range(2))
    assert first == second


def test_the_noise_has_the_variance_and_correlation_it_promises():
    noise = autoregressive_noise(6, 0.6, 40_000, seed=1)
    assert noise.shape == (6, 40_000)
    assert noise.var(axis=1) == pytest.approx(np.ones(6), abs=0.03)
    assert np.corrcoef(noise[4], noise[5])[0, 1] == pytest.approx(0.6, abs=0.02)


def test_worlds_that_cannot_be_are_refused():
    for correlation in (1.0, -1.2):
        with pytest.raises(ValueError, match="accepted: between -1 and 1"):
            false_alarm_rates(12, 4, correlation)
    for counts in ((4, 4), (12, 0)):
        with pytest.raises(ValueError, match="accepted: from 5 and 1"):
            false_alarm_rates(*counts, 0.0)
