"""Student's t for two groups with one spread, on Student's own figures (1908): hours of sleep
gained under two drugs, as R's `sleep` has them and its `t.test(var.equal = TRUE)` prints them."""

import pytest

from analysis.methods.interrupted_series import year_as_unit
from analysis.model.observations import as_series
from analysis.model.periods import Period

FIRST = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)


def test_years_on_either_side_of_a_start_are_two_groups_with_one_spread():
    years = [Period(1990 + number) for number in range(20)]
    found = year_as_unit(as_series(years, [*FIRST, *SECOND]), Period(2000))
    assert found.estimate == pytest.approx(1.58)
    assert found.estimate / (found.smallest / 2.100922) == pytest.approx(1.8608, abs=5e-5)
    assert found.df == 18
    assert found.p == pytest.approx(0.07919, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((-0.203874, 3.363874), abs=1e-6)
