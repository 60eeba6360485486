"""Words that look like markup stay words, and a figure without words cannot be built."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from making import OPEN, invented, pdf_words, quarters, template

from analysis.display.blocks import MIME, FigureBlock
from analysis.display.sick_leave import SickLeaveReport
from analysis.errors import ExportRefused
from analysis.notebook import open_report
from analysis.reporting.export_html import ReportHTMLExporter
from analysis.reporting.export_pdf import ReportPDFExporter
from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

MARKUP = [
    "<script>alert(1)</script>",
    "<b>fet</b>",
    "&amp;",
    "#evil[x]",
    "*x*",
    "_y_",
    "$a$",
    '"sitat"',
    r"\n \frac{1}{2}",
    "{{ 7 * 7 }}",
    "{n} %s",
    "@ref <lbl> = // /* ~ `kode`",
]


def workspace_with(root: Path, title: str, package: str = "") -> Workspace:
    figures = quarters(2015, (8.0, 8.1, 7.9, 7.6))
    targets = [("2018", "desired", 7.5)]
    return invented(
        root, figures, start="2018Q1", as_of="2018", targets=targets, title=title, package=package
    )


def opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> SickLeaveReport:
    monkeypatch.setenv("TILTAK_WORKSPACE", str(root))
    report = open_report("sick_leave", "invented")
    assert isinstance(report, SickLeaveReport)
    return report


def executed(*parts: object) -> nbformat.NotebookNode:
    """A notebook that has been run: text is Markdown, anything else what a cell has shown."""
    cells = []
    for part in parts:
        if isinstance(part, str):
            cells.append(nbformat.v4.new_markdown_cell(part))
        else:
            shown = nbformat.v4.new_output("display_data", data=part._repr_mimebundle_())
            cells.append(nbformat.v4.new_code_cell("shown", outputs=[shown]))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture
def marked(tmp_path, monkeypatch) -> nbformat.NotebookNode:
    """A report whose programme and whose measure are called by all of the markup."""
    words = " ".join(MARKUP)
    workspace_with(tmp_path / "marked", title=words, package=words)
    report = opened(tmp_path / "marked", monkeypatch)
    return executed("# A trial", report, "## Shown", report.overview(), report.measures())


@pytest.mark.parametrize("words", MARKUP)
def test_markup_in_labels_is_read_as_words_on_the_page(marked, words):
    page, _ = ReportHTMLExporter().from_notebook_node(marked)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find_all(["script", "b"]) == []
    table = soup.find_all("table")[-1]
    for place in (soup.header.dd, table.caption, table.tbody.th):
        assert words in " ".join(place.get_text().split())


def test_markup_in_labels_is_read_as_words_in_the_pdf(marked, tmp_path):
    made, _ = ReportPDFExporter().from_notebook_node(marked)
    (tmp_path / "report.pdf").write_bytes(made)
    read = pdf_words(tmp_path / "report.pdf").replace(" ", "")
    whole = "".join(MARKUP).replace(" ", "")
    assert read.count(whole) >= 2


@pytest.mark.parametrize("name", ["Kárášjohka", "Unjárga – Nesseby", "Snåase", "Porsáŋgu"])
def test_no_letter_of_a_name_is_lost_in_the_pdf(tmp_path, monkeypatch, name):
    """Municipalities have names in Sámi and Kven too."""
    workspace_with(tmp_path / "names", title=f"Plan for {name}")
    report = opened(tmp_path / "names", monkeypatch)
    made, _ = ReportPDFExporter().from_notebook_node(executed("# A trial", report))
    (tmp_path / "report.pdf").write_bytes(made)
    assert f"Plan for {name}" in pdf_words(tmp_path / "report.pdf")


@pytest.mark.parametrize(
    "label", ["Plan", "100 $ og 200 $", "Fond $2,5^{ mill$", r"\alpha $\nonsense$"]
)
def test_dollars_and_backslashes_in_a_figures_labels_are_no_formula(tmp_path, monkeypatch, label):
    workspace_with(tmp_path / "dollars", title="Dollar", package=label)
    figure = opened(tmp_path / "dollars", monkeypatch).overview()[0]
    for svg in (figure.svg, figure.svg_narrow):
        drawn = " ".join(re.findall(r"<!-- (.*?) -->", svg, re.S))
        assert label in " ".join(drawn.split())
        assert re.search(r'href="#overview-(page|phone)-letter-', svg)  # The project's face.
        assert "DejaVu" not in svg  # the typeface that matplotlib sets formulas in


@pytest.mark.parametrize("part", ["alt", "caption", "source"])
@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_figure_without_its_words_cannot_be_built(tmp_path, monkeypatch, part, nothing):
    workspace_with(tmp_path / "plain", title="Uten ord")
    figure = opened(tmp_path / "plain", monkeypatch).overview()[0]
    assert isinstance(figure, FigureBlock)
    with pytest.raises(ValueError, match=f"has no {part}"):
        replace(figure, **{part: nothing})


def test_what_a_cell_shows_goes_beside_its_html_to_the_exporters(tmp_path, monkeypatch):
    workspace_with(tmp_path / "shown", title="Vist")
    bundle = opened(tmp_path / "shown", monkeypatch).findings()._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", "text/plain"}
    statements = [
        "".join(span["text"] for span in block["statement"]) for block in bundle[MIME]["blocks"]
    ]
    soup = BeautifulSoup(bundle["text/html"], "html.parser")
    assert [tag.get_text() for tag in soup.select(".statement")] == statements
    assert len(statements) >= 4


@pytest.mark.parametrize(
    "markdown",
    ["- seen\n  - below", "- seen\n\n  below", "| seen | below |\n|---|---|\n| 1 | 2 |"],
    ids=["a list in a list", "a paragraph in a list", "a table"],
)
def test_markdown_is_shown_or_refused_and_never_dropped(tmp_path, monkeypatch, markdown):
    workspace_with(tmp_path / "markdown", title="Tekst")
    notebook = executed("# A trial", opened(tmp_path / "markdown", monkeypatch), markdown)
    with suppress(ExportRefused):
        page, _ = ReportHTMLExporter().from_notebook_node(notebook)
        main = BeautifulSoup(page, "html.parser").main.get_text()
        assert "seen" in main
        assert "below" in main
        assert "|" not in main


TEXT = """\
## A list

