"""The findings on what was reported of an action programme, in words."""

from collections.abc import Callable
from typing import Any

from analysis.display.action_programme.labels import Labels
from analysis.display.languages import Language, Phrase, sentences
from analysis.display.replies import ReplyWords
from analysis.methods.action_plans import Progress
from analysis.model.definitions import Programme
from analysis.model.periods import Period

Worded = tuple[Phrase, list[Phrase]]
Counted = Callable[[int], Phrase]


class ReportedWords(ReplyWords):
    """What those responsible say of their own work, and what nobody has reported."""

    def __init__(self, programme: Programme, as_of: Period, language: Language):
        super().__init__(programme, language)
        self._labels = Labels(programme, language)
        self._end = language.date(as_of.end)

    def label(self, measure: str) -> Phrase:
        """Return the number and the short name of a point."""
        found = self._programme.measure(measure)
        name = self._language.text(found.short or found.title)
        if not found.number:
            return name
        return self._say("{number} {name}", number=found.number, name=name)

    def _undone(self) -> Phrase:
        return self._say("That nothing is reported does not mean that nothing was done.")

    def _occasions(self, once: int, years: int) -> Phrase:
        """Return "9 binding undertakings and 12 binding yearly rounds"."""
        say_n, parts = self._language.say_n, []
        if once:
            parts.append(say_n("{n} binding undertaking", "{n} binding undertakings", once))
        if years:
            parts.append(say_n("{n} binding yearly round", "{n} binding yearly rounds", years))
        return self._language.listed(parts)

    # -- what was reported

    def nothing_reported(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "What has been done cannot be said: nothing has been reported on any of the {n} "
            "points.",
            n=self._language.number(values["n_points"], 0),
        )
        needed = self._say(
            "The document holds no report of status. It takes, for each point: which office "
            "reports, the day of the report, whether it is done, and when it was done."
        )
        if not values["dated"] and not values["years"]:
            return statement, [needed]
        return statement, [sentences([self._undone(), needed])]

    def progress(self, values: dict[str, Any]) -> Worded:
        n = values["n"]
        if n:
            statement = self._language.say_n(
                "By {date} {n} binding undertaking had passed its last day: {parts}.",
                "By {date} {n} binding undertakings had passed their last day: {parts}.",
                n,
                date=self._end,
                parts=self._steps(values["counts"]),
            )
        else:
            statement = self._say(
                "By {date} no binding undertaking had passed its last day, and some reports have "
                "been made.",
                date=self._end,
            )
        details = [
            self._say(
                "Reported by {by}; nobody else has checked it. Done does not mean effective.",
                by=self._language.listed(values["by"]),
            ),
            *self._early_and_stale(values),
        ]
        return statement, [sentences(details)]

    def _early_and_stale(self, values: dict[str, Any]) -> list[Phrase]:
        say_n, found = self._language.say_n, []
        if values["early"]:
            found.append(
                say_n(
                    "{n} more is reported done before its last day.",
                    "{n} more are reported done before their last day.",
                    values["early"],
                )
            )
        if values["given_up"]:
            number = self._language.number(values["given_up"], 0)
            found.append(self._say("Reported given up before their last day: {n}.", n=number))
        if values["stale"]:
            found.append(
                say_n(
                    "{n} that counts as not done was last reported on before its last day: it may "
                    "have been done since.",
                    "{n} that count as not done were last reported on before their last day: they "
                    "may have been done since.",
                    values["stale"],
                )
            )
        return found

    def _steps(self, counts: dict[str, int]) -> Phrase:
        """Return how many stand where, those steps left out where none does."""
        say_n = self._language.say_n
        worded: dict[Progress, Counted] = {
            Progress.DONE_IN_TIME: lambda n: say_n(
                "{n} reported as done in time", "{n} reported as done in time", n
            ),
            Progress.DONE_LATE: lambda n: say_n(
                "{n} reported as done late", "{n} reported as done late", n
            ),
            Progress.OVERDUE: lambda n: say_n(
                "{n} last reported as not done", "{n} last reported as not done", n
            ),
            Progress.ABANDONED: lambda n: say_n(
                "{n} reported as given up", "{n} reported as given up", n
            ),
            Progress.NOT_REPORTED: lambda n: say_n(
                "{n} without a report", "{n} without a report", n
            ),
        }
        return self._language.listed(
            say(counts[step]) for step, say in worded.items() if counts[step]
        )

    def years(self, values: dict[str, Any]) -> Worded:
        statement = self._language.say_n(
            "By {date} {n} binding yearly round had ended: {parts}.",
            "By {date} {n} binding yearly rounds had ended: {parts}.",
            values["n"],
            date=self._end,
            parts=self._steps(values["counts"]),
        )
        return statement, [self._round()]

    def _round(self) -> Phrase:
        return self._say("A yearly round is one year of one yearly undertaking.")

    def unreported(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "Whether the rest was done cannot be said: nothing has been reported on {occasions} "
            "whose last day had passed.",
            occasions=self._occasions(values["dated"], values["years"]),
        )
        return statement, [self._undone()]
