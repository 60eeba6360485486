"""Batches by a real Dask cluster: a scheduler and worker processes of their own."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from making import PROJECT

from analysis.cli import main
from analysis.errors import FetchError
from analysis.reporting.batch import (
    Job,
    Ledger,
    Limits,
    Settings,
    Summary,
    run_batch,
    start_workers,
)
from analysis.reporting.batch.cluster import (
    Cluster,
    ClusterExecutor,
    connected,
    connection,
    executor,
)
from analysis.reporting.batch.workers import check
from analysis.sources.workspace import Workspace

LANGUAGES = ("nb", "nn", "sv", "en")
FEW = ("en", "nb", "sv")
pytestmark = pytest.mark.slow


class Processes:
    """A scheduler and workers, each a process; what they say is in ``folder``."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.folder = folder
        self._stack = stack
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.workers: list[subprocess.Popen[bytes]] = []
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start(
            "scheduler", "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"
        )

    def worker(self, name: str, source: Path = PROJECT / "src", threads: int = 1) -> None:
        """Start a worker process of its own, in a folder of its own."""
        options = ("--nthreads", str(threads), "--no-nanny", "--no-dashboard", "--name", name)
        scratch = ("--local-directory", str(self.folder / f"scratch-{name}"))
        made = self._start(name, "worker", self.address, *options, *scratch, source=source)
        self.workers.append(made)

    def _start(
        self, name: str, kind: str, *options: str, source: Path = PROJECT / "src"
    ) -> subprocess.Popen[bytes]:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "PYTHONPATH": str(source)}
        environment.pop("TILTAK_WORKSPACE", None)
        said = self._stack.enter_context((folder / "said").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", kind, *options],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        self._stack.callback(end, process)
        return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def cluster(folder: Path, *names: str) -> Iterator[Processes]:
    with ExitStack() as stack:
        made = Processes(folder, stack)
        for name in names:
            made.worker(name)
        if names:
            wait_for_workers(made, len(names))
        yield made


def wait_for_workers(made: Processes, count: int) -> None:
    from distributed import Client

    with Client(made.address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def job(name: str, language: str = "nb") -> Job:
    values = {"programme": "invented", "municipality": "", "language": language}
    return Job(name, tuple(values.items()))


def batch(workspace: Workspace, cluster: Cluster, output: Path, *jobs: Job) -> Summary:
    settings = Settings(output, 2, Limits(60, None))
    start = partial(ClusterExecutor, cluster, workspace, output, 2)
    return run_batch(workspace, jobs, settings, start)


def states(summary: Summary) -> dict[str, str]:
    return {str(item.job): item.state for item in summary.outcomes}


def command(address: str, *templates: str) -> list[str]:
    named = [option for code in FEW for option in ("--language", code)]
    asked = ("batch", "--template", *templates, "--programme", "invented", *named)
    return [sys.executable, "-m", "analysis.cli", *asked, "--dask", address]


# Two reports, and a page that links to one of them.
JOBS = (
    *(
        Job("sick_leave", (("programme", "porsgrunn-sick-leave"), ("language", code)))
        for code in ("nb", "en")
    ),
    Job("municipality", (("municipality", "4001"), ("language", "nb"))),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Workspace:
    """The project's data and templates, and its reports as made by this machine alone."""
    root = tmp_path_factory.mktemp("project").resolve()
    shutil.copytree(PROJECT / "data", root / "data", ignore=shutil.ignore_patterns("cache"))
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    workspace = Workspace(root)
    settings = Settings(root / "reports", 2, Limits(120, None))
    summary = run_batch(workspace, JOBS, settings, lambda: start_workers(2))
    assert {item.state for item in summary.outcomes} == {"ok"}
    return workspace


class TestAsHere:
    """Reports made by a cluster are those made on this machine."""

    def test_read_from_a_path_that_all_share(self, project, tmp_path):
        with cluster(tmp_path, "one", "two") as made, connected(made.address) as known:
            summary = batch(project, known, tmp_path / "reports", *JOBS)
            assert {item.state for item in summary.outcomes} == {"ok"}
            assert sent(tmp_path) == []
            task = (check, list(JOBS), project.root, tmp_path / "reports")
            with ClusterExecutor(known, project, tmp_path / "reports", 2) as workers:
                assert workers.submit(*task).result() == check(*task[1:])
        assert everything(tmp_path / "reports") == everything(project.root / "reports")

    def test_sent_to_workers_that_see_another_workspace_or_none(
        self, project, tmp_path, monkeypatch
    ):
        unseen = Workspace(its_own_folder(project, monkeypatch))
        for part in ("data", "notebooks"):
            shutil.copytree(project.root / part, tmp_path / "one" / part)
        with next((tmp_path / "one" / "data" / "programmes").glob("*.toml")).open("a") as file:
            file.write("# Older or newer.\n")
        with cluster(tmp_path, "one", "two") as made, connected(made.address) as known:
            summary = batch(unseen, known, tmp_path / "reports", *JOBS)
            assert {item.state for item in summary.outcomes} == {"ok"}
            assert len(sent(tmp_path)) == 2
            assert not any((folder / "data" / "cache").exists() for folder in sent(tmp_path))
        assert everything(tmp_path / "reports") == everything(project.root / "reports")


def its_own_folder(project: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path to the project that leads elsewhere in every other process."""
    if sys.platform != "linux":
        pytest.skip("only Linux has paths of one process")
    monkeypatch.chdir(project.root)
    return Path("/proc/self/cwd")


def sent(folder: Path) -> list[Path]:
    return list(folder.rglob("tiltak-workspace-*"))


def everything(output: Path) -> dict[str, Any]:
    """What is in the files of all reports, but for when, where and how long they were made."""
    found: dict[str, Any] = {}
    for report in output.rglob("run.json"):
        name = str(report.parent.relative_to(output))
        for file in ("report.html", "report.pdf"):
            found[f"{name}/{file}"] = hashlib.sha256(
                (report.parent / file).read_bytes()
            ).hexdigest()
        record = json.loads(report.read_text(encoding="utf-8"))
        del record["files"]["report.ipynb"]
        for part in ("started", "finished", "seconds", "peak_memory"):
            del record[part]
        notebook = nbformat.read(report.parent / "report.ipynb", as_version=4)
        found[name] = (record, [(cell.source, outputs(cell)) for cell in notebook.cells])
    return found


def outputs(cell: nbformat.NotebookNode) -> list[Any]:
    """What a cell shows. Its plain text names places in memory."""
    shown = [item.get("data", item) for item in cell.get("outputs", [])]
    return [
        json.dumps({kind: item[kind] for kind in item if kind != "text/plain"}) for item in shown
    ]


class TestWhatIsLost:
    def test_a_run_whose_worker_is_killed_is_made_by_another(self, workspace, tmp_path):
        """Killed from outside while a run is under way there."""
        with cluster(tmp_path / "cluster", "one", "two") as made:
            asked = command(made.address, "slow")
            with subprocess.Popen(asked, cwd=workspace.root, stdout=subprocess.PIPE) as process:
                wait_until(lambda: under_way(made, "one"))
                end(made.workers[0])
                said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
        assert sorted(made_in(workspace)) == list(FEW)
        entries = Ledger(workspace.root / "reports").entries().values()
        assert sorted(entry.attempts for entry in entries) == [1, 1, 2]
        assert remains(workspace) == []

    def test_a_run_that_kills_its_workers_is_begun_twice_and_stops_no_other(
        self, workspace, tmp_path
    ):
        """A new worker comes when one is lost, as from a nanny."""
        output = workspace.root / "reports"
        jobs = [job("killing_its_worker"), *(job("short", code) for code in LANGUAGES)]
        with cluster(tmp_path / "cluster", "one") as made, connected(made.address) as known:
            following = threading.Thread(target=replace_each, args=(made, "two", "three"))
            following.start()
            summary = batch(workspace, known, output, *jobs)
            following.join(timeout=240)
            assert [worker.poll() for worker in made.workers] == [-9, -9, None]
        killing, *others = sorted(summary.outcomes, key=lambda item: item.job.template)
        assert killing.state == "died"
        assert re.fullmatch(r"the worker tcp://127.0.0.1:\d+ was lost", killing.error)
        assert Ledger(output).entries()[job("killing_its_worker")].attempts == 2
        assert [item.state for item in others] == ["ok"] * 4
        assert remains(workspace) == []

    def test_when_no_worker_is_left_it_says_so(self, workspace, tmp_path, monkeypatch):
        monkeypatch.setattr(executor, "RETURN", 2)
        with (
            cluster(tmp_path / "cluster", "one") as made,
            connected(made.address) as known,
            pytest.raises(FetchError, match="has had no worker for 2 s"),
        ):
            batch(workspace, known, workspace.root / "reports", job("killing_its_worker"))

    def test_what_a_failed_run_leaves_comes_back_and_what_cannot_be_written_is_said(
        self, workspace, tmp_path
    ):
        output = workspace.root / "reports"
        output.mkdir()
        (output / "slow").write_text("in the way")
        with cluster(tmp_path / "cluster", "one") as made, connected(made.address) as known:
            jobs = [job("raising"), job("slow"), job("short")]
            summary = batch(workspace, known, output, *jobs)
        assert states(summary) == {
            "raising invented nb": "raised",
            "slow invented nb": "not written",
            "short invented nb": "ok",
        }
        failed, blocked = (item for item in summary.outcomes if not item.made)
        assert str(output / "slow") in blocked.error
        assert failed.cell
        assert "division by zero" in failed.error
        left = output / "failed" / failed.folder
        assert "ZeroDivisionError" in (left / "report.ipynb").read_text(encoding="utf-8")
        assert json.loads((left / "run.json").read_text(encoding="utf-8"))["status"] == "raised"
        assert not (output / failed.folder).exists()

    def test_without_its_scheduler_a_batch_says_so_and_another_goes_on(self, workspace, tmp_path):
        with cluster(tmp_path / "first", "one") as made:
            asked = command(made.address, "slow")
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            with subprocess.Popen(asked, cwd=workspace.root, **pipes) as process:
                wait_until(lambda: len(made_in(workspace)) == 1)
                end(made.scheduler)
                _, said = process.communicate(timeout=120)
            assert process.returncode == 10
            assert said.decode() == (
                f"tiltak: the scheduler at {made.address} is gone. What was made is kept: when it "
                "is there again, the same command makes the rest.\n"
            )
        before = len(made_in(workspace))
        assert remains(workspace) == []
        with cluster(tmp_path / "second", "one") as made:
            asked = command(made.address, "slow")
            done = subprocess.run(asked, cwd=workspace.root, capture_output=True, check=True)
        assert sorted(made_in(workspace)) == list(FEW)
        assert f" made, {before} unchanged, 0 failed." in done.stdout.decode()


def replace_each(made: Processes, *names: str) -> None:
    for name in names:
        made.workers[-1].wait(timeout=120)
        made.worker(name)


def made_in(workspace: Workspace) -> list[str]:
    reports = workspace.root / "reports"
    public = (path for path in reports.rglob("report.html") if ".unfinished" not in str(path))
    return [path.parent.name for path in public]


def remains(workspace: Workspace) -> list[Path]:
    return list((workspace.root / "reports").glob(".unfinished-*"))


def under_way(made: Processes, name: str) -> bool:
    return any((made.folder / f"scratch-{name}").rglob("input.ipynb"))


def wait_until(reached: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_worker_with_several_threads_makes_one_report_at_a_time(workspace, tmp_path):
    """Two batches at a time, which do not know of each other."""
    outputs = [tmp_path / "first", tmp_path / "second"]
    with cluster(tmp_path / "cluster") as made:
        made.worker("one", threads=2)
        wait_for_workers(made, 1)
        with connected(made.address) as known, ThreadPoolExecutor() as both:
            ask = partial(batch, workspace, known)
            for summary in both.map(ask, outputs, [job("slow"), job("slow")]):
                assert states(summary) == {"slow invented nb": "ok"}
    records = [json.loads(next(output.rglob("run.json")).read_text()) for output in outputs]
    spans = sorted((record["started"], record["finished"]) for record in records)
    assert spans[0][1] <= spans[1][0]


class TestRefused:
    def told(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, address: str):
        monkeypatch.chdir(workspace.root)
        asked = ["batch", "--template", "short", "--programme", "invented", "--dask", address]
        return CliRunner().invoke(main, asked)

    def test_where_nobody_answers(self, workspace, monkeypatch):
        monkeypatch.setattr(connection, "PATIENCE", 2)
        address = f"tcp://127.0.0.1:{free_port()}"
        said = self.told(workspace, monkeypatch, address)
        assert said.exit_code == 10
        assert said.stderr.startswith(f"tiltak: no Dask scheduler answers at {address} (")
        assert "Traceback" not in said.output

    def test_what_is_no_address(self, workspace, monkeypatch):
        said = self.told(workspace, monkeypatch, "http://127.0.0.1:8786")
        assert said.exit_code == 2
        assert "--dask is 'http://127.0.0.1:8786'. Accepted: the address of" in said.stderr

    def test_without_the_extra(self, workspace, monkeypatch):
        monkeypatch.setitem(sys.modules, "distributed", None)
        said = self.told(workspace, monkeypatch, "tcp://127.0.0.1:8786")
        assert said.exit_code == 2
        assert "pip install 'tiltak[cluster]'" in said.stderr

    def test_without_workers(self, workspace, monkeypatch, tmp_path):
        with cluster(tmp_path / "cluster") as made:
            said = self.told(workspace, monkeypatch, made.address)
        assert said.exit_code == 10
        assert f"the scheduler at {made.address} has no workers" in said.stderr

    def test_a_worker_with_another_version(self, workspace, monkeypatch, tmp_path):
        other = tmp_path / "src"
        shutil.copytree(PROJECT / "src", other)
        with (other / "analysis" / "errors.py").open("a", encoding="utf-8") as file:
            file.write("# Another version.\n")
        with cluster(tmp_path / "cluster", "same") as made:
            made.worker("other", other)
            wait_for_workers(made, 2)
            said = self.told(workspace, monkeypatch, made.address)
        assert said.exit_code == 10
        assert made_in(workspace) == []
        (address,) = re.findall(r"the worker (\S+) is not used: it has Tiltak", said.stderr)
        assert address in (made.folder / "other" / "said").read_text()

    def test_a_worker_without_tiltak_lives_on(self, workspace, monkeypatch, tmp_path):
        (tmp_path / "src" / "analysis").mkdir(parents=True)
        (tmp_path / "src" / "analysis" / "__init__.py").touch()
        with cluster(tmp_path / "cluster") as made:
            made.worker("other", tmp_path / "src")
            wait_for_workers(made, 1)
            said = self.told(workspace, monkeypatch, made.address)
            assert made.workers[0].poll() is None
        assert said.exit_code == 10
        assert "is not used: it has no such Tiltak, and here it is Tiltak" in said.stderr
