"""Which jobs can be run, before the first of them is."""

from collections.abc import Iterable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.reporting.batch.inventory import Inventory
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.pool import Crew
from analysis.reporting.batch.workers import Checked, WorkerLost, check

FEW = 4
"""So few jobs are checked here: to start workers takes longer."""
CHUNK = 8


@dataclass(frozen=True)
class Ready:
    """A report that can be made, where it belongs and from what; the job that asked for it first,
    and those that ``repeated`` it."""

    job: Job
    folder: str
    key: str
    repeated: tuple[Job, ...] = ()


def check_all(crew: Crew, jobs: Sequence[Job], root: Path, output: Path) -> list[Checked]:
    """Return what can be said of ``jobs`` in the workspace at ``root`` before they are run."""
    if len(jobs) <= FEW:
        return check(list(jobs), root, output)
    parts = [list(jobs[at : at + CHUNK]) for at in range(0, len(jobs), CHUNK)]
    under_way = [(part, crew.submit(check, part, root, output)) for part in parts]
    return [item for part, future in under_way for item in _answer(part, future, root, output)]


def _answer(
    part: list[Job], future: "Future[list[Checked]]", root: Path, output: Path
) -> list[Checked]:
    """What was checked; a part whose worker was lost is checked here."""
    try:
        return future.result()
    except (BrokenProcessPool, CancelledError, WorkerLost):
        return check(part, root, output)


def united(checked: Iterable[Checked], inventory: Inventory) -> list[Ready]:
    """Return the reports that jobs lead to, each once."""
    found: dict[str, Ready] = {}
    for item in checked:
        if known := found.get(item.folder):
            found[item.folder] = replace(known, repeated=(*known.repeated, item.job))
        else:
            found[item.folder] = Ready(item.job, item.folder, inventory.key_of(item.job, item.key))
    return list(found.values())
