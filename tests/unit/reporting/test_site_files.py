"""A site as files: whole or not at all, and never in place of anything else; a zip to send."""

import os
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from making_site import made_report

from analysis.cli import main
from analysis.errors import OutputError, ParameterError
from analysis.reporting.site import chosen, write_bundle, write_site


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_rerun_takes_away_what_is_no_longer_there(place, reports, read, output):
    made_report(reports)
    gone = made_report(reports, number="1060")
    write_site(place, read(), reports, output)
    assert (output / "nb/municipality/se-1060.html").is_file()
    for path in gone.iterdir():
        path.unlink()
    write_site(place, read(), reports, output)
    assert not [name for name in names(output) if "1060" in name]
    assert (output / "nb/municipality/no-4001.html").is_file()
    assert not list(output.parent.glob(".unfinished*"))


@pytest.mark.parametrize("other", ["notes.txt", "nb/mine.html", "empty/"])
def test_a_folder_with_anything_else_in_it_is_left_alone(place, reports, read, output, other):
    made_report(reports)
    write_site(place, read(), reports, output)
    if other.endswith("/"):
        (output / other).mkdir()
    else:
        (output / other).write_text("mine")
    before = names(output)
    with pytest.raises(OutputError, match=other.rstrip("/")):
        write_site(place, read(), reports, output)
    assert names(output) == before


def test_a_folder_that_was_there_before_is_left_alone(place, reports, read, output):
    output.mkdir()
    (output / "index.html").write_text("mine")
    with pytest.raises(OutputError, match=r"did not make: index\.html"):
        write_site(place, read(), reports, output)
    assert names(output) == {"index.html"}


def test_an_empty_folder_may_become_a_site(place, reports, read, output):
    output.mkdir()
    made_report(reports)
    write_site(place, read(), reports, output)
    assert (output / "index.html").is_file()


@pytest.mark.parametrize("inside", [".", "site", ".."])
def test_a_site_lies_beside_the_reports_and_not_in_or_around_them(place, reports, read, inside):
    made_report(reports)
    with pytest.raises(OutputError, match="folder of reports"):
        write_site(place, read(), reports, reports / inside)
    assert len(names(reports)) == 4


def test_a_report_that_goes_under_way_leaves_the_former_site(place, reports, read, output):
    folder = made_report(reports)
    write_site(place, read(), reports, output)
    before = names(output)
    contents = read()
    (folder / "report.pdf").unlink()
    with pytest.raises(OutputError, match=r"report\.pdf"):
        write_site(place, contents, reports, output)
    assert names(output) == before
    assert not list(output.parent.glob(".unfinished*"))


def test_all_formats_that_are_there_are_copied_and_linked_and_nothing_else(
    place, reports, read, output
):
    folder = made_report(reports)
    for name in ("report.docx", "report.xlsx", "notes.txt", ".report.pdf.swp"):
        (folder / name).write_bytes(b"PK")
    (reports / "ledger.sqlite-wal").write_bytes(b"x")
    write_site(place, read(), reports, output)
    copied = {path.name for path in (output / "reports").rglob("*") if path.is_file()}
    assert copied == {"report.html", "report.pdf", "report.docx", "report.xlsx"}
    page = (output / "nb/municipality/no-4001.html").read_text()
    for name in copied:
        assert f"../../reports/sick_leave/invented/4001/2019/nb/{name}" in page
    original = (folder / "report.html").read_bytes()
    assert (
        output / "reports/sick_leave/invented/4001/2019/nb/report.html"
    ).read_bytes() == original


# -- bundles


def bundle(place, read, reports, path: Path, asked: str = "4001") -> zipfile.ZipFile:
    contents = read()
    write_bundle(place, contents.only(chosen(place, contents, asked)), reports, path)
    return zipfile.ZipFile(path)


def test_a_bundle_holds_one_municipality_in_all_languages_and_a_note_in_each(
    place, reports, read, tmp_path
):
    for language in ("nb", "en"):
        made_report(reports, language=language)
    made_report(reports, number="1060", place="Olofström")
    packed = bundle(place, read, reports, tmp_path / "one.zip", asked="0805")
    found = packed.namelist()
    assert packed.testzip() is None
    for language in ("nb", "en"):
        for name in ("report.html", "report.pdf", "data.csv"):
            assert f"reports/sick_leave/invented/4001/2019/{language}/{name}" in found
    assert {f"README.{code}.txt" for code in ("nb", "nn", "sv", "en")} < set(found)
    assert "index.html" in found
    assert not [name for name in found if "1060" in name]
    assert "Olofström" not in packed.read("nb/index.html").decode()
    assert "Porsgrunn" in packed.read("README.en.txt").decode()


def test_the_same_reports_give_the_same_bytes(place, reports, read, tmp_path):
    folder = made_report(reports)
    bundle(place, read, reports, tmp_path / "one.zip")
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    bundle(place, read, reports, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_what_is_in_a_bundle_has_plain_names_and_no_time(place, reports, read, tmp_path):
    made_report(
        reports, number="9999", place="../../etc/<x>", programme="../../etc", folder_of="a b\u202e"
    )
    packed = bundle(place, read, reports, tmp_path / "one.zip", asked="9999")
    for entry in packed.infolist():
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._/-]*", entry.filename)
        assert ".." not in entry.filename
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_a_municipality_without_reports_is_refused_with_those_that_have_some(place, reports, read):
    made_report(reports)
    with pytest.raises(ParameterError, match=r"'1060'.*4001 Porsgrunn"):
        chosen(place, read(), "1060")


@pytest.mark.parametrize("asked", ["4001", "0805", "NO-4001", "porsgrunn"])
def test_a_municipality_is_asked_for_by_any_number_or_its_name(place, reports, read, asked):
    made_report(reports)
    assert chosen(place, read(), asked).number == "4001"


# -- the commands


def test_the_commands_write_what_they_say(place, reports, monkeypatch, tmp_path):
    made_report(reports)
    monkeypatch.chdir(place.root)
    run = CliRunner().invoke(main, ["site", str(reports), "--output", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert "1 report on 1 municipality and 1 programme, 0 missing." in run.output
    assert (tmp_path / "out" / "index.html").is_file()
    asked = ["bundle", "--municipality", "4001", "--reports", str(reports)]
    run = CliRunner().invoke(main, asked)
    assert run.exit_code == 0, run.output
    assert zipfile.is_zipfile(place.root / "tiltak-no-4001.zip")
    run = CliRunner().invoke(main, ["bundle", "--reports", str(reports)])
    assert run.exit_code == 0, run.output
    assert zipfile.is_zipfile(place.root / "tiltak-site.zip")


def test_the_commands_refuse_in_words(place, reports, monkeypatch):
    monkeypatch.chdir(place.root)
    run = CliRunner().invoke(main, ["site", "nothing"])
    assert (run.exit_code, "tiltak batch" in run.output) == (2, True)
    run = CliRunner().invoke(main, ["bundle", "--reports", str(reports)])
    assert (run.exit_code, "no reports" in run.output) == (2, True)
    run = CliRunner().invoke(main, ["site", str(reports), "--output", "data"])
    assert (run.exit_code, "did not make" in run.output) == (9, True)
