"""Did a series change when a programme began?

Which models may run is decided by the number of periods before and after the start, before any of
them is fitted (:func:`menu`). Years as the unit are the test that keeps its promise of 5 % false
alarms also when quarters resemble their neighbours; step models on quarters do not
(:mod:`analysis.methods.interrupted_series.false_alarms` computes by how much).
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.comparison.differences import difference
from analysis.methods.interrupted_series.designs import (
    DEFAULT_TERMS,
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    PLURALS,
    Terms,
    kind_of_series,
    menu,
    sample_of,
    split,
)
from analysis.methods.interrupted_series.fits import blank_rows, fit_model, refused
from analysis.methods.interrupted_series.power import detectable_or_none
from analysis.methods.results import Estimate, Status, check_level
from analysis.methods.seasonality import year_means
from analysis.model.periods import Period

__all__ = [
    "MINIMUM_AFTER",
    "MINIMUM_BEFORE",
    "ModelRange",
    "Terms",
    "fit_model",
    "menu",
    "model_range",
    "segmented_models",
    "split",
    "step_models",
    "year_as_unit",
]


def year_as_unit(quarters: pd.Series, start: Period, level: float = 0.95) -> Estimate:
    """Compare the mean of the years from ``start`` on with the mean of the years before it.

    Student's t (1908) for two groups of years: the spread is that of the years around the mean of
    their own side, pooled, so that years after the start that lie far apart carry little; df is
    the number of years less two. Only years with all their parts count; the others are named in
    ``reason``. It needs two years before and one after, quarters or tertials or months as well as
    yearly figures.
    It takes years for exchangeable: with five and more of them see :func:`step_beside_trend`.
    The change is in the unit of the series; ``detectable`` takes the spread found as the true one.
    ValueError as :func:`fit_model`.
    """
    years = years_of(quarters)
    before, after = split(years, start)
    row = Estimate(
        "change_of_year_mean",
        "year_as_unit",
        level=check_level(level),
        n=len(before) + len(after),
        n_before=len(before),
        n_after=len(after),
        reason=_years_left_out(quarters, [*before.index, *after.index]),
    )
    if len(before) < 2 or len(after) < 1:
        found = f"{len(before)} full years before the start and {len(after)} after; 2 and 1 are"
        return refused([row], Status.TOO_FEW, f"{found} needed.")[0]
    if float(before.std(ddof=1)) <= 1e-12 * float(years.abs().max()):
        alike = f"The {len(before)} years before the start are all alike."
        return refused([row], Status.NO_VARIATION, alike)[0]
    df = len(before) + len(after) - 2
    squares = (before - before.mean()).pow(2).sum() + (after - after.mean()).pow(2).sum()
    spread = float(np.sqrt(squares / df))
    error = spread * float(np.sqrt(1 / len(before) + 1 / len(after)))
    return t_test(row, float(after.mean() - before.mean()), error, df)


def t_test(row: Estimate, change: float, error: float, df: int) -> Estimate:
    """Return ``row`` with a change, its interval, p and power from Student's t."""
    from scipy import stats

    margin = float(stats.t.ppf((1 + row.level) / 2, df) * error)
    return replace(
        row,
        estimate=change,
        low=change - margin,
        high=change + margin,
        p=float(2 * stats.t.sf(abs(change) / error, df)),
        df=df,
        smallest=margin,
        detectable=detectable_or_none(error, df, row.level),
    )


def years_of(series: pd.Series) -> pd.Series:
    """Return the full years of a series of years or of their parts."""
    if kind_of_series(series) == "year":
        known = series.astype(float)
        return known[np.isfinite(known)].sort_index()
    return year_means(series)


def _years_left_out(series: pd.Series, used: list[Period]) -> str:
    touched = {Period(period.year) for period in series.index}
    names = ", ".join(str(year) for year in sorted(touched - set(used)))
    return f"Left out, incomplete or divided by the start: {names}." if names else ""


def segmented_models(
    series: pd.Series, start: Period, level: float = 0.95, terms: Terms = DEFAULT_TERMS
) -> list[Estimate]:
    """Fit every model of the menu and return all their rows, as :func:`fit_model` does.

    With 16 periods before and 8 after, each model is fitted also with first-order
    autocorrelation. A series too short for any model gives one row with the status "too_few".
    """
    sample = sample_of(series, start)
    names = menu(sample.n_before, sample.n_after, sample.kind)
    if not names:
        blanks = blank_rows(sample, ["step"], _main(sample.kind), level)
        reason = (
            f"{sample.n_before} {PLURALS[sample.kind]} before the start and {sample.n_after} "
            f"after; a model needs {MINIMUM_BEFORE} and {MINIMUM_AFTER}."
        )
        return refused(blanks, Status.TOO_FEW, reason)
    kinds = (False, True) if len(names) > 1 else (False,)
    return [
        row
        for autoregressive in kinds
        for name in names
        for row in fit_model(series, start, name, level, terms, autoregressive)
    ]


def _main(kind: str) -> str:
    return "step" if kind == "year" else "step_season"


def step_models(quarters: pd.Series, start: Period, level: float = 0.95) -> list[Estimate]:
    """Return the step at ``start`` in every model of the menu, by ordinary least squares.

    The main model comes first and, with 16 quarters before and 8 after, last once more with
    first-order autocorrelation. Season enters as a dummy for each quarter, intervals use
    Student's t. See :func:`segmented_models` for the other terms and :func:`fit_model` for the
    statuses.
    """
    steps = [row for row in segmented_models(quarters, start, level) if row.statistic == "step"]
    main = steps[0].method
    return [row for row in steps if not row.method.endswith("_ar1") or row.method == f"{main}_ar1"]


@dataclass(frozen=True)
class ModelRange:
    """The change under every model chosen beforehand, and between which values it lies.

    ``lowest`` and ``highest`` are None where no model could be computed. There is no best model:
    a report says "from lowest to highest, depending on the model".
    """

    estimates: tuple[Estimate, ...]
    lowest: float | None
    highest: float | None


def model_range(
    series: pd.Series,
    start: Period,
    comparison: pd.Series | None = None,
    level: float = 0.95,
    terms: Terms = DEFAULT_TERMS,
) -> ModelRange:
    """Return the step under every model of the menu and the change with years as the unit.

    With ``comparison`` also those of the difference to it; their methods end in "_difference".
    """
    rows = _changes(series, start, level, terms)
    if comparison is not None:
        apart = _changes(difference(series, comparison), start, level, terms)
        rows += [replace(row, method=f"{row.method}_difference") for row in apart]
    found = [row.estimate for row in rows if row.estimate is not None]
    return ModelRange(tuple(rows), min(found, default=None), max(found, default=None))


def _changes(series: pd.Series, start: Period, level: float, terms: Terms) -> list[Estimate]:
    models = segmented_models(series, start, level, terms)
    steps = [row for row in models if row.statistic == "step"]
    return [*steps, year_as_unit(series, start, level)]
