"""Snapshots: raw files with a sidecar, read as printed, refused where they cannot be."""

import csv
import hashlib
import io
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import Fault, InputError
from analysis.model.definitions import Reading
from analysis.model.observations import series
from analysis.sources.snapshots import (
    read_figures,
    read_observations,
    read_printed_table,
    read_series,
    read_source,
    read_units,
)
from analysis.sources.snapshots import read_table as read_any_table
from analysis.sources.workspace import Workspace

PORSGRUNN = "porsgrunn-kommune/sick-leave/2009Q1"
NORWAY = "ssb/sick-leave-national/2011-12-20"
DRAMMEN = "drammen-kommune/employer-policy/2012"
MADE = "a-municipality/a-table/2020"
TITLE = {"en": "A reading"}
PLAIN = Reading(id="plain", title=TITLE)


def record(workspace: Workspace, raw: str | bytes, reader: str, name: str = MADE) -> None:
    """Write ``raw`` as a snapshot whose sidecar is right."""
    content = raw if isinstance(raw, bytes) else raw.encode()
    path = workspace.sources / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    texts = ("producer", "address", "published", "retrieved", "licence")
    lines = ['title = { en = "A table" }', *(f'{key} = "not stated"' for key in texts)]
    lines += [f'sha256 = "{hashlib.sha256(content).hexdigest()}"', f'reader = "{reader}"']
    path.with_suffix(".toml").write_text("\n".join([*lines, 'indicator = "sick_leave"']))


