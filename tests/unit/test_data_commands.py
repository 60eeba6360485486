"""The commands fetch and data, against a real service on this machine."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from kolada_service import Service, value
from making import PROJECT
from web_server import serving

from analysis.cli import main


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
