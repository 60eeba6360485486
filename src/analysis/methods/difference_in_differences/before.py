"""How joiners and others stood to each other before joining: their levels and their trends."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.difference_in_differences.cells import Cell, controls
from analysis.methods.difference_in_differences.effects import GroupTimeEffects
from analysis.methods.difference_in_differences.inference import (
    influences,
    judged,
    pooled,
    result_row,
    result_table,
)
from analysis.methods.results import Estimate, Status

WEAK = "the test is weak: no difference found does not mean that there was none"


def start_gap(effects: GroupTimeEffects, years: int = 3) -> pd.DataFrame:
    """Return how far joiners lay from the others in each of the last ``years`` before joining.

    A row a year before joining (``years_before`` 1, 2, …, the last first), pooled over cohorts by
    size; statistic "start_gap", in the values' unit. A gap that opens in the last year says that
    units joined because of it; one that is there in all years says that they are other units.
    Years that a cohort does not have count without it: ``n_groups`` and ``n_treated`` say so.
    """
    rows = []
    for back in range(1, years + 1):
        cells = [_gap(effects, group, back) for group in effects.panel.cohorts]
        known = [cell for cell in cells if cell is not None]
        result = pooled(effects.panel, known)
        row = result_row(effects.panel, effects.design, "start_gap", [known], result)
        counts = {"n_groups": len(known), "n_treated": sum(cell.n_treated for cell in known)}
        rows.append(row | {"years_before": back} | counts)
    return result_table(rows, ("years_before", "n_groups", "n_treated"))


def _gap(effects: GroupTimeEffects, group: int, back: int) -> Cell | None:
    panel = effects.panel
    place = np.flatnonzero(panel.years == group - back)
    if not len(place) or group > panel.years[-1]:
        return None
    values = panel.values[:, place[0]]
    known = np.isfinite(values)
    joined = known & (panel.first == group)
    others = known & controls(panel, effects.design, group - back, group - 1) & ~joined
    if not joined.any() or not others.any():
        return None
    influence, means = np.zeros(len(values)), []
    for who, sign in ((joined, 1), (others, -1)):
        share = panel.weights[who] / panel.weights[who].sum()
        means.append(float(share @ values[who]))
        influence[who] = sign * share * (values[who] - means[-1])
    gap = means[0] - means[1]
    sizes = int(joined.sum()), int(others.sum())
    return Cell(group, group - back, gap, influence, *sizes, used=joined | others)


def pre_trend(effects: GroupTimeEffects) -> Estimate:
    """Test jointly whether joiners and others went alike before joining (Wald, chi-square).

    The estimate is the Wald statistic, ``df`` the number of effects before joining. The test is
    weak: not finding a difference does not show that there was none, and alike before need not
    mean alike after. Status "too_few" with no year before the base, or with more such effects
    than joiners can bear.
    """
    cells = [
        cell
        for cell in effects.computed
        if not cell.reference and cell.event_time < -effects.design.anticipation
    ]
    nothing = (0.0, np.ones(len(effects.panel.units)))
    checked = judged(effects.panel, effects.design, "pre_trend_wald", [cells], nothing)
    blank = replace(
        checked, estimate=None, low=None, high=None, p=None, df=None, smallest=None, detectable=None
    )
    if not cells:
        return replace(blank, status=Status.TOO_FEW, reason="no year before the base to look at")
    if checked.status == Status.TOO_FEW:
        return blank
    if len(cells) > (checked.df or 0):
        reason = f"{len(cells)} effects before joining, for {checked.df:.0f} degrees of freedom"
        return replace(blank, status=Status.TOO_FEW, reason=reason)
    return _wald(blank, cells)


def _wald(blank: Estimate, cells: Sequence[Cell]) -> Estimate:
    from scipy import stats

    spread = influences(cells)
    covariance = spread.T @ spread
    if np.linalg.matrix_rank(covariance) < len(cells):
        reason = "the effects before joining do not vary apart from each other"
        return replace(blank, status=Status.NO_VARIATION, reason=reason)
    values = np.array([cell.estimate for cell in cells])
    statistic = float(values @ np.linalg.solve(covariance, values))
    p = float(stats.chi2.sf(statistic, len(cells)))
    return replace(blank, estimate=statistic, p=p, df=len(cells), reason=WEAK)
