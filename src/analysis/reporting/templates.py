"""Report templates: notebooks with a ``parameters`` cell."""

import ast
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import Fault, InputError, ParameterError
from analysis.sources.workspace import Workspace, shipped

TAG = "parameters"
ACCEPTED = 'a cell tagged "parameters" with lines such as  language: str = "nb"'


@dataclass(frozen=True)
class Template:
    """A notebook that can be run with parameters, all of them strings.

    ``report`` is the one it opens: what its call of ``open_report`` names. A template of one's own
    has a name of its own and builds on a report that there is.
    """

    name: str
    path: Path
    title: str
    defaults: dict[str, str]
    report: str

    def check(self, values: dict[str, str]) -> None:
        """Raise ParameterError for a parameter the template does not have, or no string."""
        known = ", ".join(self.defaults)
        for name, value in values.items():
            if name not in self.defaults:
                raise ParameterError(
                    f"template {self.name} has no parameter '{name}'. Parameters: {known}."
                )
            if not isinstance(value, str):
                raise ParameterError(
                    f"parameter {name} of {self.name} is {value!r}. Accepted: text in quotes; "
                    "a number such as 0301 would lose its zero."
                )


def find_templates(workspace: Workspace) -> list[Path]:
    """Return the notebooks that have a parameters cell, by name."""
    return [path for path in notebooks(workspace) if _is_template(path)]


def notebooks(workspace: Workspace) -> list[Path]:
    """Return every notebook, by name: the workspace's own, and those that come with the package
    where it has none of the name."""
    found = {
        path.stem: path
        for folder in (shipped().notebooks, workspace.notebooks)
        for path in folder.glob("*.ipynb")
    }
    return [found[name] for name in sorted(found)]


def _is_template(path: Path) -> bool:
    try:
        return _parameters_cell(path) is not None
    except InputError:
        return False


def read_template(workspace: Workspace, name: str) -> Template:
    """Return the template called ``name``.

    ParameterError if there is none; InputError if its parameters are not plain annotated strings.
    """
    path = next((path for path in notebooks(workspace) if path.stem == name), None)
    source = _parameters_cell(path) if path else None
    if path is None or source is None:
        known = ", ".join(found.stem for found in find_templates(workspace)) or "none"
        raise ParameterError(f"there is no template '{name}'. Templates here: {known}.")
    defaults = _defaults(source, workspace.relative(path))
    return Template(name, path, _title(path), defaults, _report(path) or name)


def check_notebook(workspace: Workspace, path: Path) -> None:
    """Raise InputError for a notebook that cannot be read, or whose parameters are faulty."""
    import nbformat

    if _parameters_cell(path) is not None:
        read_template(workspace, path.stem)
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
    except (nbformat.ValidationError, ValueError) as error:
        found = f"cannot be read as a notebook ({str(error).splitlines()[0]})"
        label = workspace.relative(path)
        raise InputError([Fault(label, None, "", found, "a Jupyter notebook")]) from None


def _cells(path: Path) -> list[dict[str, Any]]:
    """The cells: their kind, source and tags. Read here because nbformat takes seconds to import,
    and whoever lists the templates runs none of them."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [
            {
                "kind": cell["cell_type"],
                "source": "".join(cell["source"]),
                "tags": list(cell.get("metadata", {}).get("tags", [])),
            }
            for cell in cells
        ]
    except (ValueError, OSError, LookupError, TypeError, AttributeError, RecursionError) as error:
        found = f"cannot be read as a notebook ({error})"
        raise InputError([Fault(str(path), None, "", found, "a Jupyter notebook")]) from None


def _parameters_cell(path: Path) -> str | None:
    for cell in _cells(path):
        if TAG in cell["tags"]:
            return str(cell["source"])
    return None


def _title(path: Path) -> str:
    first = next((item["source"] for item in _cells(path) if item["kind"] == "markdown"), "")
    return str(first).split("\n", maxsplit=1)[0].lstrip("# ").strip()


def _report(path: Path) -> str | None:
    """The report that the first call of ``open_report`` names."""
    for cell in _cells(path):
        if cell["kind"] == "code" and "open_report" in cell["source"]:
            with suppress(SyntaxError):
                for call in ast.walk(ast.parse(cell["source"])):
                    if isinstance(call, ast.Call) and (name := _opened(call)):
                        return name
    return None


def _opened(call: ast.Call) -> str | None:
    named = isinstance(call.func, ast.Name) and call.func.id == "open_report"
    first = call.args[0] if named and call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return None


def _defaults(source: str, label: str) -> dict[str, str]:
    """The parameters and their defaults; papermill's own inspection overlooks some annotations."""
    defaults, faults = {}, []
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        found = f"found '{(error.text or '').strip()}'"
        raise InputError([Fault(label, error.lineno, TAG, found, ACCEPTED)]) from None
    for statement in statements:
        line = ast.get_source_segment(source, statement) or ""
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and ast.unparse(statement.annotation) == "str"
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        ):
            defaults[statement.target.id] = statement.value.value
        else:
            faults.append(Fault(label, statement.lineno, "parameters", f"found '{line}'", ACCEPTED))
    if faults:
        raise InputError(faults)
    return defaults
