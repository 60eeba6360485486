"""How sick leave was: the level, against the years before and against elsewhere."""

from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.sick_leave.words.base import SickLeaveWordsBase, Worded


class LevelWords(SickLeaveWordsBase):
    """How sick leave was, and what cannot be said of what comes."""

    def no_full_year(self, _: dict[str, Any]) -> Worded:
        statement = self._say(
            "There is no full year of figures since the programme began, so no change can be seen."
        )
        return statement, [self._began()]

    def _began(self) -> Phrase:
        start = self._language.period(self._programme.start)
        return self._say("The programme began in {start}.", start=start)

    def level(self, values: dict[str, Any]) -> Worded:
        names = {
            "year": str(values["year"]),
            "value": self._value(values["value"]),
            "years": self._language.years(*values["years"]),
        }
        statement = {
            "lowest": self._say(
                "In {year} sick leave was {value}, the lowest of the years {years}.", **names
            ),
            "highest": self._say(
                "In {year} sick leave was {value}, the highest of the years {years}.", **names
            ),
            "tied": self._say("In {year} sick leave was {value}.", **names),
            "between": self._say(
                "In {year} sick leave was {value}, neither the lowest nor the highest of the "
                "years {years}.",
                **names,
            ),
        }[values["rank"]]
        details = [self._against_before(values)]
        if values["comparison_change"] is not None:
            details.append(self._elsewhere(values["comparison_change"]))
        return statement, [sentences([*details, *self._basis(values)])]

    def _basis(self, values: dict[str, Any]) -> list[Phrase]:
        """What the figure of the year is, and what else it could be."""
        parts = []
        if values["stated"] is None:
            parts.append(
                self._say(
                    "The figure is the mean of the four quarters; the source gives none for the "
                    "year."
                )
            )
        else:
            stated = self._value(values["stated"])
            parts.append(
                self._say(
                    "The figure is the mean of the four quarters; the source gives {stated} for "
                    "the year.",
                    stated=stated,
                )
            )
        if values["weighted"]:
            parts.append(
                self._say(
                    "Quarters of equal weight do not give what the source states for other years; "
                    "weights of {shares} per cent each that do put the year at {bounds}.",
                    shares=self._shares(),
                    bounds=self._language.interval(values["weighted"][0], values["weighted"][1], 2),
                )
            )
        low, high = (self._language.number(end, self._measured.decimals) for end in values["range"])
        if low != high:
            parts.append(
                self._say("By how the table is read it is {low} to {high}.", low=low, high=high)
            )
        return parts

    def _shares(self) -> str:
        """The usual weights of a quarter in per cent; a year has bounds only where they are set."""
        weights = self._measured.weights
        low, high = weights.usual if weights else (0.25, 0.25)
        return self._language.interval(100 * low, 100 * high, 0)

    def _against_before(self, values: dict[str, Any]) -> Phrase:
        names = {
            "change": self._change(values["change"]),
            "years": self._language.years(*values["before"]),
        }
        if self._is_zero(values["change"]):
            return self._say("That is the same as the mean of {years}.", **names)
        if values["change"] < 0:
            return self._say("That is {change} below the mean of {years}.", **names)
        return self._say("That is {change} above the mean of {years}.", **names)

    def _elsewhere(self, change: float) -> Phrase:
        comparison = self._measured.comparison
        names = {
            "place": comparison.title if comparison else "",
            "change": self._change(change),
        }
        if self._is_zero(change):
            return self._say("In {place} it did not change over the same time.", **names)
        if change < 0:
            return self._say("In {place} it fell by {change} over the same time.", **names)
        return self._say("In {place} it rose by {change} over the same time.", **names)

    def outlook(self, values: dict[str, Any]) -> Worded:
        year = str(values["year"] or self._programme.start.year)
        statement = self._say("How sick leave goes on after {year} cannot be said.", year=year)
        details = [self._say("The report makes no forecast.")]
        if values["ahead"]:
            years = self._language.years(*(period.year for period in values["ahead"]))
            details.append(self._say("The targets for {years} are not yet due.", years=years))
        return statement, [sentences(details)]
