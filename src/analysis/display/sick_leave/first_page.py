"""The first page: the figure that carries the main finding."""

from collections.abc import Iterator

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.base import SickLeaveBase
from analysis.display.sick_leave.drawings import (
    Line,
    Marker,
    Overview,
    draw_overview,
)
from analysis.display.wording import target_decimals, target_in_words
from analysis.methods.targets import due_order
from analysis.model.definitions import Package
from analysis.model.periods import Period


class FirstPage(SickLeaveBase):
    """The figure above everything else."""

    def overview(self) -> Blocks:
        """The figure that carries the main finding: quarters, years, comparison, what was done."""
        lead, say, language = self._lead, self._say, self._language
        if lead.quarters.empty:
            return Blocks(TextBlock((say("There are no quarterly figures to draw."),)))
        data, stated = self._overview(), self._stated_note(lead.values)
        listed = language.listed(
            say("{year}: {value}", year=str(year), value=language.number(value, 1))
            for year, value in data.years.items()
        )
        alt, caption = self._overview_words(listed, language.period(data.start))
        parts = [caption, *stated, self._axis_note()]
        if lead.broken is not None:
            at = language.period(lead.broken.at)
            parts.append(say("Dotted: the way of counting changed in {period}.", period=at))
        comparison = self.evaluation.indicator.comparison
        if self._others is not None:
            parts.append(say("Dashed: {place}.", place=comparison.title if comparison else ""))
        return Blocks(
            self._figure(
                "overview",
                lambda size: draw_overview(data, language, size),
                sentences([alt, *stated]),
                sentences(parts),
                self._sources_note(),
                self._overview_table(),
            )
        )

    def _overview_words(self, years: Phrase, start: Phrase) -> tuple[Phrase, Phrase]:
        """The alternative text and the caption: what the thick lines are."""
        say, naming = self._say, self._naming
        if self._lead.values and self._all_stated(self._lead.values):
            thick = say("Thin line: quarters. Thick lines: the source’s own figure for the year.")
            return say(
                "Line chart of {indicator} by quarter with the source’s own figure for each year. "
                "{years}. The programme starts in {start}.",
                indicator=naming.definite,
                years=years,
                start=start,
            ), sentences([naming.whose, thick])
        thick = say("Thin line: quarters. Thick lines: the mean of a year's four quarters.")
        return say(
            "Line chart of {indicator} by quarter with the mean of each year. {years}. "
            "The programme starts in {start}.",
            indicator=naming.definite,
            years=years,
            start=start,
        ), sentences([naming.whose, thick])

    def _overview(self) -> Overview:
        """What is drawn."""
        lead, language = self._lead, self._language
        comparison = self.evaluation.indicator.comparison
        years = pd.Series({year: item.value for year, item in sorted(lead.values.items())})
        return Overview(
            lead.quarters,
            years.astype(float),
            self._others,
            self.subject.place,
            language.text(comparison.title).plain if comparison else "",
            self.subject.programme.start,
            self._say("Programme starts").plain,
            tuple(self._latest_targets()),
            tuple(self._markers()),
            self._base,
            self._axis(),
            lead.broken.at if lead.broken else None,
            self._say("new way of counting").plain,
        )

    def _latest_targets(self) -> Iterator[Line]:
        """Those of the last period that has a value."""
        language, indicator = self._language, self.evaluation.indicator
        valued = [item for item in self._lead.judgements if item.value is not None]
        latest = max((item.target.period for item in valued), key=due_order, default=None)
        for target in (item.target for item in valued if item.target.period == latest):
            words = target_in_words(target, indicator, language)[0].plain.capitalize()
            decimals = target_decimals(target, indicator)
            label = f"{words} {language.number(target.value, decimals)}"
            yield Line(target.period.year, target.value, label, target.tier == "desired")

    def _overview_table(self) -> TableBlock:
        """The quarters that are drawn, the municipality's and the comparison's."""
        say, own = self._say, self._lead.quarters
        comparison = self.evaluation.indicator.comparison
        frame = pd.DataFrame({"municipality": own})
        columns = [say("Quarter"), phrase(self.subject.place)]
        if self._others is not None and comparison:
            frame = frame.join(self._others.rename("comparison"), how="outer")
            columns.append(self._language.text(comparison.title))
        rows = [
            (self._language.period(period), *(self._number(cell) for cell in row))
            for period, row in zip(frame.index, frame.to_numpy(), strict=True)
        ]
        numeric = (False, *(True,) * (len(columns) - 1))
        caption = say("{indicator} by quarter, per cent", indicator=self._naming.first)
        return self._table("overview-data", caption, columns, rows, frame, numeric)

    def _sources_note(self) -> Phrase:
        indicator = self.evaluation.indicator
        place, comparison = indicator.place, indicator.comparison
        drawn = {indicator.source, comparison.source if comparison else ""}
        producers = dict.fromkeys(
            source.producer for source in self.subject.sources if source.id in drawn
        )
        where = self._place(place)
        names = self._language.listed(producers)
        if place is None:
            return self._say("Source: {producer}.", producer=names)
        return self._say("Sources: {producers}; {place}.", producers=names, place=where)

    def _markers(self) -> list[Marker]:
        markers = []
        for package in self._packages:
            when = package.adopted or self._earliest(package)
            if when is not None:
                markers.append(
                    Marker(when.midpoint, self._marker_label(package), bool(package.adopted))
                )
        return markers

    def _earliest(self, package: Package) -> Period | None:
        starts = [measure.start for measure in self._in(package) if measure.start]
        return min(starts) if starts else None

    def _marker_label(self, package: Package) -> str:
        label = self._language.text(package.short).plain
        undated = self._say("undated").plain
        adopted = package.adopted
        label += f" {self._language.period(adopted).plain}" if adopted else f" ({undated})"
        costs = [item.cost for item in self._in(package) if item.cost and item.cost.amount]
        for cost in costs:
            amount = self._language.number(cost.amount or 0, 1)
            fund = self._say("fund {amount} {unit}", amount=amount, unit=cost.unit)
            label += f", {fund.plain}"
        return label
