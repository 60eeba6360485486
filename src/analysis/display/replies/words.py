"""The findings on what parties say, in words: whose it is, and never an average."""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.display.languages import Language, Phrase, phrase
from analysis.display.wording import Words
from analysis.model.periods import Period
from analysis.model.replies import WHOLE

Worded = tuple[Phrase, list[Phrase]]


class ReplyWords(Words):
    """Verdicts side by side, how far they are apart, what changed, who is silent."""

    def label(self, measure: str) -> Phrase:
        """Return the short name of a measure, or that it is the programme as a whole."""
        if measure == WHOLE:
            return self._say("the programme as a whole")
        found = self._programme.measure(measure)
        return self._language.text(found.short or found.title)

    def party(self, party: str) -> Phrase:
        """Return the name of a party."""
        return self._language.text(self._programme.party(party).title)

    def day(self, period: Period | None) -> Phrase:
        """Return the day or period of a statement, or that it has none."""
        return self._language.period(period) if period else self._say("undated")

    def verdict(self, step: str | None) -> Phrase:
        """Return a step of the scale in quotation marks, or that a verdict was withdrawn."""
        if step is None:
            return self._say("no verdict any more")
        return self._say("“{verdict}”", verdict=self._programme.level(step).title)

    def _parties(self, parties: Iterable[str]) -> Phrase:
        return self._language.listed(map(self.party, parties))

    def _measures(self, measures: Iterable[str]) -> Phrase:
        return self._language.listed(
            self._say("“{measure}”", measure=self.label(measure)) for measure in measures
        )

    def counts(self, counts: Mapping[str, int]) -> Phrase:
        """Return how often each step was given: 3 “Succeeded” and 0 “Succeeded partly”. That a
        step was never given says nothing where there are fewer verdicts than steps."""
        few = sum(counts.values()) < len(counts)
        return self._language.listed(
            self._say(
                "{n} “{verdict}”",
                n=self._language.number(n, 0),
                verdict=self._programme.level(step).title,
            )
            for step, n in counts.items()
            if n or not few
        )

    def whole(self, values: dict[str, Any]) -> Worded:
        verdicts = values["verdicts"]
        told = self._language.listed(
            self._say(
                "{party} “{verdict}” ({on})",
                party=self.party(party),
                verdict=self._programme.level(verdict).title,
                on=self.day(on),
            )
            for party, verdict, on, _ in verdicts
        )
        if len({verdict for _, verdict, _, _ in verdicts}) > 1:
            statement = self._say("The parties judge the programme as a whole differently: {told}.",
                                  told=told)  # fmt: skip
        else:
            statement = self._say("On the programme as a whole: {told}.", told=told)
        details = [
            self._say("{party}: “{words}”", party=self.party(party), words=words)
            for party, _, _, words in verdicts
            if words
        ]
        if values["without"]:
            details.append(
                self._say(
                    "Has replied, and gives no verdict on the whole: {parties}.",
                    parties=self._parties(values["without"]),
                )
            )
        return statement, details

    def others_verdicts(self, values: dict[str, Any]) -> Worded:
        given = values["counts"]
        statement = self._language.say_n(
            "One party that was not evaluated has given verdicts of its own.",
            "{n} parties that were not evaluated have given verdicts of their own.",
            len(given),
        )
        details = [
            self._language.say_n(
                "{party}, on the one measure: {counts}.",
                "{party}, on {judged} of the {n} measures: {counts}.",
                values["n_measures"],
                party=self.party(party),
                judged=self._language.number(sum(counts.values()), 0),
                counts=self.counts(counts),
            )
            for party, counts in given.items()
        ]
        return statement, details

    def spread(self, values: dict[str, Any]) -> Worded:
        n, differ, far = values["n"], values["differ"], values["far"]
        if not differ:
            statement = self._language.say_n(
                "On the one measure that several parties have judged their verdicts are the same.",
                "On the {n} measures that several parties have judged their verdicts are the same.",
                n,
            )
            return statement, [self._say("Other measures have one verdict or none.")]
        statement = self._language.say_n(
            "On the one measure that several parties have judged they do not agree.",
            "On {differ} of the {n} measures that several parties have judged they do not agree.",
            n,
            differ=self._language.number(len(differ), 0),
        )
        details = [self._say("They differ on {measures}.", measures=self._measures(differ))]
        if far:
            details.append(
                self._say(
                    "Two steps of the scale or more lie between them on {measures}.",
                    measures=self._measures(far),
                )
            )
        details.append(self._say("Verdicts that differ are shown side by side. No average is "
                                 "calculated of them."))  # fmt: skip
        return statement, details

    def no_spread(self, values: dict[str, Any]) -> Worded:
        statement = self._say("Whether the parties agree cannot be said: no measure has been "
                              "judged by more than one of them.")  # fmt: skip
        single = self._language.say_n(
            "{n} measure has one verdict.", "{n} measures have one verdict.", values["n_single"]
        )
        return statement, [single] if values["n_single"] else []

    def changed(self, values: dict[str, Any]) -> Worded:
        changes = values["changes"]
        statement = self._language.say_n(
            "One verdict has been changed since it was given.",
            "{n} verdicts have been changed since they were given.",
            len(changes),
        )
        details = [
            self._say(
                "{party} on “{measure}”: {before} ({before_on}), then {after} ({after_on}).",
                party=self.party(row["party"]),
                measure=self.label(row["measure"]),
                before=self.verdict(row["before"]),
                before_on=self.day(row["before_on"]),
                after=self.verdict(row["after"]),
                after_on=self.day(row["after_on"]),
            )
            for row in changes
        ]
        return statement, details

    def silent(self, values: dict[str, Any]) -> Worded:
        silent, quoted = values["silent"], values["quoted"]
        details = []
        if quoted:
            details.append(
                self._say(
                    "Heard in the document only, and not in a form: {parties}.",
                    parties=self._parties(quoted),
                )
            )
        if not silent:
            statement = self._say("Some parties have not replied to a form.")
            return statement, details
        statement = self._language.say_n(
            "What one party thinks cannot be said, since no reply has come from it: {parties}.",
            "What {n} parties think cannot be said, since no reply has come from them: {parties}.",
            len(silent),
            parties=self._parties(silent),
        )
        details.insert(0, self._say("A party that has not replied is neither for nor against."))
        return statement, details

    def told_apart(self, values: dict[str, Any]) -> Worded:
        measures = values["measures"]
        statement = self._language.say_n(
            "On {n} measure the parties report different states: {measures}.",
            "On {n} measures the parties report different states: {measures}.",
            len(measures),
            measures=self._measures(measures),
        )
        told = [
            self._say(
                "{party} on “{measure}”: {state} ({on}).",
                party=self.party(row["party"]),
                measure=self.label(row["measure"]),
                state=state_in_words(row["state"], self._language),
                on=self.day(row["on"]),
            )
            for row in values["told"]
        ]
        if not values["counted"]:
            return statement, told
        counted = self._say("What is counted above follows the latest report; the others are shown "
                            "beside it.")  # fmt: skip
        return statement, [*told, counted]


def state_in_words(state: str, language: Language) -> Phrase:
    """Return the state that a report gives."""
    say = language.say
    return {
        "done": say("done"),
        "under_way": say("under way"),
        "not_started": say("not started"),
        "abandoned": say("given up"),
    }[state]


def dash() -> Phrase:
    """Return what stands in a cell where nothing was said."""
    return phrase("–")
