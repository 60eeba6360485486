"""Observations: one tidy table, one row per reported value."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.model.periods import Period

COLUMNS = (
    "indicator",
    "municipality",
    "unit",
    "period",
    "breakdown",
    "value",
    "n",
    "status",
    "source",
)
"""Columns of an observation table. ``unit`` is the unit of the organisation ("" for all of it);
``period`` holds :class:`Period`; ``n`` is the number of persons behind the value, if known."""

KEY = ("indicator", "municipality", "unit", "period", "breakdown")

WITH_VALUE = frozenset({"reported", "provisional", "revised", "implied"})
WITHOUT_VALUE = frozenset({"missing", "suppressed", "not_applicable"})
"""Statuses. ``implied`` is computed from other printed figures of the same table."""


def observation_table(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return ``rows`` as an observation table, checked and sorted by key.

    Raises ValueError naming the row when a key occurs twice, a status is unknown, or a
    status and its value contradict each other.
    """
    defaults = {"unit": "", "breakdown": "", "n": None, "status": "reported"}
    filled = [{**defaults, **row} for row in rows]
    seen: set[tuple[Any, ...]] = set()
    for row in filled:
        key = tuple(row[name] for name in KEY)
        if key in seen:
            raise ValueError(f"two values for {row['indicator']} {row['period']}")
        seen.add(key)
        _check_status(row)
    frame = pd.DataFrame(filled, columns=list(COLUMNS))
    frame["value"] = frame["value"].astype(float)
    return frame.sort_values(list(KEY), ignore_index=True)


def _check_status(row: dict[str, Any]) -> None:
    status, empty = row["status"], pd.isna(row["value"])
    if status not in WITH_VALUE | WITHOUT_VALUE:
        raise ValueError(f"unknown status '{status}' for {row['indicator']} {row['period']}")
    if empty != (status in WITHOUT_VALUE):
        raise ValueError(f"{row['indicator']} {row['period']}: {status} with value {row['value']}")


def series(
    observations: pd.DataFrame, indicator: str, kind: str, until: Period | None = None
) -> pd.Series:
    """Return the values of ``indicator`` for periods of ``kind``, indexed by period, in order.

    Only the whole organisation without breakdown. Missing values are left out. With ``until``,
    only periods that have ended by the end of that period.
    """
    own = observations["indicator"].eq(indicator)
    whole = observations["unit"].eq("") & observations["breakdown"].eq("")
    chosen = observations[own & whole & observations["value"].notna()]
    pairs = sorted(
        (period, value)
        for period, value in zip(chosen["period"], chosen["value"], strict=True)
        if period.kind == kind and (until is None or period.end <= until.end)
    )
    return as_series([period for period, _ in pairs], [value for _, value in pairs])


def as_series(periods: Sequence[Period], values: Sequence[float]) -> pd.Series:
    """Return ``values`` indexed by ``periods``: the shape in which methods take a series."""
    index = pd.Index(list(periods), dtype=object, name="period")
    return pd.Series(list(values), index=index, dtype=float, name="value")
