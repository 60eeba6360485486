"""Klass: municipalities and what became of them, from answers of the service and from a server."""

import gzip
import json
import threading
from collections import Counter
from contextlib import suppress
from csv import DictReader
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.model.divisions import Division
from analysis.model.places import breaks_of, find_place
from analysis.sources.klass import (
    MEMBERSHIP,
    SKR_GROUPS,
    fetch_kostra_groups,
    fetch_norwegian,
    read_changes,
    read_codes,
    read_kostra_groups,
    skr_groups,
)
from analysis.sources.lineage import Span, norwegian

FIRST, LAST = date(2002, 1, 1), date(2026, 11, 30)
END = date(2026, 12, 1)


def code(number, name, begun, ended):
    """An entry as public clients of Klass have kept it."""
    return {
        "code": number,
        "parentCode": None,
        "level": "1",
        "name": name,
        "shortName": "",
        "presentationName": "",
        "validFrom": None,
        "validTo": None,
        "validFromInRequestedRange": begun,
        "validToInRequestedRange": ended,
        "notes": "",
    }


def moved(old, new, on, old_name="", new_name=""):
    return {
        "oldCode": old,
        "oldName": old_name,
        "oldShortName": "",
        "newCode": new,
        "newName": new_name,
        "newShortName": "",
        "changeOccurred": on,
    }


OLD = ["2002-01-01", "2020-01-01"]
MIDDLE = ["2020-01-01", "2024-01-01"]
NEW = ["2024-01-01", "2026-12-01"]
CODES = {
    "codes": [
        code("0301", "Oslo", "2002-01-01", "2026-01-01"),
        code("0301", "Oslo - Oslove", "2026-01-01", "2026-12-01"),
        code("0602", "Drammen", *OLD),
        code("0625", "Nedre Eiker", *OLD),
        code("0711", "Svelvik", *OLD),
        code("0805", "Porsgrunn", *OLD),
        code("1504", "Ålesund", *OLD),
        code("1534", "Haram", *OLD),
        code("1507", "Ålesund", *MIDDLE),
        code("3005", "Drammen", *MIDDLE),
        code("3806", "Porsgrunn", *MIDDLE),
        code("1508", "Ålesund", *NEW),
        code("1580", "Haram", *NEW),
        code("3301", "Drammen", *NEW),
        code("4001", "Porsgrunn", "2024-01-01", None),
        code("9999", "Uoppgitt", "2002-01-01", None),
    ]
}
CHANGES = {
    "codeChanges": [
        moved("0301", "0301", "2026-01-01", "Oslo", "Oslo - Oslove"),
        *[moved(old, "3005", "2020-01-01") for old in ("0602", "0625", "0711")],
        moved("0805", "3806", "2020-01-01"),
        *[moved(old, "1507", "2020-01-01") for old in ("1504", "1534")],
        moved("3005", "3301", "2024-01-01"),
        moved("3806", "4001", "2024-01-01"),
        *[moved("1507", new, "2024-01-01") for new in ("1508", "1580")],
        moved(None, "2131", "2015-01-01"),
        moved("2131", "", "2016-01-01"),
    ]
}


@pytest.fixture
def reference():
    return norwegian(read_codes(CODES, FIRST, END), read_changes(CHANGES))


def numbers(place):
    return [(item.number, item.valid_from, item.valid_to) for item in place.numbers]


def test_a_code_ends_the_day_before_klass_says_and_is_open_at_both_ends():
    spans = {span.code: span for span in read_codes(CODES, FIRST, END)}
    assert spans["0602"] == Span("0602", date.min, date(2019, 12, 31), "Drammen")
    assert spans["3005"] == Span("3005", date(2020, 1, 1), date(2023, 12, 31), "Drammen")
    assert spans["3301"] == Span("3301", date(2024, 1, 1), date.max, "Drammen")
    assert spans["4001"].last == date.max
    assert "9999" not in spans


def test_names_alone_and_codes_that_only_began_or_ended_are_no_moves():
    pairs = read_changes(CHANGES)
    assert len(pairs) == 10
    assert (date(2024, 1, 1), "1507", "1580") in pairs


def test_the_municipalities_of_the_programmes_are_those_that_are_shipped(reference, workspace):
    from analysis.sources.municipalities import read_reference

    shipped = {item.name: numbers(item) for item in read_reference(workspace).municipalities}
    found = {item.name: numbers(item) for item in reference.municipalities}
    assert found.pop("Oslo - Oslove") == [("0301", None, None)]
    assert set(found) == {"Drammen", "Nedre Eiker", "Svelvik", "Porsgrunn", "Ålesund", "Haram"}
    assert found == {name: shipped[name] for name in found}


