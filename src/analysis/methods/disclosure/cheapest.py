"""The cheapest cells to hide, as a mixed integer programme (Fischetti and Salazar 2001).

For each cell that needs protection two further tables must exist that fit everything shown and in
which that cell lies at least two apart. A cell may differ in them only if it is hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.methods.disclosure.solver import solve
from analysis.methods.disclosure.tables import CellTable

Sum = tuple[tuple[int, ...], tuple[int, ...]]
"""Cells of which one must be hidden, or else enough persons among the second ones."""


@dataclass(frozen=True)
class Target:
    """A cell that needs protection, against the public or the person alone in ``insider``."""

    cell: int
    insider: int | None = None


@dataclass(frozen=True, repr=False)
class Programme:
    """A table, the cells hidden already (``fixed``), what hiding costs, and the least group.

    In each of ``sums`` the hidden cells of the second kind must hold at least ``group`` if those
    of the first kind are shown; cells with counts below ``lower`` are always shown.
    """

    table: CellTable
    fixed: frozenset[int]
    costs: np.ndarray
    group: float
    lower: int
    sums: frozenset[Sum]


class _Move:
    """How far each cell may go up and down in the two tables that protect a target."""

    def __init__(self, programme: Programme, target: Target, reach: int, cap: float):
        values = programme.table.values
        self.cell, self.reach = target.cell, float(reach)
        self.up = np.full(len(values), float(reach))
        self.down = np.clip(values - programme.lower, 0, reach)
        self.up[self.cell] = np.clip(cap - values[self.cell], 0, reach)
        if target.insider is not None:
            self.up[target.insider] = self.down[target.insider] = 0
        # What nobody publishes may have any value that fits.
        free = sorted(programme.table.added)
        self.up[free], self.down[free] = values.max() + reach, values[free]


def cheapest(
    programme: Programme, targets: Mapping[Target, int], caps: Mapping[Target, float]
) -> frozenset[int] | None:
    """Return the cells to hide at the least cost, or None if none was found.

    ``targets`` says how far apart the two tables of a target lie, ``caps`` how large its cell may
    be in them. Of equal costs the choice with cells of lower rank.
    """
    size = len(programme.table.ids)
    ordered = sorted(targets, key=str)
    moves = [_Move(programme, target, targets[target], caps[target]) for target in ordered]
    copies = [move for move in moves for _ in ("low", "high")]
    fixed = [float(i in programme.fixed) for i in range(size)]
    allowed = np.maximum(programme.table.values >= programme.lower, fixed)
    free = np.zeros(len(copies) * size)
    lows = np.concatenate([fixed, *(-move.down for move in copies)])
    highs = np.concatenate([allowed, *(move.up for move in copies)])
    result = solve(
        np.concatenate([_ranked(programme.costs), free]),
        np.concatenate([np.ones(size), free]),
        (lows, highs),
        _constraints(programme, moves, copies),
    )
    if result.x is None:
        return None
    return frozenset(int(i) for i in np.flatnonzero(result.x[:size] > 0.5))


def _ranked(costs: np.ndarray) -> np.ndarray:
    """Return ``costs`` with less than one unit spread over the cells by rank, to settle ties."""
    count = len(costs)
    return costs + np.arange(1, count + 1) / (count * (count + 1))


def _constraints(
    programme: Programme, moves: list[_Move], copies: list[_Move]
) -> list[tuple[Any, Any, Any]]:
    """Rows with their lower and upper limits; columns are the cells, then the copies' moves."""
    from scipy.sparse import block_diag, csr_array, diags_array, eye_array, hstack, vstack

    size = len(programme.table.ids)
    found: list[tuple[Any, Any, Any]] = [(_group_rows(programme, len(copies) * size), 0.0, np.inf)]
    if moves:
        balance = block_diag([programme.table.matrix()] * len(copies), format="csr")
        nothing = csr_array((balance.shape[0], size))
        change = eye_array(len(copies) * size, format="csr")
        ups = vstack([diags_array(move.up) for move in copies], format="csr")
        downs = vstack([diags_array(move.down) for move in copies], format="csr")
        found += [
            (hstack([nothing, balance], format="csr"), 0.0, 0.0),
            (hstack([-ups, change], format="csr"), -np.inf, 0.0),
            (hstack([downs, change], format="csr"), 0.0, np.inf),
            (_apart(moves, size), np.array([move.reach for move in moves]), np.inf),
        ]
    return found


def _apart(moves: list[_Move], size: int) -> Any:
    """One row a target: its cell in the high table less its cell in the low one."""
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(len(moves)), 2)
    columns = [(2 * i + side) * size + move.cell for i, move in enumerate(moves) for side in (1, 2)]
    shape = (len(moves), (2 * len(moves) + 1) * size)
    return csr_array((np.tile([-1.0, 1.0], len(moves)), (rows, columns)), shape=shape)


def _group_rows(programme: Programme, others: int) -> Any:
    """One row a part of a sum: if it is hidden, so is one of the others or enough of the parts."""
    from scipy.sparse import csr_array

    values, group = programme.table.values, programme.group
    rows, columns, entries, count = list[int](), list[int](), list[float](), 0
    for firsts, parts in sorted(programme.sums) if group > 0 else []:
        for part in parts:
            weights = {p: float(min(values[p], group)) for p in parts}
            weights |= dict.fromkeys(firsts, float(group))
            weights[part] -= group
            rows += [count] * len(weights)
            columns += list(weights)
            entries += list(weights.values())
            count += 1
    return csr_array((entries, (rows, columns)), shape=(count, len(values) + others))
