"""The findings on an action programme in words."""

from collections.abc import Mapping
from typing import Any

from analysis.display.action_programme.labels import apart
from analysis.display.action_programme.sentences_reported import Counted, ReportedWords, Worded
from analysis.display.languages import Phrase, sentences
from analysis.evaluation.action_programme.statements import SOFT


class ActionWords(ReportedWords):
    """What was reported, what was due, what the wording holds, and what cannot be said."""

    # -- what the programme says

    def not_presented(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "By {date} the programme had not been presented: that was on {presented}.",
            date=self._end,
            presented=self._language.date(values["presented"].end),
        )
        return statement, [self._say("What follows was not known then.")]

    def due(self, values: dict[str, Any]) -> Worded:
        ahead = self._ahead(values)
        if values["reported"]:
            # What had passed stands in the findings on the reports.
            return ahead[0], [sentences(ahead[1:])] if ahead[1:] else []
        if not values["passed"] and not values["passed_years"]:
            statement = self._say("By {date} no last day had passed.", date=self._end)
            return statement, [sentences(ahead)]
        statement = self._say(
            "By {date} the last day had passed for {occasions}.",
            date=self._end,
            occasions=self._occasions(values["passed"], values["passed_years"]),
        )
        rounds = [self._round()] if values["passed_years"] else []
        return statement, [sentences([*rounds, *ahead])]

    def _ahead(self, values: dict[str, Any]) -> list[Phrase]:
        """What falls due next, in one sentence or two."""
        if values["next"] is None:
            return [self._say("No last day lies ahead.")]
        day, found = self._language.date(values["next"]), []
        if values["once"]:
            points = self._language.listed(map(self._labels.point, values["once"]))
            found.append(self._say("The next last day is {day}: {points}.", day=day, points=points))
        if values["yearly"]:
            points = self._language.listed(map(self._labels.number, values["yearly"]))
            found.append(
                self._say(
                    "On {day} a yearly round ends for points {points}.", day=day, points=points
                )
            )
        return found

    def own_claim(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "What {party} says of the programme: {claim}",
            party=self._programme.party(values["by"]).title,
            claim=values["text"],
        )
        return statement, [self._say("The next two statements hold this against the wording.")]

    def times(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "The {n_points} points hold {n} undertakings: {parts}.",
            n_points=self._language.number(values["n_points"], 0),
            n=self._language.number(values["n"], 0),
            parts=self._language.listed(self._kinds(values)),
        )
        return statement, []

    def soonest(self, values: Mapping[str, Any]) -> Phrase:
        """Return how soon after the programme was presented its first last day is."""
        return self._language.say_n(
            "The first last day, {day}, is {days} days after the programme was presented; it is "
            "that of {n} undertaking.",
            "The first last day, {day}, is {days} days after the programme was presented; it is "
            "that of {n} undertakings.",
            values["n_first"],
            day=self._language.date(values["first"]),
            days=self._language.number(values["days"], 0),
        )

    def _kinds(self, values: dict[str, Any]) -> list[Phrase]:
        """How many undertakings have which kind of time, those kinds left out that none has."""
        say_n = self._language.say_n
        worded: dict[str, Counted] = {
            "dated": lambda n: say_n("{n} with a last year", "{n} with a last year", n),
            "yearly": lambda n: say_n("{n} for every year", "{n} for every year", n),
            "mandate": lambda n: say_n(
                "{n} for a mandate whose end is not stated",
                "{n} for a mandate whose end is not stated",
                n,
            ),
            "not_stated": lambda n: say_n(
                "{n} without a time of its own", "{n} without a time of their own", n
            ),
        }
        return [say(values[kind]) for kind, say in worded.items() if values[kind]]

    def checkable(self, values: dict[str, Any]) -> Worded:
        number = self._language.number
        names = {key: number(value, 0) for key, value in values.items()}
        if values["measurable"]:
            statement = self._say(
                "Whether it was done can be seen for {product} of the {n} undertakings; a "
                "quantity, a starting value and a target are stated for {measurable}.",
                **names,
            )
        else:
            statement = self._say(
                "Whether it was done can be seen for {product} of the {n} undertakings. Whether "
                "it helped can be seen for none: none states a starting value and a target.",
                **names,
            )
        reading = self._say("That is our reading of the wording.")
        why = self._why_not(values)
        details = [reading, *why, self._quantities(values), self._owners(values)]
        return statement, [sentences(details)]

    def _quantities(self, values: dict[str, Any]) -> Phrase:
        return self._language.say_n(
            "{n} names a quantity to follow.",
            "{n} name a quantity to follow.",
            values["quantity"],
        )

    def _why_not(self, values: dict[str, Any]) -> list[Phrase]:
        """Why some undertakings cannot be seen to be done."""
        say_n, found = self._language.say_n, []
        if soft := sum(values[kind] for kind in SOFT):
            found.append(
                say_n(
                    "{n} only encourages, considers or inspires, and names nothing that would show "
                    "it to be done.",
                    "{n} only encourage, consider or inspire, and name nothing that would show "
                    "them to be done.",
                    soft,
                )
            )
        if vague := values["binding"] - values["product"]:
            found.append(
                say_n(
                    "{n} is binding but names nothing that can be seen when it is done.",
                    "{n} are binding but name nothing that can be seen when they are done.",
                    vague,
                )
            )
        return found

    def _owners(self, values: dict[str, Any]) -> Phrase:
        if not values["owner"]:
            return self._say("For none does the document say who answers.")
        return self._language.say_n(
            "The document says who answers for {n} undertaking.",
            "The document says who answers for {n} undertakings.",
            values["owner"],
        )

    # -- what came of it

    def levels(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "Figures of what the programme touches on: {listed}.",
            listed=apart(map(self._level, values["levels"])),
        )
        cause = self._say(
            "They show levels. Nothing here says what caused a change, or how much of it is chance."
        )
        return statement, [cause]

    def _level(self, level: dict[str, Any]) -> Phrase:
        indicator = self._programme.indicator(level["indicator"])
        (first, before), (last, after) = level["first"], level["last"]
        names = {
            "title": indicator.title,
            "first": self._language.period(first),
            "before": self._language.quantity(before, indicator.unit, indicator.decimals),
            "last": self._language.period(last),
            "after": self._language.quantity(after, indicator.unit, indicator.decimals),
        }
        if first == last:
            return self._say("{title}: {after} in {last}", **names)
        return self._say("{title}: {before} in {first}, {after} in {last}", **names)

    def no_effect(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "Whether the municipality has become a more attractive employer cannot be said. That "
            "something is done does not mean that it works."
        )
        needed = self._say(
            "That would take figures from before and after, from this municipality and from "
            "others, and a target set beforehand."
        )
        if not values["missing"]:
            return statement, [needed]
        listed = apart(map(self._where, values["missing"]))
        missing = self._say(
            "The municipality’s own figures are missing here: {listed}.", listed=listed
        )
        return statement, [needed, missing]

    def _where(self, name: str) -> Phrase:
        indicator = self._programme.indicator(name)
        if indicator.where is None:
            return self._language.text(indicator.title)
        return self._say("{title} ({where})", title=indicator.title, where=indicator.where)
