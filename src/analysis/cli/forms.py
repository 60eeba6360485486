"""The commands on Excel forms: form status; and taking a filled one in, for import."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.frame import main, told
from analysis.cli.programmes import in_its_language
from analysis.errors import ParameterError
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.model.definitions import Programme
    from analysis.sources.replies import Stored
    from analysis.sources.spreadsheets.sheets import Sheet

_OF_COUNTRY = {"NO": "nb", "SE": "sv"}


@main.group()
def form() -> None:
    """Write Excel forms for others to fill in; `tiltak import FILE.xlsx` takes a filled one in."""


@form.command()
@click.option("--programme", required=True, help="The id of a programme; `tiltak list` shows them.")
@click.option(
    "--party", required=True, help="The party that is to fill it in: its id or its title."
)
@click.option("--as-of", default="", help="What was told by then is shown in it. Default: today.")
@click.option("--language", default="", help="nb, nn, sv or en. Default: that of the country.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="Default: PROGRAMME-PARTY.xlsx"
)
@told
def status(programme: str, party: str, as_of: str, language: str, output: Path | None) -> None:
    """Write the form in which a party says what came of the measures.

    A row for each measure, with its last day and what was reported of it last; lists for the
    status and for the party's verdict; room for a reason and a comment; and who replies, signed
    with a date. What is written in it is shown in reports, unless the party says that the words
    are to stay in the form.
    """
    from analysis.display.languages import Language
    from analysis.notebook.subjects import period_asked
    from analysis.sources.catalogue import find_programme
    from analysis.sources.forms.status import named_party, write_status_form

    workspace = Workspace.find()
    found = find_programme(workspace, programme)
    party = named_party(found, party).id
    chosen = Language.named(language or _OF_COUNTRY[found.country]).code
    until = period_asked(as_of or str(date.today()))
    path = output or Path(f"{programme}-{party}.xlsx")
    if path.exists():
        raise ParameterError(
            f"{path} is there already, and may be filled in. Accepted: another --output, or the "
            "file moved away."
        )
    write_status_form(workspace, found, party, until, chosen, path)
    click.echo(f"Form written: {path}")
    click.echo(f"Once it is filled in: tiltak import {path}")


def refuse_programme_form(file: Path, sheets: "list[Sheet]") -> None:
    """Raise ParameterError for the other form, which another command takes."""
    from analysis.sources.forms.programme import is_programme_form

    if is_programme_form(sheets):
        raise ParameterError(
            f"{file.name} is the form for a programme. Once it is filled in: "
            f"tiltak new programme --form {file}; once it is mended, the same with --replace."
        )


def refuse_for_form(file: Path, options: Iterable[object]) -> None:
    """Raise ParameterError for options of `tiltak import` that a filled form has no use for."""
    if any(options):
        raise ParameterError(
            f"{file.name} is a form with what a party says. Of the options only --programme and "
            "--invented go with it."
        )


def import_reply(path: Path, programme: str | None, invented: bool) -> None:
    """Take a filled form in, and say what became of it; ``programme``, if given, is the one that it
    must be about."""
    from analysis.sources.forms.status import read_status_form
    from analysis.sources.replies import store_reply

    workspace = Workspace.find()
    taken = read_status_form(workspace, path, date.today(), invented)
    if programme and programme != taken.programme.id:
        raise ParameterError(
            f"{path.name} is a form of the programme {taken.programme.id}, not of {programme}."
        )
    for remark in taken.remarks:
        click.echo(f"  {remark}")
    stored = store_reply(workspace, taken.programme, taken.reply, date.today())
    party = taken.programme.party(taken.reply.party).title.best("en")[0]
    number = len(taken.reply.answers) + taken.reply.whole.says_something
    said = f"{party}, {taken.reply.signed}, {number} {'answer' if number == 1 else 'answers'}"
    if not stored.is_new:
        click.echo(f"Nothing changed: this reply is there already ({said}): {stored.identifier}")
        return
    click.echo(f"Reply stored ({said}): data/sources/{stored.identifier}.csv")
    if taken.kept_back:
        click.echo(f"Words that are not to be shown: {taken.kept_back}. They stay in the form, and "
                   "nothing else holds them.")  # fmt: skip
    _tell_others(stored)
    _tell_reports(workspace, taken.programme)


def _tell_others(stored: "Stored") -> None:
    """Say how a reply stands to the others of its party."""
    if stored.later:
        name = stored.later[-1]
        click.echo(f"A later reply of the party is there, and counts where both speak: {name}")
    elif stored.earlier:
        name = stored.earlier[-1]
        click.echo(f"It counts before the party's earlier one, which stays: {name}")


def _tell_reports(workspace: Workspace, programme: "Programme") -> None:
    """Say which reports show it."""
    from analysis.notebook import check_subject, open_subject
    from analysis.notebook.openers import OF_A_PROGRAMME, shows_replies

    subject = open_subject(workspace, programme.id, "", "", "en")
    if subject.as_of != programme.as_of:
        click.echo(f"Reports on {programme.id} speak as of {subject.as_of} now, the last reply; "
                   f"--as-of {programme.as_of} makes those without it.")  # fmt: skip
    for name in filter(shows_replies, OF_A_PROGRAMME):
        try:
            check_subject(workspace, name, subject)
        except ParameterError:
            continue
        more = in_its_language(programme)
        click.echo(f"Next: tiltak report {name} --programme {programme.id}{more}")
