"""The command for many reports: batch."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.frame import cell_limit_option, main, told
from analysis.errors import BatchFailed, ParameterError
from analysis.model.texts import LANGUAGES
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.reporting.batch import Job, PlanFile, Summary


@main.command()
@click.argument("plan", required=False, type=click.Path(path_type=Path))
@click.option("--template", default="", help="The template, where there is no plan.")
@click.option("--programme", "programmes", multiple=True, help="Id of a programme; repeatable.")
@click.option("--municipality", "municipalities", multiple=True, help="A number; repeatable.")
@click.option("--all", "country", type=click.Choice(["NO", "SE"]), help="All of a country.")
@click.option("--as-of", default="", help="Date or period. Default: the programme's.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="Repeatable."
)
@click.option("--output", default="reports", type=click.Path(path_type=Path), show_default=True)
@click.option("--workers", type=click.IntRange(min=1), help="Default: one for each processor.")
@cell_limit_option
@click.option(
    "--memory-limit",
    default=4096,
    type=click.IntRange(min=256),
    show_default=True,
    help="MiB the notebook of one report may take (on Linux).",
)
@click.option("--format", "formats", default="", help="docx, xlsx or both, beside HTML and PDF.")
@click.option("--dask", default="", help="Address of a Dask scheduler: its workers make them.")
@click.option("--only-failed", is_flag=True, help="Only what the ledger says is not made.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each report.")
@told
def batch(
    plan: Path | None,
    output: Path,
    workers: int | None,
    cell_limit: int,
    memory_limit: int,
    formats: str,
    dask: str,
    only_failed: bool,
    dry_run: bool,
    as_json: bool,
    **named: Any,
) -> None:
    """Make many reports: those of a PLAN, or those that the options name.

    What is there already and would come out the same is left as it is. A report that fails stops
    no other; the same command again tries it again.
    """
    from analysis.cli.batch_progress import watching
    from analysis.reporting.batch import Limits, Settings, jobs_of, run_batch
    from analysis.reporting.formats import chosen_formats

    workspace = Workspace.find()
    planned = _plan(plan, formats, **named)
    jobs = jobs_of(workspace, planned)
    if only_failed:
        jobs = _not_made(output, jobs)
    if dry_run:
        for job in jobs:
            click.echo(f"  {job}")
        click.echo(f"{_reports(len(jobs))} would be looked at.")
        return
    limits = Limits(cell_limit, memory_limit * 2**20, chosen_formats(planned.formats))
    crew = _crew(dask, workers, len(jobs), workspace, output)
    with crew as (count, start), watching(as_json) as watcher:
        summary = run_batch(workspace, jobs, Settings(output, count, limits), start, watcher)
    if not as_json:
        _sum_up(summary)
    if summary.failed or summary.stopped:
        raise BatchFailed(_failure(summary, len(jobs)))


@contextmanager
def _crew(
    dask: str, workers: int | None, jobs: int, workspace: Workspace, output: Path
) -> Iterator[tuple[int, Callable[[], Executor]]]:
    """How many workers make the reports, and who gives them: this machine, or a cluster."""
    from analysis.reporting.batch import start_workers

    if not dask:
        count = min(workers or os.cpu_count() or 1, jobs or 1)
        yield count, lambda: start_workers(count)
        return
    from analysis.reporting.batch.cluster import ClusterExecutor, connected

    with connected(dask) as cluster:
        count = min(workers or len(cluster.workers()) or 1, jobs or 1)
        yield count, lambda: ClusterExecutor(cluster, workspace, output, count)


def _plan(
    path: Path | None,
    formats: str,
    template: str,
    programmes: tuple[str, ...],
    municipalities: tuple[str, ...],
    country: Any,
    as_of: str,
    languages: Any,
) -> "PlanFile":
    from analysis.reporting.batch import Entry, PlanFile, read_plan
    from analysis.reporting.formats import chosen_formats

    if (path is None) == (not template):
        raise ParameterError("a batch needs a plan, or --template and what it is to be about.")
    if path is not None:
        if programmes or municipalities or country or as_of or languages or formats:
            raise ParameterError("the plan says what to make; leave out the options that do too.")
        return read_plan(path)
    entry = Entry(
        template=template,
        programmes=programmes,
        municipalities=municipalities,
        all=country,
        as_of=as_of,
    )
    chosen: Any = chosen_formats(formats.split(",")) if formats else ()
    return PlanFile(languages=languages or ("nb",), formats=chosen, reports=(entry,))


def _not_made(output: Path, jobs: tuple["Job", ...]) -> tuple["Job", ...]:
    from analysis.reporting.batch import MADE, read_states

    made = {job for job, state in read_states(output).items() if state in MADE}
    return tuple(job for job in jobs if job not in made)


def _sum_up(summary: "Summary") -> None:
    counts = f"{summary.count('unchanged')} unchanged, {len(summary.failed)} failed"
    if repeated := summary.count("repeated"):
        counts += f", {repeated} asked for twice"
    click.echo(f"{_reports(summary.count('ok'))} made, {counts}.")


def _failure(summary: "Summary", total: int) -> str:
    if summary.stopped:
        return f"{summary.stopped}\n{_reports(summary.waiting)} not begun; mend this, and go on."
    names = ", ".join(str(item.job) for item in summary.failed[:5])
    more = f" and {len(summary.failed) - 5} more" if len(summary.failed) > 5 else ""
    return f"{len(summary.failed)} of {_reports(total)} failed: {names}{more}"


def _reports(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"
