"""Municipalities keep being the same place when their number changes."""

from datetime import date

import pytest

from analysis.model.places import Municipality, NumberInForce
from analysis.sources.municipalities import find_municipality


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
