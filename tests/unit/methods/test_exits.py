"""Exit rates by age and reason, and moves that are no exits."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.workforce import compare_registers, exit_rates, share_interval


def register(years: int = 3, **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "year": range(2020, 2020 + years),
            "age_group": "60-64",
            "staff": 100,
            "retirement": 10,
            "disability": 2,
            "other": 3,
            "internal": 7,
        }
    )
    return frame.assign(**columns)


def rates(frame: pd.DataFrame, **options) -> pd.DataFrame:
    return exit_rates(frame, **options).set_index("reason")


def test_years_are_pooled_and_internal_moves_are_no_exits():
    found = rates(register())
    assert found["estimate"].to_dict() == pytest.approx(
        {"retirement": 0.1, "disability": 0.02, "other": 0.03, "all": 0.15, "internal": 0.07}
    )
    assert found["exits"].to_dict() == {
        "retirement": 30, "disability": 6, "other": 9, "all": 45, "internal": 21,
    }  # fmt: skip
    assert set(found["n"]) == {300}
    assert found["leaves_employer"].to_dict()["internal"] is False
    assert found.drop("internal")["leaves_employer"].all()
    assert (found["first_year"].iloc[0], found["last_year"].iloc[0]) == (2020, 2022)


def test_pooling_weighs_years_by_their_staff():
    found = rates(register(staff=[50, 100, 150], retirement=[10, 10, 10]))
    assert found.loc["retirement", "estimate"] == pytest.approx(30 / 300)
    assert found.loc["retirement", "staff_a_year"] == 100


@pytest.mark.parametrize(
    ("years", "status", "used"), [(2, Status.TOO_FEW, 2), (3, Status.OK, 3), (7, Status.OK, 5)]
)
def test_three_to_five_years_are_pooled_the_latest_first(years, status, used):
    found = rates(register(years, retirement=range(years)).iloc[::-1])
    assert found.loc["all", "status"] == status
    assert found.loc["all", "years"] == used
    assert found.loc["all", "last_year"] == 2019 + years
    assert found.loc["retirement", "exits"] == sum(range(years)[-used:])


@pytest.mark.parametrize(("staff", "status"), [(19, Status.TOO_FEW), (20, Status.OK)])
def test_groups_under_twenty_staff_give_counts_and_no_rate(staff, status):
    found = rates(register(staff=staff))
    assert set(found["status"]) == {status}
    assert found.loc["retirement", "exits"] == 30 or status == Status.OK
    assert found["estimate"].isna().all() == (status == Status.TOO_FEW)
    assert found.loc["all", "exits"] == 45


def test_a_missing_number_is_missing_where_it_counts_and_nowhere_else():
    found = rates(register(disability=[2, np.nan, 2]))
    assert found["status"].to_dict() == {
        "retirement": "ok", "disability": "missing", "other": "ok", "all": "missing",
        "internal": "ok",
    }  # fmt: skip
    assert set(rates(register(staff=[100, np.nan, 100]))["status"]) == {Status.MISSING}


def test_more_exits_than_staff_and_nobody_at_all():
    found = rates(register(staff=20, retirement=21))
    assert found.loc["retirement", "status"] == Status.UNDEFINED
    for minimum in (0, 20):
        nobody = rates(register(staff=0, retirement=0), minimum=minimum)
        assert set(nobody["status"]) == {Status.UNDEFINED}
    assert np.isnan(share_interval(0, 0, 0.95, "jeffreys")).all()
    assert np.isnan(share_interval(0, 0, 0.95, "wilson")).all()


def test_the_years_pooled_follow_each_other():
    assert set(rates(register(year=[1990, 2005, 2021]))["status"]) == {Status.TOO_FEW}
    found = rates(register(6, year=[2014, 2015, 2017, 2018, 2019, 2016 + 4]).iloc[::-1])
    assert (found["years"].iloc[0], found["first_year"].iloc[0]) == (4, 2017)
    broken = rates(register(5, year=[2014, 2015, 2016, 2018, 2019]))
    assert set(broken["status"]) == {Status.TOO_FEW}
    assert set(broken["years"]) == {2}


def test_a_register_without_internal_moves_has_none():
    found = rates(register().drop(columns="internal"))
    assert found.loc["internal", "exits"] == 0


def test_groups_are_kept_apart_and_results_come_first():
    both = pd.concat([register(), register(age_group="55-59", retirement=0)])
    found = exit_rates(both)
    assert list(found.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)
    assert list(found["age_group"].unique()) == ["55-59", "60-64"]
    assert len(exit_rates(both.iloc[:0])) == 0


@pytest.mark.parametrize(
    ("frame", "options", "problem"),
    [
        (register(), {"method": "wald"}, "method is wald; accepted: jeffreys, wilson"),
        (register(retirement=-1), {}, "below zero"),
        (register(year=2020), {}, "two rows for one age_group and year"),
        (register(year=["2020", "2021", "2022"]), {}, "has the year '2020'; accepted: whole"),
        (register(year=[2020, 2021, np.nan]), {}, "has the year nan"),
    ],
)
def test_wrong_arguments_are_refused(frame, options, problem):
    with pytest.raises(ValueError, match=problem):
        exit_rates(frame, **options)


def test_the_jeffreys_interval_holds_its_share_of_the_posterior():
    """Checked by an independent computation: the posterior density summed on a fine grid."""
    low, high = share_interval(7, 50, 0.9, "jeffreys")
    grid = (np.arange(2_000_000) + 0.5) / 2_000_000
    density = grid ** (7 - 0.5) * (1 - grid) ** (43 - 0.5)
    below = density[grid < low].sum() / density.sum()
    above = density[grid > high].sum() / density.sum()
    assert (below, above) == pytest.approx((0.05, 0.05), abs=1e-5)


def test_the_jeffreys_interval_reaches_zero_for_none_and_one_for_all():
    low, high = share_interval(0, 20, 0.95, "jeffreys")
    assert low == 0
    assert 0 < high < 0.2
    assert share_interval(20, 20, 0.95, "jeffreys") == pytest.approx((1 - high, 1))


@given(st.integers(0, 40), st.integers(0, 60), st.sampled_from(["jeffreys", "wilson"]))
def test_an_interval_lies_around_its_share_and_mirrors(count, rest, method):
    n = count + rest
    if n:
        low, high = share_interval(count, n, 0.95, method)
        assert 0 <= low <= count / n + 1e-12
        assert count / n - 1e-12 <= high <= 1
        mirrored = share_interval(rest, n, 0.95, method)
        assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


BEFORE = pd.DataFrame({"person": [1, 2, 3, 4, 5], "unit": ["a", "a", "a", "b", "b"]})
AFTER = pd.DataFrame({"person": [5, 6, 3, 1, 7], "unit": ["a", "b", "b", "a", "c"]})


def test_a_move_is_counted_once_and_is_no_exit():
    found = compare_registers(BEFORE, AFTER).set_index("unit")
    # 2 and 4 left; 3 moved a to b, 5 moved b to a; 6 and 7 came.
    columns = ["staff", "left", "moved_out", "moved_in", "hired", "estimate"]
    assert found[columns].to_numpy().tolist() == [
        [3, 1, 1, 1, 0, 2],
        [2, 1, 1, 1, 1, 2],
        [0, 0, 0, 0, 1, 1],
    ]


def test_a_person_without_unit_is_not_taken_for_one_who_left():
    found = compare_registers(BEFORE, AFTER.assign(unit=["a", "b", None, "a", "c"]))
    found = found.set_index("unit")
    assert found["left"].sum() == 2
    assert found.loc["not stated", "moved_in"] == 1


@pytest.mark.parametrize(("method", "level"), [("clopper", 0.95), ("jeffreys", 95)])
def test_intervals_of_an_unknown_kind_are_refused(method, level):
    with pytest.raises(ValueError, match=r"accepted: jeffreys, wilson|the level is 95"):
        share_interval(3, 10, level, method)


@pytest.mark.parametrize("nobody", [None, np.nan, "", " "])
def test_two_rows_without_a_person_are_not_one_who_stayed(nobody):
    before, after = (side.assign(person=[*"abcd", nobody]) for side in (BEFORE, AFTER))
    with pytest.raises(ValueError, match="register before has no person in row 4"):
        compare_registers(before, after)


def test_persons_written_as_text_and_as_numbers_are_refused():
    with pytest.raises(ValueError, match="persons are text and numbers"):
        compare_registers(BEFORE, AFTER.astype({"person": str}))


def test_spaces_around_a_name_are_no_move():
    before, after = BEFORE.astype({"person": str}), AFTER.astype({"person": str})
    spaced = after.assign(unit=after["unit"] + " ", person=" " + after["person"])
    pd.testing.assert_frame_equal(
        compare_registers(before, spaced), compare_registers(before, after)
    )


def test_units_may_be_categories_or_numbers():
    after = AFTER.assign(unit=["a", "b", None, "a", "c"])
    plain = compare_registers(BEFORE, after)
    coded = compare_registers(
        BEFORE.astype({"unit": "category"}), after.astype({"unit": "category"})
    )
    pd.testing.assert_frame_equal(coded, plain)
    codes = {"a": 1, "b": 2, "c": 3}
    numbered = [side.assign(unit=side["unit"].map(codes)) for side in (BEFORE, after)]
    found = compare_registers(*numbered)
    assert list(found["unit"]) == [1, 2, 3, "not stated"]
    assert list(found["left"]) == [1, 1, 0, 0]


def test_a_person_with_two_positions_has_to_be_joined_first():
    with pytest.raises(ValueError, match="register after has a person twice"):
        compare_registers(BEFORE, pd.concat([AFTER, AFTER]))


PEOPLE = st.dictionaries(st.integers(0, 20), st.sampled_from("abc"), min_size=1)


@given(PEOPLE, PEOPLE)
def test_the_registers_add_up_for_every_unit(before, after):
    frames = [
        pd.DataFrame({"person": list(people), "unit": list(people.values())})
        for people in (before, after)
    ]
    found = compare_registers(*frames)
    closing = (
        found["staff"] - found["left"] - found["moved_out"] + found["moved_in"] + found["hired"]
    )
    assert list(closing) == list(found["estimate"])
    assert found["estimate"].sum() == len(after)
    assert found["staff"].sum() == len(before)
    assert found["moved_out"].sum() == found["moved_in"].sum()
    assert found["left"].sum() == len(set(before) - set(after))
