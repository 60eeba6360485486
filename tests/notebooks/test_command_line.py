"""The command ``tiltak`` on the project: what it says, and the reports it makes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from making import CASES, PROJECT, invented, quarters, snapshot

from analysis.cli import main
from analysis.display.languages import Language


@pytest.fixture
def tiltak(monkeypatch: pytest.MonkeyPatch):
    """Give the command, on the project unless another workspace is named."""

    def tiltak(*words: str, root: Path = PROJECT) -> Result:
        monkeypatch.setenv("TILTAK_WORKSPACE", str(root))
        return CliRunner().invoke(main, [str(word) for word in words])

    return tiltak


@pytest.fixture
def report(tiltak, tmp_path: Path):
    """Make a report with the command and return its folder."""

    def report(*options: str) -> Path:
        told = tiltak("report", "sick_leave", "--programme", CASES["sick_leave"].programme,
                      "--output", tmp_path / "reports", *options)  # fmt: skip
        assert (told.exit_code, told.stderr) == (0, "")
        named = Path(told.stdout.split()[-2])
        assert named.name == "report.html"
        assert named.is_file()
        return named.parent

    return report


def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")


class TestList:
    def test_names_programmes_templates_and_who_has_data(self, tiltak):
        told = tiltak("list")
        assert told.exit_code == 0
        for name in (
            *(case.template for case in CASES.values()),
            *(case.programme for case in CASES.values()),
            "Porsgrunn (4001)",
            "Drammen (3301)",
            "2009Q1",
        ):
            assert name in told.stdout
        assert "data: ssb/sick-leave-national/2011-12-20" in told.stdout

    def test_goes_on_past_a_faulty_file(self, tiltak, broken):
        told = tiltak("list", root=broken)
        assert told.exit_code == 0
        assert re.search(r"faulty: \d+ faults; see `tiltak check`", told.stdout)
        assert "invented\n" in told.stdout


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workspace with one good programme and one thing wrong in each kind of file."""
    root = tmp_path / "broken"
    figures = quarters(2016, (8, 8, 7))
    targets = [("2018", "desired", 7.5)]
    workspace = invented(root, figures, start="2018Q1", as_of="2018", targets=targets)
    (workspace.programmes / "faulty.toml").write_text('id = "faulty"\n', encoding="utf-8")
    snapshot(root, "unread", {"2016Q1": "åtte"})
    snapshot(root, "unmarked", figures)
    sidecar = workspace.sources / "synthetic" / "unmarked" / "2026.toml"
    sidecar.write_text(sidecar.read_text().replace("synthetic = true", "synthetic = 'yes, all'"))
    (workspace.notebooks / "broken.ipynb").write_text("{", encoding="utf-8")
    return root


class TestCheck:
    def test_finds_nothing_wrong_with_the_project(self, tiltak):
        told = tiltak("check")
        assert (told.exit_code, told.stderr) == (0, "")
        assert re.search(r"\b[1-9]\d* files checked, no faults", told.stdout)

    @pytest.mark.parametrize(
        "place",
        [
            "data/programmes/faulty.toml",
            "data/sources/synthetic/unmarked/2026.toml",
            "data/sources/synthetic/unread/2026.csv:2",
            "notebooks/broken.ipynb",
        ],
    )
    def test_lists_every_fault_of_every_file(self, tiltak, broken, place):
        told = tiltak("check", root=broken)
        assert told.exit_code == 3
        assert place in told.stderr

    def test_can_look_at_one_file_only(self, tiltak, broken):
        programmes = broken / "data" / "programmes"
        told = tiltak("check", programmes / "faulty.toml", root=broken)
        assert told.exit_code == 3
        assert "faulty.toml" in told.stderr
        assert "2026.toml" not in told.stderr


class TestHelp:
    def test_lists_the_exit_codes(self, tiltak):
        told = tiltak("--help")
        assert told.exit_code == 0
        for number, meaning in ((0, "done"), (2, "refused"), (3, "faults"), (5, "raised"),
                                (6, "died"), (7, "limit"), (8, "report"), (9, "written"),
                                (130, "interrupted")):  # fmt: skip
            assert re.search(rf"^ *{number}  .*{meaning}", told.stdout, re.M)

    def test_is_there_as_a_program(self):
        command = [sys.executable, "-m", "analysis.cli", "report", "--help"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        for option in ("--programme", "--municipality", "--as-of", "--language", "--output"):
            assert option in told.stdout


@pytest.mark.slow
def test_the_same_request_gives_the_same_report_under_any_number_of_the_municipality(
    made_report, report
):
    """The shared report was asked for as 4001; this one is asked for by the number before 2020."""
    former, today = report("--municipality", "0805"), made_report("sick_leave", "nb")
    assert former.parts[-5:] == today.parts[-5:]
    assert "4001" in former.parts
    for name in ("report.html", "report.pdf"):
        assert (former / name).read_bytes() == (today / name).read_bytes()


class TestAsOf:
    @pytest.mark.parametrize(
        ("as_of", "looked_at", "said"),
        [
            pytest.param(
                *("2007", "2005–2007, 12 kvartaler", "Programmet hadde ikke startet"),
                marks=pytest.mark.slow,
            ),
            ("2004", "ingen tall", "Det finnes ingen tall ved utgangen av 2004."),
        ],
    )
    def test_before_the_figures_a_report_says_that_they_are_not_there(
        self, report, as_of, looked_at, said
    ):
        folder = report("--as-of", as_of)
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        findings = page(folder).select_one("ol.findings")
        assert folder.parent.name == as_of
        assert record["parameters"]["as_of"] == as_of
        assert record["warnings"] == []
        assert looked_at in page(folder).header.get_text()
        assert said in findings.get_text()
        assert {item["class"][0] for item in findings.select("li")} == {"not_assessable"}
        assert "er nådd" not in findings.get_text()


@pytest.mark.parametrize("language", ["nn", pytest.param("sv", marks=pytest.mark.slow)])
def test_the_frame_of_a_page_is_in_its_language_or_marked_with_the_one_it_is_in(report, language):
    """The page is in the reader's language; what has no translation says which it is in."""
    folder = report("--language", language)
    soup = page(folder)
    assert folder.name == language
    assert soup.html["lang"] == language
    marks = {tag["lang"] for tag in soup.body.select("[lang]")}
    assert marks <= {"nb", "nn", "sv", "en"} - {language}
    frame = {
        "Skip to the findings": soup.select_one("a.skip"),
        "Contents": soup.nav.h2,
        "The figures behind the picture": soup.select_one("summary"),
    }
    for message, tag in frame.items():
        (span,) = Language(language).say(message).spans
        text = tag.find(string=span.text)
        assert (message, text.find_parent(lang=True)["lang"]) == (message, span.lang or language)
