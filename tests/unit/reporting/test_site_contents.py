"""What a site holds: reports in their languages, whose they are, and what is missing."""

import json
import sqlite3
from contextlib import closing

import pytest
from making_site import made_report, record_run

from analysis.errors import OutputError, ParameterError
from analysis.reporting.batch import Job, Ledger
from analysis.reporting.site import read_contents
from analysis.reporting.site.missing import GONE


def job(language: str, municipality: str = "4001", programme: str = "invented") -> Job:
    values = {"programme": programme, "municipality": municipality, "language": language}
    return Job("sick_leave", tuple(values.items()))


def test_the_languages_of_a_report_are_one_report_and_each_reader_gets_the_nearest(reports, read):
    for language in ("sv", "nb"):
        made_report(reports, language=language)
    (report,) = read().reports
    assert [version.language for version in report.versions] == ["nb", "sv"]
    assert [report.best(code).language for code in ("nb", "nn", "sv", "en")] == [
        "nb", "nb", "sv", "nb",
    ]  # fmt: skip
    assert read().language == "nb"


def test_a_municipality_has_all_its_numbers_and_its_county(reports, read):
    made_report(reports)
    made_report(reports, number="1060", place="Olofström")
    porsgrunn, olofstrom = read().places
    assert (porsgrunn.name, porsgrunn.number) == ("Porsgrunn", "4001")
    assert (porsgrunn.county, porsgrunn.former) == ("Telemark", ("3806", "0805"))
    assert (olofstrom.county, olofstrom.page) == ("Blekinge län", "se-1060")


def test_a_number_that_nobody_knows_is_called_what_its_report_calls_it(reports, read):
    made_report(reports, number="9999", place="Et sted")
    Ledger(reports).queue([job("en", "9999")])
    contents = read()
    (place,) = contents.places
    assert (place.name, place.page, place.county) == ("Et sted", "9999", "")
    assert [gap.place for gap in contents.gaps] == [place]


def test_a_report_on_a_programme_of_many_is_of_no_municipality(reports, read):
    made_report(reports, template="network_programme", number="NO", place="Norge")
    run = json.loads(next(reports.rglob("run.json")).read_text())
    run["parameters"]["municipality"] = ""
    next(reports.rglob("run.json")).write_text(json.dumps(run))
    contents = read()
    assert contents.places == ()
    assert [report.place for report in contents.of_programme("invented")] == [None]


