"""How fast is a batch? Beside the loop a good analyst writes, and beside two bare processes.

In one run and by turns, over the same ten reports of five templates (after two others, which bear
the start of everything):

- the analyst's loop (``benchmarks/analysts_loop.py``): papermill and nbconvert, HTML only;
- ``run_batch`` with one worker, and with two: HTML, PDF, checks and ledger included;
- a calculation that needs nothing but a processor, in one process and in two at a time.

And how long does the command take when nothing has changed? A folder of reports is filled for 290
municipalities (numbers, whether there is such a municipality or not) and every template: one report
of each template is made, and its folder (by hard links) and its line in the ledger are copied for
each number. Such reports would be refused, were they looked at: that the command says of all 2,030
that they are unchanged shows that it looked at none, which is what is measured.

    python benchmarks/batch.py [--rounds N] [--seconds LIMIT]

prints the medians and the ratios, and ends with status 1 where what is wanted is missed by more
than a tenth. Rounds end early after ``--seconds``. Beside times by the clock stand those of the
processors (user and system), which other work on the machine disturbs less. How much it disturbs
is told: by how much longer than its processor time the bare calculation takes. Where that is a
fifth or more, the verdict on seconds is on those divided by it.
"""

import argparse
import compileall
import json
import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import nbformat
import psutil

import analysis
from analysis.reporting.batch import (
    Job,
    Ledger,
    Limits,
    Outcome,
    Settings,
    Watcher,
    jobs_of,
    read_plan,
    run_batch,
    start_workers,
)
from analysis.reporting.batch.keys import joined
from analysis.reporting.batch.running import reports_in
from analysis.sources.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
BEFORE = 2
"""Reports that are made first and not measured."""
MUNICIPALITIES = 290
FIRST = 1001
LOADED = 1.2
MARGIN = 1.1
STEPS = 12_000_000
NAMES = ("loop", "one", "two")

PLAN = """\
languages = ["nb", "sv"]
[[reports]]
template = "workforce_outlook"
programmes = ["porsgrunn-employer-strategy"]
languages = ["nb"]
[[reports]]
template = "network_programme"
programmes = ["kvalitetskommuneprogrammet"]
languages = ["nb"]
[[reports]]
template = "sick_leave"
programmes = ["porsgrunn-sick-leave"]
[[reports]]
template = "policy_evaluation"
programmes = ["drammen-employer-policy"]
[[reports]]
template = "action_programme"
programmes = ["attraktiv-arbetsgivare"]
[[reports]]
template = "quality_review"
programmes = ["olofstrom-2017"]
[[reports]]
template = "municipality"
municipalities = ["4001"]
"""


@dataclass
class Times:
    """Seconds of the rounds: ``whole``, and for the measured reports ``under_way`` and those of the
    ``processors``; ``outside`` the cells, for each report of each round."""

    whole: list[float] = field(default_factory=list)
    under_way: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)


class Clock(Watcher):
    """When each report began and ended, by the clock and by the processors' time till then."""

    def __init__(self) -> None:
        self.begun: dict[Job, tuple[float, float]] = {}
        self.over: dict[Job, tuple[float, float]] = {}

    def began(self, job: Job) -> None:
        self.begun[job] = time.perf_counter(), processor_seconds()

    def ended(self, outcome: Outcome, done: int, total: int) -> None:  # noqa: ARG002
        self.over[outcome.job] = time.perf_counter(), processor_seconds()


