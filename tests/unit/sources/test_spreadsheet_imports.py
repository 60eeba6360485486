"""A file under its mapping: every cell imported, ignored or refused, and none changed."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.errors import InputError, OutputError, ParameterError
from analysis.sources.spreadsheets import (
    Imported,
    Mapping,
    Sheet,
    apply,
    mapping_path,
    mapping_text,
    propose,
    read_mapping,
    read_sheets,
    write_mapping,
    write_marked,
)
from analysis.sources.spreadsheets.sheets import Broken, Merged, Raw

QUARTERS = ("B", "Q1"), ("C", "Q2"), ("D", "Q3"), ("E", "Q4")
WIDE: dict[str, Any] = {
    "header_rows": (2,),
    "first_row": 3,
    "indicator": "sick_leave",
    "municipality": "0805",
    "columns": (
        {"column": "A", "holds": "year", "header": "År"},
        *({"column": name, "holds": "value", "part": part} for name, part in QUARTERS),
        {"column": "F", "holds": "year_total", "header": "Hele året"},
    ),
}
TIDY: dict[str, Any] = {
    "header_rows": (1,),
    "first_row": 2,
    "indicator": "sick_leave",
    "municipality": "0805",
    "columns": (
        {"column": "A", "holds": "period"},
        {"column": "B", "holds": "unit"},
        {"column": "C", "holds": "breakdown"},
        {"column": "D", "holds": "value"},
        {"column": "E", "holds": "n"},
    ),
}
TIDY_HEAD = ("periode", "enhet", "kjønn", "fravær", "antall")


def sheet(*rows: Sequence[Raw], **more: Any) -> Sheet:
    """A sheet with these rows."""
    return Sheet("leave.xlsx", more.pop("name", "Ark1"), tuple(map(tuple, rows)), **more)


def wide(*rows: Sequence[Raw], **more: Any) -> Sheet:
    """Years down, quarters across."""
    head = ("År", "1. kv.", "2. kv.", "3. kv.", "4. kv.", "Hele året")
    return sheet(("Sykefravær",), head, *rows, **more)


def imported(table: Sheet, mapping: dict[str, Any], *, accept_valid: bool = False) -> Imported:
    """What a mapping makes of a sheet."""
    return apply([table], Mapping(**mapping), "here/leave/2009", accept_valid=accept_valid)


def values(found: Imported) -> dict[str, Any]:
    """Value, or status where there is none, by period."""
    frame = found.observations
    return {
        str(row.period): row.status if row.value != row.value else row.value
        for row in frame.itertuples()
    }


def places(found: Imported) -> list[str]:
    """The refused cells."""
    return [f"{row.column}{row.row}" for row in found.refusals.itertuples()]


def check_receipt(found: Imported, table: Sheet) -> None:
    """Every cell that is not empty is there once, with a fate of its own."""
    fates = found.cells
    assert len(fates) == sum(1 for _ in table.cells())
    assert set(fates["fate"]) <= {"imported", "held back", "ignored", "refused"}
    named = {(row.row, row.column) for row in fates.itertuples() if row.fate == "refused"}
    assert named <= {(row.row, row.column) for row in found.refusals.itertuples()}


def test_years_down_and_quarters_across_with_a_total_of_the_year() -> None:
    table = wide((2005.0, 8.7, "9,0", "8,8 %", "9,6", None), (2006.0, 11.0, 9.1, 8.9, 10.4, 10.0))
    found = imported(table, WIDE)
    assert values(found) == {
        **{"2005": "missing", "2005Q1": 8.7, "2005Q2": 9.0, "2005Q3": 8.8, "2005Q4": 9.6},
        **{"2006": 10.0, "2006Q1": 11.0, "2006Q2": 9.1, "2006Q3": 8.9, "2006Q4": 10.4},
    }
    row = found.observations.iloc[1]
    assert (row.municipality, row.unit, row.breakdown, row.source, row.indicator) == (
        *("0805", "", "", "here/leave/2009", "sick_leave"),
    )
    assert found.refusals.empty
    assert found.cells["fate"].value_counts().to_dict() == {"imported": 11, "ignored": 7}
    assert found.ignored["why"].tolist() == ["above the table", *["a heading"] * 6]


def test_quarters_down_and_years_across() -> None:
    mapping = {
        **{"first_row": 2, "header_rows": (1,), "indicator": "x", "municipality": "0805"},
        "columns": (
            {"column": "A", "holds": "part"},
            {"column": "B", "holds": "value", "header": "2005", "year": 2005},
            {"column": "C", "holds": "value", "header": "2006", "year": 2006},
        ),
    }
    table = sheet(("", 2005.0, 2006.0), ("1. kv.", 8.7, 11.0), ("Hele året", 9.0, 10.0))
    assert values(imported(table, mapping)) == {
        **{"2005": 9.0, "2005Q1": 8.7, "2006": 10.0, "2006Q1": 11.0},
    }


def test_the_last_figure_of_named_years_is_the_years() -> None:
    columns = [dict(column) for column in WIDE["columns"]]
    columns[4]["year_total_in"] = (2007,)
    mapping = {**WIDE, "columns": columns, "empty": "left_out"}
    found = imported(wide((2006, 11, 9.1, 8.9, 10.4, 10), (2007, 10.9, 9.5, 9.2, 9.7)), mapping)
    assert values(found)["2007"] == 9.7
    assert values(found)["2006Q4"] == 10.4
    assert "2007Q4" not in values(found)
    assert found.ignored["why"].tolist()[-1] == "an empty cell"


def test_tidy_rows_keep_unit_breakdown_and_persons() -> None:
    table = sheet(
        TIDY_HEAD,
        ("2005K1", "Solbakken  skole", "kvinner", "8,7", "1 234"),
        ("2005K1", "Solbakken skole", "menn", "..", 12.0),
        ("2005K1", "", "menn", "5", ""),
    )
    mapping = {
        **TIDY,
        "symbols": "ssb",
        "units": {"": ""},
        "breakdowns": {"kvinner": "women", "menn": "men"},
    }
    frame = imported(table, mapping).observations.set_index(["unit", "breakdown"])
    assert frame.loc[("Solbakken skole", "women")][["value", "n", "status"]].tolist() == [
        *(8.7, 1234.0, "reported"),
    ]
    assert frame.loc[("Solbakken skole", "men"), "status"] == "missing"
    assert frame.loc[("", "men"), "value"] == 5.0


def test_nothing_is_imported_while_a_cell_is_refused_unless_the_valid_is_accepted() -> None:
    table = wide((2005.0, 8.7, "ni", 8.8, 9.6, 9.0), ("2oo6", 11.0, 9.1, 8.9, 10.4, 10.0))
    strict, valid = imported(table, WIDE), imported(table, WIDE, accept_valid=True)
    assert strict.observations.empty
    assert list(strict.observations.columns) == list(valid.observations.columns)
    assert values(valid) == {"2005": 9.0, "2005Q1": 8.7, "2005Q3": 8.8, "2005Q4": 9.6}
    assert places(strict) == places(valid) == ["C3", "A4", "B4", "C4", "D4", "E4", "F4"]
    assert strict.cells["fate"].value_counts().to_dict() == {
        **{"refused": 7, "ignored": 7, "held back": 5},
    }
    first = strict.refusals.iloc[0]
    assert first[["file", "sheet", "row", "column", "value"]].tolist() == [
        *("leave.xlsx", "Ark1", 3, "C", "ni"),
    ]
    assert str(strict.faults[0]) == (
        "leave.xlsx: sheet Ark1, C3: 'ni'. Accepted: a number, such as 8.7 or 8,7 or 1 234."
    )
    assert "rests on A4" in strict.refusals.iloc[2]["found"]


def test_a_figure_that_stands_twice_is_refused_in_both_places() -> None:
    table = wide((2005, 1, 2, 3, 4, 5), (2005, 1, 2, 3, 4, 5), (2006, 1, 2, 3, 4, 5))
    found = imported(table, WIDE, accept_valid=True)
    assert len(found.refusals) == 12
    assert "2005Q1 stands here and in B4" in found.refusals["found"].tolist()
    assert set(values(found)) == {"2006", "2006Q1", "2006Q2", "2006Q3", "2006Q4"}
    check_receipt(found, table)


def test_another_heading_than_the_mappings_refuses_its_column() -> None:
    table = sheet(("Sykefravær",), ("År", *"abcd", "4. kv."), (2005, 1, 2, 3, 4, 5))
    found = imported(table, WIDE, accept_valid=True)
    assert places(found) == ["F2", "F3"]
    assert found.refusals.iloc[0]["found"] == "the heading is '4. kv.'"
    moved = sheet(("Sykefravær",), ("Enhet", *"abcd", "Hele året"), (2005, 1, 2, 3, 4, 5))
    assert imported(moved, WIDE, accept_valid=True).observations.empty


def test_a_column_the_mapping_does_not_name_is_refused() -> None:
    table = wide((2005, 1, 2, 3, 4, 5, 6))
    found = imported(table, WIDE, accept_valid=True)
    assert places(found) == ["G3"]
    assert len(found.observations) == 5


def test_totals_and_notes_are_left_out_and_listed() -> None:
    rules = (
        {"why": "a total", "column": "B", "text": "totalt"},
        {"why": "a note", "column": "A", "starts": "Kilde"},
        {"why": "doubtful", "row": 3},
    )
    table = sheet(
        TIDY_HEAD,
        ("2005K1", "A", "alle", 1.0),
        ("2005K1", "B", "alle", 2.0),
        ("2005K1", "Totalt", "alle", 3.0),
        ("Kilde: kommunen",),
    )
    found = imported(table, {**TIDY, "ignored_rows": rules})
    assert found.observations["unit"].tolist() == ["A"]
    assert found.ignored["why"].value_counts().to_dict() == {
        **{"a heading": 5, "a total": 4, "doubtful": 4, "a note": 1},
    }
    check_receipt(found, table)


def test_figures_below_the_last_row_are_refused_and_notes_there_ignored() -> None:
    table = wide((2005, 1, 2, 3, 4, 5), ("Kilde: oss",), (2006, 1, 2, 3, 4, 5))
    found = imported(table, {**WIDE, "last_row": 3}, accept_valid=True)
    assert places(found) == ["B5", "C5", "D5", "E5", "F5"]
    assert set(values(found)) == {"2005", "2005Q1", "2005Q2", "2005Q3", "2005Q4"}
    check_receipt(found, table)


def test_a_merged_year_covers_its_rows_and_a_merged_figure_is_refused() -> None:
    area, figures = Merged(2, 1, 3, 1), Merged(2, 3, 2, 4)
    mapping = {
        **{"first_row": 2, "indicator": "x", "municipality": "0805", "empty": "left_out"},
        "columns": (
            {"column": "A", "holds": "year"},
            {"column": "B", "holds": "part"},
            {"column": "C", "holds": "value", "breakdown": "women"},
            {"column": "D", "holds": "value", "breakdown": "men"},
        ),
    }
    table = sheet(("t",), (2005.0, "K1", 1.0, None), (None, "K2", 3.0, 4.0), merged=(area, figures))
    found = imported(table, mapping, accept_valid=True)
    assert [str(period) for period in found.observations["period"]] == ["2005Q2", "2005Q2"]
    assert found.refusals["found"].str.contains("C2:D2").any()
    check_receipt(found, table)


def test_an_empty_key_repeats_the_one_above_only_if_the_mapping_says_so() -> None:
    columns = [dict(column) for column in TIDY["columns"]]
    table = sheet(TIDY_HEAD, ("2005K1", "A", "alle", 1.0), ("", "B", "alle", 2.0))
    assert places(imported(table, TIDY)) == ["A3", "B3", "C3", "D3"]
    columns[0]["repeat_down"] = True
    found = imported(table, {**TIDY, "columns": columns})
    assert [str(period) for period in found.observations["period"]] == ["2005Q1", "2005Q1"]
    check_receipt(found, table)


def test_shares_beside_percents_are_refused() -> None:
    table = wide((2005.0, 0.087, 9.0, 8.8, 0.0, 9.0), percent=frozenset({(3, 2)}))
    assert places(imported(table, WIDE)) == ["B3"]
    assert places(imported(table, {**WIDE, "scale": 100})) == ["C3", "D3", "F3"]
    alone = wide((2005.0, 0.087), percent=frozenset({(3, 2)}))
    assert values(imported(alone, {**WIDE, "scale": 100}))["2005Q1"] == 8.7


def test_broken_cells_and_odd_numbers_of_persons_are_refused() -> None:
    table = sheet(
        TIDY_HEAD,
        ("2005K1", "A", "alle", Broken("#DIV/0!"), 3.0),
        ("2005K1", "B", "alle", 2.0, 3.5),
        ("2005K1", "C", "alle", 2.0, -1.0),
        ("2005K1", Broken("#REF!"), "alle", 2.0, 1.0),
        ("2005K1", "r\ufffd", "alle", date(2005, 7, 8), 1.0),
    )
    found = imported(table, TIDY, accept_valid=True)
    assert found.observations.empty
    assert {"D2", "E3", "E4", "B5", "B6"} <= set(places(found))
    check_receipt(found, table)


def test_a_name_that_lost_its_letters_is_refused() -> None:
    table = sheet(TIDY_HEAD, ("2005K1", "R\ufffdd", "alle", 1.0), ("2005K1", "Blå", "alle", 1.0))
    found = imported(table, TIDY, accept_valid=True)
    assert "lost letters" in found.refusals.set_index("column").loc["B", "found"]
    assert found.observations["unit"].tolist() == ["Blå"]


def test_shares_leave_the_number_of_persons_alone() -> None:
    table = sheet(TIDY_HEAD, ("2005K1", "A", "alle", "0,087", "40"))
    row = imported(table, {**TIDY, "scale": 100}).observations.iloc[0]
    assert (row["value"], row["n"]) == (8.7, 40.0)


def test_breakdowns_of_row_and_column_belong_together() -> None:
    columns = (
        {"column": "A", "holds": "period"},
        {"column": "B", "holds": "breakdown"},
        {"column": "C", "holds": "breakdown"},
        {"column": "D", "holds": "value", "breakdown": "day"},
        {"column": "E", "holds": "value", "breakdown": "night"},
    )
    table = sheet(("a",), ("2005K1", "women", "30-49", 1.0, 2.0))
    frame = imported(table, {**TIDY, "columns": columns}).observations
    assert frame["breakdown"].tolist() == ["women;30-49;day", "women;30-49;night"]


def test_a_part_of_another_kind_than_the_mappings_is_refused() -> None:
    found = imported(wide((2005, 1, 2, 3, 4, 5)), {**WIDE, "period_kind": "tertial"})
    assert places(found) == ["A3", "B3", "C3", "D3", "E3"][1:]
    assert found.refusals["found"].tolist()[0] == "a quarter"


def test_two_columns_that_would_say_the_same_are_asked_about() -> None:
    table = sheet(
        ("periode", "fravær", "vikarbruk", "år"),
        ("2005K1", 1.0, 2.0, 2005.0),
        ("2005K2", 3.0, 4.0, 2005.0),
    )
    proposal = propose(table, indicator="x", municipality="0805")
    assert [question.id for question in proposal.questions] == ["column_B", "column_C", "column_D"]
    answers = {"column_B": "value", "column_C": "ignore", "column_D": "ignore"}
    assert values(apply([table], proposal.decide(answers), "s")) == {"2005Q1": 1.0, "2005Q2": 3.0}


def test_breaks_in_the_series_are_told_with_their_cells() -> None:
    found = imported(wide((2005, "|8,7", "9*", 1, 2, 3)), {**WIDE, "symbols": "ssb"})
    (remark,) = found.remarks
    assert remark.startswith("leave.xlsx: sheet Ark1, B3: the series is broken at 2005Q1 ('|'): ")
    assert found.observations["status"].tolist().count("provisional") == 1


def test_empty_cells_are_what_the_mapping_says() -> None:
    table = wide((2005, 1, 2, 3, "", 5))
    assert values(imported(table, WIDE))["2005Q4"] == "missing"
    assert "2005Q4" not in values(imported(table, {**WIDE, "empty": "left_out"}))
    assert places(imported(table, {**WIDE, "empty": "refused"})) == ["E3"]


def test_the_sheet_is_named_or_the_only_one_that_shows() -> None:
    good, hidden = wide((2005, 1, 2, 3, 4, 5)), wide((2004, 1, 2, 3, 4, 5), name="B", hidden=True)
    found = apply([good, hidden], Mapping(**WIDE), "s")
    assert set(values(found)) == {"2005", "2005Q1", "2005Q2", "2005Q3", "2005Q4"}
    last = found.ignored.iloc[-1]
    assert (last["sheet"], last["why"]) == ("B", "a hidden sheet")
    assert "2004" in values(apply([good, hidden], Mapping(**WIDE, sheet="B"), "s"))
    with pytest.raises(InputError, match="there is no sheet 'C'"):
        apply([good, hidden], Mapping(**WIDE, sheet="C"), "s")
    with pytest.raises(InputError, match="2 sheets hold cells"):
        apply([good, wide((2004, 1), name="D")], Mapping(**WIDE), "s")


def test_a_list_of_employees_is_refused_even_on_a_hidden_sheet() -> None:
    secret = sheet(("Fødselsnummer",), ("1",), name="B", hidden=True)
    with pytest.raises(InputError, match="personal data"):
        apply([wide((2005, 1, 2, 3, 4, 5)), secret], Mapping(**WIDE), "s")


def test_municipalities_are_four_digits_or_said_by_the_mapping() -> None:
    mapping = {
        **{"first_row": 1, "indicator": "x", "municipalities": {"Ale": "1440", "00": "0000"}},
        "columns": (
            {"column": "A", "holds": "municipality"},
            {"column": "B", "holds": "value", "year": 2005},
        ),
    }
    rows = [("0101 Halden", 1.0), ("K-3001 Halden", 2.0), (1103.0, 3.0), ("Ale", 4.0), ("00", 5.0)]
    found = imported(sheet(*rows), mapping)
    assert dict(
        zip(found.observations["municipality"], found.observations["value"], strict=True)
    ) == {
        **{"0101": 1.0, "3001": 2.0, "1103": 3.0, "1440": 4.0, "0000": 5.0},
    }
    lost = imported(sheet((301.0, 1.0), ("Bale", 2.0), ("03011", 3.0)), mapping)
    assert places(lost) == ["A1", "B1", "A2", "B2", "A3", "B3"]
    assert "lost its first zero" in lost.refusals.iloc[0]["found"]


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"scale": 10},
        {"decimal_mark": ",", "thousands_mark": ","},
        {"last_row": 2},
        {"header_rows": (3,)},
        {"municipality": None},
        {"municipality": "805"},
        {"indicator": "Sick leave"},
        {"columns": ()},
        {"columns": (WIDE["columns"][0],)},
        {"columns": (*WIDE["columns"], {"column": "A", "holds": "ignore"})},
        {"columns": (*WIDE["columns"], {"column": "G", "holds": "year"})},
        {"columns": (*WIDE["columns"], {"column": "G", "holds": "period"})},
        {"columns": (*WIDE["columns"], {"column": "G", "holds": "n", "year": 1999})},
        {"columns": ({"column": "A", "holds": "value"},)},
        {"columns": (WIDE["columns"][0], {"column": "B", "holds": "value", "part": "Q5"})},
        {"columns": (WIDE["columns"][0], {"column": "B", "holds": "value", "year": 2005})},
        {"columns": (WIDE["columns"][0], {"column": "B", "holds": "year_total", "part": "Q1"})},
        {"ignored_rows": ({"why": "x"},)},
        {"ignored_rows": ({"why": "x", "row": 1, "column": "A", "text": "y"},)},
        {"ignored_rows": ({"why": "x", "column": "A"},)},
        {"statuses": {"5": "missing"}},
        {"symbols": "ssb", "statuses": {"-": "missing"}},
        {"municipalities": {"Ale": "144"}},
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Mapping(**{**WIDE, **change})


def test_a_mapping_is_kept_as_toml_and_comes_back(tmp_path: Path) -> None:
    mapping = Mapping(
        **{**WIDE, "sheet": 'Ark "1"\\\n', "symbols": "ssb", "statuses": {"u.d.": "missing"}},
        units={"Østre skole": "a b"},
        ignored_rows=({"why": "sum", "column": "A", "text": "Totalt"},),
    )
    path = mapping_path(tmp_path / "leave.xlsx")
    assert path.name == "leave.mapping.toml"
    write_mapping(path, mapping, ["a remark"])
    assert read_mapping(path) == mapping
    assert path.read_text(encoding="utf-8").startswith("# a remark\n")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    text = "size = 1\n" + mapping_text(mapping) + 'colour = "red"\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is no known key") as caught:
        read_mapping(path)
    assert len(caught.value.faults) == 2
    with pytest.raises(OutputError):
        write_mapping(tmp_path / "no" / "where.toml", mapping)


def test_the_marked_file_holds_every_cell_and_says_why(tmp_path: Path) -> None:
    table = sheet(
        TIDY_HEAD,
        ("2005K1", "=cmd|' /C calc'!A0", "+alle", "@x", 3.0),
        ("2005K1", "-B\x07", "alle", Broken("#REF!"), 3.0),
        name="Ark/1",
    )
    found = imported(table, TIDY)
    path = tmp_path / "marked.xlsx"
    write_marked(path, [table], found.refusals)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Refused", "Ark 1"]
    page = book["Ark 1"]
    assert (page["B2"].value, page["B2"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert (page["D3"].value, page["D3"].data_type) == ("#REF!", "s")
    assert page["E2"].value == 3.0
    assert page["B3"].value == "-B\ufffd"
    assert page["D2"].fill.fgColor.rgb == "FFF4B6A6"
    assert "'@x'. Accepted: a number" in page["D2"].comment.text
    assert page["A2"].comment is not None
    assert page["A1"].comment is None
    listed = [[cell.value for cell in row] for row in book["Refused"].iter_rows(min_row=2)]
    assert [row[2:5] for row in listed][2] == [2, "C", "+alle"]
    assert len(listed) == len(found.refusals)
    assert all(cell.data_type != "f" for row in book["Refused"].iter_rows() for cell in row)


def test_a_proposal_asks_what_it_cannot_know() -> None:
    rows = (("2005", "8,7", "9,0", "8,8", "9,6"), ("2006", "11,0", "9,1", "8,9", "10,4", "10,0"))
    table = sheet(*rows)
    proposal = propose(table, indicator="sick_leave", municipality="0805")
    asked = {question.id: question.text for question in proposal.questions}
    assert list(asked) == [
        "column_B",
        "column_C",
        "column_D",
        "column_E",
        "column_F",
        "last_figure",
    ]
    assert asked["column_F"] == (
        "Are the figures of column F, which has no heading, the whole year's?"
    )
    assert "In 2005 the last figure is in column E" in asked["last_figure"]
    answers = {f"column_{name}": part for name, part in QUARTERS} | {"column_F": "year"}
    with pytest.raises(ParameterError, match="last_figure"):
        proposal.decide(answers)
    with pytest.raises(ParameterError, match="none of"):
        proposal.decide({**answers, "last_figure": "both"})
    with pytest.raises(ParameterError, match="nobody asked"):
        proposal.decide({**answers, "colour": "red"})
    left_out = {"empty": "left_out"}
    for answer, expected in (("quarter", "2005Q4"), ("year", "2005")):
        mapping = proposal.decide({**answers, "last_figure": answer})
        found = apply([table], mapping.model_copy(update=left_out), "s")
        assert values(found)[expected] == 9.6
        assert values(found)["2006"] == 10.0
    assert all(draft["holds"] == "?" for draft in proposal.draft["columns"][1:])


def test_the_fifth_column_is_the_year_or_the_fourth_quarter() -> None:
    table = sheet(("År", "1. kv", "2. kv", "3. kv", ""), (2005.0, 8.7, 9.0, 8.8, 9.6))
    proposal = propose(table, indicator="x", municipality="0805")
    (question,) = proposal.questions
    assert question.text == (
        "Are the figures of column E, which has no heading, the whole year's, "
        "or those of quarter 4?"
    )
    assert values(apply([table], proposal.decide({"column_E": "quarter"}), "s"))["2005Q4"] == 9.6
    assert values(apply([table], proposal.decide({"column_E": "year"}), "s"))["2005"] == 9.6
    assert "Question column_E" in proposal.text()
    assert "?" in proposal.text()


def test_a_clear_table_is_understood_and_its_doubts_are_asked_about() -> None:
    table = sheet(
        ("Fravær i Solvik",),
        (),
        TIDY_HEAD,
        ("jan.-mars 05", "A", "k", "1.234", 12.0),
        ("apr.-juni 05", "A", "k", "..", 12.0),
        ("apr.-juni 05", "Totalt", "k", "1.100", 12.0),
        ("Kilde: kommunen",),
    )
    proposal = propose(table)
    assert [draft["holds"] for draft in proposal.draft["columns"]] == [
        *("period", "unit", "breakdown", "value", "n"),
    ]
    assert [question.id for question in proposal.questions] == [
        *("indicator", "municipality", "century", "marks", "symbols", "row_6"),
    ]
    assert (proposal.draft["first_row"], proposal.draft["last_row"]) == (4, 6)
    mapping = proposal.decide(
        {
            **{"indicator": "x", "municipality": "0805", "century": "2000"},
            **{"marks": "thousands", "symbols": "kolada", "row_6": "whole"},
        }
    )
    frame = apply([table], mapping, "s").observations
    assert frame["value"].tolist()[:2] == [1100.0, 1234.0]
    assert frame["status"].tolist() == ["reported", "reported", "suppressed"]
    assert frame["unit"].tolist() == ["", "A", "A"]


def test_total_rows_shares_and_dates_are_asked_about() -> None:
    table = sheet(
        ("Enhet", "Dato", "Fravær"),
        ("A", date(2005, 3, 31), 0.087),
        ("B", date(2005, 3, 31), 0.09),
        ("Totalt", date(2005, 3, 31), 0.088),
        percent=frozenset({(2, 3), (3, 3), (4, 3)}),
    )
    proposal = propose(table, indicator="x", municipality="0805")
    assert [question.id for question in proposal.questions] == ["dates", "scale", "row_4"]
    answers = {"dates": "quarter_end", "scale": "percent", "row_4": "whole"}
    frame = apply([table], proposal.decide(answers), "s").observations
    assert dict(zip(frame["unit"], frame["value"], strict=True)) == {"": 8.8, "A": 8.7, "B": 9.0}
    left_out = apply([table], proposal.decide({**answers, "row_4": "left_out"}), "s")
    assert left_out.observations["unit"].tolist() == ["A", "B"]


def test_merged_years_above_quarters_are_understood() -> None:
    table = sheet(
        ("Enhet", 2005.0, None, 2006.0, None),
        ("", "K1", "K2", "K1", "Totalt"),
        ("A", 1.0, 2.0, 3.0, 4.0),
        merged=(Merged(1, 2, 1, 3), Merged(1, 4, 1, 5)),
    )
    proposal = propose(table, indicator="x", municipality="0805")
    found = apply([table], proposal.decide({}), "s")
    assert values(found) == {"2005Q1": 1.0, "2005Q2": 2.0, "2006Q1": 3.0, "2006": 4.0}
    check_receipt(found, table)


def test_a_sheet_without_figures_has_no_proposal() -> None:
    with pytest.raises(InputError, match="no row holds figures"):
        propose(sheet(("a", "b"), ("c", "d")))


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(1990, 2030).map(float),
    st.sampled_from(["", "8,7", "1.234", "..", "*", "|8", "K1", "2005K1", "Totalt", "x", "2005"]),
    st.sampled_from([True, date(2005, 7, 8), Broken("#N/A")]),
    st.text(max_size=5),
)
TABLES = st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=9)


def no_cell_is_lost(rows: list[list[Raw]], layout: dict[str, Any], accept_valid: bool) -> None:
    """Whatever stands in a sheet, each cell has a fate, and each value is one of the cells'."""
    table = sheet(*rows)
    try:
        found = imported(table, layout, accept_valid=accept_valid)
    except InputError:
        return
    check_receipt(found, table)
    raw = {cell for _, _, cell in table.cells() if isinstance(cell, float)}
    written = {8.7, 8.0, 0.0, 2005.0, *map(float, range(10))}
    for value in found.observations["value"].dropna():
        assert value in raw | written or value == int(value)