def _without(folder, key):
    path = folder / "report.ipynb"
    path.write_text(path.read_text().replace(key, '"other"'))


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        (lambda f: (f / "run.json").write_text("{"), "run.json cannot be read"),
        (lambda f: (f / "run.json").write_text("[]"), "names no template"),
        (lambda f: (f / "report.ipynb").unlink(), "notebook cannot be read"),
        (lambda f: (f / "report.ipynb").write_text('{"cells": [{}]}'), "notebook cannot be read"),
        (lambda f: _without(f, '"statement"'), "blocks that are not"),
        (lambda f: _without(f, '"numeric"'), "blocks that are not"),
        (lambda f: (f / "report.html").unlink(), "there is no report.html"),
        (lambda f: record_run(f, "ok", language="xx"), "no language of Tiltak"),
        (lambda f: record_run(f, "ok", language="en"), "different languages"),
        (lambda f: record_run(f, "raised"), "there is no report.html of a run"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_told_of(reports, read, break_it, reason):
    made_report(reports, number="1060", place="Olofström")
    break_it(made_report(reports))
    told: list[str] = []
    assert [report.place.name for report in read(told).reports] == ["Olofström"]
    assert len(told) == 1
    assert reason in told[0]
    assert "4001" in told[0]


def test_a_page_that_is_a_link_to_elsewhere_is_not_taken(reports, read, tmp_path):
    (tmp_path / "secret.html").write_text("secret")
    folder = made_report(reports)
    (folder / "report.html").unlink()
    (folder / "report.html").symlink_to(tmp_path / "secret.html")
    told: list[str] = []
    assert read(told).reports == ()
    assert len(told) == 1


def test_without_a_folder_of_reports_it_says_what_makes_them(place, tmp_path):
    with pytest.raises(ParameterError, match="tiltak batch"):
        read_contents(place, tmp_path / "nothing", print)


# -- what is missing


def test_a_run_that_failed_is_missing_until_it_is_made(reports, read):
    remains = reports / "failed" / "sick_leave" / "invented" / "4001" / "2019" / "nb"
    record_run(remains, "raised", finished="2026-11-21T10:00:00+00:00")
    (gap,) = read().gaps
    assert (gap.missing.state, gap.missing.earlier) == ("raised", False)
    folder = made_report(reports, finished="2026-11-20T10:00:00+00:00")
    (gap,) = read().gaps
    assert gap.missing.earlier
    record_run(folder, "ok", finished="2026-11-22T10:00:00+00:00")
    assert read().gaps == ()


def test_the_ledger_tells_of_what_was_asked_for_and_is_not_there(reports, read):
    made_report(reports)
    ledger = Ledger(reports)
    jobs = {code: job(code) for code in ("nb", "nn", "sv", "en")}
    ledger.queue(jobs.values())
    folder = "sick_leave/invented/4001/2019"
    ledger.note(jobs["nb"], "unchanged", folder=f"{folder}/nb")
    ledger.note(jobs["nn"], "ok", folder=f"{folder}/nn")
    ledger.note(jobs["sv"], "died", folder=f"{folder}/sv")
    found = {gap.missing.language: gap.missing.state for gap in read().gaps}
    assert found == {"nn": GONE, "sv": "died", "en": "queued"}


def test_what_the_ledger_and_the_remains_both_tell_is_missing_once(reports, read):
    remains = reports / "failed" / "sick_leave" / "invented" / "4001" / "2019" / "nb"
    record_run(remains, "died")
    ledger = Ledger(reports)
    ledger.queue([job("nb", municipality="")])
    ledger.note(job("nb", municipality=""), "died", folder="sick_leave/invented/4001/2019/nb")
    assert [gap.missing.as_of for gap in read().gaps] == ["2019"]


def test_what_was_refused_belongs_to_the_municipality_of_its_programme(place, reports, read):
    (place.programmes / "invented.toml").write_text('country = "NO"\nmunicipality = "0805"\n')
    Ledger(reports).queue([job("nb", municipality="")])
    (gap,) = read().gaps
    assert gap.place.name == "Porsgrunn"
    assert read().programmes == ("invented",)


def test_a_number_that_no_municipality_has_is_missing_and_has_no_page(reports, read):
    made_report(reports)
    Ledger(reports).queue([job("nb", "9999")])
    contents = read()
    assert [gap.place.number for gap in contents.gaps] == ["9999"]
    assert [place.name for place in contents.places] == ["Porsgrunn"]


def test_a_ledger_is_only_read_also_of_another_version_and_without_leave_to_write(reports, read):
    path = reports / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE runs (template, parameters, state, folder)")
        parameters = '[["programme", "invented"], ["language", "nb"]]'
        file.execute("INSERT INTO runs VALUES ('sick_leave', ?, 'died', '')", [parameters])
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    assert [gap.missing.state for gap in read().gaps] == ["died"]
    assert path.read_bytes() == before
    assert [found.name for found in reports.iterdir()] == ["ledger.sqlite"]


def test_a_ledger_that_is_none_is_told_of(reports, read):
    (reports / "ledger.sqlite").write_text("no ledger at all, and longer than nothing")
    with pytest.raises(OutputError, match=r"ledger\.sqlite cannot be read"):
        read()


def test_a_ledger_that_is_being_written_is_read_with_its_journal(reports, read):
    ledger = Ledger(reports)
    with closing(sqlite3.connect(ledger.path)) as writer:
        ledger.queue([job("nb")])
        writer.execute("SELECT * FROM runs").fetchall()
        assert (reports / "ledger.sqlite-wal").exists()
        assert [gap.missing.state for gap in read().gaps] == ["queued"]


def test_reading_makes_no_ledger(reports, read):
    made_report(reports)
    read()
    assert not list(reports.glob("ledger*"))


# -- what is on one municipality


def test_what_is_on_one_municipality_takes_along_what_its_page_leads_to(reports, read):
    network = made_report(reports, template="network_programme", programme="many", number="NO")
    made_report(reports, template="network_programme", programme="else", number="NO")
    made_report(reports)
    made_report(reports, number="1060", place="Olofström")
    link = network.relative_to(reports).as_posix()
    made_report(reports, template="network_programme", programme="part", number="NO")
    told = {"part": (("observed", "It is named."),)}
    made_report(reports, template="municipality", programme="", links=[link], others=told)
    Ledger(reports).queue([job("en"), job("en", "1060")])
    contents = read()
    own = contents.only(contents.places[0])
    assert [gap.place.name for gap in own.gaps] == ["Porsgrunn"]
    assert [(report.template, report.versions[0].programme) for report in own.reports] == [
        ("municipality", ""),
        ("sick_leave", "invented"),
        ("network_programme", "many"),
        ("network_programme", "part"),
    ]
    assert [place.name for place in own.places] == ["Porsgrunn"]
