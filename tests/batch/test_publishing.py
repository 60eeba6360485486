"""An earlier report stands under its name until a new one does, whatever is killed when."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.reporting.publish import clear_remains, publish
from analysis.sources.files import staged

PUBLISH = """\
import os, signal, sys
from pathlib import Path
from analysis.reporting.publish import publish
from analysis.sources.files import staged

renames = []

def die(event, arguments):
    if event == "os.rename":
        renames.append(arguments)
        if len(renames) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

sys.platform = sys.argv[3]
output = Path(sys.argv[1])
with staged(output) as folder:
    (folder / "run.json").write_text("new")
    sys.addaudithook(die)
    publish(folder, output / "sick_leave" / "here" / "nb")
"""
"""Publishes, and is killed just before it calls for the given rename."""


def killed(output: Path, rename: int, platform: str) -> None:
    command = [sys.executable, "-c", PUBLISH, str(output), str(rename), platform]
    assert subprocess.run(command, check=False).returncode == -9


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "sick_leave" / "here" / "nb"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("old")
    return folder


@pytest.mark.parametrize("platform", ["linux", "elsewhere"])
def test_a_new_report_takes_the_place_of_the_old_and_leaves_nothing(tmp_path, report, platform,
                                                                    monkeypatch):  # fmt: skip
    monkeypatch.setattr(sys, "platform", platform)
    with staged(tmp_path) as folder:
        (folder / "run.json").write_text("new")
        publish(folder, report)
        assert folder.exists() == (platform == "linux"), "on Linux the old one stands there now"
    assert (report / "run.json").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["sick_leave"]


@pytest.mark.parametrize("rename", [1, 2])
def test_killed_while_it_replaces_a_report_the_old_one_is_brought_back(tmp_path, report, rename):
    killed(tmp_path, rename, "elsewhere")
    assert report.exists() == (rename == 1), "the test should kill between the two renames"
    clear_remains(tmp_path)
    assert (report / "run.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["sick_leave"]


def test_an_old_report_that_was_put_aside_does_not_replace_a_newer_one(tmp_path, report):
    killed(tmp_path, 2, "elsewhere")
    report.mkdir()
    (report / "run.json").write_text("newer")
    clear_remains(tmp_path)
    assert (report / "run.json").read_text() == "newer"
    assert [path.name for path in tmp_path.iterdir()] == ["sick_leave"]


def test_what_a_process_left_that_is_over_but_not_asked_for_is_cleared_too(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    left = tmp_path / f".unfinished-{ended.pid}-0"
    left.mkdir()
    clear_remains(tmp_path)
    assert not left.exists()
    ended.wait()
