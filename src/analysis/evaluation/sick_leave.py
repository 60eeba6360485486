"""Evaluation of a quarterly indicator with yearly targets, before and after a programme began.

The effect is graded by one test, chosen before any is run: the difference to the comparison
series with years as the unit, or the own series where there is nothing to compare with. Where a
printed table can be read in several ways, all readings are calculated and the weakest grade counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.evaluation.findings import (
    Finding,
    Grade,
    Graded,
    basis_of,
    stronger,
    weakest,
)
from analysis.evaluation.units import UnitFigures, unit_figures
from analysis.methods.comparison import difference
from analysis.methods.interrupted_series import split, step_beside_trend, step_models, year_as_unit
from analysis.methods.results import Estimate
from analysis.methods.seasonality import year_bounds, year_means, year_table
from analysis.methods.targets import Judgement, Outcome, PeriodValue, judge, required_change
from analysis.model.definitions import Indicator, Programme, Reading, Target
from analysis.model.observations import series
from analysis.model.periods import Period, quarters_of


@dataclass(frozen=True)
class ReadingResult:
    """Everything that was calculated under one reading of the source.

    ``table`` is a row a year (see :func:`year_table`); ``own`` and ``compared`` are the tests
    with years as the unit, of the series itself and of its difference to the comparison;
    ``graded`` is the one that decides, with its grade.
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

    @property
    def decisive(self) -> Estimate:
        """The test that grades the effect: the difference, wherever a comparison is named."""
        return self.graded.test

    @property
    def effect(self) -> Grade:
        return self.graded.grade


@dataclass(frozen=True)
class SickLeaveEvaluation:
    """An evaluated programme. ``readings[0]`` is the reading the report leads with."""

    programme: Programme
    indicator: Indicator
    as_of: Period
    readings: tuple[ReadingResult, ...]
    comparison: pd.Series | None
    units: UnitFigures | None = None

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
    def counts(self) -> tuple[int, int]:
        """The number of quarters before and after the programme began, as the report leads."""
        before, after = split(self.lead.quarters, self.programme.start)
        return len(before), len(after)

    @property
    def last_year(self) -> int | None:
        """The last year with all four quarters."""
        complete = self.lead.table["mean"].dropna()
        return None if complete.empty else int(complete.index[-1])

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


def evaluate(
    programme: Programme,
    readings: Sequence[tuple[Reading | None, pd.DataFrame]],
    comparison: pd.DataFrame | None,
    as_of: Period,
    units: pd.DataFrame | None = None,
) -> SickLeaveEvaluation:
    """Return the evaluation of the first indicator of ``programme`` that has targets.

    ``readings`` holds the observations under each reading, the leading one first; ``comparison``
    the observations of the comparison series, ``units`` those of units of the organisation, of
    which only what may be shown is kept. Only periods that ended by ``as_of`` are looked at.
    ValueError when a comparison is named and not given, or given and not named: the test would be
    another than the one that was fixed.
    """
    indicator = programme.indicator(programme.targets[0].indicator)
    if (comparison is None) != (indicator.comparison is None):
        raise ValueError(
            "the figures of a comparison go with a programme that names one, and only with it"
        )
    other = None
    if comparison is not None:
        other = series(comparison, indicator.id, "quarter", as_of)
    results = tuple(
        _under(reading, observations, programme, indicator, other, as_of)
        for reading, observations in readings
    )
    shown = None if units is None else unit_figures(units, indicator, as_of)
    return SickLeaveEvaluation(programme, indicator, as_of, results, other, shown)


def _under(
    reading: Reading | None,
    observations: pd.DataFrame,
    programme: Programme,
    indicator: Indicator,
    other: pd.Series | None,
    as_of: Period,
) -> ReadingResult:
    quarters = series(observations, indicator.id, "quarter", as_of)
    stated = series(observations, indicator.id, "year", as_of)
    own = year_as_unit(quarters, programme.start)
    compared, decides = None, quarters
    if other is not None:
        decides = difference(quarters, other)
        compared = year_as_unit(decides, programme.start)
    graded = Graded(
        compared or own,
        basis_of(indicator.comparison),
        indicator,
        step_beside_trend(decides, programme.start),
    )
    values = {
        period.year: value
        for period in {*year_means(quarters).index, *stated.index}
        if (value := _year_value(quarters, stated, period.year, indicator)) is not None
    }
    judgements = tuple(
        judge(
            target,
            indicator.direction,
            _value_of(target.period, values, quarters, indicator),
            as_of,
        )
        for target in programme.targets
        if target.indicator == indicator.id
    )
    return ReadingResult(
        reading,
        observations,
        quarters,
        year_table(quarters, stated),
        own,
        compared,
        tuple(step_models(quarters, programme.start)),
        values,
        judgements,
        graded,
    )


def _value_of(
    period: Period, years: dict[int, PeriodValue], quarters: pd.Series, indicator: Indicator
) -> PeriodValue | None:
    """The value to hold a target against: of a period as long as the target's, or none."""
    if period.kind == "year":
        return years.get(period.year)
    if period not in quarters.index:
        return None
    return PeriodValue.exactly(period, float(quarters[period]), indicator.rounding)


