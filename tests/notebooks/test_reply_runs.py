"""Reports made by a real kernel from what parties said in forms."""

import json

import pytest
from bs4 import BeautifulSoup
from making import pdf_words
from making_action import PROGRAMME
from making_replies import (
    action_with_parties,
    empty_form,
    fill,
    invented_policy,
    rounds,
    signed,
    take,
    told,
)

from analysis.reporting.runs import Request, run

pytestmark = pytest.mark.slow

NASTY = "=1+1 <script>alert(1)</script> #emph[y] *z* $x$ \\ & end"


def words(folder) -> str:
    page = BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")
    return " ".join(page.get_text(" ").split())


def test_a_policy_report_shows_the_parties_and_holds_nothing_that_was_kept_back(tmp_path):
    workspace = invented_policy(tmp_path / "workspace")
    rounds(workspace, tmp_path)
    path = empty_form(workspace, tmp_path / "form.xlsx", "invented-policy", "committee")
    take(workspace, fill(path, signed(), {"premises": {"reason": NASTY, "verdict": "failed"}}))
    parameters = {"programme": "invented-policy", "language": "en"}
    folder = run(Request("policy_evaluation", parameters, tmp_path / "reports"), workspace)
    for told_in in (words(folder), pdf_words(folder / "report.pdf")):
        assert "no reply has come from it: The youth council" in told_in
        assert "Did not succeed (10 March 2026)" in told_in
        assert "“Partly succeeded” (20 August 2026)" in told_in
        assert "<script>alert(1)</script> #emph[y] *z* $x$ \\ & end" in told_in
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in html
    for file in folder.iterdir():
        assert b"Named persons" not in file.read_bytes()
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert "own/invented-policy/union/2026-03-10" in json.dumps(record)


def test_an_action_programmes_report_shows_who_reported_and_who_did_not(tmp_path):
    workspace = action_with_parties(tmp_path / "workspace")
    told(workspace, tmp_path)
    parameters = {"programme": PROGRAMME, "as_of": "2016-12-31", "language": "en"}
    folder = run(Request("action_programme", parameters, tmp_path / "reports"), workspace)
    for told_in in (words(folder), pdf_words(folder / "report.pdf")):
        assert "The unions: The joint union office" in told_in
        assert "no reply has come from it: The board" in told_in
        assert "No plan was shown to us." in told_in
