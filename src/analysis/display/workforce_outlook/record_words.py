"""How earlier projections fared, in words; and the names that all sentences use."""

from typing import Any

from analysis.display.languages import Language, Phrase, phrase
from analysis.display.wording import Words
from analysis.evaluation.workforce_outlook import EVERYBODY, Record
from analysis.model.definitions import Programme
from analysis.model.definitions.outlooks import WorkforceOutlook

Worded = tuple[Phrase, list[Phrase]]


class RecordWords(Words):
    """What was registered beside what had been projected."""

    def __init__(
        self, programme: Programme, language: Language, outlook: WorkforceOutlook, place: str
    ):
        super().__init__(programme, language)
        self._outlook = outlook
        self.place = place

    def service(self, identifier: str) -> Phrase:
        """Return the name of a service group."""
        return self._language.text(self._outlook.group(identifier).title)

    def whose(self, municipality: str | None) -> Phrase:
        """Return whose projection it is: the municipality's name, or the whole country."""
        return phrase(self.place) if municipality else self._say("the whole country")

    def ages(self, label: str) -> Phrase:
        """Return a label of ages in words: "6–15 years"."""
        if label == EVERYBODY:
            return self._say("all ages")
        first, dash, last = label.partition("-")
        if not dash:
            return self._say("{age} years", age=first).unbroken
        if not last:
            return self._say("{first} years and over", first=first).unbroken
        return self._say("{first}–{last} years", first=first, last=last).unbroken

    def around(self, values: dict[str, Any]) -> Worded:
        whole, record = values["whole"], values["record"]
        number = self._language.number
        names = {
            "year": str(whole["year"]),
            "persons": number(whole["persons"], 0),
            "base": str(record.projection.base_year),
            "before_year": str(whole["before_year"]),
            "before": number(whole["before"], 0),
            "after_year": str(whole["after_year"]),
            "after": number(whole["after"], 0),
            "place": self.whose(record.projection.municipality),
        }
        return self._placed(whole["place"], names), self._shares(record)

    def _placed(self, place: str, names: dict[str, Any]) -> Phrase:
        messages = {
            "above": self._say(
                "How an earlier projection fared: in {year} {place} had {persons} inhabitants. "
                "That is more than the main alternative of {base} had for {before_year} "
                "({before}), and more than it had for {after_year} ({after}).",
                **names,
            ),
            "below": self._say(
                "How an earlier projection fared: in {year} {place} had {persons} inhabitants. "
                "That is fewer than the main alternative of {base} had for {before_year} "
                "({before}), and fewer than it had for {after_year} ({after}).",
                **names,
            ),
            "between": self._say(
                "How an earlier projection fared: in {year} {place} had {persons} inhabitants. "
                "That lies between what the main alternative of {base} had for {before_year} "
                "({before}) and {after_year} ({after}).",
                **names,
            ),
        }
        return messages[place]

    def _shares(self, record: Record) -> list[Phrase]:
        if record.shares.empty:
            return []
        last = record.shares[record.shares["year"].eq(record.shares["year"].max())]
        number = self._language.number
        return [
            self._say(
                "In {year} the largest difference in {n} age groups’ shares of the population was "
                "{points} percentage points. Had the shares stayed as in {base}, it would have "
                "been {unchanged}.",
                year=str(last["year"].iloc[0]),
                n=number(len(last), 0),
                points=number(last["points"].abs().max(), 2),
                base=str(record.projection.base_year),
                unchanged=number(last["no_change"].abs().max(), 2),
            )
        ]

    def errors(self, values: dict[str, Any]) -> Worded:
        record: Record = values["record"]
        last = record.errors[record.errors["year"].eq(record.errors["year"].max())]
        worst = last.loc[last["estimate"].abs().idxmax()]
        names = {
            "base": str(record.projection.base_year),
            "year": str(worst["year"]),
            "service": self.service(worst["group"]),
            "error": self._language.number(abs(worst["estimate"]), 1),
        }
        if worst["estimate"] > 0:
            statement = self._say(
                "An earlier projection missed: for {year} that of {base} was {error} per cent too "
                "high for the ages of {service}.",
                **names,
            )
        else:
            statement = self._say(
                "An earlier projection missed: for {year} that of {base} was {error} per cent too "
                "low for the ages of {service}.",
                **names,
            )
        return statement, [self._say("That is the largest of its errors that year.")]

    def no_record(self, _: dict[str, Any]) -> Worded:
        return self._say(
            "How good earlier projections were cannot be said: no later figures are here."
        ), []
