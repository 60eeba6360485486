"""What a batch says while it runs: a live table on a terminal, plain lines or JSON elsewhere."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from analysis.reporting.batch.outcomes import Outcome
from analysis.reporting.batch.plans import Job
from analysis.reporting.batch.watching import Watcher

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

QUIET = frozenset({"unchanged", "repeated"})
"""What a batch says of these is how many there were."""


@contextmanager
def watching(as_json: bool) -> Iterator[Watcher]:
    """The watcher that suits where the command writes to."""
    if as_json:
        yield AsJson()
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.live import Live

        console = Console()
        watcher = OnTerminal(console)
        with Live(
            console=console, get_renderable=watcher.table, refresh_per_second=4, transient=True
        ):
            yield watcher
    else:
        yield InWords()


class AsJson(Watcher):
    """A line of JSON for each job that has come to its end."""

    def ended(self, outcome: Outcome, done: int, total: int) -> None:
        told = asdict(outcome) | {"job": str(outcome.job), "done": done, "of": total}
        told["parameters"] = dict(outcome.job.parameters)
        click.echo(json.dumps(told, ensure_ascii=False))


class InWords(Watcher):
    """A line for each report that was made, or that failed."""

    def ended(self, outcome: Outcome, done: int, total: int) -> None:
        for line in lines(outcome, done, total):
            click.echo(line)


def lines(outcome: Outcome, done: int, total: int) -> list[str]:
    """Return what is said of a job that has come to its end."""
    if outcome.state in QUIET:
        return []
    time = f" ({outcome.seconds:.1f} s)" if outcome.seconds else ""
    said = [f"[{done}/{total}] {outcome.job}: {outcome.state}{time}"]
    return said + [f"    {line}" for line in outcome.error.splitlines()[:1]]


class OnTerminal(Watcher):
    """What runs, how fast, how long it will take, and every failure above it as it happens."""

    def __init__(self, console: "Console"):
        self._console = console
        self._began = time.monotonic()
        self._running: dict[Job, float] = {}
        self._states: Counter[str] = Counter()
        self._total = 0

    def began(self, job: Job) -> None:
        self._running[job] = time.monotonic()

    def ended(self, outcome: Outcome, done: int, total: int) -> None:
        self._running.pop(outcome.job, None)
        self._states[outcome.state] += 1
        self._total = total
        if not outcome.made:
            for line in lines(outcome, done, total):
                self._console.print(line, markup=False, highlight=False)

    def table(self) -> "Table":
        """Return what stands below: the pace, and the reports under way."""
        from rich.table import Table

        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_row(self._pace())
        now = time.monotonic()
        for job, since in list(self._running.items()):
            table.add_row(f"  {job}: {now - since:.0f} s")
        return table

    def _pace(self) -> str:
        done, made = self._states.total(), self._states["ok"]
        if not self._total:
            return "looking at what there is"
        left = sum(self._states[state] for state in QUIET)
        run = done - left
        said = f"{done} of {self._total}: {made} made, {left} as before, {run - made} failed"
        if not run:
            return said
        each = (time.monotonic() - self._began) / run
        minutes = each * (self._total - done) / 60
        return f"{said}. {60 / each:.0f} a minute, about {max(1, round(minutes))} min to go"
