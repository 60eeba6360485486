"""Verdicts of the parties: a figure and a table side by side, and what changed."""

from collections.abc import Sequence

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock
from analysis.display.languages import Phrase
from analysis.display.replies.drawing import SideBySide, draw_side_by_side
from analysis.display.replies.words import ReplyWords, dash
from analysis.display.report import Report
from analysis.evaluation.replies import Replied
from analysis.methods.results import Status

ABREAST = 4
"""Parties in one table: more do not fit a page."""


class VerdictTables(Report):
    """The verdicts that stand, each with its party."""

    _replied: Replied
    _reply_words: ReplyWords

    def _verdict_figure(self) -> Blocks:
        """The verdicts of all parties that judge, side by side."""
        say, replied, language = self._say, self._replied, self._language
        programme, judges = self.subject.programme, replied.judges
        order = [level.id for level in programme.scale]
        steps = {
            (voice.measure, voice.party): order.index(voice.verdict) + 1
            for voice in replied.voices
            if voice.verdict
        }
        data = SideBySide(
            tuple(self._reply_words.label(measure).plain for measure in self._measure_ids),
            tuple(self._reply_words.party(party).plain for party in judges),
            tuple(
                tuple(steps.get((measure, party)) for party in judges)
                for measure in self._measure_ids
            ),
            len(order),
            tuple(
                say("{n}: {verdict}", n=str(number), verdict=level.title).plain
                for number, level in enumerate(programme.scale, start=1)
            ),
        )
        each = language.listed(
            say("{party} {n}", party=self._reply_words.party(party),
                n=str(sum(about[1] == party for about in steps)))
            for party in judges
        )  # fmt: skip
        alt = say(
            "Chart with a row for each of {n} measures and a column for each party that has given "
            "verdicts. Number of verdicts: {counts}. The table of verdicts side by side has them "
            "all.",
            n=str(len(self._measure_ids)),
            counts=each,
        )
        caption = say(
            "The verdict of each party on each measure, the best step first. A dash: no verdict."
        )
        block = self._figure(
            "verdicts-side-by-side",
            lambda size: draw_side_by_side(data, size),
            alt,
            caption,
            say(
                "Source: the parties’ replies, and {producer}.",
                producer=programme.document.producer,
            ),
            self._abreast(judges, True, "side-by-side-data"),
            of_words=True,
        )
        return Blocks(block)

    def _side_by_side(self) -> list[Block]:
        """A row a measure, a column a party that judges, and how far apart they are."""
        judges, verdicts = self._replied.judges, self._replied.verdicts
        if not judges or verdicts is None:
            return []
        tables: list[Block] = []
        for first in range(0, len(judges), ABREAST):
            some = judges[first : first + ABREAST]
            is_last = first + ABREAST >= len(judges)
            tables.append(self._abreast(some, is_last, f"side-by-side-{len(tables) + 1}"))
        return tables

    def _abreast(self, parties: Sequence[str], is_last: bool, name: str) -> TableBlock:
        say, replied = self._say, self._replied
        heads = [say("Measure"), *map(self._reply_words.party, parties)]
        apart = dict(zip(self._measure_ids, self._apart_cells(), strict=True))
        rows = [
            (
                self._reply_words.label(measure),
                *(self._verdict_cell(measure, party) for party in parties),
                *([apart[measure]] if is_last else []),
            )
            for measure in self._measure_ids
        ]
        if is_last:
            heads.append(say("Between them"))
        frame = replied.verdicts.matrix[list(parties)] if replied.verdicts else pd.DataFrame()
        return self._table(
            name,
            say("Verdicts side by side"),
            heads,
            rows,
            frame.rename_axis("measure").reset_index(),
            (False,) * len(heads),
            [say("A dash: this party has given no verdict on the measure, which is not the same "
                 "as one in the middle.")] if is_last else [],
        )  # fmt: skip

    @property
    def _measure_ids(self) -> list[str]:
        return [measure.id for measure in self.subject.programme.measures]

    def _verdict_cell(self, measure: str, party: str) -> Phrase:
        voice = self._replied.voice(measure, party)
        if voice is None or voice.verdict is None:
            return dash()
        title = self.subject.programme.level(voice.verdict).title
        return self._say("{verdict} ({on})", verdict=title, on=self._reply_words.day(voice.on))

    def _apart_cells(self) -> list[Phrase]:
        say, spread = self._say, self._replied.spread
        if spread is None:
            return [dash() for _ in self._measure_ids]
        cells = []
        for row in spread.to_dict("records"):
            if row["status"] == Status.MISSING:
                cells.append(say("no verdict"))
            elif row["status"] == Status.TOO_FEW:
                cells.append(say("one verdict only"))
            elif row["estimate"] == 0:
                cells.append(say("the same"))
            else:
                n = int(row["estimate"])
                cells.append(self._language.say_n("{n} step apart", "{n} steps apart", n).strong)
        return cells

    def _changes_table(self) -> list[Block]:
        changes, words, say = self._replied.changes, self._reply_words, self._say
        if changes.empty:
            return []
        rows = [
            (
                words.party(row["party"]),
                words.label(row["measure"]),
                say("{verdict} ({on})", verdict=words.verdict(row["before"]),
                    on=words.day(row["before_on"])),
                say("{verdict} ({on})", verdict=words.verdict(row["after"]),
                    on=words.day(row["after_on"])),
            )
            for row in changes.to_dict("records")
        ]  # fmt: skip
        heads = [say("Party"), say("Measure"), say("Before"), say("After")]
        frame = changes.assign(
            before_on=changes["before_on"].map(str), after_on=changes["after_on"].map(str)
        )
        caption = say("Verdicts that have been changed")
        return [self._table("changed-verdicts", caption, heads, rows, frame, (False,) * 4)]
