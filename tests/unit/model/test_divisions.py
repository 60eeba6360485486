"""Observations of earlier divisions, on today's: added, weighted, or missing with the reason."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model.aggregation import REASON, to_todays_division
from analysis.model.divisions import Division
from analysis.model.observations import COLUMNS, observation_table
from analysis.model.periods import Period
from analysis.model.places import Change
from analysis.sources.municipalities import read_changes


def row(number, period, value, indicator="staff", **more):
    return {
        "indicator": indicator,
        "municipality": number,
        "period": Period.parse(period),
        "value": value,
        "source": "own",
        **more,
    }


def change(on, kind, old, new, country="NO"):
    data = {"on": on, "country": country, "kind": kind, "old": old, "new": new}
    return Change.model_validate(data)


@pytest.fixture(scope="module")
def changes(workspace):
    return read_changes(workspace, "NO")


def today(rows, changes, counts=("staff",), weights=None):
    result = to_todays_division(observation_table(rows), changes, counts, weights)
    assert list(result.columns) == [*COLUMNS, REASON]
    return {
        (item["indicator"], item["municipality"], str(item["period"])): item
        for item in result.to_dict("records")
    }


DRAMMEN = [row("0602", "2018", 4000.0), row("0625", "2018", 1500.0), row("0711", "2018", 500.0)]


def test_a_new_number_is_the_same_place_and_its_rows_are_kept(changes):
    found = today([row("0805", "2008Q1", 9.3, "sick_leave", n=2500, unit="")], changes, ())
    (item,) = found.values()
    assert (item["municipality"], item["value"], item["status"]) == ("4001", 9.3, "reported")
    assert (item["n"], item["source"], item[REASON]) == (2500, "own", "")


def test_counts_of_the_three_that_became_drammen_are_added(changes):
    item = today(DRAMMEN, changes)["staff", "3301", "2018"]
    assert (item["value"], item["status"], item[REASON]) == (6000.0, "implied", "")


def test_counts_are_not_added_if_a_part_is_not_there(changes):
    item = today(DRAMMEN[:2], changes)["staff", "3301", "2018"]
    assert pd.isna(item["value"])
    assert (item["status"], item[REASON]) == ("missing", "no figure for 0711")


@pytest.mark.parametrize("status", ["suppressed", "missing", "not_applicable"])
def test_counts_are_not_added_if_a_part_has_no_value(changes, status):
    rows = [*DRAMMEN[:2], row("0711", "2018", None, status=status)]
    item = today(rows, changes)["staff", "3301", "2018"]
    assert (item["status"], item[REASON]) == ("missing", "no figure for 0711")


def test_what_is_suppressed_for_all_parts_is_suppressed(changes):
    rows = [row(number, "2018", None, status="suppressed") for number in ("0602", "0625", "0711")]
    item = today(rows, changes)["staff", "3301", "2018"]
    assert item["status"] == "suppressed"
    assert item[REASON] == "no figure for 0602, 0625, 0711"


def test_a_sum_with_a_provisional_part_is_provisional_and_names_all_sources(changes):
    rows = [{**DRAMMEN[0], "status": "provisional", "n": 4}, {**DRAMMEN[1], "n": 5, "source": "b"}]
    item = today([*rows, {**DRAMMEN[2], "n": 6}], changes)["staff", "3301", "2018"]
    assert (item["status"], item["n"], item["source"]) == ("provisional", 15, "b; own")


def test_the_number_of_persons_is_unknown_if_it_is_for_one_part(changes):
    rows = [{**DRAMMEN[0], "n": 4}, {**DRAMMEN[1], "n": 5}, DRAMMEN[2]]
    assert pd.isna(today(rows, changes)["staff", "3301", "2018"]["n"])


RATES = [
    row("0602", "2018", 9.0, "leave"),
    row("0625", "2018", 6.0, "leave"),
    row("0711", "2018", 3.0, "leave"),
]


def test_rates_are_never_averaged_without_weights(changes):
    item = today(RATES, changes)["leave", "3301", "2018"]
    assert pd.isna(item["value"])
    assert item[REASON] == "a rate of several municipalities, and no weights to average it with"


def test_rates_are_averaged_with_the_weights_given(changes):
    weights = [{**item, "indicator": "fte"} for item in DRAMMEN]
    found = today([*RATES, *weights], changes, ("fte",), {"leave": "fte"})
    item = found["leave", "3301", "2018"]
    # (9 * 4000 + 6 * 1500 + 3 * 500) / 6000
    assert item["value"] == pytest.approx(7.75)
    assert (item["status"], item[REASON]) == ("implied", "")
    assert found["fte", "3301", "2018"]["value"] == 6000


@pytest.mark.parametrize("weight", [0.0, None])
def test_a_part_without_a_weight_leaves_the_rate_missing(changes, weight):
    weights = [{**item, "indicator": "fte"} for item in DRAMMEN[:2]]
    status = "missing" if weight is None else "reported"
    weights.append(row("0711", "2018", weight, "fte", status=status))
    found = today([*RATES, *weights], changes, ("fte",), {"leave": "fte"})
    assert found["leave", "3301", "2018"][REASON] == "no weight (fte) for 0711"


def test_an_indicator_is_either_added_or_weighted(changes):
    with pytest.raises(ValueError, match="both counts and weighted: leave"):
        to_todays_division(observation_table(RATES), changes, ["leave"], {"leave": "fte"})


@pytest.mark.parametrize("period", ["2020", "2021", "2023Q4"])
def test_the_larger_drammen_is_followed_to_its_number_of_today(changes, period):
    item = today([row("3005", period, 8.0, "leave")], changes)["leave", "3301", period]
    assert (item["value"], item["status"]) == (8.0, "reported")


@pytest.mark.parametrize("number", ["1504", "1534", "1546", "1507"])
def test_of_a_municipality_that_was_divided_no_share_is_known(changes, number):
    period = "2021" if number == "1507" else "2018"
    found = today([row(number, period, 100.0)], changes)
    assert {key[1] for key in found} == {"1508", "1580"}
    for item in found.values():
        assert pd.isna(item["value"])
        assert item["status"] == "missing"
        assert item[REASON] == "1507 was divided on 2024-01-01; no share of it is known"


def test_what_is_counted_in_todays_parts_is_left_alone(changes):
    rows = [row("1508", "2024", 60.0), row("1580", "2024", 9.0), row("3301", "2025", 6500.0)]
    found = today(rows, changes)
    assert [item["value"] for item in found.values()] == [60.0, 9.0, 6500.0]
    assert {item["status"] for item in found.values()} == {"reported"}


@pytest.mark.parametrize("later", ["3301", "3005"])
def test_a_value_the_source_gives_for_a_later_number_is_taken_and_its_parts_are_not(changes, later):
    found = today([*DRAMMEN, row(later, "2018", 6010.0)], changes)
    assert list(found) == [("staff", "3301", "2018")]
    item = found["staff", "3301", "2018"]
    assert (item["value"], item["status"], item[REASON]) == (6010.0, "reported", "")


@pytest.mark.parametrize("period", ["2020", "2021", "2025"])
def test_a_number_that_was_given_up_is_not_taken_for_its_successor(changes, period):
    item = today([row("0602", period, 4100.0)], changes)["staff", "0602", period]
    assert (item["status"], item[REASON]) == ("missing", "0602 was given up on 2020-01-01")


def test_units_below_the_municipality_and_breakdowns_are_kept_apart(changes):
    rows = [{**item, "breakdown": "women"} for item in DRAMMEN]
    rows += [row("0602", "2018", 70.0, unit="Schools")]
    frame = to_todays_division(observation_table(rows), changes, ["staff"])
    found = {(item["unit"], item["breakdown"]): item for item in frame.to_dict("records")}
    assert found["", "women"]["value"] == 6000
    assert found["Schools", ""][REASON] == "no figure for 0625, 0711"


def test_other_places_the_country_and_groups_are_untouched(changes):
    rows = [row("0301", "2018", 1.0), row("0000", "2018", 2.0), row("EKG13", "2018", 3.0)]
    found = today([*rows, *DRAMMEN], changes)
    assert {key[1]: item["value"] for key, item in found.items()} == {
        "0000": 2.0,
        "0301": 1.0,
        "3301": 6000.0,
        "EKG13": 3.0,
    }


def test_nothing_at_all_is_an_empty_table(changes):
    assert today([], changes) == {}


def test_a_period_in_which_the_division_changed_is_of_neither():
    merger = change(date(2006, 7, 1), "merged", ["1154", "1159"], ["1160"])
    rows = [row("1154", "2006", 10.0), row("1159", "2006", 5.0)]
    found = today(rows, [merger])
    assert (
        found["staff", "1160", "2006"][REASON] == "the division changed on 2006-07-01, within 2006"
    )
    before = today([row("1154", "2006H1", 10.0), row("1159", "2006H1", 5.0)], [merger])
    assert before["staff", "1160", "2006H1"]["value"] == 15
    after = today([row("1160", "2006H2", 16.0)], [merger])
    assert after["staff", "1160", "2006H2"]["status"] == "reported"


def test_the_last_day_of_a_period_is_within_it():
    last = change(date(2006, 7, 31), "renumbered", ["0001"], ["0002"])
    found = today([row("0001", "2006-07", 10.0)], [last])
    reason = "the division changed on 2006-07-31, within 2006-07"
    assert found["staff", "0002", "2006-07"][REASON] == reason


def test_a_number_that_was_given_up_and_came_again_is_in_force():
    there = change(date(2010, 1, 1), "renumbered", ["0001"], ["0002"])
    back = change(date(2020, 1, 1), "renumbered", ["0002"], ["0001"])
    found = today([row("0001", "2021", 5.0), row("0002", "2015", 4.0)], [back, there])
    assert {key[1:]: item["value"] for key, item in found.items()} == {
        ("0001", "2021"): 5.0,
        ("0001", "2015"): 4.0,
    }
    assert (
        today([row("0001", "2015", 5.0)], [back, there])["staff", "0001", "2015"]["status"]
        == "missing"
    )


def test_a_number_that_went_on_after_taking_in_another_needs_both_before():
    taken_in = change(date(2002, 1, 1), "merged", ["0716", "0718"], ["0716"])
    found = today([row("0716", "2001", 5.0), row("0716", "2002", 8.0)], [taken_in])
    assert found["staff", "0716", "2001"][REASON] == "no figure for 0718"
    assert found["staff", "0716", "2002"]["value"] == 8
    both = today([row("0716", "2001", 5.0), row("0718", "2001", 2.0)], [taken_in])
    assert both["staff", "0716", "2001"]["value"] == 7


def test_a_moved_border_does_not_break_a_series():
    border = change(date(2026, 1, 1), "border", ["3118"], ["3207", "3216"])
    found = today([row("3118", "2025", 5.0), row("3207", "2025", 6.0)], [border])
    assert [item["value"] for item in found.values()] == [5.0, 6.0]


def test_a_municipality_of_which_parts_went_to_three_mergers_breaks_all_three():
    day = date(2020, 1, 1)
    mergers = [
        change(day, "merged", ["5011", "5012", "1571"], ["5055"]),
        change(day, "merged", ["5012", "5013"], ["5056"]),
    ]
    rows = [row(number, "2019", 1.0) for number in ("5011", "5012", "1571", "5013")]
    found = today(rows, mergers)
    reason = "5012 was divided on 2020-01-01; no share of it is known"
    assert {key[1]: item[REASON] for key, item in found.items()} == {"5055": reason, "5056": reason}


def test_changes_of_two_countries_are_refused_because_their_numbers_overlap():
    both = [
        change(date(2020, 1, 1), "renumbered", ["1860"], ["1861"]),
        change(date(2020, 1, 1), "renumbered", ["1862"], ["1863"], "SE"),
    ]
    with pytest.raises(ValueError, match="two countries"):
        Division(tuple(both))


def test_population_adds_up_as_in_the_official_correspondence_of_2020(shared, workspace):
    """Old numbers and their 2020 numbers: the shipped changes against fhidata's table."""
    table = pd.read_csv(
        shared / "data/derived/no_redistricting_to_2020_fhidata.csv.gz", dtype=str
    ).query("granularity_geo == 'municip' and calyear == '2019.0' and weighting == '1.0'")
    new = table["location_code_current"].str.removeprefix("municip")
    old = table["location_code_original"].str.removeprefix("municip")
    official = {(a, b) for a, b in zip(old, new, strict=True) if a != b}
    changes = [item for item in read_changes(workspace, "NO") if item.on == date(2020, 1, 1)]
    own = {pair for item in changes for pair in item.pairs}
    targets = {number for _, number in own}
    assert own == {pair for pair in official if pair[1] in targets}
    assert len(own) == 9


