"""Kolada's service in v3's shape on this machine, with the real panel of 290 municipalities."""

import csv
import hashlib
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import duckdb
import pandas as pd
import pytest
from kolada_service import Service, kpi, value
from web_server import cut_off, failing, malformed, serving, slow, too_many

from analysis.errors import FetchError, ParameterError
from analysis.model.observations import COLUMNS
from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.sources.kolada import (
    ALL,
    LICENCE,
    PROCESSED,
    fetch_kolada,
    kind_of,
    kpi_catalogue,
    municipality_groups,
    municipality_list,
)
from analysis.sources.kolada import pages as pages_module
from analysis.sources.web import Web

GENDERS = {"": "T", "k": "K", "m": "M"}
YEARS = range(2006, 2023)


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def service(server):
    made = Service(server)
    for year in (2021, 2022):
        made.put("N00090", "1060", year, value(8.1), value(9.0, "K"), value(7.2, "M"))
        made.put("N00090", "1080", year, value(6.5))
    made.put("N00090", "0000", 2022, value(8.05, count=290))
    made.put("N00090", "G92786", 2022, value(7.3, count=2))
    made.put("U00200", "1060", 2022, value(None, status="Missing"))
    return made


@pytest.fixture
def web(tmp_path):
    return Web(tmp_path / "cache", pause=0.0, limit=5.0)


def fetched(web, service, kpis=("N00090",), places=("1060",), years=(2022,), groups=()):
    return fetch_kolada(web, service.address, kpis, places, years, groups)


def figures(found):
    table = found.observations
    keys = zip(
        table["indicator"], table["municipality"], table["period"], table["breakdown"], strict=True
    )
    return {
        (kpi_id, place, str(period), gender): number
        for (kpi_id, place, period, gender), number in zip(keys, table["value"], strict=True)
    }


def data_paths(service):
    return [path for path in service.server.paths() if "/data/" in path]


class TestObservations:
    def test_they_are_the_tidy_table_with_count_and_unweighted(self, web, service):
        found = fetched(web, service, places=["1060", "0000"], groups=["G92786"])
        table = found.observations
        assert tuple(table.columns) == (*COLUMNS, "count", "unweighted")
        assert table["municipality"].tolist() == ["0000", "1060", "1060", "1060", "G92786"]
        assert table["breakdown"].tolist() == ["", "", "men", "women", ""]
        assert table["value"].tolist() == [8.05, 8.1, 7.2, 9.0, 7.3]
        assert table["count"].tolist() == [290, 1, 1, 1, 2]
        assert table["unweighted"].tolist() == [False, False, False, False, True]
        assert set(table["period"]) == {Period(2022)}
        assert set(table["indicator"]) == {"N00090"}
        assert set(table["unit"]) == {""}
        assert table["n"].isna().all()

    def test_statuses_are_kept_with_and_without_value(self, web, service):
        service.put("U00200", "1080", 2022, value(None, status="Privacy"))
        service.put("U00200", "0010", 2022, value(None, status="Not applicable"))
        service.put("U00200", "0000", 2022, value(78.2, status="Preliminary"))
        table = fetched(
            web, service, kpis=["U00200"], places=["1060", "1080", "0010", "0000"]
        ).observations
        assert dict(zip(table["municipality"], table["status"], strict=True)) == {
            "0000": "reported",
            "0010": "not_applicable",
            "1060": "missing",
            "1080": "suppressed",
        }
        assert table.set_index("municipality")["value"].dropna().to_dict() == {"0000": 78.2}

    def test_all_is_every_municipality_and_the_country_but_no_region(self, web, service):
        found = fetched(web, service, places=ALL)
        assert found.report.places == ("0000", "1060", "1080")
        assert set(found.observations["municipality"]) == {"0000", "1060", "1080"}

    def test_ids_are_asked_once_and_in_any_case(self, web, service):
        found = fetched(web, service, kpis=["n00090", "N00090 "], places=["1060", "1060"])
        assert data_paths(service) == ["/v3/data/kpi/N00090/municipality/1060/year/2022"]
        assert len(found.observations) == 3

    def test_no_figures_at_all_are_an_empty_table_and_a_report(self, web, service):
        found = fetched(web, service, years=[1999])
        assert len(found.observations) == 0
        assert tuple(found.observations.columns) == (*COLUMNS, "count", "unweighted")
        assert found.report.unanswered == (("N00090", "1060", 1999),)


