"""The commands fetch klass and data --today, against services on this machine."""

import shutil
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner
from klass_service import Klass, whole_norway
from kolada_service import Service
from making import PROJECT
from web_server import serving

from analysis.cli import main
from analysis.model.periods import Period
from analysis.sources.groups import group_of, members, read_groups
from analysis.sources.klass import SKR_GROUPS
from analysis.sources.municipalities import find_municipality, read_reference
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

YEAR = date.today().year


@pytest.fixture
def served():
    with serving() as server:
        yield server


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "reference", tmp_path / "data" / "reference")
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    return Workspace(tmp_path.resolve())


@pytest.fixture
def services(served, monkeypatch):
    """Klass and Kolada on this machine; Kolada has SKR's nine groups."""
    klass, kolada = Klass(served), Service(served)
    kolada.places += [{"id": "1480", "title": "Göteborg", "type": "K"}]
    titles = {"C7": "Pendlingskommun nära mindre tätort (ovägt medel)"}
    inside = {"A1": [("1480", "Göteborg")], "C7": [("1060", "Olofström"), ("1080", "Karlskrona")]}
    kolada.groups = [
        {
            "id": identifier,
            "title": titles.get(name, f"{name} (ovägt medel)"),
            "members": [{"member_id": n, "member_title": t} for n, t in inside.get(name, [])],
        }
        for identifier, name in SKR_GROUPS.items()
    ]
    monkeypatch.setenv("TILTAK_KLASS", klass.address)
    monkeypatch.setenv("TILTAK_KOLADA", kolada.address)
    return klass, kolada