def test_changes_are_new_numbers_mergers_and_splits(reference):
    found = {(str(item.on), item.kind, item.old, item.new) for item in reference.changes}
    assert found == {
        ("2020-01-01", "merged", ("0602", "0625", "0711"), ("3005",)),
        ("2020-01-01", "renumbered", ("0805",), ("3806",)),
        ("2020-01-01", "merged", ("1504", "1534"), ("1507",)),
        ("2024-01-01", "renumbered", ("3005",), ("3301",)),
        ("2024-01-01", "renumbered", ("3806",), ("4001",)),
        ("2024-01-01", "split", ("1507",), ("1508", "1580")),
    }


def built(entries, moves):
    return norwegian(
        read_codes({"codes": [code(*entry) for entry in entries]}, FIRST, END),
        read_changes({"codeChanges": [moved(*move) for move in moves]}),
    )


def kinds(reference):
    return [(item.kind, item.old, item.new) for item in reference.changes]


def test_a_part_given_to_neighbours_that_all_go_on_is_a_moved_border():
    found = built(
        [(number, number, "2002-01-01", None) for number in ("3118", "3207", "3216")],
        [("3118", "3207", "2026-01-01"), ("3118", "3216", "2026-01-01")],
    )
    assert kinds(found) == [("border", ("3118",), ("3207", "3216"))]
    assert [numbers(place) for place in found.municipalities] == [
        [(number, None, None)] for number in ("3118", "3207", "3216")
    ]


def test_a_municipality_that_takes_in_another_and_keeps_its_number_is_a_merger():
    found = built(
        [("1719", "Levanger", "2002-01-01", None), ("1703", "Namsos", "2002-01-01", "2012-01-01")],
        [("1703", "1719", "2012-01-01")],
    )
    assert kinds(found) == [("merged", ("1703", "1719"), ("1719",))]
    levanger = find_place(found.municipalities, "1719")[0]
    assert numbers(levanger) == [("1719", None, None)]
    assert [item.kind for item in breaks_of(levanger, found.changes)] == ["merged"]


def test_a_municipality_of_which_a_part_becomes_one_of_its_own_is_a_split():
    found = built(
        [("1601", "Trondheim", "2002-01-01", None), ("1699", "Byneset", "2010-01-01", None)],
        [("1601", "1699", "2010-01-01")],
    )
    assert kinds(found) == [("split", ("1601",), ("1601", "1699"))]
    assert len(found.municipalities) == 2


def test_a_municipality_divided_among_mergers_is_in_all_of_them():
    entries = [(n, n, *OLD) for n in ("5011", "5012", "1571", "5013")]
    entries += [(n, n, "2020-01-01", None) for n in ("5055", "5056")]
    moves = [("5011", "5055"), ("5012", "5055"), ("1571", "5055"), ("5012", "5056")]
    found = built(entries, [(*move, "2020-01-01") for move in [*moves, ("5013", "5056")]])
    assert kinds(found) == [
        ("merged", ("1571", "5011", "5012"), ("5055",)),
        ("merged", ("5012", "5013"), ("5056",)),
    ]
    assert len(found.municipalities) == 6


def test_what_is_left_of_a_municipality_that_lost_a_part_to_a_merger_is_a_split():
    entries = [("0001", "A", *OLD), ("0002", "B", *OLD)]
    entries += [("0003", "A", "2020-01-01", None), ("0004", "B", "2020-01-01", None)]
    moves = [("0001", "0003"), ("0001", "0004"), ("0002", "0004")]
    found = built(entries, [(*move, "2020-01-01") for move in moves])
    assert kinds(found) == [
        ("merged", ("0001", "0002"), ("0004",)),
        ("split", ("0001",), ("0003",)),
    ]
    assert {place.name: len(place.numbers) for place in found.municipalities} == {"A": 2, "B": 2}


def test_what_goes_on_after_giving_a_part_to_a_merger_is_divided():
    entries = [("0001", "A", "2002-01-01", None), ("0002", "B", *OLD)]
    found = built(
        [*entries, ("0003", "C", "2020-01-01", None)],
        [("0001", "0003", "2020-01-01"), ("0002", "0003", "2020-01-01")],
    )
    assert kinds(found) == [
        ("merged", ("0001", "0002"), ("0003",)),
        ("split", ("0001",), ("0001", "0003")),
    ]
    division = Division(found.changes)
    assert division.today("0001", date(2019, 1, 1)) == {"0001", "0003"}


