"""The processes that check and make the reports of a batch: one run each at a time, nothing
shared. What they are asked is written against ``concurrent.futures``: any executor will do."""

import json
import multiprocessing
import signal
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import RunError, TiltakError
from analysis.reporting.batch.keys import cache_key
from analysis.reporting.batch.plans import Job
from analysis.reporting.formats import ALWAYS
from analysis.reporting.requests import Request, prepare
from analysis.reporting.warm.client import WarmParent
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Limits:
    """What a run may take: seconds for a cell, bytes of memory for a kernel (None: any). And what
    it is to give: the ``formats`` of a report."""

    cell: int
    memory: int | None
    formats: tuple[str, ...] = ALWAYS


@dataclass(frozen=True)
class Checked:
    """A job that can be run: where its report belongs, and from what it is made. Or one that
    cannot: the ``state`` and text of the error."""

    job: Job
    folder: str = ""
    key: str = ""
    state: str = ""
    error: str = ""


@dataclass(frozen=True)
class Result:
    """What came of one run: ok, or the status of the error that ended it, and in which cell.

    ``peak`` is the most memory its kernel held, in bytes, where that is known; ``hashes`` are of
    the files of the report. ``lost`` if the worker went with it.
    """

    state: str
    seconds: float
    error: str = ""
    cell: str = ""
    peak: int | None = None
    hashes: dict[str, str] = field(default_factory=dict)
    lost: bool = False


class WorkerLost(Exception):
    """A worker was lost with the task it had; says which. Those that are left go on."""


def start_workers(count: int) -> Executor:
    """Return ``count`` worker processes.

    They leave an interruption to the process that runs the batch, which lets what is under way
    come to its end.
    """
    # A fresh interpreter for each: a fork would copy the threads of libraries half-way.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interruptions)


def check(jobs: list[Job], root: Path, output: Path) -> list[Checked]:
    """Return what can be said of ``jobs`` before they are run; no error leaves it."""
    return [_check(job, Workspace(root), output) for job in jobs]


def _check(job: Job, workspace: Workspace, output: Path) -> Checked:
    try:
        plan = prepare(Request(job.template, dict(job.parameters), output), workspace)
        return Checked(job, str(plan.folder), cache_key(plan))
    except TiltakError as error:
        return Checked(job, state=error.status, error=str(error))
    except Exception as error:
        return Checked(job, state=TiltakError.status, error=f"{type(error).__name__}: {error}")


def make(job: Job, root: Path, output: Path, limits: Limits, warm: bool = True) -> Result:
    """Make one report and return what came of it; no error leaves it, foreseen or not. Unless
    ``warm``, its kernel is a plain one."""
    # What it loads takes as long as a look at thousands of reports that are as they were.
    from analysis.reporting.runs import run

    began = time.perf_counter()
    request = Request(
        job.template, dict(job.parameters), output, limits.cell, limits.memory, limits.formats
    )
    state, said, cell, record = "ok", "", "", {}
    try:
        folder = run(request, Workspace(root), parent=_parent() if warm else None)
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except TiltakError as error:
        state, said = error.status, str(error)
        cell = error.cell if isinstance(error, RunError) else ""
    except Exception as error:
        state, said = TiltakError.status, f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - began
    return Result(state, seconds, said, cell, record.get("peak_memory"), record.get("files", {}))


_parents: list[WarmParent] = []
"""The parent of this process's kernels. It ends when the process does, and they with it."""


def _parent() -> WarmParent:
    if not _parents:
        _parents.append(WarmParent().__enter__())
    return _parents[0]


def _leave_interruptions() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _parent()
