"""Groups of few persons that follow from what is shown, and from what one person knows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.methods.disclosure.cheapest import Sum
from analysis.methods.disclosure.protected import NotProtected
from analysis.methods.disclosure.solver import solve
from analysis.methods.disclosure.tables import CellTable, Relation

TIMES = 4.0
"""How many times a relation may be taken when several are put together."""

Laid = tuple[float, tuple[int, ...]]
"""A sum of hidden cells, and the cells it was laid out into."""


@dataclass(frozen=True, repr=False)
class Task:
    """A complete table, the cells that must be hidden, and what protection means.

    ``cap`` is the largest value of a primary cell: an attacker who guesses that a cell is one
    knows it; it does not hold for the cells ``uncapped``. ``group`` is the least sum of the
    hidden parts of a shown total, ``lower`` the least value a hidden cell can have, ``costs``
    what hiding each cell costs.
    """

    table: CellTable
    primary: frozenset[int]
    costs: np.ndarray
    cap: float = np.inf
    group: float = 0
    lower: int = 0
    uncapped: frozenset[int] = field(default=frozenset())

    @property
    def everything(self) -> frozenset[int]:
        """All cells."""
        return frozenset(range(len(self.table.ids)))

    @property
    def unseen(self) -> frozenset[int]:
        """The cells that are hidden whatever is chosen."""
        return self.primary | self.table.added

    @property
    def caps(self) -> dict[int, float]:
        """The largest values an attacker may take primary cells to have."""
        return dict.fromkeys(sorted(self.primary - self.uncapped), self.cap)

    @property
    def alone(self) -> list[int]:
        """The cells in which one person is alone."""
        known = sorted(self.primary - self.uncapped - self.table.added)
        return [cell for cell in known if self.table.values[cell] == 1]

    def own(self, alone: int) -> frozenset[int]:
        """Return the cells that concern nobody but the person alone in a cell."""
        own, values = {alone}, self.table.values
        while True:
            pairs = self.table.relations
            totals = {t for t, parts in pairs if values[t] == 1 and own.intersection(parts)}
            if totals <= own:
                break
            own |= totals
        parts = {part for total, ps in self.table.relations if total in own for part in ps}
        while not parts <= own:
            own |= parts
            parts = {part for total, ps in self.table.relations if total in own for part in ps}
        return frozenset(own)


def relation_sums(task: Task) -> set[Sum]:
    """Return the sums to ask for from the start: each relation, without a lone person as well."""
    found: set[Sum] = set()
    alone = set(task.alone)
    for total, parts in task.table.relations:
        found.add(((total,), parts))
        for one in alone.intersection(parts):
            found.add(((total,), tuple(part for part in parts if part != one)))
    return found


def thin_groups(task: Task, hidden: frozenset[int]) -> set[Relation]:
    """Return the sums of hidden cells that can be worked out and are below the least group.

    A shown total less its shown parts is such a sum. A hidden part may be laid out into its own
    parts: when some of those are shown, less is left. A person alone in a part takes himself
    away: then that part is left out.
    """
    smallest = _smallest_sums(task.table, hidden)
    alone = {cell: task.own(cell) for cell in task.alone}
    thin = set()
    for total, parts in task.table.relations:
        if total in hidden or not hidden.intersection(parts):
            continue
        size, laid_out = _joined(smallest.get(part, (0.0, (part,))) for part in parts)
        left = hidden.intersection(laid_out)
        if left and size < task.group:
            thin.add((total, tuple(sorted(laid_out))))
        for one in sorted(left.intersection(alone)):
            if left - alone[one] and size - 1 < task.group:
                thin.add((total, tuple(sorted(cell for cell in laid_out if cell != one))))
    return thin


def _smallest_sums(table: CellTable, hidden: frozenset[int]) -> dict[int, Laid]:
    """Return, for each hidden cell, the smallest sum of hidden cells it can be laid out into."""
    layers = [relation for relation in table.relations if relation[0] in hidden]
    smallest: dict[int, Laid] = {
        cell: (float(table.values[cell]), (cell,)) for cell in sorted(hidden)
    }
    changed = True
    while changed:
        changed = False
        for total, parts in layers:
            option = _joined(smallest.get(part, (0.0, (part,))) for part in parts)
            seen = total in table.added or hidden.intersection(option[1])
            if seen and option[0] < smallest[total][0] - 1e-6:
                smallest[total] = option
                changed = True
    return smallest


def _joined(pieces: Iterable[Laid]) -> Laid:
    sizes, cells = zip(*pieces, strict=True)
    return sum(sizes), tuple(cell for group in cells for cell in group)


def combined_group(task: Task, hidden: frozenset[int]) -> set[Sum]:
    """Return a small group that follows from several relations together, nothing if none does.

    All multiples of relations are searched in which the shown cells cancel nothing but what is
    known, and the hidden ones leave a plain sum of cells below the least group; to the public,
    or to one person alone in a cell, who knows that cell. Raises NotProtected if the search
    ended without an answer.
    """
    programme = _Search(task, hidden)
    if not programme.small or not task.table.relations:
        return set()
    result = programme.solve()
    if result.x is None:
        if result.status != 2:
            raise NotProtected("the search for small groups had no answer; nothing is published")
        return set()
    return {programme.sum_of(result.x)}


class _Search:
    """Variables: a multiple for each relation; each small cell in or out; who the insider is."""

    def __init__(self, task: Task, hidden: frozenset[int]):
        self.task, self.hidden = task, sorted(hidden)
        values = task.table.values
        self.small = [
            c for c in self.hidden if c not in task.table.added and values[c] < task.group
        ]
        self.alone = [c for c in task.alone if c in hidden]
        self.matrix = task.table.matrix()
        self.counts = (len(task.table.relations), len(self.small), len(self.alone))

    def solve(self) -> Any:
        """Return the result of the search for the group of fewest cells."""
        relations, small, alone = self.counts
        free, few = np.full(relations + alone, TIMES), np.ones(small + alone)
        order = [free[:relations], few[:small], free[relations:], few[small:]]
        highs = np.concatenate(order)
        lows = np.concatenate([-free[:relations], 0 * few[:small], -free[relations:], 0 * order[3]])
        goal = np.concatenate([0 * order[0], few[:small], 0 * free[relations:], 0 * order[3]])
        whole = np.concatenate([0 * order[0], few[:small], 0 * free[relations:], order[3]])
        return solve(goal, whole, (lows, highs), self._rows(), nodes=5000)

    def _rows(self) -> list[tuple[Any, Any, Any]]:
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        relations, small, alone = self.counts
        place = {cell: i for i, cell in enumerate(self.hidden)}
        size = len(self.hidden)

        def at(cells: list[int]) -> Any:
            spots = ([-1.0] * len(cells), ([place[c] for c in cells], range(len(cells))))
            return csr_array(spots, shape=(size, len(cells)))

        parts = csr_array(self.matrix.T.tocsr()[self.hidden])
        balance = hstack([parts, at(self.small), at(self.alone), csr_array((size, alone))])
        persons = self.task.table.values[self.small]
        ones = np.array([np.ones(small), persons])
        sums = hstack([csr_array((2, relations)), csr_array(ones), csr_array((2, 2 * alone))])
        most = np.ceil(self.task.group) - 1
        found = [
            (csr_array(balance), 0.0, 0.0),
            (csr_array(sums), np.array([1.0, 0.0]), np.array([np.inf, most])),
        ]
        if alone:
            eye, none = eye_array(alone), csr_array((alone, relations + small))
            held = [hstack([none, eye, -TIMES * eye]), hstack([none, -eye, -TIMES * eye])]
            one = csr_array(([1.0] * alone, ([0] * alone, range(alone))), shape=(1, alone))
            single = hstack([csr_array((1, relations + small + alone)), one])
            found += [(csr_array(vstack(held)), -np.inf, 0.0), (csr_array(single), -np.inf, 1.0)]
            found.append((self._not_his_own(), -np.inf, 1.0))
        return found

    def _not_his_own(self) -> Any:
        """What concerns only the insider himself is no group to protect from him."""
        from scipy.sparse import csr_array

        relations, small, alone = self.counts
        rows, columns = list[int](), list[int]()
        for i, one in enumerate(self.alone):
            own = self.task.own(one)
            for j, cell in enumerate(self.small):
                if cell in own:
                    count = len(columns) // 2
                    rows += [count, count]
                    columns += [relations + j, relations + small + alone + i]
        shape = (len(columns) // 2, relations + small + 2 * alone)
        return csr_array(([1.0] * len(columns), (rows, columns)), shape=shape)

    def sum_of(self, found: np.ndarray) -> Sum:
        """Return what must be asked for so that the group found is none any more."""
        relations, _, alone = self.counts
        times = np.round(self.matrix.T @ found[:relations], 6)
        insider = [
            c for c, z in zip(self.alone, found[len(found) - alone :], strict=True) if z > 0.5
        ]
        parts = [int(c) for c in np.flatnonzero(times == 1) if c not in insider]
        others = [int(c) for c in np.flatnonzero(times) if times[c] != 1 and c not in insider]
        return tuple(others), tuple(parts)
