"""California's tobacco programme of 1989 (Proposition 99), plain difference in differences.

Arkhangelsky et al. (2021), table 1: -27.3 packs a head and year against 38 other states.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.methods.difference_in_differences import (
    group_time_effects,
    overall,
    two_way_fixed_effects,
)
from analysis.methods.results import Status


@pytest.fixture(scope="module")
def effects(shared: Path):
    file = shared / "golden" / "synth" / "california_prop99.csv"
    table = pd.read_csv(file, sep=";")
    started = table[table["treated"] == 1].groupby("State")["Year"].min()
    names = {"State": "unit", "Year": "period", "PacksPerCapita": "value"}
    return group_time_effects(table.rename(columns=names).assign(first=table["State"].map(started)))


def test_the_sample_is_california_and_38_states(effects):
    assert (effects.n_joiners, effects.n_never) == (1, 38)
    assert set(effects.frame["group"]) == {1989}


def test_the_plain_difference_is_the_published_one(effects, shared):
    expected = json.loads((shared / "golden" / "expected.json").read_text())["synth"]["prop99"]
    found = two_way_fixed_effects(effects)
    assert found.estimate == pytest.approx(expected["did"], abs=0.00005)


def test_one_state_is_shown_and_not_tested(effects):
    for found in (two_way_fixed_effects(effects), overall(effects)):
        assert (found.status, found.low, found.p) == (Status.TOO_FEW, None, None)
        assert found.reason == "joiners: 1; fewer than 10 are shown, not tested"


def test_from_the_last_year_before_alone_it_is_another_number(effects):
    """By hand: the mean of 1989-2000 less 1988, California less the others."""
    panel = effects.panel
    change = (
        panel.values[:, panel.years >= 1989].mean(axis=1)
        - panel.values[:, list(panel.years).index(1988)]
    )
    california = panel.first > 0
    expected = change[california].mean() - change[~california].mean()
    assert overall(effects).estimate == pytest.approx(expected)
    assert overall(effects).estimate == pytest.approx(-17.98, abs=0.005)
