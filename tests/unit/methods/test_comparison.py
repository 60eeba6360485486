"""A series beside another of the same kind."""

import pytest

from analysis.methods.comparison import difference
from analysis.model.observations import as_series
from analysis.model.periods import Period

Q1, Q2, Q3 = (Period(2008, "quarter", number) for number in (1, 2, 3))


def test_the_difference_is_own_minus_other_where_both_have_a_value():
    found = difference(as_series([Q1, Q2], [9.3, 8.5]), as_series([Q3, Q2], [7.0, 6.8]))
    assert list(found.index) == [Q2]
    assert list(found) == pytest.approx([1.7])


def test_what_moves_both_alike_falls_out():
    own = as_series([Q1, Q2, Q3], [9.0, 8.0, 7.0])
    other = as_series([Q1, Q2, Q3], [7.0, 6.0, 5.0])
    assert list(difference(own, other)) == pytest.approx([2.0, 2.0, 2.0])


def test_series_without_common_periods_have_no_difference():
    assert difference(as_series([Q1], [9.0]), as_series([Q2], [8.0])).empty
