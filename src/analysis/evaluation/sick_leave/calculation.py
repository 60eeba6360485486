"""From observations to what is calculated of them, under each reading of the source."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.evaluation.findings import Graded, basis_of
from analysis.evaluation.replies import gather
from analysis.evaluation.sick_leave.alike import (
    counted_alike,
    crossed_by,
    possible_years,
    whole_years,
    years_within,
)
from analysis.evaluation.sick_leave.results import ReadingResult, SickLeaveEvaluation
from analysis.evaluation.units import unit_figures
from analysis.methods.comparison import difference
from analysis.methods.interrupted_series import (
    change_since_divided_year,
    split,
    step_beside_trend,
    step_models,
    year_as_unit,
)
from analysis.methods.results import Estimate
from analysis.methods.seasonality import year_bounds, year_means, year_table
from analysis.methods.targets import Judgement, PeriodValue, judge
from analysis.model.definitions import Break, Indicator, Programme, Reading
from analysis.model.observations import series
from analysis.model.periods import Period, quarters_of
from analysis.model.replies import Reply


def lead_indicator(programme: Programme) -> Indicator:
    """Return the first indicator of ``programme`` that has targets; without targets the first one
    that has figures, else the first. LookupError if there is none."""
    if programme.targets:
        return programme.indicator(programme.targets[0].indicator)
    measured = [item for item in programme.indicators if item.source]
    if not programme.indicators:
        raise LookupError(f"{programme.id} has no indicator")
    return (measured or list(programme.indicators))[0]


def evaluate(
    programme: Programme,
    readings: Sequence[tuple[Reading | None, pd.DataFrame]],
    comparison: pd.DataFrame | None,
    as_of: Period,
    units: pd.DataFrame | None = None,
    replies: Iterable[Reply] = (),
    breaks: Iterable[Break] = (),
    breaks_elsewhere: Iterable[Break] = (),
) -> SickLeaveEvaluation:
    """Return the evaluation of the indicator that :func:`lead_indicator` finds.

    ``readings`` holds the observations under each reading, the leading one first; ``comparison``
    the observations of the comparison series, ``units`` those of units of the organisation, of
    which only what may be shown is kept; ``replies`` are forms of the parties; ``breaks`` are
    those that the registry knows of the indicator, beside its own, ``breaks_elsewhere`` those of
    the comparison, which are told. Only periods that ended by ``as_of`` are looked at.
    ValueError when a comparison is named and not given, or given and not named: the test would be
    another than the one that was fixed.
    """
    indicator = lead_indicator(programme)
    if (comparison is None) != (indicator.comparison is None):
        raise ValueError(
            "the figures of a comparison go with a programme that names one, and only with it"
        )
    other = None
    if comparison is not None:
        other = series(comparison, indicator.id, "quarter", as_of)
    own_breaks = (*indicator.breaks, *breaks)
    results = tuple(
        _under(reading, observations, programme, indicator, other, as_of, own_breaks)
        for reading, observations in readings
    )
    shown = None if units is None else unit_figures(units, indicator, as_of)
    replied = gather(programme, replies, as_of)
    elsewhere = () if other is None else crossed_by(list(other.index), breaks_elsewhere)
    return SickLeaveEvaluation(
        programme, indicator, as_of, results, other, replied, shown, tuple(elsewhere)
    )


def _under(
    reading: Reading | None,
    observations: pd.DataFrame,
    programme: Programme,
    indicator: Indicator,
    other: pd.Series | None,
    as_of: Period,
    breaks: Sequence[Break],
) -> ReadingResult:
    quarters = series(observations, indicator.id, "quarter", as_of)
    printed = series(observations, indicator.id, "year", as_of)
    stated, doubtful = possible_years(quarters, printed, indicator.rounding, breaks)
    span = counted_alike(quarters, stated, breaks)
    alike = span.part(quarters)
    table = year_table(quarters, stated)
    table.loc[table.index.isin(years_within(breaks)), "mean"] = float("nan")
    years = {*whole_years(quarters, breaks), *stated.index}
    values = {
        period.year: value.or_else(doubtful.get(period.year))
        for period in years
        if (value := _year_value(quarters, stated, period.year, indicator)) is not None
    }
    own, compared, graded = _change(alike, other, programme.start, indicator, doubtful)
    return ReadingResult(
        reading,
        observations,
        quarters=quarters,
        table=table,
        own=own,
        compared=compared,
        models=tuple(step_models(alike, programme.start)),
        values=values,
        judgements=_judgements(programme, values, quarters, indicator, as_of),
        graded=graded,
        alike=alike,
        span=span,
        doubtful=doubtful,
    )


def _change(
    alike: pd.Series,
    other: pd.Series | None,
    start: Period,
    indicator: Indicator,
    doubtful: Iterable[int],
) -> tuple[Estimate, Estimate | None, Graded]:
    """The change of the series, of its difference to the comparison, and the one that decides."""
    own, compared, decides = year_as_unit(alike, start), None, alike
    if other is not None:
        decides = difference(alike, other)
        compared = year_as_unit(decides, start)
    tested = {period.year for part in split(year_means(decides), start) for period in part.index}
    graded = Graded(
        compared or own,
        basis_of(indicator.comparison),
        indicator,
        step_beside_trend(decides, start),
        change_since_divided_year(decides, start),
        doubtful=not tested.isdisjoint(doubtful),
    )
    return own, compared, graded


def _judgements(
    programme: Programme,
    values: dict[int, PeriodValue],
    quarters: pd.Series,
    indicator: Indicator,
    as_of: Period,
) -> tuple[Judgement, ...]:
    return tuple(
        judge(
            target,
            indicator.direction,
            _value_of(target.period, values, quarters, indicator),
            as_of,
        )
        for target in programme.targets
        if target.indicator == indicator.id
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
