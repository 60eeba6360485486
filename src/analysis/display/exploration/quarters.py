"""The same part of the year, year by year."""

import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.exploration.base import Base
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.drawings import draw_same_quarters
from analysis.methods.seasonality import same_quarter_changes
from analysis.model.periods import PARTS


class QuarterView(Base):
    """Each quarter beside the same quarter of other years."""

    def same_quarter(self) -> Blocks:
        """Each part of the last year beside the same part of the years before it; in words where
        figures are by year."""
        seen, say = self.seen, self._say
        series = seen.series
        if series.empty or seen.by not in PARTS:
            return Blocks(TextBlock((say("There are no figures for parts of years to compare."),)))
        year = series.index[-1].year
        crossed = [item.at for item in seen.breaks]
        # Years on the two sides of a changed definition are not held beside each other.
        series = series[[all(p.start >= at.start for at in crossed) for p in series.index]]
        if series.empty:
            return Blocks(
                TextBlock(
                    (say("The series breaks here; there is nothing before to compare with."),)
                )
            )
        changes = same_quarter_changes(series, year)
        years = [column for column in changes.columns if isinstance(column, int)]
        table = self._changes(changes, years, year)
        if seen.by != "quarter" or len(years) < 2:
            return Blocks(table)
        return Blocks(self._quarter_figure(changes, years, table))

    def _quarter_figure(
        self, changes: pd.DataFrame, years: list[int], table: TableBlock
    ) -> FigureBlock:
        say = self._say
        titles = [self._part(int(number)).plain for number in changes.index]
        base = self._base(list(changes[years].stack()))
        alt = say(
            "Four small line charts of {indicator} in {place}, one for each quarter, {years}.",
            indicator=self.seen.indicator.title,
            place=self.about.place,
            years=self._language.years(years[0], years[-1]),
        )
        caption = say(
            "{indicator}: the same quarter in each year; the last year is the filled dot.",
            indicator=self.seen.indicator.title,
        )
        return self._figure(
            self._called("same-quarter"),
            lambda size: draw_same_quarters(changes[years], titles, base, self._language, size),
            alt,
            sentences([caption, self._axis_note(base)]),
            self._source(),
            table,
        )

    def _changes(self, changes: pd.DataFrame, years: list[int], year: int) -> TableBlock:
        say = self._say
        columns = [say("Part of the year"), *(phrase(str(item)) for item in years)]
        shown: list[int | str] = list(years)
        if len(years) > 1:
            before = self._language.years(years[0], years[-2])
            columns += [
                say("{year} less mean of {years}", year=str(year), years=before),
                say("{year} less {earlier}", year=str(year), earlier=str(year - 1)),
            ]
            shown += ["change_on_mean", "change_on_previous"]
        rows = [
            (
                self._part(int(str(number))),
                *(self._number(row[name], isinstance(name, str)) for name in shown),
            )
            for number, row in changes.iterrows()
        ]
        caption = say(
            "{indicator}: each part of {year} and the same part of earlier years",
            indicator=self.seen.indicator.title,
            year=str(year),
        )
        return self._table("same-quarter-data", caption, columns, rows, changes[shown])

    def _part(self, number: int) -> Phrase:
        say, name = self._say, str(number)
        if self.seen.by == "month":
            return phrase(self._language.month(number))
        if self.seen.by == "quarter":
            return say("Quarter {number}", number=name)
        if self.seen.by == "tertial":
            return say("Tertial {number}", number=name)
        return say("Half-year {number}", number=name)