@settings(max_examples=200)
@given(
    TABLES, st.sampled_from([WIDE, TIDY, {**TIDY, "symbols": "ssb", "last_row": 4}]), st.booleans()
)
def test_no_cell_is_lost(rows: list[list[Raw]], layout: dict[str, Any], accept: bool) -> None:
    no_cell_is_lost(rows, layout, accept)


@pytest.mark.slow
@settings(max_examples=2000)
@given(
    TABLES, st.sampled_from([WIDE, TIDY, {**TIDY, "symbols": "ssb", "last_row": 4}]), st.booleans()
)
def test_no_cell_is_lost_in_two_thousand_sheets(
    rows: list[list[Raw]], layout: dict[str, Any], accept: bool
) -> None:
    no_cell_is_lost(rows, layout, accept)


FIGURES = st.one_of(
    st.integers(-(10**7), 10**7).map(lambda units: units / 100), st.sampled_from(["..", ":"])
)
SERIES = st.dictionaries(
    st.tuples(st.integers(1990, 2030), st.integers(1, 4)), FIGURES, min_size=1, max_size=12
)
PERIODS = ["{0}K{1}", "{1}. kv. {0}", "{0} kvartal {1}", "{0}Q{1}", "K{1}-{0}"]


def comes_back(
    folder: Path, series: dict[tuple[int, int], Any], kind: str, sign: str, mark: str, written: str
) -> None:
    """Write a series in a dialect, import it, and find it exactly as it was."""
    rows: list[list[Any]] = [["periode", "fravær"]]
    for (year, quarter), value in series.items():
        said = f"{value:.2f}".replace(".", mark) if isinstance(value, float) else value
        rows.append([written.format(year, quarter), value if kind == "xlsx" else said])
    path = folder / f"series.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=sign).writerows(rows)
        path.write_bytes(text.getvalue().encode("utf-8-sig" if sign == ";" else "latin-1"))
    mapping = Mapping(
        **{"header_rows": (1,), "first_row": 2, "indicator": "x", "municipality": "0805"},
        **{"decimal_mark": mark, "symbols": "ssb", "period_kind": "quarter"},
        columns=({"column": "A", "holds": "period"}, {"column": "B", "holds": "value"}),
    )
    found = values(apply(read_sheets(path), mapping, "s"))
    signs = {"..": "missing", ":": "suppressed"}
    assert found == {f"{y}Q{q}": signs.get(value, value) for (y, q), value in series.items()}


