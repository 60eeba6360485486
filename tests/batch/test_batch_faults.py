"""What can go wrong under a batch, by real means: each fails alone, says so, and can be mended."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cells import FINDING, SHORT
from faults import COMMAND, everything, kill_all
from making import missing, quarters, snapshot, template

from analysis.reporting.batch import (
    Job,
    Ledger,
    Limits,
    Outcome,
    Settings,
    Summary,
    run_batch,
    start_workers,
)
from analysis.sources.workspace import Workspace

pytestmark = pytest.mark.slow


def job(name: str, language: str = "nb") -> Job:
    return Job(name, (("programme", "invented"), ("municipality", ""), ("language", language)))


def batch(workspace: Workspace, *jobs: Job, workers: int = 1, cell: int = 60) -> Summary:
    settings = Settings(workspace.root / "reports", workers, Limits(cell, None))
    return run_batch(workspace, jobs, settings, lambda: start_workers(workers))


def beside(workspace: Workspace, name: str, code: str, cell: int = 60) -> Outcome:
    """What comes of a report with such a cell, while the next one is made as ever."""
    template(workspace.root, name, SHORT, "## Before", FINDING, code)
    summary = batch(workspace, job(name), job("short"), cell=cell)
    outcomes = {outcome.job.template: outcome for outcome in summary.outcomes}
    assert outcomes["short"].state == "ok"
    assert list((workspace.root / "reports").glob(".unfinished-*")) == []
    return outcomes[name]


def partial(workspace: Workspace, outcome: Outcome) -> dict:
    """The notebook under ``failed/``: what came before the fault is in it, and run.json agrees."""
    folder = workspace.root / "reports" / "failed" / outcome.folder
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (record["status"], record["cell"]) == (outcome.state, outcome.cell)
    assert not (workspace.root / "reports" / outcome.folder).exists()
    text = (folder / "report.ipynb").read_text(encoding="utf-8")
    assert "Made." in text
    return json.loads(text)


@pytest.mark.parametrize(
    ("code", "state", "said"),
    [
        ("import os\nos._exit(0)", "died", "the kernel died in"),
        ("import sys\nsys.exit()", "raised", "SystemExit"),
        ("import sys\nsys.exit(0)", "raised", "SystemExit"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "died", "the kernel died in"),
        ("import time\ntime.sleep(600)", "timed out", "took longer than 15 s"),
    ],
    ids=["exits", "sys-exit", "sys-exit-0", "crashes", "hangs"],
)
def test_a_kernel_that_ends_early_fails_alone_with_its_cell_and_what_it_had_shown(
    workspace, code, state, said
):
    found = beside(workspace, "faulty", code, cell=15)
    assert (found.state, found.cell != "") == (state, True), found
    assert said in found.error
    partial(workspace, found)
    entry = Ledger(workspace.root / "reports").entries()[job("faulty")]
    assert (entry.state, entry.attempts) == (state, 2 if state == "died" else 1)
    template(workspace.root, "faulty", SHORT, FINDING)
    again = batch(workspace, job("faulty"), job("short"))
    assert sorted(item.state for item in again.outcomes) == ["ok", "unchanged"]
    assert not (workspace.root / "reports" / "failed" / found.folder).exists()


def test_output_without_end_fails_alone(workspace):
    found = beside(workspace, "flooding", 'for _ in range(500):\n    print("x" * 100_000)')
    assert found.state == "not exported", found
    assert found.error == (
        "cell 7 under “Før” (for _ in range(500):) shows something that is no block (stdout); a "
        "report shows text, findings, figures and tables from `report`, and nothing that is printed"
    )


KILLING_ITS_WORKER = """\
import os, signal, time
from pathlib import Path

# Between a kernel and its worker there is a warm parent, or nobody.
above = os.getppid()
while b"spawn_main" not in Path(f"/proc/{above}/cmdline").read_bytes():
    above = int(Path(f"/proc/{above}/stat").read_text().rpartition(")")[2].split()[1])
os.kill(above, signal.SIGKILL)
time.sleep(60)
"""


def test_a_report_that_kills_its_worker_each_time_takes_no_neighbour_with_it(workspace):
    template(workspace.root, "poisonous", SHORT, KILLING_ITS_WORKER)
    innocent = [job("slow", language) for language in ("nb", "nn", "sv", "en")]
    summary = batch(workspace, innocent[0], job("poisonous"), *innocent[1:], workers=2)
    found = {outcome.job: outcome for outcome in summary.outcomes}
    poisonous = found.pop(job("poisonous"))
    assert (poisonous.state, poisonous.error) == (
        "died",
        "the process that made the report was killed",
    )
    assert [found[item].state for item in innocent] == ["ok"] * 4
    entries = Ledger(workspace.root / "reports").entries()
    assert [entries[item].attempts for item in innocent] == [1] * 4
    assert entries[job("poisonous")].attempts == 2
    assert list((workspace.root / "reports").glob(".unfinished-*")) == []


def test_what_a_notebook_has_started_ends_with_it(workspace):
    code = f"""\