def test_a_number_given_to_another_municipality_later_does_not_confuse_them():
    entries = [("0001", "A", "2002-01-01", "2005-01-01"), ("0002", "B", "2002-01-01", None)]
    entries += [("0001", "D", "2010-01-01", "2020-01-01"), ("0003", "E", "2020-01-01", None)]
    found = built(entries, [("0001", "0002", "2005-01-01"), ("0001", "0003", "2020-01-01")])
    assert {
        place.name: [item.number for item in place.numbers] for place in found.municipalities
    } == {
        "A": ["0001"],
        "B": ["0002"],
        "E": ["0001", "0003"],
    }


def test_a_merger_without_a_name_of_its_parts_is_a_new_municipality():
    entries = [("0122", "Trøgstad", *OLD), ("0124", "Askim", *OLD)]
    found = built(
        [*entries, ("3014", "Indre Østfold", "2020-01-01", None)],
        [("0122", "3014", "2020-01-01"), ("0124", "3014", "2020-01-01")],
    )
    assert sorted(place.name for place in found.municipalities) == [
        "Askim",
        "Indre Østfold",
        "Trøgstad",
    ]


def test_a_name_in_other_languages_or_with_its_county_is_the_same_name():
    found = built(
        [
            ("1601", "Trondheim", "2002-01-01", "2018-01-01"),
            ("1662", "Klæbu", "2002-01-01", "2020-01-01"),
            ("5001", "Tråante - Trondheim (Trøndelag)", "2018-01-01", None),
        ],
        [("1601", "5001", "2018-01-01"), ("1662", "5001", "2020-01-01")],
    )
    trondheim = find_place(found.municipalities, "5001")[0]
    assert [item.number for item in trondheim.numbers] == ["1601", "5001"]
    assert kinds(found) == [
        ("renumbered", ("1601",), ("5001",)),
        ("merged", ("1662", "5001"), ("5001",)),
    ]


def test_a_new_number_is_the_same_place_even_under_another_name():
    found = built(
        [("0001", "Gammel", *OLD), ("0002", "Ny", "2020-01-01", None)],
        [("0001", "0002", "2020-01-01")],
    )
    (place,) = found.municipalities
    assert (place.name, [item.number for item in place.numbers]) == ("Ny", ["0001", "0002"])


def test_a_split_does_not_wake_a_namesake_that_had_gone_elsewhere():
    entries = [
        ("0001", "Nes", *OLD),
        ("0002", "Vik", *OLD),
        ("0003", "Vik", "2020-01-01", None),
        ("0004", "Dal", "2002-01-01", "2024-01-01"),
        ("0005", "Nes", *NEW),
        ("0006", "Dal", *NEW),
    ]
    moves = [("0001", "0003", "2020-01-01"), ("0002", "0003", "2020-01-01")]
    moves += [("0004", "0005", "2024-01-01"), ("0004", "0006", "2024-01-01")]
    found = built(entries, moves)
    assert [item.number for item in find_place(found.municipalities, "0005")[0].numbers] == ["0005"]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({**code("602", "Drammen", None, None)}, "code '602' is not four digits"),
        ({**code("0602", "", None, None)}, "no name"),
        ({**code("0602", "Drammen", "1/1/2020", None)}, "Invalid isoformat"),
        ({**code("0602", "Drammen", None, "0001-01-01")}, "'0001-01-01' is before 1837"),
        ("0602", "no code"),
        (None, "no code"),
        ({"code": 602, "name": "Drammen"}, "no code"),
    ],
)
def test_every_code_that_cannot_be_read_is_a_fault(entry, found):
    with pytest.raises(InputError) as refusal:
        read_codes({"codes": [CODES["codes"][0], entry, entry]}, FIRST, END)
    assert [fault.line for fault in refusal.value.faults] == [2, 3]
    assert found in refusal.value.faults[0].found


@pytest.mark.parametrize(
    "entry",
    [
        moved("0602", "3005", None),
        moved(None, None, "2020-01-01"),
        moved("0602", "30O5", "2020-01-01"),
        moved("0602", "3005", "soon"),
        "x",
    ],
)
def test_every_change_that_cannot_be_read_is_a_fault(entry):
    with pytest.raises(InputError, match="Klass:1: codeChanges"):
        read_changes({"codeChanges": [entry]})


