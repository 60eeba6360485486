"""Indicators that bear on a point: own figures, and the country's beside them."""

import pandas as pd

from analysis.display.action_programme.base import ActionBase
from analysis.display.action_programme.drawings import Path, Point, draw_path
from analysis.display.blocks import Blocks, FigureBlock, TableBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.evaluation.action_programme import NATIONAL, OWN
from analysis.model.definitions import Indicator

DOUBTFUL = ("doubtful", "approximate")


class Outcomes(ActionBase):
    """What the indicators show, and where the missing figures can be had."""

    def outcomes(self) -> Blocks:
        """Each indicator with what is known of it; a figure where there are own figures."""
        own = self.evaluation.outcomes
        own = set(own.loc[own["whose"].eq(OWN), "indicator"])
        drawn = [self._path(item) for item in self.subject.programme.indicators if item.id in own]
        return Blocks(self._indicator_table(), *drawn)

    def _of(self, indicator: Indicator, whose: str) -> pd.DataFrame:
        table = self.evaluation.outcomes
        return table[table["indicator"].eq(indicator.id) & table["whose"].eq(whose)]

    def _indicator_table(self) -> TableBlock:
        say = self._say
        rows = []
        for item in self.subject.programme.indicators:
            where = self._language.text(item.where) if item.where else say("not stated")
            rows.append(
                (
                    self._language.text(item.title),
                    self._bears_on(item),
                    self._values(self._of(item, OWN), item, say("missing")),
                    self._values(self._of(item, NATIONAL), item, say("none here")),
                    where,
                )
            )
        columns = [say("Indicator"), say("Point"), say("The municipality"), say("The country"),
                   say("Where to get figures")]  # fmt: skip
        notes = [
            say("The document names none of these indicators by its id. Values for the country are "
                "quoted from public pages; the source says what they cover."),
            *self._doubts(),
        ]  # fmt: skip
        caption = say("Indicators that bear on a point")
        return self._table(
            "outcomes", caption, columns, rows, self.evaluation.outcomes, (False,) * 5, notes
        )

    def _doubts(self) -> list[Phrase]:
        """What is doubtful or rounded in its source, and what the source says of it."""
        table = self.evaluation.outcomes
        return [
            self._say(
                "* {title}, {year}: {note}",
                title=self.subject.programme.indicator(str(row.indicator)).title,
                year=self._language.period(row.period),
                note=self._language.marked(str(row.note), "en"),
            )
            for row in table[table["quality"].isin(DOUBTFUL)].itertuples()
        ]

    def _bears_on(self, indicator: Indicator) -> Phrase:
        plan = self.evaluation.plan
        bears = plan["measure"].map(
            lambda key: indicator.id in self._labels.undertaking(key).indicators
        )
        return self._language.listed(self._labels.number(key) for key in self._keys(bears))

    def _values(self, rows: pd.DataFrame, indicator: Indicator, missing: Phrase) -> Phrase:
        """The values of the years there are, or that there are none."""
        if rows.empty:
            return missing
        return self._language.listed(
            self._say(
                "{value} in {year}",
                value=self._amount(row.value, indicator)
                + phrase("*" if row.quality in DOUBTFUL else ""),
                year=self._language.period(row.period),
            ).unbroken
            for row in rows.itertuples()
        )

    def _amount(self, value: float, indicator: Indicator) -> Phrase:
        """A value with its unit: beside a year a bare number could be read as a count of years."""
        return self._language.quantity(float(value), indicator.unit, _decimals(value, indicator))

    def _number(self, value: float, indicator: Indicator) -> str:
        return self._language.number(float(value), _decimals(value, indicator))

    def _path(self, indicator: Indicator) -> FigureBlock:
        say, title = self._say, self._language.text(indicator.title)
        own, national = self._of(indicator, OWN), self._of(indicator, NATIONAL)
        first = min(period.start.year for period in own["period"])
        national = national[[period.start.year >= first for period in national["period"]]]
        label = self._own_label()
        data = Path(
            self._points(own, indicator),
            self._points(national, indicator),
            label.plain,
            say("The country").plain,
            title.plain,
        )
        alt = say(
            "Line chart of {title}. The municipality: {own}. The country: {national}.",
            title=title,
            own=self._values(own, indicator, say("none here")),
            national=self._values(national, indicator, say("none here")),
        )
        caption = (
            say("{title}. {definition}", title=title, definition=indicator.definition),
            say("The axis does not start at zero. The figure shows levels and tests nothing."),
        )
        return self._figure(
            f"outcome-{indicator.id}", lambda size: draw_path(data, size), alt,
            sentences(caption), self._outcome_source(indicator, not national.empty),
            self._path_table(indicator, pd.concat([own, national])),
        )  # fmt: skip

    def _own_label(self) -> Phrase:
        place = self.subject.municipality
        return phrase(place.name) if place else self._say("The municipality")

    def _path_table(self, indicator: Indicator, values: pd.DataFrame) -> TableBlock:
        """The values that are drawn, and whose they are."""
        say = self._say
        rows = [
            (
                self._language.period(row.period),
                self._own_label() if row.whose == OWN else say("The country"),
                phrase(self._number(row.value, indicator)),
            )
            for row in values.itertuples()
        ]
        name, title = f"outcome-{indicator.id}-data", self._language.text(indicator.title)
        columns = [say("Year"), say("Whose"), say("Value")]
        return self._table(name, title, columns, rows, values, (False, False, True))

    def _points(self, values: pd.DataFrame, indicator: Indicator) -> tuple[Point, ...]:
        return tuple(
            Point(row.period.start.year, float(row.value), self._number(row.value, indicator))
            for row in values.itertuples()
        )

    def _outcome_source(self, indicator: Indicator, beside: bool) -> Phrase:
        """Who produced the municipality's figures, and the country's."""
        action = self.subject.programme.action
        wanted = {indicator.source, action.national if action and beside else None}
        names = dict.fromkeys(item.producer for item in self.subject.sources if item.id in wanted)
        return self._say("Source: {producer}.", producer=self._language.listed(names))


def _decimals(value: float, indicator: Indicator) -> int:
    """As many as were printed: whole numbers get no decimals that nobody published."""
    return 0 if float(value).is_integer() else indicator.decimals
