"""Filling in the form on status and verdicts, as a party would, in the cells that are for it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.sources.catalogue import find_programme
from analysis.sources.forms.sheets import read_labels
from analysis.sources.forms.status import write_status_form
from analysis.sources.workspace import Workspace

Cells = Mapping[str, object]

TODAY = date(2026, 11, 22)


def empty_form(
    workspace: Workspace,
    path: Path,
    programme: str,
    party: str,
    as_of: str = "2026-11-22",
    language: str = "en",
) -> Path:
    """Write the form of a party, and return its path."""
    found = find_programme(workspace, programme)
    write_status_form(workspace, found, party, Period.parse(as_of), language, path)
    return path


def fill(path: Path, head: Cells, answers: Mapping[str, Cells]) -> Path:
    """Fill in a form: ``head`` by the keys of its lines, ``answers`` by the keys of rows and
    columns."""
    book = load_workbook(path)
    words = _words(book.sheetnames)
    page = book[words["reply"]["title"]]
    lines = {str(row[0].value).removesuffix(" *"): row[1] for row in page.iter_rows(min_row=5)}
    for key, value in head.items():
        _put(lines[words["columns"][key][0]], value)
    page = book[words["answers"]["title"]]
    heads = {str(cell.value).removesuffix(" *"): cell.column for cell in page[4] if cell.value}
    refs = {
        str(row[heads[words["columns"]["ref"][0]] - 1].value): row[0].row
        for row in page.iter_rows(min_row=6)
    }
    for ref, cells in answers.items():
        for key, value in cells.items():
            _put(page.cell(refs[ref], heads[words["columns"][key][0]]), value)
    book.save(path)
    return path


def signed(by: str = "The chair", on: str = "2026-11-22", **more: object) -> Cells:
    """What stands on the sheet on who replies."""
    return {"by": by, "signed": date.fromisoformat(on), "confirmed": "yes", **more}


def _put(cell: Any, value: object) -> None:
    """Write a value as a person types it in a cell of text: what begins with = is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _words(names: list[str]) -> Mapping[str, Mapping[str, object]]:
    for code in LANGUAGES:
        words = read_labels("status")[code]
        if words["reply"]["title"] in names:
            return words
    raise LookupError(names)
