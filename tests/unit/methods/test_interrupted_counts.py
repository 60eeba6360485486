"""Rates before and after a start, by Poisson regression."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.interrupted_series import Terms, count_models
from analysis.model.observations import as_series
from analysis.model.periods import Period

START = Period(2008)


def quarters(n_before: int, n_after: int) -> list[Period]:
    places = range(2008 * 4 - n_before, 2008 * 4 + n_after)
    return [Period(place // 4, "quarter", place % 4 + 1) for place in places]


def counted(values: list[int], n_after: int = 4) -> pd.Series:
    return as_series(quarters(len(values) - n_after, n_after), values)


def rows(found):
    return {(row.method, row.statistic): row for row in found}


def test_without_season_the_ratio_is_that_of_the_means():
    """Mean 10 before and 5 after: 0.5; the error of its logarithm is the root of 1/80 + 1/20."""
    found = rows(count_models(counted([8, 12] * 4 + [4, 6] * 2), START, models=["step"]))
    step = found["poisson_step", "rate_ratio_step"]
    width = np.exp(1.959964 * (1 / 80 + 1 / 20) ** 0.5)
    assert step.estimate == pytest.approx(0.5)
    assert (step.low, step.high) == pytest.approx((0.5 / width, 0.5 * width))
    assert (step.n, step.n_before, step.n_after, step.df) == (12, 8, 4, 10)


def test_the_dispersion_is_pearsons_chi_square_over_its_df():
    """Four before off by 2 from 10, twice, and four after by 1 from 5: 8 x 0.4 + 4 x 0.2 = 4."""
    found = rows(count_models(counted([8, 12] * 4 + [4, 6] * 2), START, models=["step"]))
    spread = found["poisson_step", "dispersion"]
    assert spread.estimate == pytest.approx((8 * 0.4 + 4 * 0.2) / 10)
    assert spread.low is None
    assert np.isnan(spread.level)


def test_quasi_poisson_widens_the_interval_by_the_root_of_the_dispersion():
    values = [5, 15, 30, 10, 3, 22, 8, 14, 2, 11, 7, 4]
    found = rows(count_models(counted(values), START, models=["step"]))
    plain = found["poisson_step", "rate_ratio_step"]
    wide = found["quasi_poisson_step", "rate_ratio_step"]
    spread = found["quasi_poisson_step", "dispersion"].estimate
    assert spread > 2
    assert wide.estimate == pytest.approx(plain.estimate)
    assert np.log(wide.high / wide.low) == pytest.approx(
        np.log(plain.high / plain.low) * spread**0.5, rel=1e-4
    )


def test_students_t_is_wider_than_the_normal():
    values = counted([5, 15, 30, 10, 3, 22, 8, 14, 2, 11, 7, 4])
    normal = rows(count_models(values, START, models=["step"]))["poisson_step", "rate_ratio_step"]
    student = rows(count_models(values, START, models=["step"], students_t=True))
    found = student["poisson_step", "rate_ratio_step"]
    assert np.log(found.high / found.low) / np.log(normal.high / normal.low) == pytest.approx(
        2.228139 / 1.959964, abs=1e-5
    )


def test_the_level_sets_the_width():
    values = counted([8, 12] * 4 + [4, 6] * 2)
    step = count_models(values, START, models=["step"], level=0.8)[0]
    assert np.log(step.high / step.low) == pytest.approx(2 * 1.281552 * (1 / 80 + 1 / 20) ** 0.5)


def test_twice_the_exposure_after_halves_the_ratio():
    values = counted([8, 12] * 4 + [8, 12] * 2)
    exposure = as_series(list(values.index), [100.0] * 8 + [200.0] * 4)
    for given in (exposure, exposure.iloc[::-1], exposure * 7):
        found = rows(count_models(values, START, given, models=["step"]))
        assert found["poisson_step", "rate_ratio_step"].estimate == pytest.approx(0.5)


def test_trend_and_change_of_slope_are_ratios_a_period():
    """Counts too large for chance: 1 % more a quarter, a step to 0.8, then 2 % less."""
    values = [round(1e6 * 1.01**i * (0.8 * 0.98**i if i >= 0 else 1)) for i in range(-24, 12)]
    found = rows(count_models(counted(values, 12), START))
    model = "poisson_step_trend_slope_season"
    ratios = [found[model, f"rate_ratio_{name}"] for name in ("step", "trend", "slope_change")]
    assert [row.estimate for row in ratios] == pytest.approx([0.8, 1.01, 0.98], abs=1e-4)


def test_the_menu_decides_unless_models_are_named():
    generator = np.random.default_rng(2)
    short, long = generator.poisson(20, 12), generator.poisson(20, 24)
    assert {row.method for row in count_models(counted(short), START)} == {
        "poisson_step_season",
        "quasi_poisson_step_season",
    }
    assert len({row.method for row in count_models(counted(long, 8), START)}) == 4


def test_harmonics_may_stand_for_the_dummies_of_quarters():
    values = counted(list(np.random.default_rng(5).poisson(30, 16)))
    dummies, waves = (count_models(values, START, terms=Terms(name)) for name in
                      ("dummies", "harmonics"))  # fmt: skip
    assert [row.estimate for row in waves] == pytest.approx([row.estimate for row in dummies])


def test_noughts_are_counts():
    found = rows(
        count_models(counted([0, 2, 1, 0, 3, 0, 1, 1, 0, 1, 0, 0]), START, models=["step"])
    )
    assert found["poisson_step", "rate_ratio_step"].estimate == pytest.approx(0.25 / 1.0)


@pytest.mark.parametrize(("values", "side"), [([0] * 8 + [1, 2, 3, 4], "before"),
                                              ([1, 2] * 4 + [0] * 4, "after")])  # fmt: skip
def test_no_cases_on_one_side_leave_the_ratio_undefined(values, side):
    found = count_models(counted(values), START)
    assert {row.status for row in found} == {"undefined"}
    assert found[0].reason == f"There are no cases {side} the start."
    assert found[0].estimate is None


def test_too_few_periods_give_a_status():
    for values, n_after in (([3] * 11, 3), ([3] * 11, 4), ([], 0)):
        found = count_models(counted(values, n_after), START)
        assert {row.status for row in found} == {"too_few"}
        assert "a model needs 8 and 4" in found[0].reason


def test_a_period_without_exposure_is_left_out_and_named():
    values = counted([8, 12] * 4 + [9, 4, 6, 4, 6])
    exposure = as_series(list(values.index), [100.0] * 13).drop(Period(2006, "quarter", 2))
    found = count_models(values, START, exposure, models=["step"])[0]
    assert (found.n, found.reason.endswith("2006Q2.")) == (12, True)


def test_row_order_changes_nothing():
    values = counted([8, 12, 9, 7] * 3 + [4, 6, 5, 3])
    exposure = as_series(list(values.index), [100.0 + i for i in range(16)])
    mixed = values.sample(frac=1, random_state=1)
    first, second = (count_models(given, START, exposure) for given in (values, mixed))
    assert [row.estimate for row in first] == [row.estimate for row in second]


def test_what_is_no_count_is_refused():
    for values in ([1.5] + [2] * 11, [-1] + [2] * 11):
        with pytest.raises(ValueError, match="accepted: 0, 1, 2"):
            count_models(counted(values), START)
    with pytest.raises(ValueError, match="above 0"):
        count_models(counted([2] * 12), START, counted([0] + [5] * 11))
    with pytest.raises(ValueError, match="the model is"):
        count_models(counted([2] * 12), START, models=["season"])


@pytest.mark.parametrize("values", [[5] * 12, [10] * 8 + [5] * 4])
def test_counts_that_the_model_meets_leave_nothing_to_chance(values):
    for row in count_models(counted(values), START, models=["step"]):
        assert (row.status, row.estimate) == ("no_variation", None)


def test_alike_counts_of_unlike_exposures_do_vary():
    counts = counted([5] * 12)
    exposure = pd.Series(range(100, 112), index=counts.index)
    assert {row.status for row in count_models(counts, START, exposure, ["step"])} == {"ok"}


def test_one_name_instead_of_a_list_of_models_is_refused():
    with pytest.raises(ValueError, match="a list of names"):
        count_models(counted([8, 12] * 6), START, models="step")
