"""The command that brings in a file of one's own: import."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from analysis.cli.forms import import_reply, refuse_for_form, refuse_programme_form
from analysis.cli.frame import main, pairs, told
from analysis.cli.import_messages import (
    counted,
    place_number,
    tell_beside,
    tell_definition,
    tell_ignored,
    tell_indicators,
    tell_remarks,
    tell_revised,
    tell_without_whole,
    unit_of,
)
from analysis.cli.programmes import programme_options, tell_written, wanted_programme
from analysis.errors import InputError, ParameterError
from analysis.model.provenance import STORE
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.sources.new_programmes import Checked
    from analysis.sources.spreadsheets import Imported, Mapping, Question, Sheet


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapped", type=click.Path(path_type=Path), help="What is what in it.")
@click.option(
    "--indicator", default=None, help="What the figures are of, such as sick_leave_own_no."
)
@click.option("--municipality", default=None, help="Whose they are: 4001, or a name.")
@click.option("--sheet", default=None, help="Which sheet of FILE, where several hold cells.")
@click.option("--answer", "answers", multiple=True, help="An answer: column_F=year.")
@click.option(
    "--data-set", default="", help="The data set in the store that FILE revises or begins."
)
@click.option("--accept-valid", is_flag=True, help="Import what is right, and list the rest.")
@click.option("--invented", is_flag=True, help="Mark the figures as made up, for trial.")
@click.option("--programme", default=None, help="Write a programme file of this name on them.")
@programme_options
@told
def import_(
    file: Path,
    mapped: Path | None,
    indicator: str | None,
    municipality: str | None,
    sheet: str | None,
    answers: tuple[str, ...],
    data_set: str,
    accept_valid: bool,
    invented: bool,
    programme: str | None,
    **known: Any,
) -> None:
    """Import a spreadsheet or CSV file into the store, or take a filled form in.

    A form that `tiltak form status` wrote is known by its sheets; what the party says is kept as a
    dated snapshot, beside its earlier ones.

    The first time, shows what is what in FILE as far as can be told, asks what cannot, and writes
    that down beside it (leave.mapping.toml for leave.xlsx) once all is answered. Look it over; the
    same command then imports, and with --programme writes a first programme file to make a report
    from.
    """
    from analysis.sources.forms.status import is_status_form
    from analysis.sources.spreadsheets import mapping_path, read_mapping, read_sheets

    if is_status_form(file):
        of_figures = (mapped, indicator, municipality, sheet, answers, data_set, accept_valid)
        refuse_for_form(file, (*of_figures, *known.values()))
        import_reply(file, programme, invented)
        return
    workspace, sheets = Workspace.find(), read_sheets(file)
    refuse_programme_form(file, sheets)
    municipality = place_number(workspace, municipality)
    path = mapped or mapping_path(file)
    if not path.is_file() and mapped is None:
        given = {"indicator": indicator, "municipality": municipality}
        if programme and indicator and municipality:
            _wanted(workspace, programme, indicator, municipality, known)
        _propose(workspace, sheets, sheet, path, given, answers, invented)
        return
    if answers:
        click.echo(f"{path.name} is there already and counts; --answer is not read.")
    mapping = read_mapping(path)
    _refuse_otherwise(mapping, indicator, municipality, invented, path)
    wanted = None
    if programme:
        wanted = _wanted(workspace, programme, mapping.indicator, mapping.municipality, known)
    source = _import(workspace, file, sheets, mapping, accept_valid, data_set)
    if programme is None:
        click.echo("Next, if no programme is on these figures yet: tiltak form programme")
    if wanted is not None and programme:
        from analysis.sources.new_programmes import write_programme

        written = write_programme(workspace, wanted, source)
        tell_written(workspace, written, programme, wanted.place.number_today)


def _wanted(
    workspace: Workspace,
    programme: str,
    indicator: str,
    municipality: str | None,
    known: dict[str, Any],
) -> "Checked | None":
    """What is to be written once the figures are there; None if there is such a programme, whose
    file is left as it is."""
    from analysis.sources.new_programmes import check_wanted, programme_path

    path = programme_path(workspace, programme)
    if path.is_file():
        click.echo(f"{workspace.relative(path)} is there already, and is left as it is.")
        return None
    return check_wanted(workspace, wanted_programme(programme, indicator, municipality, **known))


def _refuse_otherwise(
    mapping: "Mapping", indicator: str | None, municipality: str | None, invented: bool, path: Path
) -> None:
    """What is said here and what the mapping says must be the same: neither is left out unsaid."""
    pairs_said = (
        ("indicator", indicator, mapping.indicator),
        ("municipality", municipality, mapping.municipality),
        ("invented", invented or None, mapping.invented),
    )
    for name, said, stands in pairs_said:
        if said is not None and said != stands:
            raise ParameterError(
                f"--{name} is not what {path.name} says. Accepted: the same in both; change the "
                "mapping, or remove it to begin again."
            )


def _import(
    workspace: Workspace,
    file: Path,
    sheets: "list[Sheet]",
    mapping: "Mapping",
    accept_valid: bool,
    data_set: str,
) -> str:
    """Store what a file says under its mapping, and return what a programme calls the source."""
    from analysis.sources.spreadsheets import apply, read_sheets

    if mapping.encoding or mapping.delimiter:
        sheets = read_sheets(file, encoding=mapping.encoding, delimiter=mapping.delimiter)
    unit = unit_of(workspace, mapping.indicator)
    imported = apply(sheets, mapping, file.name, unit=unit, accept_valid=accept_valid)
    _tell_refused(file, sheets, imported, accept_valid)
    identifier = _store(workspace, file, mapping, imported, data_set)
    click.echo(f"{counted(imported.observations)}: {identifier}")
    tell_remarks(imported.remarks)
    tell_ignored(imported.ignored)
    tell_without_whole(imported.observations)
    source = f"{STORE}{identifier.rpartition('/')[0]}"
    click.echo(f'In a programme file: source = "{source}"')
    return source


def _store(
    workspace: Workspace, file: Path, mapping: "Mapping", imported: "Imported", data_set: str
) -> str:
    """Store what was read, say what that revises, and return the id of the snapshot."""
    from analysis.sources.spreadsheets.revising import check_dataset
    from analysis.sources.spreadsheets.storing import dataset_of, named_dataset, provenance_of
    from analysis.sources.store import Store

    name = named_dataset(data_set) if data_set else dataset_of(file, mapping)
    with Store(workspace) as store:
        if not data_set:
            check_dataset(store, name, imported.observations)
        tell_revised(store, name, imported.observations)
        provenance = provenance_of(workspace, file, mapping, name)
        return store.add(imported.observations, provenance)


def _propose(
    workspace: Workspace,
    sheets: "list[Sheet]",
    name: str | None,
    path: Path,
    given: dict[str, str | None],
    answers: tuple[str, ...],
    invented: bool,
) -> None:
    """Show a proposal and its open questions; write it down once nothing is open."""
    from analysis.sources.spreadsheets import chosen_sheet, propose, write_mapping
    from analysis.sources.spreadsheets.personal_data import personal_data

    if faults := [fault for sheet in sheets for fault in personal_data(sheet)]:
        raise InputError(faults)
    proposal = propose(chosen_sheet(sheets, name), **given)
    for reason in proposal.reasons:
        click.echo(f"  {reason}")
    tell_beside(proposal.beside)
    said = pairs(answers, "--answer")
    if indicator := given["indicator"] or said.get("indicator"):
        tell_definition(workspace, indicator)
    proposal.refuse_unasked(said)
    if said.get("municipality"):
        said["municipality"] = place_number(workspace, said["municipality"]) or ""
    asked = [question for question in proposal.questions if question.id not in said]
    if asked:
        _ask(workspace, asked, given)
    mapping = proposal.decide(said).model_copy(update={"invented": invented})
    write_mapping(path, mapping, proposal.reasons)
    click.echo(f"Written to {path.name}: look it over, then run the same command to import.")


def _ask(workspace: Workspace, asked: "list[Question]", given: Collection[str]) -> NoReturn:
    """Show the open questions with their choices; a ParameterError says how many there are."""
    for question in asked:
        click.echo(f"? {question.text}")
        for choice in question.choices:
            click.echo(f"    --answer {question.id}={choice.id}   {choice.text}")
        if not question.choices:
            option = f"--{question.id}" if question.id in given else f"--answer {question.id}="
            click.echo(f"    {option} ...")
        if question.id == "indicator":
            tell_indicators(workspace)
    number = "1 question is" if len(asked) == 1 else f"{len(asked)} questions are"
    raise ParameterError(
        f"{number} open; nothing was imported. Run the same command again, with what is shown "
        "beneath each."
    )


def _tell_refused(
    file: Path, sheets: "list[Sheet]", imported: "Imported", accept_valid: bool
) -> None:
    """List what is refused, beside a copy of the file in which it is marked."""
    from analysis.sources.spreadsheets import write_marked

    if imported.refusals.empty:
        return
    marked = file.with_name(f"{file.stem}.refused.xlsx")
    write_marked(marked, sheets, imported.refusals)
    click.echo(f"What is refused is marked in {marked.name}.", err=True)
    if not accept_valid:
        raise InputError(imported.faults)
    for fault in imported.faults:
        click.echo(f"  refused {fault}", err=True)
