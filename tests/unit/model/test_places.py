"""Municipalities keep being the same place when their number changes."""

from datetime import date

import pytest
from pydantic import ValidationError

from analysis.model.places import Change, Municipality, NumberInForce, breaks_of, find_place
from analysis.sources.municipalities import find_municipality, read_reference


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(1964, 1, 1), "0805"),
        (date(2008, 1, 1), "0805"),
        (date(2019, 12, 31), "0805"),
        (date(2020, 1, 1), "3806"),
        (date(2023, 12, 31), "3806"),
        (date(2024, 1, 1), "4001"),
        (date(2030, 1, 1), "4001"),
    ],
)
def test_porsgrunn_has_the_number_of_the_day(workspace, day, number):
    assert find_municipality(workspace, "0805").number_on(day) == number


@pytest.mark.parametrize("number", ["0805", "3806", "4001"])
def test_porsgrunn_is_found_by_any_number_it_had(workspace, number):
    found = find_municipality(workspace, number)
    assert (found.name, found.number_today) == ("Porsgrunn", "4001")


@pytest.mark.parametrize(("number", "today"), [("0602", "3301"), ("3005", "3301")])
def test_drammen_is_found_by_the_numbers_it_had(workspace, number, today):
    assert find_municipality(workspace, number).number_today == today


def test_outside_all_numbers_there_is_none():
    place = Municipality(
        name="Nes",
        country="NO",
        numbers=(NumberInForce(number="0001", valid_from=date(1990, 1, 1)),),
    )
    with pytest.raises(LookupError, match="Nes had no number on 1989-12-31"):
        place.number_on(date(1989, 12, 31))
    assert not place.has_number("0002")


def change(kind, old, new, on=date(2020, 1, 1), country="NO"):
    data = {"on": on, "country": country, "kind": kind, "old": old, "new": new}
    return Change.model_validate(data)


def place(name, *entries, country="NO"):
    numbers = tuple(
        NumberInForce(number=number, valid_from=begun, valid_to=ended)
        for number, begun, ended in entries
    )
    return Municipality(name=name, country=country, numbers=numbers)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("renumbered", ["0001"], ["0001"]),
        ("renumbered", ["0001", "0002"], ["0003"]),
        ("renumbered", ["0001"], ["0002", "0003"]),
        ("merged", ["0001"], ["0002"]),
        ("merged", ["0001", "0001"], ["0002"]),
        ("merged", ["0001", "0002"], ["0003", "0004"]),
        ("split", ["0001", "0002"], ["0003"]),
        ("split", ["0001"], ["0001"]),
        ("border", ["0001"], ["0001", "0002"]),
        ("border", ["0001", "0002"], ["0003"]),
    ],
)
def test_a_change_must_have_the_shape_of_its_kind(kind, old, new):
    with pytest.raises(ValidationError, match=f"found {kind}: {old[0]}"):
        change(kind, old, new)


def test_a_change_pairs_every_old_number_with_every_new_one():
    assert change("merged", ["0001", "0002"], ["0003"]).pairs == (
        ("0001", "0003"),
        ("0002", "0003"),
    )
    assert change("split", ["0001"], ["0001", "0002"]).pairs == (("0001", "0001"), ("0001", "0002"))


def test_haram_had_no_number_while_it_was_part_of_alesund(workspace):
    haram = find_municipality(workspace, "1580")
    assert haram.number_on(date(2019, 12, 31)) == "1534"
    assert haram.number_on(date(2024, 1, 1)) == "1580"
    with pytest.raises(LookupError, match="Haram had no number on 2021-06-01"):
        haram.number_on(date(2021, 6, 1))
    assert find_municipality(workspace, "1504") == find_municipality(workspace, "1508")


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("0602", [(date(2020, 1, 1), "merged")]),
        ("0805", []),
        ("1504", [(date(2020, 1, 1), "merged"), (date(2024, 1, 1), "split")]),
        ("1534", [(date(2020, 1, 1), "merged"), (date(2024, 1, 1), "split")]),
        ("0711", [(date(2020, 1, 1), "merged")]),
        ("1060", []),
    ],
)
def test_a_merger_and_a_split_break_a_series_and_a_new_number_does_not(workspace, number, kinds):
    found = breaks_of(find_municipality(workspace, number), read_reference(workspace).changes)
    assert [(item.on, item.kind) for item in found] == kinds


def test_breaks_are_of_the_country_and_of_the_time_of_the_number():
    own = place("Våle", ("0716", None, date(2001, 12, 31)))
    later = change("merged", ["0716", "0720"], ["0715"], date(2020, 1, 1))
    abroad = change("merged", ["0716", "0720"], ["0715"], date(2001, 12, 31), "SE")
    border = change("border", ["0716"], ["0720"], date(1990, 1, 1))
    assert breaks_of(own, [later, abroad, border]) == (border,)


def test_the_larger_drammen_says_so_and_an_ended_place_ends(workspace):
    drammen = find_municipality(workspace, "3301")
    assert "Nedre Eiker and Svelvik" in drammen.note["en"]
    assert drammen.ended is None
    assert find_municipality(workspace, "0711").ended == date(2019, 12, 31)


VALE = place("Våle", ("0716", None, date(2001, 12, 31)))
RE = place("Re", ("0716", date(2002, 1, 1), date(2019, 12, 31)))
VESTVAGOY = place("Vestvågøy", ("1860", None, None))
LAXA = place("Laxå", ("1860", None, None), country="SE")


@pytest.mark.parametrize(
    ("number", "country", "day", "names"),
    [
        ("0716", None, None, ["Re"]),
        ("0716", None, date(2001, 12, 31), ["Våle"]),
        ("0716", None, date(2002, 1, 1), ["Re"]),
        ("0716", None, date(2020, 1, 1), []),
        ("1860", None, None, ["Vestvågøy", "Laxå"]),
        ("1860", "SE", None, ["Laxå"]),
        ("1860", "NO", date(2020, 1, 1), ["Vestvågøy"]),
        ("9999", None, None, []),
    ],
)
def test_a_number_given_twice_is_the_latest_and_one_of_both_countries_is_both(
    number, country, day, names
):
    for known in ([VALE, RE, VESTVAGOY, LAXA], [RE, VALE, VESTVAGOY, LAXA]):
        assert [item.name for item in find_place(known, number, country, day)] == names
