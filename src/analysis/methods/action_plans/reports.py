"""Who reported what about a measure, and when: the reports an evaluation may look at."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pandas as pd

from analysis.model.periods import Period

STATES = ("done", "under_way", "not_started", "abandoned")
"""Of two reports of the same day, the one that stands later in this list counts."""


@dataclass(frozen=True, order=True)
class Report:
    """One report of a measure's state. ``about`` is the year it speaks of, where it says so."""

    day: date
    rank: int
    state: str = field(compare=False)
    by: str
    completed: date | None = field(compare=False)
    about: int | None = field(compare=False)


def day(value: Any, first: bool = False) -> date | None:
    """Return the last (or first) day of a Period, a date or a text; None where there is none.

    ValueError for a text that is no period, a year with a fraction, and a time with a time zone,
    whose day depends on the place.
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError(f"{value} has a time zone; accepted: the day where it happened")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        if pd.isna(value):
            return None
        if not value.is_integer():
            raise ValueError(f"{value} is no year; accepted: a whole number")
        value = int(value)
    period = value if isinstance(value, Period) else Period.parse(str(value))
    return period.start if first else period.end


def reports_by_measure(
    reports: pd.DataFrame, measures: Iterable[Hashable], until: date
) -> dict[Hashable, list[Report]]:
    """Return the reports made by ``until`` of each measure, the latest last.

    ValueError for an unknown state, a report without date, one of an unknown measure, or one that
    says done before the completion it names.
    """
    found: dict[Hashable, list[Report]] = {measure: [] for measure in measures}
    for row in reports.to_dict("records"):
        if row["measure"] not in found:
            raise ValueError(
                f"a report is about measure {row['measure']}, which is not in the plan"
            )
        report = _report(row)
        if report.day <= until:
            found[row["measure"]].append(report)
    return {measure: sorted(items) for measure, items in found.items()}


def years_of(item: dict[Hashable, Any]) -> Iterable[int | None]:
    """Return the years in which a measure falls due: every year of its span if it is yearly.

    The span runs from the year of ``starts`` (or else of the deadline). A single None where there
    is no deadline.
    """
    last = day(item["deadline"])
    if last is None:
        return (None,)
    if item["deadline_kind"] != "yearly":
        return (last.year,)
    first = day(item.get("starts"), first=True) or day(item["deadline"], first=True) or last
    return range(first.year, last.year + 1)


def _report(row: dict[Hashable, Any]) -> Report:
    state, reported = row["state"], day(row["reported"])
    if state not in STATES:
        raise ValueError(f"state is {state}; accepted: {', '.join(STATES)}")
    if reported is None:
        raise ValueError(f"a report about measure {row['measure']} has no date")
    completed, year = _completion(row.get("completed"), reported), day(row.get("year"))
    if state == "done" and completed is not None and completed > reported:
        raise ValueError(
            f"a report of {reported} says that measure {row['measure']} was done on {completed}; "
            "accepted: a day up to that of the report"
        )
    told = year or completed
    about = told.year if told else None
    by = "" if row.get("by") is None else str(row["by"])
    return Report(reported, STATES.index(state), state, by, completed, about)


def _completion(value: Any, reported: date) -> date | None:
    """Return the last day that it can have been: never after the report, if it began before."""
    first, last = day(value, first=True), day(value)
    return min(last, reported) if first and last and first <= reported else last
