"""Acute coronary events in Sicily before and after the smoking ban of January 2005.

Lopez Bernal, Cummins and Gasparrini (2017), Interrupted time series regression for the evaluation
of public health interventions: a tutorial, International Journal of Epidemiology 46:348-355 (open
access). The 59 monthly counts at ages 0 to 69 and the age-standardised population are those of the
supplement (github.com/gasparrini/2017_lopezbernal_IJE_codedata, sicily.csv), the models those of
its corrected code (Rcode.R: model1 to model4). The expected ratios, intervals and dispersions are
not quoted from the paper: :func:`newton` computes them by another route, Newton's method written
out.
"""

import numpy as np
import pytest

from analysis.methods.interrupted_series import Terms, count_models
from analysis.model.observations import as_series
from analysis.model.periods import Period

COUNTS = [
    728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756,
    766, 752, 765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886,
    831, 796, 833, 820, 877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838,
    810, 876, 843, 936, 912,
]  # fmt: skip
POPULATION = [
    379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2,
    378485.6, 375955.5, 378349.7, 376762.4, 379032.3, 379360.4, 376162, 377972.4, 381830.7,
    379888.6, 380872.2, 380966.9, 381240.4, 382104.9, 381802.7, 381656.3, 383680, 383504.2,
    386462.9, 383783.1, 380836.8, 383483, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4,
    388153.2, 388373.2, 386470.1, 386033.2, 383686.4, 385509.3, 385901.9, 386516.6, 388436.5,
    383255.2, 390148.7, 385874.9, 391613.6, 391750.4, 394005.6, 391364.9, 391664.6, 389022.3,
    391878.5, 388575.3, 392989, 390018.8, 390712.3,
]  # fmt: skip
MONTHS = [Period(2002 + i // 12, "month", i % 12 + 1) for i in range(59)]
BAN = Period(2005, "month", 1)
TERMS = Terms("harmonics", 2, "from_last_before")


@pytest.fixture(scope="module")
def found():
    rows = count_models(
        as_series(MONTHS, COUNTS),
        BAN,
        as_series(MONTHS, POPULATION),
        ["step_trend", "step_trend_season", "step_trend_slope_season"],
        terms=TERMS,
    )
    return {(row.method, row.statistic.removeprefix("rate_ratio_")): row for row in rows}


def newton(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, their Poisson errors and the dispersion, by maximum likelihood."""
    x, y = np.column_stack([*columns, np.ones(59)]), np.array(COUNTS, dtype=float)
    scale = np.array(POPULATION)
    beta = np.zeros(x.shape[1])
    beta[-1] = np.log(y.sum() / scale.sum())
    for _ in range(25):
        mean = scale * np.exp(x @ beta)
        information = x.T @ (mean[:, None] * x)
        beta += np.linalg.solve(information, x.T @ (y - mean))
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return beta, errors, float(((y - mean) ** 2 / mean).sum() / (59 - x.shape[1]))


TIME = np.arange(1.0, 60.0)
AFTER = (TIME > 36) * 1.0
WAVES = [wave(2 * np.pi * k * TIME / 12) for k in (1, 2) for wave in (np.sin, np.cos)]


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        ("step_trend", [AFTER, TIME]),
        ("step_trend_season", [AFTER, TIME, *WAVES]),
        ("step_trend_slope_season", [AFTER, TIME, (TIME - 36) * AFTER, *WAVES]),
    ],
)
def test_each_model_of_the_tutorial(found, model, columns):
    beta, errors, dispersion = newton(*columns)
    for family, spread in (("poisson", 1.0), ("quasi_poisson", dispersion**0.5)):
        for i, name in enumerate(("step", "trend", "slope_change")[: 2 + ("slope" in model)]):
            row = found[f"{family}_{model}", name]
            width = 1.959964 * errors[i] * spread
            expected = np.exp([beta[i], beta[i] - width, beta[i] + width])
            assert [row.estimate, row.low, row.high] == pytest.approx(expected, rel=1e-5)
        assert found[f"{family}_{model}", "dispersion"].estimate == pytest.approx(dispersion)


def test_eleven_per_cent_fewer_events_whatever_the_model(found):
    steps = [row.estimate for (_, name), row in found.items() if name == "step"]
    assert [round(step, 3) for step in steps] == [0.894, 0.894, 0.885, 0.885, 0.876, 0.876]


def test_the_counts_vary_more_than_poisson_says(found):
    spread = [found[f"quasi_poisson_{name}", "dispersion"].estimate for name in
              ("step_trend", "step_trend_season")]  # fmt: skip
    assert spread == pytest.approx([3.559, 2.262], abs=0.0005)


def test_the_slope_did_not_change(found):
    assert not found["quasi_poisson_step_trend_slope_season", "slope_change"].significant


def test_the_sample_is_that_of_the_tutorial(found):
    row = found["poisson_step_trend", "step"]
    assert (row.n, row.n_before, row.n_after, row.df) == (59, 36, 23, 56)
