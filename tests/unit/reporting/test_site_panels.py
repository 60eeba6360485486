"""Small multiples and tables: from what a report prints, and nothing it hides."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_site import made_report

from analysis.display.languages import Language
from analysis.reporting.site.names import address, file_part, shown
from analysis.reporting.site.panels import HEIGHT, WIDTH, drawn, number, scale_of
from analysis.reporting.site.tables import harmless


def version(read):
    (report,) = read().reports
    return report.versions[0]


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("8,3", "nb", 8.3),
        ("−1,2", "sv", -1.2),
        ("+0.6", "en", 0.6),
        ("1,234.5", "en", 1234.5),
        ("1\u00a0234,5", "nb", 1234.5),
        ("9,4*", "nb", 9.4),
        ("*", "nb", None),
        ("–", "nb", None),
        ("8,2 til 8,6", "nb", None),
        ("", "en", None),
        ("1e5", "en", None),
    ],
)
def test_a_printed_number_is_read_in_its_language(text, code, value):
    assert number(text, code) == value


def test_a_hidden_value_is_a_gap_in_the_line_and_keeps_its_mark(reports, read):
    made_report(reports)
    series = version(read).series
    assert [point.text for point in series.points] == ["8,0", "*", "7,1", "7,4"]
    assert series.points[1].value is None
    parts = drawn(series, scale_of([series]))
    line, *dots = parts
    assert len(line["points"].split()) == 2
    assert [dot["x"] for dot in dots] == ["4.0", f"{WIDTH - 4:.1f}"]


def test_panels_share_one_scale_and_one_time(reports, read):
    made_report(reports, values={"2016": "4,2", "2017": "5,0"})
    made_report(reports, number="1060", values={"2017": "9,9", "2019": "8,0"})
    both = [report.versions[0].series for report in read().reports]
    scale = scale_of(both)
    assert (scale.low, scale.high) == (4, 10)
    assert scale.keys == ((2016, 0), (2017, 0), (2019, 0))
    lowest = float(drawn(both[1], scale)[0]["points"].split()[0].split(",")[1])
    assert lowest > HEIGHT / 2
    second = drawn(both[0], scale)[0]["points"].split()
    assert [float(point.split(",")[0]) for point in second] == [80.0, 156.0]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("nb", ["1. kvartal 2008", "2. kvartal 2008", "1. kvartal 2009"]),
        ("en", ["quarter 1 of 2008", "quarter 2 of 2008", "quarter 1 of 2009"]),
        ("nb", ["februar 2008", "mars 2008", "januar 2009"]),
    ],
)
def test_periods_are_put_in_order_of_time_in_any_language(reports, read, language, labels):
    values = dict.fromkeys(reversed(labels), "1")
    made_report(reports, language=language, values=values)
    assert [point.label for point in version(read).series.points] == labels


@pytest.mark.parametrize(
    "values",
    [
        {"Vefsn": "8,6", "Songdalen": "12,5"},
        {"2016": "8,6", "2017": "*"},
        {"første 2016": "1", "andre 2016": "2"},
    ],
)
def test_what_is_no_series_in_time_is_not_drawn(reports, read, values):
    made_report(reports, values=values)
    assert version(read).series is None


def test_a_municipalitys_page_draws_only_its_own_figure(reports, read):
    made_report(reports, template="municipality", programme="")
    assert version(read).series.kind[:2] == ("municipality", "beside-others")


# -- the tables as a file


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_cell_is_a_line_with_unit_notes_and_source_and_hidden_ones_keep_their_mark(
    reports, read
):
    made_report(reports, language="en", values={"2018": "8.0", "2019": "*"})
    first, hidden, other = cells(version(read).data)
    assert first == {
        "Place": "Porsgrunn",
        "Programme": "An invented programme",
        "As of": "2019",
        "Table": "Sick leave",
        "Line": "1",
        "Row": "2018",
        "Column": "Sick leave, per cent",
        "As the report shows it": "8.0",
        "As a number": "8",
        "Notes": "* hidden: few persons.",
        "Source": "Source: nobody.",
    }
    assert (hidden["As the report shows it"], hidden["As a number"]) == ("*", "")
    assert other["Row"] == "A"


def test_where_there_is_a_workbook_there_is_no_second_file_of_tables(reports, read):
    folder = made_report(reports)
    (folder / "report.xlsx").write_bytes(b"PK")
    found = version(read)
    assert found.data == ""
    assert found.files == ("report.html", "report.pdf", "report.xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@x", " =1", "\t=1", "'=1", "＝1", "|x"])
def test_what_a_spreadsheet_could_take_for_a_formula_is_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+0,6", "8", "−1,2", "Vefsn", "2005–2007", "* hidden"])
def test_numbers_and_words_stay_as_they_are(text):
    assert harmless(text) == text


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text):
    first = harmless(text).lstrip()[:1]
    assert first not in set("=@＝＠")
    assert first not in set("+-") or number(text, "nb") is not None


# -- names


@given(st.text(max_size=120))
def test_every_name_becomes_a_part_of_a_path_that_leads_nowhere_else(text):
    part = file_part(text)
    assert part == file_part(text)
    assert 0 < len(part) <= 64
    assert all(c.isascii() and (c.isalnum() or c in "-_") for c in part)
    assert address(part) == part


@pytest.mark.parametrize("pair", [("a/b", "a-b"), ("Å", "A"), ("con", "con-"), ("", "x")])
def test_names_that_differ_stay_apart(pair):
    first, second = (file_part(name) for name in pair)
    assert first.lower() != second.lower()


def test_marks_that_turn_the_direction_of_words_are_left_out():
    assert shown("Pors\u202egrunn\u200f\x07") == "Porsgrunn"


def test_months_are_those_of_the_language():
    assert Language("sv").month(5) == "maj"
