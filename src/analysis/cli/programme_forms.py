"""The command that writes the form for a programme of one's own: form programme."""

from pathlib import Path

import click

from analysis.cli.forms import form
from analysis.cli.frame import told
from analysis.errors import ParameterError
from analysis.model.texts import LANGUAGES
from analysis.sources.workspace import Workspace


@form.command("programme")
@click.option(
    "--output", default="programme-form.xlsx", type=click.Path(path_type=Path), show_default=True
)
@click.option("--language", default="nb", type=click.Choice(LANGUAGES), show_default=True)
@click.option("--from", "model", default=None, help="A programme to fill it in with.")
@told
def programme_form_(output: Path, language: str, model: str | None) -> None:
    """Write the form for a programme of one's own: measures, deadlines, indicators, targets.

    With lists to choose from, among them what is in the store, and examples. `tiltak new programme
    --form` makes a programme file of it once it is filled in.
    """
    from analysis.sources.catalogue import find_programme
    from analysis.sources.forms.programme import programme_form, rows_of
    from analysis.sources.forms.sheets import write_form

    workspace = Workspace.find()
    if output.exists():
        # A form that somebody has filled in is never written over.
        raise ParameterError(f"{output} is there already. Accepted: another name, --output.")
    rows = rows_of(find_programme(workspace, model), language) if model else None
    write_form(output, programme_form(workspace, language, rows))
    click.echo(f"Form written: {output}")
    click.echo(f"Next, once it is filled in: tiltak new programme --form {output}")