- the first
- the second

### Words

Some are *stressed*, some are **strong**, some are `code`, some [lead away](https://example.org/).

## Steps
Straight below its heading."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A report from a template with the Markdown that reports are said to accept."""
    root = tmp_path_factory.mktemp("markdown")
    workspace = workspace_with(root / "workspace", title="Tekst")
    template(root / "workspace", "trial", OPEN, TEXT)
    parameters = {"programme": "invented", "language": "en"}
    return run(Request("trial", parameters, root / "reports"), workspace)


class TestMarkdownOfATemplate:
    @pytest.fixture
    def page(self, folder):
        return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")

    def test_a_list_stays_a_list(self, page):
        items = [item.get_text() for item in page.main.select("ul li")]
        assert items == ["the first", "the second"]

    def test_emphasis_code_and_links_are_shown(self, page):
        paragraph = next(p for p in page.main.find_all("p") if "stressed" in p.get_text())
        assert paragraph.em.get_text() == "stressed"
        assert paragraph.strong.get_text() == "strong"
        assert paragraph.code.get_text() == "code"
        assert paragraph.a["href"] == "https://example.org/"

    def test_a_paragraph_straight_below_its_heading_is_none_of_it(self, page):
        assert [tag.get_text() for tag in page.main.find_all("h2")] == ["A list", "Steps"]

    def test_code_stands_in_the_pdf_too(self, folder):
        assert "some are code" in pdf_words(folder / "report.pdf")