class TestBatches:
    def test_no_list_is_longer_than_25(self, web, service):
        service.kpis = [kpi(f"N{number:05d}", "x") for number in range(27)]
        service.places = [
            {"id": f"{number:04d}", "title": "x", "type": "K"} for number in range(1000, 1051)
        ]
        wanted = [
            (one["id"], place["id"], year)
            for one in service.kpis
            for place in service.places
            for year in range(1996, 2023)
        ]
        for number, key in enumerate(wanted):
            service.put(*key, value(number / 8))
        service.size = 3000
        ids = [one["id"] for one in service.kpis]
        found = fetched(web, service, ids, ALL, range(1996, 2023))
        lists = [re.findall(r"/(?:kpi|municipality|year)/([^/]*)", p) for p in data_paths(service)]
        sizes = [tuple(len(part.split(",")) for part in parts) for parts in lists]
        assert {size for sizes_ in sizes for size in sizes_} == {25, 2, 1}
        assert len(set(map(tuple, lists))) == 2 * 3 * 2
        assert figures(found) == {
            (one, place, str(year), ""): number / 8
            for number, (one, place, year) in enumerate(wanted)
        }
        assert found.report.unanswered == ()


class TestPages:
    def test_pages_are_followed_to_the_end(self, web, service):
        service.size = 1
        found = fetched(web, service, places=["1060", "1080"], years=[2021, 2022])
        assert len(data_paths(service)) == 4
        assert len(found.observations) == 8

    @pytest.mark.parametrize("end", [{}, {"next_url": None}, {"next_url": ""}])
    def test_nothing_null_and_an_empty_text_are_the_end(self, web, service, end):
        rows = [{"kpi": "N00090", "municipality": "1060", "period": 2022, "values": [value(8.1)]}]
        service.server.routes["/v3/data/kpi/"] = lambda _: {"values": rows, **end}
        assert figures(fetched(web, service)) == {("N00090", "1060", "2022", ""): 8.1}
        assert len(data_paths(service)) == 1

    def test_a_page_without_values_is_the_end_whatever_it_says(self, web, service):
        next_url = f"{service.address}/data/kpi/again"
        service.server.routes["/v3/data/kpi/"] = lambda _: {
            "values": [],
            "next_url": next_url,
        }
        fetched(web, service)
        assert len(data_paths(service)) == 1

    @pytest.mark.parametrize("form", ["itself", "circle", "endless"])
    def test_pages_that_never_end_are_refused(self, web, service, form, monkeypatch):
        monkeypatch.setattr(pages_module, "MOST_PAGES", 7)

        def page(asked):
            number = int(asked.query.get("page", 1))
            further = {"itself": number, "circle": number % 3 + 1, "endless": number + 1}[form]
            rows = [
                {
                    "kpi": "N00090",
                    "municipality": "1060",
                    "period": 2022,
                    "values": [value(float(number))],
                }
            ]
            next_url = f"{service.server.address}{asked.path}?page={further}"
            return {"values": rows, "next_url": next_url}

        service.server.routes["/v3/data/kpi/"] = page
        with pytest.raises(FetchError, match="do not end"):
            fetched(web, service)
        assert len(data_paths(service)) <= 7

    @pytest.mark.parametrize(
        "next_url",
        [
            "https://example.invalid/v3/data?page=2",
            "http://127.0.0.1:1/v3/data?page=2",
            "//example.invalid/v3/data",
            "http://user@{netloc}/v3/data",
            "ftp://{netloc}/v3/data",
            "file:///etc/passwd",
            "http://[",
            5,
            ["a"],
        ],
    )
    def test_a_next_page_elsewhere_is_refused_and_not_fetched(self, web, service, next_url):
        netloc = service.server.address.removeprefix("http://")
        target = next_url.format(netloc=netloc) if isinstance(next_url, str) else next_url
        rows = [{"kpi": "N00090", "municipality": "1060", "period": 2022, "values": [value(1.0)]}]
        service.server.routes["/v3/data/kpi/"] = lambda _: {"values": rows, "next_url": target}
        with pytest.raises(FetchError) as refused:
            fetched(web, service)
        assert str(target) in str(refused.value)
        assert f"a page of {netloc}" in str(refused.value)
        assert len(data_paths(service)) == 1

    def test_a_next_page_without_a_host_is_on_the_same_one(self, web, service):
        rows = [{"kpi": "N00090", "municipality": "1060", "period": 2022, "values": [value(8.1)]}]
        service.server.routes["/v3/data/kpi/"] = lambda asked: {
            "values": rows if "page" not in asked.query else [],
            "next_url": "?page=2",
        }
        fetched(web, service)
        assert len(data_paths(service)) == 2

    def test_a_next_page_by_plain_http_is_asked_by_https(self):
        content = {"next_url": "http://api.kolada.se/v3/data?page=2"}
        base = "https://api.kolada.se/v3"
        found = pages_module._next(content, f"{base}/data", base)
        assert found == "https://api.kolada.se/v3/data?page=2"

    @pytest.mark.parametrize("content", [[], {}, {"values": None}, {"values": {}}, "x", 5, None])
    def test_another_shape_is_refused_with_the_address(self, web, service, content):
        service.server.routes["/v3/data/kpi/"] = lambda _: content
        with pytest.raises(FetchError) as refused:
            fetched(web, service)
        assert "/v3/data/kpi/N00090" in str(refused.value)
        assert "Is the address right?" in str(refused.value)


