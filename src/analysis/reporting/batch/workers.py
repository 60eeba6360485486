"""The processes that make the reports of a batch: one run each at a time, nothing shared."""

import multiprocessing
import signal
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import RunError, TiltakError
from analysis.reporting.batch.plans import Job
from analysis.reporting.runs import Request, run
from analysis.reporting.warm.client import WarmParent
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Result:
    """What came of one run: ok, or the status of the error that ended it, and in which cell.
    ``lost`` if the worker went with it."""

    state: str
    seconds: float
    error: str = ""
    cell: str = ""
    lost: bool = False


def start_workers(count: int) -> Executor:
    """Return ``count`` worker processes, each with a parent to fork its kernels from.

    They leave an interruption to the process that runs the batch, which lets what is under way
    come to its end.
    """
    # A fresh interpreter for each: a fork would copy the threads of libraries half-way.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def make(job: Job, root: Path, output: Path, cell_limit: int) -> Result:
    """Make one report and return what came of it; no error leaves it, foreseen or not."""
    began = time.perf_counter()
    request = Request(job.template, dict(job.parameters), output, cell_limit)
    state, said, cell = "ok", "", ""
    try:
        run(request, Workspace(root), parent=_parents[0] if _parents else None)
    except TiltakError as error:
        state, said = error.status, str(error)
        cell = error.cell if isinstance(error, RunError) else ""
    except Exception as error:
        state, said = TiltakError.status, f"{type(error).__name__}: {error}"
    return Result(state, time.perf_counter() - began, said, cell)


_parents: list[WarmParent] = []
"""The parent of this process's kernels. It ends when the process does, and they with it."""


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _parents.append(WarmParent().__enter__())
