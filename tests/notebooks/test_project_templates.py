"""The templates of the project: what every notebook in notebooks/ keeps to."""

import ast

import nbformat
import pytest
from making import CASES, PROJECT

from analysis.sources.municipalities import find_municipality
from analysis.sources.workspace import Workspace

TEMPLATES = [
    path for path in sorted((PROJECT / "notebooks").glob("*.ipynb")) if path.stem != "explore"
]
PARAMETERS = ["programme", "municipality", "as_of", "language"]


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_is_one_for_each_report():
    assert {case.template for case in CASES.values()} == {path.stem for path in TEMPLATES}


def test_is_valid_and_runs_with_python(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_is_kept_without_what_a_run_leaves(notebook):
    assert [cell.outputs for cell in code(notebook) if cell.outputs] == []
    assert {cell.execution_count for cell in code(notebook)} == {None}
    assert "papermill" not in notebook.metadata


def test_cells_have_names_of_their_own(notebook):
    names = [cell.id for cell in notebook.cells]
    assert len(set(names)) == len(names)


def test_begins_with_its_title_and_has_no_other(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    lines = [line for cell in notebook.cells for line in cell.source.splitlines()]
    assert [line for line in lines if line.startswith("# ")] == [first.source.splitlines()[0]]


def test_parameters_are_annotated_texts_and_nothing_else(notebook):
    tagged = [cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert len(tagged) == 1
    lines = ast.parse(tagged[0].source).body
    # The page of a municipality is about all its programmes, and takes none.
    expected = PARAMETERS[-len(lines) :]
    assert len(lines) >= len(PARAMETERS) - 1
    assert [type(line) for line in lines] == [ast.AnnAssign] * len(lines)
    assert [line.target.id for line in lines] == expected
    assert {line.annotation.id for line in lines} == {"str"}
    assert {type(line.value.value) for line in lines} == {str}


def test_defaults_name_a_programme_or_a_municipality_that_is_there(notebook):
    tagged = next(cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", []))
    first = ast.parse(tagged.source).body[0]
    if first.target.id == "municipality":
        assert find_municipality(Workspace(PROJECT), first.value.value)
    else:
        assert (PROJECT / "data" / "programmes" / f"{first.value.value}.toml").is_file()


def test_cells_are_short_and_define_nothing(notebook):
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 8
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda} == set()
        imported = [
            node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Import)
        ]
        assert imported == []