class TestReport:
    def test_what_was_asked_for_and_not_answered_is_counted_with_examples(self, web, service):
        found = fetched(
            web, service, ["N00090", "U00200"], ["1060", "1080"], [2020, 2021, 2022]
        ).report
        assert set(found.unanswered) == {
            ("N00090", "1060", 2020),
            ("N00090", "1080", 2020),
            ("U00200", "1060", 2020),
            ("U00200", "1060", 2021),
            ("U00200", "1080", 2020),
            ("U00200", "1080", 2021),
            ("U00200", "1080", 2022),
        }
        assert found.unanswered_by_kpi() == {"N00090": 2, "U00200": 5}
        assert found.lines() == [
            "Kolada: 9 figures for 2 KPIs × 2 places × 3 years; 5 of 12 were answered.",
            "N00090: nothing for 2 of 6 places and years, such as 1060 2020, 1080 2020.",
            "U00200: nothing for 5 of 6 places and years, such as "
            "1060 2020, 1060 2021, 1080 2020, 1080 2021, 1080 2022.",
        ]

    def test_long_lists_are_cut_at_five_examples(self, web, service):
        lines = fetched(web, service, years=range(1990, 2000)).report.lines()
        assert lines[1].endswith("such as 1060 1990, 1060 1991, 1060 1992, 1060 1993, 1060 1994.")

    def test_retired_and_unknown_ids_are_explained_and_do_not_stop_the_others(self, web, service):
        found = fetched(
            web,
            service,
            ["N00084", "N00090", "sick leave"],
            ["1060", "0301"],
            groups=["G92786", "G999"],
        )
        explained = {entry.id: entry.explanation for entry in found.report.unknown}
        assert list(explained) == ["N00084", "SICK LEAVE", "0301", "G999"]
        assert "retired, or never existed" in explained["N00084"]
        assert "store" in explained["N00084"]
        assert "N00090" in explained["SICK LEAVE"]
        assert "Sweden only" in explained["0301"]
        assert "list of groups" in explained["G999"]
        assert set(found.observations["municipality"]) == {"1060", "G92786"}
        assert found.report.lines()[1] == f"N00084: {explained['N00084']}"
        assert data_paths(service) == ["/v3/data/kpi/N00090/municipality/1060,G92786/year/2022"]

    def test_nothing_left_to_ask_for_is_refused_with_every_reason(self, web, service):
        with pytest.raises(ParameterError) as refused:
            fetched(web, service, kpis=["N00084", "x"])
        assert "N00084: Kolada lists no such KPI" in str(refused.value)
        assert "X: no id of a KPI" in str(refused.value)
        with pytest.raises(ParameterError, match="0301"):
            fetched(web, service, places=["0301"])
        assert data_paths(service) == []

    @pytest.mark.parametrize("wrong", [{"kpis": []}, {"places": []}, {"years": []}])
    def test_asking_for_nothing_is_refused_before_anything_is_fetched(self, web, service, wrong):
        with pytest.raises(ParameterError, match="at least one"):
            fetched(web, service, **wrong)
        assert service.server.asked == []

    @pytest.mark.parametrize("year", [0, 1899, 2101, 20222])
    def test_a_year_that_is_none_is_refused(self, web, service, year):
        with pytest.raises(ParameterError, match=f"{year} is no year"):
            fetched(web, service, years=[2022, year])

    def test_the_first_and_last_year_are_accepted(self, web, service):
        assert fetched(web, service, years=[2100, 1900]).report.years == (1900, 2100)

    def test_everything_left_out_is_counted_and_said(self, web, service):
        service.put("N00090", "1060", 2022, value(8.1), value(9.0, "K", isdeleted=True))
        service.put("N00090", "1080", 2022, value("6,5"), value(None, "K"), value(5.0, "M", "New"))
        service.extra = [
            {"kpi": "N00090", "municipality": "1060", "period": 2022, "values": [value(8.1)]},
            {"kpi": "N00090", "municipality": "1061", "period": 2022, "values": [value(1.0)]},
            {"kpi": "N00090", "municipality": "1060", "period": 2019, "values": [value(1.0)]},
            "nonsense",
        ]
        found = fetched(web, service, places=["1060", "1080"])
        assert figures(found) == {
            ("N00090", "1060", "2022", ""): 8.1,
            ("N00090", "1080", "2022", "women"): pytest.approx(float("nan"), nan_ok=True),
            ("N00090", "1080", "2022", "men"): 5.0,
        }
        report = found.report
        assert (report.deleted, report.repeated, report.not_asked, report.empty) == (1, 1, 2, 1)
        assert report.unknown_words == {"New": 1}
        assert report.words == {"": 5, "New": 1}
        assert [fault.key for fault in report.faults] == ["N00090 1080 2022 value", ""]
        assert [fault.line for fault in report.faults] == [2, 6]
        place = f"{service.address}/data/kpi/N00090/municipality/1060,1080/year/2022?per_page=5000"
        assert {fault.file for fault in report.faults} == {place}
        assert report.lines() == [
            "Kolada: 3 figures for 1 KPI × 2 places × 1 year; 2 of 2 were answered.",
            "1 figure withdrawn by Kolada (isdeleted), left out.",
            "1 figure more than once and the same, kept once.",
            "2 figures of what was not asked for, left out.",
            "1 figure reported without a value, kept as missing.",
            "Malformed or contradictory, left out, below: 2.",
            "Status 'New' is not known here: 1 figure, kept as reported where there is a value, "
            "else as missing.",
            f"{place}:2: N00090 1080 2022 value: found '6,5'. Accepted: a number or null.",
            f"{place}:6: found 'nonsense'. Accepted: a row with kpi, municipality, period and "
            "values.",
        ]


