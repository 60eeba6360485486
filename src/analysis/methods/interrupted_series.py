"""Did a series change when a programme began?

Which models may run is decided by the number of quarters before and after the start, before
any of them is fitted (:func:`menu`). Years as the unit are the test that keeps its promise of
5 % false alarms also when quarters resemble their neighbours; step models on quarters do not
(:func:`false_alarm_rates` computes by how much).
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.results import Estimate
from analysis.methods.seasonality import year_means
from analysis.model.periods import Period

MINIMUM_BEFORE, MINIMUM_AFTER = 8, 4


def menu(n_before: int, n_after: int) -> tuple[str, ...]:
    """Return the names of the models that so many quarters can bear, the main one first.

    Fewer than 8 before or 4 after bear none. The limits follow Bernal et al. (2017) and
    Turner et al. (2021): more parameters need more points.
    """
    if n_before < MINIMUM_BEFORE or n_after < MINIMUM_AFTER:
        return ()
    if n_before < 16 or n_after < 8:
        return ("step_season",)
    if n_before < 24 or n_after < 12:
        return ("step_season", "step_trend_season")
    return ("step_season", "step_trend_season", "step_trend_slope_season")


def split(series: pd.Series, start: Period) -> tuple[pd.Series, pd.Series]:
    """Return the part of ``series`` that ended before ``start``, and the part from it on.

    A period that ``start`` falls into the middle of belongs to neither.
    """
    before = [period for period in series.index if period.end < start.start]
    after = [period for period in series.index if period.start >= start.start]
    return series[before], series[after]


def year_as_unit(quarters: pd.Series, start: Period, level: float = 0.95) -> Estimate:
    """Compare the mean of the years from ``start`` on with the mean of the years before it.

    Student's t with years as observations: the spread is that of the years before, df is their
    number less one. Only years with all four quarters count, and none if the quarters are too
    few for any model. The change is in the unit of the series.
    """
    from scipy import stats

    before, after = split(year_means(quarters), start)
    result = Estimate(
        "change_of_year_mean",
        "year_as_unit",
        level=level,
        n_before=len(before),
        n_after=len(after),
    )
    n_quarters = [len(part) for part in split(quarters, start)]
    if not menu(*n_quarters) or len(before) < 2 or len(after) < 1:
        return replace(result, status="too_few")
    spread = float(before.std(ddof=1))
    if np.isclose(spread, 0.0, atol=1e-12):
        return replace(result, status="no_variation")
    error = spread * np.sqrt(1 / len(before) + 1 / len(after))
    df = len(before) - 1
    change = float(after.mean() - before.mean())
    margin = float(stats.t.ppf((1 + level) / 2, df) * error)
    p = float(2 * stats.t.sf(abs(change) / error, df))
    return replace(
        result,
        estimate=change,
        low=change - margin,
        high=change + margin,
        p=p,
        df=df,
        smallest=margin,
    )


def step_models(quarters: pd.Series, start: Period, level: float = 0.95) -> list[Estimate]:
    """Fit every model of the menu by ordinary least squares; the step at ``start`` is the result.

    Season enters as a dummy for each quarter. With 16 quarters before and 8 after, the main
    model is also fitted with first-order autocorrelation (GLS, Cochrane and Orcutt 1949).
    Intervals use Student's t. No heteroskedasticity- and autocorrelation-consistent errors: on
    short series they call far too much significant. A series that moves in no way gives the
    status "no_variation".
    """
    before, after = split(quarters, start)
    used = pd.concat([before, after])
    names = menu(len(before), len(after))
    blanks = [
        Estimate("step", name, level=level, n_before=len(before), n_after=len(after))
        for name in names or ("step_season",)
    ]
    if not names:
        return [replace(blank, status="too_few") for blank in blanks]
    if np.isclose(used.std(), 0.0, atol=1e-12):
        return [replace(blank, status="no_variation") for blank in blanks]
    results = [_fit(used, start, blank) for blank in blanks]
    if len(names) > 1:
        results.append(_fit(used, start, blanks[0], autoregressive=True))
    return results


def _fit(
    series: pd.Series, start: Period, blank: Estimate, autoregressive: bool = False
) -> Estimate:
    import statsmodels.api as sm

    design = _design(list(series.index), start, blank.method)
    if autoregressive:
        fit = sm.GLSAR(series.to_numpy(), design, rho=1).iterative_fit(maxiter=10)
    else:
        fit = sm.OLS(series.to_numpy(), design).fit()
    low, high = fit.conf_int(alpha=1 - blank.level)[0]
    return replace(
        blank,
        method=f"{blank.method}_ar1" if autoregressive else blank.method,
        estimate=float(fit.params[0]),
        low=float(low),
        high=float(high),
        p=float(fit.pvalues[0]),
        df=float(fit.df_resid),
        smallest=float(high - low) / 2,
    )


def _design(periods: list[Period], start: Period, model: str) -> np.ndarray:
    """Columns: the step first, then a dummy for each quarter, then trend and change of slope."""
    time = np.array([(period.year - start.year) * 4 + period.number for period in periods])
    after = np.array([float(period.start >= start.start) for period in periods])
    season = [[float(period.number == quarter) for period in periods] for quarter in (1, 2, 3, 4)]
    columns = [after, *season]
    if "trend" in model:
        columns.append(time.astype(float))
    if "slope" in model:
        # Centred at the start, so that the step is the change there (Bernal et al., corrected).
        columns.append((time - time[after == 1][0]) * after)
    return np.column_stack([np.asarray(column) for column in columns])


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
    quarters) and ``year_as_unit``, where there are full years for it.
    """
    series = _noise(n_before + n_after, autocorrelation, draws, seed)
    rates = {"step_season": _step_alarms(series, n_before, level)}
    if n_before % 4 == 0 and n_before >= 8 and n_after >= 4:
        rates["year_as_unit"] = _year_alarms(series, n_before // 4, n_after // 4, level)
    return rates


def _noise(n: int, autocorrelation: float, draws: int, seed: int) -> np.ndarray:
    fresh = np.random.default_rng(seed).standard_normal((n, draws))
    series = fresh.copy()
    for i in range(1, n):
        series[i] = autocorrelation * series[i - 1] + np.sqrt(1 - autocorrelation**2) * fresh[i]
    return series


def _step_alarms(series: np.ndarray, n_before: int, level: float) -> float:
    n = len(series)
    quarters = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(n)]
    design = _design(quarters, quarters[n_before], "step_season")
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ series
    df = n - design.shape[1]
    variance = ((series - design @ coefficients) ** 2).sum(axis=0) / df
    return _share_beyond(coefficients[0] / np.sqrt(variance * inverse[0, 0]), df, level)


def _year_alarms(series: np.ndarray, n_before: int, n_after: int, level: float) -> float:
    years = series[: 4 * (n_before + n_after)].reshape(n_before + n_after, 4, -1).mean(axis=1)
    before, after = years[:n_before], years[n_before:]
    error = before.std(axis=0, ddof=1) * np.sqrt(1 / n_before + 1 / n_after)
    return _share_beyond((after.mean(axis=0) - before.mean(axis=0)) / error, n_before - 1, level)


def _share_beyond(t: np.ndarray, df: int, level: float) -> float:
    from scipy import stats

    return float(np.mean(np.abs(t) > stats.t.ppf((1 + level) / 2, df)))
