"""What the command import says: what it refuses, what it revises, what a report will lack."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from making import PROJECT
from openpyxl import Workbook

from analysis.cli import main
from analysis.cli.import_messages import counted
from analysis.sources.store import Store, shelf
from analysis.sources.workspace import Workspace

GIVEN = ("--indicator", "sick_leave_own_no", "--municipality", "4001")
HEAD = ("År", "1. kvartal", "2. kvartal", "3. kvartal", "4. kvartal")
ROW = (2023, 8.7, 9.0, 8.8, 9.6)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    (tmp_path / "data" / "programmes").mkdir(parents=True)
    shutil.copytree(PROJECT / "data" / "reference", tmp_path / "data" / "reference")
    monkeypatch.setenv("TILTAK_WORKSPACE", str(tmp_path))
    return Workspace(tmp_path)


def tiltak(*words: object):
    return CliRunner().invoke(main, [str(word) for word in words])


def write(desk: Workspace, *rows: tuple[object, ...], name: str = "leave", notes: bool = False):
    """An invented sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if notes:
        book.create_sheet("Grunnlag").append(["Kilde"])
    path = desk.root / f"{name}.xlsx"
    book.save(path)
    return path


def brought_in(path: Path, *more: object):
    """The second of the two imports."""
    first = tiltak("import", path, *GIVEN)
    assert first.exit_code == 0, first.output
    return tiltak("import", path, *more)


def test_an_import_reads_every_file_of_the_store_through_once(desk, monkeypatch):
    for year, name in enumerate(("first", "second", "third"), start=2005):
        brought_in(write(desk, HEAD, (year, 8.7, 9.0, 8.8, 9.6), name=name))
    read = []
    monkeypatch.setattr(shelf, "damage", lambda item, _: read.append(item.id))
    told = tiltak("import", write(desk, HEAD, (2005, 8.7, 9.1, 8.8, 9.6), name="first"))
    assert "1 figure in the store is revised" in told.stdout
    assert len(read) == len(set(read)) == 3


def test_an_impossible_figure_is_refused_and_marked_and_accept_valid_lists_it(desk):
    path = write(desk, HEAD, (2023, 8.7, 870, 8.8, 9.6))
    told = brought_in(path)
    assert told.exit_code == 3
    assert (
        "leave.xlsx: sheet Sheet, C2: '870': no such figure can be per cent of agreed working days"
        in told.stderr
    )
    assert "Accepted: 0 to 100 (per cent of agreed working days)." in told.stderr
    assert (desk.root / "leave.refused.xlsx").is_file()
    assert Store(desk).summary().empty
    listed = tiltak("import", path, "--accept-valid")
    assert "3 figures stored" in listed.stdout
    assert "refused" in listed.stderr
    assert "'870'" in listed.stderr


def looked_at(told) -> list[str]:
    """What the command says is to be looked at in the figures that it took in."""
    return [line.strip() for line in told.stdout.splitlines() if line.startswith("  look at ")]


YEAR = (*HEAD, "Hele året")


def test_a_year_that_cannot_be_that_of_its_quarters_is_told_and_stored(desk):
    path = write(desk, YEAR, (2023, 8.7, 9.0, 8.8, 9.6, 9.0), (2024, 8.6, 8.5, 7.3, 8.6, 9.7),
                 (2025, 8.6, 8.5, 7.3, 8.6, 7.1))  # fmt: skip
    told = brought_in(path)
    assert "15 figures stored" in told.stdout
    above, below = looked_at(told)
    assert above.startswith(
        "look at leave.xlsx: sheet Sheet, F3: found 9.7 for 2024, above every quarter (7.3 to 8.6)"
    )
    assert "F4: found 7.1 for 2025, below every quarter (7.3 to 8.6)" in below


