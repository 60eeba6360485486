"""Forms in general: what is written can be filled in, and is found again wherever it stands."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from analysis.errors import InputError
from analysis.model.periods import Period
from analysis.model.texts import LANGUAGES
from analysis.sources.forms.finding import normal
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.sheets import (
    Choice,
    Column,
    Form,
    Table,
    frame_words,
    read_form,
    write_form,
)

COLOURS = {"nb": ("Rød", "Blå"), "en": ("Red", "Blue")}
TITLES = {
    "nb": ("Om", "Navn", "Farge", "Ting", "Hva", "Tall", "Når", "Dag"),
    "en": ("About", "Name", "Colour", "Things", "What", "Number", "When", "Day"),
}


def made(language: str, **more) -> Form:
    """A small form: one upright sheet, one table with an example."""
    about, name, colour, things, what, number, when, day = TITLES[language]
    red, blue = COLOURS[language]
    choices = (Choice("red", red, "warm"), Choice("blue", blue, "cold"))
    upright = Table(
        "about",
        about,
        "What it is.",
        (
            Column("name", name, "A name.", required=True),
            Column("colour", colour, "One of two.", choices=choices),
        ),
        examples=({"name": "=1+1", "colour": "red"},),
        upright=True,
    )
    table = Table(
        "things",
        things,
        "One in each row.",
        (
            Column("what", what, "What it is.", required=True),
            Column("number", number, "How many.", kind="number"),
            Column("when", when, "A period.", kind="period"),
            Column("day", day, "A day.", kind="date"),
        ),
        examples=({"what": "Chairs", "number": 4.5, "when": "2026"},),
        room=4,
        **more,
    )
    return Form("A trial", language, (upright, table), frame_words(language), ("A line.",))


VERSIONS = (made("nb"), made("en"))
FIRST = 7
"""The first row to fill in: title, intro, a blank, headings, hint and one example stand above."""


@pytest.fixture
def fill(tmp_path):
    """Write the form, let a function fill it in, and read it back."""

    def fill(change, language="nb", **more):
        path = tmp_path / "trial.xlsx"
        write_form(path, made(language, **more))
        book = load_workbook(path)
        book[TITLES[language][0]]["B5"] = "Ours"
        change(book)
        book.save(path)
        return read_form(path, VERSIONS)

    return fill


def things(language="nb"):
    return TITLES[language][3]


def values(filled):
    return [dict(row.values) for row in filled.rows["things"]]


def told(filled):
    return [str(fault) for fault in filled.faults]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_is_filled_in_is_read_in_either_language(fill, language):
    def change(book):
        book[TITLES[language][0]]["B6"] = COLOURS[language][1]
        page = book[things(language)]
        page.cell(FIRST, 2).value = "  Tables "
        page.cell(FIRST, 3).value = 3
        page.cell(FIRST, 4).value = "2026q1"

    filled = fill(change, language)
    assert (filled.language, told(filled), filled.remarks) == (language, [], [])
    assert dict(filled.one("about").values) == {"name": "Ours", "colour": "blue"}
    assert values(filled) == [{"what": "Tables", "number": 3.0, "when": Period.parse("2026Q1")}]


@pytest.mark.parametrize(
    ("column", "raw", "value"),
    [
        (3, "07,5", 7.5),
        (3, "7.5 %", 7.5),
        (3, 8, 8.0),
        (4, 2024, Period(2024)),
        (4, "2024 ", Period(2024)),
        (4, "1. kvartal 2024", Period.parse("2024Q1")),
        (4, "2024-06", Period.parse("2024-06")),
        (4, "november 2026", Period.parse("2026-11")),
        (4, "12. november 2026", Period.parse("2026-11-12")),
        (5, "12. november 2026", date(2026, 11, 12)),
        (5, "12 november 2026", date(2026, 11, 12)),
        (4, datetime(2024, 3, 31), Period.parse("2024-03-31")),
        (5, datetime(2024, 3, 31), date(2024, 3, 31)),
        (5, "31.03.2024", date(2024, 3, 31)),
        (2, 7, "7"),
        (2, datetime(2024, 3, 31), "2024-03-31"),
        (2, "two\nlines \n\n", "two\nlines"),
    ],
)
def test_what_a_spreadsheet_makes_of_an_answer_is_understood(fill, column, raw, value):
    def change(book):
        book[things()].cell(FIRST, 2).value = "Tables"
        book[things()].cell(FIRST, column).value = raw

    filled = fill(change)
    assert told(filled) == []
    assert list(filled.rows["things"][0].values.values())[-1] == value


def test_a_date_that_may_have_been_a_month_is_said(fill):
    def change(book):
        book[things()].cell(FIRST, 2).value = "Tables"
        book[things()].cell(FIRST, 4).value = datetime(2024, 3, 1)

    filled = fill(change)
    assert filled.remarks == ["sheet Ting, D7: the date 2024-03-01 was read as that day."]


def test_a_cell_shown_in_per_cent_is_taken_as_it_is_shown(fill):
    def change(book):
        page = book[things()]
        page.cell(FIRST, 2).value = "Tables"
        page.cell(FIRST, 3).value = 0.075
        page.cell(FIRST, 3).number_format = "0.0%"

    assert values(fill(change))[0]["number"] == 7.5


@pytest.mark.parametrize(
    ("column", "raw", "fault"),
    [
        (3, "seven", "column C (Tall): found 'seven'. Accepted: a number, such as 7.5 or 7,5."),
        (3, "1.234", "column C (Tall): found '1.234': a decimal number, or thousands?"),
        (3, datetime(2026, 7, 8), "column C (Tall): found 2026-07-08"),
        (3, "=B7", "column C (Tall): shows a formula without its result"),
        (3, True, "column C (Tall): found a yes or no"),
        (4, "2024-13", "column D (Når): found '2024-13'. Accepted: a period, such as 2026"),
        (
            4,
            "våren 2023",
            "column D (Når): found 'våren 2023'. Accepted: a period, such as 2026, "
            "2026Q1, 2026-03 or mars 2026; or a date, such as 2026-03-31 or 31. mars 2026.",
        ),
        (
            5,
            "november 2026",
            "column E (Dag): found 'november 2026'. Accepted: a date, such as "
            "2026-03-31, 31.03.2026 or 31. mars 2026.",
        ),
        (5, "2024", "column E (Dag): found '2024'. Accepted: a date, such as 2026-03-31"),
        (9, "a note", "sheet Ting, I7: found 'a note' in a column that is none of the form"),
        (1, "a note", "sheet Ting, A7: found 'a note' in a column that is none of the form"),
    ],
)
def test_what_is_not_accepted_is_a_fault_at_its_cell(fill, column, raw, fault):
    def change(book):
        book[things()].cell(FIRST, 2).value = "Tables"
        book[things()].cell(FIRST, column).value = raw

    filled = fill(change)
    (found,) = told(filled)
    assert fault in found
    assert found.startswith("trial.xlsx: sheet Ting")
    assert "7" in found.split(":")[1]


def test_a_required_cell_that_is_empty_and_an_unknown_choice_are_faults(fill):
    def change(book):
        book["Om"]["B5"], book["Om"]["B6"] = None, "Green"
        book[things()].cell(FIRST + 1, 3).value = 3

    assert told(fill(change)) == [
        "trial.xlsx: sheet Om, row 6, column B (Farge): found 'Green'. Accepted: Rød; Blå.",
        "trial.xlsx: sheet Om, row 5, column B (Navn): is empty. Accepted: A name.",
        "trial.xlsx: sheet Ting, row 8, column B (Hva): is empty. Accepted: What it is.",
    ]


def test_rows_between_empty_ones_and_far_below_are_read(fill):
    def change(book):
        for row in (FIRST + 2, FIRST + 300):
            book[things()].cell(row, 2).value = f"in row {row}"

    assert values(fill(change)) == [{"what": "in row 9"}, {"what": "in row 307"}]


def test_columns_and_rows_may_be_moved_and_the_marks_with_them(fill):
    def change(book):
        page = book[things()]
        page.cell(FIRST, 2).value, page.cell(FIRST, 3).value = "Tables", 3
        page.move_range("B4:B9", cols=6)
        page.insert_rows(2, 3)
        page.insert_cols(1, 2)
        book.move_sheet("Ting", -2)

    filled = fill(change)
    assert told(filled) == []
    assert values(filled) == [{"what": "Tables", "number": 3.0}]


def test_a_column_or_a_sheet_that_is_gone_is_a_fault(fill):
    def change(book):
        book[things()].delete_cols(3)
        book.remove(book["Om"])

    filled = fill(change)
    assert told(filled) == [
        "trial.xlsx: there is no sheet 'Om'. Accepted: the sheet as it is in the empty form.",
        "trial.xlsx: sheet Ting, row 4: there is no column 'Tall'. Accepted: every column of the "
        "empty form, in any order.",
    ]


def test_a_question_that_is_gone_twice_there_or_unknown_is_a_fault(fill):
    def change(book):
        page = book["Om"]
        page["A5"], page["A6"] = "Noe annet", "Farge"
        page["A9"], page["B9"] = "Farge", "Rød"

    filled = fill(change)
    assert [fault.split(". ")[0] for fault in told(filled)] == [
        "trial.xlsx: sheet Om, row 5, column B: found 'Ours' beside 'Noe annet'",
        "trial.xlsx: sheet Om, row 9, column B: found 'Rød' beside 'Farge'",
        "trial.xlsx: sheet Om: there is no line 'Navn'",
        "trial.xlsx: sheet Om: it is empty",
    ]


def test_a_column_that_is_there_twice_is_a_fault(fill):
    def change(book):
        book[things()].cell(4, 8).value = "Number"
        book[things()].cell(FIRST, 2).value = "Tables"

    assert "sheet Ting, H4: a second column 'Number'" in told(fill(change))[0]


def test_the_headings_that_are_gone_are_a_fault_and_no_row_is_read(fill):
    def change(book):
        book[things()].delete_rows(4)

    filled = fill(change)
    assert "sheet Ting: the row with the headings is not there" in told(filled)[0]
    assert "things" not in filled.rows


def test_an_example_that_is_left_is_not_read_and_one_written_over_is_a_fault(fill):
    assert values(fill(lambda _: None)) == []

    def change(book):
        book[things()].cell(FIRST - 1, 3).value = 12

    (fault,) = told(fill(change))
    assert "sheet Ting, row 6: the row is marked 'example' and is filled in otherwise" in fault

    def unmarked(book):
        book[things()].cell(FIRST - 1, 1).value = None

    assert values(fill(unmarked)) == [
        {"what": "Chairs", "number": 4.5, "when": Period.parse("2026")}
    ]


def test_sheets_of_others_are_told_and_hidden_ones_of_the_form_are_read(fill):
    def change(book):
        book.create_sheet("My notes")["A1"] = "x"
        book[things()].sheet_state = "hidden"
        book[things()].cell(FIRST, 2).value = "Tables"

    filled = fill(change)
    assert values(filled) == [{"what": "Tables"}]
    assert sorted(filled.remarks) == [
        "sheet My notes is none of the form, and was not read.",
        "sheet Ting is hidden, and was read.",
    ]


def test_two_sheets_that_are_the_same_part_are_a_fault(fill):
    def change(book):
        book.create_sheet("Things")["A1"] = "x"

    assert "sheet Things: is the same as the sheet Ting" in told(fill(change))[0]


def test_what_is_no_such_form_is_refused(tmp_path):
    book = Workbook()
    book.active.append(["Year", "Value"])
    book.save(tmp_path / "leave.xlsx")
    with pytest.raises(InputError, match="none of the sheets of the form"):
        read_form(tmp_path / "leave.xlsx", VERSIONS)


def test_only_the_answers_can_be_written_in_and_no_text_is_a_formula(tmp_path):
    write_form(tmp_path / "trial.xlsx", made("nb", rows=({"what": "=SUM(A1:A9)"},)))
    book = load_workbook(tmp_path / "trial.xlsx")
    assert all(page.protection.sheet and not page.protection.password for page in book)
    assert book.sheetnames == ["Les dette først", "Om", "Ting", "Lister"]
    page = book["Ting"]
    assert page.cell(FIRST, 2).value == "=SUM(A1:A9)"
    assert page.cell(FIRST, 2).data_type == "s"
    assert book["Om"]["D5"].data_type == "s"
    assert not page.cell(FIRST, 2).protection.locked
    assert page.cell(4, 2).protection.locked
    assert page.cell(FIRST, 4).number_format == "@"
    rules = book["Om"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [("B6", "'Lister'!$A$5:$A$6")]
    assert [cell.value for cell in book["Lister"][5]][:2] == ["Rød", "warm"]


def test_a_locked_column_is_written_and_cannot_be_changed(tmp_path):
    table = Table("t", "T", "", (Column("a", "A", locked=True), Column("b", "B")), ({"a": "x"},))
    form = Form("F", "en", (table,), frame_words("en"))
    write_form(tmp_path / "f.xlsx", form)
    page = load_workbook(tmp_path / "f.xlsx")["T"]
    assert [page.cell(6, column).protection.locked for column in (2, 3)] == [True, False]
    (row,) = read_form(tmp_path / "f.xlsx", (form,)).rows["t"]
    assert dict(row.values) == {"a": "x"}


@pytest.mark.parametrize("form", ["programme"])
def test_every_form_has_the_same_words_in_every_language_and_none_that_means_two_things(form):
    labels = read_labels(form)
    assert set(labels) == set(LANGUAGES)

    def names(part, at=""):
        return {at + key for key in part} | {
            name
            for key, value in part.items()
            if isinstance(value, dict)
            for name in names(value, f"{at}{key}.")
        }

    assert len({frozenset(names(words)) for words in labels.values()}) == 1
    for table in ("programme", "measures", "indicators", "targets", "parties"):
        meant: dict[str, set[str]] = {}
        for words in labels.values():
            for key, said in words[table].items():
                if isinstance(said, list):
                    meant.setdefault(normal(said[0]), set()).add(key)
        assert {title: keys for title, keys in meant.items() if len(keys) > 1} == {}
