"""Every command that brings figures in, without what it needs: plain words, never a traceback."""

import json
from functools import partial

import pytest
from click.testing import CliRunner
from web_server import Reply, as_json, cut_off, failing, malformed, redirect, serving, slow

from analysis.cli import main
from analysis.sources import web
from analysis.sources.workspace import VARIABLE

FETCHING = {
    "kolada": ("fetch", "kolada", "--kpi", "N00090", "--municipality", "1060", "--from", "2022"),
    "kolada all": ("fetch", "kolada", "--kpi", "N00090", "--all", "--from", "2022"),
    "ssb": ("fetch", "pxweb", "ssb", "07459", "--select", "Tid=2024", "--indicator", "population"),
    "scb": ("fetch", "pxweb", "scb", "TAB1", "--select", "Tid=2024", "--indicator", "population"),
    "municipalities": ("fetch", "klass", "municipalities"),
    "groups": ("fetch", "klass", "groups"),
}
SERVICES = ("KOLADA", "SSB", "SCB", "KLASS")


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The exit code and the words of a command in an empty workspace, with a hasty client."""
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    reference = tmp_path / "data" / "reference"
    reference.mkdir()
    (reference / "municipalities.toml").write_text("municipalities = []\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(web, "Web", partial(web.Web, limit=0.3, attempts=2, pause=0.001))

    def told(*words):
        found = CliRunner().invoke(main, list(words))
        assert isinstance(found.exception, SystemExit | None), found.exception
        assert "Traceback" not in found.output
        return found.exit_code, found.stderr or found.stdout

    return told


def addresses(monkeypatch, address):
    for name in SERVICES:
        monkeypatch.setenv(f"TILTAK_{name}", address)


@pytest.mark.parametrize("words", FETCHING.values(), ids=FETCHING)
def test_offline_with_an_empty_cache(told, words):
    code, said = told(*words, "--offline")
    assert code == 10
    assert "was never fetched, and nothing is fetched offline" in said
    assert "Run the command once without --offline" in said


@pytest.mark.parametrize("words", FETCHING.values(), ids=FETCHING)
@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "https://[::1]:9/v3"])
def test_without_anybody_there(told, monkeypatch, words, address):
    addresses(monkeypatch, address)
    code, said = told(*words)
    assert code == 10
    assert "could not be reached" in said
    assert "Try again later, or work from what was fetched: --offline" in said


@pytest.mark.parametrize("words", FETCHING.values(), ids=FETCHING)
@pytest.mark.parametrize(
    "address", ["nowhere", "http://example.org", "ftp://x", "https://", "http://["]
)
def test_with_an_address_that_is_none(told, monkeypatch, words, address):
    addresses(monkeypatch, address)
    code, said = told(*words)
    assert code == 2
    assert "the address of" in said
    assert "Accepted: https://..." in said


PAGE = Reply(body=b"<html>Sign in to the network</html>", headers={"Content-Type": "text/html"})
ANSWERS = {
    "hangs": slow(0.6, {}),
    "drips": Reply(body=b" " * 400, piece=1, pause=0.05),
    "is cut off": cut_off({"values": []}, 5),
    "is half a JSON": malformed(),
    "is a page": PAGE,
    "is empty": Reply(body=b""),
    "fails": failing(500),
    "is missing": failing(404, "not here"),
    "goes in circles": redirect("/"),
    "is nothing": as_json(None),
    "is a list": as_json([]),
    "is another object": as_json({"hello": 1}),
    "is a number": as_json(7),
    "is a list of the wrong": as_json({"values": [1], "codes": [1], "codeChanges": [{}]}),
}


@pytest.mark.parametrize("words", FETCHING.values(), ids=FETCHING)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_when_the_answer(told, monkeypatch, words, answer):
    with serving() as server:
        server.routes["/"] = lambda _: answer
        addresses(monkeypatch, server.address)
        code, said = told(*words)
    assert code in (10, 3), said
    assert code == 10 or "Accepted: " in said
    assert len(said.strip()) > 40


def test_an_empty_store_and_a_file_that_is_not_there(told):
    code, said = told("data")
    assert (code, "The store is empty." in said) == (0, True)
    code, said = told("data", "N00090")
    assert (code, "no observations of 'N00090'" in said) == (2, True)
    code, said = told("data", "N00090", "--today")
    assert (code, "no observations of 'N00090'" in said) == (2, True)
    code, said = told("import", "nothing.xlsx")
    assert code in (2, 3)
    assert "there is no such file" in said


def test_what_is_kept_but_damaged_is_said_with_the_way_out(told, tmp_path, monkeypatch):
    with serving() as server:
        server.routes["/"] = lambda _: as_json(
            {"codes": [{"code": "0301", "name": "Oslo"}], "codeChanges": []}
        )
        addresses(monkeypatch, server.address)
        assert told("fetch", "klass", "municipalities", "--country", "NO")[0] == 0
    for path in (tmp_path / "data" / "cache").rglob("*.answer"):
        path.write_bytes(json.dumps({}).encode()[:1])
    code, said = told("fetch", "klass", "municipalities", "--country", "NO", "--offline")
    assert code == 10
    assert "cannot be read" in said
    assert "Run the command once without --offline" in said
