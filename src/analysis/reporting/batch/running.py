"""Runs a batch: checks every job first, makes what is not there yet, and notes each step.

One job that fails stops no other. One whose kernel or worker died is tried once more. What is
there and was made of the same is left as it is; while no file has been touched since that was
last compared, that is known without a look into any.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.reporting.batch.keys import joined, reports_in, stamp
from analysis.reporting.batch.ledger import Entry, Ledger
from analysis.reporting.batch.outcomes import MADE, Outcome, Summary, reason_to_stop
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.watching import Watcher
from analysis.reporting.batch.workers import (
    Checked,
    Crew,
    Limits,
    Result,
    WorkerLost,
    check,
    make,
    result_of,
)
from analysis.reporting.publish import clear_remains
from analysis.sources.workspace import Workspace

ATTEMPTS = 2
FEW = 4
"""So few jobs are checked here: to start workers takes longer."""
CHUNK = 8


@dataclass(frozen=True)
class Settings:
    """How a batch is run: where to, by how many workers, within which limits."""

    output: Path
    workers: int
    limits: Limits


@dataclass(frozen=True)
class _Ready:
    """A job that has been checked, and how often it has been begun."""

    job: Job
    folder: str
    key: str
    attempt: int = 1


def run_batch(
    workspace: Workspace,
    jobs: Sequence[Job],
    settings: Settings,
    start: Callable[[], Executor],
    watcher: Watcher | None = None,
) -> Summary:
    """Make the reports of ``jobs`` by the workers that ``start`` gives; return what came of each.

    All are checked before the first is made. The pages of municipalities, which link to the other
    reports, come last. OutputError if the ledger cannot be written; KeyboardInterrupt ends the
    batch when what is under way is done, and the same call goes on where it stopped.
    """
    with Crew(start) as crew:
        return _Batch(workspace, jobs, settings, crew, watcher or Watcher()).run()


class _Batch:
    def __init__(
        self,
        workspace: Workspace,
        jobs: Sequence[Job],
        settings: Settings,
        crew: Crew,
        watcher: Watcher,
    ) -> None:
        self._workspace = workspace
        self._jobs = tuple(dict.fromkeys(jobs))
        self._settings = replace(settings, output=settings.output.resolve())
        self._crew = crew
        self._watcher = watcher
        self._ledger = Ledger(self._settings.output)
        self._outcomes: list[Outcome] = []
        self._stopped = ""

    def run(self) -> Summary:
        clear_remains(self._settings.output)
        self._before = self._ledger.entries()
        self._stamp = self._in_formats(stamp(self._workspace))
        self._others = reports_in(self._settings.output)
        untouched = [job for job in self._jobs if self._is_untouched(job)]
        known = set(untouched)
        self._ledger.queue(job for job in self._jobs if job not in known)
        ready = self._checked([job for job in self._jobs if job not in known])
        self._leave(job for job in untouched if not job.about_a_place)
        self._make_new([item for item in ready if not item.job.about_a_place])
        pages = [item for item in ready if item.job.about_a_place]
        self._make_pages(pages, [job for job in untouched if job.about_a_place])
        clear_remains(self._settings.output)
        waiting = len(self._jobs) - len(self._outcomes)
        return Summary(tuple(self._outcomes), waiting, self._stopped)

    def _make_pages(self, ready: list[_Ready], untouched: list[Job]) -> None:
        """The pages that link to the other reports, once it is known which there are."""
        before, self._others = self._others, reports_in(self._settings.output)
        if before == self._others:
            self._leave(untouched)
        else:
            ready += self._checked(untouched)
        self._make_new([replace(item, key=joined([item.key, *self._others])) for item in ready])

    # -- before anything is made

    def _in_formats(self, key: str) -> str:
        """A report in other files is another report."""
        return joined([key, *self._settings.limits.formats])

    def _stamp_of(self, job: Job) -> str:
        return joined([self._stamp, *self._others]) if job.about_a_place else self._stamp

    def _is_untouched(self, job: Job) -> bool:
        entry = self._before.get(job)
        return bool(entry and self._is_made(entry) and entry.stamp == self._stamp_of(job))

    def _is_made(self, entry: Entry) -> bool:
        there = self._settings.output / entry.folder / "run.json"
        return entry.state in MADE and bool(entry.folder) and there.is_file()

    def _leave(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            state = "repeated" if self._before[job].state == "repeated" else "unchanged"
            self._told(Outcome(job, state, self._before[job].folder))

    def _checked(self, jobs: Sequence[Job]) -> list[_Ready]:
        """The jobs that can be run; the others are refused. Two that lead to one report are one."""
        found: dict[str, _Ready] = {}
        for item in self._check_all(jobs):
            if item.state:
                self._end(Outcome(item.job, item.state, error=item.error))
            elif item.folder in found:
                twice = Outcome(item.job, "repeated", item.folder)
                self._end(twice, stamp=self._stamp_of(item.job))
            else:
                found[item.folder] = _Ready(item.job, item.folder, self._in_formats(item.key))
        return list(found.values())

    def _check_all(self, jobs: Sequence[Job]) -> list[Checked]:
        root, output = self._workspace.root, self._settings.output
        if len(jobs) <= FEW:
            return check(list(jobs), root, output)
        parts = [list(jobs[at : at + CHUNK]) for at in range(0, len(jobs), CHUNK)]
        under_way = [(part, self._crew.submit(check, part, root, output)) for part in parts]
        return [item for part, future in under_way for item in self._answer(part, future)]

    def _answer(self, part: list[Job], future: "Future[list[Checked]]") -> list[Checked]:
        """What was checked; a part whose worker was lost is checked here."""
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError):
            self._crew.dismiss()
        except WorkerLost:
            pass
        return check(part, self._workspace.root, self._settings.output)

    # -- making

    def _make_new(self, ready: Sequence[_Ready]) -> None:
        """Make what is not there, or was made from other things."""
        new = []
        for item in ready:
            entry = self._before.get(item.job)
            stamped = self._stamp_of(item.job)
            if entry and self._is_made(entry) and entry.key == item.key:
                self._end(Outcome(item.job, "unchanged", item.folder), stamp=stamped)
            else:
                new.append(item)
                self._ledger.note(item.job, "queued", folder=item.folder)
        waiting = deque(new)
        while waiting and not self._stopped:
            self._make_until_one_is_lost(waiting)

    def _make_until_one_is_lost(self, waiting: deque[_Ready]) -> None:
        under_way: dict[Future[Result], _Ready] = {}
        lost = False
        while under_way or (waiting and not lost and not self._stopped):
            while waiting and len(under_way) < self._settings.workers and not lost:
                item = waiting.popleft()
                under_way[self._submit(item)] = item
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                item, result = under_way.pop(future), result_of(future)
                lost = lost or result.lost
                if result.state == "died" and item.attempt < ATTEMPTS:
                    waiting.append(replace(item, attempt=item.attempt + 1))
                else:
                    self._end_run(item, result)
            lost = lost or bool(self._stopped)
        if lost:
            self._crew.dismiss()
            clear_remains(self._settings.output)

    def _submit(self, item: _Ready) -> "Future[Result]":
        self._ledger.note(item.job, "running", attempts=item.attempt)
        self._watcher.began(item.job)
        settings = self._settings
        root = self._workspace.root
        # What died warm is tried once more without what was loaded before.
        warm = item.attempt == 1
        return self._crew.submit(make, item.job, root, settings.output, settings.limits, warm)

    def _end_run(self, item: _Ready, result: Result) -> None:
        outcome = Outcome(
            item.job,
            result.state,
            item.folder,
            result.seconds,
            result.error,
            result.cell,
            result.peak,
            result.hashes,
        )
        made = result.state == "ok" and self._is_as_checked(item)
        key, stamped = (item.key, self._stamp_of(item.job)) if made else ("", "")
        self._end(outcome, key=key, stamp=stamped)

    def _is_as_checked(self, item: _Ready) -> bool:
        """Whether a report was made from what its key says: a file may have changed since."""
        if self._in_formats(stamp(self._workspace)) == self._stamp:
            return True
        (now,) = check([item.job], self._workspace.root, self._settings.output)
        key = self._in_formats(now.key)
        return item.key == (joined([key, *self._others]) if item.job.about_a_place else key)

    def _end(self, outcome: Outcome, **known: str) -> None:
        self._ledger.end(outcome, **known)
        self._told(outcome)

    def _told(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._watcher.ended(outcome, len(self._outcomes), len(self._jobs))
        self._stopped = self._stopped or reason_to_stop(self._outcomes)
