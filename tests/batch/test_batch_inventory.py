"""What is there at one moment, by a ledger and a folder."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.reporting.batch import Job
from analysis.reporting.batch.inventory import Inventory
from analysis.reporting.batch.keys import joined
from analysis.reporting.batch.ledger import Entry

JOB = Job("short", (("programme", "invented"), ("municipality", ""), ("language", "nb")))
NAMED = Job("short", (("programme", "invented"), ("municipality", "4001"), ("language", "nb")))
PAGE = Job("municipality", (("municipality", "4001"), ("language", "nb")))
FORMATS = ("html", "pdf")
FOLDER = "short/invented/4001/2018/nb"


def publish(output: Path, **files: str) -> dict[str, str]:
    """A report in FOLDER: files by kind, with what is in them as their hashes."""
    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    hashes = {f"report.{kind}": content for kind, content in files.items()}
    for name, content in hashes.items():
        (folder / name).write_text(content)
    (folder / "run.json").write_text(json.dumps({"files": hashes}))
    return hashes


def noted(job: Job, inventory: Inventory, hashes: dict[str, str], state: str = "ok") -> Inventory:
    """The inventory once it is noted that such files were made for ``job``."""
    key, stamp = inventory.key_of(job, "figures"), inventory.stamp_of(job)
    entry = Entry(job, state, 1, key, stamp, FOLDER, 1.0, "", "", None, json.dumps(hashes))
    return replace(inventory, noted={**inventory.noted, job: entry})


@pytest.fixture
def empty(tmp_path: Path) -> Inventory:
    return Inventory({}, tmp_path, "today", (), FORMATS)


def is_made(inventory: Inventory, job: Job = JOB, figures: str = "figures") -> bool:
    return inventory.find(FOLDER, inventory.key_of(job, figures)) is not None


def test_of_what_was_never_made_nothing_is_there(empty):
    assert not empty.is_untouched(JOB)
    assert not is_made(empty)


def test_what_was_made_is_there_until_a_file_is_touched_or_a_figure_changed(empty):
    there = noted(JOB, empty, publish(empty.output, html="page", pdf="print"))
    assert (there.is_untouched(JOB), is_made(there)) == (True, True)
    later = replace(there, stamp="tomorrow")
    assert (later.is_untouched(JOB), is_made(later)) == (False, True)
    assert not is_made(later, figures="others")
    in_word = replace(there, formats=(*FORMATS, "docx"))
    assert (in_word.is_untouched(JOB), is_made(in_word)) == (False, False)


@pytest.mark.parametrize("state", ["queued", "running", "raised", "refused", "died"])
def test_what_failed_or_was_cut_off_is_not_there(empty, state):
    there = noted(JOB, empty, publish(empty.output, html="page"), state)
    assert (there.is_untouched(JOB), is_made(there)) == (False, False)


def test_a_report_with_fewer_files_in_its_place_is_not_the_one_that_was_made(empty):
    there = noted(JOB, empty, publish(empty.output, html="page", docx="text"))
    publish(empty.output, html="page")
    assert (there.is_untouched(JOB), is_made(there)) == (False, False)


@pytest.mark.parametrize("name", ["run.json", "report.html"])
def test_a_report_of_which_a_file_is_gone_is_not_there(empty, name):
    there = noted(JOB, empty, publish(empty.output, html="page", pdf="print"))
    (empty.output / FOLDER / name).unlink()
    assert (there.is_untouched(JOB), is_made(there)) == (False, False)


def test_a_record_that_cannot_be_read_is_of_no_report(empty):
    there = noted(JOB, empty, publish(empty.output, html="page"))
    (empty.output / FOLDER / "run.json").write_text("{")
    assert not there.is_untouched(JOB)


def test_a_report_noted_without_its_files_is_looked_at(empty):
    publish(empty.output)
    assert not noted(JOB, empty, {}).is_untouched(JOB)


def test_a_report_of_another_job_in_the_same_folder_is_known_by_its_files(empty):
    before = noted(JOB, empty, publish(empty.output, html="before"))
    after = noted(NAMED, replace(before, stamp="later"), publish(empty.output, html="after"))
    assert not replace(after, stamp="today").is_untouched(JOB)
    assert after.is_untouched(NAMED)
    # Made for one and of the same, it is there for the other too.
    assert after.find(FOLDER, after.key_of(JOB, "figures")) == after.noted[NAMED]


def test_a_page_is_of_the_reports_it_links_to_and_nothing_else_is(empty):
    hashes = publish(empty.output, html="page")
    there = noted(PAGE, noted(JOB, empty, hashes), hashes)
    assert there.is_untouched(PAGE)
    linked = replace(there, others=("sick_leave/report.html",))
    assert not linked.is_untouched(PAGE)
    assert linked.is_untouched(JOB)
    assert not is_made(linked, PAGE)


def test_the_hashes_are_those_of_ledgers_that_are_there(empty):
    """Were they put together in another way, every report would be made anew."""
    linked = replace(empty, others=("a", "b"))
    assert linked.key_of(JOB, "x") == joined(["x", "html", "pdf"])
    assert linked.key_of(PAGE, "x") == joined([joined(["x", "html", "pdf"]), "a", "b"])
    assert linked.stamp_of(PAGE) == joined([joined(["today", "html", "pdf"]), "a", "b"])
