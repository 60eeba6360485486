"""The report on what an evaluated party says of its own policy."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.figures import figure_block
from analysis.display.languages import Phrase, phrase
from analysis.display.policy_drawing import Matrix, draw_matrix
from analysis.display.policy_sentences import PolicyWords
from analysis.display.report import Report, Subject
from analysis.evaluation.policy import GOAL_PARTS, PolicyEvaluation, find
from analysis.model.definitions import Claim, Measure, Statement


class PolicyReport(Report):
    """What the template ``policy_evaluation`` shows; ``evaluation`` holds what was counted."""

    def __init__(self, subject: Subject, evaluation: PolicyEvaluation):
        words = PolicyWords(subject.programme, subject.language)
        super().__init__(subject, find(evaluation), words)
        self._label = words.label
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
        say, language, evaluation = self._say, self._language, self.evaluation
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
            say("The goal states").plain,
        )
        counts = language.listed(
            say(
                "{n} “{verdict}”",
                n=language.number(n, 0),
                verdict=programme.level(level).title,
            )
            for level, n in evaluation.counts.items()
        )
        alt = say(
            "Chart with a row for each of {n} measures. Own verdicts: {counts}. {checkable} of "
            "the goals state all that a check needs.",
            n=str(len(verdicts)),
            counts=counts,
            checkable=str(evaluation.checkable),
        )
        caption = say(
            "Each measure’s own verdict, and which parts of a checkable goal the document states. "
            "Filled: stated. Empty: not stated."
        )
        block = figure_block(
            "verdicts",
            lambda size: draw_matrix(data, size),
            alt,
            caption,
            self._source_note(None),
            self._goal_table("verdicts-data"),
            self._data_label(),
            self._invented_mark(),
        )
        return Blocks(block)

    def verdicts(self) -> Blocks:
        """Every verdict as it is printed, on its scale."""
        say, language = self._say, self._language
        rows = [
            (
                language.text(self.subject.programme.measure(row.measure).title),
                say("“{print}”", print=str(row.printed)),
                self._verdict(row.verdict),
                self._party(row.party),
                self._place(row.place),
            )
            for row in self.evaluation.verdicts.itertuples()
        ]
        printed = language.listed(
            say("“{print}” {n}", print=text, n=str(n))
            for text, n in self.evaluation.printed_counts.items()
        )
        notes = [
            say("As printed: {counts}. The source does not say how they differ.", counts=printed)
        ]
        table = self._table(
            "verdicts-table",
            say("Verdicts on the measures"),
            [say("Measure"), say("As printed"), say("On the scale"), say("By"), say("Place")],
            rows,
            self.evaluation.verdicts,
            (False,) * 5,
            notes,
        )
        return Blocks(table)

    # -- the verdicts in detail

    def disagreement(self) -> Blocks:
        """Remarks and verdicts that go against a measure's verdict, each with its voice."""
        say, language = self._say, self._language
        remarks = self.evaluation.remarks
        if not remarks:
            return Blocks(TextBlock((say("Nobody is quoted with another view."),)))
        rows, records = [], []
        for remark in remarks:
            about = self._label(remark.measure)
            if remark.scope:
                about = say("{measure}: {scope}", measure=about, scope=remark.scope)
            verdict = self._verdict(remark.verdict)
            reason = language.text(remark.reason) if remark.reason else phrase("–")
            rows.append(
                (self._party(remark.party), about, verdict, reason, self._place(remark.place))
            )
            records.append(
                {"party": remark.party, "measure": remark.measure, "verdict": remark.verdict}
            )
        table = self._table(
            "disagreement",
            say("Other views in the document"),
            [say("Voice"), say("About"), say("Verdict"), say("What is said"), say("Place")],
            rows,
            pd.DataFrame(records),
            (False,) * 5,
        )
        return Blocks(table)

    def goals(self) -> Blocks:
        """Which parts of a checkable goal each measure's goal states."""
        return Blocks(self._goal_table("goals"))

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
        return self._table(name, caption, columns, rows, goals, (False,) * 6)

    def claims(self) -> Blocks:
        """For each measure what is said to have come of it, on what basis, and what is hard."""
        blocks: list[TableBlock | TextBlock] = []
        for measure in self.subject.programme.measures:
            blocks.append(self._claim_table(measure))
            if measure.challenges:
                blocks.append(self._challenges(measure))
        return Blocks(*blocks)

    def _claim_table(self, measure: Measure) -> TableBlock:
        say = self._say
        rows = [
            (
                self._language.text(claim.text),
                self._support(claim),
                self._place(claim.place),
            )
            for claim in measure.claims
        ]
        frame = self.evaluation.claims[self.evaluation.claims["measure"].eq(measure.id)]
        columns = [say("The municipality says"), say("Rests on"), say("Place")]
        caption = say("{measure}: what is said to have come of it", measure=measure.title)
        return self._table(f"claims-{measure.id}", caption, columns, rows, frame, (False,) * 3)

    def _support(self, claim: Claim) -> Phrase:
        if claim.support == "none" or claim.figure is None:
            return self._say("no figure")
        figure = self.evaluation.figures.loc[claim.figure]
        if claim.support == "lost":
            return self._say("a figure lost in the source")
        return self._say("a figure: {printed}", printed=str(figure["printed"]))

    def _challenges(self, measure: Measure) -> TextBlock:
        say = self._say
        items = tuple(
            say("Still difficult: {challenge}", challenge=challenge.text)
            + f" ({self._place(challenge.place)})"
            for challenge in measure.challenges
        )
        return TextBlock(items, listed=True)

    def lost_figures(self) -> Blocks:
        """The figures that the source has lost or doubts; none of them is filled in."""
        say, figures = self._say, self.evaluation.figures
        lost = figures[figures["status"].ne("reported")]
        written = "en" if self._language.code == "en" else "nb"
        rows = [
            (
                self._language.marked(str(row[f"note_{written}"]), written),
                phrase(str(row["printed"])),
                say("lost") if row["status"] == "missing" else say("doubtful"),
                self._place(int(row["slide"])),
            )
            for _, row in lost.iterrows()
        ]
        table = self._table(
            "lost-figures",
            say("Figures that can no longer be read"),
            [say("What"), say("What stands there"), say("State"), say("Place")],
            rows,
            lost,
            (False,) * 4,
        )
        return Blocks(table)

    # -- around the policy

    def parties(self) -> Blocks:
        """Who took part in the evaluation, beside the evaluated and those quoted against it."""
        voices = {item.party for item in self.subject.programme.assessments}
        items = tuple(
            self._language.text(party.title) + f" ({self._place(party.place)})"
            for party in self.subject.programme.parties
            if party.id not in voices and not party.evaluated
        )
        return Blocks(TextBlock(items, listed=True))

    def criticism(self) -> Blocks:
        """What the document itself finds wrong with the policy."""
        return self._statements(self.subject.programme.criticism)

    def way_forward(self) -> Blocks:
        """What the document says comes next."""
        return self._statements(self.subject.programme.way_forward)

    def _statements(self, statements: tuple[Statement, ...]) -> Blocks:
        items = tuple(
            self._language.text(item.text) + f" ({self._place(item.place)})" for item in statements
        )
        return Blocks(TextBlock(items, listed=True))

    def calendar(self) -> Blocks:
        """The steps of the process ahead, with months where they are printed."""
        say, language = self._say, self._language
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
        if not self.subject.programme.indicators:
            items.append(say("The source has no series of figures, so no change can be seen."))
        items.append(say("A number of things done is not a result for employees or residents."))
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
        return Blocks(TextBlock(items, listed=True))
