"""Did the programme do it? Tests, rivals, and the readings of the table."""

import numpy as np
import pandas as pd

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import Phrase, phrase, sentences
from analysis.display.sick_leave.base import LEAST_P, SickLeaveBase
from analysis.display.wording import grade_label
from analysis.evaluation.findings import Reason


class Effect(SickLeaveBase):
    """Tests, rivals and readings."""

    def tests(self) -> Blocks:
        """The tests with years as the unit, and how the readings change the one that decides."""
        say, lead = self._say, self._lead
        comparison = self.evaluation.indicator.comparison
        named = [(say("The municipality alone"), lead.own)]
        if lead.compared is not None and comparison:
            named.append(
                (say("The municipality less {place}", place=comparison.title), lead.compared)
            )
        check = lead.graded.check
        if check is not None and check.computed:
            named.append((say("Step beside a straight line through all the years"), check))
        notes = [
            say("Interval: 95 per cent. Smallest: the smallest change the test would have called "
                "significant."),
        ]  # fmt: skip
        table = self._estimate_table(
            "tests",
            say("Change of the years after the start against the years before, percentage points"),
            named,
            notes,
        )
        by_difference = lead.compared is not None
        decides = [
            say("The answer: {grade}.", grade=grade_label(self.evaluation.effect, self._language)),
            say("The difference decides: the test was chosen before it was run.")
            if by_difference
            else say("The municipality’s own series decides: there is nothing to compare with."),
        ]
        if lead.graded.reason is Reason.DRIFT:
            decides.append(
                say("It finds a change, but beside a straight line too little is left of it: a "
                    "drift may have been under way already.")
            )  # fmt: skip
        tested = [
            result.decisive for result in self.evaluation.readings if result.decisive.computed
        ]
        ps = [test.p for test in tested if test.p is not None]
        if len(self.evaluation.readings) > 1 and ps:
            decides.append(self._range_of_p(min(ps), max(ps)))
        if lead.stated:
            decides.append(
                say(
                    "For each year the test takes the mean of its four quarters, also for {years}, "
                    "for which the source states a figure.",
                    years=self._language.years_listed(lead.stated),
                )
            )
        decides.append(self._what_chance())
        return Blocks(table, TextBlock((sentences(decides),)))

    def _what_chance(self) -> Phrase:
        if self._naming.is_sick_leave:
            return self._say(
                "Where all employees are counted, the interval is about chance in who was ill, "
                "not about a sample."
            )
        return self._say(
            "Where everybody is counted, the interval is about chance between years, not about a "
            "sample."
        )

    def _range_of_p(self, low: float, high: float) -> Phrase:
        number = self._language.number
        if low < LEAST_P / 2:
            return self._say(
                "Over the readings of the table its p is at most {high}; the weakest answer "
                "counts.",
                high=number(max(high, LEAST_P), 3),
            )
        return self._say(
            "Over the readings of the table its p lies between {low} and {high}; the weakest "
            "answer counts.",
            low=number(low, 3),
            high=number(high, 3),
        )

    def rivals(self) -> Blocks:
        """Other explanations that the sources support."""
        language = self._language
        items = []
        for rival in self.subject.programme.rivals:
            where = f" ({self._place(rival.place)})" if rival.place else ""
            items.append(language.text(rival.text) + where)
        if not items:
            return Blocks(TextBlock((self._say("The source names none."),)))
        return Blocks(TextBlock(tuple(items), listed=True))

    def readings(self) -> Blocks:
        """What comes out under each way to read the printed table."""
        say, language, evaluation = self._say, self._language, self.evaluation
        if len(evaluation.readings) < 2:
            return Blocks(TextBlock((say("The source can be read in one way only."),)))
        year = evaluation.last_year
        rows, records = [], []
        for result in evaluation.readings:
            assert result.reading is not None, "several readings are always named"
            value = result.values[year].value if year in result.values else np.nan
            test = result.decisive
            rows.append(
                (
                    language.text(result.reading.title),
                    self._number(value, 2),
                    *(
                        (
                            self._number(test.estimate, 2, signed=True),
                            phrase(
                                language.interval(test.low or 0, test.high or 0, 3, signed=True)
                            ),
                            self._p(test.p),
                        )
                        if test.estimate is not None
                        else (say("too few"),) * 3
                    ),
                    grade_label(result.effect, language),
                )
            )
            records.append(
                {"reading": result.reading.id, "value": value, "grade": result.effect.value}
            )
        comparison = evaluation.indicator.comparison
        change = say("Change")
        if comparison and self._lead.compared is not None:
            change = say("Change less {place}", place=comparison.title)
        table = self._table(
            "readings",
            say("What each reading of the table gives"),
            [
                say("Reading"),
                say("Year {year}, per cent", year=str(year)),
                change,
                say("Interval"),
                say("p"),
                say("Programme’s part"),
            ],
            rows,
            pd.DataFrame(records),
            (False, True, True, True, True, False),
            [
                say(
                    "The report leads with the first line. A reading too short to test shows "
                    "nothing; the report prints the weakest grade."
                )
            ],
        )
        return Blocks(table)
