"""An action plan in numbers: how many measures stand where, and how many deadlines a year holds."""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.action_plans.reports import years_of
from analysis.methods.action_plans.status import Progress, check_plan
from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status
from analysis.methods.rows import NOTHING, result_row


def progress_counts(statuses: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return how many measures stand where: a row for each Progress, those with none included.

    ``estimate`` is the number, ``n`` the denominator (all measures, abandoned ones too) and
    ``share`` the percentage of it; the numbers add up to ``n``. ``by`` names columns of
    ``statuses`` (``commitment``, ``deadline_kind``, ``owner``) to count within.
    """
    groups = statuses.groupby(list(by), sort=True, dropna=False) if by else [((), statuses)]
    rows = []
    for key, group in groups:
        for progress in Progress:
            count, n = int(group["progress"].eq(progress).sum()), len(group)
            share = 100 * count / n if n else NOTHING
            values = result_row("measures", "count", Status.OK, count, n=n)
            own = dict(zip(by, key, strict=True))
            rows.append({**values, **own, "progress": progress, "share": share})
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *by, "progress", "share"])


def done_in_time(statuses: pd.DataFrame) -> Estimate:
    """Return the percentage done in time of the measures (or years) whose deadline has passed.

    Measures that are not measurable, yearly as a whole or without a deadline are not in it;
    abandoned ones and those nobody reported are. No interval: it is a count, not a sample.
    """
    due = statuses[statuses["due"]]
    n, done = len(due), int(due["progress"].eq(Progress.DONE_IN_TIME).sum())
    if not n:
        reason = _nothing_due(statuses)
        return Estimate("done_in_time", "count", Status.UNDEFINED, level=NO_LEVEL, reason=reason)
    reason = f"{done} of {n} measures that were due"
    return Estimate(
        "done_in_time", "count", estimate=100 * done / n, level=NO_LEVEL, n=n, reason=reason
    )


def _nothing_due(statuses: pd.DataFrame) -> str:
    yearly = int(statuses["deadline_kind"].eq("yearly").sum())
    if "year" in statuses or not yearly:
        return "no deadline has passed"
    return f"{yearly} yearly measures are judged year by year; no other deadline has passed"


def load(measures: pd.DataFrame, by: Sequence[str] = ("year",)) -> pd.DataFrame:
    """Return how many deadlines fall in each year, by ``by``: "year", "owner", "commitment" ...

    ``estimate`` is the number of deadlines, a yearly measure counted once in every year of its
    span, and ``n`` the number of all deadlines. A measure without deadline has a row of its own
    with no year: the numbers add up to ``n``.
    """
    check_plan(measures)
    rows = [{**m, "year": year} for m in measures.to_dict("records") for year in years_of(m)]
    occasions = pd.DataFrame(rows, columns=[*measures.columns, "year"]).astype({"year": "Int64"})
    groups = occasions.groupby(list(by), sort=True, dropna=False).size()
    counted = [
        {
            **result_row("deadlines", "count", Status.OK, count, n=len(occasions)),
            **dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True)),
        }
        for key, count in groups.items()
    ]
    return pd.DataFrame(counted, columns=[*RESULT_COLUMNS, *by])
