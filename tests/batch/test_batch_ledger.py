"""The ledger keeps what was made, and finds what was cut off."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from analysis.errors import OutputError
from analysis.reporting.batch import Job, Ledger, read_states

ONE = Job("sick_leave", (("programme", "a"), ("language", "nb")))
OTHER = Job("sick_leave", (("programme", "b"), ("language", "nb")))


def states(ledger: Ledger) -> dict[Job, str]:
    return {job: entry.state for job, entry in ledger.entries().items()}


def test_what_is_noted_is_there_for_the_next_process(tmp_path):
    Ledger(tmp_path).queue([ONE, OTHER])
    Ledger(tmp_path).note(ONE, "raised", error="1 / 0", cell="cell 3", seconds=1.5, folder="a/nb")
    found = Ledger(tmp_path).entries()
    assert list(found) == [ONE, OTHER]
    assert (found[ONE].state, found[ONE].error, found[ONE].cell) == ("raised", "1 / 0", "cell 3")
    assert (found[ONE].seconds, found[ONE].folder) == (1.5, "a/nb")
    assert found[OTHER].state == "queued"


def test_what_was_cut_off_or_failed_is_queued_again_and_what_is_made_is_not(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.queue([ONE, OTHER])
    ledger.note(ONE, "ok", key="k")
    ledger.note(OTHER, "running", attempts=1)
    ledger.queue([ONE, OTHER])
    assert states(ledger) == {ONE: "ok", OTHER: "queued"}
    assert ledger.entries()[ONE].key == "k"
    assert ledger.entries()[OTHER].attempts == 0


def test_a_ledger_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "ledger.sqlite").write_text("no database, and longer than a header of SQLite is")
    with pytest.raises(OutputError, match=r"ledger\.sqlite cannot be written or read"):
        Ledger(tmp_path).entries()


def test_the_states_are_read_without_a_change_also_of_another_version(tmp_path):
    assert read_states(tmp_path / "none") == {}
    assert not (tmp_path / "none").exists()
    ledger = Ledger(tmp_path)
    ledger.queue([ONE, OTHER])
    ledger.note(ONE, "ok", key="k")
    with closing(sqlite3.connect(ledger.path)) as file:
        file.execute("PRAGMA user_version = 1")
        assert read_states(tmp_path) == {ONE: "ok", OTHER: "queued"}
    before = contents(tmp_path)
    assert read_states(tmp_path) == {ONE: "ok", OTHER: "queued"}
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_that_is_no_ledger_is_told_when_it_is_only_read(tmp_path):
    (tmp_path / "ledger.sqlite").write_text("no database, and longer than a header of SQLite is")
    with pytest.raises(OutputError, match=r"ledger\.sqlite cannot be written or read"):
        read_states(tmp_path)
