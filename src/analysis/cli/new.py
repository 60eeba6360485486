"""The commands that begin something: new programme, new template, new workspace."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from analysis.cli.frame import main, told
from analysis.cli.programmes import programme_options, tell_written, wanted_programme
from analysis.errors import ParameterError, TiltakError
from analysis.model.provenance import STORE
from analysis.sources.workspace import Workspace

_ANSWERS = ("source", "series", "municipality", "start", "desired", "acceptable", "title")


@main.group()
def new() -> None:
    """Begin a programme, a template or a workspace of one's own."""


@new.command("programme")
@click.argument("programme", required=False)
@click.option(
    "--form", "filled", type=click.Path(path_type=Path), help="A filled form, of `tiltak form`."
)
@click.option(
    "--replace", "again", is_flag=True, help="Write the file of an earlier form anew, keeping it."
)
@click.option("--source", default=None, help="Where the figures are: store:kolada/N00090.")
@click.option("--series", default=None, help="What they are called there. Default: all there is.")
@click.option("--municipality", default=None, help="Whose programme it is, such as 1060.")
@programme_options
@told
def programme_(programme: str | None, filled: Path | None, again: bool, **known: Any) -> None:
    """Write a programme file: from a filled form, from figures in the store, or from answers.

    With --form, what the form says becomes a programme file; every fault of it is listed, and
    nothing is written until it has none. A mistake in it is mended in the form: with --replace the
    file is then written anew, and the earlier one kept beside it. With PROGRAMME and --source, the
    file holds what is said here and nothing else. Without either, asks, if there is a terminal to
    ask at. No target is made up. `tiltak data` shows what is in the store.
    """
    workspace = Workspace.find()
    if filled is not None:
        if programme or any(known[name] for name in _ANSWERS):
            raise ParameterError("--form says all of it: name nothing beside it.")
        _of_form(workspace, filled, again)
    elif again:
        raise ParameterError("--replace is for a filled form: --form.")
    elif known["source"]:
        if not programme:
            raise ParameterError("say what the programme file is to be called: an id.")
        _of_store(workspace, programme, **known)
    elif known["series"]:
        raise ParameterError("--series is what a source calls the figures: name it, --source.")
    elif sys.stdin.isatty():
        from analysis.cli.asking import ask

        asked = ask(workspace, programme, known)
        _of_store(workspace, **asked)
    else:
        raise ParameterError(
            "say where the figures are (--source), or give a filled form (--form); "
            "`tiltak form programme` writes an empty one."
        )


def _of_form(workspace: Workspace, filled: Path, again: bool) -> None:
    from analysis.sources.forms.programme import write_programme_of
    from analysis.sources.forms.status import is_status_form

    if is_status_form(filled):
        raise ParameterError(
            f"{filled.name} is a form with what a party says. To take it in: tiltak import {filled}"
        )
    written = write_programme_of(workspace, filled, date.today(), again)
    for remark in written.remarks:
        click.echo(f"  {remark}")
    if written.missing:
        click.echo("Left empty, and not filled in by anybody else:")
        for line in written.missing:
            click.echo(f"  {line}")
    answers = written.answers
    if written.earlier:
        label, kept = workspace.relative(written.path), workspace.relative(written.earlier)
        click.echo(f"The earlier file is kept. To get it back: mv {kept} {label}")
    elif again:
        click.echo("Nothing changed: the form says what it said before.")
    tell_written(workspace, written.path, answers.id, answers.place.number_today)
    if answers.scale and answers.measures and answers.parties:
        click.echo("To ask the parties what came of the measures, a form for each:")
        for party in answers.parties:
            click.echo(f"  tiltak form status --programme {answers.id} --party {party.id}")


def _of_store(
    workspace: Workspace, programme: str, source: str, series: str | None, **known: Any
) -> None:
    from analysis.sources.figures import indicators_of
    from analysis.sources.new_programmes import check_wanted, write_programme

    identifier = source if source.startswith(STORE) else f"{STORE}{source}"
    held = indicators_of(workspace, identifier)
    if series is None and len(held) > 1:
        raise ParameterError(f"say which figures: --series, one of {', '.join(held)}.")
    wanted = wanted_programme(programme, series or held[0], **known)
    checked = check_wanted(workspace, wanted)
    path = write_programme(workspace, checked, identifier)
    tell_written(workspace, path, programme, checked.place.number_today)


@new.command()
@click.argument("name")
@click.option("--from", "model", default="sick_leave", show_default=True, help="Which report.")
@click.option("--programme", default="", help="What it shows in JupyterLab. Default: one here.")
@click.option("--title", default="", help="Its heading. Default: that of the report.")
@told
def template(name: str, model: str, programme: str, title: str) -> None:
    """Write a notebook that runs as it stands, to change: notebooks/NAME.ipynb.

    It opens the report that --from names and shows its first page, a figure and a table.
    """
    from analysis.reporting.new_templates import write_template
    from analysis.reporting.templates import read_template

    workspace = Workspace.find()
    base = read_template(workspace, model)
    if programme:
        _check_suits(workspace, base.report, programme)
    shown = programme or _suiting(workspace, base.report)
    path = write_template(workspace, name, model, shown, title)
    click.echo(f"Template written: {workspace.relative(path)}")
    if "programme" not in base.defaults:
        click.echo(f"Next: tiltak report {name} --municipality NUMBER; or change it: tiltak lab")
    else:
        about = f"--programme {shown or 'ID'}"
        click.echo(f"Next: tiltak report {name} {about}; or change it: tiltak lab")


def _suiting(workspace: Workspace, report: str) -> str:
    """The first programme here that a report can be made of; "" if there is none."""
    from analysis.sources.catalogue import programme_files

    for path in programme_files(workspace):
        with suppress(TiltakError):
            _check_suits(workspace, report, path.stem)
            return path.stem
    return ""


def _check_suits(workspace: Workspace, report: str, programme: str) -> None:
    from analysis.notebook import check_subject, open_subject

    check_subject(workspace, report, open_subject(workspace, programme, "", "", "en"))


@new.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@told
def workspace(folder: Path) -> None:
    """Make a workspace of one's own in DIR: data, notebooks, reports."""
    from analysis.sources.new_workspaces import write_workspace

    write_workspace(folder)
    click.echo(f"Workspace written: {folder}")
    click.echo(f"Next: cd {folder}; tiltak import YOUR-SHEET.xlsx; tiltak form programme")
