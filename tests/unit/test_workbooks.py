"""Reports as workbooks: figures as the report shows them, words that never act."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_blocks import DAY, HOSTILE, executed, figure, hostile_report, small_report, table

from analysis.display.languages import Language
from analysis.reporting.export_xlsx import ReportXlsxExporter
from analysis.reporting.workbook.cells import CUT, LONGEST, Number, number, safe
from analysis.reporting.workbook.names import sheet_names

NB, EN = Language.named("nb"), Language.named("en")


def made(notebook, day: date = DAY) -> bytes:
    return ReportXlsxExporter().from_notebook_node(notebook, {"made": day})[0]


def opened(raw: bytes):
    return openpyxl.load_workbook(io.BytesIO(raw))


@cache
def small(language: str = "nb", warning: str = "") -> bytes:
    return made(small_report(language, warning))


@cache
def hostile() -> bytes:
    return made(hostile_report())


def values(sheet) -> list[list[object]]:
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [[cell for cell in row if cell is not None] for row in found]


# -- the sheets


def test_about_and_the_text_come_first_then_a_sheet_for_each_table_in_order():
    assert opened(small("en")).sheetnames == [
        "About this file",
        "Text",
        "1 The line",
        "2 Rates by year, per cent",
    ]


def test_a_table_has_its_caption_header_figures_notes_and_source():
    sheet = opened(small()).worksheets[3]
    assert values(sheet) == [
        ["Rates by year, per cent"],
        ["Year", "Rate", "Remark"],
        ["2005", 8.7, "first"],
        ["2006", -11, "–"],
        [],
        ["A note."],
        ["Source: nobody."],
    ]
    assert sheet["B3"].number_format == '0.0;"−"0.0'
    assert [sheet["B3"].alignment.horizontal, sheet["B2"].alignment.horizontal] == ["right"] * 2
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:C4"
    assert sheet.print_title_rows == "$2:$2"


def test_a_table_behind_a_figure_has_the_figures_source():
    bare = figure("alone")
    object.__setattr__(bare.data, "source", None)
    sheet = opened(made(executed("en", bare))).worksheets[2]
    assert values(sheet)[-1] == ["Source: nobody."]


def test_a_table_that_stands_in_the_report_and_behind_a_figure_is_there_once():
    line = figure("alone")
    names = opened(made(executed("en", line, line.data, table()))).sheetnames
    assert names[2:] == ["1 The line", "2 Rates by year, per cent"]


def test_about_says_what_it_is_and_leads_to_every_sheet():
    book = opened(small("en"))
    said = [tuple(row) for row in values(book.worksheets[0]) if row]
    assert said[0] == ("Prøvestad: What came of it?",)
    assert ("Programme", "A trial") in said
    assert ("As of", "2007") in said
    assert ("–", "There is no figure, or none that applies.") in said
    assert said[-1] == ("2 Rates by year, per cent", "Rates by year, per cent")
    links = [cell.hyperlink for row in book.worksheets[0].iter_rows() for cell in row]
    assert [link.location for link in links if link] == [
        f"'{name}'!A1" for name in book.sheetnames[1:]
    ]


def test_marks_that_no_table_holds_are_not_explained():
    marks = [row[0] for row in values(opened(small("en")).worksheets[0]) if row]
    assert "*" not in marks
    assert "hidden" not in marks
    starred = table(rows=[("2005", "8.7\xa0*", "x"), ("2006", "hidden", "x")])
    found = [row[0] for row in values(opened(made(executed("en", starred))).worksheets[0]) if row]
    assert {"*", "hidden"} <= set(found)


def test_the_text_has_findings_with_how_sure_they_are_under_their_section():
    rows = values(opened(small("en")).worksheets[1])
    assert rows[1] == ["Section", "How sure", "Text"]
    assert ["What we know", "Documented", "It fell."] in rows
    assert ["More", "One"] in [[cell for cell in row if cell] for row in rows]


def test_invented_figures_are_said_to_be_so_on_every_sheet_with_figures():
    for sheet in opened(small("nb", "OPPDIKTET")).worksheets[2:]:
        assert sheet["A2"].value == "OPPDIKTET"
        assert sheet.freeze_panes == "A4"
    assert ["OPPDIKTET"] in values(opened(small("nb", "OPPDIKTET")).worksheets[0])


def test_the_same_report_gives_the_same_bytes_with_its_date_and_language():
    assert made(small_report()) == small()
    core = opened(small()).properties
    assert core.modified.date() == core.created.date() == DAY
    assert (core.creator, core.language, core.title) == (
        "Tiltak", "nb-NO", "Prøvestad: What came of it?",
    )  # fmt: skip


# -- figures


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("8,7", 8.7, '0.0;"−"0.0'),
        ("11,0", 11.0, '0.0;"−"0.0'),
        ("−1,24", -1.24, '0.00;"−"0.00'),
        ("+0,6", 0.6, '"+"0.0;"−"0.0;0.0'),
        ("12\xa0345", 12345, '#,##0;"−"#,##0'),
        ("1\xa0234\xa0567,5", 1234567.5, '#,##0.0;"−"#,##0.0'),
        ("9,7\xa0*", 9.7, '0.0"\xa0*";"−"0.0"\xa0*"'),
        ("64\xa0%", 0.64, '0"\xa0"%;"−"0"\xa0"%'),
        ("0", 0, '0;"−"0'),
    ],
)
def test_a_figure_is_a_number_that_looks_as_in_the_report(text, value, shown):
    assert number(text, NB) == Number(value, shown)


@pytest.mark.parametrize(
    "text",
    ["–", "skjult", "", "8,7 til 9,1", "1.5", "12 og 4", "=1+1", "8,", ",7", "1 23", "1e5",
     "1234567890123456", "0,1234567890123456", "--1", "٣"],
)  # fmt: skip
def test_what_is_no_figure_of_the_language_stays_words(text):
    assert number(text, NB) is None


def test_thousands_and_decimals_are_those_of_the_language():
    assert number("1,234.5", EN) == Number(1234.5, '#,##0.0;"−"#,##0.0')
    assert number("1,234", NB) == Number(1.234, '0.000;"−"0.000')
    assert number("1,23", EN) is None


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    st.integers(0, 2),
    st.sampled_from(["nb", "nn", "sv", "en"]),
    st.booleans(),
)
def test_any_number_the_report_shows_is_read_back_exactly(value, decimals, code, signed):
    language = Language.named(code)
    text = language.number(float(value), decimals, signed)
    found = number(text, language)
    assert found is not None
    shown = Decimal(re.sub(r"[\s\xa0]", "", text.replace("−", "-")).replace(",", ".")
                    if code != "en" else text.replace("−", "-").replace(",", ""))  # fmt: skip
    assert Decimal(repr(found.value)) == shown
    assert found.format.count("0.") == (0 if not decimals else found.format.count(";") + 1)


# -- words


@given(st.text(max_size=60) | st.from_regex(r"[-+=@\t][-+0-9A-C .,%*a-c(|]{0,9}", fullmatch=True))
def test_no_words_begin_like_a_formula_unless_they_are_a_quantity(text):
    held = safe(text)
    if held[:1] in ("=", "@", "\t", "\r", "\n", "＝", "＠"):
        pytest.fail(held)
    if held[:1] in ("+", "-"):
        assert not re.search(r"[(|!='\"@:$]|[+-].*[+-].*[+-]|[A-Za-z][0-9]", held)


@pytest.mark.parametrize("text", ["+0,6 til +1,2", "-3.57 to +1.09", "+5 %", "-2", "- 2", "-"])
def test_a_quantity_keeps_its_sign(text):
    assert safe(text) == text


@pytest.mark.parametrize(
    "text", [*HOSTILE[:3], "-2+3", "-2+3+cmd|' /C calc'!A0", "=1", "+A1", "-SUM(A1)"]
)
def test_an_attack_begins_with_an_apostrophe_in_sight(text):
    assert safe(text) == f"'{text}"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    held = safe("x" * 40_000)
    assert len(held) == LONGEST
    assert held.endswith(f"x{CUT}")
    assert safe("x" * LONGEST) == "x" * LONGEST
    wide = safe("😀" * 20_000)
    assert len(wide.encode("utf-16-le")) // 2 <= LONGEST
    assert wide.startswith("😀😀")
    assert wide.endswith(f"😀{CUT}")


def test_hostile_words_are_no_formulas_links_or_other_kinds_of_cells():
    book = opened(hostile())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert {link.target for link in links} == {None}
    with zipfile.ZipFile(io.BytesIO(hostile())) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"<f>" not in everything
    assert b"<f " not in everything
    assert not [name for name in packed.namelist() if "external" in name.lower()]


def test_hostile_words_are_all_there():
    sheet = opened(hostile()).worksheets[2]
    column = [sheet.cell(row, 1).value for row in range(4, 4 + len(HOSTILE))]
    assert column[0] == f"'{HOSTILE[0]}"
    assert column[5] == HOSTILE[5]
    assert column[7] == "bell \ufffd, null \ufffd, half \ufffd, none \ufffd"
    assert sheet.cell(4, 1).quotePrefix is False
    assert len(sheet.cell(4 + len(HOSTILE), 1).value) == LONGEST


# -- names of sheets


@given(st.lists(st.text(max_size=80), min_size=1, max_size=120))
def test_names_of_sheets_are_what_excel_allows_and_each_once(captions):
    names = sheet_names(captions)
    assert len({name.casefold() for name in names}) == len(captions)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_a_name_is_cut_between_words():
    assert sheet_names(["Sick leave by quarter, per cent"]) == ["1 Sick leave by quarter, per"]
    assert sheet_names(["x" * 40]) == ["1 " + "x" * 29]
    assert sheet_names(["a:b/c"]) == ["1 a b c"]
