"""The series with its marks, targets, breaks and the start of the programme."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.exploration.base import Base
from analysis.display.exploration.drawing import Aim, Path, draw_series
from analysis.display.exploration.words import ViewWords
from analysis.display.languages import Phrase, phrase, sentences
from analysis.evaluation.exploration import find
from analysis.model.definitions import Target

_PLAIN = frozenset({"reported", "revised"})


class SeriesView(Base):
    """The own values by period."""

    def series(self) -> Blocks:
        """The series as a figure with its data; in words that there is none."""
        if self.seen.series.empty:
            words = ViewWords(self)
            return Blocks(*(words.block(finding) for finding in find(self.seen)))
        data = self._path()
        figure = self._figure(
            self._called("series"),
            lambda size: draw_series(data, self._language, size),
            self._series_alt(data),
            self._series_caption(data),
            self._source("beside"),
            self._series_table(),
        )
        breaks = tuple(
            self._say(
                "The series breaks in {period}: {note}",
                period=self._language.period(item.at),
                note=item.note,
            )
            for item in self.seen.breaks
        )
        return Blocks(figure, *([TextBlock(breaks, listed=True)] if breaks else []))

    def _path(self) -> Path:
        seen, say = self.seen, self._say
        own, table = seen.series, seen.own
        unsure = table["quality"].isin(["doubtful", "approximate"])
        hollow = table[table["value"].notna() & (~table["status"].isin(_PLAIN) | unsure)]
        aims = self._aims()
        drawn = [*own, *seen.beside, *(aim.value for aim in aims)]
        return Path(
            own=own,
            hollow=tuple(hollow["period"]),
            gone=tuple(table.loc[table["value"].isna(), "period"]),
            beside=seen.beside,
            place=self.about.place,
            beside_name=self._beside_name().plain,
            start=seen.start,
            start_label=say("Programme starts").plain,
            aims=aims,
            breaks=tuple(item.at for item in seen.breaks),
            break_label=say("break").plain,
            axis=self._unit.plain,
            base=self._base(drawn),
        )

    def _beside_name(self) -> Phrase:
        return self._language.text(self.about.beside) if self.about.beside else phrase("")

    def _aims(self) -> tuple[Aim, ...]:
        """The targets, each over its own period; the last of each tier carries the name."""
        targets = sorted(self.seen.targets, key=lambda item: item.period)
        last = {item.tier: item for item in targets}
        return tuple(
            Aim(
                item.period.start.year + (item.period.start.month - 1) / 12,
                item.period.end.year + item.period.end.month / 12,
                item.value,
                self._aim_label(item) if last[item.tier] is item else "",
                item.tier == "desired",
            )
            for item in targets
        )

    def _aim_label(self, target: Target) -> str:
        value = self._language.number(target.value, self.seen.indicator.decimals)
        if target.tier == "desired":
            return self._say("Desired {value}", value=value).plain
        return self._say("Good enough {value}", value=value).plain

    def _series_alt(self, data: Path) -> Phrase:
        language, own = self._language, data.own
        parts = [
            self._say(
                "Line chart of {indicator} in {place} by {kind}: {from} in {first}, {to} in "
                "{last}. Lowest {low}, highest {high}.",
                indicator=self.seen.indicator.title,
                place=self.about.place,
                kind=self._kind(),
                first=language.period(own.index[0]),
                last=language.period(own.index[-1]),
                low=self._number(own.min()),
                high=self._number(own.max()),
                **{"from": self._number(own.iloc[0]), "to": self._number(own.iloc[-1])},
            )
        ]
        if self.seen.start is not None:
            start = language.period(self.seen.start)
            parts.append(self._say("The programme starts in {start}.", start=start))
        return sentences(parts)

    def _kind(self) -> Phrase:
        say = self._say
        kinds = {
            "month": say("month"),
            "quarter": say("quarter"),
            "tertial": say("tertial"),
            "half": say("half-year"),
            "day": say("day"),
        }
        return kinds.get(self.seen.by, say("year"))

    def _series_caption(self, data: Path) -> Phrase:
        say = self._say
        parts = [
            say(
                "{indicator} in {place} by {kind}.",
                indicator=self.seen.indicator.title,
                place=self.about.place,
                kind=self._kind(),
            )
        ]
        if data.hollow:
            parts.append(say("Hollow dots: values that are not plainly reported; see the figures."))
        if data.gone:
            parts.append(say("Crosses: no value, or a hidden one."))
        if len(data.beside):
            parts.append(say("Dashed: {place}.", place=self._beside_name()))
        if data.aims:
            parts.append(say("Horizontal lines: targets, the desired ones unbroken."))
        return sentences([*parts, self._axis_note(data.base)])

    def _series_table(self) -> TableBlock:
        say, language, seen = self._say, self._language, self.seen
        columns = [say("Period"), phrase(self.about.place), say("Status")]
        frame = seen.own.set_index("period")[["value", "status", "quality"]]
        if len(seen.beside):
            columns.append(self._beside_name())
            frame = frame.assign(beside=seen.beside)
        rows = []
        for period, row in frame.iterrows():
            status = self._status(str(row["status"]), str(row["quality"]))
            cells = [language.period(period), self._number(row["value"]), status]
            if len(seen.beside):
                cells.append(self._number(row["beside"]))
            rows.append(tuple(cells))
        caption = say("{indicator}, {unit}", indicator=seen.indicator.title, unit=self._unit)
        return self._table("series-data", caption, columns, rows, _own_frame(frame), with_="beside")


def _own_frame(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({"status": str, "quality": str})
