"""How the objects of an analysis show themselves in a notebook and in a terminal."""

import re
from io import StringIO

import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import phrase
from analysis.errors import Fault, InputError, ParameterError
from analysis.evaluation.findings import Finding, Grade
from analysis.evaluation.sick_leave import find
from analysis.notebook import open_report, rich
from analysis.sources.workspace import VARIABLE

ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


@pytest.fixture(scope="module")
def shell():
    shell = InteractiveShell()
    rich.register(shell)
    return shell


def shown(shell, thing) -> dict:
    return shell.display_formatter.format(thing)[0]


def test_a_programme_is_a_table_with_its_name(shell, porsgrunn):
    bundle = shown(shell, porsgrunn)
    assert "<caption>Programme: Reduced sick leave in the municipality" in bundle["text/html"]
    assert "sick_leave 2008: 8.5 (desired)" in bundle["text/html"]
    assert '<th scope="row">start</th>' in bundle["text/html"]
    line = bundle["text/plain"]
    assert line.startswith("<Programme: Reduced sick leave")
    assert line.endswith("(porsgrunn-sick-leave)>")


def test_an_evaluation_lists_its_parts_and_what_they_hold(shell, porsgrunn_evaluation):
    bundle = shown(shell, porsgrunn_evaluation)
    assert "<caption>SickLeaveEvaluation</caption>" in bundle["text/html"]
    assert '<th scope="row">readings</th>' in bundle["text/html"]
    assert bundle["text/plain"] == "<SickLeaveEvaluation>"
    assert "Series, 16 rows" in shown(shell, porsgrunn_evaluation.lead)["text/html"]


def test_a_finding_says_how_surely_it_is_known(shell, porsgrunn_evaluation):
    first = find(porsgrunn_evaluation)[0]
    bundle = shown(shell, first)
    assert first.grade.value in bundle["text/html"]
    assert bundle["text/plain"] == f"<Finding ({first.key})>"


def test_nothing_shows_an_address_in_memory(shell, workspace, porsgrunn, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(workspace.root))
    report = open_report("sick_leave", "porsgrunn-sick-leave", language="en")
    things = [
        *(porsgrunn, porsgrunn.indicators[0], porsgrunn.measures[0], report, report.evaluation),
        *(report.findings(), report.masthead(), report.subject.municipality, report.quarters()),
        Finding("any", Grade.OBSERVED, {"n": 1}),
    ]
    for thing in things:
        bundle = shown(shell, thing)
        assert bundle["text/plain"]
        assert not ADDRESS.search(bundle["text/plain"] + bundle["text/html"])
    assert repr(report) == "<SickLeaveReport: Porsgrunn, as of 2009Q1>"


def test_blocks_show_themselves_each_and_together():
    text = TextBlock((phrase("First."), phrase("Second.")))
    assert repr(text) == "First.\nSecond."
    bundle = Blocks(text, text)._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == "First.\nSecond.\nFirst.\nSecond."
    assert text._repr_mimebundle_()["text/html"].endswith("<p>First.</p>\n<p>Second.</p>\n</div>")


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (ParameterError("there is no 'x'."), "tiltak: there is no 'x'."),
        (InputError([Fault("a.toml", 3, "id", "found 'x'", "y")]), "a.toml:3: id: found 'x'."),
    ],
)
def test_an_error_for_a_user_has_no_traceback_in_a_notebook(shell, capsys, raised, said):
    shell.user_ns["raised"] = raised
    shell.run_cell("raise raised")
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert "Traceback" not in told.out + told.err
    assert "raise raised" not in told.out + told.err


def test_an_error_of_ours_keeps_its_traceback(shell, capsys):
    shell.run_cell("1 / 0")
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.out + told.err
    assert "Traceback" in told.out + told.err


def test_what_is_shown_is_text_and_no_markup(shell):
    stream = StringIO(shown(shell, Finding("<script>", Grade.OBSERVED, {}))["text/html"])
    assert "&lt;script&gt;" in stream.read()
