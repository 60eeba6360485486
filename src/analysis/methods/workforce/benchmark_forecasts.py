"""The simplest forecasts with their intervals: what any other forecast has to beat.

Hyndman and Athanasopoulos 2018, "Forecasting: principles and practice", 2nd edition, sections 3.1
and 3.5. The intervals take the errors as normal, alike over time and not correlated, and the spread
as known. So they hold less than their level where the values are few: in simulations with eight
values, 70 to 76 of 100 where 80 are named.
"""

import numpy as np
import pandas as pd

from analysis.methods.comparison.intervals import normal_deviate
from analysis.methods.results import RESULT_COLUMNS, Status, check_level
from analysis.methods.rows import result_row

METHODS = ("naive", "seasonal_naive", "drift", "mean")


def benchmark_forecast(
    values: pd.Series | np.ndarray,
    horizon: int,
    method: str = "seasonal_naive",
    season: int = 4,
    level: float = 0.8,
) -> pd.DataFrame:
    """Return the forecast for 1 to ``horizon`` steps ahead, one row each, with ``step``.

    ``method`` is "naive" (the last value), "seasonal_naive" (the value a ``season`` ago), "drift"
    (the line from the first to the last value) or "mean". ``values`` are in order and equally far
    apart; ``n`` is their number. Half the interval is the normal quantile times the root mean
    square of the one-step errors, widened with the step. TOO_FEW where there are not two one-step
    errors, MISSING where a value is or is not finite, NO_VARIATION where all errors are zero.
    ValueError for an unknown method or level, or a horizon or season below one.
    """
    if method not in METHODS or horizon < 1 or season < 1:
        raise ValueError(
            f"method {method}, horizon {horizon}, season {season}; "
            f"accepted: {', '.join(METHODS)}, one or more, one or more"
        )
    check_level(level)
    series, steps = np.asarray(values, dtype=float), np.arange(1, horizon + 1)
    status, spread = _spread(series, method, season)
    row = result_row("forecast", method, status, level=level, n=len(series))
    frame = pd.DataFrame({**row, "step": steps})[[*RESULT_COLUMNS, "step"]]
    if status != Status.OK:
        return frame
    middle, widening = _ahead(series, steps, method, season)
    reach = normal_deviate(level) * spread * widening
    return frame.assign(estimate=middle, low=middle - reach, high=middle + reach)


def _spread(series: np.ndarray, method: str, season: int) -> tuple[Status, float]:
    if not np.isfinite(series).all():
        return Status.MISSING, np.nan
    lag = season if method == "seasonal_naive" else 1
    errors = series - series.mean() if method == "mean" and len(series) else np.zeros(0)
    if method != "mean" and len(series) > lag:
        errors = series[lag:] - series[:-lag]
    if method == "drift" and len(errors):
        errors = errors - errors.mean()
    if len(errors) < 2:
        return Status.TOO_FEW, np.nan
    spread = float(np.sqrt(np.mean(errors**2)))
    # The mean of equal decimals can miss them by the last binary digits.
    alike = spread <= 1e-12 * max(1.0, float(np.abs(series).max()))
    return (Status.NO_VARIATION if alike else Status.OK), spread


def _ahead(
    series: np.ndarray, steps: np.ndarray, method: str, season: int
) -> tuple[np.ndarray, np.ndarray]:
    n, last = len(series), series[-1]
    if method == "naive":
        return np.full(len(steps), last), np.sqrt(steps)
    if method == "drift":
        slope = (last - series[0]) / (n - 1)
        return last + slope * steps, np.sqrt(steps * (1 + steps / (n - 1)))
    if method == "mean":
        return np.full(len(steps), series.mean()), np.full(len(steps), np.sqrt(1 + 1 / n))
    rounds = (steps - 1) // season
    return series[-season:][(steps - 1) % season], np.sqrt(rounds + 1)
