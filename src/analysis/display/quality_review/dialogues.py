"""Dialogues with employees: the rule, and the counts that may be shown."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.quality_review.base import ReviewBase
from analysis.evaluation.quality_review import Dialogues
from analysis.evaluation.quality_review.dialogues import WHOLE, DialogueCounts


class DialoguePages(ReviewBase):
    """Dialogues held, put off and remaining, unit by unit."""

    def dialogues(self) -> Blocks:
        """The rule, its exceptions, and counts by unit as far as they may be shown."""
        blocks: list[Block] = []
        for item in self.evaluation.dialogues:
            blocks.append(TextBlock((self._rule(item),)))
            if item.counts is not None:
                blocks += [self._counts(item, item.counts), self._hidden(item.counts)]
        return Blocks(*blocks)

    def _rule(self, item: Dialogues) -> Phrase:
        rule = self._say(
            "{title}: held by {due} at the latest ({place}).",
            title=item.round.title,
            due=self._language.period(item.round.due),
            place=self._place(item.round.place),
        )
        parts = [rule]
        if item.round.exceptions:
            parts.append(self._language.text(item.round.exceptions))
        if item.counts is None:
            parts.append(self._say("No counts are in the sources."))
            parts.append(self._say("Where they can be had: {where}", where=item.round.where))
        return sentences(parts)

    def _counts(self, item: Dialogues, counts: DialogueCounts) -> TableBlock:
        say, frame = self._say, counts.published
        names = {
            "held": say("Held"),
            "excepted": say("Later by agreement"),
            "remaining": say("Remaining"),
            "employees": say("Employees"),
        }
        rows = [
            (
                say("All units that reported") if unit == WHOLE else phrase(str(unit)),
                *(self._count(value) for value in values),
            )
            for unit, values in zip(frame.index, frame.to_numpy(), strict=True)
        ]
        columns = [say("Unit"), *(names[name] for name in frame.columns)]
        date = self._language.period(counts.period)
        caption = say("{title}, counted {date}", title=item.round.title, date=date)
        numeric = (False, *(True,) * len(frame.columns))
        return self._table(f"dialogues-{item.round.id}", caption, columns, rows, frame, numeric)

    def _count(self, value: float) -> Phrase:
        return self._say("hidden") if pd.isna(value) else phrase(self._language.number(value, 0))

    def _hidden(self, counts: DialogueCounts) -> TextBlock:
        items = []
        if counts.hidden:
            items.append(
                self._say(
                    "Hidden: counts below {n}, and those from which they could be worked out.",
                    n=self._language.number(counts.minimum_n, 0),
                )
            )
        if counts.unreported:
            names = self._language.listed(counts.unreported)
            items.append(self._say("Not reported, and not counted in: {units}.", units=names))
        return (
            TextBlock((sentences(items),))
            if items
            else TextBlock((self._say("No figure had to be hidden."),))
        )
