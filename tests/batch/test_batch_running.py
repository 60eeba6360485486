"""Whole batches, of reports that are written at once instead of made by a kernel."""

import json
import uuid
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from making import quarters, snapshot

from analysis.errors import OutputError
from analysis.reporting.batch import (
    Job,
    Ledger,
    Limits,
    Settings,
    Summary,
    Watcher,
    checking,
    run_batch,
    running,
)
from analysis.reporting.batch.workers import Result
from analysis.reporting.requests import Request, prepare
from analysis.sources.workspace import Workspace


def job(municipality: str = "", language: str = "nb", template: str = "short") -> Job:
    values = {"programme": "invented", "municipality": municipality, "language": language}
    return Job(template, tuple(values.items()))


BLANK, NAMED = job(), job("4001")
FORMATS = ("html", "pdf")
IN_WORD = (*FORMATS, "docx")


class AtOnce(Executor):
    """Does what it is given when it is given it."""

    def submit(self, task, /, *arguments, **named):
        future: Future = Future()
        future.set_result(task(*arguments, **named))
        return future


def write(job: Job, root: Path, output: Path, limits: Limits, warm: bool = True) -> Result:
    """A report in the place of its own; no two are the same, as no two executed notebooks are."""
    request = Request(job.template, dict(job.parameters), output, formats=limits.formats)
    folder = output / prepare(request, Workspace(root)).folder
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    files = {f"report.{kind}": uuid.uuid4().hex for kind in limits.formats}
    for name, content in files.items():
        (folder / name).write_text(content)
    (folder / "run.json").write_text(json.dumps({"files": files}))
    return Result("ok", 0.1, hashes=files)


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "make", write)


def batch(workspace: Workspace, *jobs: Job, formats=FORMATS, watcher=None) -> Summary:
    settings = Settings(workspace.root / "reports", 1, Limits(60, None, formats))
    return run_batch(workspace, jobs, settings, AtOnce, watcher)


def states(workspace: Workspace, *jobs: Job, formats=FORMATS) -> list[str]:
    return [item.state for item in batch(workspace, *jobs, formats=formats).outcomes]


def alone(workspace: Workspace, asked: Job, formats=FORMATS) -> None:
    """Make one report as ``tiltak report`` does, of which the ledger does not know."""
    write(asked, workspace.root, workspace.root / "reports", Limits(60, None, formats))


def figures(workspace: Workspace, level: float) -> None:
    folder = workspace.sources / "synthetic" / "own"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    snapshot(workspace.root, "own", quarters(2016, (8, 8, level)))


def test_what_was_made_is_left_and_not_looked_at(workspace, monkeypatch):
    assert states(workspace, BLANK) == ["ok"]
    monkeypatch.setattr(checking, "check", lambda jobs, *_: list(map(pytest.fail, jobs)))
    assert states(workspace, BLANK) == ["unchanged"]


def test_a_report_made_by_another_command_without_word_is_made_anew_with_it(workspace):
    assert states(workspace, BLANK, formats=IN_WORD) == ["ok"]
    alone(workspace, BLANK)
    assert states(workspace, BLANK, formats=IN_WORD) == ["ok"]
    (page,) = (workspace.root / "reports").rglob("report.docx")
    page.unlink()
    assert states(workspace, BLANK, formats=IN_WORD) == ["ok"]
    assert states(workspace, BLANK, formats=IN_WORD) == ["unchanged"]


def test_two_jobs_that_share_a_folder_do_not_take_the_others_report_for_theirs(workspace):
    assert states(workspace, BLANK) == ["ok"]
    figures(workspace, 5)
    assert states(workspace, NAMED) == ["ok"]
    figures(workspace, 7)
    assert states(workspace, BLANK) == ["ok"]


def test_two_jobs_that_lead_to_one_report_find_it_whoever_asked_for_it(workspace):
    assert states(workspace, BLANK) == ["ok"]
    assert states(workspace, NAMED) == ["unchanged"]
    assert states(workspace, BLANK, NAMED) == ["unchanged", "unchanged"]


