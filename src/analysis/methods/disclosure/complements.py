"""Complementary suppression: what else must be hidden so that the hidden stays hidden.

The cheapest choice is proposed, the attacker tries it, and what it finds is asked for in the
next round, until it finds nothing.
"""

import numpy as np

from analysis.methods.disclosure.attack import Attacker
from analysis.methods.disclosure.cheapest import Programme, Sum, Target, cheapest
from analysis.methods.disclosure.protected import POSSIBLE_VALUES
from analysis.methods.disclosure.tables import CellTable
from analysis.methods.disclosure.thin import Task, combined_group, relation_sums, thin_groups

JOINT = 200
"""Up to this many cells times targets, all targets are solved at once and the choice is minimal;
above, one after the other."""

ROUNDS = 40


def choose(task: Task) -> frozenset[int]:
    """Return the cells to hide: the primary ones and their complements.

    Up to JOINT the cost is the least that serves all targets found. Of equal costs the one with
    cells that come first in the order of ids. If no choice holds, all cells are hidden.
    """
    hidden, asked, sums = task.unseen, dict[Target, int](), relation_sums(task)
    for _ in range(ROUNDS):
        thin: set[Sum] = {((total,), parts) for total, parts in thin_groups(task, hidden)}
        weak = [] if thin - sums else weaknesses(task, task.table.without(hidden))
        if not thin and not weak:
            found = combined_group(task, hidden)
            if not found:
                return hidden
            thin = found
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
    seen = [cell for cell in public.hidden if cell not in published.added]
    weak = [Target(cell) for cell in seen if not public.is_open(cell)]
    return weak or _against_insiders(task, published, public)


def _against_insiders(task: Task, published: CellTable, public: Attacker) -> list[Target]:
    weak = []
    for alone in task.alone:
        insider = Attacker(published, task.lower, {alone: 1.0}, task.caps)
        others = sorted(task.primary.intersection(public.together(alone)) - task.own(alone))
        weak += [Target(cell, alone) for cell in others if not insider.is_open(cell)]
    return weak


def _extended(
    task: Task,
    hidden: frozenset[int],
    asked: dict[Target, int],
    weak: list[Target],
    sums: frozenset[Sum],
) -> frozenset[int]:
    if len(asked) * len(task.table.ids) <= JOINT:
        return _solved(task, task.unseen, asked, sums)
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
    task: Task, fixed: frozenset[int], targets: dict[Target, int], sums: frozenset[Sum]
) -> frozenset[int]:
    caps = {target: task.caps.get(target.cell, np.inf) for target in targets}
    programme = Programme(task.table, fixed, task.costs, task.group, task.lower, sums)
    found = cheapest(programme, targets, caps)
    return task.everything if found is None else found
