"""From a frame of units to slices: one tree of units for each indicator and period."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.groups import Rule, Slice, Unit
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
        wanted = [self.unit, self.parent, self.n, *self.values, *self.by]
        missing = [name for name in wanted if name not in frame.columns]
        if missing or not self.values:
            raise ValueError(f"no column {missing}; accepted: unit, parent, n and values")
        if frame.duplicated([self.unit, *self.by]).any():
            raise ValueError(f"two rows for one unit; accepted: one for each of {self.by}")


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
    n, mean = dict[Unit, float](), dict[Unit, float]()
    for unit, head, value, status in zip(names, heads, means, states, strict=True):
        if not np.isnan(value):
            mean[unit] = value
        if not np.isnan(value) or status == SUPPRESSED or 0 < head < min_n:
            n[unit] = head if head > 0 else np.nan
    _check_scale(mean.values(), rule, column)
    small = frozenset(unit for unit, head in n.items() if not head >= min_n)
    alike = {unit for unit, value in mean.items() if rule.alike and rule.at_end(value)}
    return Slice(rule, min_n, n, mean, parents, small, set(mean) - small - alike)


def _check_scale(means: Iterable[float], rule: Rule, column: str) -> None:
    low, high = rule.ends
    if any(value < low or value > high for value in means):
        raise ValueError(
            f"values of {column} outside the scale {rule.low} to {rule.high}; "
            "accepted: a Rule with the indicator's scale"
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
