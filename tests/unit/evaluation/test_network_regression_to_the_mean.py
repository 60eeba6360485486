"""Figures that are low or high for some years come back by themselves: neither is an effect.

Simulated panels without any effect, or with a planted one; nothing published. 120 municipalities
have levels of their own and years that hang together (autocorrelation 0.5), and 25 join in the
fifth of eight years, by a draw that leans towards those whose last year was high or low.
"""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from making_joining import INDICATOR, joining_design

from analysis.evaluation.findings import Grade
from analysis.evaluation.network_programme import JoinEffect

MUNICIPALITIES, YEARS, JOINERS, JOINED = 120, 8, 25, 4
SPREAD, MEMORY = 0.6, 0.5
LOW, HIGH, BY_LOT = -1, 1, 0


DESIGN = joining_design()


def panel(seed: int, leaning: int, effect: float, luck: float) -> pd.DataFrame:
    """``luck`` is what decides who joins beside the last year, as a standard deviation."""
    draw = np.random.default_rng(seed).normal
    level, years = draw(0, 1, MUNICIPALITIES), np.zeros((MUNICIPALITIES, YEARS))
    years[:, 0] = draw(0, SPREAD, MUNICIPALITIES)
    for year in range(1, YEARS):
        fresh = draw(0, SPREAD * np.sqrt(1 - MEMORY**2), MUNICIPALITIES)
        years[:, year] = MEMORY * years[:, year - 1] + fresh
    lean = leaning * years[:, JOINED - 1] + draw(0, luck, MUNICIPALITIES)
    joined = np.zeros(MUNICIPALITIES, dtype=bool)
    joined[np.argsort(-lean)[:JOINERS]] = True
    values = 8 + level[:, None] + years
    values[joined, JOINED:] += effect
    units = np.repeat([str(1001 + place) for place in range(MUNICIPALITIES)], YEARS)
    return pd.DataFrame(
        {
            "unit": units,
            "period": np.tile(2010 + np.arange(YEARS), MUNICIPALITIES),
            "value": values.round(1).ravel(),
            "first": np.where(np.repeat(joined, YEARS), 2010.0 + JOINED, np.nan),
        }
    )


def told(leaning: int, panels: int, effect: float = 0.0, luck: float = SPREAD) -> Counter[str]:
    """What is said of the panels: better, worse, alone (in the first test only), nothing."""
    return Counter(_said(panel(seed, leaning, effect, luck)) for seed in range(panels))


def _said(table: pd.DataFrame) -> str:
    found = JoinEffect(INDICATOR, DESIGN, table)
    if found.unlike:
        return "nothing"
    if found.grade is Grade.INDICATED:
        return "better"
    if found.worsened:
        return "worse"
    return "alone" if found.explained_by_level else "nothing"


@pytest.mark.parametrize("leaning", [LOW, HIGH])
@pytest.mark.parametrize("luck", [SPREAD, 2 * SPREAD])
def test_who_joins_after_a_low_or_a_high_year_has_neither_lost_nor_gained(leaning, luck):
    found = told(leaning, 25, luck=luck)
    assert found["alone"] > 0, "the first test alone would have told of an effect"
    assert found["better"] == found["worse"] == 0


@pytest.mark.parametrize(("effect", "said"), [(0.6, "worse"), (-0.6, "better")])
def test_a_real_effect_is_told_either_way(effect, said):
    found = told(BY_LOT, 25, effect)
    assert found[said] >= 18
    assert found["better"] + found["worse"] == found[said]


@pytest.mark.slow
@pytest.mark.parametrize("leaning", [LOW, HIGH])
@pytest.mark.parametrize("luck", [SPREAD, 2 * SPREAD])
def test_of_two_hundred_panels_at_most_one_in_a_hundred_is_told_of(leaning, luck):
    found = told(leaning, 200, luck=luck)
    assert found["alone"] >= 30
    assert found["better"] + found["worse"] <= 2


@pytest.mark.slow
def test_a_worsening_is_told_as_often_as_a_gain_and_a_lot_seldom():
    worse, better, lot = (told(BY_LOT, 100, effect) for effect in (0.6, -0.6, 0.0))
    assert worse["worse"] >= 80
    assert better["better"] >= 80
    assert abs(worse["worse"] - better["better"]) <= 10
    assert lot["better"] + lot["worse"] <= 6
