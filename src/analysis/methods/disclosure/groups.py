"""What the shown means of a tree of units tell about the hidden ones.

The mean of a unit is the mean of its children weighted by persons. So the hidden units below a
shown one have a known sum: one equation a group, which gives an attacker's bounds as formulas.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analysis.methods.disclosure.protected import POSSIBLE_VALUES, check_minimum

Unit = Any
TOLERANCE = 1e-9

ALIKE_BELOW = 3
"""Up to how many times the minimum a group is hidden since all in it are alike."""


@dataclass(frozen=True)
class Rule:
    """What an indicator needs: its minimum group and what everybody knows of its scale.

    One person's value lies from ``low`` to ``high`` (None: no bound) and differs by at least
    ``step``: 1 for answers 1-5. Shares of persons in per cent need ``step=100``, since each
    person has 0 or 100. ``alike``: a mean at an end of the scale, where all answers must be the
    same, is hidden too, of fewer than ALIKE_BELOW times the minimum. ``min_n`` None: the minimum
    of the report. Raises ValueError for a minimum below 5 or a scale that is none.
    """

    min_n: float | None = None
    low: float | None = 0.0
    high: float | None = None
    step: float = 1.0
    alike: bool = True

    def __post_init__(self) -> None:
        if self.min_n is not None:
            check_minimum(self.min_n)
        if not self.ends[0] < self.ends[1]:
            raise ValueError(f"a scale from {self.low} to {self.high}; accepted: low below high")
        if not self.step > 0:
            raise ValueError(f"a step of {self.step}; accepted: above 0")

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the scale, infinite where there is no bound."""
        low = -np.inf if self.low is None else self.low
        return low, np.inf if self.high is None else self.high

    def at_end(self, mean: float) -> bool:
        """Whether all persons with this mean must have the same value."""
        low, high = self.ends
        return bool(mean <= low + TOLERANCE or mean >= high - TOLERANCE)

    def bounds(self, n: float, others: float, total: float) -> tuple[float, float]:
        """Return between which sums ``n`` persons lie who with ``others`` sum to ``total``."""
        low, high = self.ends
        least, most = (low * others, high * others) if others > TOLERANCE else (0.0, 0.0)
        return max(low * n, total - most), min(high * n, total - least)

    def is_open(self, n: float, others: float, total: float) -> bool:
        """Whether the sum of ``n`` persons can still have three values, or all there are."""
        least, most = self.bounds(n, others, total)
        needed = min((POSSIBLE_VALUES - 1) * self.step, n * (self.ends[1] - self.ends[0]))
        return bool(most - least >= needed - TOLERANCE)


@dataclass(frozen=True)
class Front:
    """What lies directly below a unit: the shown, the hidden without, and with, units below."""

    shown: tuple[Unit, ...]
    members: tuple[Unit, ...]
    inner: tuple[Unit, ...]


@dataclass(eq=False, repr=False)
class Slice:
    """One indicator in one period.

    ``n`` are head counts (NaN: unknown), also of hidden units: somebody who knows the house has
    them. ``mean`` holds the means of ``shown`` units, and what insiders know. ``small`` are the
    units below the minimum, ``alike`` those at an end of the scale, ``missing`` those with
    persons enough but no value, ``forced`` those that must be hidden besides, and why. Units
    that are absent are passed over in the tree.
    """

    rule: Rule
    min_n: float
    n: Mapping[Unit, float]
    mean: Mapping[Unit, float]
    parents: Mapping[Unit, Unit]
    small: frozenset[Unit]
    shown: set[Unit]
    alike: frozenset[Unit] = frozenset()
    missing: frozenset[Unit] = frozenset()
    forced: dict[Unit, str] = field(default_factory=dict)

    def none_missing(self, unit: Unit) -> bool:
        """Whether ``unit`` has no value, but persons enough, or nobody, for it to be known."""
        return unit in self.missing

    @cached_property
    def children(self) -> dict[Unit, list[Unit]]:
        """The units below each unit, in the order of their names; below None the topmost."""
        grouped: dict[Unit, list[Unit]] = defaultdict(list)
        for unit in sorted(self.n, key=str):
            parent = self.parents.get(unit)
            while parent is not None and parent not in self.n:
                parent = self.parents.get(parent)
            grouped[parent].append(unit)
        return dict(grouped)

    def front(self, unit: Unit) -> Front:
        """Return the front below ``unit``: hidden units are laid out into theirs."""
        shown, members, inner = list[Unit](), list[Unit](), list[Unit]()
        waiting = list(self.children.get(unit, []))
        while waiting:
            child = waiting.pop()
            if child in self.shown:
                shown.append(child)
            elif child in self.children:
                inner.append(child)
                waiting += self.children[child]
            else:
                members.append(child)
        return Front(tuple(shown), tuple(members), tuple(inner))

    def left(self, unit: Unit, front: Front) -> tuple[float, float]:
        """Return persons and sum of ``unit`` less those of the shown units below it."""
        n = self.n[unit] - sum(self.n[child] for child in front.shown)
        shown = sum(self.n[child] * self.mean[child] for child in front.shown)
        return n, self.n[unit] * self.mean[unit] - shown

    def heads(self, units: Iterable[Unit]) -> float:
        """Return the head count of ``units`` together; NaN if one is unknown."""
        return float(sum(self.n[unit] for unit in units))


def fault(part: Slice, unit: Unit) -> tuple[Unit, ...] | None:
    """Return which units to choose from when those below ``unit`` are not protected, else None.

    The tuple is empty when all of them are hidden already.
    """
    front = part.front(unit)
    if unit not in part.shown:
        return front.shown if unit in part.children and not front.members else None
    if unit not in part.children:
        return None
    n, total = part.left(unit, front)
    if not front.members and not front.inner:
        # Less than one person is the rounding of full-time equivalents.
        return front.shown if 1 - TOLERANCE <= n < part.min_n else None
    if not _enough(part, front.members, n, total) or not _against_insiders(part, front, n, total):
        return front.shown
    return _inner_fault(part, front, n, total)


def _enough(part: Slice, members: tuple[Unit, ...], n: float, total: float) -> bool:
    """Two hidden units or more, persons enough together, and none of them pinned."""
    if len(members) < 2 or n < part.min_n - TOLERANCE or part.rule.at_end(total / n):
        return False
    return all(_open(part, (member,), n, total) for member in members)


def _open(part: Slice, units: tuple[Unit, ...], n: float, total: float) -> bool:
    own = part.heads(units)
    return bool(np.isnan(own)) or part.rule.is_open(own, n - own, total)


def _against_insiders(part: Slice, front: Front, n: float, total: float) -> bool:
    """Whether small units stay protected when a person alone in a unit takes himself away."""
    for alone in front.members:
        others = tuple(member for member in front.members if member != alone)
        if part.n[alone] <= 1 and part.small.intersection(others):
            own = part.n[alone] * part.mean.get(alone, np.nan)
            rest = total - own
            if np.isnan(rest):
                rest = (n - part.n[alone]) * total / n
            if not _enough(part, others, n - part.n[alone], rest):
                return False
    return True


def _inner_fault(part: Slice, front: Front, n: float, total: float) -> tuple[Unit, ...] | None:
    """A hidden unit with units below must differ from what is left over in the group."""
    for unit in sorted(front.inner, key=str):
        below = part.front(unit)
        if set(front.members) <= set(below.members):
            return tuple(u for u in front.shown if u not in below.shown)
        if below.members and not _open(part, below.members, n, total):
            return front.shown
    return None
