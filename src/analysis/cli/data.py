"""The commands that bring figures in, and say what is there: fetch, data."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.cli.frame import main, told
from analysis.errors import Fault, InputError, ParameterError
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.sources.spreadsheets import Imported, Sheet

OFFLINE = "Ask nobody on the network; work from what was fetched before."


@main.group()
def fetch() -> None:
    """Fetch figures and reference tables over the network."""


@fetch.command()
@click.option("--kpi", "kpis", required=True, help="Ids of Kolada, such as N00090,U00200.")
@click.option("--municipality", "places", default="", help="Numbers: 1060,1080. 0000: Sweden.")
@click.option("--all", "every", is_flag=True, help="Every municipality, and the country.")
@click.option("--from", "first", type=int, default=2006, show_default=True, help="The first year.")
@click.option("--to", "last", type=int, default=None, help="The last year. Default: this year.")
@click.option("--offline", is_flag=True, help=OFFLINE)
@told
def kolada(
    kpis: str, places: str, every: bool, first: int, last: int | None, offline: bool
) -> None:
    """Fetch figures of Swedish municipalities from Kolada into the store."""
    from analysis.sources.kolada import ALL, PROCESSED, fetch_kolada
    from analysis.sources.kolada.storing import store_fetched
    from analysis.sources.web import Web, address_of

    if every == bool(places):
        raise ParameterError("say which municipalities: --municipality 1060,1080, or --all.")
    years = range(first, (last or date.today().year) + 1)
    if not years:
        raise ParameterError(f"there is no year from {first} to {last}.")
    workspace = Workspace.find()
    web = Web(workspace.cache, offline=offline)
    chosen = ALL if every else _ids(places)
    fetched = fetch_kolada(web, address_of(workspace, "kolada"), _ids(kpis), chosen, list(years))
    for line in fetched.report.lines():
        click.echo(line)
    for identifier in store_fetched(workspace, fetched):
        click.echo(f"stored: {identifier}")
    click.echo(f"When figures are processed, say: {PROCESSED.best('sv')[0]}")


@fetch.command()
@click.argument("what", type=click.Choice(["municipalities"]))
@click.option("--offline", is_flag=True, help=OFFLINE)
@told
def klass(what: str, offline: bool) -> None:
    """Fetch the municipalities of Norway through time from Klass (Statistics Norway)."""
    from analysis.sources.klass import fetch_norwegian
    from analysis.sources.municipalities import write_reference
    from analysis.sources.web import Web, address_of

    workspace = Workspace.find()
    web = Web(workspace.cache, offline=offline)
    today = date.today()
    # The day up to which is part of the question, so that offline finds the answer of the year.
    table = fetch_norwegian(
        web, address_of(workspace, "klass"), date(2000, 1, 1), date(today.year, 12, 31)
    )
    source = "Statistics Norway, standard for municipalities (Klass 131). Licence: not stated."
    path = write_reference(workspace, "NO", table, source)
    click.echo(f"{len(table.municipalities)} {what} in {workspace.relative(path)}")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapped", type=click.Path(path_type=Path), help="What is what in it.")
@click.option("--indicator", default=None, help="What the figures are of, such as sick_leave.")
@click.option("--municipality", default=None, help="Whose figures they are, such as 4001.")
@click.option("--answer", "answers", multiple=True, help="An answer to a question: fifth=year.")
@click.option("--accept-valid", is_flag=True, help="Import what is right, and list the rest.")
@told
def import_(
    file: Path,
    mapped: Path | None,
    indicator: str | None,
    municipality: str | None,
    answers: tuple[str, ...],
    accept_valid: bool,
) -> None:
    """Import a spreadsheet or CSV file into the store.

    The first time, shows what is what in FILE as far as can be told, asks what cannot, and writes
    that down beside it (FILE.mapping.toml) once all is answered. Look it over; the same command
    then imports.
    """
    from analysis.sources.spreadsheets import apply, mapping_path, read_mapping, read_sheets

    workspace, sheets = Workspace.find(), read_sheets(file)
    path = mapped or mapping_path(file)
    if not path.is_file() and mapped is None:
        _propose(sheets, path, {"indicator": indicator, "municipality": municipality}, answers)
        return
    mapping = read_mapping(path)
    if mapping.encoding or mapping.delimiter:
        sheets = read_sheets(file, encoding=mapping.encoding, delimiter=mapping.delimiter)
    imported = apply(sheets, mapping, file.name, accept_valid=accept_valid)
    _tell_refused(file, sheets, imported, accept_valid)
    from analysis.sources.spreadsheets.storing import store_imported

    identifier = store_imported(workspace, file, mapping, imported)
    click.echo(f"{len(imported.observations)} figures stored: {identifier}")
    for row in imported.ignored.to_dict("records"):
        click.echo(f"  ignored {row['sheet']} {row['column']}{row['row']}: {row['why']}")


def _propose(
    sheets: "list[Sheet]", path: Path, given: dict[str, str | None], answers: tuple[str, ...]
) -> None:
    """Show a proposal and its open questions; write it down once nothing is open."""
    from analysis.sources.spreadsheets import chosen_sheet, propose, write_mapping
    from analysis.sources.spreadsheets.personal_data import personal_data

    if faults := [fault for sheet in sheets for fault in personal_data(sheet)]:
        raise InputError(faults)
    proposal = propose(chosen_sheet(sheets, None), **given)
    for reason in proposal.reasons:
        click.echo(f"  {reason}")
    said = dict(_answer(text) for text in answers)
    asked = [question for question in proposal.questions if question.id not in said]
    for question in asked:
        click.echo(f"? {question.text}")
        for choice in question.choices:
            click.echo(f"    --answer {question.id}={choice.id}   {choice.text}")
        if not question.choices:
            option = f"--{question.id}" if question.id in given else f"--answer {question.id}="
            click.echo(f"    {option} ...")
    if asked:
        raise ParameterError(f"{len(asked)} questions are open; nothing was imported.")
    write_mapping(path, proposal.decide(said), proposal.reasons)
    click.echo(f"Written to {path.name}: look it over, then run the same command to import.")


def _answer(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ParameterError(f"--answer is '{text}'. Accepted: question=answer.")
    return name.strip(), value.strip()


def _tell_refused(
    file: Path, sheets: "list[Sheet]", imported: "Imported", accept_valid: bool
) -> None:
    """List what is refused, beside a copy of the file in which it is marked."""
    from analysis.sources.spreadsheets import write_marked

    if imported.refusals.empty:
        return
    marked = file.with_name(f"{file.stem}.refused.xlsx")
    write_marked(marked, sheets, imported.refusals)
    faults = [
        Fault(
            f"{row['file']}, {row['sheet']} {row['column']}{row['row']}",
            None,
            "",
            str(row["found"]),
            str(row["accepted"]),
        )
        for row in imported.refusals.to_dict("records")
    ]
    click.echo(f"What is refused is marked in {marked.name}.", err=True)
    if not accept_valid:
        raise InputError(faults)
    for fault in faults:
        click.echo(f"  refused {fault}", err=True)


@main.command()
@click.argument("indicator", required=False)
@told
def data(indicator: str | None) -> None:
    """Show what is in the store: span, gaps, statuses, source, licence."""
    from analysis.model.observations import WITH_VALUE, WITHOUT_VALUE
    from analysis.sources.store import Store

    store = Store(Workspace.find())
    table = store.summary(indicator)
    if table.empty:
        click.echo("The store is empty. `tiltak fetch kolada --help` says how to fill it.")
    for row in table.to_dict("records"):
        click.echo(f"{row['indicator']}  {row['source']}")
        span = f"{row['first']} to {row['last']}, by {row['kind']}"
        click.echo(f"    {span}; municipalities: {row['municipalities']}")
        if row["gaps"]:
            click.echo(f"    no figures at all in {row['gaps']} periods: {row['gaps_named']}")
        if row["incomplete"]:
            click.echo(f"    municipalities with gaps of their own: {row['incomplete']}")
        counts = {name: row[name] for name in sorted(WITH_VALUE | WITHOUT_VALUE) if row.get(name)}
        click.echo("    " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        invented = " INVENTED FIGURES." if row["synthetic"] else ""
        click.echo(f"    newest of {row['newest']}; licence: {row['licence']}{invented}")
    if faults := store.faults():
        raise InputError(faults)


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
