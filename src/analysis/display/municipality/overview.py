"""The first figure of a municipality's page."""

import math

import pandas as pd

from analysis.display.blocks import Blocks, HeadingBlock, TableBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.municipality.drawing import Path, draw_path
from analysis.display.municipality.gathered import Gathered
from analysis.display.municipality.programmes import Programmes
from analysis.evaluation.municipality import Beside


class Overview(Programmes):
    """The leading indicator beside others, or the figure of a programme."""

    def overview(self) -> Blocks:
        """The leading indicator beside others; without one, the figure of the first programme."""
        lead = self.evaluation.lead
        if lead is not None and lead.compared and len(self.evaluation.band) > 1:
            return self._path_figure(lead)
        pairs = [(item, report) for item in self.gathered for report in item.reports.values()]
        # Drawing takes longest of all: nothing is drawn that is not shown.
        for item, report in sorted(pairs, key=lambda pair: not pair[1].tested):
            if drawn := report.overview():
                return Blocks(HeadingBlock("figure", self._from(item)), *drawn)
        return Blocks()

    def _from(self, item: Gathered) -> Phrase:
        return self._say(
            "From the report on “{programme}”, as of {period}",
            programme=item.programme.title,
            period=self._language.period(item.as_of),
        )

    def _path_figure(self, lead: Beside) -> Blocks:
        data, say, language = self._path(lead), self._say, self._language
        number, band = self._decimal(lead.indicator), self.evaluation.band
        first, last = lead.path.index[0], lead.path.index[-1]
        names = {
            "indicator": lead.indicator.title,
            "place": self.subject.place,
            "first": language.period(first),
            "last": language.period(last),
            "from": number(lead.path.iloc[0]),
            "to": number(lead.path.iloc[-1]),
            "low": number(band["low"].iloc[-1]),
            "high": number(band["high"].iloc[-1]),
            "middle": number(band["middle"].iloc[-1]),
            "n": language.number(lead.peers, 0),
        }
        alt = say(
            "Line chart of {indicator} from {first} to {last}. {place}: {from} in {first}, {to} in "
            "{last}. In {last} the middle half of {n} other municipalities lay between {low} and "
            "{high}, their middle value was {middle}.",
            **names,
        )
        caption = say(
            "{indicator}. Line: {place}. Band: the middle half of the other municipalities. Broken "
            "line: their middle value.",
            **names,
        )
        if band["country"].notna().any():
            caption = caption + " " + say("Diamonds: the whole country.")
        if lead.doubted:
            periods = language.listed(language.period(period) for period in lead.doubted)
            caption = caption + " " + say("Marked as doubtful: {periods}.", periods=periods)
        caption = caption + " " + say("The axis starts at {base}.", base=str(data.base))
        block = self._figure(
            "beside-others",
            lambda size: draw_path(data, language, size),
            alt,
            caption,
            self._producers(lead.indicator.id),
            self._path_table(lead),
        )
        return Blocks(block)

    def _path(self, lead: Beside) -> Path:
        band = self.evaluation.band
        drawn = [*lead.path, *band["low"], *band["country"].dropna()]
        unit = self.subject.panel.registry.unit(lead.indicator.unit)
        return Path(
            lead.path,
            band,
            self.subject.place,
            self._say("the others").plain,
            self._say("the country").plain,
            self._language.text(unit.title).plain,
            max(0, math.floor(min(drawn)) - 1),
        )

    def _path_table(self, lead: Beside) -> TableBlock:
        say, band = self._say, self.evaluation.band
        number, none = self._decimal(lead.indicator), phrase("–")
        rows = []
        for period, value in lead.path.items():
            cells = [self._language.period(period), phrase(number(value))]
            for name in ("low", "middle", "high", "country"):
                found = band[name].get(period)
                cells.append(none if pd.isna(found) else phrase(number(found)))
            rows.append(tuple(cells))
        return self._table(
            "beside-others-data",
            self._language.text(lead.indicator.title),
            [say("Period"), phrase(self.subject.place), say("Lower quartile of the others"),
             say("Middle value of the others"), say("Upper quartile of the others"),
             say("The country")],
            rows,
            band.assign(own=lead.path),
            (False, *(True,) * 5),
        )  # fmt: skip

    def _producers(self, indicator: str) -> Phrase:
        table = self.subject.panel.table
        used = set(table.loc[table["indicator"].eq(indicator), "source"])
        names = [source.producer for source in self.subject.sources if source.id in used]
        return self._say("Source: {producer}.", producer=self._language.listed(names))
