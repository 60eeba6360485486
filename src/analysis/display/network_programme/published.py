"""What has been published of results: who says it, how, and how uncertain it is."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, sentences
from analysis.display.network_programme.base import NetworkBase
from analysis.evaluation.network_programme import Published


class PublishedParts(NetworkBase):
    """Outcomes that others have published."""

    def outcomes(self) -> Blocks:
        """Every published outcome with its figures, who says it and how it was found."""
        say, language = self._say, self._language
        rows = [
            (
                language.text(item.outcome.title),
                self._figures(item),
                self._party(item.outcome.by, item.address),
                self._how(item),
                self._chance(item),
            )
            for item in self.evaluation.outcomes
        ]
        if not rows:
            return Blocks(TextBlock((say("Nothing was published by then."),)))
        columns = [
            say("What is said"),
            say("Figures"),
            say("Who says so"),
            say("How"),
            say("Uncertainty"),
        ]
        frame = pd.DataFrame([self._record(item) for item in self.evaluation.outcomes])
        table: TableBlock = self._table(
            "outcomes",
            say("Published results"),
            columns,
            rows,
            frame,
            (False,) * 5,
            self._notes(),
        )
        return Blocks(table)

    def _notes(self) -> list[Phrase]:
        if not self.evaluation.later:
            return []
        later = self._language.say_n(
            "One statement about a later time than {as_of} is left out.",
            "{n} statements about a later time than {as_of} are left out.",
            self.evaluation.later,
            as_of=self._language.period(self.subject.as_of),
        )
        return [later]

    def _record(self, item: Published) -> dict[str, object]:
        outcome = item.outcome
        numbers = {figure.role: figure.value for figure in item.figures}
        return {"id": outcome.id, "by": outcome.by, "unit": outcome.unit, **numbers}

    def _how(self, item: Published) -> Phrase:
        parts = [self._language.text(item.outcome.how)]
        if item.outcome.remark:
            parts.append(self._language.text(item.outcome.remark))
        return sentences(parts)

    def _chance(self, item: Published) -> Phrase:
        say = self._say
        return {
            "published": say("published"),
            "not_published": say("not published"),
            "not_read": say("not in what could be read"),
        }[item.outcome.uncertainty]

    def _figures(self, item: Published) -> Phrase:
        return self._words.figures(item) or self._say("no figure")
