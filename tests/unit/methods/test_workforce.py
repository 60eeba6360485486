"""Staff needed when the population changes, heads and full-time equivalents kept apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.workforce import (
    Assumptions,
    band,
    demand,
    next_stock,
    project_exits,
    staffing_gap,
    to_fte,
    tornado,
    total_demand,
)

STAFF = pd.DataFrame(
    {
        "service": ["kindergarten", "care", "care"],
        "age_group": ["1-5", "80-89", "90+"],
        "staff": [100.0, 60.0, 40.0],
    },
    index=[7, 8, 9],
)
BASE = pd.Series({"1-5": 500, "80-89": 300, "90+": 100})


def population(**alternatives: tuple) -> pd.DataFrame:
    rows = [
        (alternative, 2030, age_group, persons)
        for alternative, values in alternatives.items()
        for age_group, persons in zip(BASE.index, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["alternative", "year", "age_group", "persons"])


THREE = population(main=(450, 360, 150), low=(400, 330, 120), high=(520, 400, 190))


def need(**options) -> pd.DataFrame:
    arguments = {"staff": STAFF, "base": BASE, "population": THREE, "base_year": 2020}
    return demand(**{**arguments, "unit": "heads", **options})


def test_need_follows_its_own_age_group():
    main = need()[need()["alternative"].eq("main")]
    # 100 x 450/500, 60 x 360/300, 40 x 150/100
    assert list(main["estimate"]) == [90, 72, 60]
    assert list(main["change"]) == [-10, 12, 20]
    assert list(main["n"]) == [500, 300, 100]
    assert list(main.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)


def test_trends_in_coverage_and_productivity_compound_over_the_years():
    grown = need(coverage=0.01, productivity=0.005).iloc[0]
    assert grown["estimate"] == pytest.approx(90 * (1.01 / 1.005) ** 10)
    assert (grown["coverage"], grown["productivity"]) == (0.01, 0.005)
    assert need(productivity=0.005).iloc[0]["estimate"] < 90


def test_nothing_changes_in_the_base_year():
    same = population(main=tuple(BASE)).assign(year=2020)
    found = need(population=same, coverage=0.3, productivity=0.1)
    assert list(found["change"]) == [0, 0, 0]


def test_the_total_of_an_alternative_is_the_sum_of_its_groups():
    totals = total_demand(need()).set_index("alternative")
    # 80 + 66 + 48; 104 + 80 + 76
    assert totals["estimate"].to_dict() == {"main": 222, "low": 194, "high": 260}
    assert set(totals["base_staff"]) == {200}
    assert totals.loc["main", "change"] == 22
    by_service = total_demand(need(), ["alternative", "year", "service"])
    assert by_service["estimate"].sum() == 222 + 194 + 260


def test_the_band_names_the_alternatives_at_its_ends_and_has_no_level():
    row = band(total_demand(need())).iloc[0]
    assert (row["estimate"], row["low"], row["high"]) == (222, 194, 260)
    assert (row["low_from"], row["high_from"], row["n"]) == ("low", "high", 3)
    assert np.isnan(row["level"])


def test_the_band_of_a_sum_is_of_whole_alternatives_not_of_the_worst_of_each():
    crossed = population(main=(500, 300, 100), young=(600, 270, 90), old=(400, 360, 120))
    row = band(total_demand(need(population=crossed))).iloc[0]
    # young: 120 + 54 + 36; old: 80 + 72 + 48. The worst of each would be 120 + 72 + 48.
    assert (row["low"], row["high"], row["high_from"]) == (200, 210, "young")


def test_a_missing_number_makes_its_sum_missing_and_not_smaller():
    holes = [need(base=BASE.drop("90+")), need(population=THREE.iloc[:-1])]
    for found in [*holes, need(staff=STAFF.assign(staff=[100, 60, np.nan]))]:
        assert (found["status"] == Status.MISSING).any()
        assert found.loc[found["status"].eq(Status.MISSING), "estimate"].isna().all()
        totals = total_demand(found)
        assert Status.MISSING in set(totals["status"])
        assert totals["estimate"].isna().any()
        assert band(totals).iloc[0]["status"] == Status.MISSING


def test_nobody_in_the_base_year_leaves_the_need_undefined():
    found = need(base=pd.Series({"1-5": 0, "80-89": 300, "90+": 100}))
    assert found.iloc[0]["status"] == Status.UNDEFINED
    assert np.isnan(found.iloc[0]["estimate"])
    assert total_demand(found).iloc[0]["status"] == Status.MISSING


def test_an_alternative_that_lacks_a_year_makes_the_band_of_that_year_missing():
    later = THREE.assign(year=2040)
    holed = pd.concat([THREE, later[later["alternative"].ne("high")]])
    found = band(total_demand(need(population=holed))).set_index("year")
    assert found["status"].to_dict() == {2030: "ok", 2040: "missing"}
    assert found.loc[2040, ["low", "high", "estimate"]].isna().all()
    with pytest.raises(ValueError, match="an alternative has two totals for one year"):
        band(total_demand(need(), ["alternative", "year", "service"]))


@pytest.mark.parametrize("trend", ["coverage", "productivity"])
def test_two_answers_to_one_question_are_not_added_up(trend):
    both = pd.concat([need(), need(**{trend: 0.01})])
    with pytest.raises(ValueError, match=f"a total would add up {trend} 0.0 and 0.01"):
        total_demand(both)
    apart = total_demand(both, ["alternative", "year", trend])
    assert len(apart) == 6
    with pytest.raises(ValueError, match="add up alternative main and low and high"):
        total_demand(need(), ["year"])


def test_no_rows_give_no_totals_no_band_and_no_full_time_equivalents():
    nothing = need(staff=STAFF.iloc[:0])
    totals = total_demand(nothing)
    assert (len(nothing), len(totals), len(band(totals)), len(to_fte(totals, 80))) == (0, 0, 0, 0)


def test_a_service_without_a_name_is_not_lost_from_the_sum():
    nameless = need(staff=STAFF.assign(service=["kindergarten", None, None]))
    found = total_demand(nameless, ["alternative", "year", "service"])
    assert found["estimate"].sum() == 222 + 194 + 260


def test_populations_below_zero_leave_the_need_undefined():
    below = THREE.assign(persons=-5)
    assert set(need(population=below)["status"]) == {Status.UNDEFINED}
    assert need(base=BASE - 501).iloc[0]["status"] == Status.UNDEFINED


def test_a_band_without_its_main_alternative_is_missing():
    assert band(total_demand(need()), main="medium").iloc[0]["status"] == Status.MISSING


MOVES = {
    "productivity": (0.0, 0.005),
    "alternative": ("low", "high"),
    "coverage": (-0.001, 0.001),
}


def turned(**options) -> pd.DataFrame:
    return tornado(STAFF, BASE, THREE, 2020, 2030, "heads", MOVES, **options)


def test_the_tornado_moves_one_assumption_at_a_time_and_puts_the_widest_first():
    found = turned()
    assert list(found["assumption"]) == ["alternative", "productivity", "coverage"]
    assert set(found["estimate"]) == {222}
    widest = found.iloc[0]
    assert (widest["low"], widest["high"], widest["swing"]) == (194, 260, 66)
    assert (widest["first"], widest["at_first"]) == ("low", 194)
    saved = found.iloc[1]
    assert (saved["at_first"], saved["high"]) == (222, 222)
    assert saved["at_second"] == pytest.approx(222 / 1.005**10)
    assert saved["swing"] == pytest.approx(222 - 222 / 1.005**10)


def test_the_other_assumptions_stay_where_they_were_put():
    found = turned(assumed=Assumptions("high", coverage=0.02)).set_index("assumption")
    assert found.loc["productivity", "estimate"] == pytest.approx(260 * 1.02**10)
    assert found.loc["alternative", "at_first"] == pytest.approx(194 * 1.02**10)
    expected = 260 * (1.02 / 1.005) ** 10
    assert found.loc["productivity", "at_second"] == pytest.approx(expected)


def test_a_tornado_over_missing_numbers_is_missing():
    found = tornado(STAFF, BASE.drop("90+"), THREE, 2020, 2030, "heads", {"coverage": (0.0, 0.01)})
    assert list(found["status"]) == [Status.MISSING]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"unit": "hours"}, "the unit is hours; accepted: heads or fte"),
        ({"staff": STAFF.assign(staff=-1)}, "staff is below zero"),
        ({"population": pd.concat([THREE, THREE])}, "two values for one alternative"),
        ({"base": pd.concat([BASE, BASE])}, "two values for one age group"),
        ({"staff": pd.concat([STAFF, STAFF])}, "staff has two rows for one service and age group"),
        ({"productivity": -1.0}, "productivity -1.0 a year; accepted: shares"),
        ({"coverage": -1.5}, "coverage is -1.5"),
    ],
)
def test_wrong_arguments_of_demand_are_refused(options, problem):
    with pytest.raises(ValueError, match=problem):
        need(**options)


def test_unknown_assumptions_and_alternatives_are_refused():
    with pytest.raises(ValueError, match="no assumption is called wages; accepted: alternative"):
        tornado(STAFF, BASE, THREE, 2020, 2030, "heads", {"wages": (0, 1)})
    with pytest.raises(ValueError, match="no alternative medium in 2030"):
        turned(assumed=Assumptions("medium"))


@given(st.floats(0.1, 50), st.randoms())
def test_need_is_in_proportion_to_staff_and_takes_no_notice_of_order(factor, random):
    more = need(staff=STAFF.assign(staff=STAFF["staff"] * factor))
    assert list(more["estimate"]) == pytest.approx(list(need()["estimate"] * factor))
    shuffled = need(
        staff=STAFF.sample(frac=1, random_state=random.randint(0, 99)),
        population=THREE.sample(frac=1, random_state=random.randint(0, 99)),
    )
    keys = ["alternative", "year", "service", "age_group"]
    pd.testing.assert_frame_equal(
        shuffled.sort_values(keys, ignore_index=True), need().sort_values(keys, ignore_index=True)
    )


def test_heads_become_full_time_equivalents_once_with_every_amount():
    fte = to_fte(band(total_demand(need())), 80)
    assert tuple(fte[["estimate", "low", "high"]].iloc[0]) == pytest.approx((177.6, 155.2, 208))
    assert set(fte["unit"]) == {"fte"}
    with pytest.raises(ValueError, match="the unit is fte; accepted: heads"):
        to_fte(fte, 80)


def test_every_amount_of_stocks_and_flows_is_converted():
    """10 of 30 and 40 grow older, 4 come, 1 leaves: 13 heads are 6.5 full-time equivalents."""
    stock = pd.DataFrame({"age": [30], "occupation": ["nurse"], "heads": [10]})
    flows = pd.DataFrame({"age": [31], "occupation": ["nurse"], "hires": [4], "other_exits": [1]})
    row = to_fte(next_stock(stock, flows), 50).iloc[0]
    amounts = ["estimate", "opening", "hires", "retirements", "other_exits", "n"]
    assert list(row[amounts]) == [6.5, 5, 2, 0, 0.5, 5]
    assert (row["age"], row["unit"]) == (31, "fte")


def test_every_amount_of_a_tornado_is_converted_and_no_assumption():
    heads, fte = turned(), to_fte(turned(), 80)
    amounts = ["estimate", "low", "high", "at_first", "at_second", "swing"]
    assert np.allclose(fte[amounts].astype(float), 0.8 * heads[amounts].astype(float))
    assert fte[["first", "second", "n"]].equals(heads[["first", "second", "n"]])


def test_exits_are_converted_with_the_staff_they_come_from():
    rates = pd.DataFrame({"from_age": [0], "to_age": [None], "exits": [5], "n": [100]})
    heads = project_exits(pd.Series({40: 30}), rates, 1, draws=50)
    fte = to_fte(heads, 50)
    amounts = ["estimate", "low", "high", "n"]
    assert np.allclose(fte[amounts], heads[amounts] / 2)
    assert list(fte["draws"]) == [50, 50]


@pytest.mark.parametrize("size", [np.int64(80), np.float32(80), 80])
def test_a_position_size_may_be_a_number_of_any_kind(size):
    assert to_fte(need(), size)["estimate"].iloc[0] == pytest.approx(72)


def test_each_service_has_its_own_position_size_and_the_index_is_kept():
    heads = need().iloc[:3].set_axis([5, 6, 7])
    fte = to_fte(heads, pd.Series({"kindergarten": 90.0, "care": 70.0}))
    assert list(fte["estimate"]) == pytest.approx([81, 50.4, 42])
    assert list(fte["base_staff"]) == pytest.approx([90, 42, 28])
    assert list(fte["change"]) == pytest.approx([-9, 8.4, 14])
    assert list(fte.index) == [5, 6, 7]


def test_a_missing_position_size_is_a_status():
    fte = to_fte(need().iloc[:3], pd.Series({"care": 70.0}))
    assert list(fte["status"]) == [Status.MISSING, Status.OK, Status.OK]
    assert np.isnan(fte["estimate"].iloc[0])


@pytest.mark.parametrize("size", [0.787, 0, 1, 101, pd.Series({"care": 0.7, "kindergarten": 80.0})])
def test_a_position_size_that_is_a_share_is_refused(size):
    with pytest.raises(ValueError, match="accepted: per cent"):
        to_fte(need(), size)


@pytest.mark.parametrize("unit", [["heads", "fte"], ["hours", "hours"]])
def test_mixed_and_unknown_units_are_refused(unit):
    with pytest.raises(ValueError, match="accepted: heads or fte"):
        total_demand(need().iloc[:2].assign(unit=unit))
    with pytest.raises(ValueError, match="not given"):
        band(total_demand(need()).drop(columns="unit"))


HAVE = pd.DataFrame(
    {"statistic": "staff", "year": [2030], "estimate": [150.0], "low": [140.0], "high": [165.0]}
).assign(level=0.8, unit="heads")


def test_bounds_of_the_need_and_limits_of_the_supply_are_kept_apart():
    row = staffing_gap(band(total_demand(need())), HAVE).iloc[0]
    assert (row["estimate"], row["low"], row["high"]) == (222 - 150, 194 - 150, 260 - 150)
    assert np.isnan(row["level"])
    assert (row["low_by_supply"], row["high_by_supply"]) == (222 - 165, 222 - 140)
    assert row["supply_level"] == 0.8
    assert (row["unit"], row["status"]) == ("heads", Status.OK)


def test_only_staff_is_held_against_the_need():
    totals = band(total_demand(need()))
    with pytest.raises(ValueError, match="available: the statistic is exits; accepted: staff"):
        staffing_gap(totals, HAVE.assign(statistic="exits"))
    with pytest.raises(ValueError, match="available: the statistic is not given"):
        staffing_gap(totals, HAVE.drop(columns="statistic"))
    with pytest.raises(ValueError, match="needed: the statistic is staff; accepted: staff_needed"):
        staffing_gap(HAVE, HAVE)


def test_the_gap_is_converted_with_its_limits():
    heads = staffing_gap(band(total_demand(need())), HAVE)
    fte = to_fte(heads, 50)
    amounts = ["estimate", "low", "high", "low_by_supply", "high_by_supply"]
    assert np.allclose(fte[amounts], heads[amounts] / 2)


def test_heads_are_never_held_against_full_time_equivalents():
    totals = band(total_demand(need()))
    with pytest.raises(ValueError, match="needed is in heads, available in fte"):
        staffing_gap(totals, to_fte(HAVE.assign(status="ok", n=200), 80))


def test_a_year_that_one_side_lacks_is_missing():
    totals = band(total_demand(need()))
    found = staffing_gap(totals, HAVE.assign(year=2031))
    assert list(found["status"]) == [Status.MISSING, Status.MISSING]
    with pytest.raises(ValueError, match="merge"):
        staffing_gap(pd.concat([totals, totals]), HAVE)
