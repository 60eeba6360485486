"""Links from one report to another.

A report names another by where it belongs below the folder of reports (``report:sick_leave/...``).
Only whoever makes a page knows where that folder is and what is in it: a link to a report that
has not been made would lead a citizen nowhere.

A machine that cannot see that folder makes its pages in another, which lists what is there.
"""

import copy
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from analysis.display.blocks import MIME, Payload
from analysis.display.languages import Language

SCHEME = "report:"
ELSEWHERE = ".reports-elsewhere"
"""The file in which a folder that stands in for the one of all reports lists what is there."""


def stand_in(output: Path, names: Iterable[str]) -> None:
    """Let ``output`` stand in for a folder with the reports ``names``."""
    (output / ELSEWHERE).write_text("\n".join(names), encoding="utf-8")


def linked(
    notebook: nbformat.NotebookNode, output: Path, folder: Path, language: Language
) -> nbformat.NotebookNode:
    """Return an executed notebook with its links to other reports as a page at ``folder`` below
    ``output`` can follow them; what has not been made is said to be so, and is no link."""
    return _with(notebook, lambda name: _link(name, output, folder, language))


def named(
    notebook: nbformat.NotebookNode, output: Path, language: Language
) -> nbformat.NotebookNode:
    """As :func:`linked` for a file that is handed on alone: reports by the name of their
    folder, and no link."""
    return _with(notebook, lambda name: _name(name, output, language))


def _link(name: str, output: Path, folder: Path, language: Language) -> Payload:
    if not _is_made(output, name, "report.html"):
        return _not_made(language)
    path = os.path.relpath(Path(name) / "report.html", folder)
    return {"text": language.say("Open the report").plain, "href": Path(path).as_posix()}


def _name(name: str, output: Path, language: Language) -> Payload:
    if not _is_made(output, name, "report.pdf"):
        return _not_made(language)
    return {"text": name, "style": "code"}


def _is_made(output: Path, name: str, file: str) -> bool:
    if (output / name / file).is_file():
        return True
    elsewhere = output / ELSEWHERE
    return elsewhere.is_file() and name in elsewhere.read_text(encoding="utf-8").splitlines()


def _not_made(language: Language) -> Payload:
    return {"text": language.say("not made yet").plain}


def _with(notebook: nbformat.NotebookNode, resolve: Any) -> nbformat.NotebookNode:
    resolved = copy.copy(notebook)
    resolved.cells = [_cell_with(cell, resolve) for cell in notebook.cells]
    return resolved


def _cell_with(cell: nbformat.NotebookNode, resolve: Any) -> nbformat.NotebookNode:
    """A copy of the cell as deep as its links lie: figures are large, and none is in them."""
    if not any(MIME in output.get("data", {}) for output in cell.get("outputs", [])):
        return cell
    resolved = copy.copy(cell)
    resolved.outputs = [copy.copy(output) for output in cell.outputs]
    for output in resolved.outputs:
        if MIME in output.get("data", {}):
            output.data = copy.copy(output.data)
            output.data[MIME] = _replaced(output.data[MIME], resolve)
    return resolved


def _replaced(part: Any, resolve: Any) -> Any:
    if isinstance(part, list):
        return [_replaced(item, resolve) for item in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("href", "")).startswith(SCHEME):
        return resolve(part["href"].removeprefix(SCHEME))
    return {key: _replaced(value, resolve) for key, value in part.items()}
