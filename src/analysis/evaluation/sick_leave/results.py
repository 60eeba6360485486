"""What was calculated: under each reading of the source, and for the whole programme."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.evaluation.findings import Grade, Graded, stronger, weakest
from analysis.evaluation.replies import Replied
from analysis.evaluation.sick_leave.alike import Alike
from analysis.evaluation.units import UnitFigures
from analysis.methods.interrupted_series import split
from analysis.methods.results import Estimate
from analysis.methods.seasonality import year_means
from analysis.methods.targets import Judgement, Outcome, PeriodValue, required_change
from analysis.model.definitions import Break, Indicator, Programme, Reading, Target
from analysis.model.periods import Period


@dataclass(frozen=True)
class ReadingResult:
    """Everything that was calculated under one reading of the source.

    ``table`` is a row a year (see :func:`year_table`); ``own`` and ``compared`` are the tests
    with years as the unit, of the series itself and of its difference to the comparison;
    ``graded`` is the one that decides, with its grade. ``alike`` are the quarters that are tested:
    those within ``span``, where the way of counting changed. ``doubtful`` are stated years that
    their quarters make impossible, by year; they are in no value, table or test.
    """

    reading: Reading | None
    observations: pd.DataFrame
    quarters: pd.Series
    table: pd.DataFrame
    own: Estimate
    compared: Estimate | None
    models: tuple[Estimate, ...]
    values: dict[int, PeriodValue]
    judgements: tuple[Judgement, ...]
    graded: Graded
    alike: pd.Series
    span: Alike
    doubtful: dict[int, float]

    @property
    def broken(self) -> Break | None:
        """Where the way of counting changed, so that figures are left out; None for nowhere."""
        return self.span.broken

    @property
    def stated(self) -> tuple[int, ...]:
        """The years for which the source states a value of its own, which leads there."""
        return tuple(int(year) for year in self.table["year"].dropna().index)

    @property
    def decisive(self) -> Estimate:
        """The test that grades the effect: the difference, wherever a comparison is named."""
        return self.graded.test

    @property
    def effect(self) -> Grade:
        return self.graded.grade


@dataclass(frozen=True)
class SickLeaveEvaluation:
    """An evaluated programme. ``readings[0]`` is the reading the report leads with; ``replied`` is
    what the parties say in forms, which no test rests on; ``breaks_elsewhere`` are those that the
    comparison runs across."""

    programme: Programme
    indicator: Indicator
    as_of: Period
    readings: tuple[ReadingResult, ...]
    comparison: pd.Series | None
    replied: Replied
    units: UnitFigures | None = None
    breaks_elsewhere: tuple[Break, ...] = ()

    @property
    def lead(self) -> ReadingResult:
        return self.readings[0]

    @property
    def effect(self) -> Grade:
        """The weakest grade over the readings."""
        return weakest(result.effect for result in self.readings)

    @property
    def stronger_readings(self) -> tuple[ReadingResult, ...]:
        """The readings under which the effect would be graded higher than it is."""
        return tuple(item for item in self.readings if stronger(item.effect, self.effect))

    @property
    def agreed(self) -> tuple[Judgement, ...]:
        """The targets as the report leads, at the line where the readings give other outcomes."""
        disputed = self.disputed
        return tuple(
            replace(item, outcome=Outcome.AT_THE_LINE) if item.target in disputed else item
            for item in self.lead.judgements
        )

    @property
    def disputed(self) -> frozenset[Target]:
        """The targets of which the readings give other outcomes."""
        outcomes: dict[Target, set[Outcome]] = {}
        for item in (item for result in self.readings for item in result.judgements):
            outcomes.setdefault(item.target, set()).add(item.outcome)
        return frozenset(target for target, found in outcomes.items() if len(found) > 1)

    @property
    def years_left_out(self) -> tuple[int, ...]:
        """The years with figures counted alike that the test leaves out: the one that the start
        divides, and those before the first or after the last that it uses."""
        whole = year_means(self.lead.alike)
        used = {period.year for part in split(whole, self.programme.start) for period in part.index}
        years = {period.year for period in self.lead.alike.index} - used
        ends = (min(used, default=0), max(used, default=0))
        return tuple(
            year
            for year in sorted(years)
            if year == self.divided_year or not ends[0] < year < ends[1]
        )

    @property
    def divided_year(self) -> int | None:
        """The year that the programme began within; None where it began on its first day."""
        began = self.programme.start.start
        return began.year if began > Period(began.year).start else None

    @property
    def counts(self) -> tuple[int, int]:
        """The number of quarters counted alike before and after the programme began, as the
        report leads."""
        before, after = split(self.lead.alike, self.programme.start)
        return len(before), len(after)

    @property
    def last_year(self) -> int | None:
        """The last year with a value: what the source states, or the mean of all four quarters."""
        return max(self.lead.values, default=None)

    @property
    def required(self) -> tuple[tuple[Target, Estimate], ...]:
        """The change a year that leads from the last year to each target of the last period."""
        targets = [
            item.target for item in self.lead.judgements if item.target.period.kind == "year"
        ]
        if self.last_year is None or not targets:
            return ()
        value, last = self.lead.values[self.last_year], max(item.period for item in targets)
        found = [
            (item, required_change(item, self.indicator.direction, value))
            for item in targets
            if item.period == last
        ]
        return tuple((target, change) for target, change in found if change.computed)
