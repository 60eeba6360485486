"""The project's reports in Word and Excel: as LibreOffice opens them, and back into the store."""

import json
import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import nbformat
import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner
from making import invented, missing, quarters, template
from making_blocks import DAY, HOSTILE, hostile_report

from analysis.cli import main
from analysis.errors import RunError
from analysis.reporting.document import Document, read_document
from analysis.reporting.export_docx import ReportDocxExporter
from analysis.reporting.export_xlsx import ReportXlsxExporter
from analysis.reporting.runs import Request, run
from analysis.sources.spreadsheets import apply, chosen_sheet, propose, read_sheets
from analysis.sources.workspace import Workspace

LOOKED_AT = [("sick_leave", "en"), ("policy_evaluation", "nb"), ("action_programme", "sv")]
LANGUAGES = {"en": "en-GB", "nb": "nb-NO", "sv": "sv-SE"}


@lru_cache
def executed(folder: Path) -> nbformat.NotebookNode:
    return nbformat.read(folder / "report.ipynb", 4)


def xlsx(folder: Path, to: Path) -> Path:
    raw, _ = ReportXlsxExporter().from_notebook_node(executed(folder), {"made": DAY})
    to.write_bytes(raw)
    return to


def docx(notebook: nbformat.NotebookNode, to: Path) -> Path:
    raw, _ = ReportDocxExporter().from_notebook_node(notebook, {"made": DAY})
    to.write_bytes(raw)
    return to


def as_pdf(path: Path) -> pikepdf.Pdf:
    """What LibreOffice makes of a document: a tagged PDF."""
    if not shutil.which("soffice"):
        missing("LibreOffice (libreoffice-writer-nogui) is not here")
    flags = ("PDFUACompliance", "UseTaggedPDF", "ExportBookmarks")
    options = json.dumps({name: {"type": "boolean", "value": "true"} for name in flags})
    command = [
        "soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless",
        "--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(path.parent), str(path),
    ]  # fmt: skip
    home = {**os.environ, "HOME": str(path.parent)}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=home)
    return pikepdf.open(path.with_suffix(".pdf"))


