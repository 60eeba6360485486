"""Units of the organisation: what may be shown of them."""

import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.base import SickLeaveBase
from analysis.display.sick_leave.drawings import draw_units
from analysis.evaluation.units import WHOLE, UnitFigures
from analysis.model.periods import Period

SHOWN = 6
"""A table shows the last so many periods."""


class Units(SickLeaveBase):
    """Unit by unit, small groups hidden."""

    def units(self) -> Blocks:
        """The units with their figures, sorted by name; what must be hidden has its own mark."""
        found, say = self.evaluation.units, self._say
        if found is None:
            return Blocks(
                TextBlock((say("The source gives no figures for units of the municipality."),))
            )
        periods = found.periods[-SHOWN:]
        table = self._unit_table(found, periods)
        text = TextBlock((self._hidden(found, periods),))
        shown = found.table("value")[periods[-1]].dropna()
        if len(shown.drop(WHOLE, errors="ignore")) < 2:
            return Blocks(table, text)
        return Blocks(self._unit_figure(found, periods[-1], shown, table), table, text)

    def _hidden(self, found: UnitFigures, periods: list[Period]) -> Phrase:
        say, number = self._say, self._language.number
        hidden = int(found.table("status")[periods].eq("suppressed").sum().sum())
        chance = say(
            "Units differ by chance, by the kind of work and by who works there; the smaller a "
            "unit, the more its figure swings. They stand in order of name, and none is ranked."
        )
        if not hidden:
            return sentences([say("No figure had to be hidden."), chance])
        why = say(
            "Hidden: fewer than {n} persons, or a figure from which theirs could be worked out.",
            n=number(found.minimum_n, 0),
        )
        return sentences([why, chance])

    def _unit_table(self, found: UnitFigures, periods: list[Period]) -> TableBlock:
        say, language = self._say, self._language
        values, persons, status = (found.table(column) for column in ("value", "n", "status"))
        last = periods[-1]
        rows = [
            (
                self._unit_name(unit),
                self._cell(persons[last][unit], status[last][unit], 0),
                *(self._cell(values[period][unit], status[period][unit], 1) for period in periods),
            )
            for unit in values.index
        ]
        persons_in = say("Persons {period}", period=language.period(last))
        columns = [say("Unit"), persons_in, *(language.period(period) for period in periods)]
        caption = say("{indicator} by unit, per cent", indicator=self._naming.first)
        frame = found.published[found.published["period"].isin(periods)]
        numeric = (False, *(True,) * (len(columns) - 1))
        return self._table("units", caption, columns, rows, frame, numeric)

    def _cell(self, value: float, status: object, decimals: int) -> Phrase:
        if status == "suppressed":
            return self._say("hidden")
        return phrase("–") if pd.isna(value) else self._number(value, decimals)

    def _unit_name(self, unit: str) -> Phrase:
        return self._say("The whole municipality") if unit == WHOLE else phrase(unit)

    def _unit_figure(
        self, found: UnitFigures, last: Period, shown: pd.Series, table: TableBlock
    ) -> FigureBlock:
        say, language = self._say, self._language
        when = language.period(last)
        units = shown.drop(WHOLE, errors="ignore")
        whole = float(shown[WHOLE]) if WHOLE in shown.index else None
        omitted = len(found.names) - len(units)
        alt = [
            say(
                "Dot chart of {indicator} by unit in {period}: {n} units, from {low} to {high} per "
                "cent.",
                indicator=self._naming.definite,
                period=when,
                n=language.number(len(units), 0),
                low=language.number(units.min(), 1),
                high=language.number(units.max(), 1),
            )
        ]
        caption = [
            say(
                "{indicator} by unit in {period}, per cent.",
                indicator=self._naming.first,
                period=when,
            )
        ]
        if whole is not None:
            caption.append(say("The line is the whole municipality."))
        if omitted:
            left_out = language.say_n(
                "{n} unit is left out, since its figure is hidden or missing.",
                "{n} units are left out, since their figures are hidden or missing.",
                omitted,
            )
            caption.append(left_out)
            alt.append(left_out)
        whole_label = say("The whole municipality").plain
        return self._figure(
            "units-chart",
            lambda size: draw_units(units, whole, whole_label, self._axis(), language, size),
            sentences(alt),
            sentences(caption),
            self._source_note(None),
            table,
        )
