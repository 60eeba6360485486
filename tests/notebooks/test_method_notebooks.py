"""The worked calculations: each runs from its own folder, and ends in asserts that hold."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks" / "methods").glob("*.ipynb"))
FAMILIES = {
    "targets",
    "control_charts",
    "seasons",
    "interrupted_series",
    "comparison",
    "participants_against_others",
    "surveys",
    "verdicts",
    "action_plans",
    "workforce",
    "disclosure",
    "findings",
}

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _code(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.source and
            cell.cell_type == "code"]  # fmt: skip


def test_every_family_of_methods_has_one():
    assert {path.stem for path in NOTEBOOKS} == FAMILIES


@each_notebook
def test_it_tells_a_story_and_holds_no_program(path):
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[0].source.startswith("# ")
    assert "caveat" in {cell["id"] for cell in notebook.cells}
    for source in _code(path):
        tree = ast.parse(source)
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert len(source.splitlines()) <= 10
    assert all(not cell.get("outputs") for cell in notebook.cells)


@each_notebook
def test_it_ends_in_asserts(path):
    last = ast.parse(_code(path)[-1])
    assert sum(isinstance(node, ast.Assert) for node in last.body) >= 2


@pytest.mark.slow
@each_notebook
def test_it_runs(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": path.parent}})
    client.execute()
