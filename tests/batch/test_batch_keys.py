"""What a key and a stamp rest on, also while others write there."""

import os
from pathlib import Path

import pytest

from analysis.reporting.batch import keys
from analysis.reporting.batch.cluster import shipping
from analysis.reporting.batch.keys import read_from, reports_in, stamp
from analysis.sources.workspace import Workspace


def test_a_stamp_is_another_once_a_file_is_touched(workspace):
    before = stamp(workspace)
    assert stamp(workspace) == before
    (workspace.programmes / "invented.toml").touch()
    assert stamp(workspace) != before


def test_what_is_being_written_is_not_read(workspace):
    known = read_from(workspace)
    for name in (".unfinished-7/metadata.json", "own/.2026.123-abc"):
        path = workspace.sources / "synthetic" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}")
    (workspace.notebooks / ".~short.ipynb").write_text("{}")
    assert read_from(workspace) == known


def test_a_folder_that_goes_before_it_is_looked_into_is_no_fault(workspace, monkeypatch):
    going = workspace.root / "data" / "store" / "going"
    going.mkdir(parents=True)
    real = os.scandir

    def scandir(path: str | Path | int):
        if path in (str(going), going) and going.exists():
            going.rmdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert stamp(workspace)
    assert not going.exists()


@pytest.fixture
def going(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that has been seen, and goes before it is read."""
    path = workspace.programmes / "going.toml"
    found = [*read_from(workspace), path]
    for module in (keys, shipping):
        monkeypatch.setattr(module, "read_from", lambda _: found)
    real = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda self: self == path or real(self))
    return path


def test_a_file_that_goes_before_it_is_read_is_no_fault(workspace, going):
    gone = stamp(workspace)
    sent, contents = shipping.sent(workspace), shipping.contents(workspace)
    going.write_text("there again")
    assert stamp(workspace) != gone
    assert shipping.contents(workspace) != contents
    assert len(shipping.sent(workspace)) > len(sent)


def test_pages_link_to_the_reports_that_are_there_and_to_none_that_is_being_made(tmp_path):
    for name in ("b/nb", "a/nb", "municipality/4001/nb", ".unfinished-7-abc"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "report.html").touch()
        (tmp_path / name / "report.pdf").touch()
    assert reports_in(tmp_path) == ["a/nb/report.html", "b/nb/report.html"]
