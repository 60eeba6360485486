"""What the page of a municipality says itself, in words."""

from collections.abc import Iterable
from typing import Any

from analysis.display.languages import Language, Phrase, phrase
from analysis.display.wording import Wording
from analysis.evaluation.municipality import MINIMUM_PEERS, Beside, Unread, Untested
from analysis.model.definitions import Indicator, Programme
from analysis.model.indicators import RegisteredIndicator, Registry, SourceId
from analysis.model.places import Municipality

Worded = tuple[Phrase, list[Phrase]]


class MunicipalityWords(Wording):
    """What cannot be said of a municipality, and how it stands beside others."""

    def __init__(self, place: Municipality, registry: Registry, language: Language):
        super().__init__(language)
        self._place = place.name
        self._registry = registry

    def no_programme(self, _: dict[str, Any]) -> Worded:
        statement = self._say(
            "What measures in {place} have led to cannot be said: no programme of its own is "
            "described here, and no list of participants names it.",
            place=self._place,
        )
        return statement, []

    def no_report(self, values: dict[str, Any]) -> Worded:
        programme: Programme = values["programme"]
        statement = self._say("What came of the programme cannot be said from what is held here.")
        if not programme.indicators:
            none = self._say("It has no indicator, and no report fits it.")
            return statement, [none]
        return statement, [self._lacking(programme.indicators)]

    def _lacking(self, indicators: Iterable[Indicator]) -> Phrase:
        names = self._language.listed(self._language.text(item.title) for item in indicators)
        return self._say("It would take figures of: {indicators}.", indicators=names)

    def no_test(self, values: dict[str, Any]) -> Worded:
        programme: Programme = values["programme"]
        held: tuple[Untested, ...] = values["untested"]
        statement = self._say(
            "What came of the programme cannot be said: its figures are held here, but no report "
            "tests such figures yet."
        )
        names = self._language.listed(
            self._say(
                "{indicator} (up to {period})",
                indicator=item.indicator.title,
                period=self._language.period(item.last),
            )
            for item in held
        )
        details = [self._say("Figures held: {indicators}.", indicators=names)]
        known = {item.indicator.id for item in held}
        if lacking := [item for item in programme.indicators if item.id not in known]:
            details.append(self._lacking(lacking))
        if any(item.judged for item in held):
            details.append(self._say("What came of its targets stands further down."))
        return statement, details

    def unread(self, values: dict[str, Any]) -> Worded:
        file: Unread = values["file"]
        statement = self._language.say_n(
            "The file {file} could not be read: it has {n} fault.",
            "The file {file} could not be read: it has {n} faults.",
            file.faults,
            file=file.name,
        )
        if file.own:
            rest = self._say("It is about {place}. What it holds is missing.", place=self._place)
        else:
            rest = self._say("Whether it concerns {place} cannot be said.", place=self._place)
        return statement, [rest]

    def no_figures(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "How {place} stands beside other municipalities cannot be said: no figures of it are "
            "held here that others have too.",
            place=self._place,
        )
        if not values["lacks"]:
            return statement, []
        return statement, [
            self._language.say_n(
                "Further down stands {n} indicator that figures could be had for, and where.",
                "Further down stand {n} indicators that figures could be had for, and where.",
                values["lacks"],
            )
        ]

    def alone(self, values: dict[str, Any]) -> Worded:
        item: Beside = values["item"]
        statement = self._say("{indicator}, {period}: {value} in {place}.", **self._names(item))
        details = [*self._doubt(item), self._why_alone(item), *self._later(item)]
        country = [] if item.counted else self._country(item)
        return statement, [*details, *country, *self._more(values)]

    def _why_alone(self, item: Beside) -> Phrase:
        if item.counted:
            return self._say(
                "It is a number that grows with the size of a municipality, so it is not held "
                "beside others."
            )
        return self._say(
            "There are too few others to hold it beside: {n} with a figure of that period, and "
            "{least} are needed.",
            n=self._language.number(item.peers, 0),
            least=self._language.number(MINIMUM_PEERS, 0),
        )

    def _later(self, item: Beside) -> list[Phrase]:
        if item.later is None:
            return []
        return [
            self._say(
                "Others have newer figures, up to {period}. {place} has none that is newer.",
                period=self._language.period(item.later),
                place=self._place,
            )
        ]

    def beside(self, values: dict[str, Any]) -> Worded:
        item: Beside = values["item"]
        statement = self._say(
            "{indicator}, {period}: {value} in {place}. The middle value of {n} other "
            "municipalities was {middle}.",
            **self._names(item),
            n=self._language.number(item.peers, 0),
            middle=self.quantity(item.indicator, item.middle or 0.0),
        )
        who = self._say(
            "The others are those whose figures are held here. They were not chosen for being "
            "alike, and a difference says nothing of its cause."
        )
        half, country = self._half(item), self._country(item)
        details = [*self._doubt(item), *self._later(item), half, *country, who]
        return statement, [*details, *self._more(values)]

    def _half(self, item: Beside) -> Phrase:
        low, high = item.half or (0.0, 0.0)
        names = {"place": self._place, "half": self.interval(item.indicator, low, high)}
        # What is printed decides: a value that reads as the edge is not said to lie beyond it.
        value, least, most = (
            self._language.number(number, item.indicator.decimals)
            for number in (item.value, low, high)
        )
        if item.value < low and value != least:
            return self._say("The middle half of them: {half}. {place} lies below it.", **names)
        if item.value > high and value != most:
            return self._say("The middle half of them: {half}. {place} lies above it.", **names)
        return self._say("The middle half of them: {half}. {place} lies within it.", **names)

    def _country(self, item: Beside) -> list[Phrase]:
        if item.country is not None:
            value = self.quantity(item.indicator, item.country)
            return [self._say("The whole country: {value}.", value=value)]
        return [
            self._say(
                "The country’s figure of that period is not held here. Where to get it: {where}.",
                where=self.where(item.indicator),
            )
        ]

    def _doubt(self, item: Beside) -> list[Phrase]:
        if item.quality == "doubtful":
            return [self._say("Those who collected the figure mark it as doubtful.")]
        if item.quality == "approximate":
            return [self._say("The source gives the figure as an approximate one.")]
        return []

    def _more(self, values: dict[str, Any]) -> list[Phrase]:
        if not values["more"]:
            return []
        return [
            self._language.say_n(
                "{n} more indicator stands in the table below.",
                "{n} more indicators stand in the table below.",
                values["more"],
            )
        ]

    # -- names and numbers

    def _names(self, item: Beside) -> dict[str, Any]:
        return {
            "indicator": item.indicator.title,
            "period": self._language.period(item.period),
            "value": self.quantity(item.indicator, item.value),
            "place": self._place,
        }

    def quantity(self, indicator: RegisteredIndicator, value: float) -> Phrase:
        """Return a value with its unit in words."""
        kind = self._registry.unit(indicator.unit).kind
        return self._language.quantity(value, kind, indicator.decimals)

    def interval(self, indicator: RegisteredIndicator, low: float, high: float) -> Phrase:
        """Return "5,7 til 6,8"."""
        return phrase(self._language.interval(low, high, indicator.decimals))

    def where(self, indicator: RegisteredIndicator) -> Phrase:
        """Return where figures of an indicator are found: "Kolada, N00090"."""
        sources = [item for item in indicator.sources if item.service != "published"]
        if not sources:
            return self._say("the municipality itself")
        return self._language.listed(self._service(item) for item in sources)

    def _service(self, source: SourceId) -> Phrase:
        name = self.service(source.service)
        if not source.id:
            return name
        return self._say("{producer}, {number}", producer=name, number=source.id)

    def service(self, name: str) -> Phrase:
        """Return who has figures, in words."""
        names = {
            "own": self._say("the municipality itself"),
            "kolada": phrase("Kolada"),
            "ssb": self._say("Statistics Norway"),
            "scb": self._say("Statistics Sweden"),
            "ks": phrase("KS"),
        }
        return names[name]
