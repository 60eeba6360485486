"""How much of a change had come before the start, in the year that the start divides."""

import pytest

from analysis.methods.interrupted_series import change_since_divided_year
from analysis.methods.results import Status
from analysis.model.observations import as_series
from analysis.model.periods import Period, quarters_of


def of_quarters(years: dict[int, tuple[float, ...]]):
    periods = [period for year in years for period in quarters_of(year)]
    return as_series(periods, [value for values in years.values() for value in values])


FALLEN = of_quarters(
    {2021: (8.7, 8.0, 7.9, 8.4), 2023: (7.4, 6.5, 6.1, 7.0), 2024: (7.5, 6.7, 6.3, 7.1)}
)


def test_the_parts_before_the_start_are_held_against_the_same_parts_after_it():
    found = change_since_divided_year(FALLEN, Period(2023, "quarter", 4))
    assert found.estimate == pytest.approx((0.1 + 0.2 + 0.2) / 3)
    assert (found.n_before, found.n_after) == (3, 1)
    assert found.p is None


def test_several_years_after_count_alike():
    more = of_quarters({2023: (9.0, 8.0, 8.0, 9.0), 2024: (8.0, 7.0, 7.0, 8.0),
                        2025: (7.0, 6.0, 6.0, 7.0)})  # fmt: skip
    found = change_since_divided_year(more, Period(2023, "month", 8))
    assert found.estimate == pytest.approx(-1.5)
    assert (found.n_before, found.n_after) == (2, 2)


@pytest.mark.parametrize(
    "start", [Period(2023, "quarter", 1), Period(2024), Period(2024, "half", 2)]
)
def test_a_start_that_divides_no_year_with_a_full_one_after_it_gives_nothing(start):
    found = change_since_divided_year(FALLEN, Period.parse(start))
    assert (found.status, found.estimate) == (Status.TOO_FEW, None)


def test_yearly_figures_have_no_parts():
    years = as_series([Period(2022), Period(2023), Period(2024)], [8.0, 7.0, 7.0])
    assert not change_since_divided_year(years, Period(2023, "quarter", 3)).computed
