"""The regression with unit and year effects: for comparison with older studies only.

Where units join in different years, it uses units that have joined already as comparison, and
can weigh effects negatively (Goodman-Bacon 2021): it is no estimate to report alone.
"""

from dataclasses import replace

import numpy as np

from analysis.methods.difference_in_differences.effects import GroupTimeEffects
from analysis.methods.difference_in_differences.inference import ALIKE, judged, with_interval
from analysis.methods.difference_in_differences.panel import NEVER
from analysis.methods.results import Estimate, Status


def two_way_fixed_effects(effects: GroupTimeEffects) -> Estimate:
    """Return the coefficient of having joined, on the panel of ``effects``; statistic "twfe".

    Least squares with an effect for each unit and each year, by the within transformation, with
    the design's weights; gaps are allowed. Covariates, control group, base and anticipation of
    the design play no part. With one cohort and no gaps it is the plain difference in
    differences: mean after less mean before, joiners less others. Errors are clustered on the
    unit, the interval is Student's t with joiners less cohorts as df, as for the other estimates.
    ``n`` is the number of all units. Values all alike, or all moving alike, are "no_variation".
    """
    import statsmodels.api as sm

    panel = effects.panel
    weighting = "weighted" if effects.design.weights else "unweighted"
    cells = effects.after
    joined = (panel.first != NEVER)[:, None] & (panel.years[None, :] >= panel.first[:, None])
    checked = judged(panel, effects.design, "twfe", [cells], (0.0, np.ones(len(panel.units))))
    method, n = f"two_way_fixed_effects_{weighting}", len(panel.units)
    blank = replace(checked, method=method, estimate=None, n=n)
    if not cells:
        return blank
    known = np.isfinite(panel.values)
    weights = np.broadcast_to(panel.weights[:, None], known.shape)[known]
    unit = np.nonzero(known)[0]
    columns = [panel.values, joined.astype(float), *_year_columns(known.shape)]
    within = np.column_stack([_less_unit_mean(column[known], unit) for column in columns])
    model = sm.WLS(within[:, 0], within[:, 1:], weights=weights)
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": unit})
    shown, error = replace(blank, estimate=float(fit.params[0])), float(fit.bse[0])
    if not checked.df:
        return shown
    if not error > 1e-12 * max(1.0, float(np.abs(panel.values[known]).max())):
        untested = replace(shown, low=None, high=None, p=None, df=None)
        untested = replace(untested, smallest=None, detectable=None)
        return replace(untested, status=Status.NO_VARIATION, reason=ALIKE)
    return with_interval(shown, error, int(checked.df))


def _year_columns(shape: tuple[int, ...]) -> list[np.ndarray]:
    """A dummy for each year but the first."""
    columns = np.eye(shape[1])[1:]
    return [np.broadcast_to(column, shape) for column in columns]


def _less_unit_mean(column: np.ndarray, unit: np.ndarray) -> np.ndarray:
    means = np.bincount(unit, column) / np.bincount(unit)
    return np.asarray(column - means[unit])