def tags(node: object) -> list[tuple[str, str]]:
    """The structure of a PDF in reading order: kinds of its elements with alternative texts."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in tags(child)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    kind = [(str(node["/S"])[1:], str(node.get("/Alt", "")))] if "/S" in node else []
    return kind + (tags(node["/K"]) if "/K" in node else [])


def words(spans: list[dict[str, str]]) -> str:
    return "".join(span["text"] for span in spans)


@pytest.mark.slow
@pytest.mark.parametrize("case", LOOKED_AT, ids="-".join)
def test_libreoffice_makes_a_pdf_of_it_with_headings_tables_and_alternative_texts(
    made_report, tmp_path, case
):
    notebook = executed(made_report(*case))
    document: Document = read_document(notebook)
    pdf = as_pdf(docx(notebook, tmp_path / "report.docx"))
    found = tags(pdf.Root.StructTreeRoot)
    kinds = [kind for kind, _ in found]
    headings = [block for block in document.blocks if block["kind"] == "heading"]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 1 + sum(block["level"] == 2 for block in headings)
    assert kinds.count("H3") == sum(block["level"] == 3 for block in headings)
    alts = [alt for kind, alt in found if kind == "Figure"]
    assert alts == [block["alt"] for block in document.figures]
    tables = [block for block in document.blocks if block["kind"] == "table"]
    assert kinds.count("Table") == len(tables) + len(document.figures)
    columns = [block["columns"] for block in tables]
    columns += [block["data"]["columns"] for block in document.figures]
    assert kinds.count("TH") == sum(map(len, columns))
    assert str(pdf.Root.Lang) == LANGUAGES[case[1]]
    assert pdf.docinfo["/Title"] == document.heading
    with pdf.open_outline() as outline:
        assert outline.root[0].title == words(document.title)
        assert [item.title for item in outline.root[0].children][:-1] == [
            words(block["text"]) for block in document.sections
        ]


@pytest.mark.slow
def test_libreoffice_opens_hostile_words(tmp_path):
    pdf = as_pdf(docx(hostile_report(), tmp_path / "hostile.docx"))
    found = tags(pdf.Root.StructTreeRoot)
    assert [kind for kind, _ in found].count("Table") == len(HOSTILE)


def test_every_figure_of_a_report_is_a_number_in_its_workbook(made_report, tmp_path):
    """Numbers are told from words by their language; none is left out."""
    for case in LOOKED_AT:
        folder = made_report(*case)
        tables = read_document(executed(folder)).tables
        book = openpyxl.load_workbook(xlsx(folder, tmp_path / "report.xlsx"))
        for table, sheet in zip(tables, book.worksheets[2:], strict=True):
            for row, cells in zip(
                sheet.iter_rows(min_row=3, max_row=2 + len(table["rows"])),
                table["rows"],
                strict=True,
            ):
                for cell, spans, is_number in zip(row, cells, table["numeric"], strict=True):
                    shown = words(spans)
                    plain = re.fullmatch(r"[+−]?[\d\xa0.,]+(\xa0\*)?", shown)
                    is_figure = isinstance(cell.value, int | float)
                    assert is_figure == bool(is_number and plain), (table["name"], shown)
                    if not is_figure:
                        assert cell.value == shown


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_quarters_of_a_report_come_back_from_its_workbook(made_report, tmp_path, language):
    path = xlsx(made_report("sick_leave", language), tmp_path / "report.xlsx")
    names = openpyxl.load_workbook(path).sheetnames
    tables = read_document(executed(made_report("sick_leave", language))).tables
    number = [table["name"] for table in tables].index("quarters")
    sheets = read_sheets(path)
    proposal = propose(
        chosen_sheet(sheets, names[2 + number]), indicator="sick_leave", municipality="4001"
    )
    answers = {question.id: "ignore" for question in proposal.questions}
    draft = proposal.decide(answers).model_dump()
    # The mean of the quarters is no figure of the source's.
    draft["columns"] = [
        {**column, "holds": "ignore"} if column["column"] == "F" else column
        for column in draft["columns"]
    ]
    mapping = type(proposal.decide(answers)).model_validate(draft)
    found = apply(sheets, mapping, path.name)
    assert found.refusals.empty
    series = dict(zip(found.observations["period"].astype(str), found.observations["value"],
                      strict=True))  # fmt: skip
    assert series == {
        "2005Q1": 8.7, "2005Q2": 9.0, "2005Q3": 8.8, "2005Q4": 9.6,
        "2006Q1": 11.0, "2006Q2": 9.1, "2006Q3": 8.9, "2006Q4": 10.4,
        "2007Q1": 10.9, "2007Q2": 9.5, "2007Q3": 9.2, "2007Q4": 9.7,
        "2008Q1": 9.3, "2008Q2": 8.5, "2008Q3": 7.4, "2008Q4": 8.1,
    }  # fmt: skip


def test_the_command_asks_about_the_sheet_that_is_named(made_report, tmp_path, copied, monkeypatch):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(copied.root))
    path = xlsx(made_report("sick_leave", "en"), tmp_path / "report.xlsx")
    words = ["import", str(path), "--indicator", "sick_leave_own_no", "--municipality", "4001"]
    without = CliRunner().invoke(main, words)
    assert without.exit_code == 3
    assert "16 sheets hold cells" in without.stderr
    sheet = "4 Sick leave by quarter, per"
    asked = CliRunner().invoke(main, [*words, "--sheet", sheet])
    assert "column_F=ignore" in asked.stdout
    assert "column_G=ignore" in asked.stdout
    answers = ["--answer", "column_F=ignore", "--answer", "column_G=ignore"]
    CliRunner().invoke(main, [*words, "--sheet", sheet, *answers])
    mapping = path.with_name("report.mapping.toml")
    assert f'sheet = "{sheet}"' in mapping.read_text(encoding="utf-8")
    stored = CliRunner().invoke(main, words)
    assert stored.exit_code == 0, stored.output
    assert "16 figures stored" in stored.stdout


def invented_workspace(root: Path) -> Workspace:
    return invented(root, quarters(2016, (8, 8, 7)), start="2018Q1", as_of="2018")


@pytest.mark.slow
def test_a_run_makes_the_files_it_was_asked_for_and_says_so(tmp_path):
    workspace = invented_workspace(tmp_path)
    parameters = {"programme": "invented", "language": "nb"}
    request = Request("sick_leave", parameters, tmp_path / "out", formats=("docx", "xlsx"))
    folder = run(request, workspace)
    names = {"report.html", "report.pdf", "report.docx", "report.xlsx", "report.ipynb"}
    assert {path.name for path in folder.iterdir()} == {*names, "run.json"}
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert set(told["files"]) == names
    assert {"html", "pdf", "docx", "xlsx"} <= set(told["seconds"])
    marked = openpyxl.load_workbook(folder / "report.xlsx").worksheets[2]["A2"].value
    assert marked.startswith("Oppdiktede tall")
    again = run(Request("sick_leave", parameters, tmp_path / "out"), workspace)
    assert {path.name for path in again.iterdir()} == {
        "report.html", "report.pdf", "report.ipynb", "run.json",
    }  # fmt: skip


@pytest.mark.slow
def test_a_run_that_fails_leaves_no_file_of_any_kind(tmp_path):
    workspace = invented_workspace(tmp_path)
    template(tmp_path, "failing", "1 / 0")
    request = Request("failing", {"programme": "invented"}, tmp_path / "out", formats=("docx",))
    with pytest.raises(RunError):
        run(request, workspace)
    left = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert left == {"report.ipynb", "run.json"}
