"""Reports of status are read with every fault at its cell."""

import pytest
from making import record
from making_action import PROGRAMME, SOME, with_reports

from analysis.errors import InputError
from analysis.model.periods import Period
from analysis.notebook import open_subject
from analysis.notebook.openers import action_programme as opener
from analysis.sources.catalogue import find_programme
from analysis.sources.status_reports import COLUMNS, read_status_reports


def read(root, *rows):
    workspace = with_reports(root, rows)
    programme = find_programme(workspace, PROGRAMME)
    return read_status_reports(workspace, "synthetic/reports/2026", programme)


def test_reports_are_read_with_the_number_or_the_id_of_the_point(tmp_path):
    table = read(tmp_path, *SOME)
    assert tuple(table.columns) == COLUMNS
    assert len(table) == len(SOME)
    first, last = table.iloc[0], table.iloc[-1]
    assert (first["measure"], first["part"], first["state"]) == ("communication_plan", "", "done")
    assert first["reported"] == Period.parse("2016-01-15")
    assert first["completed"] == Period.parse("2015-12-10")
    assert (first["year"], first["note"]) == (None, "A plan")
    assert (last["measure"], last["part"]) == ("men_in_preschool", "b")
    assert table.loc[table["measure"].eq("hourly_staff_review"), "year"].tolist() == [
        2015,
        2016,
        2017,
    ]


@pytest.mark.parametrize(
    ("row", "column", "accepted"),
    [
        ("21,,2016-01-15,HR,done,,,", "measure", "yearly_dialogue"),
        ("20,,2016-01-15,HR,done,,2015,", "part", "a or b"),
        ("3,a,2016-01-15,HR,done,,,", "part", "an empty cell"),
        ("3,,2016,HR,done,,,", "reported", "a date"),
        ("3,,,HR,done,,,", "reported", "a date"),
        ("3,,2016-01-15,,done,,,", "by", "an office"),
        ("3,,2016-01-15,HR,ready,,,", "state", "done, under_way, not_started, abandoned"),
        ("3,,2016-01-15,HR,done,soon,,", "completed", "a year"),
        ("3,,2016-01-15,HR,done,2016-01-16,,", "completed", "a day up to that of the report"),
        ("3,,2016-01-15,HR,under_way,2016-01-10,,", "completed", "unless the state is done"),
        ("3,,2016-01-15,HR,done,,2015,", "year", "not a yearly one"),
        ("1,,2016-01-15,HR,done,,,", "year", "the year that is meant"),
        ("1,,2016-01-15,HR,done,,16,", "year", "a year (2016)"),
        ("1,,2019-01-15,HR,done,,2019,", "year", "from 2015 to 2018"),
        ("1,,2014-01-15,HR,done,2014-01-10,,", "year", "from 2015 to 2018"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(tmp_path, row, column, accepted):
    with pytest.raises(InputError) as refusal:
        read(tmp_path, "3,,2016-01-15,HR,done,2015-12-10,,", row)
    fault = refusal.value.faults[0]
    assert fault.line == 3
    assert fault.key == f"column {column}"
    assert accepted in fault.accepted


def test_all_faulty_rows_are_told_at_once(tmp_path):
    with pytest.raises(InputError) as refusal:
        read(tmp_path, "99,,2016-01-15,HR,done,,,", "3,,2016-01-15,,later,,,")
    assert [fault.line for fault in refusal.value.faults] == [2, 3, 3]


def test_a_yearly_point_may_be_given_up_without_a_year(tmp_path):
    assert read(tmp_path, "13,,2017-05-01,HR,abandoned,,,")["year"].tolist() == [None]


def test_other_columns_are_refused(tmp_path):
    workspace = with_reports(tmp_path)
    record(tmp_path, "other", ["point,status", "1,done"], "table")
    programme = find_programme(workspace, PROGRAMME)
    with pytest.raises(InputError) as refusal:
        read_status_reports(workspace, "synthetic/other/2026", programme)
    assert "measure, part, reported" in refusal.value.faults[0].accepted


def test_a_report_may_name_the_year_in_which_it_is_made_as_that_of_completion(tmp_path):
    assert read(tmp_path, "3,,2016-03-01,HR,done,2016,,")["completed"].tolist() == [Period(2016)]


def test_faulty_reports_are_told_before_a_report_is_made(tmp_path):
    workspace = with_reports(tmp_path, ("3,,2016-03-01,HR,ready,,,",))
    subject = open_subject(workspace, PROGRAMME, "", "", "en")
    with pytest.raises(InputError, match="under_way"):
        opener.check_figures(workspace, subject)