def printed(rows: list[tuple[object, ...]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([("year", "figure", "printed"), *rows])
    return file.getvalue()


def read_table(workspace: Workspace, reading: Reading = PLAIN) -> pd.DataFrame:
    return read_printed_table(workspace, MADE, "0805", reading)


def faults(read: object, *arguments: object) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as refusal:
        read(*arguments)
    return refusal.value.faults


# -- the sidecar


@pytest.mark.parametrize("identifier", [PORSGRUNN, NORWAY, DRAMMEN])
def test_every_real_snapshot_is_as_it_was_recorded(workspace, identifier):
    assert read_source(workspace, identifier).id == identifier


def test_a_raw_file_that_was_changed_is_a_fault_at_the_sha256(copied):
    raw = copied.sources / f"{PORSGRUNN}.csv"
    raw.write_text(raw.read_text().replace("8,1%", "8,0%"))
    (fault,) = faults(read_source, copied, PORSGRUNN)
    sidecar = copied.sources / f"{PORSGRUNN}.toml"
    assert fault.file == f"data/sources/{PORSGRUNN}.toml"
    assert sidecar.read_text().splitlines()[fault.line - 1].startswith("sha256")
    assert hashlib.sha256(raw.read_bytes()).hexdigest() in fault.found
    assert "a new snapshot" in fault.accepted


def test_a_missing_raw_file_is_a_fault(copied):
    (copied.sources / f"{PORSGRUNN}.csv").unlink()
    (fault,) = faults(read_source, copied, PORSGRUNN)
    assert (fault.file, fault.found) == (
        f"data/sources/{PORSGRUNN}.csv",
        "there is no such file",
    )


def test_a_missing_sidecar_is_a_fault(copied):
    (copied.sources / f"{PORSGRUNN}.toml").unlink()
    (fault,) = faults(read_source, copied, PORSGRUNN)
    assert fault.file == f"data/sources/{PORSGRUNN}.toml"


def test_all_faults_of_a_sidecar_are_reported_at_once(copied):
    sidecar = copied.sources / f"{PORSGRUNN}.toml"
    text = sidecar.read_text().replace('reader = "printed_table"', 'reader = "excel"')
    sidecar.write_text(text.replace('producer = "Porsgrunn kommune"', 'producer = ""'))
    assert [fault.key for fault in faults(read_source, copied, PORSGRUNN)] == [
        "producer",
        "reader",
    ]


# -- cells


def test_a_bad_cell_is_reported_with_file_line_column_and_value(copied):
    record(copied, printed([(2005, 1, "8,7%"), (2005, 2, "about 9"), ("MMV", 3, "8,8%")]),
           "printed_table")  # fmt: skip
    first, second = faults(read_table, copied)
    assert (first.file, first.line) == (f"data/sources/{MADE}.csv", 3)
    assert (first.key, first.found) == ("column printed", "found 'about 9'")
    assert "a number" in first.accepted
    assert (second.line, second.key, second.found) == (4, "column year", "found 'MMV'")


def test_blank_lines_do_not_shift_the_line_of_a_fault(copied):
    record(copied, 'year,figure,printed\n\n2005,1,"8,7%"\n\n2005,2,x\n', "printed_table")
    (fault,) = faults(read_table, copied)
    assert fault.line == 5


def test_a_bad_period_of_a_series_is_reported_with_what_is_accepted(copied):
    record(copied, "period,value\n2008Q5,7.1\n2008Q1,\n", "series")
    first, second = faults(read_series, copied, MADE, "0000")
    assert (first.line, first.key, first.found) == (2, "column period", "found '2008Q5'")
    assert "quarter (2009Q1)" in first.accepted
    assert (second.line, second.key, second.found) == (3, "column value", "found ''")


def test_a_cell_that_is_not_there_is_reported_as_empty(copied):
    record(copied, "period,value\n2008Q1\n", "series")
    (fault,) = faults(read_series, copied, MADE, "0000")
    assert (fault.line, fault.found) == (2, "found ''")


def test_a_decimal_comma_without_quotes_is_a_fault_and_not_a_rounded_value(copied):
    """The row has a cell too many; read on, 8,7 would become 8."""
    record(copied, "year,figure,printed\n2005,1,8,7%\n", "printed_table")
    (fault,) = faults(read_table, copied)
    assert fault.line == 2


def test_other_columns_are_refused_with_the_expected_ones(copied):
    record(copied, "year;figure;printed\n2005;1;8,7%\n", "printed_table")
    (fault,) = faults(read_table, copied)
    assert (fault.line, fault.found) == (1, "the columns are year;figure;printed")
    assert fault.accepted == "year, figure, printed"


def test_a_raw_file_that_is_not_utf_8_is_a_fault(copied):
    record(copied, "period,value\n2008Q1,7.1\n# målt\n".encode("latin-1"), "series")
    (fault,) = faults(read_series, copied, MADE, "0000")
    assert "UTF-8" in fault.found


def test_an_empty_raw_file_is_a_fault(copied):
    record(copied, "", "series")
    (fault,) = faults(read_series, copied, MADE, "0000")
    assert fault.found == "the columns are none"


def test_a_year_no_calendar_has_is_a_fault(copied):
    record(copied, printed([(20005, 1, "8,7%"), (20005, 2, "9,0%")]), "printed_table")
    assert [fault.key for fault in faults(read_table, copied)] == ["column year"] * 2


def test_a_period_that_occurs_twice_is_a_fault(copied):
    record(copied, "period,value\n2008Q1,7.1\n2008Q1,7.2\n", "series")
    (fault,) = faults(read_series, copied, MADE, "0000")
    assert "2008Q1" in fault.found


@pytest.mark.parametrize("read", [read_figures, lambda *made: read_series(*made, "0000")])
def test_a_snapshot_of_another_kind_is_a_fault(copied, read):
    record(copied, printed([(2005, 1, "8,7%")]), "printed_table")
    assert faults(read, copied, MADE)


def test_a_byte_order_mark_and_line_ends_of_windows_do_not_matter(copied):
    record(copied, b"\xef\xbb\xbfperiod,value\r\n2008Q1,7.1\r\n", "series")
    table = read_series(copied, MADE, "0000")
    assert list(series(table, "sick_leave", "quarter")) == [7.1]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("8,7%", 8.7), ("8.7", 8.7), ("8,7 %", 8.7), (" 9 ", 9.0), ("−1,5", -1.5)),
        *(("-0.3", -0.3), ("0", 0.0), ("10,0\u00a0%", 10.0)),
    ],
)
def test_a_number_is_read_as_it_is_printed_in_either_country(copied, cell, value):
    record(copied, printed([(2005, 1, cell)]), "printed_table")
    assert read_table(copied)["value"][0] == value