class TestProvenance:
    def test_each_kpi_says_where_it_is_from(self, web, service):
        before = datetime.now(UTC)
        found = fetched(web, service, ["N00090", "U00200"])
        assert list(found.provenance) == ["kolada/N00090", "kolada/U00200"]
        assert set(found.observations["source"]) == set(found.provenance)
        entry = found.provenance["kolada/N00090"]
        assert entry.publisher == "kolada"
        assert entry.producer == "RKA/Kolada"
        assert entry.dataset == "N00090"
        assert entry.title == "Sjukfrånvaro totalt"
        assert entry.published is None
        assert entry.licence == LICENCE
        assert before <= entry.retrieved <= datetime.now(UTC)
        path = "/data/kpi/N00090,U00200/municipality/1060/year/2022?per_page=5000"
        assert entry.address == service.address + path

    def test_the_sums_are_those_of_the_raw_answers_with_the_kpi(self, web, service):
        service.kpis += [kpi(f"N{number:05d}", "x") for number in range(25)]
        service.size = 2
        names = ["N00090", *(f"N{number:05d}" for number in range(25))]
        found = fetched(web, service, names, ["1060", "1080"], [2021, 2022])
        first, last = (
            next(entry for entry in found.provenance.values() if entry.dataset == name)
            for name in ("N00090", "N00024")
        )
        kept = {
            hashlib.sha256(path.read_bytes()).hexdigest() for path in web.cache.rglob("*.answer")
        }
        assert last.sha256 in kept
        sums = {
            hashlib.sha256(f"{one}\n{two}\n".encode()).hexdigest() for one in kept for two in kept
        }
        assert first.sha256 in sums - kept

    def test_the_sentence_for_processed_figures_is_in_every_language(self):
        assert set(PROCESSED) == set(LANGUAGES)
        for language in LANGUAGES:
            text = PROCESSED[language]
            assert "Kolada" in text
            assert "Källa: Kolada" not in text
            assert "RKA" in text
        assert PROCESSED["sv"].startswith("Egen bearbetning av data från Kolada.")