import subprocess
child = subprocess.Popen(["sleep", "613"])
open("child", "w").write(str(child.pid))
{FINDING}"""
    found = beside(workspace, "forking", code)
    assert found.state == "ok", found
    pid = int((workspace.root / "child").read_text())
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text()


@contextmanager
def small_disk(folder: Path, size: str = "4m") -> Iterator[Path]:
    """A file system in memory at ``folder``, of ``size``."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        missing("file systems cannot be mounted here: it takes the rights of root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def asked(workspace: Workspace, *options: str, **environment: str) -> subprocess.CompletedProcess:
    command = [*COMMAND, "--template", "short", "--programme", "invented", "--workers", "1"]
    return subprocess.run(
        [*command, *options],
        cwd=workspace.root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


LANGUAGES = ("--language", "nb", "--language", "sv")


def free(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


# What a ledger takes to write in, and half of what a report does; or nothing.
@pytest.mark.parametrize(
    ("room", "status", "said"),
    [
        (64 * 2**10, 4, " cannot be written: No space left on device\n"),
        (0, 9, "/reports/ledger.sqlite cannot be written or read: "),
    ],
    ids=["for the ledger", "for nothing"],
)
def test_a_full_disk_is_told_and_with_room_the_same_command_goes_on(workspace, room, status, said):
    with small_disk(workspace.root / "reports") as reports:
        assert asked(workspace, "--language", "nb").returncode == 0
        made = everything(reports)
        filler = reports / "filler"
        filler.write_bytes(bytes(free(reports) - room))
        full = asked(workspace, *LANGUAGES)
        assert full.returncode == status
        assert said in (full.stdout if status == 4 else full.stderr)
        assert "Traceback" not in full.stderr
        assert everything(reports) == made
        filler.unlink()
        assert asked(workspace, *LANGUAGES).returncode == 0
        assert made.items() <= everything(reports).items()
        assert len(everything(reports)) == 2
        assert list(reports.glob(".unfinished-*")) == []


def test_no_room_for_temporary_files_is_told(workspace):
    with small_disk(workspace.root / "tmp", "64k") as folder:
        (folder / "filler").write_bytes(bytes(60 * 2**10))
        template(workspace.root, "short", SHORT, f"""\
import tempfile
tempfile.NamedTemporaryFile(delete=False).write(bytes(10 * 2**20))
{FINDING}""")  # fmt: skip
        full = asked(workspace, "--language", "nb", TMPDIR=str(folder))
        assert full.returncode == 4
        assert f"the folder for temporary files {folder}" in full.stdout
        assert "No space left on device" in full.stdout
        assert "Traceback" not in full.stderr


def test_a_folder_that_is_read_only_is_told_before_anything_runs(workspace):
    with small_disk(workspace.root / "reports") as reports:
        subprocess.run(["mount", "-o", "remount,ro", str(reports)], check=True)
        refused = asked(workspace, *LANGUAGES)
        assert refused.returncode == 9
        assert "ledger.sqlite cannot be written" in refused.stderr
        assert "Traceback" not in refused.stderr
        subprocess.run(["mount", "-o", "remount,rw", str(reports)], check=True)
        assert asked(workspace, *LANGUAGES).returncode == 0
        subprocess.run(["mount", "-o", "remount,ro", str(reports)], check=True)
        read = asked(workspace, *LANGUAGES, "--dry-run")
        assert read.returncode == 0
        subprocess.run(["mount", "-o", "remount,rw", str(reports)], check=True)


WAITING = """\
import time
from pathlib import Path

Path("waiting").touch()
while Path("waiting").exists():
    time.sleep(0.05)
Blocks(TextBlock((phrase(Path("data/sources/synthetic/own/2026.csv").read_text()[-30:]),)))
"""


@contextmanager
def under_way(workspace: Workspace, *templates: str) -> Iterator[subprocess.Popen]:
    """A batch that has come to the cell WAITING of its first report; it goes on afterwards."""
    entries = "".join(
        f'[[reports]]\ntemplate = "{name}"\nprogrammes = ["invented"]\n' for name in templates
    )
    (workspace.root / "plan.toml").write_text(entries, encoding="utf-8")
    command = [*COMMAND, "plan.toml", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=workspace.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        for _ in range(1200):
            if (workspace.root / "waiting").exists():
                break
            time.sleep(0.1)
        else:
            kill_all(started.pid)
            pytest.fail("the batch did not come to its waiting cell")
        yield started


def figures(workspace: Workspace, level: float) -> None:
    folder = workspace.sources / "synthetic" / "own"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    snapshot(workspace.root, "own", quarters(2016, (8, 8, level)))


def shown(workspace: Workspace, name: str) -> str:
    (page,) = (workspace.root / "reports" / name).rglob("report.ipynb")
    return page.read_text(encoding="utf-8")


def test_figures_changed_under_way_and_back_again_do_not_leave_a_report_of_others(workspace):
    template(workspace.root, "waiting", SHORT, WAITING)
    with under_way(workspace, "waiting") as started:
        figures(workspace, 4)
        (workspace.root / "waiting").unlink()
        told, _ = started.communicate()
        assert started.returncode == 0, told
    changed = shown(workspace, "waiting")
    figures(workspace, 7)
    with under_way(workspace, "waiting") as started:
        (workspace.root / "waiting").unlink()
        told, _ = started.communicate()
    assert "1 report made" in told, told
    assert shown(workspace, "waiting") != changed


def test_a_programme_broken_under_way_refuses_what_is_not_begun_and_nothing_else(workspace):
    template(workspace.root, "waiting", SHORT, WAITING)
    programme = workspace.programmes / "invented.toml"
    whole = programme.read_text(encoding="utf-8")
    with under_way(workspace, "waiting", "short") as started:
        programme.write_text(whole + "\nbroken = [", encoding="utf-8")
        (workspace.root / "waiting").unlink()
        told, errors = started.communicate()
    assert started.returncode == 4
    assert "waiting invented nb: ok" in told
    assert "short invented nb: refused" in told
    assert "Traceback" not in errors
    programme.write_text(whole, encoding="utf-8")
    template(workspace.root, "waiting", SHORT, FINDING)
    again = subprocess.run(
        [*COMMAND, "plan.toml"], cwd=workspace.root, capture_output=True, text=True, check=False
    )
    assert again.returncode == 0, again.stdout + again.stderr
    assert "2 reports made, 0 unchanged, 0 failed." in again.stdout
