"""Does a batch stay as it is? Memory and open files over two thousand runs.

A short template is run again and again, by the workers of one batch: 2,000 jobs, of as many
programmes, in a workspace of its own. Every 200 runs this process, its workers and the parents of
their warm kernels are looked at in /proc: how much memory they hold themselves (what is shared
with the kernels counts too) and how many files they have open, and what lies in the folder for
temporary files.

    python benchmarks/soak.py [--runs N] [--workers N]

prints the table and, for each kind of process, by how much memory grew in a thousand runs after the
first 400 (a line by least squares). Ends with status 1 where that is more than 8 MiB, or open files
grew by more than five. What the ledger and the results take in this process is counted. Takes about
a quarter of an hour on two cores.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "helpers"))

from making import invented, quarters, template

from analysis.reporting.batch import (
    Job,
    Limits,
    Outcome,
    Settings,
    Watcher,
    run_batch,
    start_workers,
)
from analysis.sources.workspace import Workspace

EVERY = 200
SETTLED = 400
MOST_MIB = 8.0
"""For a thousand runs."""
MOST_FILES = 5
KINDS = ("batch", "worker", "parent")
SHORT = """\
from analysis.display.blocks import Blocks, Masthead, TextBlock
from analysis.display.languages import phrase

facts = tuple((phrase(name), phrase("-")) for name in ("Programme", "Looks at", "As of", "Source"))
Blocks(Masthead("Porsgrunn", phrase("Trial"), facts, language))
"""
FINDING = 'Blocks(TextBlock((phrase("Made."),)))'


@dataclass(frozen=True)
class Look:
    """The state after so many runs: MiB and open files, the most of each kind of process."""

    runs: int
    seconds: float
    memory: dict[str, float]
    files: dict[str, int]
    temporary: int


class Looking(Watcher):
    """Looks at the processes every 200 runs."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self._began = time.perf_counter()

    def ended(self, outcome: Outcome, done: int, total: int) -> None:  # noqa: ARG002
        if not outcome.made:
            sys.exit(f"A run failed: {outcome.error}")
        if done % EVERY == 0:
            self.looks.append(look(done, time.perf_counter() - self._began))
            print(line(self.looks[-1]), flush=True)


def look(runs: int, seconds: float) -> Look:
    memory = dict.fromkeys(KINDS, 0.0)
    files = dict.fromkeys(KINDS, 0)
    for kind, process in processes():
        memory[kind] = max(memory[kind], process.memory_info().rss / 2**20)
        files[kind] = max(files[kind], process.num_fds())
    return Look(runs, seconds, memory, files, len(list(Path(tempfile.gettempdir()).iterdir())))


def processes() -> Iterator[tuple[str, psutil.Process]]:
    """This process, its workers, and the parents of their kernels."""
    own = psutil.Process()
    yield "batch", own
    for child in own.children():
        if "spawn_main" in " ".join(child.cmdline()):
            yield "worker", child
            yield from (("parent", below) for below in child.children())


def line(seen: Look) -> str:
    cells = [f"{seen.memory[kind]:.0f} MiB, {seen.files[kind]}" for kind in KINDS]
    return f"| {seen.runs} | {seen.seconds:.0f} s | {' | '.join(cells)} | {seen.temporary} |"


def verdict(looks: list[Look]) -> int:
    settled = [seen for seen in looks if seen.runs >= SETTLED]
    grown = 0
    for kind in KINDS:
        runs = [seen.runs / 1000 for seen in settled]
        slope = float(np.polyfit(runs, [seen.memory[kind] for seen in settled], 1)[0])
        files = settled[-1].files[kind] - settled[0].files[kind]
        flat = slope <= MOST_MIB and files <= MOST_FILES
        grown += not flat
        print(
            f"{kind}: {slope:+.1f} MiB in a thousand runs, {files:+d} open files: "
            f"{'flat' if flat else 'GROWS'}"
        )
    return int(grown > 0)


def workspace(root: Path, runs: int) -> tuple[Workspace, list[Job]]:
    """A workspace with as many programmes as there are runs, alike but for their names."""
    made = invented(root, quarters(2016, (8, 8, 7)), start="2018Q1", as_of="2018")
    template(root, "short", SHORT, FINDING)
    text = (made.programmes / "invented.toml").read_text(encoding="utf-8")
    names = [f"invented-{number}" for number in range(runs)]
    for name in names:
        named = text.replace('id = "invented"', f'id = "{name}"', 1)
        (made.programmes / f"{name}.toml").write_text(named, encoding="utf-8")
    return made, [Job("short", (("programme", name), ("language", "nb"))) for name in names]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    root = Path(tempfile.mkdtemp(prefix="soak-"))
    watcher = Looking()
    print("| runs | after | batch: memory, files | worker | parent | temporary files |")
    print("|---:|---:|---:|---:|---:|---:|", flush=True)
    try:
        place, jobs = workspace(root, options.runs)
        settings = Settings(root / "reports", options.workers, Limits(60, None))
        run_batch(place, jobs, settings, lambda: start_workers(options.workers), watcher)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print()
    return verdict(watcher.looks)


if __name__ == "__main__":
    sys.exit(main())
