"""Programmes with invented figures whose truth is known: what does a report say of them?"""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from making import OPEN, PROJECT, invented, pdf_words, quarters, template

from analysis.display.sick_leave import SickLeaveReport
from analysis.evaluation.findings import Grade
from analysis.notebook import open_report
from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

TARGETS = [("2018", "desired", 7.0), ("2018", "acceptable", 7.5)]
FLAT = (8.0, 8.1, 7.9, 8.0, 8.1, 7.9)
CALM = (0.0, 0.05, -0.05)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Make an invented programme that begins in 2018, and open its report."""

    def opened(figures, language="en", as_of="2020", **more) -> SickLeaveReport:
        root = tmp_path / f"workspace-{language}"
        invented(root, figures, start="2018Q1", as_of=as_of, targets=TARGETS, **more)
        monkeypatch.setenv("TILTAK_WORKSPACE", str(root))
        report = open_report("sick_leave", "invented", language=language)
        assert isinstance(report, SickLeaveReport)
        assert report.masthead().receipt["synthetic"] is True
        (warning,) = report.masthead().warnings
        assert re.search("Invented figures|Oppdiktede tall", str(warning))
        return report

    return opened


def said(report: SickLeaveReport) -> str:
    """All the findings say."""
    return " ".join(
        str(part)
        for item in report.findings()
        for part in (item.label, item.statement, *item.details)
    )


def effect(report: SickLeaveReport) -> str:
    """What is said of the programme's part."""
    item = report.findings()[-2]
    return " ".join(map(str, (item.statement, *item.details)))


@pytest.mark.parametrize(
    ("language", "praise", "blame"),
    [
        ("en", r"was met|fell|lower than|below|lowest", "rose by more than chance"),
        ("nb", r"er nådd|gikk ned|under snittet|det laveste", "Tallene steg mer enn"),
    ],
)
def test_absence_that_rises_is_never_told_as_a_success(opened, language, praise, blame):
    report = opened(quarters(2012, (*FLAT, 9.5, 9.4, 9.6)), language)
    assert report.evaluation.effect is Grade.NOT_SHOWN
    assert report.evaluation.lead.decisive.estimate == pytest.approx(1.5, abs=0.05)
    assert re.findall(praise, said(report)) == []
    assert blame in effect(report)


def test_a_missed_target_is_told_with_its_distance(opened):
    report = opened(quarters(2012, (*FLAT, 7.8, 7.8, 7.8)))
    outcomes = {item.target.tier: item.outcome for item in report.evaluation.lead.judgements}
    assert outcomes == {"desired": "missed", "acceptable": "missed"}
    assert "at most 7.5 per cent, was missed by 0.3 percentage points" in said(report)
    assert "at most 7.0 per cent, was missed by 0.8 percentage points" in said(report)
    assert "was met" not in said(report)


def test_too_few_quarters_answer_nothing(opened):
    figures = quarters(2016, (8, 8, 7))
    short = {period: figures[period] for period in list(figures)[2:11]}
    assert (min(short), max(short)) == ("2016Q3", "2018Q3")
    report = opened(short)
    assert report.evaluation.counts == (6, 3)
    assert report.evaluation.effect is Grade.NOT_ASSESSABLE
    assert {item.grade for item in report.findings()} == {"not_assessable"}
    assert "Whether the programme lowered sick leave cannot be said" in effect(report)
    assert "too few quarters for a test: 6 before the start and 3 after it" in effect(report)
    assert re.findall(r"fell|below|was met\.|was missed", said(report)) == []


@pytest.mark.parametrize("comparison", [None, quarters(2012, (6.0,) * 9, CALM)])
def test_a_planted_fall_is_indicated_and_nothing_more(opened, comparison):
    report = opened(quarters(2012, (*FLAT, 6.5, 6.4, 6.6)), comparison=comparison)
    test = report.evaluation.lead.decisive
    assert report.evaluation.counts == (24, 12)
    assert report.evaluation.effect is Grade.INDICATED
    assert (test is report.evaluation.lead.compared) is bool(comparison)
    assert test.estimate == pytest.approx(-1.5, abs=0.05)
    assert test.low < -1.5 < test.high < 0
    assert "The figures indicate that sick leave fell" in effect(report)
    assert "This does not prove that the programme was the cause." in effect(report)
    assert re.findall(r"because of|thanks to|caused|is shown that|has worked", said(report)) == []


def test_the_same_fall_is_indicated_in_bokmaal(opened):
    report = opened(quarters(2012, (*FLAT, 6.5, 6.4, 6.6)), "nb")
    assert report.findings()[-2].grade == "indicated"
    assert re.search(r"beviser ikke|ikke bevis", effect(report))


def test_a_fall_that_others_had_too_is_not_the_programmes(opened):
    elsewhere = quarters(2012, (6, 6.1, 5.9, 6, 6.1, 5.9, 4.5, 4.4, 4.6), CALM)
    report = opened(quarters(2012, (*FLAT, 6.5, 6.4, 6.6)), comparison=elsewhere)
    assert report.evaluation.lead.own.significant
    assert report.evaluation.lead.decisive.estimate == pytest.approx(0, abs=0.05)
    assert report.evaluation.effect is Grade.NOT_SHOWN
    assert "It is not shown that the programme lowered sick leave" in effect(report)


def test_no_change_over_many_quarters_is_not_shown(opened):
    report = opened(quarters(2012, (8.0, 8.2, 7.9, 8.0, 8.1, 7.8, 8.0, 7.9, 8.0)))
    assert report.evaluation.effect is Grade.NOT_SHOWN
    assert "It is not shown that the programme lowered sick leave" in effect(report)
    assert "no effect" not in said(report)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("invented")
    figures = quarters(2012, (*FLAT, 6.5, 6.4, 6.6))
    workspace = invented(root / "workspace", figures, start="2018Q1", as_of="2020", targets=TARGETS)
    return run(Request("sick_leave", {"programme": "invented"}, root / "reports"), workspace)


@pytest.fixture(scope="module")
def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")


def test_a_run_reads_the_workspace_it_is_given(folder, tmp_path, monkeypatch):
    """Also when the caller's surroundings name another one."""
    monkeypatch.setenv("TILTAK_WORKSPACE", str(PROJECT))
    workspace = Workspace(folder.parents[5] / "workspace")
    template(workspace.root, "trial", OPEN)
    made = run(Request("trial", {"programme": "invented"}, tmp_path / "reports"), workspace)
    assert (made / "report.html").is_file()


class TestInventedFiguresSaySo:
    """Nobody may take an invented report for a real one, wherever they begin to read."""

    def test_in_the_record(self, folder):
        assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["synthetic"] is True

    def test_above_the_findings(self, page):
        assert "Oppdiktede tall" in page.header.select_one(".warning").get_text()

    def test_in_the_pdf(self, folder):
        read = pdf_words(folder / "report.pdf")
        assert read.index("Oppdiktede tall") < read.index("Hva vi vet")

    def test_across_every_picture(self, page):
        pictures = page.select("figure svg")
        assert len(pictures) >= 6
        for picture in pictures:
            assert "OPPDIKTEDE TALL" in re.findall(r"<!-- (.*?) -->", str(picture))

    def test_in_the_words_of_every_picture(self, page):
        for figure in page.find_all("figure"):
            for picture in figure.select("[role=img]"):
                heard = picture["aria-label"] + figure.figcaption.get_text()
                assert "oppdikted" in heard.lower()
