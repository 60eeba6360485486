"""What surrounds the evaluation: goals, plans, projects, forecasts, what is missing."""

from urllib.parse import urlsplit

import pandas as pd

from analysis.display.blocks import Block, Blocks, TableBlock, TextBlock
from analysis.display.languages import Phrase, Span, phrase
from analysis.display.quality_review.base import FURTHER_ON, ReviewBase
from analysis.evaluation.quality_review.statements import remaining
from analysis.model.definitions.reviews import ReviewGoal, ReviewPlan, ReviewProject
from analysis.model.periods import Period


class SurroundingPages(ReviewBase):
    """Everything of the review that is neither points nor dates."""

    def surroundings(self) -> Blocks:
        """What is found of goals, projects and forecasts, and all that is printed of them."""
        if not self.evaluation.has_begun:
            return self._nothing()
        found = [self._words.block(item) for item in self._findings if item.key in FURTHER_ON]
        parts = (self.goals(), self.plans(), self.projects(), self.forecasts())
        blocks: list[Block] = [*found, *(block for part in parts for block in part)]
        return Blocks(*blocks) if blocks else self._nothing()

    # -- goals

    def goals(self) -> Blocks:
        """Each goal with its figures and statements; what is approximate stays so."""
        review, say = self.evaluation.review, self._say
        rows = [row for goal in review.goals for row in self._goal_rows(goal)]
        if not rows:
            return Blocks()
        frame = pd.DataFrame(
            [
                {"goal": goal.id, "figures": len(goal.figures), "statements": len(goal.statements)}
                for goal in review.goals
            ]
        )
        columns = [say("Goal"), say("What is known"), say("Kind"), say("Place")]
        table = self._table(
            "goals", say("Goals and what is known of them"), columns, rows, frame, (False,) * 4
        )
        caveats = tuple(
            say("{goal}: {caveat}", goal=goal.title, caveat=goal.caveat)
            for goal in review.goals
            if goal.caveat
        )
        return Blocks(table, *([TextBlock(caveats, listed=True)] if caveats else []))

    def _goal_rows(self, goal: ReviewGoal) -> list[tuple[Phrase, ...]]:
        say, text = self._say, self._language.text
        title, figures = text(goal.title), self.evaluation.figures
        rows: list[tuple[Phrase, ...]] = [
            (
                title,
                self._labels.printed(item),
                say("a figure"),
                self._place(int(figures.loc[item.item, "slide"])),
            )
            for item in goal.figures
        ]
        for item in goal.statements:
            party = self.subject.programme.party(item.party).title
            said = say("a statement ({party})", party=party)
            rows.append((title, text(item.text), said, self._place(item.place)))
        return rows or [(title, say("nothing"), phrase("–"), self._place(goal.place))]

    # -- plans

    def plans(self) -> Blocks:
        """What the plans aim at, and what others publish on them, each with who says it."""
        blocks: list[Block] = []
        for plan in self.evaluation.review.plans:
            if plan.aims:
                aims = self._say("{plan} aims at: {aims}", plan=plan.title, aims=plan.aims)
                blocks.append(TextBlock((aims,)))
            if plan.facts:
                blocks.append(self._facts(plan))
        return Blocks(*blocks)

    def _facts(self, plan: ReviewPlan) -> TableBlock:
        say, facts = self._say, self.evaluation.facts
        rows, differing = [], []
        for fact in plan.facts:
            own = facts[facts["indicator"].eq(fact.listed_as)]
            if own["value"].nunique() > 1:
                differing.append(self._language.text(fact.title))
            for row in own.itertuples():
                value = self._fact_value(str(row.value), str(row.unit))
                when = self._fact_period(str(row.period))
                rows.append(
                    (self._language.text(fact.title), value, when, self._address(str(row.source)))
                )
        notes = []
        if differing:
            names = self._language.listed(differing)
            notes.append(say("The sources differ on: {names}. None is chosen.", names=names))
        columns = [say("What"), say("Value"), say("Period"), say("Where")]
        caption = say("{plan}: what others publish", plan=plan.title)
        return self._table(
            f"facts-{plan.id}", caption, columns, rows, facts, (False, True, False, False), notes
        )

    def _fact_value(self, value: str, unit: str) -> Phrase:
        """A published value; one that is no whole number stands as it is printed."""
        if not value.isdigit():
            return phrase(value)
        number = self._language.number(int(value), 0)
        return self._say("SEK {number}", number=number) if unit == "SEK" else phrase(number)

    def _fact_period(self, text: str) -> Phrase:
        """A period, or two with a stroke between them, in words; any other text as it stands."""
        try:
            ends = [self._language.period(Period.parse(part)) for part in text.split("/")]
        except ValueError:
            return phrase(text)
        if len(ends) == 1:
            return ends[0]
        return self._say("{start} to {end}", start=ends[0], end=ends[-1])

    def _address(self, text: str) -> Phrase:
        """A link that shows whose page it is."""
        host = urlsplit(text).hostname
        return Phrase((Span(host.removeprefix("www."), href=text),)) if host else phrase(text)

    # -- projects and forecasts

    def projects(self) -> Blocks:
        """Participants and what became of them, as far as it is printed."""
        blocks: list[Block] = []
        for project in self.evaluation.review.projects:
            blocks.append(self._project_table(project))
            if project.caveat:
                blocks.append(TextBlock((self._language.text(project.caveat),)))
        return Blocks(*blocks)

    def _project_table(self, project: ReviewProject) -> TableBlock:
        say, place = self._say, self._place(project.place)
        rows = [
            (self._labels.printed(item), say("printed"), place)
            for item in (project.participants, *project.groups)
        ]
        if project.rest:
            rest = remaining(self.evaluation, project)
            basis = say("not printed")
            if rest is not None:
                number = self._language.number(rest, 0)
                basis = say("not printed; the printed numbers leave {n}", n=number)
            rows.append((self._language.text(project.rest), basis, place))
        columns = [say("What is said"), say("The number"), say("Place")]
        frame = pd.DataFrame({"project": [project.id] * len(rows)})
        caption = self._language.text(project.title)
        return self._table(f"project-{project.id}", caption, columns, rows, frame, (False,) * 3)

    def forecasts(self) -> Blocks:
        """The forecasts as printed, with the budget they would be held against."""
        say, forecasts = self._say, self.evaluation.review.forecasts
        if not forecasts:
            return Blocks()
        rows = [
            (
                self._labels.printed(item.figure),
                self._labels.amount(item.budget) if item.budget else say("not printed"),
                self._place(item.place),
            )
            for item in forecasts
        ]
        columns = [say("Forecast"), say("Budget"), say("Place")]
        items = [item.figure.item for item in forecasts]
        frame = self.evaluation.figures.loc[items]
        caption = say("Forecast of the result, as printed")
        return Blocks(self._table("forecasts", caption, columns, rows, frame, (False,) * 3))

    # -- what is missing

    def missing(self) -> Blocks:
        """What the sources do not give, and where it can be had."""
        missing = self.evaluation.review.missing
        if not missing:
            return self._nothing()
        text = self._language.text
        rows = [(text(item.what), text(item.where)) for item in missing]
        columns = [self._say("Missing"), self._say("Where it can be had")]
        frame = pd.DataFrame({"missing": [item.what.best("en")[0] for item in missing]})
        caption = self._say("What is missing, and where it can be had")
        return Blocks(self._table("missing", caption, columns, rows, frame, (False, False)))