def test_a_job_that_repeats_another_ends_with_it_and_is_left_with_it(workspace, monkeypatch):
    summary = batch(workspace, BLANK, NAMED)
    assert [item.state for item in summary.outcomes] == ["ok", "repeated"]
    entries = Ledger(workspace.root / "reports").entries()
    assert entries[BLANK].key == entries[NAMED].key != ""
    monkeypatch.setattr(checking, "check", lambda jobs, *_: list(map(pytest.fail, jobs)))
    assert states(workspace, BLANK, NAMED) == ["unchanged", "repeated"]


def test_a_job_that_repeats_one_that_failed_is_not_taken_for_made(workspace, monkeypatch):
    monkeypatch.setattr(running, "make", lambda *_: Result("raised", 0.1, "1 / 0", "cell 3"))
    assert states(workspace, BLANK, NAMED) == ["raised", "repeated"]
    monkeypatch.setattr(running, "make", write)
    assert states(workspace, NAMED) == ["ok"]


def test_a_batch_that_stops_leaves_what_is_waiting_for_the_next(workspace, monkeypatch):
    jobs = [job(language=code, municipality=number) for code in ("nb", "nn", "sv", "en")
            for number in ("", "4001")]  # fmt: skip
    jobs += [job("9999"), job(template="raising"), job(template="slow"), job(template="dying")]
    monkeypatch.setattr(running, "make", lambda *_: Result("raised", 0.1, "1 / 0", "cell 3"))
    summary = batch(workspace, *jobs)
    assert summary.stopped.startswith("the first 5 runs all failed alike")
    assert summary.waiting == 2
    monkeypatch.setattr(running, "make", write)
    made = batch(workspace, *jobs)
    assert (made.count("ok"), made.count("refused"), made.waiting) == (7, 1, 0)


def test_a_report_made_while_a_figure_changed_is_looked_at_again(workspace, monkeypatch):
    def disturbed(*asked: object) -> Result:
        figures(workspace, 5)
        return write(*asked)

    monkeypatch.setattr(running, "make", disturbed)
    assert states(workspace, BLANK) == ["ok"]
    monkeypatch.setattr(running, "make", write)
    assert states(workspace, BLANK) == ["ok"]
    assert states(workspace, BLANK) == ["unchanged"]


class Telling(Watcher):
    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def ended(self, outcome, done, total):
        self.told.append((outcome.state, done, total))


def test_each_job_is_told_once_however_it_ends(workspace):
    telling = Telling()
    batch(workspace, BLANK, NAMED, job("9999"), BLANK, watcher=telling)
    assert telling.told == [("refused", 1, 3), ("ok", 2, 3), ("repeated", 3, 3)]


def test_remains_are_cleared_also_when_a_batch_is_broken_off(workspace, monkeypatch):
    gone = workspace.root / "reports" / ".unfinished-999999999-abc"

    def failing(*_: object, **__: str) -> None:
        gone.mkdir()
        raise OutputError("no room for the ledger")

    monkeypatch.setattr(Ledger, "end", failing)
    with pytest.raises(OutputError):
        batch(workspace, BLANK)
    assert not gone.exists()


class Breaking(Executor):
    """Its workers are lost with the first thing they are given; it is found broken at the next."""

    def __init__(self) -> None:
        self._broken = False

    def submit(self, task, /, *arguments, **named):
        if self._broken:
            raise BrokenProcessPool
        self._broken = True
        lost: Future = Future()
        lost.set_exception(BrokenProcessPool(f"{task} with {arguments} and {named}"))
        return lost


def test_jobs_whose_check_is_lost_with_its_worker_are_checked_and_made_all_the_same(workspace):
    jobs = [*(job(language=code) for code in ("nb", "nn", "sv", "en")), NAMED, job("9999")]
    settings = Settings(workspace.root / "reports", 1, Limits(60, None, FORMATS))
    executors = iter([Breaking(), AtOnce()])
    summary = run_batch(workspace, jobs, settings, lambda: next(executors))
    found = [item.state for item in summary.outcomes]
    assert found == ["refused", "ok", "repeated", "ok", "ok", "ok"]
