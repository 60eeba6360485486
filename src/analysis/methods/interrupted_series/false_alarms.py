"""How often a test calls a change significant where there is none."""

import numpy as np

from analysis.methods.interrupted_series.designs import design_matrix, sample_of
from analysis.model.observations import as_series
from analysis.model.periods import Period


def false_alarm_rates(
    n_before: int,
    n_after: int,
    autocorrelation: float,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 20081,
) -> dict[str, float]:
    """Return how often a method calls a change significant where there is none.

    Simulates ``draws`` series of stationary first-order autoregressive noise with the given
    correlation between neighbouring quarters. The keys are ``step_season`` (least squares on
    quarters) and ``year_as_unit``, where there are full years for it. ValueError for a
    correlation that is not between -1 and 1, or too few quarters for the model.
    """
    if not -1 < autocorrelation < 1:
        raise ValueError(f"the correlation is {autocorrelation}; accepted: between -1 and 1")
    if n_before < 5 or n_after < 1:
        raise ValueError(f"{n_before} quarters before and {n_after} after; accepted: from 5 and 1")
    series = autoregressive_noise(n_before + n_after, autocorrelation, draws, seed)
    rates = {"step_season": _step_alarms(series, n_before, level)}
    if n_before % 4 == 0 and n_before >= 8 and n_after >= 4:
        rates["year_as_unit"] = _year_alarms(series, n_before // 4, n_after // 4, level)
    return rates


def autoregressive_noise(n: int, autocorrelation: float, draws: int, seed: int) -> np.ndarray:
    """Return ``draws`` stationary series of ``n`` points as columns: mean 0, variance 1."""
    fresh = np.random.default_rng(seed).standard_normal((n, draws))
    series = fresh.copy()
    for i in range(1, n):
        series[i] = autocorrelation * series[i - 1] + np.sqrt(1 - autocorrelation**2) * fresh[i]
    return series


def _step_alarms(series: np.ndarray, n_before: int, level: float) -> float:
    n = len(series)
    quarters = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(n)]
    sample = sample_of(as_series(quarters, [0.0] * n), quarters[n_before])
    design = design_matrix(sample, "step_season").to_numpy()
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ series
    df = n - design.shape[1]
    variance = ((series - design @ coefficients) ** 2).sum(axis=0) / df
    return _share_beyond(coefficients[0] / np.sqrt(variance * inverse[0, 0]), df, level)


def _year_alarms(series: np.ndarray, n_before: int, n_after: int, level: float) -> float:
    years = series[: 4 * (n_before + n_after)].reshape(n_before + n_after, 4, -1).mean(axis=1)
    before, after = years[:n_before], years[n_before:]
    df = n_before + n_after - 2
    squares = before.var(axis=0) * n_before + after.var(axis=0) * n_after
    error = np.sqrt(squares / df * (1 / n_before + 1 / n_after))
    return _share_beyond((after.mean(axis=0) - before.mean(axis=0)) / error, df, level)


def _share_beyond(t: np.ndarray, df: int, level: float) -> float:
    from scipy import stats

    return float(np.mean(np.abs(t) > stats.t.ppf((1 + level) / 2, df)))
