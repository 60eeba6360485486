"""Did a count, or a rate of one, change when a programme began?

Poisson regression with the terms of the step models. Counts of persons or cases vary more than a
Poisson distribution says where cases come in bouts; quasi-Poisson widens the intervals by as much.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.methods.interrupted_series.designs import (
    DEFAULT_TERMS,
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    PLURALS,
    Sample,
    Terms,
    design_matrix,
    menu,
    sample_of,
)
from analysis.methods.interrupted_series.fits import CHANGES, blank_rows, refused, too_small
from analysis.methods.results import NO_LEVEL, Estimate, Status
from analysis.model.periods import Period

Family = Literal["poisson", "quasi_poisson"]
FAMILIES: tuple[Family, ...] = ("poisson", "quasi_poisson")


def count_models(
    counts: pd.Series,
    start: Period,
    exposure: pd.Series | None = None,
    models: Sequence[str] | None = None,
    level: float = 0.95,
    terms: Terms = DEFAULT_TERMS,
    students_t: bool = False,
) -> list[Estimate]:
    """Fit the models of the menu (or ``models``) to counts; the changes are rate ratios.

    ``exposure`` is what each count is out of (persons, positions, hours), on the same periods;
    its logarithm is the offset. For each model and family ("poisson", then "quasi_poisson") there
    are rows ``rate_ratio_step``, ``rate_ratio_trend`` and ``rate_ratio_slope_change`` (the last
    two a period), a ratio of 1 meaning no change, and ``dispersion``: Pearson's chi-square over
    its df, 1 where the counts vary as Poisson says. Above 1 only the rows of quasi-Poisson hold.
    Intervals are Wald's with the normal distribution, or Student's t with ``students_t``.

    Follows Bernal, Cummins and Gasparrini (2017). Statuses as :func:`fit_model`, and "undefined"
    where there are no cases before or after the start. ValueError for counts that are no whole
    numbers from 0 up, an exposure of 0 or less, or one name instead of a list as ``models``.
    """
    if isinstance(models, str):
        raise ValueError(f"models is '{models}'; accepted: a list of names, such as ['{models}']")
    _check(counts, exposure)
    if exposure is not None:
        counts = counts.where(np.isfinite(exposure.reindex(counts.index).astype(float)))
    sample = sample_of(counts, start)
    allowed = menu(sample.n_before, sample.n_after, sample.kind)
    offset = np.zeros(len(sample.values))
    if exposure is not None:
        offset = np.log(exposure[list(sample.periods)].to_numpy(dtype=float))
    chosen = models or allowed or menu(MINIMUM_BEFORE, MINIMUM_AFTER, sample.kind)
    return [
        row
        for model in chosen
        for family in FAMILIES
        for row in _fit(sample, offset, model, family, level, terms, students_t)
    ]


def _check(counts: pd.Series, exposure: pd.Series | None) -> None:
    known = counts.dropna()
    if ((known < 0) | (known != known.round())).any():
        raise ValueError("a count is below zero or no whole number; accepted: 0, 1, 2 ...")
    if exposure is not None and (exposure.dropna() <= 0).any():
        raise ValueError("an exposure is 0 or less; accepted: what each count is out of, above 0")


def _fit(
    sample: Sample,
    offset: np.ndarray,
    model: str,
    family: Family,
    level: float,
    terms: Terms,
    students_t: bool,
) -> list[Estimate]:
    design = design_matrix(sample, model, terms)
    changes = [name for name in CHANGES if name in design]
    names = [*(f"rate_ratio_{name}" for name in changes), "dispersion"]
    rows = blank_rows(sample, names, f"{family}_{model}", level)
    status, reason = _obstacle(sample, design, offset)
    if status is not Status.OK:
        return refused(rows, status, reason)
    fit = _regression(sample.values, design.to_numpy(), offset, family, students_t)
    if not fit.converged:
        return refused(rows, Status.UNDEFINED, "The regression found no solution.")
    ratios = [
        _ratio(row, fit, design.columns.get_loc(name))
        for row, name in zip(rows, changes, strict=False)
    ]
    df = float(fit.df_resid)
    spread = replace(rows[-1], estimate=float(fit.pearson_chi2) / df, level=NO_LEVEL, df=df)
    return [*ratios, spread]


def _obstacle(sample: Sample, design: pd.DataFrame, offset: np.ndarray) -> tuple[Status, str]:
    if sample.n_before < MINIMUM_BEFORE or sample.n_after < MINIMUM_AFTER:
        return Status.TOO_FEW, (
            f"{sample.n_before} {PLURALS[sample.kind]} before the start and {sample.n_after} "
            f"after; a model needs {MINIMUM_BEFORE} and {MINIMUM_AFTER}."
        )
    small = too_small(sample, design)
    if small:
        return Status.TOO_FEW, small
    for side, part in (("before", slice(sample.n_before)), ("after", slice(sample.n_before, None))):
        if not sample.values[part].any():
            return Status.UNDEFINED, f"There are no cases {side} the start."
    if _meets_every_count(sample.values, design.to_numpy(), offset):
        return Status.NO_VARIATION, "The model meets every count: nothing is left to chance."
    return Status.OK, ""


def _meets_every_count(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> bool:
    if not counts.all():
        return False
    apart = np.log(counts) - offset - design @ _log_linear(counts, design, offset)
    return bool(np.abs(apart).max() <= 1e-9)


def _log_linear(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Coefficients by least squares on the logarithms of the rates."""
    result: np.ndarray = np.linalg.lstsq(design, np.log(counts) - offset, rcond=None)[0]
    return result


def _regression(
    counts: np.ndarray, design: np.ndarray, offset: np.ndarray, family: Family, students_t: bool
) -> Any:
    import statsmodels.api as sm

    model = sm.GLM(counts, design, family=sm.families.Poisson(), offset=offset)
    # Of counts all alike the library's own first guess has no dispersion, which it divides by.
    first = _log_linear(counts, design, offset) if np.ptp(counts) == 0 else None
    scale = "X2" if family == "quasi_poisson" else None
    return model.fit(scale=scale, use_t=students_t, start_params=first)


def _ratio(row: Estimate, fit: Any, place: int) -> Estimate:
    low, high = fit.conf_int(alpha=1 - row.level)[place]
    return replace(
        row,
        estimate=float(np.exp(fit.params[place])),
        low=float(np.exp(low)),
        high=float(np.exp(high)),
        p=float(fit.pvalues[place]),
        df=float(fit.df_resid),
    )
