"""From a frame of units to slices: one tree of units for each indicator and period."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.groups import ALIKE_BELOW, Rule, Slice, Unit
from analysis.methods.disclosure.inputs import check_columns, check_labels
from analysis.methods.disclosure.protected import SUPPRESSED, check_minimum


@dataclass(frozen=True)
class Columns:
    """What the columns of a frame of units are called."""

    unit: str
    parent: str
    n: str
    values: tuple[str, ...]
    by: tuple[str, ...]
    across: tuple[str, ...]

    def check(self, frame: pd.DataFrame) -> None:
        """Raise ValueError when a column is missing or a unit has two rows in one table."""
        if not self.values:
            raise ValueError("no column of values; accepted: unit, parent, n and values")
        check_columns(frame, [self.unit, self.parent, self.n, *self.values, *self.by])
        check_labels(frame, [self.unit, *self.by])
        if frame.duplicated([self.unit, *self.by]).any():
            raise ValueError(f"two rows for one unit; accepted: one for each of {self.by}")
        self._check_parents(frame)

    def _check_parents(self, frame: pd.DataFrame) -> None:
        """Raise ValueError for a parent without a row: its own place is then not known.

        One that is above all others is no danger, since nothing stands above or beside it.
        """
        own = [name for name in self.by if name == "municipality"]
        for _, rows in frame.groupby(own) if own else [(None, frame)]:
            units = set(rows[self.unit])
            above = rows[self.parent].dropna()
            unlisted = {name for name in above if name not in units and name != ""}
            tops = set(rows.loc[rows[self.parent].isna() | rows[self.parent].eq(""), self.unit])
            tops |= set(rows.loc[rows[self.parent].eq(rows[self.unit]), self.unit])
            if unlisted and (tops or len(unlisted) > 1):
                raise ValueError(
                    f"the unit {sorted(unlisted, key=str)[0]!r} is named as a parent but has no "
                    "row; accepted: a row for each parent, without a value if there is none"
                )


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """One slice with its place: ``key`` are the values of the columns ``by``."""

    key: tuple[Hashable, ...]
    column: str
    part: Slice


def _rule(columns: Columns, rules: Mapping[str, Rule], key: tuple[Any, ...], column: str) -> Rule:
    own = dict(zip(columns.by, key, strict=True))
    return rules.get(own.get("indicator", column), Rule())


def slices(
    frame: pd.DataFrame, columns: Columns, rules: Mapping[str, Rule], min_n: float
) -> list[Table]:
    """Return a table for each combination of ``by`` and each column of values, in their order.

    Raises ValueError for a rule laxer than ``min_n`` and values outside their scale.
    """
    parents = _parents(frame, columns)
    groups: list[tuple[tuple[Any, ...], pd.DataFrame]] = [((), frame)]
    if columns.by:
        groups = list(frame.groupby(list(columns.by), sort=False, dropna=False))
    tables = list[Table]()
    for key, rows in sorted(groups, key=lambda group: str(group[0])):
        for column in columns.values:
            rule = _rule(columns, rules, key, column)
            least = check_minimum(min_n if rule.min_n is None else rule.min_n, min_n)
            own = {**parents, **_parents(rows, columns)}
            tables.append(Table(key, column, _slice(rows, columns, column, rule, least, own)))
    return tables


def _parents(rows: pd.DataFrame, columns: Columns) -> dict[Unit, Unit]:
    """Return the unit above each unit; ValueError when a unit lies below itself."""
    pairs = zip(rows[columns.unit], rows[columns.parent], strict=True)
    parents = {unit: above for unit, above in pairs if not pd.isna(above) and above != unit}
    for unit in parents:
        above, steps = parents.get(unit), 0
        while above is not None:
            above, steps = parents.get(above), steps + 1
            if steps > len(parents):
                raise ValueError(f"the unit {unit!r} lies below itself")
    return parents


def _slice(
    rows: pd.DataFrame,
    columns: Columns,
    column: str,
    rule: Rule,
    min_n: float,
    parents: Mapping[Unit, Unit],
) -> Slice:
    names, heads, means, states = (
        rows[name].tolist() for name in (columns.unit, columns.n, column, "status")
    )
    n, mean, missing = dict[Unit, float](), dict[Unit, float](), set[Unit]()
    for unit, head, value, status in zip(names, heads, means, states, strict=True):
        if not np.isnan(value):
            mean[unit] = value
        if not np.isnan(value) or status == SUPPRESSED or 0 < head < min_n:
            n[unit] = head if head > 0 else np.nan
        elif not np.isnan(head):
            missing.add(unit)
    _check_scale(mean, rule, column)
    small = frozenset(unit for unit, head in n.items() if not head >= min_n)
    few = {unit for unit in mean if n[unit] < ALIKE_BELOW * min_n}
    alike = frozenset(unit for unit in few if rule.alike and rule.at_end(mean[unit]))
    shown = set(mean) - small
    return Slice(rule, min_n, n, mean, parents, small, shown, alike, frozenset(missing))


def _check_scale(means: Mapping[Unit, float], rule: Rule, column: str) -> None:
    low, high = rule.ends
    wrong = [unit for unit, value in means.items() if value < low or value > high]
    if wrong:
        raise ValueError(
            f"unit {wrong[0]!r}, column {column!r} is outside the scale {rule.low} to "
            f"{rule.high}; accepted: a Rule with the indicator's scale"
        )


def with_insiders(published: list[Table], full: list[Table]) -> list[Slice]:
    """Return the published slices as seen by somebody who has all head counts.

    A person alone in a unit knows its mean too; of other hidden units there is none.
    """
    found = []
    for seen, whole in zip(published, full, strict=True):
        alone = {u: m for u, m in whole.part.mean.items() if whole.part.n.get(u, np.nan) <= 1}
        heads = {unit: whole.part.n.get(unit, n) for unit, n in seen.part.n.items()}
        means = {**alone, **seen.part.mean}
        found.append(replace(seen.part, n=heads, mean=means, small=whole.part.small))
    return found


def row_keys(frame: pd.DataFrame, columns: Columns) -> list[tuple[Hashable, ...]]:
    """Return for each row the values of the columns ``by``."""
    if not columns.by:
        return [()] * len(frame)
    return list(zip(*(frame[name] for name in columns.by), strict=True))
