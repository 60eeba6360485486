"""What all parts of the report on a strategy for the workforce share."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.report import Report, Subject
from analysis.display.workforce_outlook.sentences import OutlookWords
from analysis.evaluation.workforce_outlook import (
    EVERYBODY,
    Needs,
    OutlookEvaluation,
    find,
    label_of,
)

MISSING = float("nan")

ON_RECORD = ("errors", "around", "no_record")
"""Findings that stand with the tables of earlier projections, not on the first page."""


class OutlookBase(Report):
    """The evaluation, and the tables and words that several parts share."""

    def __init__(self, subject: Subject, evaluation: OutlookEvaluation):
        words = OutlookWords(subject.programme, subject.language, evaluation.outlook, subject.place)
        super().__init__(subject, find(evaluation), words)
        self._wording = words
        self.evaluation = evaluation
        self.outlook = evaluation.outlook

    def findings(self) -> Blocks:
        """The findings of the first page: how earlier projections fared stands further on."""
        first = (item for item in self._findings if item.key not in ON_RECORD)
        return Blocks(*map(self._words.block, first))

    def looks_at(self) -> Phrase:
        return self._say("towards {year}", year=str(self.outlook.horizon))

    def _group(self, identifier: str) -> Phrase:
        if identifier == EVERYBODY:
            return self._say("Everybody")
        return self._wording.service(identifier)

    def _ages(self, label: str) -> Phrase:
        return self._wording.ages(label)

    def _number(self, value: float, decimals: int = 0, signed: bool = False) -> Phrase:
        if pd.isna(value):
            return self._say("missing")
        return phrase(self._language.number(value, decimals, signed))

    def _ranged(self, row: pd.Series | None, alternatives: int) -> Phrase:
        """Return "103", or "103 (98 to 109)" where several alternatives give a range."""
        if row is None:
            return self._say("missing")
        shown = self._number(row["estimate"])
        if alternatives < 2:
            return shown
        return self._say(
            "{value} ({range})",
            value=shown,
            range=self._language.interval(row["low"], row["high"], 0),
        )

    def _source_of(self, identifiers: Sequence[str]) -> Phrase:
        """Return "Source: producer" of the named sources, each producer once."""
        producers = {
            source.producer: None for source in self.subject.sources if source.id in identifiers
        }
        return self._say("Source: {producer}.", producer=self._language.listed(producers))

    def _needs_table(self, name: str, needs: Needs) -> TableBlock:
        """A row a service: the ages used, persons in the base year, staff in the years shown."""
        say, years = self._say, needs.years_shown()
        base_year = str(needs.projection.base_year)
        rows = [self._needs_row(needs, item.id, years) for item in self.outlook.groups]
        columns = [
            say("Service"),
            say("Ages"),
            say("Persons in {year}", year=base_year),
            *(phrase(str(year)) for year in years),
        ]
        caption = say(
            "{title}: employees needed for every 100 in {year}",
            title=needs.projection.title,
            year=base_year,
        )
        numeric = (False, False, *(True,) * (1 + len(years)))
        return self._table(
            name,
            caption,
            columns,
            rows,
            needs.index,
            numeric,
            self._needs_notes(needs),
            self._source_of([needs.projection.source]),
        )

    def _needs_row(self, needs: Needs, group: str, years: Sequence[int]) -> tuple[Phrase, ...]:
        say = self._say
        if group in needs.lacking:
            lost = [say("missing")] * (2 + len(years))
            return (self._group(group), *lost)
        base: Any = needs.base.loc[group]
        return (
            self._group(group),
            self._ages(str(base["ages"])),
            self._number(base["persons"]),
            *(self._ranged(needs.of(group, year), needs.fewest) for year in years),
        )

    def _needs_notes(self, needs: Needs) -> list[Phrase]:
        say, notes = self._say, []
        for group, row in needs.base.iterrows():
            if not row["exact"]:
                own = self.outlook.group(str(group))
                notes.append(
                    say(
                        "{service}: the source does not print {ages}; {used} stand in.",
                        service=self._group(str(group)),
                        ages=self._ages(label_of(own.spans[0])),
                        used=self._ages(str(row["ages"])),
                    )
                )
        notes.extend(
            say("{service}: the source does not print these ages.", service=self._group(group))
            for group in needs.lacking
        )
        if needs.fewest > 1:
            notes.append(self._alternatives_note(needs))
        return notes

    def _alternatives_note(self, needs: Needs) -> Phrase:
        titles = [self._language.text(item.title) for item in needs.projection.alternatives]
        return self._say(
            "In brackets the lowest and the highest of the alternatives {names}. It is no "
            "confidence interval.",
            names=self._language.listed(titles),
        )
