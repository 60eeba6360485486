"""The first page: the findings, the figure, the verdicts."""

from typing import Any

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.policy.drawing import Matrix, draw_matrix
from analysis.display.policy.words import PolicyWords
from analysis.display.replies import ReplyTables
from analysis.display.report import Subject
from analysis.evaluation.policy import GOAL_PARTS, PolicyEvaluation, find


class FirstPage(ReplyTables):
    """What the template ``policy_evaluation`` shows; ``evaluation`` holds what was counted."""

    def __init__(self, subject: Subject, evaluation: PolicyEvaluation):
        words = PolicyWords(subject.programme, subject.language)
        super().__init__(subject, find(evaluation), words)
        self._label = words.label
        self._reply_words = words
        self._replied = evaluation.replied
        self.evaluation = evaluation

    def looks_at(self) -> Phrase:
        programme = self.subject.programme
        years = self._language.years(programme.start.year, self.subject.as_of.year)
        return self._language.say_n(
            "{years}, {n} measure", "{years}, {n} measures", len(programme.measures), years=years
        )

    def _party(self, party: str) -> Phrase:
        return self._language.text(self.subject.programme.party(party).title)

    def _verdict(self, verdict: str | None) -> Phrase:
        if verdict is None:
            return self._say("a remark, no verdict")
        return self._language.text(self.subject.programme.level(verdict).title)

    def _part_names(self) -> dict[str, Phrase]:
        say = self._say
        return {
            "indicator": say("Indicator"),
            "baseline": say("Starting value"),
            "target": say("Target"),
            "due": say("Date"),
            "owner": say("Who answers"),
        }

    # -- the first page

    def overview(self) -> Blocks:
        """The figure that carries the main finding: each verdict, and what it can be checked by."""
        if self._replied and self._replied.judges:
            return self._verdict_figure()
        if self.evaluation.verdicts.empty:
            return Blocks()
        say, evaluation = self._say, self.evaluation
        programme = self.subject.programme
        order = [level.id for level in programme.scale]
        verdicts = evaluation.verdicts
        data = Matrix(
            tuple(self._label(measure).plain for measure in verdicts["measure"]),
            tuple(self._verdict(verdict).plain for verdict in verdicts["verdict"]),
            tuple(min(order.index(verdict), 2) for verdict in verdicts["verdict"]),
            tuple(name.plain for name in self._part_names().values()),
            tuple(
                tuple(bool(evaluation.goals.loc[measure, part]) for part in GOAL_PARTS)
                for measure in verdicts["measure"]
            ),
            say("Own verdict").plain,
            (say("The measure states") if programme.targets else say("The goal states")).plain,
        )
        names = {
            "n": str(len(verdicts)),
            "counts": self._reply_words.counts(evaluation.counts),
            "checkable": str(evaluation.checkable),
        }
        alt = say(
            "Chart with a row for each of {n} measures. Own verdicts: {counts}. {checkable} of "
            "the goals state all that a check needs.",
            **names,
        )
        caption = say(
            "Each measure’s own verdict, and which parts of a checkable goal the document states. "
            "Filled: stated. Empty: not stated."
        )
        if programme.targets:
            alt = say(
                "Chart with a row for each of {n} measures. Own verdicts: {counts}. Measures that "
                "state all that a check needs: {checkable}.",
                **names,
            )
            caption = say(
                "Each measure’s own verdict, and what the measure itself states. Filled: stated. "
                "Empty: not stated."
            )
        block = self._figure(
            "verdicts",
            lambda size: draw_matrix(data, size),
            alt,
            caption,
            self._source_note(None),
            self._goal_table("verdicts-data"),
            of_words=True,
        )
        return Blocks(block)

    def verdicts(self) -> Blocks:
        """Every verdict as it is printed, on its scale."""
        say, language = self._say, self._language
        rows = [
            (
                language.text(self.subject.programme.measure(row.measure).title),
                say("“{print}”", print=str(row.printed)) if row.printed else phrase("–"),
                self._verdict(row.verdict),
                self._party(row.party),
                self._stands(row.place),
            )
            for row in self.evaluation.verdicts.itertuples()
        ]
        printed = language.listed(
            say("“{print}” {n}", print=text, n=str(n))
            for text, n in self.evaluation.printed_counts.items()
        )
        notes = []
        if self.evaluation.printed_counts:
            notes.append(say("As printed: {counts}. The source does not say how they differ.",
                             counts=printed))  # fmt: skip
        if not rows and self._replied:
            return Blocks(*self._told_in_forms())
        table = self._table(
            "verdicts-table",
            self._whose_verdicts(),
            [say("Measure"), say("As printed"), say("On the scale"), say("By"), say("Place")],
            rows,
            self.evaluation.verdicts,
            (False,) * 5,
            notes,
        )
        return Blocks(table, *self._told_in_forms())

    def _whose_verdicts(self) -> Phrase:
        """The title of the table; with forms, whose the verdicts are that stand in it: those of
        the other parties stand in the next one."""
        if not self._replied:
            return self._say("Verdicts on the measures")
        parties = dict.fromkeys(self.evaluation.verdicts["party"])
        return self._say(
            "Own verdicts on the measures, of those who were evaluated: {parties}",
            parties=self._language.listed(map(self._party, parties)),
        )

    def _told_in_forms(self) -> list[Block]:
        """What the parties say in forms, beside each other; nothing where none has replied."""
        if not self._replied:
            return []
        return [*self._side_by_side(), *self._changes_table(), *self._states_table()]

    def _stands(self, place: Any) -> Phrase:
        """Where a verdict stands: the place in the document, or a form."""
        return self._say("in a form") if pd.isna(place) else self._place(int(place))

    def _goal_table(self, name: str) -> TableBlock:
        say, goals = self._say, self.evaluation.goals
        yes, no = say("stated"), say("not stated")
        rows = [
            (
                self._label(str(measure)),
                *(yes.strong if stated else no for stated in parts),
            )
            for measure, parts in zip(goals.index, goals.to_numpy(), strict=True)
        ]
        columns = [say("Goal of"), *self._part_names().values()]
        caption = say("What each goal states of what a check needs")
        if self.subject.programme.targets:
            # The goals are the programme's; a measure may state some of its own.
            columns[0] = say("Measure")
            caption = say("What each measure itself states of what a check needs")
        return self._table(name, caption, columns, rows, goals, (False,) * 6)
