"""Runs a batch: checks every job first, makes what is not there yet, and notes each step.

One job that fails stops no other. One whose kernel or worker died is tried once more. What is
there and was made of the same is left as it is; while no file has been touched since that was
last compared, that is known without a look into any.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.reporting.batch.checking import Ready, check_all, united
from analysis.reporting.batch.inventory import Inventory
from analysis.reporting.batch.keys import reports_in, stamp
from analysis.reporting.batch.ledger import Ledger
from analysis.reporting.batch.outcomes import Outcome, Summary
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.pool import Crew, Runs
from analysis.reporting.batch.progress import Progress
from analysis.reporting.batch.watching import Watcher
from analysis.reporting.batch.workers import Checked, Limits, Result, make
from analysis.reporting.publish import clear_remains
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Settings:
    """How a batch is run: where to, by how many workers, within which limits."""

    output: Path
    workers: int
    limits: Limits


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
    settings = replace(settings, output=settings.output.resolve())
    asked = tuple(dict.fromkeys(jobs))
    ledger = Ledger(settings.output)
    progress = Progress(ledger, watcher or Watcher(), len(asked))
    with _tidied(settings.output), Crew(start) as crew:
        inventory = Inventory(
            ledger.entries(),
            settings.output,
            stamp(workspace),
            tuple(reports_in(settings.output)),
            settings.limits.formats,
        )
        _Batch(workspace, settings, crew, progress).run(asked, inventory)
    return progress.summary()


@contextmanager
def _tidied(output: Path) -> Iterator[None]:
    """Without what killed processes left half-way, those of an earlier batch and of this one."""
    clear_remains(output)
    try:
        yield
    finally:
        clear_remains(output)


@dataclass(frozen=True)
class _Batch:
    workspace: Workspace
    settings: Settings
    crew: Crew
    progress: Progress

    def run(self, jobs: Sequence[Job], inventory: Inventory) -> None:
        untouched = {job for job in jobs if inventory.is_untouched(job)}
        touched = [job for job in jobs if job not in untouched]
        self.progress.queue(touched)
        checked = self._check(touched)
        reports = [job for job in jobs if job in untouched and not job.about_a_place]
        pages = [job for job in jobs if job in untouched and job.about_a_place]
        self._leave(reports, inventory)
        self._make([item for item in checked if not item.job.about_a_place], inventory)
        others = tuple(reports_in(self.settings.output))
        if others == inventory.others:
            self._leave(pages, inventory)
        else:
            checked += self._check(pages)
        with_links = replace(inventory, others=others)
        self._make([item for item in checked if item.job.about_a_place], with_links)

    def _check(self, jobs: Sequence[Job]) -> list[Checked]:
        """The jobs that can be run; the others are refused."""
        checked = check_all(self.crew, jobs, self.workspace.root, self.settings.output)
        for item in checked:
            if item.state:
                self.progress.end(Outcome(item.job, item.state, error=item.error))
        return [item for item in checked if not item.state]

    def _leave(self, jobs: Iterable[Job], inventory: Inventory) -> None:
        for job in jobs:
            entry = inventory.noted[job]
            state = "repeated" if entry.state == "repeated" else "unchanged"
            self.progress.leave(Outcome(job, state, entry.folder, hashes=json.loads(entry.hashes)))

    def _make(self, checked: Sequence[Checked], inventory: Inventory) -> None:
        """Make what is not there, or was made from other things."""
        new = []
        for item in united(checked, inventory):
            if entry := inventory.find(item.folder, item.key):
                hashes = json.loads(entry.hashes)
                unchanged = Outcome(item.job, "unchanged", item.folder, hashes=hashes)
                self._end(item, unchanged, item.key, inventory.stamp_of(item.job))
            else:
                self.progress.wait(item.job, item.folder)
                new.append(item)
        runs = Runs(self._submit, self.settings.workers, lambda: bool(self.progress.stopped))
        for item, result in runs.results(new):
            self._end_run(item, result, inventory)

    def _submit(self, item: Ready, attempt: int) -> "Future[Result]":
        self.progress.begin(item.job, attempt)
        settings = self.settings
        root = self.workspace.root
        # What died warm is tried once more without what was loaded before.
        warm = attempt == 1
        return self.crew.submit(make, item.job, root, settings.output, settings.limits, warm)

    def _end_run(self, item: Ready, result: Result, inventory: Inventory) -> None:
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
        if outcome.made and self._is_as_checked(item, inventory):
            self._end(item, outcome, item.key, inventory.stamp_of(item.job))
        else:
            self._end(item, outcome)

    def _end(self, item: Ready, outcome: Outcome, key: str = "", stamp: str = "") -> None:
        self.progress.end(outcome, key, stamp)
        for job in item.repeated:
            again = Outcome(job, "repeated", item.folder, hashes=outcome.hashes)
            self.progress.end(again, key, stamp)

    def _is_as_checked(self, item: Ready, inventory: Inventory) -> bool:
        """Whether a report was made from what its key says: a file may have changed since."""
        if stamp(self.workspace) == inventory.stamp:
            return True
        (now,) = check_all(self.crew, [item.job], self.workspace.root, self.settings.output)
        return inventory.key_of(item.job, now.key) == item.key
