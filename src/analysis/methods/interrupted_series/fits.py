"""One model of a step at a start, fitted by least squares, plain or with correlated neighbours."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.interrupted_series.designs import (
    DEFAULT_TERMS,
    PLURALS,
    Sample,
    Terms,
    design_matrix,
    sample_of,
)
from analysis.methods.interrupted_series.power import detectable_or_none
from analysis.methods.results import Estimate, Status, check_level
from analysis.model.periods import Period

MINIMUM_DF = 7
"""What a step with season leaves of 8 and 4 quarters, the fewest that bear a model."""

CHANGES = ("step", "trend", "slope_change")
"""The coefficients that are reported, in the unit of the series; the last two are a period's."""


def fit_model(
    series: pd.Series,
    start: Period,
    model: str,
    level: float = 0.95,
    terms: Terms = DEFAULT_TERMS,
    autoregressive: bool = False,
) -> list[Estimate]:
    """Fit one model of :data:`MODELS`, whatever the menu says of it.

    Returns a row for each of ``step``, ``trend`` (a period; before the start where the slope
    changes) and ``slope_change`` that the model has. Ordinary least squares with Student's t; with
    ``autoregressive`` generalised least squares with first-order autocorrelation (Cochrane and
    Orcutt 1949), and the method's name ends in "_ar1". No errors after Newey and West: on short
    series their p-values call far too much significant.

    A status instead of numbers: "too_few" where the step cannot be told from the other terms or
    fewer than 7 degrees of freedom are left; "no_variation" where nothing is left to chance;
    "missing" where neighbours cannot be correlated because there is a gap. ValueError for an
    unknown model, season, kind of period or level.
    """
    sample = sample_of(series, start)
    name = f"{model}_ar1" if autoregressive else model
    design = design_matrix(sample, model, terms)
    rows = blank_rows(sample, [item for item in CHANGES if item in design], name, level)
    status, reason = _obstacle(sample, design, autoregressive)
    if status is not Status.OK:
        return refused(rows, status, reason)
    fit = _fit(sample.values, design.to_numpy(), autoregressive)
    return [_filled(row, fit, design.columns.get_loc(row.statistic)) for row in rows]


def blank_rows(sample: Sample, statistics: list[str], method: str, level: float) -> list[Estimate]:
    """Return a row for each statistic with what is known before a model is fitted."""
    row = Estimate(
        "",
        method,
        level=check_level(level),
        n=len(sample.values),
        n_before=sample.n_before,
        n_after=sample.n_after,
        reason=sample.remark,
    )
    return [replace(row, statistic=statistic) for statistic in statistics]


def refused(rows: list[Estimate], status: Status, reason: str) -> list[Estimate]:
    """Return the rows with ``status`` and ``reason``, before what was already remarked."""
    return [replace(row, status=status, reason=f"{reason} {row.reason}".strip()) for row in rows]


def too_small(sample: Sample, design: pd.DataFrame) -> str:
    """Return why the sample cannot bear the columns of ``design``, or "" if it can."""
    n, columns = design.shape
    word = PLURALS[sample.kind]
    if not sample.n_before or not sample.n_after:
        return f"{sample.n_before} {word} before the start and {sample.n_after} after it."
    if np.linalg.matrix_rank(design.to_numpy()) < columns:
        return f"In these {n} {word} the step cannot be told from the other terms of the model."
    if n - columns < MINIMUM_DF:
        return (
            f"{n} {word} and {columns} coefficients leave {max(n - columns, 0)} degrees of "
            f"freedom; {MINIMUM_DF} are needed."
        )
    return ""


def _obstacle(sample: Sample, design: pd.DataFrame, autoregressive: bool) -> tuple[Status, str]:
    small = too_small(sample, design)
    if small:
        return Status.TOO_FEW, small
    if autoregressive and not sample.consecutive:
        return Status.MISSING, "The correlation of neighbours needs a series without gaps."
    fitted = design.to_numpy() @ np.linalg.lstsq(design.to_numpy(), sample.values, rcond=None)[0]
    if np.abs(sample.values - fitted).max() <= 1e-10 * np.abs(sample.values).max():
        return Status.NO_VARIATION, "The model meets every value: nothing is left to chance."
    return Status.OK, ""


def _fit(values: np.ndarray, design: np.ndarray, autoregressive: bool) -> Any:
    import statsmodels.api as sm

    if autoregressive:
        return sm.GLSAR(values, design, rho=1).iterative_fit(maxiter=50)
    return sm.OLS(values, design).fit()


def _filled(row: Estimate, fit: Any, place: int) -> Estimate:
    low, high = fit.conf_int(alpha=1 - row.level)[place]
    df = float(fit.df_resid)
    return replace(
        row,
        estimate=float(fit.params[place]),
        low=float(low),
        high=float(high),
        p=float(fit.pvalues[place]),
        df=df,
        smallest=float(high - low) / 2,
        detectable=detectable_or_none(float(fit.bse[place]), df, row.level),
    )
