"""Groups of municipalities: which one a municipality is in, on which day, and who else is."""

from datetime import date

import pandas as pd
import pytest
from klass_service import member

from analysis.errors import FetchError, InputError, OutputError, ParameterError
from analysis.sources.groups import (
    GroupTable,
    group_of,
    members,
    read_groups,
    table_of,
    write_groups,
)
from analysis.sources.klass import MEMBERSHIP, fetch_kostra_years
from analysis.sources.web import NotKept, Refused

READ = date(2026, 11, 22)


def table(country, rows, retrieved=READ):
    frame = pd.DataFrame(rows, columns=["group", "title", "municipality", "valid_from", "valid_to"])
    return table_of(frame, country, 'Somebody "x"\\', "https://example.org", "CC0", retrieved)


KOSTRA = [
    ("EKG10", "Ten", "3806", date(2020, 1, 1), date(2023, 12, 31)),
    ("EKG11", "Eleven", "3005", date(2020, 1, 1), date(2023, 12, 31)),
    ("EKG11", "Eleven", "3301", date(2024, 1, 1), date(2026, 12, 31)),
    ("EKG11", "Eleven", "4001", date(2024, 1, 1), date(2026, 12, 31)),
]


def skr(group, *numbers):
    return [(group, f"Group {group}", number, None, None) for number in numbers]


def test_a_table_written_is_read_again_as_it_was(copied):
    written = table("NO", KOSTRA)
    path = write_groups(copied, written)
    assert path.name == "no-2026-11-22.toml"
    assert read_groups(copied, "NO") == (written,)
    assert read_groups(copied, "SE") == ()
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_the_group_is_that_of_the_number_of_the_day(copied):
    write_groups(copied, table("NO", KOSTRA))
    assert group_of(copied, "4001", date(2023, 12, 31)).id == "EKG10"
    assert group_of(copied, "3806", date(2024, 1, 1)).id == "EKG11"
    found = group_of(copied, "Porsgrunn", date(2024, 1, 1))
    assert found.members == ("3301", "4001")
    assert (found.dated, found.retrieved, found.country) == (True, READ, "NO")
    assert (found.source, found.licence) == ('Somebody "x"\\', "CC0")


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2027, 1, 1)])
def test_a_day_outside_what_was_fetched_is_not_known(copied, day):
    write_groups(copied, table("NO", KOSTRA))
    told = r"not known. Groups were fetched on 2026-11-22, for 2020-01-01 to 2026-12-31"
    with pytest.raises(ParameterError, match=told):
        group_of(copied, "3301", day)
    with pytest.raises(ParameterError, match="`tiltak fetch klass groups` brings those of today"):
        members(copied, "EKG11", day)


def test_an_earlier_fetch_still_answers_for_days_that_a_later_one_left_out(copied):
    write_groups(copied, table("NO", KOSTRA))
    later = [row for row in KOSTRA if row[3].year == 2024]
    write_groups(copied, table("NO", later, date(2026, 12, 1)))
    assert group_of(copied, "3301", date(2022, 5, 1)).retrieved == READ
    assert group_of(copied, "3301", date(2025, 5, 1)).retrieved == date(2026, 12, 1)


def test_of_groupings_without_dates_the_one_in_force_when_last_fetched_counts(copied):
    write_groups(copied, table("SE", skr("C7", "1060", "1444"), date(2024, 3, 1)))
    write_groups(copied, table("SE", [*skr("C7", "1444"), *skr("C8", "1060")], date(2026, 3, 1)))
    assert group_of(copied, "1060", date(2020, 1, 1)).id == "C7"
    assert group_of(copied, "1060", date(2026, 2, 28)).id == "C7"
    found = group_of(copied, "1060", date(2026, 3, 1))
    assert (found.id, found.dated, found.retrieved) == ("C8", False, date(2026, 3, 1))
    assert members(copied, "C7", date(2025, 1, 1)) == ("1060", "1444")
    assert members(copied, "C7", date(2030, 1, 1)) == ("1444",)


def test_without_groups_the_command_that_brings_them_is_named(copied):
    told = "municipalities of Norway here. `tiltak fetch klass groups` brings them"
    with pytest.raises(ParameterError, match=told):
        group_of(copied, "4001", READ)
    with pytest.raises(ParameterError, match="no groups of municipalities here"):
        members(copied, "C7", READ)


