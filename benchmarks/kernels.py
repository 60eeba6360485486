"""What does a warm kernel save? A kernel's first answer, and a whole report's cells, by turns.

In one process, with one parent of warm kernels, each round does with a plain and a warm kernel:

- the first answer: start it, ask it ``1 + 1``, and stop it once that is answered;
- a report: papermill runs the cells of ``sick_leave`` for Porsgrunn in it, and the cells' output
  is compared with the plain kernel's.

    python benchmarks/kernels.py [--rounds N]

prints the medians and their ratios, and what the parent took to load, once for all kernels. Ends
with status 1 if a warm kernel was not warm, if outputs differ, or if a report in a warm kernel
takes more than 0.75 of what it takes in a plain one. All imports are compiled before. Takes about
a minute on two idle cores.
"""

import argparse
import compileall
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import papermill
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

import analysis
from analysis.reporting import kernels
from analysis.reporting.warm.client import WarmParent
from analysis.reporting.warm.managers import kernel_manager_class
from analysis.reporting.warm.provisioner import KernelRecord

LIMIT = 0.75
ROOT = Path(__file__).resolve().parents[1]
REPORT = {"programme": "porsgrunn-sick-leave", "language": "en"}
KINDS = ("plain", "warm")


def first_answer(parent: WarmParent | None) -> float:
    """Seconds from the start to the answer; stopping it is not counted."""
    record = KernelRecord()
    answered = 0.0

    def note(**_: Any) -> None:
        nonlocal answered
        answered = answered or time.perf_counter()

    notebook = new_notebook(cells=[new_code_cell("1 + 1")])
    started = time.perf_counter()
    NotebookClient(
        notebook,
        kernel_name=kernels.NAME,
        kernel_manager_class=kernel_manager_class(parent, record),
        on_cell_executed=note,
    ).execute()
    refuse_another_kind(record, parent)
    return answered - started


def report(parent: WarmParent | None) -> tuple[float, Any]:
    """Seconds of papermill for the cells of the report, and what they showed."""
    record = KernelRecord()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        made = papermill.execute_notebook(
            str(ROOT / "notebooks" / "sick_leave.ipynb"),
            str(Path(folder) / "report.ipynb"),
            parameters=REPORT,
            kernel_name=kernels.NAME,
            kernel_manager_class=kernel_manager_class(parent, record),
            progress_bar=False,
            cwd=str(ROOT),
        )
        seconds = time.perf_counter() - started
    refuse_another_kind(record, parent)
    shown = json.dumps([cell.get("outputs") for cell in made.cells])
    return seconds, re.sub(r" at 0x[0-9a-f]+", "", shown)


def refuse_another_kind(record: KernelRecord, parent: WarmParent | None) -> None:
    if record.warm is not (parent is not None):
        sys.exit(f"A kernel was plain: {record.reason}")


def compare(name: str, seconds: dict[str, list[float]]) -> float:
    """Print a line; return the ratio of the medians."""
    plain, warm = (median(seconds[kind]) for kind in KINDS)
    print(f"| {name} | {plain:.2f} s | {warm:.2f} s | {warm / plain:.2f} | {plain / warm:.1f} |")
    return warm / plain


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    compileall.compile_dir(Path(analysis.__file__).parent, quiet=2)
    answers: dict[str, list[float]] = {kind: [] for kind in KINDS}
    reports: dict[str, list[float]] = {kind: [] for kind in KINDS}
    started = time.perf_counter()
    with WarmParent() as parent:
        if not parent.ready():
            sys.exit(f"There are no warm kernels here: {parent.reason}")
        loaded = time.perf_counter() - started
        parents = dict(zip(KINDS, (None, parent), strict=True))
        for kind in KINDS:
            report(parents[kind])
        same = True
        for _ in range(rounds):
            shown = {}
            for kind in KINDS:
                answers[kind].append(first_answer(parents[kind]))
                seconds, shown[kind] = report(parents[kind])
                reports[kind].append(seconds)
            same = same and shown["plain"] == shown["warm"]
    print(f"{rounds} rounds; the parent loaded in {loaded:.1f} s\n")
    print("| | plain | warm | warm / plain | times as fast |")
    print("|---|---:|---:|---:|---:|")
    compare("start to first answer", answers)
    ratio = compare("the cells of sick_leave", reports)
    print(
        f"\nOutputs are {'the same' if same else 'NOT the same'}; a report in a warm kernel takes"
    )
    print(f"{'no' if ratio <= LIMIT else 'MORE'} more than {LIMIT} of one in a plain kernel.")
    return 0 if same and ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
