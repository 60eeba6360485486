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


def observation_table(rows: Iterable[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """Return ``rows`` as an observation table, checked and sorted by key.

    Raises ValueError naming the first row that is wrong: its key occurs twice, its status is
    unknown, or status and value contradict each other.
    """
    given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame = _filled(given)
    _refuse_faulty(frame)
    frame["value"] = frame["value"].astype(float)
    # Periods are compared once each: there are few of them, and many rows.
    order = {period: place for place, period in enumerate(sorted(set(frame["period"])))}
    places = frame["period"].map(order)
    ordered = frame.assign(period=places).sort_values(list(KEY)).index
    return frame.loc[ordered].reset_index(drop=True)


def _filled(given: pd.DataFrame) -> pd.DataFrame:
    """All columns; where a row has nothing in one with a default, that."""
    frame = given.reindex(columns=list(COLUMNS)).astype({"n": object})
    for name, default in (("unit", ""), ("breakdown", ""), ("status", "reported")):
        frame[name] = given[name].where(given[name].notna(), default) if name in given else default
    return frame


def _refuse_faulty(frame: pd.DataFrame) -> None:
    twice = frame.duplicated(list(KEY))
    unknown = ~frame["status"].isin(WITH_VALUE | WITHOUT_VALUE)
    contrary = frame["value"].isna() != frame["status"].isin(WITHOUT_VALUE)
    faulty = twice | unknown | contrary
    if not faulty.any():
        return
    at = faulty.idxmax()
    row, about = frame.loc[at], f"{frame.loc[at, 'indicator']} {frame.loc[at, 'period']}"
    if twice[at]:
        raise ValueError(f"two values for {about}")
    if unknown[at]:
        raise ValueError(f"unknown status '{row['status']}' for {about}")
    raise ValueError(f"{about}: {row['status']} with value {row['value']}")


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