WRITTEN = (
    SERIES,
    st.sampled_from(["csv", "xlsx"]),
    st.sampled_from([";", "\t", ","]),
    st.sampled_from([",", "."]),
    st.sampled_from(PERIODS),
)


@pytest.mark.slow
@settings(max_examples=200)
@given(*WRITTEN)
def test_a_series_comes_back_from_every_dialect(
    tmp_path_factory: pytest.TempPathFactory,
    series: Any,
    kind: str,
    sign: str,
    mark: str,
    form: str,
) -> None:
    comes_back(tmp_path_factory.getbasetemp(), series, kind, sign, mark, form)


@pytest.mark.slow
@settings(max_examples=2000)
@given(*WRITTEN)
def test_two_thousand_series_come_back_from_every_dialect(
    tmp_path_factory: pytest.TempPathFactory,
    series: Any,
    kind: str,
    sign: str,
    mark: str,
    form: str,
) -> None:
    comes_back(tmp_path_factory.getbasetemp(), series, kind, sign, mark, form)


def test_a_mean_of_the_quarters_beside_them_is_asked_about_and_not_taken_for_the_years() -> None:
    head = ("År", "1. kv.", "2. kv.", "3. kv.", "4. kv.", "Snitt av kvartalene")
    table = sheet(head, (2005.0, 8.7, 9.0, 8.8, 9.6, 9.0))
    proposal = propose(table, indicator="x", municipality="0805")
    assert [question.id for question in proposal.questions] == ["column_F"]
    found = apply([table], proposal.decide({"column_F": "ignore"}), "s")
    assert list(values(found)) == ["2005Q1", "2005Q2", "2005Q3", "2005Q4"]
