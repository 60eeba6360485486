"""How often each test calls a change significant where there is none: the figures of the notes."""

import pytest

from analysis.methods.interrupted_series import false_alarm_rates

DRAWS = 8000


@pytest.fixture(scope="module")
def rates():
    return {
        correlation: false_alarm_rates(12, 4, correlation, draws=DRAWS)
        for correlation in (0.0, 0.3, 0.6)
    }


@pytest.mark.parametrize(
    ("correlation", "lowest", "highest"), [(0.0, 0.045, 0.055), (0.3, 0.09, 0.12), (0.6, 0.2, 0.25)]
)
def test_least_squares_on_twelve_and_four_quarters(rates, correlation, lowest, highest):
    assert lowest < rates[correlation]["step_season"] < highest


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6])
def test_years_as_the_unit_hold_five_percent_in_every_world(rates, correlation):
    assert rates[correlation]["year_as_unit"] == pytest.approx(0.05, abs=0.012)


def test_the_figure_does_not_hang_on_the_seed():
    found = [false_alarm_rates(12, 4, 0.6, seed=seed)["step_season"] for seed in range(3)]
    assert max(found) - min(found) < 0.03
