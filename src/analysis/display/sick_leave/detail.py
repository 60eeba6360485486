"""The figures in detail: quarters, the same quarter year by year, what was done."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock, TextBlock
from analysis.display.languages import phrase, sentences
from analysis.display.sick_leave.base import SickLeaveBase
from analysis.display.sick_leave.drawings import draw_same_quarters
from analysis.display.sick_leave.words.base import left_out
from analysis.methods.seasonality import same_quarter_changes
from analysis.model.definitions import Measure, Package


class Detail(SickLeaveBase):
    """Quarters and measures."""

    def quarters(self) -> Blocks:
        """The table of years and quarters, as the report leads with it."""
        return Blocks(self._quarter_table("quarters"))

    def same_quarters(self) -> Blocks:
        """Each quarter of the last year beside the same quarter of the years before it."""
        say, language, lead = self._say, self._language, self._lead
        if lead.quarters.empty:
            return Blocks(TextBlock((say("There are no quarterly figures to draw."),)))
        year = lead.quarters.index[-1].year
        changes = same_quarter_changes(lead.quarters, year)
        years = [column for column in changes.columns if isinstance(column, int)]
        titles = [say("Quarter {number}", number=str(quarter)).plain for quarter in changes.index]
        lower = int((changes.get("change_on_mean", pd.Series(dtype=float)) < -1e-9).sum())
        alt = say(
            "Four small line charts, one for each quarter. In {n} of the four quarters {year} was "
            "below the mean of the same quarter in the years before.",
            n=str(lower),
            year=str(year),
        )
        caption = say("The same quarter in each year, per cent; the last year is the filled dot.")
        table = self._change_table(changes, years, year)
        figure = self._figure(
            "same-quarters",
            lambda size: draw_same_quarters(changes[years], titles, self._base, language, size),
            alt,
            sentences([caption, self._axis_note()]),
            self._source_note(self.evaluation.indicator.place),
            table,
        )
        return Blocks(figure, table)

    def _change_table(self, changes: pd.DataFrame, years: list[int], year: int) -> TableBlock:
        say = self._say
        columns = [say("Quarter"), *(phrase(str(item)) for item in years)]
        if len(years) > 1:
            before = self._language.years(years[0], years[-2])
            columns += [
                say("{year} less mean of {years}", year=str(year), years=before),
                say("{year} less {earlier}", year=str(year), earlier=str(year - 1)),
                say("{year} less {earlier}", year=str(year), earlier=str(years[0])),
            ]
        rows = [
            (
                say("Quarter {number}", number=str(quarter)).unbroken,
                *(
                    self._number(value, 1, signed=not isinstance(column, int))
                    for column, value in row.items()
                ),
            )
            for quarter, row in changes.iterrows()
        ]
        caption = say(
            "Each quarter of {year} and the same quarter of earlier years", year=str(year)
        )
        notes = [say("Years in per cent, differences in percentage points.")]
        absent = [item for item in range(years[0], year) if item not in years]
        if absent:
            notes.append(left_out(self._language, absent))
        numeric = (False, *(True,) * (len(columns) - 1))
        return self._table("same-quarters-table", caption, columns, rows, changes, numeric, notes)

    def measures(self) -> Blocks:
        """What was done when, by the plans the measures were adopted in, with printed costs; then
        the measures of no plan, with their owners and deadlines."""
        say = self._say
        blocks: list[Block] = [self._package_table(package) for package in self._packages]
        if blocks:
            notes = [say("Costs are given where the source prints them.")]
            if any(
                item.cost and item.cost.amount is None for item in self.subject.programme.measures
            ):
                notes.append(say("An amount that the source has lost is not filled in."))
            blocks.append(TextBlock((sentences(notes),)))
        if self._alone:
            blocks.append(self._alone_table(self._alone))
        return Blocks(*(blocks or [TextBlock((say("The source names no measures."),))]))

    @property
    def _alone(self) -> list[Measure]:
        """The measures of no plan that had begun by the date the report speaks from, and those
        whose beginning nobody dated."""
        end = self.subject.as_of.end
        return [
            item
            for item in self.subject.programme.measures
            if item.package is None and (item.start is None or item.start.start <= end)
        ]

    def _alone_table(self, measures: list[Measure]) -> TableBlock:
        say, language = self._say, self._language
        rows, records = [], []
        for item in measures:
            dates = (item.start, item.deadline)
            said = [language.period(when) if when else phrase("–") for when in dates]
            if item.continuous:
                said[1] = say("continuous")
            owner = language.text(item.owner) if item.owner else phrase("–")
            rows.append((language.text(item.title), owner, *said, self._place(item.place)))
            records.append(
                {
                    "measure": item.id,
                    "start": str(item.start or ""),
                    "deadline": "continuous" if item.continuous else str(item.deadline or ""),
                    "place": item.place,
                }
            )
        names = [say("Measure"), say("Who answers"), say("From"), say("Deadline"), say("Place")]
        caption = say("Measures, with who answers for them and the deadline")
        frame = pd.DataFrame(records)
        return self._table("measures-table", caption, names, rows, frame, (False,) * 5)

    def _package_table(self, package: Package) -> TableBlock:
        say, language = self._say, self._language
        rows, records = [], []
        for measure in self._in(package):
            cost = phrase("–")
            if measure.cost and measure.cost.amount is None:
                cost = say("lost in the source")
            elif measure.cost:
                amount = language.number(measure.cost.amount or 0, 1)
                cost = say("{amount} {unit}", amount=amount, unit=measure.cost.unit)
            when = language.period(measure.start) if measure.start else phrase("–")
            rows.append((language.text(measure.title), when, cost, self._place(measure.place)))
            records.append(
                {
                    "measure": measure.id,
                    "start": str(measure.start or ""),
                    "cost": measure.cost.amount if measure.cost else None,
                    "place": measure.place,
                }
            )
        dated = package.adopted
        when = (
            language.period(dated) if dated else language.text(package.date_note or package.title)
        )
        caption = say("{package}: {when}", package=package.title, when=when)
        columns = [say("Measure"), say("When"), say("Cost"), say("Place")]
        frame = pd.DataFrame(records)
        return self._table(package.id, caption, columns, rows, frame, (False,) * 4)
