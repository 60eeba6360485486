"""A template of one's own: the first sections of one that there is, ready to run and to change."""

import ast
import json
import re
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError
from analysis.reporting.templates import TAG, check_notebook, read_template
from analysis.sources.files import write_whole
from analysis.sources.toml import quoted
from analysis.sources.workspace import Workspace

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LEADING = 2
_KEPT = ("in-short-text", "methods-text", "limits-text", "sources-text", "run-text")
"""The sections without which no report should go out."""


def write_template(
    workspace: Workspace, name: str, model: str, programme: str = "", title: str = ""
) -> Path:
    """Write a template that opens the report of ``model``, and return its path.

    It has the model's parameters, opening and first page, the section after it, and those on
    methods, limits, sources and the run. ``programme`` is what it shows in JupyterLab.
    ParameterError for a name that cannot be one or that is taken, and for a model that is not
    there. OutputError if it cannot be written.
    """
    base = read_template(workspace, model)
    path = _free(workspace, name)
    notebook = json.loads(base.path.read_text(encoding="utf-8"))
    sections = _sections(notebook["cells"])
    own = [part for part in sections if part[0].get("id") not in _KEPT][: 1 + _LEADING]
    chosen = [part for part in sections if part in own or part[0].get("id") in _KEPT]
    notebook["cells"] = [cell for part in chosen for cell in part]
    if title:
        _retitle(notebook["cells"][0], title)
    if "programme" in base.defaults:
        _show(notebook["cells"], programme)
    text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    label = workspace.relative(path)
    write_whole(path, text, label, folders=True)
    check_notebook(workspace, path)
    return path


def _free(workspace: Workspace, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ParameterError(
            f"'{name}' is no name of a template. Accepted: small letters, digits and _, a letter "
            "first."
        )
    path = workspace.notebooks / f"{name}.ipynb"
    if path.exists():
        told = workspace.relative(path)
        raise ParameterError(f"{told} is there already. Accepted: another name.")
    try:
        read_template(workspace, name)
    except ParameterError:
        return path
    raise ParameterError(f"Tiltak has a template '{name}' itself. Accepted: another name.")


def _sections(cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The cells before the first heading of the second level, then those of each section."""
    found: list[list[dict[str, Any]]] = [[]]
    for cell in cells:
        if cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("## "):
            found.append([])
        found[-1].append(cell)
    return found


def _retitle(cell: dict[str, Any], title: str) -> None:
    lines = "".join(cell["source"]).split("\n")
    cell["source"] = "\n".join([f"# {' '.join(title.split())}", *lines[1:]])


def _show(cells: list[dict[str, Any]], programme: str) -> None:
    """Let the parameters cell name ``programme``."""
    for cell in cells:
        if TAG in cell["metadata"].get("tags", []):
            source = "".join(cell["source"])
            statement = next(
                item
                for item in ast.parse(source).body
                if isinstance(item, ast.AnnAssign)
                and isinstance(item.target, ast.Name)
                and item.target.id == "programme"
            )
            old = ast.get_source_segment(source, statement) or ""
            cell["source"] = source.replace(old, f"programme: str = {quoted(programme)}", 1)
