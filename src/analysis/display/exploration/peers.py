"""The own values among those of peers."""

from analysis.display.blocks import Blocks, FigureBlock, TableBlock
from analysis.display.exploration.base import Base
from analysis.display.exploration.drawing import Spread, draw_spread
from analysis.display.exploration.words import ViewWords
from analysis.display.languages import Phrase, phrase, sentences
from analysis.evaluation.exploration import find


class PeerView(Base):
    """The spread of the peers in each period with enough of them."""

    def peers(self) -> Blocks:
        """The spread as a figure and what it says; in words why there is none."""
        words = ViewWords(self)
        said = [
            words.block(finding)
            for finding in find(self.seen)
            if finding.key in ("beside", "no_peers", "nothing")
        ]
        if self.seen.band.empty:
            return Blocks(*said)
        return Blocks(self._spread_figure(), *said)

    def _spread_figure(self) -> FigureBlock:
        seen, language = self.seen, self._language
        band = seen.band
        own = seen.series[[period in band.index for period in seen.series.index]]
        shown = seen.others[seen.others["period"].isin(list(band.index))]
        base = self._base([*own, *shown["value"]])
        data = Spread(own, shown, band, self.about.place, self._say("the others").plain,
                      self._unit.plain, base)  # fmt: skip
        last = own.index[-1]
        names = {
            "indicator": seen.indicator.title,
            "place": self.about.place,
            "last": language.period(last),
            "value": self._number(own.iloc[-1]),
            "low": self._number(band["low"].iloc[-1]),
            "high": self._number(band["high"].iloc[-1]),
            "middle": self._number(band["middle"].iloc[-1]),
            "n": language.number(int(band["n"].iloc[-1]), 0),
        }
        alt = self._say(
            "Dot chart of {indicator}, a dot for each municipality. In {last} {place} had {value}; "
            "the middle half of {n} others lay between {low} and {high}, their middle value was "
            "{middle}.",
            **names,
        )
        return self._figure(
            self._called("peers"),
            lambda size: draw_spread(data, language, size),
            alt,
            self._spread_caption(base),
            self._source("peers"),
            self._spread_table(),
        )

    def _spread_caption(self, base: float) -> Phrase:
        caption = self._say(
            "{indicator}. Line: {place}. Grey dots: the others, each period by itself. Box: the "
            "middle half of them, with their middle value.",
            indicator=self.seen.indicator.title,
            place=self.about.place,
        )
        return sentences([caption, self._axis_note(base)])

    def _spread_table(self) -> TableBlock:
        """A row a municipality, the own one first; the values that are drawn."""
        seen, say = self.seen, self._say
        periods = list(seen.band.index)
        values = seen.others.pivot(index="municipality", columns="period", values="value")
        values = values.reindex(columns=periods).dropna(how="all")
        names = self.about.names or {}
        named = {number: names.get(str(number), str(number)) for number in values.index}
        order = sorted(values.index, key=lambda number: named[number])
        rows = [
            (phrase(self.about.place).strong, *(self._number(seen.series[p]) for p in periods)),
            *(
                (phrase(named[number]), *(self._number(values[p][number]) for p in periods))
                for number in order
            ),
        ]
        columns = [say("Municipality"), *(self._language.period(period) for period in periods)]
        caption = say("{indicator}, {unit}", indicator=seen.indicator.title, unit=self._unit)
        return self._table("peers-data", caption, columns, rows, seen.others, with_="peers")