@pytest.mark.parametrize(
    "cell", ["", "%", "x", "8,,7", "8,7,1", "1 000", "1.000,5", "8,7%%", "1e3", "nan", "inf", "+8"]
)
def test_what_is_no_number_is_never_guessed(copied, cell):
    record(copied, printed([(2005, 1, cell)]), "printed_table")
    (fault,) = faults(read_table, copied)
    assert fault.key == "column printed"


# -- a printed table and its readings


def values(workspace: Workspace, reading: Reading, kind: str = "quarter") -> dict[str, float]:
    table = read_printed_table(workspace, PORSGRUNN, "0805", reading)
    found = series(table, "sick_leave", kind)
    return {str(period): value for period, value in found.items()}


def reading_of(porsgrunn: object, identifier: str) -> Reading:
    return next(item for item in porsgrunn.readings if item.id == identifier)


def test_read_as_four_quarters_every_printed_figure_is_a_quarter_but_one_year(workspace, porsgrunn):
    plain = reading_of(porsgrunn, "four_quarters")
    found = values(workspace, plain)
    assert len(found) == 16
    assert list(found.values()) == [
        *(8.7, 9.0, 8.8, 9.6),
        *(11.0, 9.1, 8.9, 10.4),
        *(10.9, 9.5, 9.2, 9.7),
        *(9.3, 8.5, 7.4, 8.1),
    ]
    assert values(workspace, plain, "year") == {"2006": 10.0}


@pytest.mark.parametrize(
    ("identifier", "implied"),
    [
        ("year_2007", {"2007Q4": 9.2}),
        ("year_2008", {"2008Q4": 7.2}),
        ("year_2007_and_2008", {"2007Q4": 9.2, "2008Q4": 7.2}),
    ],
)
def test_a_figure_read_as_the_years_implies_the_fourth_quarter(
    workspace, porsgrunn, identifier, implied
):
    reading = reading_of(porsgrunn, identifier)
    table = read_printed_table(workspace, PORSGRUNN, "0805", reading)
    marked = table[table["status"].eq("implied")]
    assert dict(zip(map(str, marked["period"]), marked["value"], strict=True)) == implied
    printed_years = {"2007": 9.7, "2008": 8.1}
    expected = {quarter[:4]: printed_years[quarter[:4]] for quarter in implied}
    assert values(workspace, reading, "year") == {"2006": 10.0, **expected}
    assert len(values(workspace, reading)) == 16


def test_a_quarter_that_was_not_out_is_missing_and_says_so(workspace, porsgrunn):
    reading = reading_of(porsgrunn, "fourth_quarter_not_out")
    table = read_printed_table(workspace, PORSGRUNN, "0805", reading)
    row = table[[str(period) == "2008Q4" for period in table["period"]]].iloc[0]
    assert row["status"] == "missing"
    assert math.isnan(row["value"])
    assert len(values(workspace, reading)) == 15
    assert values(workspace, reading, "year")["2008"] == 8.1


def test_every_observation_names_municipality_and_snapshot(workspace):
    table = read_printed_table(workspace, PORSGRUNN, "0805", PLAIN)
    assert set(table["municipality"]) == {"0805"}
    assert set(table["source"]) == {PORSGRUNN}


def test_a_sixth_figure_of_a_year_is_refused_and_not_dropped(copied):
    rows = [(2006, number, f"{number},0%") for number in range(1, 7)]
    record(copied, printed(rows), "printed_table")
    assert faults(read_table, copied)


def test_a_reading_that_finds_two_years_in_one_row_is_a_fault(copied):
    rows = [(2006, number, f"{number},0%") for number in range(1, 6)]
    record(copied, printed(rows), "printed_table")
    reading = Reading(id="twice", title=TITLE, year_figure=(2006,))
    assert faults(read_table, copied, reading)


def test_a_year_that_is_not_complete_has_the_quarters_it_has(copied):
    record(copied, printed([(2005, 1, "8,7"), (2005, 2, "9,0")]), "printed_table")
    assert [str(period) for period in read_table(copied)["period"]] == ["2005Q1", "2005Q2"]


FIGURES = st.lists(st.integers(0, 999), min_size=1, max_size=5)
WRITTEN = st.sampled_from(
    [
        lambda tenths: f"{tenths // 10},{tenths % 10}%",
        lambda tenths: f"{tenths // 10}.{tenths % 10}",
        lambda tenths: f"{tenths // 10},{tenths % 10} %",
    ]
)


