"""Whether the measures of an action plan were done by their first deadline: a count, no inference.

Two things are kept apart for every measure: what kind of deadline it has (by a date, within a
period, every year, over the mandate) and what it commits to (shall, encourage, consider, inspire).
Done does not mean effective, and a status is what somebody reported.

Measures are a frame with the columns ``measure``, ``deadline_kind``, ``commitment`` and
``deadline``, and if known ``starts``, ``owner`` and ``adopted``. A date is a Period, a date or a
text such as "2016" or "2016-06-30"; a deadline is the last day of its period. Reports have the
columns ``measure``, ``reported``, ``by`` and ``state``, and if known ``completed`` and ``year``
(which year of a yearly measure is meant). A measure that is done stays done if a later report says
that it is abandoned: what had been done cannot be given up. Revisions have ``measure``,
``decided``, ``deadline``.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import takewhile
from typing import Any

import pandas as pd

from analysis.methods.action_plans.reports import Report, day, reports_by_measure, years_of
from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.rows import NOTHING, result_row
from analysis.model.periods import Period

DEADLINE_KINDS = ("by", "within", "yearly", "mandate")
COMMITMENTS = ("shall", "encourage", "consider", "inspire")


class Progress(StrEnum):
    """Where a measure stands at a date, held against its first deadline."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    """The deadline has passed, and the last report says that it is not done."""
    NOT_REPORTED = "not_reported"
    """The deadline has passed, and nobody has reported anything."""
    NOT_DUE = "not_due"
    RECURRING = "recurring"
    """Repeated every year: never finished as a whole; see :func:`yearly_status`."""
    NOT_MEASURABLE = "not_measurable"
    """To consider, encourage or inspire: no state of the world says that it is done."""
    NO_DEADLINE = "no_deadline"
    ABANDONED = "abandoned"


_LATENESS = {
    Progress.DONE_IN_TIME: Status.OK,
    Progress.DONE_LATE: Status.OK,
    Progress.OVERDUE: Status.OK,
    Progress.NOT_DUE: Status.NOT_DUE,
    Progress.NOT_REPORTED: Status.MISSING,
}


def measure_status(
    measures: pd.DataFrame,
    reports: pd.DataFrame,
    as_of: Period,
    revisions: pd.DataFrame | None = None,
    measurable: Sequence[str] = ("shall",),
) -> pd.DataFrame:
    """Return where each measure stands at the end of ``as_of``: one row a measure, index kept.

    ``estimate`` is the lateness in days against the first deadline (below zero: early), ``n`` the
    number of reports. Then ``measure``, ``deadline_kind``, ``commitment``, ``owner``, ``adopted``,
    ``progress`` (:class:`Progress`), ``due`` (the first deadline has passed), ``first_deadline``,
    ``latest_deadline``, ``deadlines`` (the first and every revision), ``completed``, ``state``,
    ``reported``, ``reported_by`` (of the latest report), ``stale`` (overdue by a report older than
    the deadline) and ``measurable`` (its commitment is one of ``measurable``).
    Of several days of completion that of the latest report counts.
    Reports and revisions after ``as_of`` are not looked at. A deadline on the last day of
    ``as_of`` has passed. A measure reported as done without a date counts from its report.
    ValueError for unknown words, a measure named twice, a start after its deadline, reports and
    revisions of a measure that is not in the plan, days with a time zone, or a completion after
    the report of it.
    """
    check_plan(measures)
    known = reports_by_measure(reports, measures["measure"], as_of.end)
    revised = _revisions(revisions, set(measures["measure"]), as_of.end)
    rows = [
        {
            **_judged(item, known[item["measure"]], as_of.end, measurable),
            **_deadlines(item, revised.get(item["measure"], [])),
        }
        for item in measures.to_dict("records")
    ]
    return _frame(rows, measures.index)


def yearly_status(
    measures: pd.DataFrame,
    reports: pd.DataFrame,
    as_of: Period,
    measurable: Sequence[str] = ("shall",),
) -> pd.DataFrame:
    """Return one row for each year of each yearly measure, with the columns of measure_status.

    ``year`` says which; it is due on its last day. A year runs from that of ``starts`` (of the
    deadline, if there is none) to that of ``deadline``; a measure without deadline has one row
    without year. A report belongs to its ``year``, or else to that of its completion; ValueError if
    it names neither, unless it says that the measure is abandoned: then it is in the years that
    had not ended then and were not done. If such a report names a year, it is about that year only.
    Other errors are those of measure_status.
    """
    check_plan(measures)
    known = reports_by_measure(reports, measures["measure"], as_of.end)
    rows = []
    for item in measures.to_dict("records"):
        if item["deadline_kind"] != "yearly":
            continue
        _check_years(item["measure"], known[item["measure"]])
        for year in years_of(item):
            one = {**item, "deadline_kind": "by", "deadline": year and Period(year)}
            mine = _reports_of_year(known[item["measure"]], year)
            row = {**_judged(one, mine, as_of.end, measurable), **_deadlines(one, [])}
            rows.append({**row, "deadline_kind": "yearly", "year": year})
    return _frame(rows, pd.RangeIndex(len(rows)), ("year",)).astype({"year": "Int64"})


def _check_years(measure: Any, reports: list[Report]) -> None:
    for report in reports:
        if report.about is None and report.state != "abandoned":
            raise ValueError(
                f"a report of {report.day} about the yearly measure {measure} does not say which "
                "year it means; accepted: a year, or the day of completion"
            )


def _judged(
    item: dict[str, Any], reports: list[Report], as_of: date, measurable: Sequence[str]
) -> dict[str, Any]:
    deadline, last = day(item["deadline"]), reports[-1] if reports else None
    yearly, binding = item["deadline_kind"] == "yearly", item["commitment"] in measurable
    standing = _standing(reports, yearly)
    completed = _completed(standing)
    progress = _dated_progress(deadline, completed, standing[-1] if standing else None, as_of)
    if progress is not Progress.ABANDONED and not binding:
        progress = Progress.NOT_MEASURABLE
    elif progress not in (Progress.ABANDONED, Progress.NO_DEADLINE) and yearly:
        progress = Progress.RECURRING
    status = _LATENESS.get(progress, Status.UNDEFINED)
    late = ((completed or as_of) - deadline).days if status == Status.OK and deadline else NOTHING
    passed = deadline is not None and deadline <= as_of
    return {
        **result_row("days_late", "first deadline", status, late, n=len(reports)),
        **{name: item.get(name) for name in ("measure", "deadline_kind", "commitment")},
        "owner": item.get("owner"),
        "adopted": day(item.get("adopted"), first=True),
        "progress": progress,
        "due": passed and binding and not yearly,
        "completed": completed,
        "state": last.state if last else None,
        "reported": last.day if last else None,
        "reported_by": last.by if last else None,
        "stale": bool(progress is Progress.OVERDUE and last and deadline and last.day < deadline),
        "measurable": binding,
    }


def _dated_progress(
    deadline: date | None, completed: date | None, last: Report | None, as_of: date
) -> Progress:
    if last is not None and last.state == "abandoned":
        return Progress.ABANDONED
    if deadline is None:
        return Progress.NO_DEADLINE
    if completed is not None:
        return Progress.DONE_IN_TIME if completed <= deadline else Progress.DONE_LATE
    if deadline > as_of:
        return Progress.NOT_DUE
    return Progress.OVERDUE if last else Progress.NOT_REPORTED


def _standing(reports: list[Report], yearly: bool) -> list[Report]:
    """Return the reports without those that abandon what an earlier day's report called done.

    Of a yearly measure as a whole only a year was done: it can be abandoned, but not by a report
    that gives up one named year.
    """
    kept: list[Report] = []
    for report in reports:
        if yearly and report.state == "abandoned" and not _gives_up_the_rest(report):
            continue
        done = bool(kept) and kept[-1].state == "done" and kept[-1].day < report.day
        if yearly or report.state != "abandoned" or not done:
            kept.append(report)
    return kept


def _completed(reports: list[Report]) -> date | None:
    """Return the day of completion by the reports since which the measure has stayed done.

    It is what the latest of them that states a day says, the later of two of one day; the day of
    the first of them if none does.
    """
    done = list(takewhile(lambda report: report.state == "done", reversed(reports)))
    stated = [(report.day, report.completed) for report in done if report.completed]
    if stated:
        return max(stated)[1]
    return min((report.day for report in done), default=None)


def _reports_of_year(reports: list[Report], year: int | None) -> list[Report]:
    if year is None:
        return reports
    return [
        report
        for report in reports
        if (report.day.year <= year if _gives_up_the_rest(report) else report.about == year)
    ]


def _gives_up_the_rest(report: Report) -> bool:
    """Whether a report says that a yearly measure is abandoned as a whole, not one named year."""
    return report.state == "abandoned" and report.about is None


def _deadlines(item: dict[str, Any], revisions: list[tuple[date, date]]) -> dict[str, Any]:
    first = day(item["deadline"])
    every = ([first] if first else []) + [deadline for _, deadline in sorted(revisions)]
    latest = every[-1] if every else None
    return {"first_deadline": first, "latest_deadline": latest, "deadlines": tuple(every)}


def _revisions(
    revisions: pd.DataFrame | None, measures: set[Any], as_of: date
) -> dict[Any, list[tuple[date, date]]]:
    found: dict[Any, list[tuple[date, date]]] = {}
    for row in revisions.to_dict("records") if revisions is not None else ():
        if row["measure"] not in measures:
            raise ValueError(f"a revision is about {row['measure']}, which is not in the plan")
        decided, deadline = day(row["decided"]), day(row["deadline"])
        if decided is None or deadline is None:
            raise ValueError(f"a revision of {row['measure']} lacks its date or its deadline")
        if decided <= as_of:
            found.setdefault(row["measure"], []).append((decided, deadline))
    return found


def check_plan(measures: pd.DataFrame) -> None:
    """Raise ValueError for unknown words, a name used twice, or a start after the deadline."""
    for column, accepted in (("deadline_kind", DEADLINE_KINDS), ("commitment", COMMITMENTS)):
        unknown = sorted(set(measures[column].astype(str)) - set(accepted))
        if unknown:
            raise ValueError(f"{column} is {', '.join(unknown)}; accepted: {', '.join(accepted)}")
    twice = measures["measure"][measures["measure"].duplicated()]
    if len(twice):
        raise ValueError(f"measure {twice.iloc[0]} is named twice; each needs a name of its own")
    for item in measures.to_dict("records"):
        start, last = day(item.get("starts"), first=True), day(item["deadline"])
        if start and last and start > last:
            raise ValueError(f"measure {item['measure']} starts {start}, after its end {last}")


_COLUMNS = (
    "measure",
    "deadline_kind",
    "commitment",
    "owner",
    "adopted",
    "progress",
    "due",
    "first_deadline",
    "latest_deadline",
    "deadlines",
    "completed",
    "state",
    "reported",
    "reported_by",
    "stale",
    "measurable",
)


def _frame(rows: list[dict[str, Any]], index: pd.Index, extra: Sequence[str] = ()) -> pd.DataFrame:
    columns = [*RESULT_COLUMNS, *_COLUMNS, *extra]
    frame = pd.DataFrame(rows, columns=columns, index=index)
    return frame.astype({"due": bool, "stale": bool, "measurable": bool, "estimate": float})
