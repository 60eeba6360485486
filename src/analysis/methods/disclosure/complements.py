"""Complementary suppression: what else must be hidden so that the hidden stays hidden.

The cheapest choice is proposed, the attacker tries it, and what it finds is asked for in the
next round, until it finds nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from analysis.methods.disclosure.attack import Attacker
from analysis.methods.disclosure.cheapest import Programme, Target, cheapest
from analysis.methods.disclosure.protected import POSSIBLE_VALUES
from analysis.methods.disclosure.tables import CellTable, Relation

JOINT = 2500
"""Up to this many cells times targets, all targets are solved at once and the choice is minimal;
above, one after the other."""

ROUNDS = 40

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
    def caps(self) -> dict[int, float]:
        """The largest values an attacker may take primary cells to have."""
        return dict.fromkeys(sorted(self.primary - self.uncapped), self.cap)


def choose(task: Task) -> frozenset[int]:
    """Return the cells to hide: the primary ones and their complements.

    Up to JOINT the cost is the least that serves all targets found. Of equal costs the one with
    cells that come first in the order of ids. If no choice holds, all cells are hidden.
    """
    hidden, asked = task.primary, dict[Target, int]()
    sums = set(task.table.relations)
    for _ in range(ROUNDS):
        thin = thin_groups(task, hidden)
        weak = [] if thin - sums else weaknesses(task, task.table.without(hidden))
        if not thin and not weak:
            return hidden
        for target in weak:
            # Asked for before and still weak: the range held too few whole numbers.
            asked[target] = 2 * asked.get(target, POSSIBLE_VALUES // 2)
        sums |= thin
        hidden = _extended(task, hidden, asked, weak, frozenset(sums))
    return task.everything


def weaknesses(task: Task, published: CellTable) -> list[Target]:
    """Return the hidden cells that the public, or a person alone in a cell, can work out.

    Against the public every hidden cell is checked; against insiders the primary ones are.
    """
    public = Attacker(published, task.lower, caps=task.caps)
    weak = [Target(cell) for cell in public.hidden if not public.is_open(cell)]
    return weak or _against_insiders(task, published, public)


def _against_insiders(task: Task, published: CellTable, public: Attacker) -> list[Target]:
    weak = []
    for alone in sorted(task.primary - task.uncapped):
        if task.table.values[alone] == 1:
            insider = Attacker(published, task.lower, {alone: 1.0}, task.caps)
            others = sorted(task.primary.intersection(public.together(alone)) - _own(task, alone))
            weak += [Target(cell, alone) for cell in others if not insider.is_open(cell)]
    return weak


def _own(task: Task, alone: int) -> frozenset[int]:
    """Return the cells that concern nobody but the person alone in a cell: sums over him only."""
    own, values = {alone}, task.table.values
    while True:
        totals = {t for t, ps in task.table.relations if values[t] == 1 and own.intersection(ps)}
        if totals <= own:
            break
        own |= totals
    parts = {part for total, ps in task.table.relations if total in own for part in ps}
    while not parts <= own:
        own |= parts
        parts = {part for total, ps in task.table.relations if total in own for part in ps}
    return frozenset(own)


def thin_groups(task: Task, hidden: frozenset[int]) -> set[Relation]:
    """Return the sums of hidden cells that can be worked out and are below the least group.

    A shown total less its shown parts is such a sum. A hidden part may be laid out into its own
    parts: when some of those are shown, less is left.
    """
    smallest = _smallest_sums(task.table, hidden)
    thin = set()
    for total, parts in task.table.relations:
        if total not in hidden and any(part in hidden for part in parts):
            size, laid_out = _joined(smallest.get(part, (0.0, (part,))) for part in parts)
            if size < task.group:
                thin.add((total, tuple(sorted(laid_out))))
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
            if option[0] < smallest[total][0] and hidden.intersection(option[1]):
                smallest[total] = option
                changed = True
    return smallest


def _joined(pieces: Iterable[Laid]) -> Laid:
    sizes, cells = zip(*pieces, strict=True)
    return sum(sizes), tuple(cell for group in cells for cell in group)


def _extended(
    task: Task,
    hidden: frozenset[int],
    asked: dict[Target, int],
    weak: list[Target],
    sums: frozenset[Relation],
) -> frozenset[int]:
    if len(asked) * len(task.table.ids) <= JOINT:
        return _solved(task, task.primary, asked, sums)
    hidden = _solved(task, hidden, {}, sums)
    for target in weak:
        if not _holds(task, hidden, target):
            hidden = _solved(task, hidden, {target: asked[target]}, sums)
    return hidden


def _holds(task: Task, hidden: frozenset[int], target: Target) -> bool:
    known = {} if target.insider is None else {target.insider: 1.0}
    attacker = Attacker(task.table.without(hidden), task.lower, known, task.caps)
    return attacker.is_open(target.cell)


def _solved(
    task: Task, fixed: frozenset[int], targets: dict[Target, int], sums: frozenset[Relation]
) -> frozenset[int]:
    caps = {target: task.caps.get(target.cell, np.inf) for target in targets}
    programme = Programme(task.table, fixed, task.costs, task.group, task.lower, sums)
    found = cheapest(programme, targets, caps)
    return task.everything if found is None else found
