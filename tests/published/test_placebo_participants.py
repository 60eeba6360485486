"""Invented participants in a real panel: sick leave in 290 Swedish municipalities (Kolada N00090).

No published result: what is checked is that the method is silent where nothing can be, finds
what is planted, and that its checks reveal municipalities chosen for their bad values.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.methods.difference_in_differences import moved_base, randomised_joining, start_gap
from analysis.methods.difference_in_differences.effects import (
    AGGREGATIONS,
    group_time_effects,
    overall,
)

JOINERS, YEARS = 32, [2012, 2013, 2014, 2015]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def municipalities(shared: Path) -> pd.DataFrame:
    """2008 to 2019: before the pandemic; "0" is the country."""
    file = shared / "data" / "kolada-ddf" / "ddf--datapoints--n00090--by--geo--year.csv"
    if not file.is_file():
        pytest.skip(f"no {file}")
    table = pd.read_csv(file, dtype={"geo": str})
    table = table.rename(columns={"geo": "unit", "year": "period", "n00090": "value"})
    return table[table["unit"].ne("0") & table["period"].between(2008, 2019)]


def with_participants(table: pd.DataFrame, seed: int, effect: float = 0.0) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    chosen = generator.choice(table["unit"].unique(), JOINERS, replace=False)
    first = table["unit"].map(dict(zip(chosen, np.resize(YEARS, JOINERS), strict=True)))
    return table.assign(first=first, value=table["value"] + effect * (table["period"] >= first))


def worst_starters(table: pd.DataFrame) -> pd.DataFrame:
    """The 32 with the highest value of 2012 join in 2013."""
    last = table[table["period"] == 2012].set_index("unit")["value"]
    return table.assign(first=table["unit"].map(dict.fromkeys(last.nlargest(JOINERS).index, 2013)))


def test_there_are_290_municipalities_and_gaps_are_listed(municipalities):
    effects = group_time_effects(with_participants(municipalities, 1), balanced=False)
    assert len(effects.panel.units) + len(effects.excluded) == 290
    assert len(effects.incomplete) > 50
    assert "0114" in effects.panel.units


def test_participants_by_lot_are_rarely_called_significant(municipalities):
    """A thousand draws: with two hundred, 5 per cent come out as anything from 2 to 8."""
    fitted = [
        group_time_effects(with_participants(municipalities, seed), balanced=False)
        for seed in range(1000)
    ]
    for aggregation in AGGREGATIONS:
        found = [overall(effects, aggregation) for effects in fitted]
        assert all(e.p is not None for e in found)
        assert np.mean([e.significant for e in found]) <= 0.07
        assert abs(np.mean([e.estimate for e in found])) < 0.03


def test_so_are_they_against_those_not_yet_joined_in_a_balanced_panel(municipalities):
    fitted = [
        group_time_effects(with_participants(municipalities, seed), control="not_yet")
        for seed in range(200)
    ]
    assert np.mean([overall(effects).significant for effects in fitted]) <= 0.08


def test_a_planted_half_point_is_found(municipalities):
    found = [
        overall(group_time_effects(with_participants(municipalities, s, -0.5), balanced=False))
        for s in range(50)
    ]
    assert np.mean([e.estimate for e in found]) == pytest.approx(-0.5, abs=0.05)
    assert np.mean([e.significant for e in found]) >= 0.9
    assert np.mean([e.low <= -0.5 <= e.high for e in found]) >= 0.85


def test_the_worst_starters_show_a_false_effect_and_the_checks_reveal_it(municipalities):
    effects = group_time_effects(worst_starters(municipalities), balanced=False)
    false = overall(effects)
    assert false.significant
    assert false.estimate < -0.4
    given, moved, by = moved_base(effects).to_dict("records")
    assert given["estimate"] == pytest.approx(false.estimate)
    assert abs(moved["estimate"]) < 0.5 * abs(given["estimate"])
    assert by["low"] > 0
    gaps = start_gap(effects).set_index("years_before")["estimate"]
    assert gaps[1] > gaps[2] + 0.3
    assert gaps[1] > 1.5


def test_a_thousand_random_dates_take_seconds(municipalities):
    effects = group_time_effects(with_participants(municipalities, 1, -0.5), balanced=False)
    drawn = randomised_joining(effects, draws=1000)
    assert drawn.result.p == pytest.approx(1 / 1001, abs=0.005)
    assert abs(np.mean(drawn.placebos)) < 0.05
