"""explore.ipynb from top to bottom, and its line in real reports."""

from pathlib import Path

import nbformat
import pytest
from lab_server import workspace
from making import pdf_words
from nbclient import NotebookClient

from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow

LINES = {
    "sick_leave": (
        'report.view("series", indicator="sick_leave", since="2006Q1")',
        'report.view("same_quarter", indicator="sick_leave")',
        'report.view("peers", indicator="sick_leave")',
        'report.view("groups", indicator="sick_leave")',
        'report.view("findings", indicator="sick_leave")',
    ),
    "municipality": (
        'report.view("peers", indicator="sick_leave_se")',
        'report.view("series", indicator="sick_leave_se", compare="country")',
    ),
}


def test_the_notebook_runs_headless_and_ends_with_its_line():
    notebook = nbformat.read(PROJECT / "notebooks" / "explore.ipynb", as_version=4)
    place = {"metadata": {"path": str(PROJECT / "notebooks")}}
    NotebookClient(notebook, timeout=120, resources=place).execute()
    shown = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    assert all(shown.values())
    line = shown["report-cell"][0]["data"]["text/plain"]
    assert line == 'report.view("series", indicator="sick_leave", since="2006Q1", until="2008Q4")'
    assert "application/vnd.jupyter.widget-view+json" in shown["choose"][0]["data"]


def with_lines(root: Path, template: str) -> None:
    path = root / "notebooks" / f"{template}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    at = [cell.id for cell in notebook.cells].index("sources-text")
    heading = nbformat.v4.new_markdown_cell("## What I looked at")
    cells = [nbformat.v4.new_code_cell(line) for line in LINES[template]]
    notebook.cells[at:at] = [heading, *cells]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Workspace:
    root = workspace(tmp_path_factory.mktemp("desk"))
    for template in LINES:
        with_lines(root, template)
    return Workspace(root)


def test_the_lines_run_in_the_report_of_a_programme(desk):
    asked = {"programme": "porsgrunn-sick-leave", "language": "en"}
    folder = run(Request("sick_leave", asked, desk.root / "reports"), desk)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Line chart of Sick leave in Porsgrunn by quarter: 11.0 in quarter 1 of 2006" in page
    assert "nothing is tested" in page
    assert "published/municipal-series-no/2026-11" in page
    words = pdf_words(folder / "report.pdf")
    assert "What I looked at" in words
    assert "Sick leave, quarter 4 of 2008: 8.1 per cent in Porsgrunn." in words


def test_the_lines_run_on_the_page_of_a_municipality(desk):
    asked = {"municipality": "1283", "language": "sv"}
    folder = run(Request("municipality", asked, desk.root / "reports"), desk)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Bjuv" in page
    assert page.count("Hela landet") >= 1
    assert len(set(ids(page))) == len(ids(page))


def ids(page: str) -> list[str]:
    return [part.split('"', 1)[0] for part in page.split(' id="')[1:]]
