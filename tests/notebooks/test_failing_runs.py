"""Runs that fail: the right error, a record of it, nothing half-made, the earlier report as it was.

The notebooks are small, the kernels real.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from making import OPEN, invented, quarters, template

from analysis.errors import (
    CellRaised,
    CellTimedOut,
    ExportRefused,
    KernelDied,
    OutputError,
    RunError,
    TiltakError,
)
from analysis.reporting.runs import Request, run
from analysis.sources.workspace import Workspace

TRIAL = {"programme": "invented"}
LIMIT = 3
PID = "import os\n\nopen('kernel.pid', 'w').write(str(os.getpid()))\n"
HANGS = PID + "import time\ntime.sleep(60)"


@dataclass(frozen=True)
class Place:
    """A workspace with the template ``trial``, and the report it has made."""

    root: Path
    output: Path

    @property
    def report(self) -> Path:
        return self.output / "trial" / "invented" / "4001" / "2018" / "nb"

    @property
    def failed(self) -> Path:
        return self.output / "failed" / self.report.relative_to(self.output)

    @property
    def record(self) -> dict:
        """What run.json says of the failed run."""
        return json.loads((self.failed / "run.json").read_text(encoding="utf-8"))

    def kernel_is_gone(self) -> bool:
        """Whether the process that ran the notebook has ended."""
        pid = int((self.root / "kernel.pid").read_text())
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if not Path(f"/proc/{pid}").exists():
                return True
            time.sleep(0.05)
        return False


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A workspace whose report is made."""
    root = tmp_path_factory.mktemp("good") / "workspace"
    figures = quarters(2016, (8, 8, 7))
    targets = [("2018", "desired", 7.5)]
    workspace = invented(root, figures, start="2018Q1", as_of="2018", targets=targets)
    template(root, "trial", OPEN, "## What we know", "report.findings()")
    place = Place(root, root.parent / "reports")
    run(Request("trial", TRIAL, place.output), workspace)
    assert {path.name for path in place.report.iterdir()} >= {"report.html", "report.pdf"}
    return place


@pytest.fixture
def place(good: Place, tmp_path: Path) -> Place:
    """A copy of it, whose template can be broken."""
    shutil.copytree(good.root.parent, tmp_path / "copy")
    return Place(tmp_path / "copy" / good.root.name, tmp_path / "copy" / good.output.name)


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_nothing_is_half_made(place: Place, before: dict[str, str]) -> None:
    """The earlier report is as it was, and nothing stands under a public name."""
    assert files(place.report) == before
    assert {path.name for path in place.output.iterdir()} == {"trial", "failed"}
    assert set(files(place.failed)) <= {"run.json", "report.ipynb"}


CASES = {
    "raises": (
        ["## A question", "1 + 1 == 2\nraise ValueError('no such column')"],
        (CellRaised, 5, "raised"),
        "under “A question” (1 + 1 == 2) raised ValueError: no such column",
    ),
    "kills its kernel": (
        ["## A question", PID + "os.kill(os.getpid(), 9)"],
        (KernelDied, 6, "died"),
        "under “A question” (import os): it was killed",
    ),
    "hangs": (
        ["## A question", HANGS],
        (CellTimedOut, 7, "timed out"),
        "under “A question” (import os) took longer than 3 s and was stopped",
    ),
    "prints": (
        ["## A question", "print('a line')"],
        (ExportRefused, 8, "not exported"),
        "under “A question” (print('a line')) shows something that is no block (stdout)",
    ),
    "shows a bare table": (
        ["## A question", "import pandas as pd\n\npd.DataFrame({'a': [1]})"],
        (ExportRefused, 8, "not exported"),
        "under “A question” (import pandas as pd) shows something that is no block",
    ),
    "shows no masthead": (
        ["## A question"],
        (ExportRefused, 8, "not exported"),
        "the notebook shows no masthead",
    ),
    "has a second title": (
        ["# Another title", "## A question"],
        (ExportRefused, 8, "not exported"),
        "no other '# ' heading",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_failing_run_says_why_and_leaves_the_earlier_report_alone(place, case):
    cells, (kind, exit_code, status), message = CASES[case]
    before = files(place.report)
    template(place.root, "trial", *cells)
    with pytest.raises(TiltakError) as caught:
        run(Request("trial", TRIAL, place.output, cell_limit=LIMIT), Workspace(place.root))
    assert type(caught.value) is kind
    assert caught.value.exit_code == exit_code
    assert message in str(caught.value)
    assert_nothing_is_half_made(place, before)
    assert place.record["status"] == status
    assert place.record["error"] == str(caught.value)
    assert place.record["files"] == {}
    assert place.record["parameters"]["programme"] == "invented"
    if isinstance(caught.value, RunError):
        assert "under “A question”" in place.record["cell"]
        assert place.record["cell"] in place.record["error"]
    if (place.root / "kernel.pid").exists():
        assert place.kernel_is_gone()


def command(place: Place, *options: str) -> subprocess.Popen:
    """Start ``tiltak report trial`` as a shell would."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "analysis.cli", "report", "trial", "--programme", "invented"),
            *("--output", str(place.output), *options),
        ],
        env={**os.environ, "TILTAK_WORKSPACE": str(place.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", ["raises", "kills its kernel", "hangs"])
def test_the_command_ends_with_the_errors_number(place, case):
    cells, (_, exit_code, _), message = CASES[case]
    before = files(place.report)
    template(place.root, "trial", *cells)
    process = command(place, "--cell-limit", str(LIMIT))
    _, told = process.communicate(timeout=60)
    assert process.returncode == exit_code
    assert message in told
    assert told.startswith("tiltak: ")
    assert "Traceback" not in told
    assert_nothing_is_half_made(place, before)


@pytest.mark.slow
def test_a_command_that_is_interrupted_publishes_nothing_and_leaves_no_kernel(place):
    before = files(place.report)
    template(place.root, "trial", HANGS)
    process = command(place)
    deadline = time.monotonic() + 60
    while not (place.root / "kernel.pid").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; nothing was published" in told
    assert files(place.report) == before
    assert list(place.output.glob(".unfinished-*")) == []
    assert place.kernel_is_gone()


@pytest.mark.parametrize("below", [".", "trial"])
def test_an_output_that_cannot_be_written_is_told(good, tmp_path, below):
    """A regular file stands where a folder is needed: this holds for the superuser too."""
    output = tmp_path / "reports"
    if below == ".":
        output.write_text("not a folder")
    else:
        output.mkdir()
        (output / below).write_text("not a folder")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        run(Request("trial", TRIAL, output), Workspace(good.root))
    assert caught.value.exit_code == 9
    assert str(output) in str(caught.value)
    assert list(tmp_path.rglob(".unfinished-*")) == []
    assert list(tmp_path.rglob("report.html")) == []


def test_a_good_run_takes_the_place_of_the_earlier_report(place):
    before = files(place.report)
    template(place.root, "trial", OPEN, "## What came out", "report.findings()")
    run(Request("trial", TRIAL, place.output), Workspace(place.root))
    after = files(place.report)
    assert set(after) == set(before)
    assert after["report.html"] != before["report.html"]
    assert "What came out" in (place.report / "report.html").read_text(encoding="utf-8")
    assert {path.name for path in place.output.iterdir()} == {"trial"}