def test_a_year_within_rounding_and_one_of_a_count_are_nothing_to_look_at(desk):
    rows = (YEAR, (2023, 8.7, 8.7, 8.7, 8.6, 8.8), (2024, 8.6, 8.5, 7.3, 8.6, 8.2))
    assert looked_at(brought_in(write(desk, *rows))) == []
    path = write(desk, YEAR, (2023, 80.5, 70.5, 60.5, 90.5, 302.0), name="days")
    more = ("--indicator", "sick_leave_ssb_persons_count", "--municipality", "4001")
    tiltak("import", path, *more)
    told = tiltak("import", path)
    assert "5 figures stored" in told.stdout
    assert looked_at(told) == []


def test_figures_with_fewer_decimals_are_named_by_their_periods(desk):
    path = write(desk, HEAD, (2021, 9, 9, 8, 9), (2022, 9, 8, 8, 9), ROW)
    (said,) = looked_at(brought_in(path))
    assert said.startswith("look at leave.xlsx: sheet Sheet: 2021Q1 to 2022Q4 are whole numbers, ")
    assert "rounded by up to 0.5" in said


def test_a_break_in_the_series_is_told_with_what_to_do(desk):
    rows = ((2022, "8,7", "9,1"), (2023, "8,7", "|9,0"), (2024, "8,7", ".."))
    path = write(desk, HEAD[:3], *rows)
    command = ("import", path, *GIVEN, "--answer", "symbols=ssb")
    tiltak(*command)
    (said,) = looked_at(tiltak("import", path))
    assert "C3: the series is broken at 2023Q2 ('|')" in said
    assert "[[indicators.breaks]] with at" in said


def test_an_indicator_the_registry_does_not_know_is_said_to_be_unchecked(desk):
    path = write(desk, HEAD, ROW)
    tiltak("import", path, "--indicator", "sick_leave", "--municipality", "4001")
    told = tiltak("import", path)
    assert "does not know 'sick_leave'" in told.stdout
    assert "4 figures stored" in told.stdout


def test_the_same_command_twice_imports_periods_across(desk):
    path = write(desk, ("Enhet", "1. kv. 2023", "2. kv. 2023"), ("Skole", 8.7, 9.0),
                 ("Barnehage", 9.1, 9.2), ("Hele kommunen", 8.9, 9.1))  # fmt: skip
    command = ("import", path, *GIVEN, "--answer", "row_4=whole")
    assert tiltak(*command).exit_code == 0
    told = tiltak(*command)
    assert told.exit_code == 0, told.output
    assert "6 figures stored" in told.stdout
    assert "--answer is not read" in told.stdout
    assert "No figure is of the whole" not in told.stdout


def test_a_corrected_sheet_says_which_figures_it_revises(desk):
    assert "revised" not in brought_in(write(desk, HEAD, ROW)).stdout
    told = tiltak("import", write(desk, HEAD, (2023, 8.6, 9.0, 8.8, None)))
    assert told.exit_code == 0, told.output
    assert "2 figures in the store are revised:" in told.stdout
    assert "  2023Q1, the whole (4001): 8.7 becomes 8.6" in told.stdout
    assert "  2023Q4, the whole (4001): 9.6 becomes no figure" in told.stdout
    assert "known_at" in told.stdout
    assert "revised" not in tiltak("import", desk.root / "leave.xlsx").stdout


def test_of_many_revised_figures_ten_are_shown_and_those_not_in_the_file_are_counted(desk):
    years = [(year, *ROW[1:]) for year in (2022, 2023, 2024)]
    brought_in(write(desk, HEAD, *years, (2021, *ROW[1:])))
    changed = [(year, 1.0, 2.0, 3.0, 4.0) for year in (2022, 2023, 2024)]
    told = tiltak("import", write(desk, HEAD, *changed))
    assert "12 figures in the store are revised:" in told.stdout
    assert told.stdout.count(" becomes ") == 10
    assert "  and 2 more" in told.stdout
    assert "kept in the store as they are: 4 figures" in told.stdout


