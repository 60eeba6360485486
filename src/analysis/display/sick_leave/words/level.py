"""How the indicator was: the level, against the years before and against elsewhere."""

from typing import Any

from analysis.display.languages import Phrase, sentences
from analysis.display.sick_leave.words.base import SickLeaveWordsBase, Worded, left_out


class LevelWords(SickLeaveWordsBase):
    """How the indicator was, and what cannot be said of what comes."""

    def no_figures(self, values: dict[str, Any]) -> Worded:
        as_of = self._language.period(values["as_of"])
        return self._say("There are no figures by the end of {as_of}.", as_of=as_of), []

    def no_full_year(self, values: dict[str, Any]) -> Worded:
        if values["start"].start > values["as_of"].end:
            as_of = self._language.period(values["as_of"])
            return self._say(
                "The programme had not begun by the end of {as_of}, so no change can be seen.",
                as_of=as_of,
            ), []
        statement = self._say(
            "There is no full year of figures since the programme began, so no change can be seen."
        )
        return statement, [self._began()]

    def _began(self) -> Phrase:
        start = self._language.period(self._programme.start)
        return self._say("The programme began in {start}.", start=start)

    def level(self, values: dict[str, Any]) -> Worded:
        names = {
            "indicator": self._indicator,
            "year": str(values["year"]),
            "value": self._value(values["value"]),
            "years": self._language.years(*values.get("years", (values["year"],) * 2)),
        }
        statement = {
            "lowest": self._say(
                "In {year} {indicator} was {value}, the lowest of the years {years}.", **names
            ),
            "highest": self._say(
                "In {year} {indicator} was {value}, the highest of the years {years}.", **names
            ),
            "tied": self._say("In {year} {indicator} was {value}.", **names),
            "between": self._say(
                "In {year} {indicator} was {value}, neither the lowest nor the highest of the "
                "years {years}.",
                **names,
            ),
        }[values["rank"]]
        basis = self._basis(values)
        broken = self._broken(values["broken"])
        if values["kind"] is None:
            return statement, [sentences([*basis, self._no_year_before(values), *broken])]
        against = self._against(values)
        if values["kind"] == "mean" and values["stated"] is not None:
            # What the sentence on the change is about has to be said before it.
            return statement, [sentences([*basis, self._by_means(values), *against, *broken])]
        return statement, [sentences([*against, *basis, *broken])]

    def contradicted(self, values: dict[str, Any]) -> Worded:
        low, high = (self._language.number(end, self._measured.decimals) for end in values["parts"])
        statement = self._say(
            "What {indicator} was in {year} cannot be said: the source states {stated}, and "
            "the mean of its four quarters is {value}.",
            indicator=self._indicator,
            year=str(values["year"]),
            stated=self._value(values["doubtful"]),
            value=self._value(values["value"]),
        )
        detail = self._say(
            "The quarters lie between {low} and {high}, so that one of the figures is wrong. "
            "Figures and tables show the mean of the quarters.",
            low=low,
            high=high,
        )
        return statement, [detail]

    def _no_year_before(self, values: dict[str, Any]) -> Phrase:
        if values["broken"] is not None:
            return self._say(
                "No year before the programme began is counted in the same way, so no change can "
                "be seen."
            )
        return self._say(
            "No year before the programme began has such a figure, so no change can be seen."
        )

    def _by_means(self, values: dict[str, Any]) -> Phrase:
        return self._say(
            "The source does not state a figure for every year, so the years are compared by the "
            "means of their quarters, {year} with {mean}.",
            year=str(values["year"]),
            mean=self._value(values["mean"]),
        )

    def _against(self, values: dict[str, Any]) -> list[Phrase]:
        """The change from the years before, which of them are missing, and how it was elsewhere."""
        parts = [self._against_before(values)]
        if values["missing"]:
            parts.append(left_out(self._language, values["missing"]))
        if values["contradicted"]:
            parts.append(
                self._say(
                    "Left out, since their figures contradict each other: {years}.",
                    years=self._language.listed(str(year) for year in values["contradicted"]),
                )
            )
        if values["comparison_change"] is not None:
            parts.append(self._elsewhere(values["comparison_change"]))
            if values["kind"] == "year":
                parts.append(self._say("There a year is the mean of its four quarters."))
        return parts

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
        elif values["mean"] is None:
            parts.append(self._say("The figure is the one that the source states for the year."))
        else:
            parts.append(
                self._say(
                    "The figure is the one that the source states for the year; the mean of its "
                    "four quarters is {mean}.",
                    mean=self._value(values["mean"]),
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
            return self._say("In {place} the figure did not change over the same time.", **names)
        if change < 0:
            return self._say("In {place} the figure fell by {change} over the same time.", **names)
        return self._say("In {place} the figure rose by {change} over the same time.", **names)

    def outlook(self, values: dict[str, Any]) -> Worded:
        statement = (
            self._say("How {indicator} goes on cannot be said.", indicator=self._indicator)
            if values["year"] is None
            else self._say(
                "How {indicator} goes on after {year} cannot be said.",
                indicator=self._indicator,
                year=str(values["year"]),
            )
        )
        details = [self._say("The report makes no forecast.")]
        if values["ahead"]:
            years = self._language.years(*(period.year for period in values["ahead"]))
            details.append(self._say("The targets for {years} are not yet due.", years=years))
        return statement, [sentences(details)]
