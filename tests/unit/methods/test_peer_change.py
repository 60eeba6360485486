"""The own change beside that of others, as a placebo distribution."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.comparison import balance, change_beside_peers, changes
from analysis.methods.results import RESULT_COLUMNS, Status

GAP = float("nan")


def panel_of(*moves: float, start: float = 8.0) -> pd.DataFrame:
    """Units u0, u1, ... that all start alike and change as given."""
    names = [f"u{i}" for i in range(len(moves))]
    return pd.DataFrame({2007: start, 2008: [start + move for move in moves]}, index=names)


SOME = pd.DataFrame(
    {2006: [8.0, GAP, 7.0, GAP], 2007: [8.5, 9.0, GAP, GAP], 2008: [8.1, 9.4, 7.5, GAP]},
    index=["whole", "late", "hole", "empty"],
)


# -- the panel


def test_the_panel_says_where_each_unit_has_values():
    found = balance(SOME)
    assert list(found["presence"]) == ["all", "some", "some", "none"]
    assert list(found["gaps"]) == ["", "2006", "2007", "2006, 2007, 2008"]
    assert list(found["estimate"]) == [3, 2, 2, 0]
    assert set(found["n"]) == {3}
    assert tuple(found.columns[:8]) == RESULT_COLUMNS


def test_a_change_is_the_end_less_the_start_and_needs_both():
    found = changes(SOME, 2006, 2008)
    assert list(found["estimate"][["whole", "hole"]]) == pytest.approx([0.1, 0.5])
    assert list(found["status"]) == ["ok", "missing", "ok", "missing"]
    assert list(found["reason"]) == ["", "2006 missing", "", "2006 missing, 2008 missing"]
    assert list(found["n"]) == [2, 1, 2, 0]
    assert list(found.loc["late", ["start", "end"]].isna()) == [True, False]


def test_a_suppressed_value_makes_no_change_even_if_it_is_there():
    statuses = pd.DataFrame("reported", index=SOME.index, columns=SOME.columns)
    statuses.loc["whole", 2008] = "suppressed"
    found = changes(SOME, 2006, 2008, statuses)
    assert (found.loc["whole", "status"], found.loc["whole", "reason"]) == (
        Status.SUPPRESSED,
        "2008 suppressed",
    )
    assert found.loc["whole", ["estimate", "end"]].isna().all()


def test_periods_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="not there: 2005"):
        changes(SOME, 2005, 2008)
    with pytest.raises(ValueError, match="two periods"):
        changes(SOME, 2008, 2008)


# -- beside others


def test_own_change_plain_mean_and_gap():
    # Others -0.2, 0.1, 0.4: mean 0.1, so a fall of 1.0 is 1.1 below it
    found = change_beside_peers(panel_of(-1.0, -0.2, 0.1, 0.4), "u0", 2007, 2008)
    assert found.own.estimate == pytest.approx(-1.0)
    assert found.peers.estimate == pytest.approx(0.1)
    assert found.gap.estimate == pytest.approx(-1.1)
    # t(2) = 4.30265 times 0.3 / sqrt 3
    assert found.peers.high == pytest.approx(0.1 + 4.30265 * 0.3 / 3**0.5, abs=1e-4)
    assert (found.peers.n, found.gap.n, found.own.n) == (3, 3, 1)


def test_weights_are_kept_apart_from_the_plain_mean():
    weights = pd.Series({"u3": 800, "u1": 100, "u2": 100, "u0": 9000})
    found = change_beside_peers(panel_of(-1, -0.2, 0.1, 0.4), "u0", 2007, 2008, weights=weights)
    # (100 * -0.2 + 100 * 0.1 + 800 * 0.4) / 1000
    assert found.peers_weighted.estimate == pytest.approx(0.31)
    assert found.peers.estimate == pytest.approx(0.1)
    assert found.gap.estimate == pytest.approx(-1.1)


def test_weights_that_are_missing_or_nothing_have_a_status():
    panel = panel_of(-1, -0.2, 0.1)
    plain = change_beside_peers(panel, "u0", 2007, 2008)
    assert plain.peers_weighted.reason == "no weights were given"
    part = change_beside_peers(panel, "u0", 2007, 2008, weights=pd.Series({"u1": 5}))
    assert part.peers_weighted.reason == "1 of 2 weights are missing"
    for weights in ([0, 0], [5, -1]):
        series = pd.Series(weights, index=["u1", "u2"])
        found = change_beside_peers(panel, "u0", 2007, 2008, weights=series)
        assert found.peers_weighted.status == Status.UNDEFINED


def test_the_largest_change_of_twenty_has_the_smallest_p_there_can_be():
    found = change_beside_peers(panel_of(-3, *np.linspace(-1, 1, 19)), "u0", 2007, 2008)
    assert found.floor == found.gap.p == 1 / 20
    assert not found.gap.significant


def test_p_counts_others_as_far_from_the_rest_in_either_direction():
    # All five: mean 0. Distances 2, 2, 1, 1, 0: one other is as far as the own.
    found = change_beside_peers(panel_of(-2, 2, 1, -1, 0), "u0", 2007, 2008)
    assert found.gap.p == pytest.approx(2 / 5)


def test_p_in_one_direction_counts_only_that():
    panel = panel_of(-2, 2, 1, -1, -2, -3)
    lower = change_beside_peers(panel, "u0", 2007, 2008, alternative="lower")
    higher = change_beside_peers(panel, "u0", 2007, 2008, alternative="higher")
    assert lower.gap.p == pytest.approx(3 / 6)
    assert higher.gap.p == pytest.approx(5 / 6)


@given(st.lists(st.integers(-40, 40), min_size=2, max_size=15))
def test_p_is_the_place_of_the_own_gap_when_each_unit_is_the_own_in_turn(moves):
    """Exact enumeration: every unit's change less the mean of all the rest, own one included."""
    found = change_beside_peers(panel_of(*moves), "u0", 2007, 2008)
    gaps = [abs(move - np.mean([*moves[:i], *moves[i + 1 :]])) for i, move in enumerate(moves)]
    assert found.gap.p == pytest.approx(np.mean([gap >= gaps[0] - 1e-9 for gap in gaps]))
    assert found.gap.p >= found.floor


