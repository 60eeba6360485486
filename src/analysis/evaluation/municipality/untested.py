"""Figures of a programme that are held, and that no report tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation import sick_leave
from analysis.methods.targets import Judgement
from analysis.model.definitions import MEANS, Break, Indicator, Programme, Reading
from analysis.model.periods import Period


@dataclass(frozen=True)
class Untested:
    """An indicator with figures up to ``last``, and its targets with their outcomes."""

    indicator: Indicator
    last: Period
    judged: tuple[Judgement, ...]


def untested(
    programme: Programme,
    indicator: Indicator,
    readings: Sequence[tuple[Reading | None, pd.DataFrame]],
    as_of: Period,
    breaks: Sequence[Break] = (),
) -> Untested | None:
    """Return what the figures under each reading are as of the end of ``as_of``, None without any.

    A year has the value, and a target the outcome, that the report on sick leave would give it;
    what that finds of a change is left aside, for it was not fixed beforehand for such figures. A
    year of counts is not the mean of its quarters: its target is held against a figure of the year
    alone. ``breaks`` are those that the registry knows.
    """
    last = [
        period
        for _, table in readings
        for period in table.loc[table["value"].notna(), "period"]
        if period.end <= as_of.end
    ]
    if not last:
        return None
    alone = indicator.model_copy(update={"comparison": None})
    targets = tuple(item for item in programme.targets if item.indicator == indicator.id)
    only = programme.model_copy(update={"indicators": (alone,), "targets": targets})
    if indicator.unit not in MEANS and any(item.period.kind == "year" for item in targets):
        readings = [(reading, _of_years(table)) for reading, table in readings]
    found = sick_leave.evaluate(only, readings, None, as_of, breaks=breaks)
    return Untested(indicator, max(last, key=lambda period: period.end), found.agreed)


def _of_years(table: pd.DataFrame) -> pd.DataFrame:
    return table[[period.kind == "year" for period in table["period"]]]
