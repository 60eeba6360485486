"""The verdicts in detail: other views, goals, claims, what is lost."""

import pandas as pd

from analysis.display.blocks import Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.policy.first_page import FirstPage
from analysis.display.wording import target_in_words
from analysis.model.definitions import Claim, Measure


class Detail(FirstPage):
    """What the verdicts rest on."""

    def disagreement(self) -> Blocks:
        """Remarks and verdicts that go against a measure's verdict, each with its voice."""
        say, language = self._say, self._language
        remarks = self.evaluation.remarks
        if not remarks:
            none = TextBlock((say("Nobody is quoted with another view."),))
            return Blocks(*([none] if not self._replied else []), *self._words_table())
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
        return Blocks(table, *self._words_table())

    def goals(self) -> Blocks:
        """Which parts of a checkable goal each measure's goal states."""
        return Blocks(*self._target_table(), self._goal_table("goals"))

    def _target_table(self) -> list[TableBlock]:
        """The targets of the programme itself; nothing where it has none."""
        say, language, programme = self._say, self._language, self.subject.programme
        if not programme.targets:
            return []
        rows = []
        for target in programme.targets:
            indicator = programme.indicator(target.indicator)
            tier, line = target_in_words(target, indicator, language)
            rows.append(
                (language.text(indicator.title), language.period(target.period), tier, line)
            )
        return [
            self._table(
                "targets",
                say("The programme’s targets"),
                [say("Indicator"), say("Period"), say("Tier"), say("Target")],
                rows,
                pd.DataFrame([target.model_dump(mode="json") for target in programme.targets]),
                (False,) * 4,
            )
        ]

    def claims(self) -> Blocks:
        """For each measure what is said to have come of it, on what basis, and what is hard."""
        blocks: list[TableBlock | TextBlock] = []
        for measure in self.subject.programme.measures:
            if measure.claims:
                blocks.append(self._claim_table(measure))
            if measure.challenges:
                blocks.append(self._challenges(measure))
        return Blocks(*(blocks or [TextBlock((self._say("The document says nothing of it."),))]))

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
        if lost.empty:
            return Blocks(TextBlock((say("No figure of the document is lost or doubtful."),)))
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
