"""The commands fetch and data, against a real service on this machine."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from kolada_service import Service, value
from making import PROJECT
from openpyxl import Workbook
from web_server import serving

from analysis.cli import main
from analysis.model.periods import Period
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


@pytest.fixture
def tiltak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command in a workspace of its own, with Kolada on this machine."""
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "reference", tmp_path / "data" / "reference")
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    with serving() as server:
        service = Service(server)
        for year, sick in ((2019, 7.2), (2020, 8.2), (2022, 7.8)):
            service.put("N00090", "1060", year, value(sick))
        service.put("N00090", "1060", 2021, value(None, status="Missing"))
        service.put("U00200", "1060", 2022, value(80.2))
        monkeypatch.setenv("TILTAK_KOLADA", service.address)
        yield lambda *words: CliRunner().invoke(main, [str(word) for word in words])


FETCH = ("fetch", "kolada", "--kpi", "N00090,U00200", "--municipality", "1060")
YEARS = ("--from", 2019, "--to", 2022)


def test_what_was_fetched_is_in_the_store_with_its_gaps(tiltak):
    told = tiltak(*FETCH, *YEARS)
    assert told.exit_code == 0, told.output
    assert told.stdout.count("stored: kolada/") == 2
    assert "Egen bearbetning av data från Kolada" in told.stdout
    shown = tiltak("data", "N00090").stdout
    assert "2019 to 2022, by year; municipalities: 1" in shown
    assert "missing 1, reported 3" in shown
    assert "U00200" not in shown
    assert "U00200  kolada/U00200" in tiltak("data").stdout


def test_fetching_the_same_again_stores_nothing_new(tiltak):
    first, second = (tiltak(*FETCH, *YEARS).stdout.split("stored: ")[1:] for _ in range(2))
    assert first == second


def test_offline_gives_what_was_fetched_and_says_what_it_lacks(tiltak):
    tiltak(*FETCH, *YEARS)
    assert "Taken from the cache" in tiltak(*FETCH, *YEARS, "--offline").stdout
    other = tiltak(*FETCH, "--from", 2010, "--to", 2011, "--offline")
    assert other.exit_code == 10
    assert "never fetched" in other.stderr


def test_an_empty_store_says_how_to_fill_it(tiltak):
    assert "tiltak fetch kolada --help" in tiltak("data").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("fetch", "kolada", "--kpi", "N00090"), "say which municipalities"),
        ((*FETCH, "--all"), "say which municipalities"),
        ((*FETCH, "--from", 2022, "--to", 2020), "no year from 2022 to 2020"),
        (("data", "N00000"), "N00000"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(tiltak, words, message):
    if words[0] == "data":
        tiltak(*FETCH, *YEARS)
    told = tiltak(*words)
    assert told.exit_code == 2
    assert message in told.stderr


# -- a table of a statistics office


@pytest.fixture
def scb(shared, monkeypatch: pytest.MonkeyPatch):
    """SCB's own answers for one table, on this machine: counties, ages, sexes, four months."""
    folder = shared / "data" / "scb-pxwebapi2"
    raw = json.loads((folder / "TAB6471_data.json").read_bytes())
    with serving() as server:
        config = json.loads((folder / "config.json").read_bytes())
        server.routes["/config"] = lambda _: config
        server.routes["/tables/TAB6471/metadata"] = lambda _: {**raw, "value": [], "status": {}}
        server.routes["/tables/TAB6471/data"] = lambda _: raw
        monkeypatch.setenv("TILTAK_SCB", server.address)
        yield raw


def test_a_table_of_scb_is_stored_whole_and_its_noise_told(tiltak, scb, tmp_path):
    everything = [word for name in scb["id"] for word in ("--select", f"{name}=*")]
    words = ("--indicator", "population", "--region", "Region")
    told = tiltak("fetch", "pxweb", "scb", "TAB6471", *everything, *words)
    assert told.exit_code == 0, told.output
    assert "stored: SCB/TAB6471/" in told.stdout
    assert "Cell Key Method" in told.stdout
    found = Store(Workspace(tmp_path)).observations("population")
    assert len(found) == 2772
    assert found["value"].sum() == sum(scb["value"])


def test_a_selection_that_is_none_is_refused(tiltak, scb):
    told = tiltak("fetch", "pxweb", "scb", "TAB6471", "--select", "Region", "--indicator", "people")
    assert told.exit_code == 2
    assert "--select is 'Region'. Accepted: NAME=VALUE" in told.stderr


# -- a file of one's own


QUARTERS = ("År", "1. kvartal", "2. kvartal", "3. kvartal", "4. kvartal", "Året")
FIGURES = ((2005, 8.7, 9.0, 8.8, 9.6, 9.0), (2006, 11.0, 9.1, 8.9, 10.4, 10.0))


@pytest.fixture
def workbook(tmp_path: Path):
    """Write an invented workbook of quarterly sick leave and return its path."""

    def workbook(*rows: tuple[object, ...]) -> Path:
        book = Workbook()
        book.active.append(["Sykefravær (oppdiktede tall)"])
        for row in (QUARTERS, *rows):
            book.active.append(row)
        path = tmp_path / "fravær.xlsx"
        book.save(path)
        return path

    return workbook


def test_a_first_import_proposes_and_asks_and_the_second_imports(tiltak, workbook):
    path = workbook(*FIGURES)
    asked = tiltak("import", path)
    assert asked.exit_code == 2
    assert "2 questions are open; nothing was imported" in asked.stderr
    assert not path.with_name("fravær.mapping.toml").exists()
    given = ("--indicator", "sick_leave", "--municipality", "4001")
    written = tiltak("import", path, *given)
    assert written.exit_code == 0
    assert "look it over" in written.stdout
    assert "store is empty" in tiltak("data").stdout
    imported = tiltak("import", path)
    assert "10 figures stored: own/4001-sick_leave-fravr/" in imported.stdout
    assert "2005Q1 to 2006Q4, by quarter" in tiltak("data").stdout


def test_one_wrong_cell_stops_the_file_and_is_marked_in_a_copy(tiltak, workbook, tmp_path):
    path = workbook(*FIGURES, (2007, 10.9, "ca. 9", 9.2, 9.7, 9.8))
    tiltak("import", path, "--indicator", "sick_leave", "--municipality", "4001")
    refused = tiltak("import", path)
    assert refused.exit_code == 3
    assert "C5" in refused.stderr
    assert "ca. 9" in refused.stderr
    assert "store is empty" in tiltak("data").stdout
    assert (tmp_path / "fravær.refused.xlsx").is_file()


def test_with_accept_valid_the_rest_is_imported_and_the_cell_listed(tiltak, workbook):
    path = workbook(*FIGURES, (2007, 10.9, "ca. 9", 9.2, 9.7, 9.8))
    tiltak("import", path, "--indicator", "sick_leave", "--municipality", "4001")
    told = tiltak("import", path, "--accept-valid")
    assert told.exit_code == 0
    assert "14 figures stored" in told.stdout
    assert "refused" in told.stderr


def test_a_corrected_file_revises_the_former_one(tiltak, workbook, tmp_path):
    given = ("--indicator", "sick_leave", "--municipality", "4001")
    path = workbook(*FIGURES)
    tiltak("import", path, *given)
    tiltak("import", path)
    tiltak("import", workbook((2005, 8.6, *FIGURES[0][2:]), FIGURES[1]))
    found = Store(Workspace(tmp_path)).observations("sick_leave", "4001")
    first = found[found["period"] == Period(2005, "quarter", 1)].iloc[0]
    assert (first["value"], first["status"]) == (8.6, "revised")
    assert len(found) == 10