@settings(max_examples=60)
@given(table=st.dictionaries(st.integers(1000, 2999), FIGURES, max_size=4), written=WRITTEN)
def test_a_printed_table_is_read_as_it_was_printed(tmp_path_factory, table, written):
    workspace = Workspace(tmp_path_factory.getbasetemp())
    rows = [
        (year, number, written(tenths))
        for year, figures in table.items()
        for number, tenths in enumerate(figures, start=1)
    ]
    record(workspace, printed(rows), "printed_table")
    found = read_table(workspace)
    expected = {
        (year, number): tenths / 10
        for year, figures in table.items()
        for number, tenths in enumerate(figures, start=1)
    }
    place = {"quarter": lambda period: period.number, "year": lambda _: 5}
    assert expected == {
        (period.year, place[period.kind](period)): value
        for period, value in zip(found["period"], found["value"], strict=True)
    }


SOME_YEAR = st.one_of(st.sampled_from(["2005", "2006", "20005", "0"]), st.text(max_size=4))
SOME_VALUE = st.one_of(st.sampled_from(["8,7%", "9.0", "0"]), st.text(max_size=4))


def outcome(workspace: Workspace) -> pd.DataFrame | InputError:
    try:
        return read_table(workspace)
    except InputError as error:
        return error


@settings(max_examples=200)
@given(st.lists(st.tuples(SOME_YEAR, st.just("1"), SOME_VALUE), max_size=4))
def test_whatever_cells_a_printed_table_has_only_faults_come_out(tmp_path_factory, rows):
    workspace = Workspace(tmp_path_factory.getbasetemp())
    record(workspace, printed(rows), "printed_table")
    found = outcome(workspace)
    if isinstance(found, InputError):
        assert all(fault.line and fault.found and fault.accepted for fault in found.faults)
    else:
        assert len(found) == len(rows)


# -- single figures


def test_a_lost_figure_has_a_status_and_no_value(workspace):
    figures = read_figures(workspace, DRAMMEN)
    assert figures.loc["trainees", "status"] == "missing"
    assert math.isnan(figures.loc["trainees", "value"])
    assert figures.loc["trainees", "printed"] == "x traniee"
    assert math.isnan(figures.loc["two_level_model_year", "value"])
    assert figures.loc["two_level_model_year", "status"] == "doubtful"


def test_a_printed_figure_has_value_unit_and_place(workspace):
    leaders = read_figures(workspace, DRAMMEN).loc["leaders"]
    assert (leaders["value"], leaders["unit"], leaders["slide"]) == (250, "persons", "5")


def test_an_unknown_status_of_a_figure_is_a_fault(copied):
    raw = copied.sources / f"{DRAMMEN}.csv"
    old = "ca 250,250,persons,,reported"
    text = raw.read_text(encoding="utf-8").replace(old, old.replace("reported", "guessed"))
    record(copied, text, "figures", DRAMMEN)
    (fault,) = faults(read_figures, copied, DRAMMEN)
    assert (fault.key, fault.found, fault.line) == ("column status", "found 'guessed'", 5)
    assert fault.accepted == "reported, doubtful, missing"


# -- figures of units


def test_units_carry_their_persons_and_the_marks_of_the_source(copied):
    raw = "unit,period,n,value\n,2008,40,8.0\nSchool,2008,20,7.5\nHome,2008,*,*\nBath,2008,9,\n"
    record(copied, raw, "units")
    table = read_units(copied, MADE, "0805").set_index("unit")
    assert table["n"].to_dict() == pytest.approx(
        {"": 40, "School": 20, "Home": math.nan, "Bath": 9}, nan_ok=True
    )
    assert table["status"].to_dict() == {
        "": "reported",
        "School": "reported",
        "Home": "suppressed",
        "Bath": "missing",
    }
    assert table.loc["School", "value"] == 7.5
    assert math.isnan(table.loc["Home", "value"])


def test_faults_of_units_name_row_and_column(copied):
    record(copied, "unit,period,n,value\nA,2008,3.5,7\nB,08,4,x\n", "units")
    found = [(fault.line, fault.key) for fault in faults(read_units, copied, MADE, "0805")]
    assert found == [(2, "column n"), (3, "column period"), (3, "column value")]


