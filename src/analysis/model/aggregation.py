"""Observations of earlier divisions into municipalities, on today's.

Counts of municipalities that merged are added, if every part has one. Rates are averaged only
with given weights. Nothing is divided: of a municipality that was split, no share is known.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from analysis.model.divisions import Division
from analysis.model.observations import COLUMNS, KEY, WITH_VALUE, WITHOUT_VALUE, observation_table
from analysis.model.periods import Period
from analysis.model.places import Change

REASON = "reason"

_Row = dict[str, Any]
_Group = tuple[str, str, Period, str]
_Part = tuple[str, _Group]


def to_todays_division(
    observations: pd.DataFrame,
    changes: Iterable[Change],
    counts: Collection[str] = (),
    weights: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return ``observations`` of one country on the division after the last of ``changes``.

    The columns of an observation table and ``reason``, which says why a value is missing here and
    is "" elsewhere. A municipality that only got another number keeps its rows. For those that
    merged, an indicator in ``counts`` is added up, if every part has a value; one in ``weights``
    becomes the mean weighted with the indicator named there (its own denominator, to be exact),
    looked up in the same table; every other one is missing. Of what was split, and of a number
    that was no longer in force, nothing is known: missing. A value that the source itself gives
    for a number that came later is taken as it is, and the parts are left alone.

    ValueError if an indicator is both counted and weighted, or for changes of two countries.
    """
    weights = weights or {}
    if both := set(counts) & set(weights):
        raise ValueError(f"both counts and weighted: {', '.join(sorted(both))}")
    division = Division(tuple(changes))
    touched = observations["municipality"].isin(division.numbers)
    work = _Work(division, counts, weights, observations[touched])
    moved = observation_table(work.rows())
    result = pd.concat([observations.loc[~touched, list(COLUMNS)], moved], ignore_index=True)
    result = result.sort_values(list(KEY), ignore_index=True)
    keys = result[list(KEY)].itertuples(index=False, name=None)
    result[REASON] = [work.reasons.get(key, "") for key in keys]
    return result


class _Work:
    """One aggregation: the rows at hand, and the reasons found on the way."""

    def __init__(
        self,
        division: Division,
        counts: Collection[str],
        weights: Mapping[str, str],
        observations: pd.DataFrame,
    ):
        self.division, self.counts, self.weights = division, counts, weights
        self.reasons: dict[tuple[Any, ...], str] = {}
        self._rows: dict[_Part, _Row] = {}
        self._known: dict[_Group, set[str]] = {}
        for row in observations[list(COLUMNS)].to_dict("records"):
            group = (row["indicator"], row["unit"], row["period"], row["breakdown"])
            self._rows[row["municipality"], group] = row
            self._known.setdefault(group, set()).add(row["municipality"])

    def rows(self) -> list[_Row]:
        """The rows on today's division."""
        targets: dict[_Part, None] = {}
        for number, group in self._rows:
            for today in sorted(self.division.today(number, group[2].start)):
                targets[today, group] = None
        return [self._row(number, group) for number, group in targets]

    def _row(self, number: str, group: _Group) -> _Row:
        own, day = self._rows.get((number, group)), group[2].start
        origin = self.division.origin(number, day, self._known[group])
        ended = self.division.ended(number, day)
        if ended and number in origin.parts:
            return self._missing(number, group, f"{number} was given up on {ended}", [own])
        parts = sorted(origin.parts)
        found = [self._rows.get((part, group)) for part in parts]
        if changed := self._changed_within([number, *parts], group[2]):
            return self._missing(number, group, changed, found)
        if origin.cut:
            reason = f"{origin.cut[0]} was divided on {origin.cut[1]}; no share of it is known"
            return self._missing(number, group, reason, found)
        if len(parts) == 1 and found[0] is not None:
            return {**found[0], "municipality": number}
        return self._together(number, group, parts)

    def _changed_within(self, numbers: list[str], period: Period) -> str:
        days = [self.division.within(number, period) for number in numbers]
        found = sorted(day for day in days if day)
        return f"the division changed on {found[0]}, within {period}" if found else ""

    def _together(self, number: str, group: _Group, parts: list[str]) -> _Row:
        found = [self._rows.get((part, group)) for part in parts]
        lacking = [
            part
            for part, row in zip(parts, found, strict=True)
            if row is None or row["status"] not in WITH_VALUE
        ]
        if lacking:
            return self._missing(number, group, f"no figure for {', '.join(lacking)}", found)
        if group[0] in self.counts:
            value, reason = math.fsum(row["value"] for row in found if row), ""
        else:
            value, reason = self._mean(group, parts)
        if reason:
            return self._missing(number, group, reason, found)
        provisional = any(row["status"] == "provisional" for row in found if row)
        status = "provisional" if provisional else "implied"
        return {**_joined(found), "municipality": number, "value": value, "status": status}

    def _mean(self, group: _Group, parts: list[str]) -> tuple[float, str]:
        weight = self.weights.get(group[0])
        if weight is None:
            return 0.0, "a rate of several municipalities, and no weights to average it with"
        total = product = 0.0
        for part in parts:
            row = self._rows.get((part, (weight, *group[1:])))
            if row is None or row["status"] not in WITH_VALUE or not row["value"] > 0:
                return 0.0, f"no weight ({weight}) for {part}"
            total += row["value"]
            product += row["value"] * self._rows[part, group]["value"]
        return product / total, ""

    def _missing(self, number: str, group: _Group, reason: str, found: list[_Row | None]) -> _Row:
        indicator, unit, period, breakdown = group
        self.reasons[indicator, number, unit, period, breakdown] = reason
        statuses = {"missing" if row is None else row["status"] for row in found}
        same = len(statuses) == 1 and statuses <= WITHOUT_VALUE
        status = next(iter(statuses)) if same else "missing"
        names = {"indicator": indicator, "unit": unit, "period": period, "breakdown": breakdown}
        row = {**_joined(found), **names, "municipality": number, "n": None}
        return {**row, "value": None, "status": status}


def _joined(found: list[_Row | None]) -> _Row:
    """What rows of several parts have in common: n is added if all have one."""
    rows = [row for row in found if row is not None]
    sizes = [row["n"] for row in rows]
    sources = sorted({source for row in rows for source in str(row["source"] or "").split("; ")})
    n = None if any(pd.isna(size) for size in sizes) else sum(sizes)
    return {**(rows[0] if rows else {}), "n": n, "source": "; ".join(filter(None, sources))}
