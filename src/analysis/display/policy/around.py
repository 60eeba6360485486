"""Around the policy: parties, criticism, what comes next, limits and methods."""

import pandas as pd

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import phrase
from analysis.display.policy.first_page import FirstPage
from analysis.model.definitions import Statement


class Around(FirstPage):
    """What else the document says, and what it cannot bear."""

    def parties(self) -> Blocks:
        """Who took part in the evaluation, beside the evaluated and those quoted against it."""
        voices = {item.party for item in self.subject.programme.assessments}
        replied = {reply.party for reply in self._replied.replies}
        items = tuple(
            self._language.text(party.title) + f" ({self._place(party.place)})"
            for party in self.subject.programme.parties
            if party.place and party.id not in voices | replied and not party.evaluated
        )
        listed = [TextBlock(items, listed=True)] if items else []
        return Blocks(*listed, *self._who_replied())

    def criticism(self) -> Blocks:
        """What the document itself finds wrong with the policy."""
        return self._statements(self.subject.programme.criticism)

    def way_forward(self) -> Blocks:
        """What the document says comes next."""
        return self._statements(self.subject.programme.way_forward)

    def _statements(self, statements: tuple[Statement, ...]) -> Blocks:
        if not statements:
            return Blocks(TextBlock((self._say("The document says nothing of it."),)))
        items = tuple(
            self._language.text(item.text) + f" ({self._place(item.place)})" for item in statements
        )
        return Blocks(TextBlock(items, listed=True))

    def calendar(self) -> Blocks:
        """The steps of the process ahead, with months where they are printed."""
        say, language = self._say, self._language
        if not self.subject.programme.calendar:
            return Blocks()
        rows, records = [], []
        for step in self.subject.programme.calendar:
            when = phrase(language.month(step.month)) if step.month else say("no month stated")
            when = when + f" {step.year}" if step.year else when
            rows.append((when, language.text(step.text), self._place(step.place)))
            records.append({"month": step.month, "year": step.year})
        notes = []
        if not any(step.year for step in self.subject.programme.calendar):
            notes.append(say("The source prints no year."))
        table = self._table(
            "calendar",
            say("The process ahead"),
            [say("When"), say("Step"), say("Place")],
            rows,
            pd.DataFrame(records),
            (False,) * 3,
            notes,
        )
        return Blocks(table)

    def limits(self) -> Blocks:
        """What the document cannot bear."""
        say = self._say
        items = [say("The verdicts are those of the party that was evaluated.")]
        if self._replied:
            items = [say("Each verdict is that of the party named. Nobody has checked it.")]
        if not self.subject.programme.indicators:
            items.append(say("The source has no series of figures, so no change can be seen."))
        items.append(say("A number of things done is not a result for employees or residents."))
        if not self.subject.programme.targets:
            items.append(say("A goal that cannot be checked may still have been reached."))
        return Blocks(TextBlock(tuple(items), listed=True))

    def methods(self) -> Blocks:
        """How the verdicts and claims were counted."""
        say = self._say
        items = (
            say("Nothing is tested. Verdicts are mapped to a scale beside the print, claims are "
                "counted by what they rest on."),
            say("A goal can be checked when it states an indicator, a starting value, a target "
                "and a date. A part counts only if the document states it; none is guessed."),
            say("Years and values that the source has lost are shown as lost."),
        )  # fmt: skip
        return Blocks(TextBlock((*items, *self._how_replies_count()), listed=True))
