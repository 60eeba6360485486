"""What is sent to machines that do not see the workspace, and what comes back."""

import io
import os
import zipfile

import pytest

from analysis.reporting.batch.cluster.shipping import (
    contents,
    made_with,
    packed,
    sent,
    supplied,
    unpack,
)
from analysis.sources.workspace import Workspace

NOT_SENT = ("notebooks/methods/", "notebooks/.ipynb_checkpoints/")


def files(workspace: Workspace) -> set[str]:
    found = (path for path in workspace.root.rglob("*") if path.is_file())
    return {str(path.relative_to(workspace.root)) for path in found}


def test_what_is_sent_is_the_same_workspace_without_what_no_report_reads(workspace, tmp_path):
    known = {name for name in files(workspace) if not name.startswith(NOT_SENT)}
    workspace.cache.mkdir()
    (workspace.cache / "answer").write_text("kept")
    (workspace.root / "reports").mkdir()
    (workspace.root / "reports" / "report.html").write_text("made")
    there = Workspace(tmp_path / "there")
    unpack(sent(workspace), there.root)
    assert files(there) == known
    assert contents(there) == contents(workspace)


def test_a_file_that_is_touched_is_the_same_and_one_that_is_changed_or_renamed_is_not(workspace):
    before = contents(workspace)
    path = workspace.programmes / "invented.toml"
    path.touch()
    assert contents(workspace) == before
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "#", encoding="utf-8")
    changed = contents(workspace)
    path.write_text(text, encoding="utf-8")
    path.rename(workspace.programmes / "other.toml")
    assert len({before, changed, contents(workspace)}) == 3


def test_files_older_than_a_zip_can_say_are_sent_too(tmp_path):
    (tmp_path / "old").write_text("old")
    os.utime(tmp_path / "old", (0, 0))
    unpack(packed(tmp_path, [tmp_path / "old"]), tmp_path / "there")
    assert (tmp_path / "there" / "old").read_text() == "old"


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside"])
def test_nothing_is_written_outside_the_folder(tmp_path, name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, "x")
    unpack(data.getvalue(), tmp_path / "folder" / "there")
    outside = [path for path in tmp_path.rglob("outside") if "there" not in str(path)]
    assert outside == []


def test_what_comes_with_the_package_is_not_sent_but_has_to_be_the_same_there(workspace):
    table = "data/reference/municipalities.toml"
    assert table not in supplied(workspace)
    before = contents(workspace)
    (workspace.root / table).unlink()
    assert table in supplied(workspace)
    assert contents(workspace) != before
    assert len({made_with([]), made_with([table]), made_with(["data/reference/other.toml"])}) == 3
