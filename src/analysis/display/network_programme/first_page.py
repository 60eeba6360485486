"""The figure of the first page: what the comparison shows, or what was published."""

import math

import pandas as pd

from analysis.display.blocks import Blocks, FigureBlock, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.network_programme.base import NetworkBase
from analysis.display.network_programme.drawings import (
    EventWords,
    Pair,
    PairWords,
    draw_events,
    draw_pairs,
)
from analysis.evaluation.findings import Grade
from analysis.evaluation.network_programme import JoinEffect, Published


class FirstPage(NetworkBase):
    """The figure that carries the main finding."""

    def overview(self) -> Blocks:
        """Effects by years since joining where they can be tested, else the published pairs."""
        effect = self.evaluation.effect
        if effect is not None and effect.testable:
            return Blocks(self._events(effect))
        return self._published_pairs()

    # -- published figures before and after

    def _pairs(self) -> list[tuple[Published, Pair]]:
        """Participants and others where their means are published, else every pair."""
        say, means = self._say, self.evaluation.means
        if means is not None:
            own = Pair(say("Participants, mean").plain, means.before, means.after)
            others = Pair(say("Others, mean").plain, means.others_before, means.others_after)
            return [(means.published, own), (means.published, others)]
        pairs = []
        for item in self.evaluation.outcomes:
            before, after = item.value("before"), item.value("after")
            if item.outcome.unit == "percent" and before is not None and after is not None:
                title = self._language.text(item.outcome.title).plain
                pairs.append((item, Pair(title, before, after, item.value("goal"))))
        return pairs

    def _published_pairs(self) -> Blocks:
        say, pairs = self._say, self._pairs()
        if not pairs:
            return Blocks(TextBlock((say("No figure from before and after has been published."),)))
        drawn = [pair for _, pair in pairs]
        base = self._pair_base(drawn)
        words = PairWords(
            say("Per cent").plain,
            say("before").plain,
            say("after").plain,
            say("target").plain,
            base,
        )
        listed = self._language.listed(self._heard(pair) for pair in drawn)
        alt = say("Chart of published figures before and after: {pairs}.", pairs=listed)
        caption = sentences(
            (say("Published figures before and after."), self._pair_caution(), self._from(base))
        )
        parties = dict.fromkeys(str(self._party(item.outcome.by)) for item, _ in pairs)
        source = say("Source: {producer}.", producer="; ".join(parties))
        block = self._figure(
            "pairs",
            lambda size: draw_pairs(drawn, words, self._language, size),
            alt,
            caption,
            source,
            self._pair_table(pairs),
        )
        return Blocks(block)

    def _pair_base(self, drawn: list[Pair]) -> int:
        """Where the axis starts: at zero, but for two means that lie close together."""
        if self.evaluation.means is None:
            return 0
        return max(0, math.floor(min(min(pair.before, pair.after) for pair in drawn)) - 1)

    def _pair_caution(self) -> Phrase:
        if self.evaluation.means is None:
            return self._say("Without others to compare with, a fall shows no effect.")
        return self._say("How uncertain the means are is not published.")

    def _from(self, base: int) -> Phrase:
        return self._say("The axis starts at {base}.", base=str(base))

    def _heard(self, pair: Pair) -> Phrase:
        number = self._language.number
        return self._say(
            "{title} from {before} to {after} per cent",
            title=pair.label,
            before=number(pair.before, 1),
            after=number(pair.after, 1),
        )

    def _pair_table(self, pairs: list[tuple[Published, Pair]]) -> TableBlock:
        say, number = self._say, self._language.number
        rows = [
            (
                phrase(pair.label),
                phrase(number(pair.before, 1)),
                phrase(number(pair.after, 1)),
                phrase("–" if pair.goal is None else number(pair.goal, 1)),
                self._party(item.outcome.by),
            )
            for item, pair in pairs
        ]
        return self._table(
            "pairs-data",
            say("Published figures before and after, per cent"),
            [say("What"), say("Before"), say("After"), say("Target"), say("Who says so")],
            rows,
            pd.DataFrame([pair.__dict__ for _, pair in pairs]),
            (False, True, True, True, False),
        )

    # -- effects by years since joining

    def _events(self, effect: JoinEffect) -> FigureBlock:
        say = self._say
        words = EventWords(
            say("Difference to the others, percentage points").plain,
            say("Years since joining").plain,
            say("joined").plain,
        )
        table = effect.by_time
        after = table[table["event_time"] >= 0]
        points = self._language.listed(
            say(
                "year {year}: {value}",
                year=str(int(row.event_time)),
                value=self._language.number(float(row.estimate), 2, signed=True),
            )
            for row in after.itertuples()
            if pd.notna(row.estimate)
        )
        alt = say(
            "Chart of the difference between participants and others by years since joining. "
            "{points}.",
            points=points,
        )
        caption = say(
            "Participants against others by years since joining, with 95 per cent intervals. Open "
            "circles are years before joining: each is the change from the year before it. Above "
            "zero: higher than the others."
        )
        return self._figure(
            "events",
            lambda size: draw_events(table, words, self._language, size),
            alt,
            sentences((caption, *self._no_effect(effect))),
            self._panel_note(),
            self._event_table("events-data", effect),
        )

    def _no_effect(self, effect: JoinEffect) -> tuple[Phrase, ...]:
        if effect.grade is not Grade.NOT_ASSESSABLE:
            return ()
        return (self._say("What of this comes of taking part cannot be said."),)

    def _panel_note(self) -> Phrase:
        design = self._network.effect
        source = design.others.source if design and design.others else ""
        found = next((item for item in self.subject.sources if item.id == source), None)
        producer = found.producer if found else source
        return self._say("Source: {producer}.", producer=producer)

    def _event_table(self, name: str, effect: JoinEffect) -> TableBlock:
        say, language = self._say, self._language
        rows = []
        for row in effect.by_time.itertuples():
            interval = phrase("–")
            if pd.notna(row.low):
                interval = phrase(language.interval(row.low, row.high, 2, signed=True))
            rows.append(
                (
                    phrase(language.number(float(row.event_time), 0, signed=True)),
                    phrase("–" if pd.isna(row.estimate) else self._signed(row.estimate)),
                    interval,
                    phrase(language.number(float(row.n_treated), 0)),
                )
            )
        return self._table(
            name,
            say("Difference to the others by years since joining, percentage points"),
            [say("Years since joining"), say("Difference"), say("Interval"), say("Participants")],
            rows,
            effect.by_time,
            (True,) * 4,
            [
                say(
                    "Before joining, each row is the change from the year before. If they differ "
                    "from zero, both were on different ways already."
                )
            ],
        )

    def _signed(self, value: float) -> str:
        return self._language.number(float(value), 2, signed=True)
