"""Participants against others: the test, the ways it must hold, who is compared."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.network_programme.first_page import FirstPage
from analysis.evaluation.network_programme import JoinEffect
from analysis.methods.results import Estimate, result_frame


class Effect(FirstPage):
    """What the comparison is made of; without a panel, which figures it would take."""

    def comparison(self) -> Blocks:
        """The test and its checks, or what is missing and where it is found."""
        effect = self.evaluation.effect
        if effect is None:
            return self._needed()
        if not effect.main.computed:
            return Blocks(self._tests(effect), TextBlock((self._who(effect),)))
        blocks = [self._tests(effect), self._event_table("events", effect)]
        if len(effect.effects.panel.cohorts) > 1:
            blocks.append(self._cohorts(effect))
        return Blocks(*blocks, TextBlock((self._who(effect), *self._design()), listed=True))

    def _needed(self) -> Blocks:
        say, language = self._say, self._language
        rows = [
            (
                language.text(item.title),
                language.text(item.definition),
                self._text(item.where),
            )
            for item in self.subject.programme.indicators
        ]
        table = self._table(
            "needed",
            say("Figures a comparison would take"),
            [say("Indicator"), say("What it is"), say("Where it can be had")],
            rows,
            pd.DataFrame([item.model_dump() for item in self.subject.programme.indicators]),
            (False,) * 3,
        )
        steps = (
            say("Figures of every municipality and year, from two years or more before the first "
                "joined to several after the last."),
            say("The whole list of participants, with the year each of them joined."),
            say("With these in place the report compares participants with others by itself."),
        )  # fmt: skip
        return Blocks(table, TextBlock(steps, listed=True))

    def _tests(self, effect: JoinEffect) -> TableBlock:
        say = self._say
        named = [
            (say("The test: from the last year before joining"), effect.main),
            (say("From a year earlier"), effect.earlier[0]),
            (say("From two years earlier"), effect.earlier[1]),
            (say("Against others from the same start level"), effect.level),
            (say("Start level above the others"), effect.gap),
        ]
        rows = [(label, *self._cells(item)) for label, item in named]
        notes = [
            say(
                "The first four must all find a change; the weakest answer counts. The last row "
                "shows how far participants lay above the others before they joined."
            )
        ]
        return self._table(
            "tests",
            say("Participants against others, percentage points"),
            [say("Comparison"), say("Difference"), say("Interval"), say("p")],
            rows,
            result_frame([item for _, item in named]),
            (False, True, True, True),
            notes,
        )

    def _cells(self, item: Estimate) -> tuple[Phrase, Phrase, Phrase]:
        if item.estimate is None:
            return (self._say("not calculable"),) * 3
        estimate = phrase(self._signed(item.estimate))
        if item.low is None or item.high is None or item.p is None:
            return estimate, self._say("not tested"), self._say("not tested")
        interval = phrase(self._language.interval(item.low, item.high, 2, signed=True))
        return estimate, interval, self._p(item.p)

    def _p(self, p: float) -> Phrase:
        number = self._language.number
        if p < 0.0005:
            return self._say("under {number}", number=number(0.001, 3))
        return phrase(number(p, 3))

    def _cohorts(self, effect: JoinEffect) -> TableBlock:
        say, number = self._say, self._language.number
        table = effect.without_each
        rows = [
            (
                phrase(str(int(row.left_out))),
                phrase(number(float(row.n_left_out), 0)),
                phrase("–" if pd.isna(row.estimate) else self._signed(row.estimate)),
            )
            for row in table.itertuples()
        ]
        return self._table(
            "without-each",
            say("The difference without those who joined in one year, percentage points"),
            [say("Left out"), say("Participants"), say("Difference")],
            rows,
            table,
            (False, True, True),
        )

    def _who(self, effect: JoinEffect) -> Phrase:
        number = self._language.number
        say = self._say
        base = say(
            "Compared are {joiners} participants with a known year of joining and {others} "
            "municipalities that had not joined.",
            joiners=number(effect.effects.n_joiners, 0),
            others=number(effect.effects.n_never, 0),
        )
        if not effect.unmatched:
            return base
        left = self._language.say_n(
            "One named participant is left out: it is not certain that it took part, or its year "
            "of joining, number or figures are missing.",
            "{n} named participants are left out: it is not certain that they took part, or their "
            "year of joining, number or figures are missing.",
            len(effect.unmatched),
        )
        return sentences((base, left))

    def _design(self) -> tuple[Phrase, ...]:
        design = self._network.effect
        if design is None or design.others is None:
            return ()
        texts = [design.others.caveat]
        if design.others.design is not None:
            texts.append(design.others.design.text)
        return tuple(self._language.text(text) for text in texts)
