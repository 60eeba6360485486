"""The findings on a policy in words."""

from collections.abc import Sequence
from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.replies import ReplyWords
from analysis.model.definitions import Target

Worded = tuple[Phrase, list[Phrase]]


class PolicyWords(ReplyWords):
    """Who judged, what the goals can be checked by, what the claims rest on, who disagrees."""

    def own_verdicts(self, values: dict[str, Any]) -> Worded:
        language = self._language
        if not sum(values["counts"].values()):
            return self._no_own_verdict(values)
        n, n_judged = values["n_measures"], values["n_judged"]
        names = {"n": language.number(n, 0), "counts": self.counts(values["counts"])}
        if n == n_judged == 1:
            statement = self._say("The municipality has judged its own measure: {counts}.", **names)
        elif n_judged == n:
            statement = self._say(
                "The municipality has judged its own {n} measures: {counts}.", **names
            )
        else:
            statement = self._say(
                "The municipality has judged {judged} of its own {n} measures: {counts}.",
                judged=language.number(n_judged, 0),
                **names,
            )
        if not values["n_others"]:
            if values["replied"]:
                return statement, [self._say("No other party has given a verdict.")]
            return statement, [self._say("No verdict by anybody else stands in the document.")]
        others = self._language.say_n(
            "One verdict by somebody else is shown beside them.",
            "{n} verdicts by others are shown beside them.",
            values["n_others"],
        )
        return statement, [others]

    def _no_own_verdict(self, values: dict[str, Any]) -> Worded:
        if not values["n_others"]:
            return self._say("No verdict had been given by then."), []
        others = self._say(
            "Measures with a verdict by others: {judged} of {n}.",
            judged=self._language.number(values["n_judged_by_others"], 0),
            n=self._language.number(values["n_measures"], 0),
        )
        return self._say("The municipality had given no verdict of its own by then."), [others]

    def goals(self, values: dict[str, Any]) -> Worded:
        """What can be checked: the programme's targets, or else the goals of its measures."""
        number = self._language.number
        if values["targets"]:
            return self._targets(values["targets"]), self._of_measures(values)
        names = {
            "n": number(values["n_measures"], 0),
            "checkable": number(values["checkable"], 0),
            **{part: number(count, 0) for part, count in values["parts"].items()},
        }
        if values["checkable"] == 0 and values["n_measures"] == 1:
            statement = self._say(
                "As the source gives it, the one goal cannot be checked: it does not state an "
                "indicator, a starting value, a target and a date."
            )
        elif values["checkable"] == 0:
            statement = self._say(
                "As the source gives them, none of the {n} goals can be checked: none states an "
                "indicator, a starting value, a target and a date.",
                **names,
            )
        else:
            statement = self._say(
                "{checkable} of the {n} goals can be checked: they state an indicator, a "
                "starting value, a target and a date.",
                **names,
            )
        parts = self._say(
            "Of the {n} goals {indicator} states an indicator, {baseline} a starting value, "
            "{target} a target, {due} a date and {owner} who answers for it.",
            **names,
        )
        return statement, [parts, *self._continuous(values)]

    def _continuous(self, values: dict[str, Any]) -> list[Phrase]:
        if not values["continuous"]:
            return []
        goes_on = self._language.say_n(
            "As a date counts, for {n} of them, that the measure is continuous.",
            "As a date counts, for {n} of them, that the measures are continuous.",
            values["continuous"],
        )
        return [goes_on]

    def _targets(self, targets: Sequence[Target]) -> Phrase:
        """How many targets there are, by when, and on what."""
        language, programme = self._language, self._programme
        periods = sorted({target.period for target in targets})
        indicators = [
            self._say("“{indicator}”", indicator=programme.indicator(name).title)
            for name in dict.fromkeys(target.indicator for target in targets)
        ]
        return language.say_n(
            "The programme has one target with a number, for {periods}. It is about {indicators}.",
            "The programme has {n} targets with a number, for {periods}. They are about "
            "{indicators}.",
            len(targets),
            periods=language.listed(map(language.period, periods)),
            indicators=language.listed(indicators),
        )

    def _of_measures(self, values: dict[str, Any]) -> list[Phrase]:
        """What the measures state beside the programme's targets."""
        parts, n = values["parts"], values["n_measures"]
        names = {part: self._language.number(count, 0) for part, count in parts.items()}
        if any(parts[part] for part in ("indicator", "baseline", "target")):
            own = self._say(
                "Measures that state an indicator: {indicator} of {n}; a starting value: "
                "{baseline}; a target: {target}; all of these and a date: {checkable}.",
                n=self._language.number(n, 0),
                checkable=self._language.number(values["checkable"], 0),
                **names,
            )
        else:
            own = self._language.say_n(
                "The one measure has no indicator, starting value or target of its own.",
                "None of the {n} measures has an indicator, a starting value or a target of its "
                "own.",
                n,
            )
        told = {
            "due": self._say("Measures with a date: {due} of {n}.", n=str(n), **names),
            "owner": self._say(
                "Measures with somebody who answers for them: {owner} of {n}.", n=str(n), **names
            ),
        }
        stated = [words for part, words in told.items() if parts[part]]
        if parts["due"]:
            stated[1:1] = self._continuous(values)
        return [own, sentences(stated)] if stated else [own]

    def support(self, values: dict[str, Any]) -> Worded:
        names = {key: self._language.number(count, 0) for key, count in values.items()}
        statement = self._say(
            "Of {n_claims} statements on what came of the measures, {figure} hold a figure.",
            **names,
        )
        rest = self._say(
            "{lost} hold a figure that is lost or unreadable in the source, {none} none. A single "
            "figure shows a level, not a change.",
            **names,
        )
        return statement, [rest]

    def disagreement(self, values: dict[str, Any]) -> Worded:
        statement = self._language.say_n(
            "In one place the document itself goes against a verdict.",
            "In {n} places the document itself goes against a verdict.",
            len(values["remarks"]),
        )
        voices = self._language.listed(
            self._say(
                "{party} on “{measure}”",
                party=self._programme.party(remark.party).title,
                measure=self.label(remark.measure),
            )
            for remark in values["remarks"]
        )
        return statement, [voices + "."]

    def no_test(self, values: dict[str, Any]) -> Worded:
        statement = self._say("Whether the policy worked cannot be said from these verdicts.")
        if values["has_series"]:
            return statement, [self._say("The programme’s figures have a report of their own.")]
        needed = self._say(
            "That would take figures from before and after, from this municipality and from "
            "others to compare with. The source has none."
        )
        return statement, [needed]
