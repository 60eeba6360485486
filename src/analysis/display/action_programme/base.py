"""What all parts of the report on an action programme need."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.display.action_programme.labels import Labels
from analysis.display.action_programme.sentences import ActionWords
from analysis.display.blocks import Blocks, Masthead
from analysis.display.languages import Phrase, phrase
from analysis.display.replies import ReplyTables
from analysis.display.report import Subject
from analysis.evaluation.action_programme import ActionEvaluation, key_of, undertakings
from analysis.evaluation.action_programme.statements import find
from analysis.evaluation.findings import Finding
from analysis.methods.action_plans import Progress

ON_WORDING = ("own_claim", "times", "checkable")
"""Findings on the wording of the programme. Once something is reported, that comes first, and
they stand with the points."""


class ActionBase(ReplyTables):
    """The evaluation, the names of what it is about, and the masthead."""

    def __init__(self, subject: Subject, evaluation: ActionEvaluation):
        words = ActionWords(subject.programme, subject.as_of, subject.language)
        super().__init__(subject, find(evaluation), words)
        self._wording = words
        self.evaluation = evaluation
        self._labels = Labels(subject.programme, subject.language)
        self._reply_words, self._replied = words, evaluation.replied

    def findings(self) -> Blocks:
        """The findings of the first page."""
        later = {item.key for item in self._on_wording()}
        first = (item for item in self._findings if item.key not in later)
        return Blocks(*map(self._words.block, first))

    def _on_wording(self) -> list[Finding]:
        """The findings that stand with the points and not on the first page."""
        if self.evaluation.reports.empty:
            return []
        return [item for item in self._findings if item.key in ON_WORDING]

    def masthead(self) -> Masthead:
        """The facts above the findings. Whose programme it is stands there only if it is known."""
        say, place = self._say, self.subject.municipality
        if self.subject.programme.municipality:
            return super().masthead()
        if place is None:
            where, words = say("Municipality not named").plain, say("not named in the document")
        else:
            where = place.name
            words = say("{place}, given by the one who made the report; the document names none",
                        place=where)  # fmt: skip
        made = super().masthead()
        return replace(made, place=where, facts=((say("Municipality"), words), *made.facts))

    def looks_at(self) -> Phrase:
        plan = self.evaluation.plan
        ends = [item.end.year for item in plan["deadline"].dropna()]
        first = self.subject.programme.start.year
        return self._language.say_n(
            "{years}, {n} point",
            "{years}, {n} points",
            len(self.subject.programme.measures),
            years=self._language.years(first, max(ends, default=first)),
        )

    def _keys(self, rows: pd.Series) -> list[str]:
        """The undertakings for which ``rows`` is true, in the document's order."""
        return [str(key) for key in self.evaluation.plan.loc[rows, "measure"]]

    def _standing(self, key: str) -> Progress:
        statuses = self.evaluation.statuses
        return Progress(statuses.loc[statuses["measure"].eq(key), "progress"].iloc[0])

    def _listed(self, keys: Sequence[str]) -> Phrase:
        return self._language.listed(self._labels.point(key) for key in keys)

    def _told_about(self, row: Mapping[str, Any]) -> Phrase:
        key = key_of(str(row["measure"]), str(row["part"]))
        known = key in undertakings(self.subject.programme)
        point = self._labels.point(key) if known else self._reply_words.label(str(row["measure"]))
        if row["year"] is None:
            return point
        return self._say("{point}, {year}", point=point, year=str(row["year"]))

    def _report_cell(self, row: pd.Series) -> Phrase:
        """What the latest report says, when, and whose it is."""
        if row["state"] is None or pd.isna(row["state"]):
            return phrase("–")
        return self._say(
            "{state}, {date}, {by}",
            state=self._labels.state(str(row["state"])),
            date=self._language.date(row["reported"]),
            by=str(row["reported_by"]),
        )