@pytest.mark.parametrize("answer", [None, [], {}, {"codes": None}, {"codes": {}}, "<xml/>"])
def test_an_answer_that_is_something_else_is_refused(answer):
    with pytest.raises(InputError, match="codes: is no list"):
        read_codes(answer, FIRST, END)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    ).map(lambda entry: [entry])
    | st.lists(
        st.fixed_dictionaries(
            {
                "code": st.text("0123456789", min_size=3, max_size=5),
                "name": st.text(max_size=4),
                "validFromInRequestedRange": st.none() | st.dates().map(str) | st.text(max_size=3),
                "validToInRequestedRange": st.none() | st.dates().map(str),
                "oldCode": st.none() | st.text("0123456789", min_size=4, max_size=4),
                "newCode": st.none() | st.text("0123456789", min_size=4, max_size=4),
                "changeOccurred": st.dates().map(str),
            }
        )
    )
)
def test_whatever_the_service_answers_is_read_or_refused(entries):
    for read in (
        lambda: read_codes({"codes": entries}, FIRST, END),
        lambda: read_changes({"codeChanges": entries}),
        lambda: read_kostra_groups({"correspondenceItems": entries}, LAST),
    ):
        with suppress(InputError):
            assert len(read()) <= len(entries)


def test_the_change_of_2024_is_that_of_all_municipalities_matched_by_name(shared):
    with (shared / "data/derived/no_kommune_2023_to_2024.csv").open(encoding="utf-8") as file:
        rows = list(DictReader(file))
    olds = {(row["code_2020_2023"], row["name_2023"]) for row in rows}
    news = {(row["code_2024"], row["name_2024"]) for row in rows}
    entries = [(*item, "2020-01-01", None) for item in sorted(olds & news)]
    entries += [(*item, "2020-01-01", "2024-01-01") for item in sorted(olds - news)]
    entries += [(*item, "2024-01-01", None) for item in sorted(news - olds)]
    changed = [row for row in rows if row["change"] != "unchanged"]
    moves = [(row["code_2020_2023"], row["code_2024"], "2024-01-01") for row in changed]
    codes = {"codes": [code(*entry) for entry in entries]}
    changes = {"codeChanges": [moved(*move) for move in moves]}
    found = norwegian(read_codes(codes, date(2020, 1, 1), END), read_changes(changes))
    today = [place for place in found.municipalities if place.ended is None]
    assert len(today) == 357
    assert Counter(item.kind for item in found.changes) == {"renumbered": 113, "split": 1}
    assert len(found.municipalities) == 357
    assert find_place(today, "3005")[0].number_today == "3301"


def test_the_change_of_2020_has_the_43_mergers_that_the_table_of_fhidata_has(shared):
    path = shared / "data/derived/no_redistricting_to_2020_fhidata.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [
            (row["location_code_original"][7:], row["location_code_current"][7:])
            for row in DictReader(file)
            if row["granularity_geo"] == "municip" and row["calyear"] == "2019.0"
        ]
    olds, news = {old for old, _ in rows}, {new for _, new in rows}
    entries = [(number, number, "2002-01-01", None) for number in sorted(olds & news)]
    entries += [(number, number, *OLD) for number in sorted(olds - news)]
    entries += [(number, number, "2020-01-01", None) for number in sorted(news - olds)]
    moves = [(old, new, "2020-01-01") for old, new in rows if old != new]
    found = built(entries, moves)
    sources = Counter(new for _, new in rows)
    merged = {item.new[0] for item in found.changes if item.kind == "merged"}
    assert merged == {new for new, count in sources.items() if count > 1}
    assert (len(olds), len(merged)) == (422, 43)
    divided = Counter(old for item in found.changes for old in item.old)
    assert {old for old, count in divided.items() if count > 1} == {"1850", "5012"}
    assert sum(place.ended is None for place in found.municipalities) == 356


def member(source, source_name, target, target_name, begun="2020-01-01", ended=None):
    return {
        "sourceCode": source,
        "sourceName": source_name,
        "sourceShortName": "",
        "targetCode": target,
        "targetName": target_name,
        "targetShortName": "",
        "validFrom": begun,
        "validTo": ended,
    }


GROUPS = {
    "correspondenceItems": [
        member("EKG13", "KOSTRA-gruppe 13", "0301", "Oslo"),
        member("EKG11", "KOSTRA-gruppe 11", "3005", "Drammen", ended="2024-01-01"),
        member("EKG11", "KOSTRA-gruppe 11", "3301", "Drammen", "2024-01-01"),
    ]
}