def tiltak(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_municipalities_of_both_countries_are_written_and_known_from_then_on(folder, services):
    told = tiltak("fetch", "klass", "municipalities")
    assert told.exit_code == 0, told.output
    assert "Norway: 5 of today and 5 that are no more, with 6 changes" in told.stdout
    assert "Sweden: 3 of today: data/reference/municipalities-se.toml" in told.stdout
    assert find_municipality(folder, "0301").name == "Oslo"
    assert find_municipality(folder, "Göteborg").number_today == "1480"
    text = (folder.municipalities.parent / "municipalities-no.toml").read_text(encoding="utf-8")
    assert text.startswith("# Source: Statistics Norway, Klass 131. Licence: CC BY 4.0. Fetched ")


def test_where_the_fetched_table_differs_from_the_shipped_one_it_is_said(folder, services):
    klass, _ = services
    klass.entries = [entry for entry in klass.entries if entry[0] != "0711"]
    klass.moves = [move for move in klass.moves if move[0] != "0711"]
    told = tiltak("fetch", "klass", "municipalities", "--country", "NO")
    assert told.exit_code == 0
    assert "It differs from the table that comes with Tiltak" in told.stdout
    assert "0711 Svelvik is not in the fetched table." in told.stdout
    assert "That 0602, 0625, 0711 became 3005 on 2020-01-01 (merged) is not" in told.stdout


def test_all_of_norway_is_known_after_the_command(folder, services, shared):
    klass, _ = services
    klass.entries, klass.moves = whole_norway(shared)
    assert tiltak("fetch", "klass", "municipalities", "--country", "NO").exit_code == 0
    known = [item for item in read_reference(folder).municipalities if item.country == "NO"]
    assert sum(item.ended is None for item in known) == 357
    assert find_municipality(folder, "Haram").number_today == "1580"
    assert find_municipality(folder, "0602", "NO").number_today == "3301"
    assert find_municipality(folder, "1103", "NO").name == "Stavanger"


def test_groups_of_both_countries_are_kept_with_source_and_day(folder, services):
    told = tiltak("fetch", "klass", "groups")
    assert told.exit_code == 0, told.output
    assert "Norway: 3 groups, 5 numbers of municipalities: data/reference/groups/no-" in told.stdout
    assert "Sweden: 2 groups, 3 numbers of municipalities: data/reference/groups/se-" in told.stdout
    (table,) = read_groups(folder, "NO")
    assert (table.source, table.licence) == (
        "Statistics Norway, KOSTRA groups (Klass 112)",
        "CC BY 4.0",
    )
    drammen = group_of(folder, "3301", date(2024, 6, 30))
    assert (drammen.id, drammen.title, drammen.dated) == ("EKG11", "KOSTRA-gruppe 11", True)
    assert drammen.members == ("3301", "4001")
    assert group_of(folder, "Porsgrunn", date(2022, 1, 1)).id == "EKG10"
    assert members(folder, "EKG11", date(2022, 1, 1)) == ("3005",)
    olofstrom = group_of(folder, "1060", date(2024, 6, 30))
    assert (olofstrom.id, olofstrom.title) == ("C7", "Pendlingskommun nära mindre tätort")
    assert (olofstrom.members, olofstrom.dated) == (("1060", "1080"), False)


def test_years_that_klass_refuses_are_named_and_the_others_kept(folder, services):
    services[0].years = range(2023, YEAR + 1)
    told = tiltak("fetch", "klass", "groups", "--country", "NO")
    assert told.exit_code == 0
    assert "no KOSTRA groups are to be had for 2020, 2021, 2022." in told.stderr
    (table,) = read_groups(folder, "NO")
    spans = {
        item.municipality: (item.valid_from, item.valid_to)
        for group in table.groups
        for item in group.members
    }
    assert spans["3005"] == (date(2023, 1, 1), date(2023, 12, 31))
    assert spans["3301"] == (date(2024, 1, 1), date(YEAR, 12, 31))


def test_if_klass_refuses_every_year_nothing_is_written(folder, services):
    services[0].years = ()
    told = tiltak("fetch", "klass", "groups", "--country", "NO")
    assert told.exit_code == 10
    assert "answered 404" in told.stderr
    assert read_groups(folder, "NO") == ()


@pytest.mark.parametrize("what", ["municipalities", "groups"])
def test_offline_the_same_is_written_with_the_day_on_which_it_came(folder, services, served, what):
    tiltak("fetch", "klass", what)
    pattern = "municipalities-*" if what == "municipalities" else "groups/*"
    written = {path.name: path.read_bytes() for path in folder.municipalities.parent.glob(pattern)}
    assert len(written) == 2
    for name in written:
        next(folder.municipalities.parent.glob(f"**/{name}")).unlink()
    asked = len(served.paths())
    told = tiltak("fetch", "klass", what, "--offline")
    assert told.exit_code == 0, told.output
    assert len(served.paths()) == asked
    again = {path.name: path.read_bytes() for path in folder.municipalities.parent.glob(pattern)}
    assert again == written


@pytest.mark.parametrize("what", ["municipalities", "groups"])
def test_offline_without_a_cache_both_countries_are_named_as_lacking(folder, services, what):
    told = tiltak("fetch", "klass", what, "--offline")
    assert told.exit_code == 10
    assert told.stderr.count("was never fetched") == 2
    assert "Run the command once without --offline" in told.stderr


def test_one_service_out_of_reach_does_not_keep_the_other_country_away(
    folder, services, monkeypatch
):
    monkeypatch.setenv("TILTAK_KLASS", "http://127.0.0.1:9/klass")
    monkeypatch.setattr("analysis.sources.web.Web._wait", lambda *_: 0.0)
    told = tiltak("fetch", "klass", "municipalities")
    assert told.exit_code == 10
    assert "could not be reached" in told.stderr
    assert find_municipality(folder, "1480").name == "Göteborg"


def test_a_year_to_come_is_refused(folder, services):
    told = tiltak("fetch", "klass", "groups", "--from", YEAR + 1)
    assert told.exit_code == 2
    assert f"no year from {YEAR + 1}" in told.stderr


# -- figures on today's division


def store(folder, rows, publisher="own", dataset="x"):
    """Put invented figures into the store: (indicator, number, period, value)."""
    columns = ["indicator", "municipality", "period", "value"]
    table = pd.DataFrame(rows, columns=columns)
    table["period"] = table["period"].map(Period.parse)
    status = table["value"].map(lambda value: "missing" if pd.isna(value) else "reported")
    provenance = Provenance(
        publisher=publisher,
        dataset=dataset,
        title="Invented",
        address="nowhere",
        published=date(2026, 1, 1),
        retrieved="2026-01-02T12:00:00Z",
        sha256="0" * 64,
        synthetic=True,
    )
    Store(folder).add(
        table.assign(unit="", breakdown="", n=None, status=status, source="x"), provenance
    )


DRAMMEN = [
    ("staff", "0602", "2018", 4000.0),
    ("staff", "0625", "2018", 1500.0),
    ("staff", "0711", "2018", 500.0),
    ("staff", "0602", "2019", 4100.0),
    ("staff", "3005", "2020", 6100.0),
    ("staff", "3301", "2024", 6200.0),
]


def test_the_command_adds_counts_of_what_merged_and_names_what_is_lacking(folder, tmp_path):
    store(folder, DRAMMEN)
    path = tmp_path / "staff.csv"
    words = ("data", "staff", "--today", "--municipality", "Drammen", "--adds", "--output", path)
    told = tiltak(*words)
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines() == [
        "3301 Drammen",
        "    figures: 3, 2018 to 2024",
        "    of which computed from several: 1, 2018",
        "    1, 2019: no figure for 0625, 0711",
        f"4 rows written to {path}",
    ]
    written = pd.read_csv(path, dtype={"municipality": str, "period": str})
    assert dict(zip(written["period"], written["value"], strict=True))["2018"] == 6000.0


def test_without_adds_nothing_is_added(folder):
    store(folder, DRAMMEN)
    told = tiltak("data", "staff", "--today", "--municipality", "3301")
    assert "1, 2018: a rate of several municipalities, and no weights" in told.stdout


def test_the_command_says_that_haram_has_no_series_across_alesund(folder):
    rows = [("staff", "1534", "2018", 900.0), ("staff", "1507", "2021", 5000.0)]
    store(folder, [*rows, ("staff", "1580", "2024", 800.0)])
    told = tiltak("data", "staff", "--today", "--municipality", "Haram", "--adds")
    assert told.exit_code == 0
    assert "figures: 1, 2024" in told.stdout
    assert "2, 2018 to 2021: 1507 was divided on 2024-01-01; no share of it is known" in told.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("data", "--today"), "--today is of one indicator"),
        (("data", "staff", "--adds"), "these options are for --today"),
        (("data", "staff", "--output", "x.csv"), "these options are for --today"),
        (("data", "nothing", "--today"), "no observations of 'nothing'"),
        (("data", "staff", "--today", "--adds", "--weight", "fte"), "needs no weight"),
        (("data", "staff", "--today", "--municipality", "Svelvik"), "is in 3301 today"),
        (("data", "staff", "--today", "--municipality", "3301,1060"), "of two countries"),
    ],
)
def test_what_cannot_be_brought_to_today_is_refused(folder, words, message):
    store(folder, DRAMMEN)
    told = tiltak(*words)
    assert told.exit_code == 2
    assert message in told.stderr


def test_an_output_that_cannot_be_written_is_said(folder, tmp_path):
    store(folder, DRAMMEN)
    told = tiltak("data", "staff", "--today", "--adds", "--output", tmp_path / "no" / "x.csv")
    assert told.exit_code == 9
    assert "x.csv could not be written" in told.stderr


def test_data_names_the_indicator_and_the_breaks_inside_its_span(folder):
    store(folder, [("N00090", "1060", str(y), 7.0) for y in (2019, 2020)], "kolada", "N00090")
    lines = tiltak("data", "N00090").stdout.splitlines()
    assert lines[0] == "N00090  kolada/N00090"
    assert "sick_leave_se" in lines[1]
    assert "per cent of" in lines[1]
    assert "    2019 to 2020, by year; municipalities: 1" in lines
