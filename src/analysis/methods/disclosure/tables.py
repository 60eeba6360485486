"""Counts as cells with linear relations: margins, hierarchies, and tables that share cells."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

CellId = Hashable
Parents = Mapping[Any, Any]
Relation = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, repr=False)
class CellTable:
    """Cells in a fixed order, their counts (NaN when hidden), and which of them add up.

    A relation (total, parts) says that the parts sum to the total exactly. ``added`` are cells
    without a row: nobody publishes them, but sums over persons they are all the same. The order
    of cells depends on their ids only. Its repr shows no value.
    """

    ids: tuple[CellId, ...]
    values: np.ndarray
    relations: tuple[Relation, ...]
    added: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"CellTable({len(self.ids)} cells, {len(self.relations)} relations)"

    def places(self, ids: Iterable[CellId]) -> frozenset[int]:
        """Return the positions of ``ids``; KeyError for an unknown one."""
        place = {name: i for i, name in enumerate(self.ids)}
        return frozenset(place[name] for name in ids)

    def without(self, hidden: Iterable[int]) -> "CellTable":
        """Return what is published when the cells at ``hidden`` are not."""
        values = self.values.copy()
        values[list(hidden)] = np.nan
        return replace(self, values=values)

    def matrix(self) -> Any:
        """Return the relations as sparse rows: one for the total, minus one for its parts."""
        from scipy.sparse import csr_array

        rows, columns, entries = [], [], []
        for row, (total, parts) in enumerate(self.relations):
            rows += [row] * (len(parts) + 1)
            columns += [total, *parts]
            entries += [1.0] + [-1.0] * len(parts)
        shape = (len(self.relations), len(self.ids))
        return csr_array((entries, (rows, columns)), shape=shape)


def build(
    values: Mapping[CellId, float],
    relations: Iterable[tuple[CellId, Any]],
    added: Iterable[CellId] = (),
) -> CellTable:
    """Return the table of ``values`` with ``relations`` given as (total, parts) of ids.

    Raises ValueError when a count is no whole number from 0, or parts do not sum to their total.
    """
    ids = tuple(sorted(values, key=str))
    place = {name: i for i, name in enumerate(ids)}
    counts = np.array([values[name] for name in ids], dtype=float)
    found = {(place[total], tuple(sorted(place[p] for p in parts))) for total, parts in relations}
    table = CellTable(ids, counts, tuple(sorted(found)), frozenset(place[a] for a in added))
    _check_counts(table)
    return table


def _check_counts(table: CellTable) -> None:
    known = table.values[~np.isnan(table.values)]
    if np.any(known < 0) or np.any(known != np.round(known)):
        raise ValueError("counts must be whole numbers from 0")
    for total, parts in table.relations:
        gap = table.values[total] - table.values[list(parts)].sum()
        if abs(gap) > 1e-6:
            raise ValueError(
                f"the parts of {table.ids[total]!r} do not sum to it; accepted: a row for each "
                "combination in which there is anybody, and one classification a dimension"
            )


def from_hierarchy(values: Mapping[CellId, float], parents: Mapping[Any, Any]) -> CellTable:
    """Return the table in which every parent is the sum of the children that have a value."""
    children: dict[CellId, list[CellId]] = defaultdict(list)
    for child, parent in parents.items():
        if child in values and parent in values:
            children[parent].append(child)
    return build(values, children.items())


def linked(tables: Sequence[CellTable]) -> CellTable:
    """Return one table of all cells; cells of the same id are the same.

    Raises ValueError when such a cell has two different values.
    """
    values = merged((table.ids, table.values) for table in tables)
    relations = [
        (table.ids[total], [table.ids[part] for part in parts])
        for table in tables
        for total, parts in table.relations
    ]
    shown = {t.ids[i] for t in tables for i in range(len(t.ids)) if i not in t.added}
    return build(values, relations, set(values) - shown)


def merged(parts: Iterable[tuple[Iterable[CellId], Iterable[float]]]) -> dict[CellId, float]:
    """Return the values of all cells; ValueError when one has two different values."""
    values: dict[CellId, float] = {}
    for ids, counts in parts:
        for name, value in zip(ids, counts, strict=True):
            known = values.get(name, np.nan)
            if not np.isnan(value + known) and value != known:
                raise ValueError(f"two values for {name!r} in linked tables")
            # A cell that one report hides and another shows is not hidden.
            values[name] = float(value if np.isnan(known) else known)
    return values


def with_margins(
    frame: pd.DataFrame, dimensions: Sequence[str], value: str = "value", total: Any = "Total"
) -> pd.DataFrame:
    """Return ``frame`` summed over its rows, with the totals by every subset of dimensions."""
    pieces = []
    for kept in product((True, False), repeat=len(dimensions)):
        marked = frame[[*dimensions, value]].astype(dict.fromkeys(dimensions, object))
        for name, keep in zip(dimensions, kept, strict=True):
            if not keep:
                marked[name] = total
        pieces.append(marked.groupby(list(dimensions), sort=True)[value].sum().reset_index())
    return pd.concat(pieces, ignore_index=True)
