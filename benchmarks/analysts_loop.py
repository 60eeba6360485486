"""The loop a good analyst writes: papermill over a list of parameters, then nbconvert.

It makes the HTML of the same notebooks, with the same figures, as ``tiltak batch``: no PDF, no
ledger, no retry, and an old report is overwritten in place. One exporter is kept for all pages,
papermill writes quietly, and imports are compiled. ``benchmarks/batch.py`` measures against it.

    python benchmarks/analysts_loop.py PLAN OUTPUT

prints a line for each report: the seconds it took, those of the processors, and what it is.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

import nbformat
import papermill

from analysis.reporting.batch import jobs_of, read_plan
from analysis.reporting.export_html import ReportHTMLExporter
from analysis.sources.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    plan, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True, exist_ok=True)
    exporter = ReportHTMLExporter()
    for job in jobs_of(Workspace(ROOT), read_plan(plan)):
        began, before = time.perf_counter(), processors()
        executed = output / f"{str(job).replace(' ', '-')}.ipynb"
        papermill.execute_notebook(
            str(ROOT / "notebooks" / f"{job.template}.ipynb"),
            str(executed),
            parameters=dict(job.parameters),
            kernel_name="python3",
            progress_bar=False,
            cwd=str(ROOT),
        )
        notebook = nbformat.read(executed, as_version=4)
        page, _ = exporter.from_notebook_node(notebook, {"made": date.today()})
        executed.with_suffix(".html").write_text(page, encoding="utf-8")
        seconds = time.perf_counter() - began
        print(f"{seconds:.3f} {processors() - before:.3f} {job}", flush=True)


def processors() -> float:
    """Seconds of this process and of the kernels it has started."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main()
