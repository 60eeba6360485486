"""Who hears of a batch as it goes on."""

from analysis.reporting.batch.outcomes import Outcome
from analysis.reporting.batch.plans import Job


class Watcher:
    """Hears of a batch as it goes on; this one keeps it to itself."""

    def began(self, job: Job) -> None:
        """A run of ``job`` is under way."""

    def ended(self, outcome: Outcome, done: int, total: int) -> None:
        """A job has come to its end; so many are ``done`` of ``total``."""
