"""The ledger keeps what was made, and finds what was cut off."""

import pytest

from analysis.errors import OutputError
from analysis.reporting.batch import Job, Ledger

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
