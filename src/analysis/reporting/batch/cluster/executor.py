"""The workers of a cluster as an executor: what they make is published here."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from analysis.errors import FetchError
from analysis.reporting.batch.cluster.at_worker import carry_out, look, receive, versions
from analysis.reporting.batch.cluster.connection import LOOK, Cluster, Worker
from analysis.reporting.batch.cluster.shipping import contents, made_with, sent, supplied, unpack
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.workers import WorkerLost
from analysis.reporting.publish import publish
from analysis.sources.files import staged, writing
from analysis.sources.workspace import Workspace

Answer = TypeVar("Answer")

RETURN = 60
"""Seconds to wait for a worker when all are gone; a nanny starts a new one in a few."""


class ClusterExecutor(Executor):
    """Gives tasks to the workers of a cluster, one to each at a time, whichever is free.

    A task's arguments that are the root of ``workspace`` or the folder of reports ``output`` are
    the worker's own when it is called; reports it makes are published in ``output`` before its
    future is done, complete or not at all. A future raises WorkerLost if the worker was lost,
    FetchError if the scheduler or all workers were.

    FetchError, here already, if there is no worker, or one that has another version of anything
    a report is made with.
    """

    def __init__(self, cluster: Cluster, workspace: Workspace, output: Path, count: int):
        self._cluster = cluster
        self._workspace = workspace
        self._output = output.resolve()
        self._contents = contents(workspace)
        self._supplied = supplied(workspace)
        self._free = threading.Condition()
        self._busy: set[Worker] = set()
        self._unfit: dict[Worker, str] = {}
        self._roots: dict[Worker, Path] = {}
        self._there = {
            str(path.parent.relative_to(self._output)) for path in self._output.rglob("report.html")
        }
        self._threads = ThreadPoolExecutor(count, "tiltak-cluster")
        self._meet_all()

    def submit(
        self, task: Callable[..., Answer], /, *arguments: Any, **named: Any
    ) -> "Future[Answer]":
        """Have one of the workers call ``task``."""
        return self._threads.submit(self._carry_out, partial(task, **named), arguments)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let what is under way come to its end."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def _carry_out(self, task: Callable[..., Answer], arguments: Sequence[Any]) -> Answer:
        worker, root = self._take()
        try:
            own = [root if item == self._workspace.root else item for item in arguments]
            pages = any(isinstance(item, Job) and item.about_a_place for item in own)
            there = sorted(self._there) if pages else []
            asked = (task, own, self._output, there)
            answered: tuple[Answer, bytes] = self._cluster.ask(worker, carry_out, *asked)
        finally:
            self._give_back(worker)
        answer, made = answered
        self._publish(made)
        return answer

    def _publish(self, made: bytes) -> None:
        with staged(self._output) as folder:
            with writing(folder):
                unpack(made, folder)
            for report in [path.parent for path in folder.rglob("run.json")]:
                name = report.relative_to(folder)
                publish(report, self._output / name)
                if (self._output / name / "report.html").is_file():
                    self._there.add(str(name))

    # -- who does it

    def _meet_all(self) -> None:
        """Look at every worker there is, all at once; they load the package at that."""
        workers = sorted(self._cluster.workers())
        if not workers:
            raise FetchError(
                f"the scheduler at {self._cluster.address} has no workers. Start one with "
                f"`dask worker {self._cluster.address} --nthreads 1`."
            )
        list(self._threads.map(self._meet, workers))
        if self._unfit:
            raise FetchError("\n".join(self._unfit.values()))

    def _meet(self, worker: Worker) -> None:
        """Note where a worker has the workspace, and send it there if it does not; or why it is
        not to be used."""
        try:
            asked = (self._workspace.root, self._contents, self._supplied)
            seen = self._cluster.ask(worker, look, *asked)
            if seen.made_with != made_with(self._supplied):
                self._unfit[worker] = _another(worker, seen.versions)
                return
            root = seen.root
            if root is None:
                root = self._cluster.send(worker, receive, self._shipment, self._contents)
            self._roots[worker] = root
        except WorkerLost as error:
            other = isinstance(error.__cause__, ImportError)
            self._unfit[worker] = _another(worker, "no such Tiltak") if other else str(error)

    @cached_property
    def _shipment(self) -> bytes:
        return sent(self._workspace)

    def _take(self) -> tuple[Worker, Path]:
        """A worker that is free, and fit; it is met first if it is new."""
        while True:
            worker = self._wait_for_one()
            if worker not in self._roots:
                self._meet(worker)
            if worker in self._roots:
                return worker, self._roots[worker]
            self._give_back(worker)

    def _wait_for_one(self) -> Worker:
        until = time.monotonic() + RETURN
        with self._free:
            while True:
                fit = self._cluster.workers() - self._unfit.keys()
                if free := sorted(fit - self._busy):
                    self._busy.add(free[0])
                    return free[0]
                if fit:
                    until = time.monotonic() + RETURN
                if time.monotonic() > until:
                    raise FetchError(self._none_left())
                self._free.wait(LOOK)

    def _give_back(self, worker: Worker) -> None:
        with self._free:
            self._busy.discard(worker)
            self._free.notify()

    def _none_left(self) -> str:
        return (
            f"the scheduler at {self._cluster.address} has had no worker for {RETURN} s. What was "
            "made is kept: when there are workers again, the same command makes the rest."
        )


def _another(worker: Worker, theirs: str) -> str:
    """Versions can be called the same where the files are not."""
    return (
        f"the worker {worker.address} is not used: it has {theirs}, and here it is {versions()}; "
        "or its libraries or files are not the same. Install the same on both, and start it anew."
    )