def test_kostra_groups_are_memberships_with_their_dates():
    table = read_kostra_groups(GROUPS, LAST)
    assert list(table.columns) == list(MEMBERSHIP)
    assert table.to_numpy().tolist() == [
        ["EKG11", "KOSTRA-gruppe 11", "3005", date(2020, 1, 1), date(2023, 12, 31), LAST],
        ["EKG11", "KOSTRA-gruppe 11", "3301", date(2024, 1, 1), None, LAST],
        ["EKG13", "KOSTRA-gruppe 13", "0301", date(2020, 1, 1), None, LAST],
    ]


def test_kostra_groups_are_the_same_whichever_side_they_stand_on():
    turned = [
        member(
            *(item["targetCode"], item["targetName"], item["sourceCode"], item["sourceName"]),
            *(item["validFrom"], item["validTo"]),
        )
        for item in GROUPS["correspondenceItems"]
    ]
    own = read_kostra_groups({"correspondenceItems": turned}, LAST)
    pd.testing.assert_frame_equal(own, read_kostra_groups(GROUPS, LAST))


@pytest.mark.parametrize(("source", "target"), [("0301", "3005"), ("EKG1", "EKG2"), ("", "0301")])
def test_a_membership_of_two_groups_or_two_municipalities_is_a_fault(source, target):
    items = {"correspondenceItems": [member(source, "x", target, "y")]}
    with pytest.raises(InputError, match="Klass:1: correspondenceItems"):
        read_kostra_groups(items, LAST)


def test_the_nine_groups_of_skr_have_all_290_municipalities(shared):
    path = shared / "data/derived/kolada_municipality_group_members_2026.csv"
    groups = pd.read_csv(path, dtype=str).rename(
        columns={
            "group_id": "group",
            "municipality": "municipality_title",
            "municipality_id": "municipality",
        }
    )
    table = skr_groups(groups, date(2026, 4, 1))
    assert list(table.columns) == list(MEMBERSHIP)
    assert table["group"].value_counts().to_dict() == {
        **{"A1": 3, "A2": 43, "B3": 23, "B4": 63, "B5": 24},
        **{"C6": 27, "C7": 51, "C8": 35, "C9": 21},
    }
    assert table["municipality"].is_unique
    olofstrom = table[table["municipality"].eq("1060")].iloc[0]
    assert (olofstrom["group"], olofstrom["title"]) == OLOFSTROM
    assert (olofstrom["valid_from"], olofstrom["read"]) == (None, date(2026, 4, 1))
    assert set(table["group"]) == set(SKR_GROUPS.values())


OLOFSTROM = ("C7", "Pendlingskommun nära mindre tätort")


class Served(BaseHTTPRequestHandler):
    """Klass in small: XML unless JSON is asked for, as its guide says."""

    asked: list = []  # noqa: RUF012

    def do_GET(self):
        parts = urlsplit(self.path)
        self.asked.append((parts.path, parse_qs(parts.query)))
        if "application/json" not in self.headers.get("Accept", ""):
            return self._answer(200, b"<codeList/>", "text/xml")
        answers = {
            "/api/klass/v1/classifications/131/codes": CODES,
            "/api/klass/v1/classifications/131/changes": CHANGES,
            "/api/klass/v1/classifications/112/corresponds": GROUPS,
        }
        answer = answers.get(parts.path)
        body = json.dumps(answer, ensure_ascii=False).encode()
        return self._answer(404 if answer is None else 200, body, "application/json")

    def _answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", f"{kind};charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Asking:
    """A client that asks for JSON."""

    def get_json(self, address, params=None):
        query = "&".join(f"{name}={value}" for name, value in (params or {}).items())
        request = Request(f"{address}?{query}", headers={"Accept": "application/json"})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)


@pytest.fixture
def served():
    Served.asked = []
    server = HTTPServer(("127.0.0.1", 0), Served)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/klass/v1"
    server.shutdown()
    server.server_close()


def test_municipalities_are_fetched_to_the_last_day_and_not_beyond(served, reference):
    assert fetch_norwegian(Asking(), served, FIRST, LAST) == reference
    asked = {"from": ["2002-01-01"], "to": ["2026-12-01"]}
    base = "/api/klass/v1/classifications/131"
    assert Served.asked == [(f"{base}/codes", asked), (f"{base}/changes", asked)]


def test_kostra_groups_are_fetched(served):
    table = fetch_kostra_groups(Asking(), served, FIRST, LAST)
    pd.testing.assert_frame_equal(table, read_kostra_groups(GROUPS, LAST))
    query = {"targetClassificationId": ["131"], "from": ["2002-01-01"], "to": ["2026-12-01"]}
    assert Served.asked == [("/api/klass/v1/classifications/112/corresponds", query)]