def test_the_numbers_of_2024_are_those_matched_by_name(shared, workspace):
    table = pd.read_csv(shared / "data/derived/no_kommune_2023_to_2024.csv", dtype=str)
    moved = table[table["change"] != "unchanged"]
    official = set(zip(moved["code_2020_2023"], moved["code_2024"], strict=True))
    changes = [item for item in read_changes(workspace, "NO") if item.on == date(2024, 1, 1)]
    own = {pair for item in changes for pair in item.pairs}
    assert own == {pair for pair in official if pair[0] in {"3005", "3806", "1507"}}
    kinds = {item.kind for item in changes if "1507" in item.old}
    assert kinds == set(moved.loc[moved["code_2020_2023"].eq("1507"), "change"])


def test_drammen_of_2020_is_as_large_as_its_three_parts_together(shared, changes):
    """SSB 07459: 1 January 2019 in the old division, added up, against 2020 in the new."""
    old = pd.read_csv(
        shared / "data/ssb-fhidata/Personer2019.csv", encoding="latin-1", dtype={"region": str}
    )
    people = old.groupby(old["region"].str[:4])["Persons 2019"].sum()
    rows = [row(number, "2019", float(people[number])) for number in ("0602", "0625", "0711")]
    total = today(rows, changes)["staff", "3301", "2019"]["value"]
    assert total == people["0602"] + people["0625"] + people["0711"]
    new = pd.read_csv(
        shared / "data/ssb-fhidata/Personer2020.csv", sep="\t", encoding="latin-1", dtype=str
    )
    drammen = new[new["region"].str.startswith("K-3005")]["Persons 2020"].astype(int).sum()
    assert drammen / total == pytest.approx(1, abs=0.01)
    assert total / people["0602"] > 1.4


@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=3, max_size=3))
def test_no_person_is_lost_or_won_in_a_sum(workspace, values):
    changes = read_changes(workspace, "NO")
    rows = [
        row(number, "2019", value)
        for number, value in zip(("0602", "0625", "0711"), values, strict=True)
    ]
    assert today(rows, changes)["staff", "3301", "2019"]["value"] == pytest.approx(sum(values))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 1e5)), min_size=3, max_size=3))
def test_a_weighted_mean_lies_between_the_lowest_and_the_highest_part(workspace, parts):
    changes = read_changes(workspace, "NO")
    rows = []
    for number, (rate, weight) in zip(("0602", "0625", "0711"), parts, strict=True):
        rows += [row(number, "2019", rate, "leave"), row(number, "2019", weight, "fte")]
    value = today(rows, changes, ("fte",), {"leave": "fte"})["leave", "3301", "2019"]["value"]
    rates = [rate for rate, _ in parts]
    assert min(rates) - 1e-9 <= value <= max(rates) + 1e-9
