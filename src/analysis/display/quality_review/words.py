"""The findings on a review in words."""

from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.quality_review.point_words import PointWords, Worded
from analysis.evaluation.quality_review import Dialogues, Due
from analysis.model.definitions.reviews import Forecast


class ReviewWords(PointWords):
    """Each finding of a review: on points, and on what surrounds them."""

    def dialogues_unknown(self, values: dict[str, Any]) -> Worded:
        item: Dialogues = values["dialogues"]
        statement = self._say(
            "{title}: how many have been held cannot be said.", title=item.round.title
        )
        if item.counts is not None:
            hidden = self._say("There are counts, but they must be hidden: groups are too small.")
            return statement, [*self._rule(item), hidden]
        needed = sentences(
            [
                self._say("No counts are in the sources."),
                self._say("Where they can be had: {where}", where=item.round.where),
            ]
        )
        return statement, [*self._rule(item), needed]

    def _rule(self, item: Dialogues) -> list[Phrase]:
        due = self._language.period(item.round.due)
        if item.is_due:
            rule = self._say("They were to be held by {due}.", due=due)
        else:
            rule = self._say("They are to be held by {due}.", due=due)
        if item.round.exceptions is None:
            return [rule]
        return [sentences([rule, self._language.text(item.round.exceptions)])]

    def dialogues_counted(self, values: dict[str, Any]) -> Worded:
        item: Dialogues = values["dialogues"]
        counts, number = item.counts, self._language.number
        assert counts is not None
        held, employees = counts.whole("held"), counts.whole("employees")
        statement = self._say(
            "{title}: {held} of {employees} were held by {date}.",
            title=item.round.title,
            held=number(held or 0, 0),
            employees=number(employees or 0, 0),
            date=self._language.period(counts.period),
        )
        details = [*self._rule(item), self._left(item)]
        if counts.unreported:
            details.append(
                self._language.say_n(
                    "{n} unit has not reported; its employees are not counted in.",
                    "{n} units have not reported; their employees are not counted in.",
                    len(counts.unreported),
                )
            )
        return statement, details

    def _left(self, item: Dialogues) -> Phrase:
        """What remains, and whether it is late."""
        say, counts = self._say, item.counts
        assert counts is not None
        left = counts.whole("remaining")
        agreed = counts.whole("excepted") if counts.has_exceptions else None
        if left is None or (counts.has_exceptions and agreed is None):
            return say("How many remain is hidden: the number is too small to be shown.")
        names = {"left": self._language.number(left, 0)}
        if not counts.has_exceptions:
            return say("{left} remain. Agreed exceptions are not counted apart.", **names)
        names["agreed"] = self._language.number(agreed or 0, 0)
        if item.after_due:
            return say(
                "{agreed} have a later date by agreement; {left} were neither held nor put off.",
                **names,
            )
        if item.is_due:
            return say(
                "{agreed} had a later date by agreement, and {left} remained; what came of them by "
                "the date is not reported.",
                **names,
            )
        return say(
            "{agreed} have a later date by agreement; {left} remain, and can still be in time.",
            **names,
        )

    def plan(self, values: dict[str, Any]) -> Worded:
        say, plan, ahead = self._say, values["plan"], values["next"]
        if ahead is None:
            statement = say("{plan}: no dated step is ahead.", plan=plan.title)
        elif ahead.sources_differ:
            statement = say(
                "{plan}: the next step is “{step}”; the sources differ on its date.",
                plan=plan.title,
                step=ahead.step.text,
            )
        else:
            statement = say(
                "{plan}: the next dated step is “{step}”, {dates}.",
                plan=plan.title,
                step=ahead.step.text,
                dates=self._language.period(ahead.periods[0]),
            )
        details = [
            say("Sources differ on “{step}”: {dates}.", step=due.step.text,
                dates=self.dates(due.step.dates))
            for due in values["differing"]
        ]  # fmt: skip
        unreported: tuple[Due, ...] = values["unreported"]
        if unreported:
            steps = self._language.listed(say("“{step}”", step=due.step.text) for due in unreported)
            details.append(
                say("The date has passed, and nothing is reported: {steps}.", steps=steps)
            )
        return statement, details

    def goal_figures(self, values: dict[str, Any]) -> Worded:
        goal = values["goal"]
        figures = self._language.listed(self.printed(item) for item in values["figures"])
        statement = self._say("{goal}: {figures}.", goal=goal.title, figures=figures)
        return statement, [self._language.text(goal.caveat)] if goal.caveat else []

    def goal_statements(self, values: dict[str, Any]) -> Worded:
        goal, text = values["goal"], self._language.text
        said = sentences(text(item.text) for item in goal.statements)
        statement = self._say("{goal}: {statements}", goal=goal.title, statements=said)
        parties = dict.fromkeys(item.party for item in goal.statements)
        by = self._language.listed(text(self._programme.party(party).title) for party in parties)
        details = [self._say("Said by: {parties}. No figures are given.", parties=by)]
        if goal.caveat:
            details.append(text(goal.caveat))
        return statement, [sentences(details)]

    def goal_unknown(self, values: dict[str, Any]) -> Worded:
        goal = values["goal"]
        statement = self._say("{goal}: nothing is reported.", goal=goal.title)
        return statement, [self._language.text(goal.caveat)] if goal.caveat else []

    def project(self, values: dict[str, Any]) -> Worded:
        project, rest = values["project"], values["remaining"]
        parts = [self.printed(item) for item in (project.participants, *project.groups)]
        if project.rest:
            parts.append(self._language.text(project.rest))
        figures = self._language.listed(parts)
        statement = self._say("{project}: {figures}.", project=project.title, figures=figures)
        details = []
        if project.rest and rest is not None:
            details.append(
                self._say(
                    "The number of the others is not printed; the printed numbers leave {n}.",
                    n=self._language.number(rest, 0),
                )
            )
        if project.caveat:
            details.append(self._language.text(project.caveat))
        return statement, [sentences(details)] if details else []

    def forecasts(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "Whether the forecast of the result is good or bad cannot be said: no budget is "
            "printed to hold it against."
        )
        return statement, [self._forecast_list(values["forecasts"])]

    def _forecast_list(self, forecasts: tuple[Forecast, ...]) -> Phrase:
        figures = self._language.listed(self.printed(item.figure) for item in forecasts)
        return self._say("The forecast as printed: {figures}.", figures=figures)

    def forecasts_budgeted(self, values: dict[str, Any]) -> Worded:
        pairs = self._language.listed(
            self._say(
                "{figure} against a budget of {budget}",
                figure=self.printed(item.figure),
                budget=self.amount(item.budget),
            )
            for item in values["forecasts"]
        )
        statement = self._say("The forecast of the result: {pairs}.", pairs=pairs)
        return statement, [self._say("A forecast is no outcome; the annual report has that.")]
