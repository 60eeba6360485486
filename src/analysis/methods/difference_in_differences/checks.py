"""Does the difference between participants and others hold when it is looked at otherwise?

A finding that rests on one cohort, on the very year before joining, or on units that were far
from the others to begin with, is a weak one.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.difference_in_differences.cells import Design, controls
from analysis.methods.difference_in_differences.effects import (
    GroupTimeEffects,
    aggregated,
    effects_of,
    overall,
)
from analysis.methods.difference_in_differences.inference import result_row, result_table
from analysis.methods.difference_in_differences.panel import NEVER, JoinPanel
from analysis.methods.results import Estimate, Status


@dataclass(frozen=True)
class Randomised:
    """The test by random dates of joining: the ``result``, and the effect of each draw."""

    result: Estimate
    placebos: np.ndarray
    seed: int


def randomised_joining(
    effects: GroupTimeEffects,
    aggregation: str = "simple",
    draws: int = 1000,
    seed: int = 20211,
) -> Randomised:
    """Deal the years of joining out at random over the units, and count effects as large.

    p is (1 + draws with an effect at least as large either way) / (draws + 1): exact where who
    joined when might as well have been drawn by lot (Fisher 1935), whatever the distribution of
    the values. It cannot see that the units that joined were unlike the others. Aggregations are
    those of ``overall``. Status "too_few" and no p below the design's minimum of joiners. A draw
    in which no effect can be computed counts neither way; ``reason`` says how many there were.
    Raises ValueError for fewer than one draw.
    """
    if draws < 1:
        raise ValueError(f"draws is {draws}; at least 1 is needed")
    found = overall(effects, aggregation)
    method = f"randomised_joining_{effects.design.method}"
    result = replace(found, method=method, low=None, high=None, p=None, df=None)
    result = replace(result, smallest=None, detectable=None)
    if found.status == Status.TOO_FEW or found.estimate is None:
        return Randomised(result, np.zeros(0), seed)
    generator = np.random.default_rng(seed)
    dealt = (generator.permutation(effects.panel.first) for _ in range(draws))
    placebos = np.array([_effect_if(effects, first, aggregation) for first in dealt])
    # A draw that deals the observed years again differs from them in the last binary digits.
    counted = placebos[np.isfinite(placebos)]
    as_large = int((np.abs(counted) >= abs(found.estimate) - 1e-9).sum())
    reason = f"counted are {len(counted)} of {draws} draws; the others gave no effect"
    if not len(counted):
        return Randomised(replace(result, status=Status.TOO_FEW, reason=reason), placebos, seed)
    p, reason = (1 + as_large) / (len(counted) + 1), reason if len(counted) < draws else ""
    return Randomised(replace(result, p=p, status=Status.OK, reason=reason), placebos, seed)


def _effect_if(effects: GroupTimeEffects, first: np.ndarray, aggregation: str) -> float:
    panel = replace(effects.panel, first=first)
    if effects.design.covariates or aggregation == "dynamic":
        found = overall(effects_of(panel, effects.design), aggregation).estimate
        return np.nan if found is None else float(found)
    return quick_overall(panel, effects.design, aggregation)


def quick_overall(panel: JoinPanel, design: Design, aggregation: str = "simple") -> float:
    """Return the "simple" or "group" effect without covariates, without errors, fast."""
    means, sizes = [], []
    for group in panel.cohorts:
        effects = _quick_cohort(panel, design, group)
        effects = effects[np.isfinite(effects)]
        if not len(effects):
            continue
        size = float(panel.weights[panel.first == group].sum())
        means.append(float(effects.mean()))
        sizes.append(size * len(effects) if aggregation == "simple" else size)
    return float(np.average(means, weights=sizes)) if means else np.nan


def _quick_cohort(panel: JoinPanel, design: Design, group: int) -> np.ndarray:
    """The effect on a cohort in each year from joining on."""
    base = panel.base_of(group - design.anticipation)
    if base is None:
        return np.zeros(0)
    after = panel.years >= group
    changes = panel.values[:, after] - panel.values[:, [base]]
    known = np.where(np.isfinite(changes), panel.weights[:, None], 0.0)
    changes = np.nan_to_num(changes)
    years = panel.years[after]
    others = np.column_stack([controls(panel, design, group - 1, int(year)) for year in years])
    joined = np.repeat((panel.first == group)[:, None], len(years), axis=1)
    parts = [known * who for who in (joined, others)]
    with np.errstate(invalid="ignore", divide="ignore"):
        gains = [(part * changes).sum(axis=0) / part.sum(axis=0) for part in parts]
    return np.asarray(gains[0] - gains[1])


def leave_one_cohort_out(effects: GroupTimeEffects, aggregation: str = "group") -> pd.DataFrame:
    """Return the overall effect without each cohort in turn, in order of ``left_out``.

    RESULT_COLUMNS, then ``left_out`` (a year of joining), ``n_left_out`` (its units), ``moves``
    (the change of the estimate), and the test's columns. A left out cohort serves as comparison
    no more.
    """
    found = overall(effects, aggregation).estimate
    rows = []
    for group in effects.panel.cohorts:
        own = effects.panel.first == group
        rest = effects_of(effects.panel.keep(~own), effects.design)
        parts, result = aggregated(rest, aggregation)
        row = result_row(rest.panel, rest.design, f"att_{aggregation}", parts, result)
        moves = np.nan if found is None or not any(parts) else result[0] - found
        rows.append(row | {"left_out": group, "n_left_out": int(own.sum()), "moves": moves})
    return result_table(rows, ("left_out", "n_left_out", "moves"))


def moved_base(
    effects: GroupTimeEffects, aggregation: str = "group", years: int = 1
) -> pd.DataFrame:
    """Compare from a base ``years`` earlier: did units join because of one bad year?

    Where a bad last year made units join, its recovery passes for an effect, and the estimate
    shrinks towards zero when the base is moved back (Ashenfelter 1978). Three rows: the effect
    as given, the effect from the earlier base, and their difference (statistic "moved_by") with
    its own interval; ``base_years_before`` says how many years before joining the base lies. All
    three over the units that have both bases. With the control "not_yet" the units that join in
    the ``years`` after a year serve as comparison for it no more, since from the earlier base they
    are close to joining: part of a move can come from that. A shrinking estimate can also mean
    an effect ahead of joining or a trend; an unmoved one does not rule out that several bad years
    counted.
    ValueError for ``years`` under 1.
    """
    if years < 1:
        raise ValueError(f"years is {years}; a base that is moved lies at least 1 year earlier")
    design = effects.design
    earlier = replace(design, anticipation=design.anticipation + years)
    both = [effects.panel.base_of(first - earlier.anticipation) for first in effects.panel.first]
    kept = np.array([base is not None for base in both]) | (effects.panel.first == NEVER)
    panel = effects.panel.keep(kept)
    given, moved = effects_of(panel, design), effects_of(panel, earlier)
    (parts, first), (later, second) = (aggregated(e, aggregation) for e in (given, moved))
    difference = (second[0] - first[0], second[1] - first[1])
    statistic = f"att_{aggregation}"
    rows = [
        result_row(panel, design, statistic, parts, first) | _years_before(design),
        result_row(panel, earlier, statistic, later, second) | _years_before(earlier),
        result_row(panel, earlier, "moved_by", later, difference) | _years_before(earlier),
    ]
    return result_table(rows, ("base_years_before",))


def _years_before(design: Design) -> dict[str, object]:
    return {"base_years_before": design.anticipation + 1}
