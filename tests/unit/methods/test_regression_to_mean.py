"""What change others show from the same start level."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.methods.comparison import regression_to_mean
from analysis.methods.results import RESULT_COLUMNS, Status

GAP = float("nan")

# Others start at 6, 7, 8, 9 and change by 0.5, 0.3, -0.3, -0.5: slope -0.36, mean change 0.
PANEL = pd.DataFrame(
    {2007: [10.0, 6, 7, 8, 9], 2008: [8.4, 6.5, 7.3, 7.7, 8.5]},
    index=["own", "a", "b", "c", "d"],
)


def simulated(generator: np.random.Generator, units: int = 30) -> tuple[pd.DataFrame, str]:
    """A panel without any effect, and its unit that starts highest."""
    lasting = generator.normal(8, 1, units)
    noise = generator.normal(0, 1, (units, 2))
    names = [f"u{i}" for i in range(units)]
    panel = pd.DataFrame(lasting[:, None] + noise, index=names, columns=[2007, 2008])
    return panel, str(panel[2007].idxmax())


def test_the_expected_change_by_hand():
    # slope: (-1.5*0.5 - 0.5*0.3 - 0.5*0.3 - 1.5*0.5) / 5 = -0.36; at 10: -0.36 * 2.5 = -0.9
    found = regression_to_mean(PANEL, "own", 2007, 2008)
    assert found.slope.estimate == pytest.approx(-0.36)
    assert found.expected.estimate == pytest.approx(-0.9)
    assert found.adjusted.estimate == pytest.approx(-1.6 + 0.9)
    # residuals -0.04, 0.12, -0.12, 0.04: s2 = 0.032 / 2; 1 + 1/4 + 2.5^2 / 5 = 2.5
    reach = 4.30265273 * np.sqrt(0.016 * 2.5)
    assert found.expected.low == pytest.approx(-0.9 - reach)
    assert found.expected.high == pytest.approx(-0.9 + reach)
    assert (found.adjusted.low, found.adjusted.high) == pytest.approx((-0.7 - reach, -0.7 + reach))
    assert found.adjusted.p == pytest.approx(2 * stats.t.sf(0.7 / np.sqrt(0.04), 2))
    assert (found.slope.n, found.slope.df, found.left_out) == (4, 2, 0)


def test_the_correlation_is_that_of_start_and_change():
    found = regression_to_mean(PANEL, "own", 2007, 2008)
    expected = np.corrcoef([6, 7, 8, 9], [0.5, 0.3, -0.3, -0.5])[0, 1]
    assert found.correlation == pytest.approx(expected)
    assert expected < -0.9


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(-30, 30)), min_size=4, max_size=15))
def test_the_slope_is_that_of_scipy(pairs):
    """An independent route: scipy's linear regression."""
    starts, moves = (np.array([pair[i] for pair in pairs], dtype=float) / 10 for i in (0, 1))
    names = ["own", *[f"u{i}" for i in range(len(pairs))]]
    panel = pd.DataFrame({1: [2.0, *starts], 2: [1.0, *(starts + moves)]}, index=names)
    found = regression_to_mean(panel, "own", 1, 2)
    if not found.slope.computed:
        assert found.slope.status == Status.NO_VARIATION
        return
    line = stats.linregress(starts, moves)
    assert found.slope.estimate == pytest.approx(line.slope)
    assert found.slope.p == pytest.approx(line.pvalue, abs=1e-6)
    assert found.expected.estimate == pytest.approx(line.intercept + 2 * line.slope)
    assert found.extrapolated == (not starts.min() <= 2 <= starts.max())


def test_an_own_start_beyond_all_others_is_said():
    assert regression_to_mean(PANEL, "own", 2007, 2008).extrapolated
    inside = PANEL.copy()
    inside.loc["own", 2007] = 9.0
    assert not regression_to_mean(inside, "own", 2007, 2008).extrapolated
    below = PANEL.copy()
    below.loc["own", 2007] = 5.9
    assert regression_to_mean(below, "own", 2007, 2008).extrapolated


def test_the_highest_start_falls_without_any_effect_and_nothing_is_left_of_it_here():
    """Independent: 400 simulated panels in which nothing was done.

    Half of what differs at the start is chance, so the highest of 30 falls by about one point;
    beyond what the others lead to expect, it changes by nothing on average.
    """
    generator = np.random.default_rng(5)
    raw, left, caught = [], [], []
    for _ in range(400):
        panel, own = simulated(generator)
        found = regression_to_mean(panel, own, 2007, 2008)
        raw.append(panel.loc[own, 2008] - panel.loc[own, 2007])
        left.append(found.adjusted.estimate)
        caught.append(found.adjusted.low <= 0 <= found.adjusted.high)
    assert np.mean(raw) < -1
    assert abs(np.mean(left)) < 0.15
    assert np.mean(caught) == pytest.approx(0.95, abs=0.03)


