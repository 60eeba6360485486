"""The head of each page of a PDF: a page by itself says what it must not be taken for."""

import shutil
import subprocess
from functools import cache

import pytest
from making import missing
from making_blocks import DAY, small_report

from analysis.reporting.export_pdf import ReportPDFExporter

WARNING = "Invented figures, for trial only."


@cache
def pages(warning: str) -> list[str]:
    """The text of each page of a report of several."""
    if not shutil.which("pdftotext"):
        missing("pdftotext (of poppler-utils) is not here")
    notebook = small_report("en", warning)
    notebook.cells.extend([notebook.cells[-1]] * 6)
    raw, _ = ReportPDFExporter().from_notebook_node(notebook, {"made": DAY})
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    read = subprocess.run(command, input=raw, capture_output=True, check=True).stdout.decode()
    return read.rstrip("\f").split("\f")


def test_every_page_says_at_its_head_that_figures_are_invented():
    assert len(pages(WARNING)) > 1
    assert [page.lstrip().startswith(WARNING) for page in pages(WARNING)] == [True] * len(
        pages(WARNING)
    )
    assert "As of: 2007" in pages(WARNING)[1].splitlines()[1]


def test_no_page_says_so_of_figures_that_are_real():
    assert [WARNING in page for page in pages("")] == [False] * len(pages(""))


@pytest.mark.parametrize("warning", ["", WARNING])
def test_the_first_page_has_no_running_title(warning):
    assert "As of: 2007" not in pages(warning)[0]
    assert "As of: 2007" in pages(warning)[1]
