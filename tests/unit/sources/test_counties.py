"""The counties of today, by the first digits of a municipality's number."""

import pytest

from analysis.errors import InputError
from analysis.sources.counties import read_counties
from analysis.sources.municipalities import read_municipalities


def test_the_two_countries_have_15_and_21_counties_with_numbers_of_their_own(workspace):
    counties = read_counties(workspace)
    assert sum(country == "NO" for country, _ in counties) == 15
    assert sum(country == "SE" for country, _ in counties) == 21
    assert counties["NO", "18"] == "Nordland"
    assert counties["SE", "18"] == "Örebro län"


def test_every_municipality_of_today_that_is_known_lies_in_one(workspace):
    counties = read_counties(workspace)
    known = [place for place in read_municipalities(workspace) if not place.ended]
    lacking = [p.name for p in known if (p.country, p.number_today[:2]) not in counties]
    assert known
    assert lacking == []


def test_without_the_file_no_county_is_known(copied):
    copied.municipalities.with_name("counties.toml").unlink()
    assert read_counties(copied) == {}


def test_faults_are_told_with_their_lines(copied):
    path = copied.municipalities.with_name("counties.toml")
    path.write_text('[[counties]]\ncountry = "DK"\nnumber = "1"\nname = "X"\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_counties(copied)
    assert [(fault.line, fault.key) for fault in error.value.faults] == [
        (2, "counties[1].country"),
        (3, "counties[1].number"),
    ]
