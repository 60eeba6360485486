"""The commands about programmes and reports: list, check, report, lab."""

import os
import sys
from importlib.resources import files
from pathlib import Path

import click

from analysis.cli.frame import cell_limit_option, main, told
from analysis.errors import InputError
from analysis.model.texts import LANGUAGES
from analysis.sources.workspace import Workspace

EXPLORE = "explore.ipynb"
LAB_KERNELS = "analysis.reporting.warm.lab.LabKernels"


@main.command("list")
@told
def list_() -> None:
    """Show the programmes, the templates, and who has data."""
    from analysis.reporting.templates import find_templates, read_template
    from analysis.sources.catalogue import programme_files, read_programme
    from analysis.sources.municipalities import find_municipality
    from analysis.sources.replies import speaks_from

    workspace = Workspace.find()
    click.echo("Programmes")
    if not programme_files(workspace):
        click.echo("  none yet: tiltak form programme")
    for path in programme_files(workspace):
        try:
            programme = read_programme(workspace, path)
            as_of = speaks_from(workspace, programme)
        except InputError as error:
            click.echo(f"  {path.stem}: {len(error.faults)} faults; see `tiltak check`")
            continue
        title, _ = programme.title.best("en")
        place: str = programme.country
        if programme.municipality:
            found = find_municipality(workspace, programme.municipality, programme.country)
            place = f"{found.name} ({found.number_today})"
        click.echo(f"  {programme.id}\n      {title}. {place}, as of {as_of}.")
        for identifier in programme.source_ids:
            click.echo(f"      data: {identifier}")
    click.echo("Templates")
    for path in find_templates(workspace):
        template = read_template(workspace, path.stem)
        click.echo(f"  {template.name}\n      {template.title}")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@told
def check(files: tuple[Path, ...]) -> None:
    """Find every fault in programme files, sources, templates and translations.

    With FILES, checks these programme files only.
    """
    from analysis.reporting.checks import check_files, check_workspace

    workspace = Workspace.find()
    faults, remarks, checked = (
        check_files(workspace, files) if files else check_workspace(workspace)
    )
    for remark in remarks:
        click.echo(remark)
    if faults:
        raise InputError(faults)
    click.echo(f"{checked} {'file' if checked == 1 else 'files'} checked, no faults.")


@main.command()
@click.argument("template")
@click.option(
    "--programme",
    default="",
    help="Id of the programme file. Only reports on one programme take it.",
)
@click.option(
    "--municipality", default="", help="A number it has or had. Default: the programme's."
)
@click.option(
    "--as-of",
    default="",
    help="Date or period, such as 2009Q1. Default: the programme's, or the latest of all that a "
    "municipality's page gathers.",
)
@click.option("--language", default="nb", type=click.Choice(LANGUAGES), show_default=True)
@click.option("--output", default="reports", type=click.Path(path_type=Path), show_default=True)
@cell_limit_option
@click.option(
    "--format",
    "formats",
    default="html,pdf",
    show_default=True,
    help="What to make, with commas between: docx (Word) and xlsx (Excel) too. HTML and PDF are "
    "made always.",
)
@told
def report(
    template: str,
    programme: str,
    municipality: str,
    as_of: str,
    language: str,
    output: Path,
    cell_limit: int,
    formats: str,
) -> None:
    """Make one report: HTML, PDF, the executed notebook and run.json; Word and Excel if asked."""
    from analysis.reporting.formats import chosen_formats
    from analysis.reporting.runs import Request, run
    from analysis.reporting.templates import read_template

    workspace = Workspace.find()
    parameters = {"municipality": municipality, "as_of": as_of, "language": language}
    if programme or "programme" in read_template(workspace, template).defaults:
        parameters["programme"] = programme
    chosen = chosen_formats(formats.split(","))
    request = Request(template, parameters, output, cell_limit, formats=chosen)
    show = _Progress(f"{template}, {programme or municipality}, {language}")
    with show:
        folder = run(request, workspace, show.say)
    for kind in chosen:
        click.echo(f"  {_short(folder / f'report.{kind}')}")


class _Progress:
    """What is being done, on one line of a terminal; elsewhere its beginning and end only."""

    def __init__(self, title: str):
        self._title = title
        self._live = sys.stderr.isatty()

    def __enter__(self) -> "_Progress":
        if not self._live:
            click.echo(f"{self._title} ...")
        return self

    def say(self, step: str) -> None:
        """Show the step that has begun."""
        if self._live:
            click.echo(f"\r\033[K{self._title}: {step}", err=True, nl=False)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        end = "stopped" if kind else "done"
        if self._live:
            click.echo(f"\r\033[K{self._title}: {end}", err=True)
        elif not kind:
            click.echo(f"{self._title}: {end}")


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--cold", is_flag=True, help="Start every kernel afresh, without loaded libraries.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@told
def lab(cold: bool, options: tuple[str, ...]) -> None:
    """Open JupyterLab on notebooks/explore.ipynb. OPTIONS go to JupyterLab.

    Kernels are forked from a process that has the libraries loaded, on Linux; they start at once.
    """
    workspace = Workspace.find()
    explore = workspace.notebooks / EXPLORE
    opened = (f"--LabApp.default_url=/lab/tree/{EXPLORE}",) if explore.is_file() else ()
    # An analyst's desk asks nobody on the web for news or updates, and does not ask whether to ask.
    quiet = (
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    )
    warm = () if cold else (f"--ServerApp.kernel_manager_class={LAB_KERNELS}",)
    command = [sys.executable, "-m", "jupyterlab", str(workspace.notebooks), *opened]
    command += [*quiet, *warm, *options]
    settings = [str(files("analysis.cli") / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    path = os.pathsep.join(filter(None, settings))
    os.execve(sys.executable, command, {**os.environ, "JUPYTER_CONFIG_PATH": path})
