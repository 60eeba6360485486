"""The report on a strategy for the workforce, put together."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.workforce_outlook.first_page import FirstPage
from analysis.display.workforce_outlook.record import RecordPart
from analysis.display.workforce_outlook.staff import StaffPart


class WorkforceOutlookReport(FirstPage, RecordPart, StaffPart):
    """What the template ``workforce_outlook`` shows; ``evaluation`` holds what was calculated."""

    def results(self) -> Blocks:
        """What the strategy measures itself by and aims at, and what is reported of it."""
        say = self._say
        rows = [*self._own_rows(), *self._aim_rows()]
        if not rows:
            return Blocks(TextBlock((say("The document names nothing to be measured by."),)))
        columns = [say("What"), say("Target"), say("Result"), say("Where it is"), say("Place")]
        caption = say("The strategy’s own yardsticks")
        named = [item.id for item in self.subject.programme.indicators]
        frame = pd.DataFrame({"id": [*named, *(item.id for item in self.outlook.aims)]})
        numeric = (False, True, False, False, False)
        return Blocks(self._table("results", caption, columns, rows, frame, numeric))

    def _own_rows(self) -> list[tuple[Phrase, ...]]:
        say, text = self._say, self._language.text
        return [
            (
                text(item.title),
                say("no target"),
                say("has a source here") if item.source else say("not reported"),
                text(item.where) if item.where else phrase("–"),
                self._place(item.place),
            )
            for item in self.subject.programme.indicators
        ]

    def _aim_rows(self) -> list[tuple[Phrase, ...]]:
        say = self._say
        return [
            (
                say("{value} {what}", value=self._number(aim.value), what=aim.title),
                self._number(aim.value),
                say("not reported"),
                self._language.text(aim.where),
                self._place(aim.place),
            )
            for aim in self.outlook.aims
        ]

    def measures(self) -> Blocks:
        """What was to be done, by the package it stands in."""
        programme, blocks = self.subject.programme, []
        for package in programme.packages:
            rows = [
                (self._language.text(item.title), self._place(item.place))
                for item in programme.measures
                if item.package == package.id
            ]
            frame = pd.DataFrame(
                [{"id": m.id} for m in programme.measures if m.package == package.id]
            )
            columns = [self._say("Measure"), self._say("Place")]
            note = [self._language.text(package.date_note)] if package.date_note else []
            blocks.append(
                self._table(
                    f"measures-{package.id}",
                    self._language.text(package.title),
                    columns,
                    rows,
                    frame,
                    (False, False),
                    note,
                )
            )
        return Blocks(*blocks)

    def limits(self) -> Blocks:
        """What the figures cannot tell."""
        say, items = self._say, []
        if not self.evaluation.is_own:
            items.append(
                say(
                    "National figures say nothing certain of one municipality: people "
                    "move, and a place can grow old faster than the country."
                )
            )
        items += [
            say(
                "How many need a service can change while the population does not: health, "
                "habits, rights and the standard of the service."
            ),
            say(
                "Alternatives of a projection show what follows from other assumptions. They have "
                "no probability."
            ),
            say("That a conclusion was its authors’ own does not make it wrong."),
            say(
                "Without figures from before and after, and from others, nothing can be said of "
                "what the strategy brought about."
            ),
        ]
        return Blocks(TextBlock(tuple(items), listed=True))

    def methods(self) -> Blocks:
        """How everything was calculated."""
        say = self._say
        items: list[Phrase] = [
            say(
                "Demand: employees of the base year, times the persons of the age group then, "
                "divided by those of the base year. Coverage and productivity stay as they were. "
                "Where the staff is not known, each service counts 100 in the base year."
            ),
            say(
                "Age groups are sums of those the source prints, in years it prints. Nothing is "
                "interpolated."
            ),
            say(
                "Earlier projections: the main alternative minus what was registered, in per cent "
                "of what was registered, same year and same ages. The base year is left out."
            ),
        ]
        if self.evaluation.staffing is not None:
            items.append(
                say(
                    "Exits: the rate of each age group in the register, drawn from what the "
                    "register leaves open, simulated year by year; the staff grows older. "
                    "To recruit: needed minus still there."
                )
            )
        blocks: list[Block] = [TextBlock(tuple(items), listed=True)]
        return Blocks(*blocks)
