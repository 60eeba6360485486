"""Requests that are refused before any kernel starts: nothing is written, and the message says
what is accepted."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from making import PARAMETERS, PROJECT, invented, quarters, snapshot, template

from analysis.cli import main
from analysis.errors import InputError, ParameterError
from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

PORSGRUNN = {"programme": "porsgrunn-sick-leave"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of our own, to break."""
    root = tmp_path / "workspace"
    targets = [("2018", "desired", 7.5)]
    figures = quarters(2016, (8, 8, 7))
    return invented(root, figures, start="2018Q1", as_of="2018", targets=targets)


@pytest.mark.parametrize(
    ("template_name", "parameters", "found", "accepted"),
    [
        (
            "sick_leaf",
            PORSGRUNN,
            "no template 'sick_leaf'",
            "policy_evaluation, quality_review, sick_leave",
        ),
        ("../sick_leave", PORSGRUNN, "no template '../sick_leave'", "sick_leave"),
        ("sick_leave", {"programme": "nowhere"}, "no programme 'nowhere'", "porsgrunn-sick-leave"),
        ("sick_leave", {"programme": "../x"}, "no programme '../x'", "porsgrunn-sick-leave"),
        ("sick_leave", {"programme": ""}, "no programme is named", "tiltak list"),
        ("sick_leave", {**PORSGRUNN, "municipality": "9999"}, "'9999'", "4001 Porsgrunn"),
        ("sick_leave", {**PORSGRUNN, "municipality": "805"}, "'805'", "4001 Porsgrunn"),
        ("sick_leave", {**PORSGRUNN, "municipality": "0301"}, "'0301'", "4001 Porsgrunn"),
        ("sick_leave", {**PORSGRUNN, "municipality": "3301"}, "not of Drammen", "Porsgrunn (4001)"),
        ("sick_leave", {**PORSGRUNN, "as_of": "2009Q5"}, "'2009Q5'", "quarter (2009Q1)"),
        ("sick_leave", {**PORSGRUNN, "as_of": "2009-02-30"}, "'2009-02-30'", "date (2009-03-31)"),
        ("sick_leave", {**PORSGRUNN, "language": "no"}, "no language 'no'", "nb, nn, sv, en"),
        ("sick_leave", {**PORSGRUNN, "langauge": "nb"}, "no parameter 'langauge'", "language"),
        (
            "sick_leave",
            {**PORSGRUNN, "municipality": 805},
            "municipality of sick_leave is 805",
            "text",
        ),
        ("sick_leave", {**PORSGRUNN, "as_of": None}, "as_of of sick_leave is None", "text"),
        ("sick_leave", {"programme": "drammen-employer-policy"}, "no indicator", "sick_leave"),
        ("policy_evaluation", PORSGRUNN, "no scale on which parties", "policy_evaluation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_unknown_is_refused_with_what_is_known(
    tmp_path, template_name, parameters, found, accepted
):
    output = tmp_path / "reports"
    with pytest.raises(ParameterError) as caught:
        run(Request(template_name, parameters, output), Workspace(PROJECT))
    assert caught.value.exit_code == 2
    assert found in str(caught.value)
    assert accepted in str(caught.value)
    assert not output.exists()


def test_every_fault_of_a_programme_file_is_told(workspace, tmp_path):
    path = workspace.programmes / "invented.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('start = "2018Q1"', 'start = "2018Q9"\nbegin = "2018"')
        .replace('unit = "percent"', 'unit = "prosent"')
        .replace('municipality = "4001"', "municipality = 4001"),
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        run(Request("sick_leave", {"programme": "invented"}, tmp_path / "out"), workspace)
    assert caught.value.exit_code == 3
    places = {(fault.line, fault.key) for fault in caught.value.faults}
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = ("start", "begin", "municipality", "unit")
    numbers = {
        key: next(i for i, line in enumerate(lines, 1) if line.startswith(key)) for key in expected
    }
    assert places == {
        (numbers["start"], "start"),
        (numbers["begin"], "begin"),
        (numbers["municipality"], "municipality"),
        (numbers["unit"], "indicators[1].unit"),
    }
    assert "4 faults" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_raw_file_that_was_changed_is_refused(workspace, tmp_path):
    raw = workspace.sources / "synthetic" / "own" / "2026.csv"
    raw.write_text(raw.read_text() + "2019Q1,7.0\n")
    with pytest.raises(InputError, match="it was changed after it was recorded"):
        run(Request("sick_leave", {"programme": "invented"}, tmp_path / "out"), workspace)
    assert not (tmp_path / "out").exists()


def test_a_raw_file_that_cannot_be_read_is_refused_before_anything_runs(workspace, tmp_path):
    figures = {"2016Q1": 8.0, "2016Q2": "åtte", "2016": "x"}
    for path in (workspace.sources / "synthetic" / "own").iterdir():
        path.unlink()
    (workspace.sources / "synthetic" / "own").rmdir()
    snapshot(workspace.root, "own", figures)
    with pytest.raises(InputError) as caught:
        run(Request("sick_leave", {"programme": "invented"}, tmp_path / "out"), workspace)
    assert [(fault.line, fault.found) for fault in caught.value.faults] == [
        (3, "found 'åtte'"),
        (4, "found 'x'"),
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("language = 'nb'", "language = 'nb'"),
        ("language: str | None = None", "language: str | None = None"),
        ("municipality: int = 4001", "municipality: int = 4001"),
        ("language: str =", "language: str ="),
    ],
)
def test_a_template_with_other_parameters_than_texts_is_refused(workspace, tmp_path, line, found):
    path = template(workspace.root, "trial", "## A question")
    source = path.read_text(encoding="utf-8")
    assert PARAMETERS.splitlines()[0].replace('"', r"\"") in source
    path.write_text(source.replace(r"language: str = \"nb\"", line), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        run(Request("trial", {"programme": "invented"}, tmp_path / "out"), workspace)
    assert found in str(caught.value)
    assert "notebooks/trial.ipynb" in str(caught.value)


def test_the_command_refuses_with_number_two(tmp_path, monkeypatch):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(PROJECT))
    for options in (
        ["nothing", "--programme", "porsgrunn-sick-leave"],
        ["sick_leave", "--programme", "nothing"],
        ["sick_leave", "--programme", "porsgrunn-sick-leave", "--language", "de"],
        ["sick_leave", "--programme", "porsgrunn-sick-leave", "--municipality", "0602"],
        ["sick_leave"],
    ):
        output = ["--output", str(tmp_path / "reports")]
        told = CliRunner().invoke(main, ["report", *options, *output])
        assert (options, told.exit_code) == (options, 2)
        assert "Traceback" not in told.output
    assert not (tmp_path / "reports").exists()


def test_the_command_refuses_faulty_files_with_number_three(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(workspace.root))
    (workspace.programmes / "invented.toml").write_text("id = \n", encoding="utf-8")
    options = ["sick_leave", "--programme", "invented", "--output", str(tmp_path / "reports")]
    told = CliRunner().invoke(main, ["report", *options])
    assert told.exit_code == 3
    assert "data/programmes/invented.toml:1" in told.stderr
    assert not (tmp_path / "reports").exists()


def test_outside_a_workspace_the_command_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TILTAK_WORKSPACE", raising=False)
    told = CliRunner().invoke(main, ["list"])
    assert told.exit_code == 2
    assert "TILTAK_WORKSPACE" in told.stderr
