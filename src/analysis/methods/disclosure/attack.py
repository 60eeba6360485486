"""The attacker: what an outsider can work out from published counts.

Each hidden count is bounded by linear programmes over all tables that fit what is published
(Fischetti and Salazar 2001; Hundepool et al. 2012, chapter 4). Nothing here sees a hidden value.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.protected import POSSIBLE_VALUES, NotProtected
from analysis.methods.disclosure.solver import solve
from analysis.methods.disclosure.tables import CellTable

FAR = 1000
"""How far above its least value a count is searched for further values."""

LOOKS = 8
"""How many tables are looked for at random before cells are tried one by one."""

TOLERANCE = 1e-6


class Attacker:
    """Somebody who knows all published cells of ``table`` and which of them add up.

    Counts are whole numbers from ``lower`` (those that nobody publishes: from 0). ``known``
    (position: value) is what this attacker knows besides, as a person who is alone in a cell
    knows that cell. ``caps`` (position: value) are the largest values in which a cell is of
    interest.
    """

    def __init__(
        self,
        table: CellTable,
        lower: int = 0,
        known: Mapping[int, float] | None = None,
        caps: Mapping[int, float] | None = None,
    ):
        values = table.values.copy()
        for cell, value in (known or {}).items():
            values[cell] = value
        unknown = np.isnan(values)
        matrix = table.matrix()
        self.hidden = [int(i) for i in np.flatnonzero(unknown)]
        self._least = {cell: 0 if cell in table.added else lower for cell in self.hidden}
        self._caps = dict(caps or {})
        self._seen: dict[int, set[int]] = {cell: set() for cell in self.hidden}
        sums = -(matrix[:, ~unknown] @ values[~unknown])
        self._check_shown(matrix[:, unknown], sums)
        self._blocks = _blocks(matrix[:, unknown].tocsc(), sums, self.hidden)

    def interval(self, cell: int) -> tuple[float, float]:
        """Return the least and the largest count that ``cell`` can have; inf if unbounded."""
        return self._extreme(cell, 1), self._extreme(cell, -1)

    def together(self, cell: int) -> list[int]:
        """Return the hidden cells that hang together with ``cell``, itself among them."""
        return self._blocks[cell].cells

    def is_open(self, cell: int, least: int = POSSIBLE_VALUES) -> bool:
        """Return whether ``cell`` can have ``least`` different whole values up to its cap.

        Each of them is a table of whole numbers that was found, not only the width of a range.
        """
        if not self._blocks[cell].looked:
            self._look_around(self._blocks[cell])
        cap = self._caps.get(cell, np.inf)
        if self._count(cell, cap) >= least:
            return True
        low = self._whole(cell, 1, self._least[cell], cap)
        if low is None:
            return False
        while self._count(cell, cap) < least:
            if not self._find_another(cell, low, min(cap, low + FAR)):
                return False
        return True

    def _count(self, cell: int, cap: float) -> int:
        return sum(value <= cap for value in self._seen[cell])

    def _find_another(self, cell: int, low: int, high: float) -> bool:
        """Look into the gaps between the values found so far, from the top down."""
        found = sorted(value for value in self._seen[cell] if low <= value <= high)
        edges = [*found, int(high) + 1]
        for below, above in reversed(list(pairwise(edges))):
            if above - below > 1 and self._whole(cell, -1, below + 1, above - 1) is not None:
                return True
        return False

    def _extreme(self, cell: int, sign: int) -> float:
        block = self._blocks[cell]
        result = block.solve(block.goal(cell, sign), self._least, {}, whole=False)
        if result.status in (3, 4):
            return -sign * np.inf
        if not result.success:
            raise NotProtected("no counts fit the published figures")
        return float(round(result.fun * sign, 6)) + 0.0

    def _whole(self, cell: int, sign: int, low: float, high: float) -> int | None:
        block = self._blocks[cell]
        goal = block.goal(cell, sign)
        result = block.solve(goal, self._least, {cell: (low, high)}, whole=True)
        if not self._noted(block, result):
            return None
        return round(float(result.fun) * sign)

    def _noted(self, block: "_Block", result: Any) -> bool:
        """Remember the values of a table that fits."""
        if not result.success:
            return False
        for member, value in zip(block.cells, np.round(result.x), strict=True):
            self._seen[member].add(int(value))
        return True

    def _look_around(self, block: "_Block") -> None:
        """Find a few tables that fit, far from each other: they answer for most cells."""
        ranges = {c: (self._least[c], self._caps.get(c, FAR)) for c in block.cells}
        generator = np.random.default_rng(len(block.cells))
        for _ in range(min(LOOKS, len(block.cells))):
            goal = generator.normal(size=len(block.cells))
            self._noted(block, block.solve(goal, self._least, ranges, whole=True))
        block.looked = True

    @staticmethod
    def _check_shown(matrix: Any, sums: np.ndarray) -> None:
        empty = np.diff(matrix.tocsr().indptr) == 0
        if np.any(np.abs(sums[empty]) > TOLERANCE):
            raise NotProtected("published parts do not sum to their published total")


class _Block:
    """Hidden cells that hang together through relations, and those relations."""

    def __init__(self, cells: list[int], matrix: Any, sums: np.ndarray):
        self.cells, self.matrix, self.sums = cells, matrix, sums
        self.looked = False

    def goal(self, cell: int, sign: int) -> np.ndarray:
        """Return the goal of minimising ``cell`` (sign 1) or maximising it (-1)."""
        return np.where(np.array(self.cells) == cell, float(sign), 0.0)

    def solve(
        self,
        goal: np.ndarray,
        least: Mapping[int, float],
        ranges: Mapping[int, tuple[float, float]],
        whole: bool,
    ) -> Any:
        """Return the result of minimising ``goal`` over the tables that fit."""
        lows, highs = zip(*(ranges.get(c, (least[c], np.inf)) for c in self.cells), strict=True)
        return solve(
            goal,
            np.full(len(self.cells), int(whole)),
            (np.array(lows), np.array(highs)),
            [(self.matrix, self.sums, self.sums)],
        )


def _blocks(matrix: Any, sums: np.ndarray, hidden: list[int]) -> dict[int, _Block]:
    from scipy.sparse.csgraph import connected_components

    if not hidden:
        return {}
    count, label = connected_components(abs(matrix).T @ abs(matrix), directed=False)
    found = {}
    for number in range(count):
        members = np.flatnonzero(label == number)
        part = matrix[:, members]
        rows = np.unique(part.indices)
        block = _Block([hidden[i] for i in members], part.tocsr()[rows], sums[rows])
        found.update(dict.fromkeys(block.cells, block))
    return found


def attack(
    table: CellTable, lower: int = 0, known: Mapping[Any, float] | None = None
) -> pd.DataFrame:
    """Return what an outsider can work out about each hidden (NaN) cell of ``table``.

    Columns: cell, low, high, values (whole numbers in the interval), protected (three or more
    of them are possible). ``known`` gives further cells by id that this attacker knows, ``lower``
    the least value a hidden cell can have. Cells without a row are left out. Raises NotProtected
    if nothing fits.
    """
    extra = {min(table.places([cell])): value for cell, value in (known or {}).items()}
    attacker = Attacker(table, lower, extra)
    rows = []
    for cell in [cell for cell in attacker.hidden if cell not in table.added]:
        low, high = attacker.interval(cell)
        values = np.floor(high + TOLERANCE) - np.ceil(low - TOLERANCE) + 1
        safe = bool(values >= POSSIBLE_VALUES) and attacker.is_open(cell)
        rows.append((table.ids[cell], low, high, values, safe))
    return pd.DataFrame(rows, columns=["cell", "low", "high", "values", "protected"])
