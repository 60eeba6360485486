"""The newcomer's path of the README: from a spreadsheet to a report, in four commands."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from making import PROJECT, pdf_words
from making_sheets import sheet

pytestmark = pytest.mark.slow


def commands() -> list[str]:
    """The commands as the README prints them."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = text.split("## From your own spreadsheet to a report")[1].split("\n## ")[0]
    return re.findall(r"^    (\S.*)$", section, re.MULTILINE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as it is after the first command, `make setup`, with the sheet in it."""
    root = tmp_path_factory.mktemp("newcomer")
    for name in ("data", "notebooks"):
        shutil.copytree(
            PROJECT / name, root / name, ignore=shutil.ignore_patterns("store", "cache")
        )
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "tiltak").symlink_to(Path(sys.executable).parent / "tiltak")
    sheet(root / "leave.xlsx")
    return root


@pytest.fixture(scope="module")
def told(desk: Path) -> list[str]:
    """What the last three of the four commands say, run as they are printed; figures that were
    made up are marked as such."""
    said = []
    for command in commands()[1:4]:
        words = shlex.split(command)
        more = ["--invented"] if words[1] == "import" else ["--language", "en"]
        done = subprocess.run([*words, *more], cwd=desk, capture_output=True, text=True,
                              check=False)  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        said.append(done.stdout)
    return said


def test_it_is_four_commands_and_the_first_sets_up():
    assert len(commands()) == 4
    assert commands()[0] == "make setup"
    assert re.search(r"^setup:", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert commands()[1] == commands()[2]


def test_a_proposal_is_shown_before_anything_is_imported(told):
    assert "column B ('1. kvartal'): figures of a part of the year" in told[0]
    assert "Written to leave.mapping.toml: look it over" in told[0]
    assert "stored" not in told[0]


def test_the_same_command_then_imports_and_writes_a_programme(told, desk):
    assert "28 figures stored: own/4001-sick_leave_own_no-leave/" in told[1]
    assert "Next: tiltak report sick_leave --programme our-programme" in told[1]
    text = (desk / "data/programmes/our-programme.toml").read_text(encoding="utf-8")
    assert "[[targets]]" not in text
    assert 'as_of = "2025Q4"' in text


def test_the_report_says_what_is_known_and_that_no_targets_are(told, desk):
    folder = desk / "reports/sick_leave/our-programme/4001/2025Q4/en"
    words = pdf_words(folder / "report.pdf")
    assert "In 2025 sick leave was 8.0 per cent, the lowest of the years 2019–2025." in words
    assert "No targets are known for this programme." in words
    assert "the change is −1.1 percentage points, and it may lie anywhere from" in words
    assert "Invented figures, for trial only." in words


def test_the_report_names_the_snapshot_it_was_made_from(told, desk):
    folder = desk / "reports/sick_leave/our-programme/4001/2025Q4/en"
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    source = "store:own/4001-sick_leave_own_no-leave"
    (revision,) = record["revisions"][source]
    assert f"stored: {revision['id']}\n" in told[1]
    assert revision["published"] == "not stated"
    assert re.fullmatch(r"[0-9a-f]{64}", record["hashes"]["sources"][source])
    assert record["synthetic"] is True
