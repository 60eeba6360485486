"""From frames of counts to one table of cells, with every sum that their persons have.

A margin without a row is not published, but it exists, and others follow from it. So it is added
as a cell that nobody sees; so are, for tables that split the same persons in different ways, the
cells of the joint table, which has no negative count either.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.inputs import check_labels
from analysis.methods.disclosure.tables import CellId, CellTable, Parents, build, merged

MOST_JOINT = 2000
"""Up to this many cells of the joint table that no frame has are looked at."""

MOST_LOOKED_AT = 200_000

Children = dict[tuple[CellId, str], list[CellId]]


def cell_ids(frame: pd.DataFrame, dimensions: Sequence[str], total: Any = "Total") -> list[CellId]:
    """Return the id of every row: its labels by dimension, those that are totals left out.

    So a margin has the same id in every table that has it (unit by gender, unit by age). Raises
    ValueError for an empty label.
    """
    own = sorted(name for name in dimensions if name in frame.columns)
    check_labels(frame, own)
    rows = zip(*(frame[name] for name in own), strict=True) if own else [()] * len(frame)
    return [
        tuple((name, label) for name, label in zip(own, row, strict=True) if label != total)
        for row in rows
    ]


def from_frame(
    frame: pd.DataFrame,
    dimensions: Sequence[str],
    value: str = "value",
    total: Any = "Total",
    parents: Mapping[str, Parents] | None = None,
) -> CellTable:
    """Return the table of a tidy frame with a row a cell, margins included as rows.

    ``total`` is the label of a margin; ``parents`` gives child: parent for dimensions with
    levels (their top is ``total``). A combination without a row counts nobody; a margin without
    a row is added as an unpublished cell. ValueError when a cell has two rows, a label is empty,
    the parts do not sum to their total, or the total seems to have another label.
    """
    return from_frames([frame], dimensions, value, total, parents)


def from_frames(
    frames: Sequence[pd.DataFrame],
    dimensions: Sequence[str],
    value: str = "value",
    total: Any = "Total",
    parents: Mapping[str, Parents] | None = None,
) -> CellTable:
    """Return one table of several frames of the same persons; see :func:`from_frame`.

    ValueError also when the joint table has more than MOST_JOINT cells that no frame has.
    """
    above = {name: dict((parents or {}).get(name, {})) for name in dimensions}
    for levels in above.values():
        _check_levels(levels)
    pieces = []
    for frame in frames:
        ids = cell_ids(frame, dimensions, total)
        if len(set(ids)) < len(ids):
            raise ValueError("two rows for one cell; accepted: one row for each combination")
        counts = dict(zip(ids, frame[value].astype(float), strict=True))
        _check_total(counts, dimensions, above, total)
        pieces.append((counts.keys(), counts.values()))
    values = merged(pieces)
    joint = _joint(values, above) if values else []
    children = _closed([*values, *joint], above, total)
    added = {cell for cell, _ in children}.union(joint) - set(values)
    relations = [(cell, parts) for (cell, _), parts in children.items()]
    return build({**values, **_sums(added, values, children)}, relations, added)


def _check_levels(levels: Parents) -> None:
    for label in levels:
        above, steps = levels[label], 0
        while above in levels:
            above, steps = levels[above], steps + 1
            if steps > len(levels):
                raise ValueError(f"the label {label!r} lies below itself")


def _parent(cell: CellId, dimension: str, levels: Parents, total: Any) -> CellId:
    labels = dict(cell)  # type: ignore[call-overload]
    above = levels.get(labels.pop(dimension), total)
    if above != total:
        labels[dimension] = above
    return tuple(sorted(labels.items(), key=lambda pair: pair[0]))


def _closed(cells: Iterable[CellId], above: Mapping[str, Parents], total: Any) -> Children:
    """Return the parts of each cell by dimension, cells that are added on the way among them."""
    children: Children = defaultdict(list)
    waiting = sorted(cells, key=str)
    seen = set(waiting)
    for cell in waiting:
        for dimension, _ in cell:  # type: ignore[attr-defined]
            parent = _parent(cell, dimension, above[dimension], total)
            children[parent, dimension].append(cell)
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return children


def _sums(
    added: set[CellId], values: Mapping[CellId, float], children: Children
) -> dict[CellId, float]:
    """Return the values of cells without a row; NaN where no sum of known parts gives them."""
    ways: dict[CellId, list[list[CellId]]] = defaultdict(list)
    for (cell, _), parts in children.items():
        ways[cell].append(parts)
    found = dict(values)

    def total_of(cell: CellId) -> float:
        if cell not in found:
            sums = [float(sum(total_of(part) for part in parts)) for parts in ways[cell]]
            found[cell] = next((known for known in sums if not np.isnan(known)), np.nan)
        return found[cell]

    return {cell: total_of(cell) for cell in added}


def _joint(values: Mapping[CellId, float], above: Mapping[str, Parents]) -> list[CellId]:
    """Return the cells of the joint table of all dimensions that have no row but may be there.

    A combination whose labels have rows of their kind, but not together, counts nobody.
    """
    kinds: dict[frozenset[str], set[CellId]] = defaultdict(set)
    labels: dict[str, set[Any]] = defaultdict(set)
    for cell in values:
        pairs: tuple[tuple[str, Any], ...] = cell  # type: ignore[assignment]
        kinds[frozenset(name for name, _ in pairs)].add(cell)
        for name, label in pairs:
            labels[name].add(label)
    leaves = {name: _leaves(labels[name], above[name]) for name in sorted(labels)}
    inner = {pair for cell in kinds.get(frozenset(leaves), ()) for pair in cell}  # type: ignore[attr-defined]
    if all((name, label) in inner for name in leaves for label in leaves[name]):
        return []
    if prod(map(len, leaves.values())) > MOST_LOOKED_AT:
        raise ValueError("too many combinations to protect together; accepted: fewer labels")
    tests = [_Kind(cells, above) for _, cells in sorted(kinds.items(), key=lambda k: sorted(k[0]))]
    combos = product(*([(name, label) for label in leaves[name]] for name in leaves))
    joint = [c for c in combos if c not in values and all(kind.has(c) for kind in tests)]
    if len(joint) > MOST_JOINT:
        raise ValueError(
            f"{len(joint)} cells of the joint table have no row; accepted: up to {MOST_JOINT}, "
            "so fewer labels or dimensions in tables that are protected together"
        )
    return list(joint)


def _leaves(labels: set[Any], levels: Parents) -> list[Any]:
    inner = {above for label in labels for above in _line(label, levels)[1:]}
    return sorted(labels - inner, key=str)


def _line(label: Any, levels: Parents) -> list[Any]:
    """Return ``label`` and what lies above it, one level after the other."""
    line = [label]
    while line[-1] in levels:
        line.append(levels[line[-1]])
    return line


class _Kind:
    """The rows that are split by the same dimensions."""

    def __init__(self, cells: set[CellId], above: Mapping[str, Parents]):
        self._cells, self._above = cells, above
        self._labels: dict[str, set[Any]] = defaultdict(set)
        for cell in cells:
            for name, label in cell:  # type: ignore[attr-defined]
                self._labels[name].add(label)

    def has(self, combination: tuple[tuple[str, Any], ...]) -> bool:
        """Whether there is a row for ``combination``, or for what lies above it."""
        found = []
        for name, label in combination:
            if name in self._labels:
                line = _line(label, self._above[name])
                listed = (above for above in line if above in self._labels[name])
                found.append((name, next(listed, label)))
        return tuple(found) in self._cells


def _check_total(
    counts: Mapping[CellId, float],
    dimensions: Sequence[str],
    above: Mapping[str, Parents],
    total: Any,
) -> None:
    """Raise ValueError when no row is a total but one label has the sums of the others."""
    for dimension in dimensions:
        groups: dict[CellId, dict[Any, float]] = defaultdict(dict)
        margin = False
        for cell, count in counts.items():
            labels = dict(cell)  # type: ignore[call-overload]
            if dimension in labels:
                label = labels.pop(dimension)
                groups[tuple(labels.items())][label] = count
            else:
                margin = True
        if groups and not margin:
            _check_margin(dimension, list(groups.values()), above[dimension], total)


def _check_margin(
    dimension: str, groups: list[dict[Any, float]], levels: Parents, total: Any
) -> None:
    labels = {label for group in groups for label in group}
    topmost = {label for label in labels if levels.get(label) not in labels}
    for label in sorted(topmost - set(levels.values()), key=str):
        pairs = [
            (group.get(label, 0.0), sum(group[o] for o in topmost - {label} if o in group))
            for group in groups
        ]
        known = [(own, others) for own, others in pairs if not np.isnan(own + others)]
        if any(own > 0 for own, _ in known) and all(own == others for own, others in known):
            raise ValueError(
                f"no row of {dimension!r} has the label {total!r}, but {label!r} is the sum of "
                f"the others; accepted: total={label!r}, or rows with {total!r}"
            )