class TestMetadata:
    def test_the_country_has_the_type_of_a_region_and_is_told_by_its_number(self, web, service):
        table = municipality_list(web, service.address).table
        assert table.to_dict("list") == {
            "id": ["0000", "0010", "1060", "1080"],
            "title": ["Riket", "Region Blekinge", "Olofström", "Karlskrona"],
            "type": ["L", "L", "K", "K"],
            "kind": ["country", "region", "municipality", "municipality"],
        }

    @pytest.mark.parametrize(
        ("place", "kind"),
        [
            ("0000", "country"),
            ("0001", "region"),
            ("0025", "region"),
            ("0114", "municipality"),
            ("1060", "municipality"),
            ("G92786", "group"),
        ],
    )
    def test_kinds(self, place, kind):
        assert kind_of(place) == kind

    def test_members_of_groups_come_in_both_forms(self, web, service):
        table = municipality_groups(web, service.address).table
        assert table.values.tolist() == [
            ["G92786", "Lågpendlingskommun (ovägt medel)", True, "1060", "Olofström"],
            ["G92786", "Lågpendlingskommun (ovägt medel)", True, "1080", "Karlskrona"],
            ["G1", "Tom grupp", True, "", ""],
        ]

    def test_the_catalogue_is_read_in_the_forms_of_v3_and_v2(self, web, service):
        old = kpi("N00091", "Långtidssjukfrånvaro", is_divided_by_gender=1, has_ou_data=None)
        old["auspices"] = old.pop("auspice")
        service.kpis = [kpi("N00090", "Sjukfrånvaro"), old]
        table = kpi_catalogue(web, service.address).table.set_index("id")
        assert table["auspice"].to_dict() == {"N00090": "E", "N00091": "E"}
        assert table["is_divided_by_gender"].tolist() == [True, True]
        assert table["has_ou_data"].tolist() == [False, None]
        assert table["publ_period"].tolist() == ["2026", "2026"]
        assert table["prel_publication_date"].tolist() == ["", ""]

    def test_malformed_entries_are_listed_and_deleted_ones_left_out(self, web, service):
        service.kpis = [
            {"id": 5, "title": "x"},
            {"id": "N00092"},
            None,
            ["N00093"],
            kpi("N00094", "gone", isdeleted=True),
            kpi("N00090", "Sjukfrånvaro"),
        ]
        service.groups = [{"id": "G2", "title": "x", "members": ["1060"]}, service.groups[0]]
        listing = kpi_catalogue(web, service.address)
        assert listing.table["id"].tolist() == ["N00090"]
        assert [(fault.line, fault.key) for fault in listing.faults] == [
            (line, "kpi") for line in (1, 2, 3, 4)
        ]
        groups = municipality_groups(web, service.address)
        assert groups.table["municipality"].tolist() == ["1060", "1080"]
        assert [fault.line for fault in groups.faults] == [1]
        found = fetched(web, service, groups=["G92786"])
        assert len(found.report.faults) == 5

    def test_an_empty_list_is_refused(self, web, service):
        service.places = []
        with pytest.raises(FetchError, match="lists nothing"):
            municipality_list(web, service.address)

    def test_lists_are_there_offline(self, web, service):
        service.size = 1
        reads = (kpi_catalogue, municipality_list, municipality_groups)
        before = [read(web, service.address) for read in reads]
        service.server.stop()
        offline = Web(web.cache, offline=True)
        for read, first in zip(reads, before, strict=True):
            after = read(offline, service.address)
            pd.testing.assert_frame_equal(after.table, first.table)
            assert after.kept
            assert not first.kept
            assert abs(after.retrieved - first.retrieved) < timedelta(milliseconds=1)

    def test_groups_are_only_fetched_when_they_are_asked_for(self, web, service):
        fetched(web, service)
        assert "/v3/municipality_groups" not in service.server.paths()


