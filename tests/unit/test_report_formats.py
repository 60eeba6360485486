"""Which files of a report are made: asked for in words, refused in words, part of what it is."""

import pytest
from click.testing import CliRunner
from making import PROJECT

from analysis.cli import main
from analysis.errors import InputError, ParameterError
from analysis.reporting.batch import PlanFile, read_plan
from analysis.reporting.formats import chosen_formats
from analysis.reporting.requests import Request, prepare
from analysis.sources.workspace import Workspace

HERE = Workspace(PROJECT)
PARAMETERS = {"programme": "porsgrunn-sick-leave", "language": "nb"}
ENTRY = '[[reports]]\ntemplate = "sick_leave"\nprogrammes = ["porsgrunn-sick-leave"]\n'


def test_html_and_pdf_are_made_always_and_the_order_is_one():
    assert chosen_formats(()) == ("html", "pdf")
    assert chosen_formats(("xlsx", " DOCX", "xlsx")) == ("html", "pdf", "docx", "xlsx")
    assert chosen_formats(("docx",)) == ("html", "pdf", "docx")


@pytest.mark.parametrize("unknown", ["odt", "", "word", "../x"])
def test_an_unknown_format_is_refused_with_those_there_are(unknown):
    with pytest.raises(ParameterError, match=f"no format '{unknown}'.*html, pdf, docx, xlsx"):
        chosen_formats(("pdf", unknown))


def test_a_request_is_refused_before_anything_runs(tmp_path):
    request = Request("sick_leave", PARAMETERS, tmp_path, formats=("odt",))
    with pytest.raises(ParameterError, match="no format 'odt'"):
        prepare(request, HERE)
    good = Request("sick_leave", PARAMETERS, tmp_path, formats=("xlsx",))
    assert prepare(good, HERE).formats == ("html", "pdf", "xlsx")


@pytest.mark.parametrize("command", ["report", "batch"])
def test_the_commands_refuse_it_too(command, tmp_path, monkeypatch):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(PROJECT))
    named = ["sick_leave"] if command == "report" else ["--template", "sick_leave"]
    options = ["--programme", "porsgrunn-sick-leave", "--format", "pdf,odt"]
    told = CliRunner().invoke(main, [command, *named, *options, "--output", str(tmp_path / "out")])
    assert told.exit_code == ParameterError.exit_code
    assert "no format 'odt'" in told.stderr
    assert not (tmp_path / "out").exists()


def test_a_plan_names_them_and_the_command_may_not_as_well(tmp_path, monkeypatch):
    plan = tmp_path / "plan.toml"
    plan.write_text(f'formats = ["docx"]\n{ENTRY}', encoding="utf-8")
    assert read_plan(plan).formats == ("docx",)
    assert PlanFile(reports=read_plan(plan).reports).formats == ()
    monkeypatch.setenv("TILTAK_WORKSPACE", str(PROJECT))
    told = CliRunner().invoke(main, ["batch", str(plan), "--format", "xlsx", "--dry-run"])
    assert told.exit_code == ParameterError.exit_code
    assert "the plan says what to make" in told.stderr


def test_a_plan_with_an_unknown_one_is_refused_where_it_stands(tmp_path):
    plan = tmp_path / "plan.toml"
    plan.write_text(f'formats = ["docx", "odt"]\n{ENTRY}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(plan)
    (fault,) = caught.value.faults
    assert fault.line == 1
    assert "odt" in str(fault)
    assert "xlsx" in str(fault)


def test_a_dry_run_with_formats_says_what_would_be_made(monkeypatch):
    monkeypatch.setenv("TILTAK_WORKSPACE", str(PROJECT))
    words = ["batch", "--template", "sick_leave", "--programme", "porsgrunn-sick-leave"]
    told = CliRunner().invoke(main, [*words, "--format", "docx,xlsx", "--dry-run"])
    assert told.exit_code == 0
    assert "sick_leave porsgrunn-sick-leave nb" in told.stdout
