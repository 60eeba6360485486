"""Which figures of one unit add up over time or over groups of its persons."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from analysis.methods.disclosure.groups import Slice, Unit
from analysis.methods.disclosure.unit_frames import Columns, Table
from analysis.model.periods import PARTS, Period

UNDIVIDED = ""
"""The breakdown of a row that counts all persons of a unit."""

MOST_SUMS = 10_000

Key = tuple[Hashable, ...]


def period_of(table: Table, columns: Columns) -> Period | None:
    """Return the period of ``table``; None if it has none that can be read."""
    if "period" not in columns.by:
        return None
    found: Any = table.key[columns.by.index("period")]
    if isinstance(found, Period):
        return found
    try:
        return Period.parse(str(found))
    except ValueError:
        return None


def apart(table: Table, columns: Columns) -> Hashable:
    """Return what tells tables apart between which no sum runs: the year of their period."""
    period = period_of(table, columns)
    return None if period is None else period.year


def _others(table: Table, columns: Columns, name: str) -> tuple[Hashable, ...]:
    """Return what two tables have in common that differ in the column ``name`` only."""
    pairs = zip(columns.by, table.key, strict=True)
    return (table.column, *(value for column, value in pairs if column != name))


def _grouped(tables: Iterable[Table], columns: Columns, name: str) -> list[list[Table]]:
    groups: dict[Key, list[Table]] = defaultdict(list)
    for table in tables:
        groups[_others(table, columns, name)].append(table)
    return list(groups.values())


def check_connected(tables: Sequence[Table], columns: Columns) -> None:
    """Raise ValueError where a sum connects tables in which different units may be hidden."""
    if "period" in columns.by and "period" not in columns.across:
        for group in _grouped(tables, columns, "period"):
            pairs = _longer(group, columns)
            if pairs:
                raise ValueError(
                    f"{pairs[0][0]} stands beside parts of it; accepted: consistent=True"
                )
    if "breakdown" in columns.by and "breakdown" not in columns.across:
        labels = {table.key[columns.by.index("breakdown")] for table in tables}
        if UNDIVIDED in labels and len(labels) > 1:
            raise ValueError("breakdowns stand beside all persons; accepted: consistent=True")


def _longer(group: Sequence[Table], columns: Columns) -> list[tuple[Period, list[Period]]]:
    """Return each period that has shorter ones beside it, with all its parts of that length."""
    found = {period for table in group if (period := period_of(table, columns)) is not None}
    pairs = []
    for period in sorted(found):
        for kind in sorted({other.kind for other in found} & set(PARTS)):
            parts = [Period(period.year, kind, i + 1) for i in range(PARTS[kind])]
            parts = [p for p in parts if p != period and _inside(p, period)]
            if len(parts) > 1 and found.intersection(parts):
                pairs.append((period, parts))
    return pairs


def _inside(part: Period, whole: Period) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def check_periods(tables: Sequence[Table], columns: Columns) -> None:
    """Raise ValueError for a shown unit with a year and only some of its parts beside it.

    The others follow from it, and nobody knows of how few persons they are.
    """
    if "period" not in columns.by:
        return
    for group in _grouped(tables, columns, "period"):
        by_period = {period_of(table, columns): table.part for table in group}
        for period, parts in _longer(group, columns):
            _check_parts(by_period, period, parts)


def _check_parts(
    by_period: dict[Period | None, Slice], period: Period, parts: list[Period]
) -> None:
    slices = [by_period[part] for part in parts if part in by_period]
    for unit in sorted(by_period[period].shown, key=str):
        listed = [part for part in slices if unit in part.n or part.none_missing(unit)]
        if 0 < len(listed) < len(parts) and any(unit in part.shown for part in slices):
            raise ValueError(
                f"unit {unit!r} has {period} with only some of its parts beside it; accepted: "
                f"all of {parts[0]} to {parts[-1]} with their persons, or none"
            )


def small_remainders(tables: Sequence[Table], columns: Columns) -> set[Unit]:
    """Return the units of which few persons are left when breakdowns are taken away.

    The rows by breakdown are parts of the row without one. Whoever has no row of his own follows
    by subtraction. Where the parts count more persons than there are, they belong to several
    classifications, and every choice of them is taken away. Raises ValueError when the row for
    all persons seems to have another label than "".
    """
    if "breakdown" not in columns.by:
        return set()
    found: set[Unit] = set()
    for group in _grouped(tables, columns, "breakdown"):
        place = columns.by.index("breakdown")
        parts = {table.key[place]: table.part for table in group}
        if UNDIVIDED not in parts:
            _check_undivided(parts)
            continue
        whole = parts.pop(UNDIVIDED)
        for unit, n in whole.n.items():
            heads = [part.n[unit] for part in parts.values() if unit in part.n]
            if n >= whole.min_n and _leaves_few(n, heads, whole.min_n):
                found.add(unit)
    return found


def _leaves_few(n: float, heads: list[float], min_n: float) -> bool:
    known = [head for head in heads if not np.isnan(head)]
    if sum(known) <= n + 1e-6:
        return bool(known) and 1 <= round(n - sum(known), 6) < min_n
    sums = {0.0}
    for head in known:
        sums |= {round(total + head, 6) for total in sums if total + head <= n}
        if len(sums) > MOST_SUMS:
            return True
    return any(1 <= n - total < min_n for total in sums)


def _check_undivided(parts: dict[Hashable, Slice]) -> None:
    units = {unit for part in parts.values() for unit in part.n}
    for label, part in parts.items():
        others = [other for name, other in parts.items() if name != label]
        pairs = [
            (part.n.get(unit, np.nan), [o.n[unit] for o in others if unit in o.n]) for unit in units
        ]
        most = all(not rest or n >= max(rest) for n, rest in pairs)
        if most and any(len(rest) > 1 and abs(n - sum(rest)) < 1e-6 for n, rest in pairs):
            raise ValueError(
                f"the breakdown {label!r} is the sum of the others; accepted: an empty text "
                "as the breakdown of the row for all persons"
            )
