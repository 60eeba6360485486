"""What all parts of the report on sick leave need."""

import math
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.display.blocks import TableBlock
from analysis.display.figures import wrapped
from analysis.display.languages import Phrase, phrase
from analysis.display.replies import ReplyTables
from analysis.display.report import Subject
from analysis.display.sick_leave.naming import Naming
from analysis.display.sick_leave.words import SickLeaveWords
from analysis.evaluation.findings import Grade
from analysis.evaluation.sick_leave import ReadingResult, SickLeaveEvaluation, find
from analysis.methods.interrupted_series import MINIMUM_AFTER, MINIMUM_BEFORE
from analysis.methods.results import Estimate, result_frame
from analysis.methods.targets import Judgement
from analysis.model.definitions import Indicator, Measure, Package
from analysis.model.indicators import SickLeaveTotal
from analysis.model.periods import Period

LEAST_P = 0.001
"""The smallest p that is printed as a number."""

AXIS_WIDTH = 36
"""The label of an axis has at most so many characters a line: the lowest figure holds no more."""


class SickLeaveBase(ReplyTables):
    """The evaluation, and the tables and words that several parts share. ``total`` is which total
    of sick leave the indicator is: what is none is called by its title."""

    def __init__(
        self, subject: Subject, evaluation: SickLeaveEvaluation, total: SickLeaveTotal | None
    ):
        self._naming = Naming(evaluation.indicator, total, subject.language)
        words = SickLeaveWords(subject.programme, self._naming)
        super().__init__(subject, find(evaluation), words)
        self._reply_words = words
        self._replied = evaluation.replied
        self.evaluation = evaluation

    @property
    def _mentioned(self) -> Sequence[Grade]:
        return tuple(result.effect for result in self.evaluation.readings)

    @property
    def _lead(self) -> ReadingResult:
        return self.evaluation.lead

    @property
    def judged(self) -> tuple[tuple[Indicator, Judgement], ...]:
        """The targets with their outcomes, at the line where the readings do not agree."""
        return tuple((self.evaluation.indicator, item) for item in self.evaluation.agreed)

    @cached_property
    def _base(self) -> int:
        """Where the axes of the report start: below everything drawn, at a whole number."""
        drawn = [*self._lead.quarters, *(item.target.value for item in self._lead.judgements)]
        drawn.extend(item.value for item in self._lead.values.values())
        if self._others is not None:
            drawn.extend(self._others)
        return max(0, math.floor(min(drawn, default=0)) - 1)

    @cached_property
    def _others(self) -> pd.Series | None:
        """The comparison series, for the time the municipality has figures for."""
        comparison = self.evaluation.comparison
        if comparison is None or self._lead.quarters.empty:
            return None
        first, last = self._lead.quarters.index[0], self._lead.quarters.index[-1]
        return comparison[[first <= period <= last for period in comparison.index]]

    @cached_property
    def _years(self) -> list[int]:
        return [int(year) for year in self._lead.table.index]

    def _number(self, value: float, decimals: int = 1, signed: bool = False) -> Phrase:
        if value is None or np.isnan(value):
            return self._say("missing")
        return phrase(self._language.number(value, decimals, signed))

    def _p(self, p: float | None) -> Phrase:
        number = self._language.number
        if p is not None and p < LEAST_P / 2:
            return self._say("under {number}", number=number(LEAST_P, 3))
        return self._number(np.nan if p is None else p, 3)

    def _axis(self) -> str:
        label = self._say("{indicator}, per cent", indicator=self._naming.short).plain
        return wrapped(label, AXIS_WIDTH)

    def _axis_note(self) -> Phrase:
        return self._say("The axis starts at {base}.", base=str(self._base))

    def looks_at(self) -> Phrase:
        quarters = len(self._lead.quarters)
        if not quarters:
            return self._say("no figures")
        return self._language.say_n(
            "{years}, {n} quarter",
            "{years}, {n} quarters",
            quarters,
            years=self._language.years(self._years[0], self._years[-1]),
        )

    @property
    def _packages(self) -> list[Package]:
        """The packages adopted by the date the report speaks from, and those nobody dated."""
        end = self.subject.as_of.end
        return [
            item
            for item in self.subject.programme.packages
            if item.adopted is None or item.adopted.start <= end
        ]

    def _in(self, package: Package) -> list[Measure]:
        return [item for item in self.subject.programme.measures if item.package == package.id]

    def _all_stated(self, years: Iterable[int]) -> bool:
        """Whether each of the years that are drawn has the source's own figure."""
        return set(years) <= set(self._lead.stated)

    def _stated_note(self, years: Iterable[int]) -> list[Phrase]:
        """Which of the years that are drawn have the source's own figure, not a mean; nothing
        where all have."""
        drawn = set(years)
        stated = [year for year in self._lead.stated if year in drawn]
        if not stated or self._all_stated(drawn):
            return []
        named = self._language.years_listed(stated)
        return [self._say("For {years}: the figure that the source states.", years=named)]

    def _quarter_table(self, name: str) -> TableBlock:
        say, table = self._say, self._lead.table
        uncertain = self._uncertain()
        rows = []
        for year, row in table.iterrows():
            cells = [phrase(str(year))]
            for quarter in (1, 2, 3, 4):
                cell = self._number(row[quarter])
                mark = Period(int(str(year)), "quarter", quarter) in uncertain
                cells.append(cell + "\u00a0*" if mark else cell)
            cells.append(self._number(row["mean"], 2))
            cells.append(self._stated_year(int(str(year)), float(row["year"])))
            rows.append(tuple(cells))
        notes = []
        if self._lead.doubtful:
            notes.append(
                say("** The quarters of the year contradict this figure. It is not calculated on.")
            )
        if uncertain:
            notes.append(
                say("* What the printed figure stands for is uncertain; see the readings.")
            )
        columns = [
            say("Year"),
            *(say("Quarter {number}", number=str(quarter)) for quarter in (1, 2, 3, 4)),
            say("Mean of the quarters"),
            say("Year as the source states it"),
        ]
        caption = say("{indicator} by quarter, per cent", indicator=self._naming.first)
        note = self._source_note(self.evaluation.indicator.place)
        numeric = (False, *(True,) * 6)
        return self._table(name, caption, columns, rows, table, numeric, notes, note)

    def _stated_year(self, year: int, stated: float) -> Phrase:
        if year in self._lead.doubtful:
            return self._number(self._lead.doubtful[year]) + "\u00a0**"
        return self._say("not stated") if np.isnan(stated) else self._number(stated)

    def _uncertain(self) -> set[Period]:
        """The quarters that not all readings give the same value."""
        values: dict[Period, set[float | None]] = {}
        for result in self.evaluation.readings:
            for period in self._lead.quarters.index:
                values.setdefault(period, set()).add(result.quarters.get(period))
        return {period for period, found in values.items() if len(found) > 1}

    def _estimate_table(
        self, name: str, caption: Phrase, named: list[tuple[Phrase, Estimate]], notes: list[Phrase]
    ) -> TableBlock:
        say, language = self._say, self._language
        rows = []
        for label, item in named:
            counts = say(
                "{before} and {after}",
                before=language.number(item.n_before, 0),
                after=language.number(item.n_after, 0),
            )
            if item.estimate is None or item.low is None or item.high is None:
                reason = say("too few") if item.status == "too_few" else say("no variation")
                rows.append((label, counts, *(reason,) * 4))
                continue
            rows.append(
                (
                    label,
                    counts,
                    self._number(item.estimate, 2, signed=True),
                    phrase(language.interval(item.low, item.high, 2, signed=True)),
                    self._p(item.p),
                    self._number(item.smallest or 0, 2),
                )
            )
        columns = [
            say("Series"),
            say("Before and after"),
            say("Change"),
            say("Interval"),
            say("p"),
            say("Smallest"),
        ]
        frame = result_frame([item for _, item in named])
        numeric = (False, False, True, True, True, True)
        return self._table(name, caption, columns, rows, frame, numeric, notes)

    def _too_few(self, before: int, after: int) -> Phrase:
        number = self._language.number
        return self._say(
            "There are too few quarters: {before} before the start and {after} after it; "
            "{least_before} and {least_after} are needed.",
            before=number(before, 0),
            after=number(after, 0),
            least_before=number(MINIMUM_BEFORE, 0),
            least_after=number(MINIMUM_AFTER, 0),
        )
