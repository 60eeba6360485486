"""Published cases of what surveys rest on: differences of shares, many comparisons, pooling."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.methods.surveys import (
    between_variance,
    false_discoveries,
    partial_pooling,
    share_change,
)
from analysis.methods.surveys.intervals import paired_newcombe


def wave(yes: int, n: int) -> pd.DataFrame:
    return pd.DataFrame({"a": [5] * yes + [1] * (n - yes)})


def test_newcombe_1998_two_independent_shares(shared: Path):
    """Newcombe (1998), Statistics in Medicine 17, 873-890, method 10: 0.2 (0.0524 to 0.3339)."""
    expected = json.loads((shared / "golden" / "expected.json").read_text())
    case = expected["newcombe_1998_difference"]
    before, after = wave(case["x2"], case["n2"]), wave(case["x1"], case["n1"])
    row = share_change(before, after, ["a"]).iloc[0]
    found = [round(row[name], 4) for name in ("estimate", "low", "high")]
    assert found == [case["diff"], case["lower"], case["upper"]]


def paired(both: int, first: int, second: int, neither: int) -> list[float]:
    cells = [both, first, second, neither]
    a, b = np.repeat([1.0, 1, 0, 0], cells), np.repeat([1.0, 0, 1, 0], cells)
    return [round(value, 3) for value in paired_newcombe(b, a, 0.95)]


def test_newcombe_1998_paired_shares():
    """Altman et al. (2000), Statistics with confidence, Table 6.2: 14, 5, 0, 22."""
    assert paired(14, 5, 0, 22) == [0.011, 0.226]


def test_paired_shares_of_airway_hyper_responsiveness():
    """Fagerland, Lydersen and Laake (2014), data of Bentur et al. (2009): 1, 1, 7, 12."""
    assert paired(1, 1, 7, 12) == [-0.507, -0.026]


def test_benjamini_and_hochberg_1995_fifteen_endpoints():
    """Journal of the Royal Statistical Society B 57, 289-300: four are rejected.

    Bonferroni rejects the first three; unadjusted, nine lie below .05.
    """
    small = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p = pd.Series([*small, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    found = false_discoveries(p, rate=0.05)
    assert list(found["discovery"]) == [True] * 4 + [False] * 11
    assert found["q"].iloc[3] == pytest.approx(0.0095 * 15 / 4)
    assert (p <= 0.05 / 15).sum() == 3
    assert (p < 0.05).sum() == 9


def test_efron_and_morris_1977_eighteen_batting_averages():
    """Stein's paradox in statistics, Scientific American 236(5): c = .212, grand mean .265.

    Hits of the first 45 at bats; the error is that of the grand mean's binomial.
    """
    hits = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
    means = hits / 45
    grand = means.mean()
    table = pd.DataFrame({"estimate": means, "error": np.sqrt(grand * (1 - grand) / 45)})
    found = partial_pooling(table, method="james_stein")
    assert round(found["weight"].iloc[0], 3) == 0.212
    assert round(grand, 3) == 0.265
    assert found["estimate"].iloc[0] == pytest.approx(0.265 + 0.212 * (0.400 - 0.265), abs=5e-4)


def test_dersimonian_and_laird_in_viechtbauer_2005():
    """Journal of Educational and Behavioral Statistics 30, p. 271, example 1: .2768."""
    y = [-0.581, 0.530, 0.771, 1.031, 0.553, 0.295, 0.078, 0.573, -0.176, -0.232]
    v = [0.023, 0.052, 0.060, 0.115, 0.095, 0.203, 0.200, 0.211, 0.051, 0.040]
    assert round(between_variance(np.array(y), np.sqrt(v)), 4) == 0.2768
