"""The reference table of municipalities."""

from datetime import date

import pandas as pd
import pytest

from analysis.errors import InputError, OutputError, ParameterError
from analysis.model.places import Municipality
from analysis.sources.municipalities import (
    Reference,
    disagreements,
    find_municipality,
    read_changes,
    read_municipalities,
    read_reference,
    swedish,
    write_reference,
)


def test_both_municipalities_of_the_seed_are_there(workspace):
    assert {item.name for item in read_municipalities(workspace)} >= {"Drammen", "Porsgrunn"}


def test_an_unknown_number_is_refused_with_the_known_ones(workspace):
    with pytest.raises(ParameterError, match=r"number '9999'.*4001 Porsgrunn"):
        find_municipality(workspace, "9999")


def test_a_number_without_quotes_is_a_fault_at_its_line(copied):
    text = copied.municipalities.read_text(encoding="utf-8")
    changed = text.replace('name = "Drammen"', "name = 3301  # fault")
    copied.municipalities.write_text(changed, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_municipalities(copied)
    (fault,) = refusal.value.faults
    lines = changed.splitlines()
    assert lines[fault.line - 1].endswith("# fault")
    assert fault.file == "data/reference/municipalities.toml"
    assert (fault.key, fault.found) == ("municipalities[1].name", "found 3301")


def test_no_two_municipalities_share_a_number(workspace):
    numbers = [entry.number for item in read_municipalities(workspace) for entry in item.numbers]
    assert len(numbers) == len(set(numbers))


def refused(copied, *replacements):
    text = copied.municipalities.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    copied.municipalities.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_reference(copied)
    lines = text.splitlines()
    return [(lines[(fault.line or 1) - 1], fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "key", "found"),
    [
        (
            '"0711", valid_to = 2019-12-31',
            '"0602", valid_to = 2019-12-31',
            "municipalities[3].numbers",
            "0602 is in force twice: Drammen and Svelvik",
        ),
        (
            "valid_from = 2020-01-01, valid_to = 2023-12-31",
            "valid_from = 2020-01-01, valid_to = 2018-12-31",
            "municipalities[1].numbers",
            "3005 ends on 2018-12-31, before it begins on 2020-01-01",
        ),
        (
            '{ number = "3005", valid_from = 2020-01-01',
            '{ number = "0602", valid_from = 2019-12-31',
            "municipalities[1].numbers",
            "0602 is in force twice: Drammen and Drammen",
        ),
        (
            'old = ["0602", "0625", "0711"]',
            'old = ["0602", "0625", "0712"]',
            "changes[1].old",
            "0712 was not in force on 2019-12-31",
        ),
        ('new = ["3806"]', 'new = ["3807"]', "changes[2].new", "3807 was not in force on"),
        (
            'kind = "merged"',
            'kind = "renumbered"',
            "changes[1]",
            "found renumbered: 0602, 0625, 0711 to 3005",
        ),
        ('kind = "merged"', 'kind = "fused"', "changes[1].kind", "found 'fused'"),
        ('number = "0625"', 'number = "625"', "municipalities[2].numbers[1].number", "found '625'"),
        ('country = "SE"', 'country = "DK"', "municipalities[10].country", "found 'DK'"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_at_its_line(copied, old, new, key, found):
    (line, fault), *_ = refused(copied, (old, new))
    assert fault.file == "data/reference/municipalities.toml"
    assert fault.key == key
    assert found in fault.found
    assert fault.accepted
    assert line


def test_the_same_number_in_both_countries_is_no_contradiction_but_ambiguous(copied):
    text = copied.municipalities.read_text(encoding="utf-8")
    copied.municipalities.write_text(text.replace('"1060"', '"4001"'), encoding="utf-8")
    with pytest.raises(ParameterError, match=r"both Porsgrunn \(NO\) and Olofström \(SE\)"):
        find_municipality(copied, "4001")
    assert find_municipality(copied, "4001", "SE").name == "Olofström"
    assert find_municipality(copied, "4001", "NO").name == "Porsgrunn"


def test_a_municipality_is_found_by_its_number_of_a_day(workspace):
    assert find_municipality(workspace, "1580", day=date(2024, 1, 1)).name == "Haram"
    with pytest.raises(ParameterError, match="number '1580' on 2023-12-31"):
        find_municipality(workspace, "1580", day=date(2023, 12, 31))


def test_changes_are_of_one_country_in_order_of_time(workspace):
    days = [item.on for item in read_changes(workspace, "NO")]
    assert days == [date(2020, 1, 1)] * 3 + [date(2024, 1, 1)] * 3
    assert read_changes(workspace, "SE") == ()


def whole(workspace, country):
    found = read_reference(workspace)
    return Reference(
        municipalities=tuple(item for item in found.municipalities if item.country == country),
        changes=tuple(item for item in found.changes if item.country == country),
    )


def test_a_table_written_is_read_again_with_all_that_was_in_it(copied):
    before = read_reference(copied)
    path = write_reference(copied, "NO", whole(copied, "NO"), "Klass 131,\nfetched today")
    assert path.name == "municipalities-no.toml"
    assert path.read_text(encoding="utf-8").splitlines()[0] == "# Klass 131, fetched today"
    after = read_reference(copied)
    assert after.changes == before.changes
    assert sorted(after.municipalities, key=str) == sorted(before.municipalities, key=str)
    assert not [item for item in path.parent.iterdir() if item.name.startswith(".")]


def test_a_fetched_table_stands_instead_of_what_is_shipped_of_its_country(copied):
    oslo = Municipality(name='Oslo "Tigerstaden"\\', country="NO", numbers=({"number": "0301"},))
    write_reference(copied, "NO", Reference(municipalities=(oslo,)), "x")
    known = read_municipalities(copied)
    assert [item.name for item in known if item.country == "NO"] == ['Oslo "Tigerstaden"\\']
    assert find_municipality(copied, "1060").name == "Olofström"
    assert read_reference(copied).changes == ()


def test_notes_of_the_shipped_table_stay_on_what_was_fetched(copied):
    bare = [item.model_copy(update={"note": None}) for item in whole(copied, "NO").municipalities]
    write_reference(copied, "NO", Reference(municipalities=tuple(bare)), "x")
    assert "Nedre Eiker and Svelvik" in find_municipality(copied, "3301").note.best("en")[0]
    assert find_municipality(copied, "4001").note is None


def test_a_fetched_table_that_agrees_has_no_disagreements(copied):
    assert disagreements(copied) == []
    write_reference(copied, "NO", whole(copied, "NO"), "x")
    assert disagreements(copied) == []


def test_what_a_fetched_table_says_otherwise_is_told(copied):
    table = whole(copied, "NO")
    changed = []
    numbers = [
        {"number": "3806", "valid_to": date(2023, 12, 31)},
        {"number": "4001", "valid_from": date(2024, 1, 1)},
    ]
    for item in table.municipalities:
        if item.name == "Porsgrunn":
            changed.append(Municipality(name="Porsgrunn", country="NO", numbers=numbers))
        elif item.name == "Haram":
            changed.append(item.model_copy(update={"name": "Nordøyene"}))
        elif item.name != "Svelvik":
            changed.append(item)
    kept = tuple(change for change in table.changes if str(change.on) != "2020-01-01")
    write_reference(copied, "NO", Reference(municipalities=changed, changes=kept), "x")
    lines = disagreements(copied)
    assert lines[0] == "0711 Svelvik is not in the fetched table."
    assert lines[1].startswith(
        "4001 Porsgrunn: the fetched table says 3806 from the beginning to 2023-12-31, "
        "4001 from 2024-01-01 to now; Tiltak's own said 0805 from the beginning to 2019-12-31"
    )
    assert lines[2] == "1580 Haram is called Nordøyene in the fetched table."
    assert lines[3].startswith("That 0602, 0625, 0711 became 3005 on 2020-01-01 (merged) is not")
    assert len(lines) == 6


def test_a_municipality_is_found_by_its_name(workspace, copied):
    assert find_municipality(workspace, "haram").number_today == "1580"
    assert find_municipality(workspace, "Haram", day=date(2019, 1, 1)).name == "Haram"
    with pytest.raises(ParameterError, match="has the name 'Haram' on 2021-01-01"):
        find_municipality(workspace, "Haram", day=date(2021, 1, 1))
    with pytest.raises(ParameterError, match="has the name 'Haram'"):
        find_municipality(workspace, "Haram", "SE")
    two = [
        ("Våler (Innlandet)", "3419"),
        ("Våler (Østfold)", "3114"),
        ("Trondheim - Tråante", "5001"),
    ]
    places = [Municipality(name=n, country="NO", numbers=({"number": c},)) for n, c in two]
    write_reference(copied, "NO", Reference(municipalities=places), "x")
    assert find_municipality(copied, "tråante").number_today == "5001"
    assert find_municipality(copied, "Våler (Østfold)").number_today == "3114"
    with pytest.raises(ParameterError, match=r"NO 3419.*NO 3114.*name the number"):
        find_municipality(copied, "Våler")


def test_a_number_that_is_not_found_comes_with_the_command_that_brings_the_rest(copied):
    told = "`tiltak fetch klass municipalities` brings the rest of"
    with pytest.raises(ParameterError, match=f"{told} Norway and Sweden"):
        find_municipality(copied, "0101")
    write_reference(copied, "NO", whole(copied, "NO"), "x")
    with pytest.raises(ParameterError, match=f"{told} Sweden"):
        find_municipality(copied, "0101")
    write_reference(copied, "SE", whole(copied, "SE"), "x")
    with pytest.raises(ParameterError, match=r"Olofström[^`]*$"):
        find_municipality(copied, "0101")


def test_a_table_with_faults_is_not_written(copied):
    oslo = Municipality(name="Oslo", country="NO", numbers=({"number": "0301"},))
    with pytest.raises(InputError, match="0301 is in force twice"):
        write_reference(copied, "NO", Reference(municipalities=(oslo, oslo)), "x")
    assert [item.name for item in copied.municipalities.parent.glob("*munic*")] == [
        "municipalities.toml"
    ]


def test_faults_of_all_tables_are_told_at_once(copied):
    fetched = copied.municipalities.with_name("municipalities-se.toml")
    fetched.write_text("municipality = []\n", encoding="utf-8")
    faults = refused(copied, ('kind = "merged"', 'kind = "fused"'))
    assert {fault.file for _, fault in faults} == {
        "data/reference/municipalities.toml",
        "data/reference/municipalities-se.toml",
    }


def test_a_table_that_cannot_be_written_says_so(copied):
    folder = copied.municipalities.parent
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match=r"municipalities-se\.toml could not be written"):
        write_reference(copied, "SE", Reference(municipalities=()), "x")


def listing(*rows):
    return pd.DataFrame(rows, columns=["id", "title", "kind"])


def test_swedish_municipalities_are_the_290_of_kolada_and_of_the_official_codes(copied, shared):
    kolada = pd.read_csv(shared / "data/derived/kolada_municipality_2026.csv", dtype=str)
    kolada["kind"] = kolada["id"].map(
        lambda code: "municipality" if not code.startswith("00") else "region"
    )
    table = swedish(kolada)
    official = pd.read_csv(shared / "data/ref/se-municipalities.csv", dtype=str)
    assert len(table.municipalities) == 290
    assert {item.number_today for item in table.municipalities} == set(
        official["municipality_code"]
    )
    write_reference(copied, "SE", table, "Kolada")
    assert find_municipality(copied, "1060").name == "Olofström"
    assert find_municipality(copied, "1860").name == "Laxå"
    assert len(read_municipalities(copied)) == 299
    with pytest.raises(ParameterError, match="and 269 more"):
        find_municipality(copied, "9999")


def test_regions_and_the_country_are_no_municipalities():
    rows = [("0000", "Riket", "country"), ("0010", "Region Blekinge", "region")]
    table = swedish(listing(*rows, ("1060", "Olofström", "municipality")))
    assert [item.name for item in table.municipalities] == ["Olofström"]


def test_every_municipality_of_the_listing_without_a_number_is_a_fault():
    rows = [("106", "Olofström", "municipality"), ("G1", "x", "municipality")]
    with pytest.raises(InputError) as refusal:
        swedish(listing(*rows))
    assert [fault.key for fault in refusal.value.faults] == ["Olofström", "x"]
