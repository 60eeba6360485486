"""Intervals of the naive forecast of Google's closing price over 200 days.

Hyndman and Athanasopoulos 2018, "Forecasting: principles and practice", 2nd edition, section 3.5.
The series is not here: a stand-in has what the intervals rest on, as printed: 200 values, the last
of them 531.4783, one-step errors with mean 0.6967249 and root mean square 6.208148.
"""

import numpy as np
import pytest

from analysis.methods.workforce import benchmark_forecast

LAST, MEAN, ROOT_MEAN_SQUARE = 531.4783, 0.6967249, 6.208148
PRINTED_80 = [
    (523.5222, 539.4343), (520.2267, 542.7298), (517.6980, 545.2586), (515.5661, 547.3904),
    (513.6880, 549.2686), (511.9900, 550.9666), (510.4285, 552.5280), (508.9751, 553.9814),
    (507.6101, 555.3465), (506.3190, 556.6375),
]  # fmt: skip
PRINTED_95 = [(519.3105, 543.6460), (514.2705, 548.6861), (510.4031, 552.5534)]


@pytest.fixture(scope="module")
def prices() -> np.ndarray:
    spread = (ROOT_MEAN_SQUARE**2 - MEAN**2) ** 0.5 * (199 / 198) ** 0.5
    errors = MEAN + spread * np.array([0.0] + [1.0, -1.0] * 99)
    return LAST - errors.sum() + np.concatenate([[0.0], errors.cumsum()])


@pytest.mark.parametrize(("level", "printed"), [(0.8, PRINTED_80), (0.95, PRINTED_95)])
def test_the_naive_intervals_to_the_printed_digit(prices, level, printed):
    found = benchmark_forecast(prices, len(printed), "naive", level=level)
    assert found["estimate"].to_numpy() == pytest.approx(LAST)
    assert found[["low", "high"]].to_numpy() == pytest.approx(np.array(printed), abs=1.1e-4)


def test_the_errors_of_the_drift_method_as_printed(prices):
    """A translation of the book to R's native pipe prints 6.168928 for these data."""
    found = benchmark_forecast(prices, 1, "drift").iloc[0]
    reach = 1.2815516 * 6.168928 * (1 + 1 / 199) ** 0.5
    assert found["high"] - found["estimate"] == pytest.approx(reach, abs=1e-5)
    assert found["estimate"] == pytest.approx(LAST + MEAN)
