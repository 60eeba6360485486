"""The commands that begin something: new programme, new form."""

import sys
from pathlib import Path
from typing import Any

import click

from analysis.cli.frame import main, told
from analysis.cli.programmes import programme_options, tell_written, wanted_programme
from analysis.errors import ParameterError
from analysis.model.provenance import STORE
from analysis.model.texts import LANGUAGES
from analysis.sources.workspace import Workspace

_ANSWERS = ("source", "series", "municipality", "start", "desired", "acceptable", "title")


@main.group()
def new() -> None:
    """Begin a programme, a form, a template or a workspace of one's own."""


@new.command("programme")
@click.argument("programme", required=False)
@click.option(
    "--form", "filled", type=click.Path(path_type=Path), help="A filled form, of `tiltak new form`."
)
@click.option("--source", default=None, help="Where the figures are: store:kolada/N00090.")
@click.option("--series", default=None, help="What they are called there. Default: all there is.")
@click.option("--municipality", default=None, help="Whose programme it is, such as 1060.")
@programme_options
@told
def programme_(programme: str | None, filled: Path | None, **known: Any) -> None:
    """Write a programme file: from a filled form, from figures in the store, or from answers.

    With --form, what the form says becomes a programme file; every fault of it is listed, and
    nothing is written until it has none. With PROGRAMME and --source, the file holds what is said
    here and nothing else. Without either, asks, if there is a terminal to ask at. No target is made
    up. `tiltak data` shows what is in the store.
    """
    workspace = Workspace.find()
    if filled is not None:
        if programme or any(known[name] for name in _ANSWERS):
            raise ParameterError("--form says all of it: name nothing beside it.")
        _of_form(workspace, filled)
    elif known["source"]:
        if not programme:
            raise ParameterError("say what the programme file is to be called: an id.")
        _of_store(workspace, programme, **known)
    elif sys.stdin.isatty():
        from analysis.cli.asking import ask

        asked = ask(workspace, programme, known)
        _of_store(workspace, **asked)
    else:
        raise ParameterError(
            "say where the figures are (--source), or give a filled form (--form); "
            "`tiltak new form programme` writes an empty one."
        )


def _of_form(workspace: Workspace, filled: Path) -> None:
    from analysis.sources.forms.programme import write_programme_of

    written = write_programme_of(workspace, filled)
    for remark in written.remarks:
        click.echo(f"  {remark}")
    if written.missing:
        click.echo("Left empty, and not filled in by anybody else:")
        for line in written.missing:
            click.echo(f"  {line}")
    answers = written.answers
    tell_written(workspace, written.path, answers.id, answers.place.number_today)


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


@new.group("form")
def form() -> None:
    """Write an empty form, to be filled in with Excel or LibreOffice."""


@form.command("programme")
@click.option(
    "--output", default="programme-form.xlsx", type=click.Path(path_type=Path), show_default=True
)
@click.option("--language", default="nb", type=click.Choice(LANGUAGES), show_default=True)
@click.option("--from", "model", default=None, help="A programme to fill it in with.")
@told
def programme_form_(output: Path, language: str, model: str | None) -> None:
    """Write the form for a programme of one's own: measures, deadlines, indicators, targets."""
    from analysis.sources.catalogue import find_programme
    from analysis.sources.forms.programme import programme_form, rows_of
    from analysis.sources.forms.sheets import write_form

    workspace = Workspace.find()
    rows = rows_of(find_programme(workspace, model), language) if model else None
    write_new_form(output, write_form, programme_form(workspace, language, rows))
    click.echo(f"Next, once it is filled in: tiltak new programme --form {output}")


def write_new_form(output: Path, write: Any, form: Any) -> None:
    """Write a form where there is no file yet: a filled one is never written over."""
    if output.exists():
        raise ParameterError(f"{output} is there already. Accepted: another name, --output.")
    write(output, form)
    click.echo(f"Form written: {output}")