def test_another_file_of_the_same_figures_is_asked_about(desk):
    brought_in(write(desk, HEAD, ROW))
    other = write(desk, HEAD, (2023, 8.6, *ROW[2:]), name="leave-corrected")
    asked = brought_in(other)
    assert asked.exit_code == 2
    assert "2023Q1 to 2023Q4 from another file, own/4001-sick_leave_own_no-leave" in asked.stderr
    assert "--data-set 4001-sick_leave_own_no-leave-corrected" in asked.stderr
    assert len(set(Store(desk).summary()["source"])) == 1
    same = tiltak("import", other, "--data-set", "own/4001-sick_leave_own_no-leave")
    assert "1 figure in the store is revised:" in same.stdout
    assert len(set(Store(desk).summary()["source"])) == 1


def test_a_file_that_is_something_else_begins_its_own_data_set_and_is_asked_about_no_more(desk):
    brought_in(write(desk, HEAD, ROW))
    other = write(desk, HEAD, ROW, name="other")
    tiltak("import", other, *GIVEN)
    told = tiltak("import", other, "--data-set", "4001-sick_leave_own_no-other")
    assert "figures stored: own/4001-sick_leave_own_no-other/" in told.stdout
    assert tiltak("import", other).exit_code == 0
    assert tiltak("import", other, "--data-set", "../x").exit_code == 2


def test_a_file_of_other_periods_is_not_asked_about(desk):
    brought_in(write(desk, HEAD, ROW))
    assert brought_in(write(desk, HEAD, (2024, *ROW[1:]), name="next")).exit_code == 0


def test_figures_of_units_only_are_said_to_give_no_report_on_the_whole(desk):
    path = write(desk, ("Enhet", "1. kv. 2023", "2. kv. 2023"), ("Skole", 8.7, 9.0),
                 ("Barnehage", 9.1, 9.2))  # fmt: skip
    told = brought_in(path)
    assert "no report on the whole is possible" in told.stdout
    assert "Add a row for the whole in each period, such as 'Hele kommunen'" in told.stdout
    failed = tiltak("import", path, "--programme", "ours", "--start", "2023Q1")
    assert "rows for the whole municipality" in failed.stderr


def test_a_programme_is_called_by_its_id(desk):
    path = write(desk, HEAD, ROW)
    brought_in(path, "--programme", "ours", "--start", "2023Q1")
    text = (desk.programmes / "ours.toml").read_text(encoding="utf-8")
    assert 'nb = "Sykefravær i kommunen, egne tall (ours)"' in text


def test_one_question_is_open_and_the_likely_indicators_are_listed(desk):
    told = tiltak("import", write(desk, HEAD, ROW), "--municipality", "4001")
    assert "1 question is open; nothing was imported" in told.stderr
    lines = told.stdout.splitlines()
    assert next(line for line in lines if "--indicator sick_leave_own_no " in line).endswith(
        "Sick leave in the municipality, own figures (Norway)"
    )


def test_a_figure_and_an_empty_cell_are_counted_apart(desk):
    rows = ((2022, *ROW[1:], 9.0), (2023, 8.7, 9.0, 8.8, None, None))
    told = brought_in(write(desk, (*HEAD, "Hele året"), *rows))
    assert "\n8 figures stored, 2 periods without one: own/" in f"\n{told.stdout}"


def test_one_figure_and_one_empty_cell_are_told_in_the_singular():
    table = pd.DataFrame({"value": [9.0, None], "unit": "", "breakdown": ""})
    assert counted(table) == "1 figure stored, 1 period without one"
    assert counted(table[:1]) == "1 figure stored"


def test_of_units_the_empty_cells_are_counted_as_cells(desk):
    path = write(desk, ("Enhet", "1. kv. 2023", "2. kv. 2023"), ("Skole", 8.7, None),
                 ("Barnehage", 9.1, 9.2), ("Hele kommunen", 8.9, 9.1))  # fmt: skip
    command = ("import", path, *GIVEN, "--answer", "row_4=whole")
    assert tiltak(*command).exit_code == 0
    assert "5 figures stored, 1 cell without one: own/" in tiltak(*command).stdout


