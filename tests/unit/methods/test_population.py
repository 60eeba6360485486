"""A population carried forward by age."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import Status
from analysis.methods.workforce import (
    intrinsic_growth_rate,
    leslie_matrix,
    project_population,
)

LIVED, FERTILITY = [500_000, 450_000, 150_000], [0.0, 0.1, 0.0]


def test_three_age_groups_worked_by_hand():
    matrix = leslie_matrix(LIVED, FERTILITY, sex_ratio=1)
    daughters = 0.1 / 2
    first = 5 * daughters * (450 / 500) / 2
    second = 5 * (daughters + 0) / 2
    open_group = 150 / 600
    assert matrix == pytest.approx(
        np.array([[first, second, 0], [0.9, 0, 0], [0, open_group, open_group]])
    )


def test_girls_are_the_share_that_the_sex_ratio_leaves():
    boys_too = leslie_matrix(LIVED, FERTILITY, sex_ratio=1.05)
    girls = leslie_matrix(LIVED, np.array(FERTILITY) / 2.05, sex_ratio=0)
    assert boys_too == pytest.approx(girls)
    assert boys_too[0, 0] < leslie_matrix(LIVED, FERTILITY, sex_ratio=0)[0, 0]


def test_births_of_the_open_group_count_those_who_survive_in_it():
    matrix = leslie_matrix(LIVED, [0, 0, 0.2], sex_ratio=0)
    assert matrix[0] == pytest.approx([0, 5 * 0.2 * 0.25 / 2, 5 * 0.2 * 1.25 / 2])


def test_the_radix_only_scales_the_life_table():
    scaled = leslie_matrix(np.array(LIVED) / 100_000, FERTILITY, radix=1)
    assert scaled == pytest.approx(leslie_matrix(LIVED, FERTILITY))


def test_each_step_is_the_one_before_times_the_matrix():
    people = pd.Series([100.0, 200.0, 50.0], index=["0-4", "5-9", "10+"])
    found = project_population(people, LIVED, FERTILITY, steps=2)
    matrix = leslie_matrix(LIVED, FERTILITY)
    assert list(found["step"]) == [0] * 3 + [1] * 3 + [2] * 3
    assert list(found["age"][:3]) == ["0-4", "5-9", "10+"]
    twice = matrix @ matrix @ people.to_numpy()
    assert list(found["estimate"][6:]) == pytest.approx(list(twice))
    assert set(found["n"]) == {350}


def test_a_missing_age_group_leaves_nothing_to_carry_forward():
    found = project_population(pd.Series([1.0, np.nan, 2.0]), LIVED, FERTILITY)
    assert set(found["status"]) == {Status.MISSING}
    assert found["estimate"].isna().all()


def test_the_growth_rate_is_that_of_the_population_in_the_end():
    rate = intrinsic_growth_rate(LIVED, [0.0, 0.5, 0.0]).estimate
    found = project_population(pd.Series([1e6, 1e6, 1e6]), LIVED, [0.0, 0.5, 0.0], steps=80)
    totals = found.groupby("step")["estimate"].sum()
    assert np.log(totals[80] / totals[79]) / 5 == pytest.approx(rate)
    halved = intrinsic_growth_rate(LIVED, [0.0, 0.5, 0.0], width=10).estimate
    assert halved == pytest.approx(rate / 2)


def test_the_old_do_not_enter_the_growth_rate():
    # Hardly any births; the open group keeps 95 of 100, more than newborns replace.
    rate = intrinsic_growth_rate([500_000, 450_000, 9_000_000], [0.0, 0.01, 0.0]).estimate
    matrix = leslie_matrix([500_000, 450_000, 9_000_000], [0.0, 0.01, 0.0])[:2, :2]
    assert rate == pytest.approx(np.log(max(abs(np.linalg.eigvals(matrix)))) / 5)


def test_without_births_there_is_no_growth_rate():
    found = intrinsic_growth_rate(LIVED, [0, 0, 0])
    assert (found.status, found.estimate) == (Status.UNDEFINED, None)


@pytest.mark.parametrize(
    ("lived", "fertility"),
    [([1], [1]), ([1, 2], [1]), ([1, 0], [0, 0]), ([1, 2], [0, -1]), ([1, np.nan], [0, 0])],
)
def test_wrong_rates_are_refused(lived, fertility):
    with pytest.raises(ValueError, match="accepted"):
        leslie_matrix(lived, fertility)


def test_rates_have_to_fit_the_population():
    with pytest.raises(ValueError, match="2 age groups, rates for 3"):
        project_population(pd.Series([1.0, 2.0]), LIVED, FERTILITY)


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), st.floats(0.01, 100))
def test_twice_the_population_gives_twice_the_projection(people, factor):
    one = project_population(pd.Series(people), LIVED, FERTILITY, 3)["estimate"]
    more = project_population(pd.Series(people) * factor, LIVED, FERTILITY, 3)["estimate"]
    assert list(more) == pytest.approx(list(one * factor))


def test_a_population_below_zero_is_undefined():
    found = project_population(pd.Series([-1, 2]), [90_000, 80_000], [0, 0.1])
    assert set(found["status"]) == {"undefined"}
    assert found["estimate"].isna().all()
    both = project_population(pd.Series([-1, np.nan]), [90_000, 80_000], [0, 0.1])
    assert set(both["status"]) == {"missing"}