@given(st.lists(st.integers(-40, 40), min_size=3, max_size=12), st.randoms())
def test_nothing_depends_on_the_order_of_units_or_on_a_common_shift(moves, random):
    panel = panel_of(*moves)
    names = list(panel.index)
    random.shuffle(names)
    shifted = panel.copy()
    shifted[2008] = panel[2008] + 5
    first = change_beside_peers(panel, "u0", 2007, 2008)
    for other in (panel.loc[names], shifted):
        second = change_beside_peers(other, "u0", 2007, 2008)
        assert second.gap.p == first.gap.p
        assert second.gap.estimate == pytest.approx(first.gap.estimate)


@pytest.mark.slow
def test_the_placebo_test_keeps_its_promise():
    """Independent: of 1000 simulated panels without any effect, 5 % have p of 0.05 or less."""
    generator = np.random.default_rng(11)
    p = [
        change_beside_peers(panel_of(*generator.standard_t(3, 20)), "u0", 2007, 2008).gap.p
        for _ in range(1000)
    ]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.02)


def test_the_spread_is_the_middle_of_the_others_changes():
    found = change_beside_peers(panel_of(9, *range(101)), "u0", 2007, 2008, level=0.9)
    assert (found.spread.estimate, found.spread.low, found.spread.high) == pytest.approx(
        (50, 5, 95)
    )
    assert found.spread.level == 0.9


def test_units_without_a_change_are_listed_and_left_out():
    found = change_beside_peers(SOME, "whole", 2006, 2008)
    assert found.left_out == 2
    assert list(found.others.index) == ["late", "hole", "empty"]
    assert found.others.loc["late", "reason"] == "2006 missing"
    assert found.gap.n == 1
    assert found.floor == 1 / 2


def test_peers_can_be_named():
    panel = panel_of(-1, -0.2, 0.1, 0.4)
    found = change_beside_peers(panel, "u0", 2007, 2008, peers=["u3", "u0", "u1"])
    assert list(found.others.index) == ["u1", "u3"]
    assert found.peers.estimate == pytest.approx(0.1)


def test_an_own_change_that_is_missing_leaves_the_others():
    found = change_beside_peers(SOME, "late", 2006, 2008)
    assert (found.own.status, found.own.reason) == (Status.MISSING, "2006 missing")
    assert (found.gap.status, found.gap.reason) == (Status.MISSING, "2006 missing")
    assert found.peers.estimate == pytest.approx(0.3)


def test_no_others_are_too_few():
    found = change_beside_peers(panel_of(-1), "u0", 2007, 2008)
    assert found.gap.status == found.spread.status == found.peers.status == Status.TOO_FEW
    assert (found.own.estimate, found.floor) == (-1, 1)


def test_the_table_has_a_row_for_each_estimate():
    table = change_beside_peers(panel_of(-1, 0, 1), "u0", 2007, 2008).table()
    assert tuple(table.columns[:8]) == RESULT_COLUMNS
    assert list(table["statistic"]) == [
        "own_change",
        "peers_mean_change",
        "peers_weighted_mean_change",
        "peers_change_spread",
        "own_less_peers_mean",
    ]


def test_arguments_that_make_no_sense_are_refused():
    panel = panel_of(-1, 0, 1)
    with pytest.raises(ValueError, match="unknown alternative 'less'; accepted: two_sided"):
        change_beside_peers(panel, "u0", 2007, 2008, alternative="less")
    with pytest.raises(ValueError, match="not there: u9"):
        change_beside_peers(panel, "u0", 2007, 2008, peers=["u1", "u9"])
    with pytest.raises(ValueError, match="twice: u0"):
        change_beside_peers(pd.concat([panel, panel]), "u1", 2007, 2008)
    with pytest.raises(ValueError, match="between 0 and 1"):
        change_beside_peers(panel, "u0", 2007, 2008, level=95)


@pytest.mark.parametrize(
    ("others", "level", "status"),
    [
        (39, 0.95, Status.TOO_FEW),
        (40, 0.95, Status.OK),
        (19, 0.9, Status.TOO_FEW),
        (20, 0.9, "ok"),
    ],
)
def test_a_range_that_rests_on_the_outermost_others_says_so(others, level, status):
    panel = panel_of(*range(others + 1))
    spread = change_beside_peers(panel, "u0", 2007, 2008, level=level).spread
    assert spread.status == status
    assert spread.estimate == pytest.approx((others + 1) / 2)
    assert (spread.reason == "") == (status == Status.OK)


def test_an_infinite_value_gives_no_change():
    panel = panel_of(1.0, float("inf"), 2.0)
    assert list(changes(panel, 2007, 2008)["status"]) == ["ok", "missing", "ok"]
    assert list(balance(panel)["presence"]) == ["all", "some", "all"]