@pytest.mark.slow
def test_a_true_effect_remains():
    generator = np.random.default_rng(6)
    left = []
    for _ in range(300):
        panel, own = simulated(generator)
        panel.loc[own, 2008] -= 2
        left.append(regression_to_mean(panel, own, 2007, 2008).adjusted.estimate)
    assert np.mean(left) == pytest.approx(-2, abs=0.2)


def test_nothing_depends_on_the_order_of_units():
    mixed = PANEL.loc[["c", "own", "a", "d", "b"]]
    first, second = (regression_to_mean(panel, "own", 2007, 2008) for panel in (PANEL, mixed))
    assert second.adjusted.estimate == pytest.approx(first.adjusted.estimate)
    assert second.adjusted.p == pytest.approx(first.adjusted.p)


def test_the_level_widens_the_interval():
    narrow, wide = (
        regression_to_mean(PANEL, "own", 2007, 2008, level=level) for level in (0.8, 0.95)
    )
    assert wide.expected.low < narrow.expected.low
    assert wide.slope.high > narrow.slope.high
    assert (narrow.slope.level, narrow.adjusted.level) == (0.8, 0.8)
    with pytest.raises(ValueError, match="between 0 and 1"):
        regression_to_mean(PANEL, "own", 2007, 2008, level=80)


def test_others_without_a_change_are_left_out_and_counted():
    panel = PANEL.copy()
    panel.loc["e"] = [GAP, 7.0]
    found = regression_to_mean(panel, "own", 2007, 2008)
    assert (found.left_out, found.slope.n) == (1, 4)
    assert found.slope.estimate == pytest.approx(-0.36)


def test_named_peers_alone_are_used():
    found = regression_to_mean(PANEL, "own", 2007, 2008, peers=["a", "b", "c"])
    assert found.slope.n == 3
    # start 6, 7, 8 and change 0.5, 0.3, -0.3: slope (-0.3 - 0.5) / 2
    assert found.slope.estimate == pytest.approx(-0.4)


def test_two_others_are_too_few():
    found = regression_to_mean(PANEL, "own", 2007, 2008, peers=["a", "b"])
    assert {row.status for row in (found.slope, found.expected, found.adjusted)} == {"too_few"}
    assert found.slope.reason == "a line needs three other units; there are 2"
    assert found.correlation is None
    assert found.adjusted.estimate is None
    assert not found.extrapolated


def test_a_missing_or_hidden_own_change_is_a_status():
    panel = PANEL.copy()
    panel.loc["own", 2008] = GAP
    found = regression_to_mean(panel, "own", 2007, 2008)
    assert (found.adjusted.status, found.adjusted.reason) == (Status.MISSING, "2008 missing")
    statuses = pd.DataFrame("reported", index=PANEL.index, columns=PANEL.columns)
    statuses.loc["own", 2007] = "suppressed"
    hidden = regression_to_mean(PANEL, "own", 2007, 2008, statuses=statuses)
    assert hidden.adjusted.status == Status.SUPPRESSED


def test_start_levels_or_residuals_all_alike_bear_no_line():
    alike = PANEL.copy()
    alike[2007] = 8.0
    found = regression_to_mean(alike, "own", 2007, 2008)
    assert found.slope.reason == "all others start from the same level"
    straight = pd.DataFrame({1: [5.0, 6, 7, 8], 2: [4.0, 5, 6, 7]}, index=list("wxyz"))
    found = regression_to_mean(straight, "w", 1, 2)
    assert found.slope.status == Status.NO_VARIATION
    assert "without any spread" in found.slope.reason


def test_the_table_has_a_row_for_each_estimate():
    table = regression_to_mean(PANEL, "own", 2007, 2008).table()
    assert tuple(table.columns[:8]) == RESULT_COLUMNS
    assert list(table["statistic"]) == ["slope", "expected_change", "own_less_expected_change"]


def test_an_infinite_value_is_a_missing_one():
    panel = PANEL.copy()
    panel.loc["b", 2007] = float("inf")
    found = regression_to_mean(panel, "own", 2007, 2008)
    assert (found.slope.status, found.slope.n, found.left_out) == (Status.OK, 3, 1)
