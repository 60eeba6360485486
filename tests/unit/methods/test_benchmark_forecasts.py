"""The simplest forecasts, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import Status
from analysis.methods.workforce.benchmark_forecasts import METHODS, benchmark_forecast

Z80 = 1.2815516


def reach(frame):
    assert list(frame["high"] - frame["estimate"]) == pytest.approx(
        list(frame["estimate"] - frame["low"])
    )
    return list((frame["high"] - frame["estimate"]) / Z80)


def test_naive_is_the_last_value_and_widens_with_the_root_of_the_step():
    found = benchmark_forecast([1, 4, 2, 3], 4, "naive")
    spread = ((9 + 4 + 1) / 3) ** 0.5
    assert list(found["estimate"]) == [3, 3, 3, 3]
    assert reach(found) == pytest.approx([spread * step**0.5 for step in (1, 2, 3, 4)])


def test_seasonal_naive_repeats_the_last_year_and_widens_once_a_year():
    found = benchmark_forecast([10, 20, 30, 40, 13, 20, 27, 40], 9, "seasonal_naive")
    spread = ((9 + 0 + 9 + 0) / 4) ** 0.5
    assert list(found["estimate"]) == [13, 20, 27, 40, 13, 20, 27, 40, 13]
    widening = [1] * 4 + [2**0.5] * 4 + [3**0.5]
    assert reach(found) == pytest.approx([spread * w for w in widening])


def test_drift_goes_on_along_the_line_from_first_to_last():
    found = benchmark_forecast([1, 4, 2, 7], 2, "drift")
    spread = ((1 + 16 + 9) / 3) ** 0.5  # steps 3, -2, 5 less their mean 2
    assert list(found["estimate"]) == [9, 11]
    assert reach(found) == pytest.approx(
        [spread * (4 / 3) ** 0.5, spread * (2 * (1 + 2 / 3)) ** 0.5]
    )


def test_the_mean_is_as_uncertain_at_every_step():
    found = benchmark_forecast([1, 4, 2, 5], 3, "mean")
    spread = ((4 + 1 + 1 + 4) / 4) ** 0.5
    assert list(found["estimate"]) == [3, 3, 3]
    assert reach(found) == pytest.approx([spread * 1.25**0.5] * 3)


@pytest.mark.parametrize(
    ("values", "method", "status"),
    [
        ([], "naive", Status.TOO_FEW),
        ([], "mean", Status.TOO_FEW),
        ([1], "mean", Status.TOO_FEW),
        ([1, 2], "naive", Status.TOO_FEW),
        ([1, 2, 3, 4, 5], "seasonal_naive", Status.TOO_FEW),
        ([1, 2, 3, 4, 5, 6], "seasonal_naive", Status.OK),
        ([1, np.nan, 3, 4, 5, 6], "naive", Status.MISSING),
        ([0.1] * 9, "mean", Status.NO_VARIATION),
        ([0.1, 0.2, 0.3, 0.4], "drift", Status.NO_VARIATION),
        ([7, 7, 7], "naive", Status.NO_VARIATION),
    ],
)
def test_what_the_series_cannot_bear_is_a_status(values, method, status):
    found = benchmark_forecast(values, 2, method)
    assert set(found["status"]) == {status}
    assert found["estimate"].isna().all() == (status != Status.OK)
    assert list(found["step"]) == [1, 2]


@pytest.mark.parametrize("options", [{"method": "arima"}, {"horizon": 0}, {"season": 0}])
def test_wrong_arguments_are_refused(options):
    with pytest.raises(ValueError, match="accepted: naive, seasonal_naive"):
        benchmark_forecast(**{"values": [1, 2, 4], "horizon": 1, **options})


@given(st.lists(st.integers(-50, 50), min_size=8, max_size=30), st.sampled_from(METHODS))
def test_forecasts_move_and_stretch_with_the_series(values, method):
    plain = benchmark_forecast(values, 6, method)
    moved = benchmark_forecast(np.array(values) * 3.0 + 7, 6, method)
    if plain["status"].iloc[0] == Status.OK:
        for name in ("estimate", "low", "high"):
            assert list(moved[name]) == pytest.approx(list(plain[name] * 3 + 7))


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_value_that_is_not_finite_is_missing(value):
    found = benchmark_forecast([1, 2, value, 5], 2, "naive")
    assert list(found["status"]) == ["missing", "missing"]
    assert found[["estimate", "low", "high"]].isna().all().all()
