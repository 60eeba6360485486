"""One participant beside the others: its path, its start level, and what others did from there."""

import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.network_programme.drawings import Path, draw_path
from analysis.display.network_programme.effect import Effect
from analysis.evaluation.network_programme import OwnPath


class Beside(Effect):
    """The municipality that the report is of, if it is of one."""

    def own_path(self) -> Blocks:
        """Its path beside the others that never joined; or why there is none."""
        evaluation, say = self.evaluation, self._say
        if evaluation.place is None:
            text = say(
                "The report is of the whole programme. Ask for one of the municipalities to see it "
                "beside the others."
            )
            return Blocks(TextBlock((text,)))
        if evaluation.own is None:
            return Blocks(
                TextBlock(
                    (
                        say(
                            "There are no figures of {place} from before and after joining here, "
                            "or none of others to hold them beside.",
                            place=evaluation.place.name,
                        ),
                    )
                )
            )
        return Blocks(self._figure_of(evaluation.own), self._changes(evaluation.own))

    def _figure_of(self, path: OwnPath) -> FigureBlock:
        say, place = self._say, self.subject.place
        others = path.others.quantile([0.25, 0.5, 0.75]).T
        others.columns = pd.Index(["low", "median", "high"])
        drawn = Path(
            path.values,
            others,
            place,
            say("Others, middle one").plain,
            say("Grey: the middle half of the others").plain,
            self._unit_of_axis().plain,
            say("joined").plain,
            path.joined,
        )
        number = self._language.number
        alt = say(
            "Line chart. {place} joined in {joined}: {before} in {start} and {after} in {end}. "
            "The middle one of the others: {others_before} and {others_after}.",
            place=place,
            joined=str(path.joined),
            before=number(path.values[path.start], 1),
            start=str(path.start),
            after=number(path.values[path.end], 1),
            end=str(path.end),
            others_before=number(others.loc[path.start, "median"], 1),
            others_after=number(others.loc[path.end, "median"], 1),
        )
        caption = say(
            "{place} beside the municipalities that did not join. The axis does not start at 0.",
            place=place,
        )
        return self._figure(
            "own-path",
            lambda size: draw_path(drawn, self._language, size),
            alt,
            caption,
            self._panel_note(),
            self._path_table(path, others),
        )

    def _unit_of_axis(self) -> Phrase:
        effect = self.evaluation.effect
        title = self._language.text(effect.indicator.title) if effect else phrase("")
        return self._say("{indicator}, per cent", indicator=title)

    def _path_table(self, path: OwnPath, others: pd.DataFrame) -> TableBlock:
        say, number = self._say, self._language.number
        rows = []
        for year in others.index:
            found = [path.values.get(year), *(others.loc[year, name] for name in others.columns)]
            cells = (
                say("missing") if pd.isna(value) else phrase(number(float(value), 1))
                for value in found
            )
            rows.append((phrase(str(year)), *cells))
        return self._table(
            "own-path-data",
            say("{place} and the others by year", place=self.subject.place),
            [
                say("Year"),
                phrase(self.subject.place),
                say("Lower quarter"),
                say("Middle one"),
                say("Upper quarter"),
            ],
            rows,
            others.assign(own=path.values),
            (False, True, True, True, True),
        )

    def _changes(self, path: OwnPath) -> TableBlock:
        say = self._say
        named = [
            (say("Its own change"), path.change.own),
            (say("All others, mean"), path.change.peers),
            (say("The others nearest in start level, mean"), path.beside_peers.peers),
        ]
        if not path.expected.extrapolated:
            named += [
                (say("Expected from its start level"), path.expected.expected),
                (say("Its own change less the expected"), path.expected.adjusted),
            ]
        rows, records = [], []
        for label, item in named:
            estimate, interval, _ = self._cells(item)
            if item.low is not None and item.high is not None:
                interval = phrase(self._language.interval(item.low, item.high, 2, signed=True))
            elif item.estimate is not None:
                interval = phrase("–")
            rows.append((label, estimate, interval))
            records.append({"statistic": item.statistic, "estimate": item.estimate})
        caption = say(
            "Change from {start} to {end}, percentage points", start=str(path.start),
            end=str(path.end),
        )  # fmt: skip
        return self._table(
            "own-change",
            caption,
            [say("Whose"), say("Change"), say("Interval")],
            rows,
            pd.DataFrame(records),
            (False, True, True),
            [
                say(
                    "A high start falls back by itself, a low one rises: that is why the own "
                    "change is held against what others did from the same level."
                )
            ],
        )
