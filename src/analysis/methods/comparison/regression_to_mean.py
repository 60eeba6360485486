"""What change others show from the same start level.

A unit that starts high tends to fall without any cause, because part of what made it high was
chance (Galton 1886; Barnett, van der Pols and Dobson 2005). So the own change is held against the
change that others show from such a start. The correlation of start level and change is negative
for the same reason, and is no sign that anybody caught up.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.comparison.peer_change import split_off
from analysis.methods.results import Estimate, Status, check_level, result_frame

NOISE = 1e-9


@dataclass(frozen=True)
class RegressionToMean:
    """What change others show from the own start level, and what the own change is beyond it.

    ``slope`` is the change for each unit of a higher start level, ``correlation`` that of start
    level and change, both over the others. ``expected`` is the change expected at the own start
    level with a prediction interval for one unit, ``adjusted`` the own change less it.
    ``extrapolated`` says that no other unit started so low or so high. ``left_out`` counts
    others without a change.
    """

    slope: Estimate
    expected: Estimate
    adjusted: Estimate
    correlation: float | None
    extrapolated: bool
    left_out: int

    def table(self) -> pd.DataFrame:
        """Return the three estimates as a frame, a row for each."""
        return result_frame([self.slope, self.expected, self.adjusted])


def regression_to_mean(
    panel: pd.DataFrame,
    own: Hashable,
    start: Hashable,
    end: Hashable,
    *,
    peers: Sequence[Hashable] | None = None,
    level: float = 0.95,
    statuses: pd.DataFrame | None = None,
) -> RegressionToMean:
    """Regress the others' change on their start level, and hold the own change against it.

    Ordinary least squares over the others (all of them if no ``peers`` are named), Student's t.
    Fewer than three others are ``too_few``; start levels or residuals all alike have
    ``no_variation``; without an own change the status is that of the missing value.
    """
    table, others = split_off(panel, own, start, end, peers, statuses)
    known = others[others["status"].eq(Status.OK)]
    row = table.loc[own]
    status, reason = _bearing(row, known)
    blank = Estimate("slope", "ols", status, level=check_level(level), n=len(known), reason=reason)
    inside = known["start"].min() <= row["start"] <= known["start"].max()
    result = RegressionToMean(
        slope=blank,
        expected=replace(blank, statistic="expected_change"),
        adjusted=replace(blank, statistic="own_less_expected_change"),
        correlation=None,
        extrapolated=status == Status.OK and not inside,
        left_out=len(others) - len(known),
    )
    return _regressed(row, known, result) if status == Status.OK else result


def _bearing(row: pd.Series, known: pd.DataFrame) -> tuple[Status, str]:
    if row["status"] != Status.OK:
        return row["status"], row["reason"]
    if len(known) < 3:
        return Status.TOO_FEW, f"a line needs three other units; there are {len(known)}"
    if np.ptp(known["start"]) <= NOISE:
        return Status.NO_VARIATION, "all others start from the same level"
    line = np.polyfit(known["start"], known["estimate"], 1)
    residuals = known["estimate"] - np.polyval(line, known["start"])
    if np.ptp(residuals) <= NOISE:
        return Status.NO_VARIATION, "the others' changes lie on one line, without any spread"
    return Status.OK, ""


def _regressed(row: pd.Series, known: pd.DataFrame, blank: RegressionToMean) -> RegressionToMean:
    import statsmodels.api as sm
    from scipy import stats

    fit = sm.OLS(
        known["estimate"].to_numpy(), np.column_stack([np.ones(len(known)), known["start"]])
    ).fit()
    alpha, df = 1 - blank.slope.level, float(fit.df_resid)
    slope_low, slope_high = (float(limit) for limit in fit.conf_int(alpha=alpha)[1])
    prediction = fit.get_prediction(np.array([[1.0, row["start"]]]))
    low, high = (float(limit) for limit in prediction.conf_int(obs=True, alpha=alpha)[0])
    expected, own = float(prediction.predicted_mean[0]), float(row["estimate"])
    t = (own - expected) / float(prediction.se_obs[0])
    slope = replace(blank.slope, estimate=float(fit.params[1]), low=slope_low, high=slope_high)
    beyond = replace(blank.adjusted, estimate=own - expected, low=own - high, high=own - low)
    return replace(
        blank,
        slope=replace(slope, p=float(fit.pvalues[1]), df=df),
        expected=replace(blank.expected, estimate=expected, low=low, high=high, df=df),
        adjusted=replace(beyond, p=float(2 * stats.t.sf(abs(t), df)), df=df),
        correlation=float(np.corrcoef(known["start"], known["estimate"])[0, 1]),
    )
