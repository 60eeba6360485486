"""What came of the jobs of a batch."""

from dataclasses import dataclass, field

from analysis.reporting.batch.plans import Job

MADE = frozenset({"ok", "unchanged", "repeated"})
"""States of a report that is there. ``repeated``: asked for twice, and made once."""

THERE_ALREADY = frozenset({"unchanged", "repeated"})
"""States of a report that did not have to be made."""

NOT_RUN = THERE_ALREADY | {"refused"}

ALIKE = 5
"""So many failures of one kind at the start of a batch, and nothing else, stop it."""


@dataclass(frozen=True)
class Outcome:
    """What came of a job: ok, unchanged, repeated, refused, or how its run failed.

    ``folder`` is relative to the folder of all reports, "" where it is not known; ``cell`` the
    one it failed in; ``peak`` the most memory its kernel held, in bytes, where that is known;
    ``hashes`` are of the files that came out.
    """

    job: Job
    state: str
    folder: str = ""
    seconds: float = 0.0
    error: str = ""
    cell: str = ""
    peak: int | None = None
    hashes: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def made(self) -> bool:
        """Whether the report is there, new or as before."""
        return self.state in MADE


@dataclass(frozen=True)
class Summary:
    """What came of a batch; ``waiting`` jobs were not begun, ``stopped`` says why it ended early
    ("" if it did not)."""

    outcomes: tuple[Outcome, ...]
    waiting: int = 0
    stopped: str = ""

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The jobs whose reports are not there, or not as they should be."""
        return tuple(item for item in self.outcomes if not item.made)

    def count(self, state: str) -> int:
        """The number of jobs that ended in ``state``."""
        return sum(item.state == state for item in self.outcomes)


class FirstRuns:
    """The first runs of a batch. If they all fail in one way, the others would too."""

    def __init__(self) -> None:
        self._runs: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Take note of ``outcome`` if it is of one of them."""
        if len(self._runs) < ALIKE and outcome.state not in NOT_RUN:
            self._runs.append(outcome)

    @property
    def reason_to_stop(self) -> str:
        """Why the batch is to stop, "" if it is not."""
        ways = {(item.state, item.cell) for item in self._runs}
        if len(self._runs) < ALIKE or len(ways) > 1 or self._runs[0].made:
            return ""
        first = self._runs[0]
        return f"the first {ALIKE} runs all failed alike ({first.state}): {first.error}"