def test_what_is_not_there_is_refused_with_what_is(copied):
    write_groups(copied, table("NO", KOSTRA))
    with pytest.raises(ParameterError, match=r"no group .C7.\. Groups: EKG10 Ten, EKG11 Eleven"):
        members(copied, "C7", READ)
    with pytest.raises(ParameterError, match=r"group of Haram \(1580\) on 2026-11-22 is not known"):
        group_of(copied, "Haram", READ)
    with pytest.raises(ParameterError, match="Haram had no number on 2021-01-01"):
        group_of(copied, "Haram", date(2021, 1, 1))
    with pytest.raises(ParameterError, match="municipalities of Sweden"):
        group_of(copied, "1060", READ)


def test_a_municipality_in_two_groups_at_a_time_is_not_put_into_one(copied):
    rows = [*KOSTRA, ("EAK", "All", "4001", date(2020, 1, 1), date(2026, 12, 31))]
    write_groups(copied, table("NO", rows))
    with pytest.raises(ParameterError, match="several groups: EAK All, EKG11 Eleven"):
        group_of(copied, "4001", READ)
    assert members(copied, "EAK", READ) == ("4001",)


def test_a_file_with_faults_is_refused_at_its_line(copied):
    path = write_groups(copied, table("NO", KOSTRA))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"3005"', '"305"'), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        group_of(copied, "3301", READ)
    (fault,) = refusal.value.faults
    assert fault.file == "data/reference/groups/no-2026-11-22.toml"
    assert "305" in fault.found


def test_a_table_that_cannot_be_written_says_so(copied):
    (copied.municipalities.parent / "groups").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match=r"groups/no-2026-11-22\.toml could not be written"):
        write_groups(copied, table("NO", KOSTRA))


def test_a_table_without_groups_is_none():
    with pytest.raises(ValueError, match="groups"):
        GroupTable(country="NO", source="x", address="x", licence="x", retrieved=READ, groups=())


class Answering:
    """Klass by year: memberships, or the error to raise."""

    def __init__(self, **years):
        self.years = years

    def get_json(self, _, params=None):
        found = self.years[f"y{params['from'][:4]}"]
        if isinstance(found, Exception):
            raise found
        return {"correspondenceItems": found}


def test_memberships_of_several_years_become_one_and_end_with_the_years_asked_for():
    always = member("3301", "EKG11", "Old name", "2024-01-01", None)
    named = member("3301", "EKG11", "New name", "2024-01-01", None)
    moved = [
        member("4001", "EKG10", "Ten", None, "2025-07-01"),
        member("4001", "EKG11", "New name", "2025-07-01", None),
    ]
    client = Answering(
        y2023=Refused("no table"),
        y2024=[always, member("4001", "EKG10", "Ten", "2024-01-01", None)],
        y2025=[named, *moved],
        y2026=[named, member("4001", "EKG11", "New name", "2025-07-01", None)],
    )
    found, lacking = fetch_kostra_years(client, "a", [2026, 2025, 2024, 2023], READ)
    assert lacking == [2023]
    assert list(found.columns) == list(MEMBERSHIP)
    assert found.to_numpy().tolist() == [
        ["EKG10", "Ten", "4001", date(2024, 1, 1), date(2025, 6, 30), READ],
        ["EKG11", "New name", "3301", date(2024, 1, 1), date(2026, 12, 31), READ],
        ["EKG11", "New name", "4001", date(2025, 7, 1), date(2026, 12, 31), READ],
    ]


def test_a_year_that_is_lacking_leaves_a_gap_in_the_membership():
    item = [member("3301", "EKG11", "Eleven", "2020-01-01", None)]
    client = Answering(y2022=item, y2023=NotKept("offline"), y2024=item)
    found, lacking = fetch_kostra_years(client, "a", [2022, 2023, 2024], READ)
    assert lacking == [2023]
    assert found[["valid_from", "valid_to"]].to_numpy().tolist() == [
        [date(2022, 1, 1), date(2022, 12, 31)],
        [date(2024, 1, 1), date(2024, 12, 31)],
    ]


def test_a_service_out_of_reach_is_no_year_without_groups():
    item = [member("3301", "EKG11", "Eleven", "2020-01-01", None)]
    with pytest.raises(FetchError, match="out of reach"):
        fetch_kostra_years(
            Answering(y2023=item, y2024=FetchError("out of reach")), "a", [2023, 2024], READ
        )
    with pytest.raises(Refused, match="none"):
        fetch_kostra_years(Answering(y2023=Refused("none")), "a", [2023], READ)


def test_nothing_is_known_beyond_the_year_that_was_asked_for():
    item = member("3301", "EKG11", "Eleven", "2020-01-01", "2030-01-01")
    found, _ = fetch_kostra_years(Answering(y2024=[item]), "a", [2024], READ)
    assert found[["valid_from", "valid_to"]].to_numpy().tolist() == [
        [date(2024, 1, 1), date(2024, 12, 31)]
    ]