def _year_value(
    quarters: pd.Series, stated: pd.Series, year: int, indicator: Indicator
) -> PeriodValue | None:
    """The value the source states for the year, else the mean of its quarters with its bounds."""
    slack = indicator.rounding
    if Period(year) in stated.index:
        return PeriodValue.exactly(Period(year), float(stated[Period(year)]), slack)
    means = year_means(quarters)
    if Period(year) not in means.index:
        return None
    value = float(means[Period(year)])
    usual = wide = (value, value)
    if indicator.weights:
        # Where no weights fit what the source states, a year can be anything its quarters were.
        own = [float(quarters[period]) for period in quarters_of(year)]
        reached = year_bounds(quarters, stated, year, indicator.weights.wide, slack)
        wide = reached or (min(own), max(own))
        usual = year_bounds(quarters, stated, year, indicator.weights.usual, slack) or wide
    return PeriodValue(Period(year), value, usual, wide, slack)


def find(evaluation: SickLeaveEvaluation) -> tuple[Finding, ...]:
    """Return the findings of the first page, in the order in which a reader needs them."""
    return (_level(evaluation), *_targets(evaluation), _effect(evaluation), _outlook(evaluation))


def _level(evaluation: SickLeaveEvaluation) -> Finding:
    year, start = evaluation.last_year, evaluation.programme.start
    means = evaluation.lead.table["mean"].dropna()
    before = means[[Period(int(item)).end < start.start for item in means.index]]
    if year is None or before.empty or Period(year).start < start.start:
        return Finding("no_full_year", Grade.NOT_ASSESSABLE, {"start": start})
    shown = [
        (result.values[year].value, result.table["mean"].dropna().drop(year, errors="ignore"))
        for result in evaluation.readings
        if year in result.values
    ]
    ranks = {_rank(others, value) for value, others in shown}
    stated = float(evaluation.lead.table.loc[year, "year"])
    values = {
        "year": year,
        "value": float(means[year]),
        "change": float(means[year] - before.mean()),
        "rank": ranks.pop() if len(ranks) == 1 else "tied",
        "range": (min(value for value, _ in shown), max(value for value, _ in shown)),
        "stated": None if np.isnan(stated) else stated,
        "weighted": _weighted(evaluation.lead.values.get(year)),
        "years": (int(means.index[0]), int(means.index[-1])),
        "before": (int(before.index[0]), int(before.index[-1])),
        "comparison_change": _comparison_change(evaluation, list(before.index), year),
    }
    return Finding("level", Grade.OBSERVED, values)


def _weighted(value: PeriodValue | None) -> tuple[float, float] | None:
    """What the year lies between when equal weights do not fit what the source states."""
    if value is None or value.usual[0] <= value.value <= value.usual[1]:
        return None
    return value.usual


def _rank(others: pd.Series, value: float) -> str:
    """Where a value lies among the others; a tie with the lowest or highest gives no rank."""
    # Means of printed decimals carry binary noise.
    gaps = (others - value).round(6)
    if (gaps > 0).all():
        return "lowest"
    if (gaps < 0).all():
        return "highest"
    return "between" if gaps.min() < 0 < gaps.max() else "tied"


def _comparison_change(
    evaluation: SickLeaveEvaluation, before: list[int], year: int
) -> float | None:
    if evaluation.comparison is None:
        return None
    means = year_means(evaluation.comparison)
    needed = [Period(int(item)) for item in [*before, year]]
    if not set(needed) <= set(means.index):
        return None
    return float(means[Period(year)] - means[needed[:-1]].mean())


def _targets(evaluation: SickLeaveEvaluation) -> list[Finding]:
    """One finding for each tier of the last period that is due."""
    due = [item for item in evaluation.lead.judgements if item.outcome is not Outcome.NOT_DUE]
    if not due:
        return [Finding("no_target_due", Grade.NOT_ASSESSABLE)]
    known = [item for item in due if item.outcome is not Outcome.NOT_ASSESSABLE]
    last = max(item.target.period for item in known or due)
    findings = []
    for judgement in (item for item in due if item.target.period == last):
        outcomes = {
            item.outcome
            for result in evaluation.readings
            for item in result.judgements
            if item.target == judgement.target
        }
        year_value = evaluation.lead.values.get(last.year) if last.kind == "year" else None
        said = replace(judgement, outcome=Outcome.AT_THE_LINE) if len(outcomes) > 1 else judgement
        values = {"judgement": said, "same": len(outcomes) == 1, "year_value": year_value}
        unknown = said.outcome in (Outcome.NOT_ASSESSABLE, Outcome.AT_THE_LINE)
        grade = Grade.NOT_ASSESSABLE if unknown else Grade.OBSERVED
        findings.append(Finding("target", grade, values))
    return sorted(findings, key=lambda item: item.values["judgement"].target.tier)


def _effect(evaluation: SickLeaveEvaluation) -> Finding:
    before, after = evaluation.counts
    values = {
        "test": evaluation.lead.decisive,
        "compared": evaluation.lead.decisive is evaluation.lead.compared,
        "n_before": before,
        "n_after": after,
        "own_change": evaluation.lead.own.estimate,
        "stronger": evaluation.stronger_readings,
        "n_readings": len(evaluation.readings),
        "grade": evaluation.effect,
        "check": evaluation.lead.graded.check,
    }
    graded = tuple(result.graded for result in evaluation.readings)
    return Finding("effect", evaluation.effect, values, graded)


def _outlook(evaluation: SickLeaveEvaluation) -> Finding:
    ahead = [
        item.target.period for item in evaluation.lead.judgements if item.outcome is Outcome.NOT_DUE
    ]
    values = {"ahead": (min(ahead), max(ahead)) if ahead else None, "year": evaluation.last_year}
    return Finding("outlook", Grade.NOT_ASSESSABLE, values)
