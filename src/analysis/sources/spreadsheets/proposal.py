"""A first guess at a mapping, with its reasons and with what only the sender can know."""

from collections.abc import Mapping as Answers
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.errors import Fault, InputError, ParameterError
from analysis.sources.spreadsheets.choices import Question
from analysis.sources.spreadsheets.column_guesses import Guesser
from analysis.sources.spreadsheets.mapping import Mapping
from analysis.sources.spreadsheets.mapping_files import toml_text
from analysis.sources.spreadsheets.questions import questions_of
from analysis.sources.spreadsheets.sheets import Sheet
from analysis.sources.spreadsheets.table_shape import Shape, beside, find_shape
from analysis.sources.toml import Lines, validate


@dataclass(frozen=True)
class Proposal:
    """A draft of a mapping, why it says what it says, and the questions that are open. ``beside``
    are the cells above and below the table: row, column, value, why."""

    draft: dict[str, Any]
    reasons: tuple[str, ...]
    questions: tuple[Question, ...] = field(default_factory=tuple)
    beside: pd.DataFrame = field(default_factory=pd.DataFrame)

    def decide(self, answers: Answers[str, str]) -> Mapping:
        """Return the mapping under ``answers``: question id to choice id, or free text.

        ParameterError names the questions that are not answered, or an unknown answer;
        InputError what the mapping then lacks.
        """
        data = {**self.draft, "columns": [dict(column) for column in self.draft["columns"]]}
        self.refuse_unasked(answers)
        for question in self.questions:
            if question.id not in answers:
                raise ParameterError(f"{question.id}: {question.text}")
            question.settle(data, answers[question.id])
        mapping, faults = validate(Mapping, data, Lines(""), "the mapping")
        if mapping is None:
            raise InputError(faults)
        return mapping

    def refuse_unasked(self, answers: Answers[str, str]) -> None:
        """Raise ParameterError for an answer to a question there is not."""
        asked = [question.id for question in self.questions]
        if unknown := sorted(set(answers) - set(asked)):
            raise ParameterError(
                f"nobody asked: {', '.join(unknown)}. The questions: {', '.join(asked) or 'none'}."
            )

    def text(self) -> str:
        """The draft as TOML, with the reasons and the open questions above it.

        It is no mapping while questions are open: what they ask for is not in it.
        """
        remarks = ["A proposal. Nothing is imported until every question below is answered."]
        remarks += [f"Because: {reason}" for reason in self.reasons]
        for question in self.questions:
            remarks.append(f"Question {question.id}: {question.text}")
            remarks += [f"    {choice.id}: {choice.text}" for choice in question.choices]
        return toml_text(self.draft, remarks)


def propose(
    sheet: Sheet, *, indicator: str | None = None, municipality: str | None = None
) -> Proposal:
    """Return a draft of the mapping of a sheet. InputError for a sheet without figures."""
    shape = find_shape(sheet)
    if shape is None:
        found = "no row holds figures"
        raise InputError([Fault(sheet.file, None, f"sheet {sheet.name}", found, "a table")])
    guesser = Guesser(sheet, shape)
    draft = _frame(sheet, shape)
    draft |= {"indicator": indicator} if indicator else {}
    draft |= {"municipality": municipality} if municipality else {}
    draft |= guesser.settings()
    draft["columns"] = guesser.columns()
    reasons = [_where(sheet, shape), *guesser.reasons]
    return Proposal(
        draft, tuple(reasons), tuple(questions_of(sheet, shape, draft)), beside(sheet, shape)
    )


def _frame(sheet: Sheet, shape: Shape) -> dict[str, Any]:
    frame: dict[str, Any] = {"sheet": sheet.name} if sheet.name else {}
    frame |= {"header_rows": list(shape.header_rows), "first_row": shape.first_row}
    return frame | ({"last_row": shape.last_row} if shape.last_row else {})


def _where(sheet: Sheet, shape: Shape) -> str:
    return f"{sheet.file} ({sheet.reading}): figures in rows {shape.first_row} to {shape.end}"
