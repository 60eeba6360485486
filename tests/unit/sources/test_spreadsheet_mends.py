"""What an analyst tried: impossible figures, labels and years for many rows, mappings read back."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.errors import InputError, ParameterError
from analysis.model.indicators import Unit
from analysis.model.texts import LANGUAGES
from analysis.sources.spreadsheets import (
    Imported,
    Mapping,
    Sheet,
    apply,
    mapping_text,
    personal_data,
    propose,
    read_mapping,
    write_mapping,
)
from analysis.sources.spreadsheets.sheets import Merged, Raw

PERCENT = Unit(
    id="percent",
    kind="percent",
    title=dict.fromkeys(LANGUAGES, "per cent"),
    lowest=0,
    highest=100,
)
LIST: dict[str, Any] = {
    "first_row": 1,
    "indicator": "x",
    "municipality": "0805",
    "columns": ({"column": "A", "holds": "period"}, {"column": "B", "holds": "value"}),
}


def sheet(*rows: tuple[Raw, ...], merged: tuple[Merged, ...] = ()) -> Sheet:
    return Sheet("leave.xlsx", "Ark1", tuple(map(tuple, rows)), merged=merged)


def of_quarters(*figures: Raw) -> Sheet:
    return sheet(*((f"202{n // 4}Q{n % 4 + 1}", raw) for n, raw in enumerate(figures)))


def figures(found: Imported):
    """The refused cells of column B; the periods beside them are refused with them."""
    return found.refusals[found.refusals["column"].eq("B")]


def propose_here(table: Sheet):
    return propose(table, indicator="x", municipality="0805")


class TestImpossibleFigures:
    def test_a_figure_that_its_unit_cannot_hold_is_refused_with_what_is_accepted(self):
        table = of_quarters(8.7, 870.0, "-8,7", "810", 0.0, 100.0, "100,1")
        found = apply([table], Mapping(**LIST), "s", unit=PERCENT, accept_valid=True)
        refused = figures(found)
        assert [(row.row, row.value) for row in refused.itertuples()] == [
            *((2, "870"), (3, "-8,7"), (4, "810"), (7, "100,1")),
        ]
        assert set(refused["accepted"]) == {"0 to 100 (per cent)"}
        assert refused["found"].iloc[0] == "'870': no such figure can be per cent"
        assert found.observations["value"].tolist() == [8.7, 0.0, 100.0]
        assert apply([table], Mapping(**LIST), "s", unit=PERCENT).observations.empty
        assert set(found.cells["fate"]) == {"imported", "refused"}

    def test_what_was_read_differently_than_it_stands_says_how(self):
        mapping = Mapping(**LIST, scale=100)
        found = apply([of_quarters("8,7")], mapping, "s", unit=PERCENT)
        assert (
            figures(found)["found"].iloc[0] == "'8,7', read as 870: no such figure can be per cent"
        )

    def test_a_unit_with_one_bound_or_none_refuses_no_more_than_it_says(self):
        table = of_quarters(-1.0, 870.0, None)
        for bounds, refused in (((0, None), ["-1"]), ((None, 5), ["870"]), ((None, None), [])):
            unit = PERCENT.model_copy(update=dict(zip(("lowest", "highest"), bounds, strict=True)))
            found = apply([table], Mapping(**LIST), "s", unit=unit)
            assert figures(found)["value"].tolist() == refused
        assert apply([table], Mapping(**LIST), "s").refusals.empty


class TestMappingsReadBack:
    def test_periods_in_headings_are_written_as_text(self, tmp_path: Path):
        table = sheet(("Enhet", "1. kv. 2023", "2. kv. 2023"), ("A", 8.7, 9.0), ("B", 8.0, 8.1))
        mapping = propose_here(table).decide({})
        write_mapping(tmp_path / "m.toml", mapping)
        assert 'period = "2023Q1"' in mapping_text(mapping)
        assert read_mapping(tmp_path / "m.toml") == mapping

    HEADS = st.sampled_from(
        ["Enhet", "År", "Kvartal", "1. kv. 2023", "2023-03", "T2 2012", "2023", "2024-05-06",
         "1. kv.", "K2", "Hele året", "Kjønn", "n", "", 'x"\\', "\x07y"]
    )  # fmt: skip
    CELLS = st.sampled_from(
        [8.7, 9.0, 0.5, 2023.0, "8,7", "1.234", "..", "A", 'B "x"', "Hele kommunen", "2023Q1",
         "1. kv.", None, "kvinner"]
    )  # fmt: skip

    @pytest.mark.slow
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    )
    @given(data=st.data())
    def test_any_mapping_that_can_be_proposed_comes_back(self, tmp_path: Path, data):
        width = data.draw(st.integers(2, 5))
        head = tuple(data.draw(st.lists(self.HEADS, min_size=width, max_size=width)))
        rows = data.draw(st.lists(st.tuples(*[self.CELLS] * width), min_size=1, max_size=5))
        try:
            proposal = propose_here(sheet(head, *rows))
            answers = {
                question.id: data.draw(st.sampled_from([c.id for c in question.choices]))
                for question in proposal.questions
                if question.choices
            }
            mapping = proposal.decide(answers)
        except (InputError, ParameterError):
            assume(False)
        write_mapping(tmp_path / "m.toml", mapping, proposal.reasons)
        assert read_mapping(tmp_path / "m.toml") == mapping


class TestOneAnswerForManyRows:
    ROWS = tuple(
        (f"{year}Q{part}", unit, 8.0)
        for year in range(2019, 2026)
        for part in range(1, 5)
        for unit in ("Skole", "Hele kommunen")
    )

    def test_a_label_on_many_rows_is_asked_about_once(self):
        table = sheet(("Periode", "Enhet", "Fravær"), *self.ROWS)
        proposal = propose_here(table)
        (question,) = proposal.questions
        assert question.id == "row_3"
        assert question.text.startswith("Rows 3, 5, 7 and 25 more say 'Hele kommunen'")
        whole = apply([table], proposal.decide({"row_3": "whole"}), "s").observations
        assert whole["unit"].value_counts().to_dict() == {"": 28, "Skole": 28}
        left = apply([table], proposal.decide({"row_3": "left_out"}), "s").observations
        assert left["unit"].value_counts().to_dict() == {"Skole": 28}

    def test_two_labels_are_two_questions_and_spellings_of_one_are_one(self):
        table = sheet(
            ("Enhet", "1. kv. 2023"), ("Totalt", 8.0), ("Hele kommunen", 8.0), ("TOTALT", 8.0)
        )
        proposal = propose_here(table)
        assert [question.id for question in proposal.questions] == ["row_2", "row_3"]
        assert proposal.questions[0].text.startswith("Rows 2 and 4 say 'Totalt'")
        mapping = proposal.decide({"row_2": "whole", "row_3": "left_out"})
        assert mapping.units == {"Totalt": "", "TOTALT": ""}


class TestYearsThatStandOnce:
    ROWS = tuple(
        ("" if part > 1 else float(year), f"{part}. kv.", 8.0 + part)
        for year in (2023, 2024)
        for part in range(1, 5)
    )
    HEAD = ("År", "Kvartal", "Fravær")

    def test_empty_cells_below_a_year_are_asked_about_and_written_down(self):
        table = sheet(self.HEAD, *self.ROWS)
        proposal = propose_here(table)
        (question,) = proposal.questions
        assert question.text == (
            "Column A ('År') is empty in 6 of 8 rows with figures, first in row 3. "
            "What does an empty cell mean there?"
        )
        assert "column A ('År'): every cell that is not empty is a year" in proposal.reasons
        mapping = proposal.decide({"empty_A": "above"})
        assert "repeat_down = true" in mapping_text(mapping)
        found = apply([table], mapping, "s")
        assert found.refusals.empty
        assert sorted(map(str, found.observations["period"])) == [
            f"{year}Q{part}" for year in (2023, 2024) for part in range(1, 5)
        ]
        refused = apply([table], proposal.decide({"empty_A": "nothing"}), "s")
        assert "repeat_down" in refused.refusals["accepted"][0]

    def test_merged_years_need_no_question(self):
        areas = (Merged(2, 1, 5, 1), Merged(6, 1, 9, 1))
        table = sheet(self.HEAD, *self.ROWS, merged=areas)
        proposal = propose_here(table)
        assert proposal.questions == ()
        assert len(apply([table], proposal.decide({}), "s").observations) == 8

    def test_an_empty_unit_may_be_the_whole(self):
        table = sheet(("Enhet", "1. kv. 2023", "2. kv. 2023"), ("", 8.0, 8.1), ("Skole", 9.0, 9))
        mapping = propose_here(table).decide({"empty_A": "whole"})
        assert apply([table], mapping, "s").observations["unit"].tolist() == [
            "",
            "",
            "Skole",
            "Skole",
        ]


@pytest.mark.parametrize("heading", ["Initialer", "initial", "Initialene:", "initials"])
def test_initials_are_personal_data(heading: str):
    assert len(personal_data(sheet((heading, "fravær"), ("ab", 1.0), ("cd", 2.0)))) == 1


def test_an_answer_nobody_asked_for_names_the_questions_there_are():
    table = sheet(("Enhet", "1. kv. 2023"), ("Totalt", 8.0), ("A", 8.0))
    with pytest.raises(ParameterError, match=r"nobody asked: columnF\. The questions: row_2"):
        propose_here(table).decide({"columnF": "year", "row_2": "whole"})
