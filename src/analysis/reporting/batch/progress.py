"""How far a batch has come: noted in the ledger, told to who watches, and counted."""

from collections.abc import Iterable

from analysis.reporting.batch.ledger import Ledger
from analysis.reporting.batch.outcomes import FirstRuns, Outcome, Summary
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.watching import Watcher


class Progress:
    """What has come of ``total`` jobs so far."""

    def __init__(self, ledger: Ledger, watcher: Watcher, total: int):
        self._ledger = ledger
        self._watcher = watcher
        self._total = total
        self._outcomes: list[Outcome] = []
        self._first = FirstRuns()

    @property
    def stopped(self) -> str:
        """Why nothing more is to be begun, "" if more is."""
        return self._first.reason_to_stop

    def queue(self, jobs: Iterable[Job]) -> None:
        """Jobs are to be looked at."""
        self._ledger.queue(jobs)

    def wait(self, job: Job, folder: str) -> None:
        """A report is to be made in ``folder``."""
        self._ledger.note(job, "queued", folder=folder)

    def begin(self, job: Job, attempt: int) -> None:
        """A run is under way."""
        self._ledger.note(job, "running", attempts=attempt)
        self._watcher.began(job)

    def end(self, outcome: Outcome, key: str = "", stamp: str = "") -> None:
        """A job has come to its end. ``key`` says from what its report was made, and ``stamp`` as
        of which state of all files that is known."""
        self._ledger.end(outcome, key=key, stamp=stamp)
        self.leave(outcome)

    def leave(self, outcome: Outcome) -> None:
        """A job's report was not even looked at: what is noted of it stays."""
        self._outcomes.append(outcome)
        self._first.add(outcome)
        self._watcher.ended(outcome, len(self._outcomes), self._total)

    def summary(self) -> Summary:
        """Return what came of all."""
        waiting = self._total - len(self._outcomes)
        return Summary(tuple(self._outcomes), waiting, self.stopped)
