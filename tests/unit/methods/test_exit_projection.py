"""Simulated exits against exact distributions."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln
from scipy.stats import betabinom

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.workforce import exit_rates, project_exits


def bands(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from_age", "to_age", "exits", "n"])


ONE = bands((0, None, 30, 200))
SURE = 10**9


def certain(*rows: tuple) -> pd.DataFrame:
    """Bands in which the share is known: nobody leaves, or everybody."""
    return bands(*[(first, last, share * SURE, SURE) for first, last, share in rows])


def rows(staff: dict, rates: pd.DataFrame, years: int, **options) -> pd.DataFrame:
    found = project_exits(pd.Series(staff), rates, years, **options)
    return found.set_index(["statistic", "year"])


def test_one_year_of_one_band_is_beta_binomial():
    """Checked by an independent computation: the exact distribution of scipy."""
    found = rows({40: 120}, ONE, 1, draws=40_000).loc[("exits", 1)]
    exact = betabinom(120, 30.5, 170.5)
    assert exact.cdf(found["low"]) >= 0.09
    assert abs(found["low"] - exact.ppf(0.1)) <= 1
    assert abs(found["estimate"] - exact.ppf(0.5)) <= 1
    assert abs(found["high"] - exact.ppf(0.9)) <= 1
    wide = rows({40: 120}, ONE, 1, draws=40_000, level=0.95).loc[("exits", 1)]
    assert abs(wide["low"] - exact.ppf(0.025)) <= 1
    assert abs(wide["high"] - exact.ppf(0.975)) <= 1


def test_the_rate_of_a_draw_stays_through_its_years():
    """Checked by an independent computation: who stays h years does so with (1 - rate)^h.

    Its mean over the posterior is B(a, b + h) / B(a, b); the variance follows from h and 2h. With
    a new rate every year the interval would be far narrower.
    """
    a, b, h, n = 3.5, 17.5, 5, 2000
    stay = np.exp(betaln(a, b + h) - betaln(a, b))
    both = np.exp(betaln(a, b + 2 * h) - betaln(a, b))
    spread = (n * stay * (1 - stay) + n * (n - 1) * (both - stay**2)) ** 0.5
    found = rows({30: n}, bands((0, None, 3, 20)), h, draws=20_000).loc[("staff", h)]
    assert found["estimate"] == pytest.approx(n * stay, rel=0.06)
    assert (found["high"] - found["low"]) / 2 == pytest.approx(1.2816 * spread, rel=0.08)


def test_who_leaves_does_so_by_the_age_at_the_start_of_the_year():
    rates = certain((0, 64, 0), (65, None, 1))
    found = rows({62: 10, 63: 20, 64: 40}, rates, 4, draws=50)
    assert [found.loc[("exits", year), "estimate"] for year in (1, 2, 3, 4)] == [0, 40, 60, 70]
    assert [found.loc[("staff", year), "estimate"] for year in (1, 2, 3, 4)] == [70, 30, 10, 0]


def test_a_register_where_all_of_one_age_leave_is_carried_on_as_it_was_counted():
    """All who are 61 at the start of a year leave in it, nobody else: so do those of 61 today."""
    counted = pd.DataFrame(
        [(year, age, SURE, SURE * (age == 61)) for year in (1, 2, 3) for age in range(58, 65)],
        columns=["year", "age", "staff", "retirement"],
    ).assign(disability=0, other=0)
    whole = exit_rates(counted, by="age").query("reason == 'all'")
    rates = whole.assign(from_age=whole["age"], to_age=whole["age"])
    found = rows({60: 20, 61: 50, 62: 10}, rates, 2, draws=50)
    assert [found.loc[("exits", year), "estimate"] for year in (1, 2)] == [50, 70]


def test_nobody_stays_past_the_age_by_which_everybody_has_left():
    found = rows({66: 30, 68: 50}, certain((0, 69, 0)), 2, draws=50, leave_by=70)
    assert [found.loc[("exits", year), "estimate"] for year in (1, 2)] == [0, 50]
    assert set(found["leave_by"]) == {70}


def test_a_closed_group_is_todays_staff_only_and_an_open_one_takes_in_hires():
    rates = certain((0, 64, 0), (65, None, 1))
    hires = pd.Series({30: 3, 63: 2})
    opened = rows({40: 50}, rates, 4, hires=hires, draws=50)
    # The two who are 63 at the end of their first year are 65 two years on, and leave in the next.
    assert [opened.loc[("staff", year), "estimate"] for year in (1, 2, 3, 4)] == [55, 60, 65, 68]
    assert [opened.loc[("exits", year), "estimate"] for year in (1, 2, 3, 4)] == [0, 0, 0, 2]
    assert set(opened["group"]) == {"open"}
    closed = rows({40: 50}, rates, 3, draws=50)
    assert set(closed["group"]) == {"closed"}
    assert set(closed["unit"]) == {"heads"}


def test_exits_and_staff_of_a_closed_group_add_up_in_every_year():
    found = rows(dict.fromkeys(range(30, 60), 10), ONE, 4, draws=1001)
    for year in range(1, 5):
        total = found.loc[("exits", year), "estimate"] + found.loc[("staff", year), "estimate"]
        assert total == 300
        ends = found.loc[("exits", year), "low"] + found.loc[("staff", year), "high"]
        assert ends == pytest.approx(300, abs=1)


def test_the_seed_decides_and_results_are_whole_persons():
    staff = pd.Series({50: 100})
    first, again = project_exits(staff, ONE, 2), project_exits(staff, ONE, 2)
    pd.testing.assert_frame_equal(first, again)
    other = project_exits(staff, ONE, 2, seed=1, draws=500)
    assert not other["estimate"].equals(first["estimate"]) or not other["low"].equals(first["low"])
    numbers = first[["estimate", "low", "high"]].to_numpy()
    assert np.array_equal(numbers, np.round(numbers))
    assert list(first.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)


def test_the_order_of_ages_and_bands_does_not_matter():
    rates = bands((0, 59, 5, 100), (60, None, 30, 100))
    staff = pd.Series({55: 40, 61: 30})
    one = project_exits(staff, rates, 2)
    two = project_exits(staff[::-1], rates, 2)
    pd.testing.assert_frame_equal(one, two)
    three = project_exits(staff, rates.iloc[::-1].set_index(pd.Index([9, 4])), 2, draws=20_000)
    assert list(three["estimate"]) == pytest.approx(list(one["estimate"]), abs=2)


@pytest.mark.parametrize(
    ("staff", "rates", "status"),
    [
        ({40: 19}, ONE, Status.TOO_FEW),
        ({}, ONE, Status.TOO_FEW),
        ({40: 20}, ONE, Status.OK),
        ({40: 20}, bands((0, 40, 1, 50)), Status.MISSING),
        ({40: 20}, bands((0, 41, 1, 50)), Status.OK),
        ({40: 20}, bands((40, 41, 1, 50)), Status.OK),
        ({40: 20}, bands((0, 50, np.nan, 50)), Status.MISSING),
        ({40: 20}, bands((0, 50, 1, np.nan)), Status.MISSING),
        ({40: 20}, bands((40, 41, 1, 50), (60, 70, np.nan, 50)), Status.OK),
        ({40: 20}, bands((40, 41, 1, 50), (60, 70, 5, np.nan)), Status.OK),
        ({40: 20}, bands((40, 41, 1, 50), (60, 70, pd.NA, pd.NA)), Status.OK),
        ({40: 20}, bands((0, None, 0, 0)), Status.MISSING),
        ({40: 20, 50: np.nan}, ONE, Status.MISSING),
        ({40: 20, 60: 20}, bands((40, 41, 1, 50), (60, 61, 1, 50)), Status.OK),
        ({40: 20, 60: 20, 50: 0}, bands((40, 41, 1, 50), (60, 61, 1, 50)), Status.OK),
    ],
)
def test_what_the_data_cannot_bear_is_a_status(staff, rates, status):
    found = project_exits(pd.Series(staff, dtype=float), rates, 2, draws=50)
    assert set(found["status"]) == {status}
    assert found["estimate"].isna().all() == (status != Status.OK)
    assert list(found["year"]) == [1, 1, 2, 2]


def test_hires_need_a_rate_only_for_the_ages_they_reach():
    options = {"hires": pd.Series({20: 1}), "draws": 50}
    short, long = bands((20, 20, 1, 50), (40, 41, 1, 50)), bands((40, 41, 1, 50))
    assert set(rows({40: 30}, short, 2, **options)["status"]) == {Status.OK}
    assert set(rows({40: 30}, long, 2, **options)["status"]) == {Status.MISSING}


@pytest.mark.parametrize(
    ("staff", "rates", "years", "problem"),
    [
        ({40: 20.5}, ONE, 2, "staff are heads; accepted: whole numbers"),
        ({40: -20}, ONE, 2, "staff are heads"),
        ({40: 20}, ONE, 0, "years is 0 and draws 10000; accepted: one or more"),
        ({40: 20, 40.5: 20}, ONE, 2, "staff has the age 40.5; accepted: whole years"),
        ({"40": 20}, ONE, 2, "staff has the age '40'; accepted: whole years"),
        ({40: 20}, bands((0, None, 3, 2)), 2, "more exits than staff-years"),
        ({40: 20}, bands((0, 60, 1, 20), (60, None, 1, 20)), 2, "two age bands overlap"),
        ({40: 20}, bands((0, None, 1, 20), (70, None, 1, 20)), 2, "two age bands overlap"),
    ],
)
def test_wrong_arguments_are_refused(staff, rates, years, problem):
    with pytest.raises(ValueError, match=problem):
        project_exits(pd.Series(staff), rates, years)


def test_an_age_given_twice_is_refused_in_words_and_so_are_no_draws():
    twice = pd.Series([30, 20, 5], index=[40, 40, 41])
    with pytest.raises(ValueError, match="staff has the age 40 twice; accepted: each age once"):
        project_exits(twice, ONE, 1)
    with pytest.raises(ValueError, match="hires has the age 40 twice"):
        project_exits(pd.Series({40: 20}), ONE, 1, hires=twice)
    with pytest.raises(ValueError, match="draws 0; accepted: one or more"):
        project_exits(pd.Series({40: 20}), ONE, 1, draws=0)


def test_missing_heads_of_nullable_columns_are_missing():
    staff = pd.Series([30, None], index=[40, 41], dtype="Int64")
    assert set(project_exits(staff, ONE, 1, draws=10)["status"]) == {Status.MISSING}
