"""How good earlier projections were: tables of what could be held against what."""

from typing import Any

from analysis.display.blocks import Block, Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.workforce_outlook.base import ON_RECORD, OutlookBase
from analysis.evaluation.workforce_outlook import SHARES_ROUNDED, Record


class RecordPart(OutlookBase):
    """Errors where the same year and ages are in both; else the years around."""

    def track_record(self) -> Blocks:
        """What is found, and each projection held against figures registered later."""
        found = (item for item in self._findings if item.key in ON_RECORD)
        blocks: list[Block] = [self._words.block(item) for item in found]
        for record in self.evaluation.records:
            blocks.append(TextBlock((self._compared(record),)))
            if len(record.errors):
                blocks.append(self._error_table(record))
            if len(record.shares):
                blocks.append(self._share_table(record))
            if len(record.around):
                blocks.append(self._around_table(record))
        return Blocks(*blocks)

    def _compared(self, record: Record) -> Phrase:
        names = {"title": record.projection.title}
        if not record.years and record.around.empty:
            return self._say("{title}: no later registered figures are here.", **names)
        if not record.years:
            return self._say(
                "{title}: no year is in both the projection and what was registered later, so its "
                "error cannot be calculated. Nothing is interpolated.",
                **names,
            )
        years = self._language.listed(str(year) for year in record.years)
        return self._say(
            "{title}: held against registered figures of the same ages in {years}.",
            **names,
            years=years,
        )

    def _error_row(self, row: Any) -> tuple[Phrase, ...]:
        return (
            self._group(row.group),
            self._ages(row.ages),
            phrase(str(row.year)),
            self._number(row.projected),
            self._number(row.outcome),
            self._number(row.estimate, 1, signed=True),
            self._number(row.no_change, 1, signed=True),
        )

    def _error_table(self, record: Record) -> TableBlock:
        say = self._say
        rows = [self._error_row(row) for row in record.errors.itertuples()]
        base = str(record.projection.base_year)
        columns = [
            say("Service"),
            say("Ages"),
            say("Year"),
            say("Projected"),
            say("Registered"),
            say("Error, per cent"),
            say("Error if nothing had changed, per cent"),
        ]
        notes = [
            say(
                "Above zero: projected too high. The last column takes the number of {year} to "
                "stay as it was; a projection should beat it.",
                year=base,
            )
        ]
        caption = say("{title}, main alternative, against what came", title=record.projection.title)
        return self._table(
            f"errors-{record.projection.id}", caption, columns, rows, record.errors,
            (False, False, False, True, True, True, True), notes,
            self._source_of([record.projection.source]),
        )  # fmt: skip

    def _share_row(self, row: Any) -> tuple[Phrase, ...]:
        return (
            self._ages(row.age),
            phrase(str(row.year)),
            self._number(row.projected, 2),
            self._number(row.outcome, 1),
            self._number(row.points, 2, signed=True),
            self._number(row.no_change, 2, signed=True),
        )

    def _share_table(self, record: Record) -> TableBlock:
        say = self._say
        rows = [self._share_row(row) for row in record.shares.itertuples()]
        columns = [
            say("Ages"),
            say("Year"),
            say("Projected, per cent"),
            say("Registered, per cent"),
            say("Difference, percentage points"),
            say("Difference if nothing had changed"),
        ]
        notes = [
            say(
                "Registered shares are printed with one decimal: a difference of {step} percentage "
                "points can be rounding.",
                step=self._number(SHARES_ROUNDED, 2),
            ),
            say("Shares only: how many people there were is not in this source."),
        ]
        caption = say(
            "{title}: shares of the population, main alternative, against what came",
            title=record.projection.title,
        )
        sources = self._source_of([record.projection.source, *self.outlook.outcomes])
        return self._table(
            f"shares-{record.projection.id}", caption, columns, rows, record.shares,
            (False, False, True, True, True, True), notes, sources,
        )  # fmt: skip

    def _around_row(self, row: Any) -> tuple[Phrase, ...]:
        say = self._say
        places = {
            "above": say("above both"),
            "below": say("below both"),
            "between": say("between them"),
        }
        return (
            self._group(row.group),
            self._ages(row.ages),
            self._in_year(row.before, row.before_year),
            self._in_year(row.persons, row.year),
            self._in_year(row.after, row.after_year),
            places[row.place],
        )

    def _around_table(self, record: Record) -> TableBlock:
        say = self._say
        rows = [self._around_row(row) for row in record.around.itertuples()]
        columns = [
            say("Service"),
            say("Ages"),
            say("Projected before"),
            say("Registered"),
            say("Projected after"),
            say("Registered lies"),
        ]
        notes = [
            say(
                "No year is in both, so this is no error. It says only whether what came lies "
                "between the projected years around it."
            )
        ]
        caption = say(
            "{title}, main alternative: the projected years around what was registered",
            title=record.projection.title,
        )
        return self._table(
            f"around-{record.projection.id}", caption, columns, rows, record.around,
            (False, False, True, True, True, False), notes,
            self._source_of([item.source for item in self.outlook.projections]),
        )  # fmt: skip

    def _in_year(self, persons: float, year: int) -> Phrase:
        return self._say("{persons} ({year})", persons=self._number(persons), year=str(year))
