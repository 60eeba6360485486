"""What stands of the programmes on a municipality's page: targets, units, their reports."""

import pandas as pd

from analysis.display.blocks import Block, Blocks, HeadingBlock, TextBlock
from analysis.display.languages import Phrase, Span, phrase
from analysis.display.municipality.gathered import Gathered
from analysis.display.municipality.tables import Tables
from analysis.display.wording import outcome_in_words, target_in_words
from analysis.methods.targets import Judgement
from analysis.model.definitions import Indicator

REPORT = "report:"
"""What a link to another report begins with; whoever makes a page of it knows where that is."""


class Programmes(Tables):
    """Targets with their outcomes, figures of units, and the reports in full."""

    # -- targets

    def targets(self) -> Blocks:
        """Every target of the programmes, with its outcome as of each programme's date."""
        pairs = [(item, *pair) for item in self.gathered for pair in item.judged]
        if not pairs:
            none = self._say("No programme of {place} that is described here states a target with "
                             "a figure.", place=self.subject.place)  # fmt: skip
            return Blocks(TextBlock((none,)))
        say = self._say
        table = self._table(
            "targets",
            say("Targets and what came of them"),
            [say("Programme"), say("Indicator"), say("Target for"), say("Tier"), say("Target"),
             say("Value"), say("Outcome")],
            [self._target_row(*pair) for pair in pairs],
            pd.DataFrame([_record(*pair) for pair in pairs]),
            (False, False, False, False, False, True, False),
            [say("The outcome is as of the date of each programme.")],
        )  # fmt: skip
        return Blocks(table)

    def _target_row(
        self, item: Gathered, indicator: Indicator, judgement: Judgement
    ) -> tuple[Phrase, ...]:
        language = self._language
        tier, line = target_in_words(judgement.target, indicator, language)
        value = phrase("–")
        if judgement.value is not None:
            value = phrase(language.number(judgement.value, indicator.decimals))
        return (
            language.text(item.programme.title),
            language.text(indicator.title),
            language.period(judgement.target.period),
            tier,
            line,
            value,
            outcome_in_words(judgement, language),
        )

    # -- in the line, and the reports

    def units(self) -> Blocks:
        """Units of the municipality, as far as they may be shown, from the reports that have
        them."""
        blocks: list[Block] = []
        for item in self.gathered:
            for report in item.with_units:
                title = self._language.text(item.programme.title)
                blocks.append(HeadingBlock(f"units-{item.programme.id}", title))
                blocks.extend(report.units())
        if not blocks:
            none = self._say("No figures below the municipality as a whole are held here.")
            blocks.append(TextBlock((none,)))
        return Blocks(*blocks)

    def programmes(self) -> Blocks:
        """The programmes with their dates and reports."""
        say, language = self._say, self._language
        if not self.gathered:
            none = say("No programme of {place} is described here.", place=self.subject.place)
            return Blocks(TextBlock((none,)))
        rows, records = [], []
        for item in self.gathered:
            links = [self._link(item, name) for name in item.reports]
            roles = {
                "own": say("its own"),
                "named": say("one of those that took part"),
                "doubtful": say("perhaps one of those that took part"),
            }
            rows.append(
                (
                    language.text(item.programme.title),
                    roles[item.part],
                    language.period(item.as_of),
                    language.listed(links) if links else say("none fits it"),
                )
            )
            records.append({"programme": item.programme.id, "reports": list(item.reports)})
        table = self._table(
            "programmes",
            say("The programmes and their reports"),
            [say("Programme"), say("Whose"), say("As of"), say("Report in full")],
            rows,
            pd.DataFrame(records),
            (False,) * 4,
        )
        return Blocks(table)

    def _link(self, item: Gathered, name: str) -> Phrase:
        """A report by the command that makes it; a page says instead whether it has been made."""
        subject = item.reports[name].subject
        command = f"tiltak report {name} --programme {item.programme.id}"
        if item.participates:
            command += f" --municipality {self.subject.municipality.number_today}"
        command += f" --as-of {subject.as_of} --language {self._language.code}"
        folder = "/".join((name, *subject.folder))
        return Phrase((Span(command, None, "code", REPORT + folder),))


def _record(item: Gathered, indicator: Indicator, judgement: Judgement) -> dict[str, object]:
    return {
        "programme": item.programme.id,
        "indicator": indicator.id,
        "period": str(judgement.target.period),
        "tier": judgement.target.tier,
        "target": judgement.target.value,
        "value": judgement.value,
        "outcome": judgement.outcome.value,
    }
