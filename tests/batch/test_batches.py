"""Whole batches by real kernels: nothing lost, nothing stopped by one that fails."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from making import PROJECT, quarters, snapshot, template

from analysis.cli import main
from analysis.reporting.batch import (
    Job,
    Ledger,
    Limits,
    Outcome,
    Settings,
    Summary,
    checking,
    run_batch,
    start_workers,
)
from analysis.sources.workspace import Workspace

FILES = {"report.html", "report.pdf", "report.ipynb", "run.json"}


def job(name: str, language: str = "nb", municipality: str = "") -> Job:
    values = {"programme": "invented", "municipality": municipality, "language": language}
    return Job(name, tuple(values.items()))


def batch(workspace: Workspace, *jobs: Job, workers: int = 2) -> Summary:
    settings = Settings(workspace.root / "reports", workers, Limits(60, None))
    return run_batch(workspace, jobs, settings, lambda: start_workers(workers))


def states(summary: Summary) -> dict[str, str]:
    return {str(item.job): item.state for item in summary.outcomes}


def made(workspace: Workspace, outcome: Outcome) -> set[str]:
    return {path.name for path in (workspace.root / "reports" / outcome.folder).iterdir()}


@pytest.mark.slow
def test_one_that_fails_stops_no_other_and_only_what_failed_is_tried_again(workspace):
    jobs = [job("raising"), job("short"), job("short", municipality="9999"), job("dying")]
    first = batch(workspace, *jobs)
    assert states(first) == {
        "raising invented nb": "raised",
        "short invented nb": "ok",
        "short invented 9999 nb": "refused",
        "dying invented nb": "died",
    }
    by_state = {item.state: item for item in first.outcomes}
    assert made(workspace, by_state["ok"]) == FILES
    assert "division by zero" in by_state["raised"].error
    assert by_state["raised"].cell
    assert (workspace.root / "reports" / "failed" / by_state["raised"].folder).is_dir()
    noted = Ledger(workspace.root / "reports").entries()
    assert [noted[item].attempts for item in jobs] == [1, 1, 0, 2]
    again = batch(workspace, *jobs)
    assert states(again) == {**states(first), "short invented nb": "unchanged"}


@pytest.mark.slow
def test_a_changed_figure_makes_the_report_anew(workspace):
    assert states(batch(workspace, job("short"))) == {"short invented nb": "ok"}
    for path in (workspace.sources / "synthetic" / "own").iterdir():
        path.unlink()
    (workspace.sources / "synthetic" / "own").rmdir()
    snapshot(workspace.root, "own", quarters(2016, (8, 8, 6)))
    assert states(batch(workspace, job("short"))) == {"short invented nb": "ok"}
    assert states(batch(workspace, job("short"))) == {"short invented nb": "unchanged"}


@pytest.mark.slow
def test_a_report_asked_for_in_word_too_is_made_anew_with_it(workspace):
    assert states(batch(workspace, job("short"))) == {"short invented nb": "ok"}
    limits = Limits(60, None, ("html", "pdf", "docx"))
    settings = Settings(workspace.root / "reports", 1, limits)
    for state in ("ok", "unchanged"):
        summary = run_batch(workspace, [job("short")], settings, lambda: start_workers(1))
        (outcome,) = summary.outcomes
        assert outcome.state == state
        assert made(workspace, outcome) == FILES | {"report.docx"}


@pytest.mark.slow
def test_a_kernel_that_takes_too_much_memory_fails_alone_and_says_so(workspace):
    settings = Settings(workspace.root / "reports", 1, Limits(60, 1024 * 2**20))
    jobs = [job("hungry"), job("short")]
    summary = run_batch(workspace, jobs, settings, lambda: start_workers(1))
    assert [item.state for item in summary.outcomes] == ["out of memory", "ok"]
    hungry, short = summary.outcomes
    assert "more memory than its kernel may have (1024 MiB)" in hungry.error
    partial = workspace.root / "reports" / "failed" / hungry.folder / "report.ipynb"
    assert "MemoryError" in partial.read_text(encoding="utf-8")
    entry = Ledger(workspace.root / "reports").entries()[job("short")]
    assert 50 * 2**20 < entry.peak < 1024 * 2**20
    assert json.loads(entry.hashes) == short.hashes
    assert set(short.hashes) == {"report.html", "report.ipynb", "report.pdf"}


@pytest.mark.slow
def test_what_no_file_was_touched_for_is_not_even_looked_at(workspace, monkeypatch):
    assert states(batch(workspace, job("short"))) == {"short invented nb": "ok"}
    monkeypatch.setattr(checking, "check", lambda jobs, *_: list(map(pytest.fail, jobs)))
    assert states(batch(workspace, job("short"))) == {"short invented nb": "unchanged"}


@pytest.mark.slow
def test_a_file_touched_but_not_changed_leaves_the_report(workspace):
    batch(workspace, job("short"))
    (workspace.programmes / "invented.toml").touch()
    assert states(batch(workspace, job("short"))) == {"short invented nb": "unchanged"}


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_no_report_with_it(workspace):
    jobs = [job("killing"), *(job("short", language) for language in ("nb", "nn", "sv", "en"))]
    found = states(batch(workspace, *jobs))
    assert found.pop("killing invented nb") == "died"
    assert set(found.values()) == {"ok"}
    assert list((workspace.root / "reports").glob(".unfinished-*")) == []


@pytest.mark.slow
def test_a_report_asked_for_twice_is_made_once(workspace):
    assert states(batch(workspace, job("short"), job("short", municipality="4001"))) == {
        "short invented nb": "ok",
        "short invented 4001 nb": "repeated",
    }


@pytest.mark.slow
def test_when_the_first_runs_all_fail_alike_the_rest_waits(workspace):
    names = [f"raising{number}" for number in range(7)]
    for name in names:
        template(workspace.root, name, "1 / 0")
    summary = batch(workspace, *map(job, names), workers=1)
    assert len(summary.outcomes) == 5
    assert summary.waiting == 2
    assert "the first 5 runs all failed alike (raised)" in summary.stopped


class TestCommand:
    def told(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *options: str):
        monkeypatch.chdir(workspace.root)
        named = ["batch", "--template", "short", "--programme", "invented", *options]
        return CliRunner().invoke(main, named)

    @pytest.mark.slow
    def test_tells_each_report_and_the_sum(self, workspace, monkeypatch):
        told = self.told(workspace, monkeypatch, "--language", "nb", "--municipality", "4001",
                         "--municipality", "9999")  # fmt: skip
        assert told.exit_code == 4
        assert "[1/2] short invented 9999 nb: refused" in told.stdout
        assert "[2/2] short invented 4001 nb: ok (" in told.stdout
        assert "1 report made, 0 unchanged, 1 failed." in told.stdout
        assert "1 of 2 reports failed: short invented 9999 nb" in told.stderr
        again = self.told(workspace, monkeypatch, "--municipality", "4001", "--municipality",
                          "9999", "--only-failed", "--json")  # fmt: skip
        lines = [json.loads(line) for line in again.stdout.splitlines()]
        assert [(line["parameters"]["municipality"], line["state"]) for line in lines] == [
            ("9999", "refused")
        ]

    def test_a_dry_run_makes_nothing(self, workspace, monkeypatch):
        told = self.told(workspace, monkeypatch, "--language", "nb", "--language", "sv",
                         "--dry-run")  # fmt: skip
        assert told.exit_code == 0
        assert (
            told.stdout
            == "  short invented nb\n  short invented sv\n2 reports would be looked at.\n"
        )
        assert not (workspace.root / "reports").exists()

    def test_a_dry_run_of_what_failed_makes_and_forgets_nothing(self, workspace, monkeypatch):
        asked = ("--language", "nb", "--language", "sv", "--only-failed", "--dry-run")
        both = "  short invented nb\n  short invented sv\n2 reports would be looked at.\n"
        assert self.told(workspace, monkeypatch, *asked).stdout == both
        assert not (workspace.root / "reports").exists()
        ledger = Ledger(workspace.root / "reports")
        as_asked = Job("short", (("programme", "invented"), ("municipality", ""), ("as_of", ""),
                                 ("language", "nb")))  # fmt: skip
        ledger.queue([as_asked])
        ledger.note(as_asked, "ok")
        with closing(sqlite3.connect(ledger.path)) as file:
            file.execute("PRAGMA user_version = 1")
        told = self.told(workspace, monkeypatch, *asked)
        assert told.stdout == "  short invented sv\n1 report would be looked at.\n"
        with closing(sqlite3.connect(ledger.path)) as file:
            assert file.execute("PRAGMA user_version").fetchone() == (1,)
            assert file.execute("SELECT state FROM runs").fetchall() == [("ok",)]

    def test_interrupted_it_says_that_what_was_made_is_kept(self, workspace, monkeypatch):
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("analysis.reporting.batch.run_batch", interrupted)
        told = self.told(workspace, monkeypatch, "--language", "nb")
        assert told.exit_code == 130
        assert told.stderr == (
            "tiltak: interrupted; what was made is kept, and the same command makes the rest\n"
        )

    def test_without_a_plan_or_a_template_it_says_what_is_needed(self, workspace, monkeypatch):
        monkeypatch.chdir(workspace.root)
        told = CliRunner().invoke(main, ["batch"])
        assert told.exit_code == 2
        assert "needs a plan, or --template" in told.stderr


@pytest.mark.slow
def test_a_page_that_links_to_others_is_made_anew_when_there_is_another_and_not_for_itself(
    tmp_path,
):
    project = Workspace(PROJECT)
    page = Job("municipality", (("municipality", "4001"), ("language", "nb")))
    settings = Settings(tmp_path, 1, Limits(300, None))

    def state() -> str:
        (outcome,) = run_batch(project, [page], settings, lambda: start_workers(1)).outcomes
        return outcome.state

    assert [state(), state()] == ["ok", "unchanged"]
    other = tmp_path / "sick_leave" / "porsgrunn-sick-leave" / "4001" / "2009Q1" / "nb"
    other.mkdir(parents=True)
    (other / "report.html").write_text("a page")
    assert [state(), state()] == ["ok", "unchanged"]
