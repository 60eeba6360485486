"""Is a change of years more than a drift that was under way already?

The test with years as the unit takes years for exchangeable. With three years before and one after
it hardly matters; with many years, a series that drifts, or whose years resemble their neighbours,
passes it far too often. Then the change must also show beside a straight line through the years.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.interrupted_series.changes import t_test, years_of
from analysis.methods.interrupted_series.designs import split
from analysis.methods.results import Estimate, Status, check_level
from analysis.model.periods import Period

MINIMUM_YEARS = 5
"""With fewer years in all there is nothing left to measure chance by."""


def step_beside_trend(series: pd.Series, start: Period, level: float = 0.95) -> Estimate:
    """Return the step at ``start`` beside a straight line through all full years.

    Least squares on years with a level, a line in calendar years and a step; Student's t with the
    number of years less 3. The unit is that of the series. A check, never a grade of its own: it
    can only take a claim back. Status TOO_FEW under five years, NO_VARIATION when line and step
    meet every year.
    """
    before, after = split(years_of(series), start)
    row = Estimate(
        "step",
        "year_trend",
        level=check_level(level),
        n=len(before) + len(after),
        n_before=len(before),
        n_after=len(after),
    )
    if row.n < MINIMUM_YEARS or len(before) < 2 or len(after) < 1:
        reason = f"{row.n} full years, {len(before)} of them before the start; 5 and 2 are needed."
        return replace(row, status=Status.TOO_FEW, reason=reason)
    years = pd.concat([before, after]).astype(float)
    time = np.array([period.year for period in years.index], dtype=float)
    ones, late = np.ones(row.n), np.arange(row.n) >= len(before)
    design = np.column_stack([late.astype(float), ones, time - time.mean()])
    return _fitted(row, design, years)


def _fitted(row: Estimate, design: np.ndarray, years: pd.Series) -> Estimate:
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ years.to_numpy()
    df = row.n - design.shape[1]
    left = years.to_numpy() - design @ coefficients
    error = float(np.sqrt(left @ left / df * inverse[0, 0]))
    if error <= 1e-12 * float(years.abs().max()):
        reason = "A line and a step meet every year exactly."
        return replace(row, status=Status.NO_VARIATION, reason=reason)
    return t_test(row, float(coefficients[0]), error, df)