def test_a_unit_twice_in_a_period_is_a_fault(copied):
    record(copied, "unit,period,n,value\nA,2008,9,7\nA,2008,9,7\n", "units")
    (fault,) = faults(read_units, copied, MADE, "0805")
    assert "one value for each indicator, unit and period" in fault.accepted


# -- tables as they were published


def test_a_table_keeps_every_cell_as_text(copied):
    record(copied, "number,value\n0301,..\n1103,12\n", "table")
    assert read_any_table(copied, MADE).to_dict("list") == {
        "number": ["0301", "1103"],
        "value": ["..", "12"],
    }


@pytest.mark.parametrize("raw", ["a,b\n1,2,3\n", "a,b\n1\n", ""])
def test_a_table_with_rows_of_another_length_is_a_fault(copied, raw):
    record(copied, raw, "table")
    assert faults(read_any_table, copied, MADE)


TIDY = "indicator,municipality,period,breakdown,value,n,status,quality,note\n"


def read_tidy(tmp_path, rows):
    workspace = Workspace(tmp_path)
    record(workspace, TIDY + rows, "observations")
    return read_observations(workspace, MADE)


def test_a_tidy_table_keeps_quality_note_and_status(tmp_path):
    found = read_tidy(
        tmp_path,
        "hme_total,0000,2016,,79,,,read,\n"
        'sick_leave_se,1060,2015,women,"7,4",120,provisional,approximate,just over\n'
        "sick_leave_se,1060,2016,,,,suppressed,read,\n",
    )
    assert found["indicator"].tolist() == ["hme_total", "sick_leave_se", "sick_leave_se"]
    assert found["municipality"].tolist() == ["0000", "1060", "1060"]
    assert [str(period) for period in found["period"]] == ["2016", "2015", "2016"]
    assert found["value"].tolist()[:2] == [79.0, 7.4]
    assert found["status"].tolist() == ["reported", "provisional", "suppressed"]
    assert found["quality"].tolist() == ["read", "approximate", "read"]
    assert found["note"].tolist() == ["", "just over", ""]
    assert found["n"].tolist()[1] == 120


def test_a_tidy_table_may_name_the_page_of_each_row(tmp_path):
    workspace = Workspace(tmp_path)
    head = TIDY.replace("note", "note,page")
    record(workspace, f"{head}a,0000,2016,,1,,,read,,https://a\na,0000,2017,,2,,,read,,\n",
           "observations")  # fmt: skip
    assert read_observations(workspace, MADE)["page"].tolist() == ["https://a", ""]
    without = read_tidy(tmp_path, "a,0000,2016,,1,,,read,\n")
    assert without["page"].tolist() == [""]


@pytest.mark.parametrize("columns", ["page,note", "note,pages", "note,page,more"])
def test_a_tidy_table_has_no_other_columns(copied, columns):
    record(copied, TIDY.replace("note", columns), "observations")
    (fault,) = faults(read_observations, copied, MADE)
    assert fault.line == 1


def test_a_cell_too_many_beside_a_page_is_a_fault(copied):
    head = TIDY.replace("note", "note,page")
    record(copied, f"{head}a,0000,2016,,1,,,read,,https://a,b\n", "observations")
    (fault,) = faults(read_observations, copied, MADE)
    assert (fault.found, fault.accepted[:8]) == ("a cell too many: b", "10 cells")


def test_every_fault_of_a_tidy_table_has_its_row_and_column(tmp_path):
    with pytest.raises(InputError) as refused:
        read_tidy(
            tmp_path,
            "a,0000,2016,,x,,,read,\na,0000,16,,1,,,guessed,\na,0000,2018,,1,,reportet,read,\n",
        )
    places = [(fault.line, fault.key) for fault in refused.value.faults]
    assert places == [
        (2, "column value"),
        (3, "column period"),
        (3, "column quality"),
        (4, "column status"),
    ]


def test_a_tidy_value_twice_is_a_fault(tmp_path):
    with pytest.raises(InputError, match="two values for a 2016"):
        read_tidy(tmp_path, "a,0000,2016,,1,,,read,\na,0000,2016,,2,,,read,\n")