class TestTrouble:
    def test_a_service_that_is_down_is_named_with_what_to_do(self, web, service):
        service.server.stop()
        with pytest.raises(FetchError) as refused:
            fetched(web, service)
        assert "could not be reached" in str(refused.value)
        assert "--offline" in str(refused.value)

    def test_offline_without_anything_kept_says_what_to_do(self, web, service):
        with pytest.raises(FetchError, match="without --offline"):
            fetched(Web(web.cache, offline=True), service)

    def test_a_fetch_that_fails_half_way_returns_nothing(self, web, service):
        service.size = 1
        replies = {"page": 0}

        def page(asked):
            if asked.query.get("page") == "2":
                replies["page"] += 1
                return failing(503)
            return service.data(asked)

        service.server.routes["/v3/data/kpi/"] = page
        with pytest.raises(FetchError, match="503"):
            fetched(web, service, places=["1060", "1080"])
        assert replies["page"] == 5

    def test_old_and_new_answers_together_are_said(self, web, service):
        service.size = 1
        fetched(web, service, places=["1060", "1080"])
        old = datetime(2024, 12, 12, 9, tzinfo=UTC)
        # The last answer to be kept is one of figures.
        newest = max(web.cache.rglob("*.answer"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (old.timestamp(),) * 2)
        offline = Web(web.cache, offline=True)
        found = fetched(offline, service, places=["1060", "1080"])
        assert found.report.oldest == old
        today = datetime.now(UTC).strftime("%Y-%m-%d")
        assert found.report.lines()[1:3] == [
            "Taken from the cache: fetched 2024-12-12.",
            f"The answers are from 2024-12-12 to {today}: some figures may be revised since.",
        ]
        assert set(found.observations["source"]) == {"kolada/N00090"}


def panel_rows(shared, name):
    """(place, year, gender, value as text) of the two files of a KPI, Kolada's ids for places."""
    for middle in ("geo--year", "geo--gender--year"):
        path = shared / f"data/kolada-ddf/ddf--datapoints--{name.lower()}--by--{middle}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                gender = GENDERS[row.get("gender", "")]
                yield row["geo"].zfill(4), int(row["year"]), gender, row[name.lower()]


NONSENSE = [
    None,
    "row",
    {"kpi": "N00090", "municipality": "1060", "period": "last year", "values": []},
    {"kpi": "N00090", "municipality": 1060, "period": 2010, "values": [value(1.0)]},
    {"kpi": "N00090", "municipality": "1060", "period": 1999, "values": [value("1,0"), None]},
]


@pytest.fixture
def panel(server, shared):
    """Three KPIs for 290 municipalities, the country and the regions, and a troubled network."""
    made = Service(server, size=400)
    made.kpis = [kpi(name, "x") for name in ("N00090", "N00098", "U00200")]
    with (shared / "data/derived/kolada_municipality_2026.csv").open(encoding="utf-8") as file:
        made.places = list(csv.DictReader(file))
    for one in made.kpis:
        for place, year, gender, text in panel_rows(shared, one["id"]):
            items = made.figures.setdefault((one["id"], place, year), [])
            items.append(value(float(text), gender))
    made.extra = NONSENSE
    troubles = (
        too_many(0),
        failing(500),
        cut_off({"values": list(range(90))}, 100),
        cut_off({"values": list(range(90))}, 100, noticed=False),
        malformed('{"values": [{"kpi": "N0'),
        slow(0.4, {"values": []}),
    )
    met = Counter()

    def troubled(asked):
        # Every third request goes wrong, each time another way.
        if asked.number % 3 == 0:
            trouble = troubles[asked.number // 3 % len(troubles)]
            met[asked.number // 3 % len(troubles)] += 1
            return trouble
        return made.data(asked)

    server.routes["/v3/data/kpi/"] = troubled
    made.met = met
    return made


@pytest.mark.slow
def test_the_real_panel_arrives_exactly_through_every_trouble(panel, tmp_path, shared):
    web = Web(tmp_path, pause=0.0, limit=0.3)
    names = ["N00090", "N00098", "U00200"]
    found = fetch_kolada(web, panel.address, names, ALL, list(YEARS))
    assert set(panel.met) == set(range(6))
    table = found.observations
    assert table["municipality"].nunique() == 291
    for name in names:
        folder = shared / "data/kolada-ddf"
        own = table[table["indicator"].eq(name)]
        for breakdowns, middle in (("", "geo"), (("women", "men"), "geo--gender")):
            file = folder / f"ddf--datapoints--{name.lower()}--by--{middle}--year.csv"
            gender = "''" if middle == "geo" else "case gender when 'k' then 'women' else 'men' end"
            expected = duckdb.sql(
                f"select lpad(geo, 4, '0'), {gender}, year::int, {name.lower()}::double "
                f"from read_csv('{file}', all_varchar = true) "
                "where year::int between 2006 and 2022 "
                "and (length(geo) = 4 or geo = '0')"
            ).fetchall()
            part = own[own["breakdown"].isin([breakdowns] if middle == "geo" else breakdowns)]
            arrived = zip(
                part["municipality"],
                part["breakdown"],
                (period.year for period in part["period"]),
                part["value"],
                strict=True,
            )
            assert sorted(arrived) == sorted(expected)
            assert len(expected) > 1000
    check_report(found.report, table, panel)


def check_report(report, table, panel):
    answered = {key for key in panel.figures if kind_of(key[1]) != "region" and key[2] in YEARS}
    assert len(report.unanswered) == 3 * 291 * 17 - len(answered)
    assert not set(report.unanswered) & answered
    assert report.words == {"": len(table)}
    assert set(table["status"]) == {"reported"}
    # Each of the twelve lists ends with the same five rows of nonsense.
    kinds = Counter(fault.key for fault in report.faults)
    assert kinds == {
        "": 24,
        "period": 12,
        "municipality": 12,
        "N00090 1060 1999 value": 12,
        "N00090 1060 1999 values": 12,
    }
    assert (report.deleted, report.repeated, report.not_asked) == (0, 0, 0)


def test_the_real_panel_is_the_same_offline(panel, tmp_path):
    web = Web(tmp_path, pause=0.0, limit=0.3)
    asked = (["N00090", "U00200"], ALL, list(YEARS))
    online = fetch_kolada(web, panel.address, *asked)
    panel.server.stop()
    number = len(panel.server.asked)
    offline = fetch_kolada(Web(tmp_path, offline=True), panel.address, *asked)
    pd.testing.assert_frame_equal(offline.observations, online.observations, check_exact=True)
    assert offline.report.unanswered == online.report.unanswered
    assert offline.report.faults == online.report.faults
    assert offline.report.kept
    assert {name: entry.sha256 for name, entry in offline.provenance.items()} == {
        name: entry.sha256 for name, entry in online.provenance.items()
    }
    assert len(panel.server.asked) == number


def test_the_whole_catalogue_and_all_groups_of_april_2026_are_read(server, web, shared):
    made = Service(server)
    with (shared / "data/derived/kolada_kpi_catalogue_2026.csv").open(encoding="utf-8") as file:
        made.kpis = list(csv.DictReader(file))
    groups = {}
    path = shared / "data/derived/kolada_municipality_group_members_2026.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group = {"id": row["group_id"], "title": row["group_title"], "members": []}
            members = groups.setdefault(row["group_id"], group)["members"]
            members.append(
                {"member_id": row["municipality_id"], "member_title": row["municipality"]}
            )
    made.groups = list(groups.values())
    assert len(kpi_catalogue(web, made.address).table) == 6099
    listing = municipality_groups(web, made.address)
    assert listing.faults == ()
    assert len(listing.table) == 26_573
    assert listing.table["group"].nunique() == len(groups)
    # 6,099 KPIs are more than one page.
    assert server.paths().count("/v3/kpi") == 2


def test_pages_are_asked_in_their_order(web, service):
    service.size = 1
    fetched(web, service, places=["1060", "1080"], years=[2021, 2022])
    numbers = [int(a.query.get("page", 1)) for a in service.server.asked if "/data/" in a.path]
    assert all(later == sooner + 1 for sooner, later in pairwise(numbers))
