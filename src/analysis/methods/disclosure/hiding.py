"""Which units to hide besides those that must be: the cheapest beside them, the parent last."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.methods.disclosure.groups import Slice, Unit, fault
from analysis.methods.disclosure.protected import NotProtected

Costs = Mapping[Unit, float]


def hide_complements(slices: Sequence[Slice], costs: Costs) -> None:
    """Hide units in all of ``slices`` the same until none of them has a fault.

    The first unit by cost, then name, that mends a fault is taken; if none does, the cheapest,
    and so on; if none is left, the unit above.
    """
    hide(slices, {unit for part in slices for unit in part.n if unit not in part.shown})
    changed = True
    while changed:
        changed = False
        for part in slices:
            for unit in sorted(part.n, key=str):
                while (choice := fault(part, unit)) is not None:
                    _mend(slices, part, unit, _ordered(choice, costs), costs)
                    changed = True


def check(slices: Sequence[Slice]) -> None:
    """Raise NotProtected if a hidden unit could be worked out."""
    for part in slices:
        if any(fault(part, unit) is not None for unit in part.n):
            raise NotProtected("a hidden unit could be worked out; nothing is published")


def hide(slices: Iterable[Slice], units: Iterable[Unit]) -> None:
    """Hide ``units`` in all of ``slices``."""
    gone = set(units)
    for part in slices:
        part.shown.difference_update(gone)


def _ordered(units: Sequence[Unit], costs: Costs) -> list[Unit]:
    return sorted(units, key=lambda unit: (costs[unit], str(unit)))


def _mend(
    slices: Sequence[Slice], part: Slice, unit: Unit, choice: list[Unit], costs: Costs
) -> None:
    if not choice:
        hide(slices, [unit])
        return
    kept = set(part.shown)
    for candidate in choice:
        chain = _chain(part, candidate, costs)
        part.shown.difference_update(chain)
        mended = fault(part, unit) is None
        part.shown.clear()
        part.shown.update(kept)
        if mended:
            break
    else:
        chain = _chain(part, choice[0], costs)
    hide(slices, chain)


def _chain(part: Slice, unit: Unit, costs: Costs) -> list[Unit]:
    """A unit, and the cheapest below it: else it would be the sum of what is shown."""
    chain = [unit]
    while unit in part.children and not part.front(unit).members:
        unit = _ordered([u for u in part.children[unit] if u in part.shown], costs)[0]
        chain.append(unit)
    return chain
