"""What a test could have seen, held against simulation and an independent integration."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from analysis.methods.interrupted_series import (
    detectable_change,
    power_of,
    step_models,
    year_as_unit,
)
from analysis.methods.interrupted_series.power import detectable_or_none
from analysis.model.observations import as_series
from analysis.model.periods import Period

QUARTERS = [Period(2005 + i // 4, "quarter", i % 4 + 1) for i in range(16)]
START = Period(2008)


def integrated(change: float, error: float, df: float, level: float) -> float:
    """The power by integrating the normal over the chi-square of the spread: another route."""
    critical = stats.t.ppf((1 + level) / 2, df)

    def found(spread: float) -> float:
        bound, shift = critical * np.sqrt(spread / df), change / error
        chance = stats.norm.sf(bound - shift) + stats.norm.cdf(-bound - shift)
        return float(chance * stats.chi2.pdf(spread, df))

    return integrate.quad(found, 0, np.inf, limit=200)[0]


@pytest.mark.parametrize("df", [2, 3, 11, 29])
@pytest.mark.parametrize("change", [0.3, -1.24, 4.0])
def test_the_power_is_that_of_an_independent_integration(df, change):
    assert power_of(change, 0.5, df) == pytest.approx(
        integrated(abs(change), 0.5, df, 0.95), abs=1e-6
    )


def test_no_change_is_called_as_often_as_the_level_says():
    assert power_of(0.0, 1.0, 11) == pytest.approx(0.05)
    assert power_of(0.0, 1.0, 11, level=0.99) == pytest.approx(0.01)


@given(
    st.floats(0.01, 100),
    st.integers(1, 60),
    st.sampled_from([0.8, 0.95, 0.99, 0.998]),
    st.sampled_from([0.5, 0.8, 0.9]),
)
def test_the_detectable_change_has_the_power_it_is_said_to_have(error, df, level, power):
    change = detectable_change(error, df, level, power)
    assert power_of(change, error, df, level) == pytest.approx(power, abs=1e-6)


def test_a_power_below_the_false_alarms_is_refused():
    for power in (0.05, 1.0, 80):
        with pytest.raises(ValueError, match="the power is"):
            detectable_change(1.0, 10, 0.95, power)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "df"), [("year_as_unit", 2), ("step_season", 11)])
def test_series_with_the_detectable_change_are_found_four_times_in_five(method, df):
    """By simulation: independent quarters with a spread of 0.65, as many as Porsgrunn has."""
    error = {"year_as_unit": 0.325 * (4 / 3) ** 0.5, "step_season": 0.65 * (1 / 12 + 1 / 4) ** 0.5}
    change = detectable_change(error[method], df)
    noise = np.random.default_rng(8).standard_normal((800, 16)) * 0.65
    noise[:, 12:] -= change
    run = {"year_as_unit": year_as_unit, "step_season": lambda *given: step_models(*given)[0]}
    found = [run[method](as_series(QUARTERS, list(row)), START).significant for row in noise]
    assert np.mean(found) == pytest.approx(0.8, abs=0.04)


def test_an_estimate_says_what_its_test_would_find_with_the_spread_at_hand():
    values = [9.0] * 4 + [10.0] * 4 + [11.0] * 4 + [8.0] * 4
    found = year_as_unit(as_series(QUARTERS, values), START)
    assert found.detectable == pytest.approx(detectable_change((4 / 3) ** 0.5, 2))
    assert found.detectable > found.smallest


def test_at_a_level_that_chance_itself_passes_there_is_no_detectable_change():
    assert detectable_or_none(1.0, 10, 0.1) is None
    assert detectable_or_none(1.0, 10, 0.95) == detectable_change(1.0, 10)