def processor_seconds() -> float:
    """Of this process and all below it, those that are over included."""
    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def loop(plan: Path, output: Path, times: Times) -> None:
    command = [sys.executable, str(Path(__file__).with_name("analysts_loop.py"))]
    done = subprocess.run([*command, plan, output], check=True, capture_output=True, text=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    times.under_way.append(sum(float(line[0]) for line in lines[BEFORE:]))
    times.processors.append(sum(float(line[1]) for line in lines[BEFORE:]))


def batch(plan: Path, output: Path, times: Times, workers: int) -> None:
    workspace, clock = Workspace(ROOT), Clock()
    jobs = jobs_of(workspace, read_plan(plan))
    settings = Settings(output, workers, Limits(300, None))
    summary = run_batch(workspace, jobs, settings, lambda: start_workers(workers), clock)
    if summary.failed:
        sys.exit(f"A report was not made: {summary.failed[0].error}")
    measured = jobs[BEFORE:]
    began = min(clock.begun[job] for job in measured)
    ended = max(clock.over[job] for job in measured)
    times.under_way.append(ended[0] - began[0])
    times.processors.append(ended[1] - began[1])
    made = {outcome.job: outcome for outcome in summary.outcomes}
    for job in measured:
        cells = in_cells(output / made[job].folder / "report.ipynb")
        times.outside.append(made[job].seconds - cells)


def in_cells(notebook: Path) -> float:
    """The seconds that papermill noted for the cells of a notebook."""
    cells = nbformat.read(notebook, as_version=4).cells
    return sum(cell.metadata.get("papermill", {}).get("duration") or 0 for cell in cells)


def calculate(steps: int = STEPS) -> int:
    total = 0
    for number in range(steps):
        total += number * number % 7
    return total


class Bare:
    """Processes that only calculate: how much two are faster than one, and by how much more time
    by the clock than of the processor one takes, which is what others take on this machine."""

    def __init__(self) -> None:
        self.speed_ups: list[float] = []
        self.slowed: list[float] = []

    def measure(self) -> None:
        before = processor_seconds()
        alone = processes(1)
        self.slowed.append(alone / (processor_seconds() - before))
        self.speed_ups.append(2 * alone / processes(2))


def processes(count: int) -> float:
    """Seconds of so many processes that only calculate, each the same."""
    context = multiprocessing.get_context("fork")
    began = time.perf_counter()
    started = [context.Process(target=calculate) for _ in range(count)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    return time.perf_counter() - began


def rounds(plan: Path, folder: Path, most: int, limit: float) -> tuple[dict[str, Times], Bare]:
    """The times of each kind, and of what only calculates."""
    times, bare = {name: Times() for name in NAMES}, Bare()
    began = time.perf_counter()
    for number in range(most):
        for name in NAMES:
            output = folder / f"{name}-{number}"
            work = {
                "loop": lambda output=output: loop(plan, output, times["loop"]),
                "one": lambda output=output: batch(plan, output, times["one"], 1),
                "two": lambda output=output: batch(plan, output, times["two"], 2),
            }[name]
            started = time.perf_counter()
            work()
            times[name].whole.append(time.perf_counter() - started)
            bare.measure()
        passed = time.perf_counter() - began
        if passed + passed / (number + 1) > limit:
            break
    return times, bare


def unchanged(made: Path, plan: Path) -> tuple[int, float, float]:
    """How many reports there are in a folder filled from ``made``, and how long the command takes
    to say that all are unchanged, by the clock and by the processor: the least of three."""
    numbers = [str(FIRST + number) for number in range(MUNICIPALITIES)]
    firsts = list({job.template: job for job in jobs_of(Workspace(ROOT), read_plan(plan))}.values())
    copies = {job: [_for(job, number) for number in numbers] for job in firsts}
    asked = made / "plan.toml"
    asked.write_text(_plan(copies), encoding="utf-8")
    output = fill(made, copies)
    command = [sys.executable, "-m", "analysis.cli", "batch", asked, "--output", output]
    total, seconds, processor = sum(map(len, copies.values())), [], []
    for _ in range(3):
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
        processor.append(user + system)
        if f"0 reports made, {total} unchanged, 0 failed." not in done.stdout:
            sys.exit(f"Not all were unchanged: {done.stdout[-500:]}{done.stderr[-500:]}")
    return total, min(seconds), min(processor)


def _for(job: Job, number: str) -> Job:
    values = {**dict(job.parameters), "municipality": number, "language": "nb"}
    return Job(job.template, tuple(values.items()))


def _plan(copies: dict[Job, list[Job]]) -> str:
    entries = []
    for job, many in copies.items():
        numbers = json.dumps([dict(copy.parameters)["municipality"] for copy in many])
        programme = dict(job.parameters).get("programme")
        named = f'programmes = ["{programme}"]\n' if programme else ""
        entries.append(
            f'[[reports]]\ntemplate = "{job.template}"\n{named}municipalities = {numbers}\n'
        )
    return "\n".join(entries)


def fill(made: Path, copies: dict[Job, list[Job]]) -> Path:
    """A folder of reports: one of each template copied for each municipality, and its lines."""
    output = made.with_name(f"{made.name}-filled")
    entries = Ledger(made).entries()
    rows = []
    for job, many in copies.items():
        entry = entries[job]
        for number, copy in enumerate(many):
            folder = Path(entry.folder, str(number))
            shutil.copytree(made / entry.folder, output / folder, copy_function=os.link)
            parameters = json.dumps(copy.parameters, ensure_ascii=False)
            rows.append(
                (job, (job.template, parameters, "ok", 1, entry.key, str(folder), entry.hashes, ""))
            )
    stamped = entries[next(job for job in copies if not job.about_a_place)].stamp
    of_a_page = joined([stamped, *reports_in(output)])
    lines = [(*row, of_a_page if job.about_a_place else stamped) for job, row in rows]
    Ledger(output)
    with closing(sqlite3.connect(output / "ledger.sqlite")) as file, file:
        file.executemany(
            "INSERT INTO runs (template, parameters, state, attempts, key, folder, hashes, changed,"
            " stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            lines,
        )
    return output


def table(times: dict[str, Times], count: int) -> None:
    told = {
        "loop": "the analyst's loop, HTML only",
        "one": "a batch, one worker, HTML and PDF",
        "two": "a batch, two workers",
    }
    print(
        f"| | all {count}, with the start | each report | loop / this | processors, each |", end=""
    )
    print(" loop / this |\n|---|---:|---:|---:|---:|---:|")
    base, each = times["loop"], count - BEFORE
    for name in NAMES:
        found = times[name]
        clock, work = median(found.under_way), median(found.processors)
        print(
            f"| {told[name]} | {median(found.whole):.1f} s | {clock / each:.2f} s "
            f"| {median(base.under_way) / clock:.1f} | {work / each:.2f} s "
            f"| {median(base.processors) / work:.1f} |"
        )


@dataclass(frozen=True)
class Wanted:
    """A figure, and what is wanted of it."""

    name: str
    found: float
    wanted: float
    at_most: bool = False

    @property
    def missed(self) -> bool:
        """Whether it is missed by more than the margin."""
        if self.at_most:
            return self.found > self.wanted * MARGIN
        return self.found < self.wanted / MARGIN

    def __str__(self) -> str:
        sign = "at most" if self.at_most else "at least"
        said = "MISSED" if self.missed else "yes"
        return f"| {self.name} | {self.found:.2f} | {sign} {self.wanted:g} | {said} |"


def judge(times: dict[str, Times], bare: Bare, again: tuple[int, float, float]) -> int:
    loop, one, two = (median(times[name].under_way) for name in NAMES)
    speed_up, slowed = median(bare.speed_ups), median(bare.slowed)
    total, seconds, processor = again
    outside = median(times["one"].outside)
    print(f"\nTwo processes that only calculate: {speed_up:.2f} times one. Each takes {slowed:.2f}")
    print("times its processor time, for what else runs here.")
    print(f"{total:,} reports, nothing changed: {seconds:.2f} s ({processor:.2f} s of processor).")
    print(f"Outside the cells on one worker: {outside:.2f} s a report.\n")
    share = slowed if slowed >= LOADED else 1.0
    wanted = [
        Wanted("the loop / two workers", loop / two, 4),
        Wanted("seconds outside the cells", outside / share, 0.35, True),
        Wanted("speed-up of two workers / of two processes", one / two / speed_up, 0.9),
        Wanted("seconds where nothing changed", seconds / share, 3, True),
    ]
    print("| | found | wanted | |\n|---|---:|---:|---|")
    print(f"| the loop / one worker | {loop / one:.2f} | | |")
    for figure in wanted:
        print(figure)
    return int(any(figure.missed for figure in wanted))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=180)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(analysis.__file__).parent, quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = folder / "plan.toml"
        plan.write_text(PLAN, encoding="utf-8")
        times, bare = rounds(plan, folder, options.rounds, options.seconds)
        again = unchanged(folder / "one-0", plan)
        count = len(jobs_of(Workspace(ROOT), read_plan(plan)))
    print(f"{len(times['loop'].whole)} rounds\n")
    table(times, count)
    return judge(times, bare, again)


if __name__ == "__main__":
    sys.exit(main())