def test_the_definition_stands_beside_what_the_sheet_says_of_its_figures(desk):
    path = write(desk, ("Fravær", None), ("Tall i prosent av mulige dagsverk.", None), (None, None),
                 HEAD, ROW, (2024, 8.6, 8.9, 8.7, 9.5), (None,) * 5,
                 ("Kilde: lønnssystemet " * 20, None))  # fmt: skip
    lines = tiltak("import", path, *GIVEN).stdout.splitlines()
    note = '  not read: A2, above the table: "Tall i prosent av mulige dagsverk."'
    (below,) = [line for line in lines if line.startswith("  not read: A8, below the table")]
    (defined,) = [line for line in lines if line.startswith("  sick_leave_own_no is ")]
    assert note in lines
    assert (below.endswith('[...]"'), len(below) < 250) == (True, True)
    assert defined.startswith(
        "  sick_leave_own_no is 'Sick leave in the municipality, own figures (Norway)', in per "
        "cent of agreed working days: Man-days lost to own illness, "
    )
    assert defined.endswith(" Are the figures that?")
    lines = tiltak("import", path).stdout.splitlines()
    assert (
        '  ignored sheet Sheet, A2: above the table: "Tall i prosent av mulige dagsverk."' in lines
    )
    assert "  ignored sheet Sheet, A4: a heading" in lines


def test_an_indicator_that_is_not_known_has_no_definition_to_show(desk):
    told = tiltak("import", write(desk, HEAD, ROW), "--indicator", "x", "--municipality", "4001")
    assert (told.exit_code, "Are the figures that?" in told.stdout) == (0, False)


def test_a_sheet_left_out_is_named_without_a_cell(desk):
    told = brought_in(write(desk, HEAD, ROW, notes=False))
    assert "ignored" in told.stdout
    book = write(desk, HEAD, ROW, name="two", notes=True)
    from openpyxl import load_workbook

    loaded = load_workbook(book)
    loaded["Grunnlag"].sheet_state = "hidden"
    loaded.save(book)
    tiltak("import", book, *GIVEN)
    told = tiltak("import", book, "--data-set", "two")
    assert "  ignored sheet Grunnlag: a hidden sheet\n" in told.stdout


def test_a_municipality_is_named_by_its_name_or_refused_in_words(desk):
    path = write(desk, HEAD, ROW)
    named = ("import", path, "--indicator", "sick_leave_own_no", "--municipality")
    assert "no municipality has the name 'Porsgrun'" in tiltak(*named, "Porsgrun").stderr
    assert "Accepted: a number of four digits" in tiltak(*named, "805").stderr
    assert tiltak(*named, "Porsgrunn").exit_code == 0
    assert 'municipality = "4001"' in (desk.root / "leave.mapping.toml").read_text(encoding="utf-8")
    assert tiltak(*named, "porsgrunn").exit_code == 0
    assert not Store(desk).summary().empty


def test_an_answer_may_name_the_municipality_too(desk):
    path = write(desk, HEAD, ROW)
    given = ("--indicator", "sick_leave_own_no", "--answer", "municipality=Porsgrunn")
    assert tiltak("import", path, *given).exit_code == 0
    assert 'municipality = "4001"' in (desk.root / "leave.mapping.toml").read_text(encoding="utf-8")


def test_a_misspelt_answer_is_refused_with_the_questions_there_are(desk):
    path = write(desk, ("Enhet", "1. kv. 2023"), ("A", 8.0), ("Totalt", 8.0))
    told = tiltak("import", path, *GIVEN, "--answer", "row3=whole")
    assert told.exit_code == 2
    assert "nobody asked: row3. The questions: row_3." in told.stderr


def test_the_help_shows_what_there_is(desk):
    told = re.sub(r"\s+", " ", tiltak("import", "--help").stdout)
    assert "column_F=year" in told
    assert "sick_leave_own_no" in told
    assert "leave.mapping.toml for leave.xlsx" in told
    assert "fifth" not in told


def test_figures_of_groups_only_are_none_of_the_whole(desk):
    path = write(desk, ("Kjønn", "1. kv. 2023", "2. kv. 2023"), ("kvinner", 8.7, 9.0),
                 ("menn", 5.1, 5.2))  # fmt: skip
    assert "no report on the whole is possible" in brought_in(path).stdout
