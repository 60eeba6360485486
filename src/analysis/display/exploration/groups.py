"""Groups below the whole municipality, as far as they may be shown."""

import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.exploration.base import Base
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.drawings import draw_units
from analysis.evaluation.units import WHOLE, UnitFigures
from analysis.model.periods import Period

SHOWN = 6
"""A table shows the last so many periods."""


class GroupView(Base):
    """Units of the organisation, or other groups, small ones hidden."""

    def groups(self) -> Blocks:
        """The groups with their figures, by name; what must be hidden has its own mark."""
        found, say = self.seen.groups, self._say
        if self.seen.counted:
            return Blocks(TextBlock((say("Counts are not broken down here."),)))
        periods = [] if found is None else [p for p in found.periods if self._chosen(p)][-SHOWN:]
        if found is None or not periods:
            return Blocks(
                TextBlock((say("The source gives no figures for parts of {place} in what is "
                               "chosen.", place=self.about.place),))
            )  # fmt: skip
        table = self._group_table(found, periods)
        text = TextBlock((self._hidden_note(found, periods),))
        shown = found.table("value")[periods[-1]].dropna()
        if len(shown.drop(WHOLE, errors="ignore")) < 2:
            return Blocks(table, text)
        return Blocks(self._group_figure(found, periods[-1], shown, table), text)

    def _chosen(self, period: Period) -> bool:
        return self.seen.selection.holds(period)

    def _hidden_note(self, found: UnitFigures, periods: list[Period]) -> Phrase:
        say = self._say
        hidden = int(found.table("status")[periods].eq("suppressed").sum().sum())
        chance = say(
            "Groups differ by chance and by who is in them; the smaller a group, the more its "
            "figure swings. They stand in order of name, and none is ranked."
        )
        if not hidden:
            return sentences([say("No figure had to be hidden."), chance])
        why = say(
            "Hidden: fewer than {n} persons or an unknown number of them, or a figure from which "
            "theirs could be worked out.",
            n=self._language.number(found.minimum_n, 0),
        )
        return sentences([why, chance])

    def _group_table(self, found: UnitFigures, periods: list[Period]) -> TableBlock:
        say, language = self._say, self._language
        values, status = found.table("value"), found.table("status")
        rows = [
            (
                self._group_name(str(unit)),
                *(self._group_cell(values[p][unit], status[p][unit]) for p in periods),
            )
            for unit in values.index
        ]
        columns = [say("Group"), *(language.period(period) for period in periods)]
        caption = say("{indicator}, {unit}", indicator=self.seen.indicator.title, unit=self._unit)
        frame = found.published[found.published["period"].isin(periods)]
        frame = frame.reset_index(drop=True)
        return self._table("groups-data", caption, columns, rows, frame)

    def _group_cell(self, value: float, status: object) -> Phrase:
        if status == "suppressed":
            return self._say("hidden")
        return phrase("–") if pd.isna(value) else self._number(value)

    def _group_name(self, unit: str) -> Phrase:
        return self._say("The whole municipality") if unit == WHOLE else phrase(unit)

    def _group_figure(
        self, found: UnitFigures, last: Period, shown: pd.Series, table: TableBlock
    ) -> FigureBlock:
        say, language = self._say, self._language
        groups = shown.drop(WHOLE, errors="ignore")
        whole = float(shown[WHOLE]) if WHOLE in shown.index else None
        names = {
            "indicator": self.seen.indicator.title,
            "period": language.period(last),
            "n": language.number(len(groups), 0),
            "low": self._number(groups.min()),
            "high": self._number(groups.max()),
        }
        alt = [say("Dot chart of {indicator} by group in {period}: {n} groups, from {low} to "
                   "{high}.", **names)]  # fmt: skip
        caption = [say("{indicator} by group in {period}.", **names)]
        if whole is not None:
            caption.append(say("The line is the whole municipality."))
        if omitted := len(found.names) - len(groups):
            left_out = language.say_n(
                "{n} group is left out, since its figure is hidden or missing.",
                "{n} groups are left out, since their figures are hidden or missing.",
                omitted,
            )
            caption.append(left_out)
            alt.append(left_out)
        label = say("The whole municipality").plain
        return self._figure(
            self._called("groups"),
            lambda size: draw_units(groups, whole, label, self._unit.plain, language, size),
            sentences(alt),
            sentences(caption),
            self._source(),
            table,
        )
