"""Labels at the ends of lines are moved apart until they can be read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.display.figures import spread

POSITIONS = st.lists(st.integers(0, 1000).map(lambda value: value / 10), max_size=8)
GAPS = st.integers(0, 100).map(lambda value: value / 10)


@given(POSITIONS, GAPS)
def test_neighbours_are_at_least_the_gap_apart(positions, gap):
    placed = sorted(spread(positions, gap))
    assert all(upper - lower >= gap - 1e-9 for lower, upper in pairwise(placed))


@given(POSITIONS, GAPS)
def test_what_was_above_stays_above(positions, gap):
    placed = spread(positions, gap)
    assert len(placed) == len(positions)
    for i, one in enumerate(positions):
        for j, other in enumerate(positions):
            assert not one < other or placed[i] < placed[j]


@given(POSITIONS, GAPS)
def test_the_labels_stay_around_their_middle(positions, gap):
    assert sum(spread(positions, gap)) == pytest.approx(sum(positions), abs=1e-6)


def test_labels_with_room_stay_where_they_are():
    assert spread([8.8, 7.1, 8.1], 0.5) == [8.8, 7.1, 8.1]


def test_two_on_the_same_spot_move_half_a_gap_each():
    assert spread([8.5, 8.5], 0.5) == pytest.approx([8.25, 8.75])


def test_no_labels_and_one_label_need_no_room():
    assert spread([], 0.5) == []
    assert spread([8.5], 0.5) == [8.5]
