"""Which parts of SMART (Doran 1981) a register of measures can show, and which it cannot.

Whether a measure is specific, measurable and time-bound shows in what is filled in. Whether it is
achievable and relevant does not: that is a judgement, and is left open here.
"""

from typing import Any

import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.rows import NOTHING, result_row

FIELDS = ("text", "owner", "indicator", "baseline", "target", "deadline")
CRITERIA = {
    "specific": ("text", "owner"),
    "measurable": ("indicator", "baseline", "target"),
    "time_bound": ("deadline",),
}
"""Which fields must be filled in for a criterion to be met."""

OPEN = ("achievable", "relevant")
"""What no register can show."""


def smart_check(measures: pd.DataFrame) -> pd.DataFrame:
    """Return what each measure has: one row a measure, index kept, a column of booleans each.

    The columns are ``measure``, ``has_`` and each of FIELDS (a column that ``measures`` lacks, an
    empty text or a missing value counts as not there), each of CRITERIA and ``complete`` (all of
    them). ``achievable`` and ``relevant`` are missing throughout: they cannot be judged from data.
    """
    has = {name: _filled(measures, name) for name in FIELDS}
    met = {
        criterion: pd.concat([has[name] for name in names], axis=1).all(axis=1)
        for criterion, names in CRITERIA.items()
    }
    return pd.DataFrame(
        {
            "measure": measures["measure"],
            **{f"has_{name}": column for name, column in has.items()},
            **met,
            "complete": pd.concat(met.values(), axis=1).all(axis=1),
            **{name: pd.array([pd.NA] * len(measures), dtype="boolean") for name in OPEN},
        },
        index=measures.index,
    )


def smart_counts(check: pd.DataFrame) -> pd.DataFrame:
    """Return how many measures meet each criterion of a smart_check: ``estimate`` of ``n``.

    ``criterion`` names it and ``share`` is the percentage. What cannot be judged from data is
    UNDEFINED.
    """
    names = [name for name in check.columns if name not in ("measure", *OPEN)]
    rows = [_counted(check[name], name) for name in names]
    rows += [
        {
            **result_row("measures", "count", Status.UNDEFINED, n=len(check)),
            "criterion": name,
            "share": NOTHING,
        }
        for name in OPEN
    ]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, "criterion", "share"])


def _counted(column: pd.Series, name: str) -> dict[str, Any]:
    count, n = int(column.sum()), len(column)
    share = 100 * count / n if n else NOTHING
    row = result_row("measures", "count", Status.OK, count, n=n)
    return {**row, "criterion": name, "share": share}


def _filled(measures: pd.DataFrame, name: str) -> pd.Series:
    if name not in measures:
        return pd.Series(False, index=measures.index)
    column = measures[name]
    return column.notna() & column.astype(str).str.strip().ne("")
