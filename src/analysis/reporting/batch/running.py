"""Runs a batch: checks every job first, makes what is not there yet, and notes each step.

One job that fails stops no other. One whose kernel or worker died is tried once more.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.errors import TiltakError
from analysis.reporting.batch.keys import cache_key, joined
from analysis.reporting.batch.ledger import MADE, Entry, Ledger
from analysis.reporting.batch.outcomes import Outcome, Summary, reason_to_stop
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.workers import Result, make, start_workers
from analysis.reporting.publish import clear_remains
from analysis.reporting.runs import Request, prepare
from analysis.sources.workspace import Workspace

ATTEMPTS = 2

Tell = Callable[[Outcome, int, int], None]
"""Called for each outcome with how many are done, and of how many."""


@dataclass(frozen=True)
class Settings:
    """How a batch is run: where to, by how many workers, with which limit for a cell in seconds."""

    output: Path
    workers: int
    cell_limit: int


@dataclass(frozen=True)
class _Ready:
    """A job that has been checked: where its report belongs, and from what it is made."""

    job: Job
    folder: str
    key: str
    attempt: int = 1


def run_batch(workspace: Workspace, jobs: Sequence[Job], settings: Settings, tell: Tell) -> Summary:
    """Make the reports of ``jobs`` and return what came of each.

    All are checked before the first is made. The pages of municipalities, which link to the other
    reports, come last. OutputError if the ledger cannot be written; KeyboardInterrupt ends the
    batch when what is under way is done, and the same call goes on where it stopped.
    """
    return _Batch(workspace, jobs, settings, tell).run()


class _Batch:
    def __init__(
        self, workspace: Workspace, jobs: Sequence[Job], settings: Settings, tell: Tell
    ) -> None:
        self._workspace = workspace
        self._jobs = tuple(dict.fromkeys(jobs))
        self._settings = replace(settings, output=settings.output.resolve())
        self._tell = tell
        self._ledger = Ledger(self._settings.output)
        self._outcomes: list[Outcome] = []
        self._stopped = ""

    def run(self) -> Summary:
        clear_remains(self._settings.output)
        before = self._ledger.entries()
        self._ledger.queue(self._jobs)
        ready = self._checked()
        for about_a_place in (False, True):
            chosen = [item for item in ready if item.job.about_a_place is about_a_place]
            if about_a_place:
                others = _reports_in(self._settings.output)
                chosen = [replace(item, key=joined([item.key, *others])) for item in chosen]
            self._make_all([item for item in chosen if not self._is_there(item, before)])
        waiting = len(self._jobs) - len(self._outcomes)
        return Summary(tuple(self._outcomes), waiting, self._stopped)

    # -- before anything is made

    def _checked(self) -> list[_Ready]:
        """The jobs that can be run; the others are refused. Two that lead to one report are one."""
        found: dict[str, _Ready] = {}
        for job in self._jobs:
            try:
                item = self._check(job)
            except TiltakError as error:
                self._end(Outcome(job, error.status, error=str(error)))
                continue
            if item.folder in found:
                self._end(Outcome(job, "repeated", item.folder))
            else:
                found[item.folder] = item
        return list(found.values())

    def _check(self, job: Job) -> _Ready:
        request = Request(job.template, dict(job.parameters), self._settings.output)
        plan = prepare(request, self._workspace)
        key = cache_key(self._workspace, plan.template, plan.subject)
        return _Ready(job, str(plan.folder), key)

    def _is_there(self, item: _Ready, before: dict[Job, Entry]) -> bool:
        """Whether the report is there already, made from the same."""
        known = before.get(item.job)
        there = (self._settings.output / item.folder / "run.json").is_file()
        if there and known and known.state in MADE and known.key == item.key:
            self._end(Outcome(item.job, "unchanged", item.folder))
            return True
        self._ledger.note(item.job, "queued", key=item.key, folder=item.folder)
        return False

    # -- making

    def _make_all(self, ready: Sequence[_Ready]) -> None:
        waiting = deque(ready)
        while waiting and not self._stopped:
            with start_workers(min(self._settings.workers, len(waiting))) as workers:
                self._make_with(workers, waiting)

    def _make_with(self, workers: Executor, waiting: deque[_Ready]) -> None:
        """Make what waits, until all is made, a worker is lost or the batch is to stop."""
        under_way: dict[Future[Result], _Ready] = {}
        lost = False
        while under_way or (waiting and not lost and not self._stopped):
            while waiting and len(under_way) < self._settings.workers and not lost:
                item = waiting.popleft()
                under_way[self._submit(workers, item)] = item
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                item, result = under_way.pop(future), _result(future)
                lost = lost or result.lost
                if result.state == "died" and item.attempt < ATTEMPTS:
                    waiting.append(replace(item, attempt=item.attempt + 1))
                else:
                    self._end(_outcome(item, result))
            lost = lost or bool(self._stopped)

    def _submit(self, workers: Executor, item: _Ready) -> "Future[Result]":
        self._ledger.note(item.job, "running", attempts=item.attempt)
        output, limit = self._settings.output, self._settings.cell_limit
        return workers.submit(make, item.job, self._workspace.root, output, limit)

    def _end(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._ledger.note(
            outcome.job,
            outcome.state,
            folder=outcome.folder,
            seconds=round(outcome.seconds, 2),
            error=outcome.error,
            cell=outcome.cell,
        )
        self._tell(outcome, len(self._outcomes), len(self._jobs))
        self._stopped = self._stopped or reason_to_stop(self._outcomes)


def _result(future: "Future[Result]") -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return Result("died", 0.0, "the process that made the report was killed", lost=True)


def _outcome(item: _Ready, result: Result) -> Outcome:
    return Outcome(item.job, result.state, item.folder, result.seconds, result.error, result.cell)


def _reports_in(output: Path) -> list[str]:
    return [str(path.relative_to(output)) for path in sorted(output.rglob("report.html"))]
