"""The findings on a strategy for the workforce in words."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.workforce_outlook.record_words import RecordWords
from analysis.evaluation.workforce_outlook import Needs, Staffing
from analysis.model.definitions.outlooks import YearlyAim

Worded = tuple[Phrase, list[Phrase]]


class OutlookWords(RecordWords):
    """What is concluded, what projections say, what nobody can say."""

    def not_begun(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "By {date} the strategy had not begun: it is from {start}.",
            date=self._language.date(values["as_of"].end),
            start=self._language.period(self._programme.start),
        )
        return statement, [self._say("What follows was not known then.")]

    def demand_claimed(self, values: dict[str, Any]) -> Worded:
        claim = values["claim"]
        statement = self._say(
            "About demand the municipality itself concludes: “{printed}”.", printed=claim.printed
        )
        return statement, [self._say("We read it as: {meaning}", meaning=claim.meaning)]

    def demand_projected(self, values: dict[str, Any]) -> Worded:
        needs: Needs = values["needs"]
        base, horizon = needs.projection.base_year, values["horizon"]
        if not values["by_horizon"]:
            return self._say("The projection has no figures for {year}.", year=str(horizon)), []
        statement = self._say(
            "{title}: for every 100 employees in {base}, {place} would need this many in {year} "
            "at the same coverage: {services}.",
            title=needs.projection.title,
            base=str(base),
            place=self.whose(needs.projection.municipality),
            year=str(horizon),
            services=self.services(needs, horizon),
        )
        whose = self._where_from(needs, values["own"])
        lost = [self.lacking(values["lacking"])] if values["lacking"] else []
        return statement, [sentences([*lost, *whose, *self._ages_chosen(), self.range_of(needs)])]

    def lacking(self, services: Sequence[str]) -> Phrase:
        """Return that the need as a whole cannot be said, and which services are lacking."""
        return self._say(
            "The need as a whole cannot be said: there are no figures for {services}.",
            services=self._language.listed(map(self.service, services)),
        )

    def _where_from(self, needs: Needs, own: bool) -> list[Phrase]:
        """Whose figures they are not, and what the authors could not know; nothing of own ones
        that they could."""
        base, start = needs.projection.base_year, self._programme.as_of.year
        names = {"place": self.place, "base": str(base), "start": str(start)}
        known = base <= start
        if own and known:
            return []
        if own:
            return [
                self._say(
                    "It says nothing of the years from {start} to {base}, and those who wrote the "
                    "strategy could not know it.",
                    **names,
                )
            ]
        if known:
            return [self._say("These are national figures, not those of {place}.", **names)]
        return [
            self._say(
                "These are national figures, not those of {place}. They say nothing of the years "
                "from {start} to {base}, and those who wrote the strategy could not know them.",
                **names,
            )
        ]

    def _ages_chosen(self) -> list[Phrase]:
        """The groups whose ages the document does not give."""
        chosen = [item.title for item in self._outlook.groups if item.chosen]
        if not chosen:
            return []
        listed = self._language.listed(self._language.text(title) for title in chosen)
        return [
            self._say(
                "The document has lost the ages of: {services}. Ours are a choice.",
                services=listed,
            )
        ]

    def services(self, needs: Needs, year: int) -> Phrase:
        """Return what each service needs in ``year``, in one line: "Kindergarten 103 and ..."."""
        number, items = self._language.number, []
        for service in needs.base.index:
            row = needs.of(str(service), year)
            if row is None:
                continue
            names = {"service": self.service(str(service)), "n": number(row["estimate"], 0)}
            if needs.fewest > 1:
                ends = self._language.interval(row["low"], row["high"], 0)
                items.append(self._say("{service} {n} ({range})", **names, range=ends))
            else:
                items.append(self._say("{service} {n}", **names))
        return self._language.listed(items)

    def range_of(self, needs: Needs) -> Phrase:
        """Return what stands for uncertainty under a projection, and what it is not."""
        if needs.fewest > 1:
            return self._say(
                "A projection is a calculation, not a certain forecast. The range is that of the "
                "statistics office’s alternatives. Nobody has said how likely they are, so it is "
                "no confidence interval."
            )
        return self._say(
            "A projection is a calculation, not a certain forecast. The source prints one "
            "alternative, so how far it could miss does not show."
        )

    def own_demand(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "Whether demand grows in {place} cannot be said: no population figures by age for "
            "{place} are here.",
            place=self.place,
        )
        return statement, [
            self._say("It takes: {where}.", where=claim.where) for claim in values["claims"]
        ]

    # -- the employer's own staff, and what came of the strategy

    def no_staff(self, values: dict[str, Any]) -> Worded:
        statement = self._say(
            "How many will leave, and how many must be recruited, cannot be said: no figures on "
            "the staff of {place} are here.",
            place=self.place,
        )
        listed = self._language.listed(
            self._language.text(item.title) for item in values["missing"]
        )
        return statement, [self._say("It takes: {figures}.", figures=listed)]

    def to_recruit(self, values: dict[str, Any]) -> Worded:
        staffing, gap, leave = values["staffing"], values["gap"], values["leave"]
        if staffing.need_hidden:
            return self._need_hidden(values)
        if gap is None or leave is None:
            return self._say(
                "How many will leave, and how many must be recruited, cannot be calculated from "
                "the registers that are here."
            ), []
        statement = self._recruited(values)
        if staffing.unserved:
            statement = sentences([self._without(staffing), statement])
        spans = [self._span_of_leavers(leave)]
        if staffing.alternatives > 1:
            spans.append(self._span_of_need(gap))
        told = self._say("It is a calculation, not a certain forecast.")
        return statement, [sentences(spans), told]

    def _recruited(self, values: dict[str, Any]) -> Phrase:
        """How many would have to come; or that more than needed would still be there."""
        staffing, gap, leave = values["staffing"], values["gap"], values["leave"]
        number = self._language.number
        names = {
            "base": str(staffing.year),
            "year": str(gap["year"]),
            "heads": number(staffing.heads, 0),
            "leave": number(leave["estimate"], 0),
        }
        if gap["estimate"] < 0:
            return self._say(
                "A calculation: to keep the coverage of {base}, nobody would have to be recruited "
                "by {year} on this count; {spare} more than needed would still be there. Of the "
                "{heads} in {base}, {leave} are likely to have left.",
                spare=number(-gap["estimate"], 0),
                **names,
            )
        return self._say(
            "A calculation: to keep the coverage of {base}, {gap} employees would have to be "
            "recruited by {year}; of the {heads} in {base}, {leave} are likely to have left.",
            gap=number(gap["estimate"], 0),
            **names,
        )

    def _span_of_leavers(self, leave: pd.Series) -> Phrase:
        number = self._language.number
        return self._say(
            "Between {low} and {high} are likely to have left (the middle {level} per cent of "
            "simulations).",
            level=number(100 * leave["level"], 0),
            low=number(leave["low"], 0),
            high=number(leave["high"], 0),
        )

    def _span_of_need(self, gap: pd.Series) -> Phrase:
        """What follows from the alternatives of the population, where there are several."""
        number, low, high = self._language.number, gap["low"], gap["high"]
        if high < 0:
            return self._say(
                "Over the alternatives of the population {least} to {most} more than needed would "
                "still be there.",
                least=number(-high, 0),
                most=number(-low, 0),
            )
        if low < 0:
            return self._say(
                "Over the alternatives of the population it is between {spare} more than needed "
                "who would still be there, and {most} who would have to be recruited.",
                spare=number(-low, 0),
                most=number(high, 0),
            )
        return self._say(
            "Over the alternatives of the population {least} to {most} would have to be recruited.",
            least=number(low, 0),
            most=number(high, 0),
        )

    def _without(self, staffing: Staffing) -> Phrase:
        """For how many of all employees it is, and which services are lacking."""
        services = self.unserved(staffing)
        if staffing.everybody is None:
            return self._say(
                "This is not for all employees; it cannot be calculated for: {services}.",
                services=services,
            )
        return self._say(
            "This is for {heads} of {everybody} employees; it cannot be calculated for: "
            "{services}.",
            heads=self._language.number(staffing.heads, 0),
            everybody=self._language.number(staffing.everybody, 0),
            services=services,
        )

    def unserved(self, staffing: Staffing) -> Phrase:
        """Return the services that are left out, by their names where they have one."""
        titles = {item.id: self.service(item.id) for item in self._outlook.groups}
        return self._language.listed(titles.get(item, phrase(item)) for item in staffing.unserved)

    def _need_hidden(self, values: dict[str, Any]) -> Worded:
        staffing, leave, number = values["staffing"], values["leave"], self._language.number
        statement = self._say(
            "How many must be recruited is not given: with it the hidden numbers of employees in "
            "small services could be worked out."
        )
        if staffing.unserved:
            statement = sentences([self._without(staffing), statement])
        if leave is None:
            return statement, []
        told = self._say(
            "Of the {heads} in {base}, {leave} are likely to have left by {year} (between {low} "
            "and {high}, the middle {level} per cent of simulations).",
            heads=number(staffing.heads, 0),
            base=str(staffing.year),
            leave=number(leave["estimate"], 0),
            year=str(leave["year"]),
            low=number(leave["low"], 0),
            high=number(leave["high"], 0),
            level=number(100 * leave["level"], 0),
        )
        return statement, [told, self._say("It is a calculation, not a certain forecast.")]

    def _aim(self, aim: YearlyAim) -> Phrase:
        told = self._say(
            "The aim is {value} {what}. Whether it was reached is not reported.",
            value=self._language.number(aim.value, 0),
            what=aim.title,
        )
        return sentences([told, self._say("It takes: {where}.", where=aim.where)])

    def effect(self, values: dict[str, Any]) -> Worded:
        listed = self._language.listed(
            self._language.text(item.title) for item in values["indicators"]
        )
        statement = self._say("Whether the strategy worked cannot be said.")
        aims = [self._aim(aim) for aim in values["aims"]]
        if not values["indicators"]:
            return statement, aims
        measured = [
            self._say(
                "It wants to be measured by: {measures}. None of them has figures here.",
                measures=listed,
            ),
            self._say(
                "It takes their figures from before and after, and from municipalities to compare "
                "with."
            ),
        ]
        return statement, [*aims, sentences(measured)]
