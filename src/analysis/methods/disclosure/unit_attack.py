"""The attacker on means of units: between what each hidden mean must lie."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.methods.disclosure.groups import Rule, Slice, Unit
from analysis.methods.disclosure.protected import SUPPRESSED, NotProtected


def attack_units(
    published: pd.DataFrame,
    head_counts: Sequence[float] | pd.Series,
    rule: Rule,
    *,
    unit: str = "unit",
    parent: str = "parent",
    n: str = "n",
    value: str = "value",
) -> pd.DataFrame:
    """Return between what the hidden means of one table lie for somebody with the head counts.

    ``published`` is one indicator in one period, hidden values NaN with status "suppressed";
    ``head_counts`` are the persons of each of its rows. Columns: unit, low, high, protected (the
    sum of the unit can have three values of the rule's step, or all that its persons can have;
    where its number of persons is unknown, it is no rest that is known).
    Raises NotProtected if no values of the scale fit.
    """
    heads = dict(zip(published[unit], (float(head) for head in head_counts), strict=True))
    hidden = published["status"].eq(SUPPRESSED)
    known = published[~hidden & published[value].notna()]
    parents = {
        u: above
        for u, above in zip(published[unit], published[parent], strict=True)
        if not pd.isna(above) and above != u
    }
    mean = dict(zip(known[unit], known[value].astype(float), strict=True))
    heads |= dict(zip(known[unit], known[n].astype(float), strict=True))
    seen = {u: heads[u] for u in [*mean, *published.loc[hidden, unit]]}
    part = Slice(rule, 0.0, seen, mean, parents, frozenset(), set(mean))
    rows = [(name, *_interval(part, name)) for name in published.loc[hidden, unit]]
    return pd.DataFrame(rows, columns=["unit", "low", "high", "protected"])


def _interval(part: Slice, unit: Unit) -> tuple[float, float, bool]:
    below = part.front(unit)
    members = below.members if unit in part.children else (unit,)
    known = sum(part.n[u] * part.mean[u] for u in below.shown)
    own = part.heads(members)
    if np.isnan(own):
        own = _rest(part, unit, members)
    if np.isnan(own):
        return float("nan"), float("nan"), bool(members)
    least, most = _sum_bounds(part, unit, members, own)
    if least > most + 1e-6:
        raise NotProtected("no values of the scale fit the published figures")
    low, high = ((known + bound) / part.n[unit] for bound in (least, most))
    needed = min(2 * part.rule.step, own * (part.rule.ends[1] - part.rule.ends[0]))
    return low, high, bool(members) and bool(most - least >= needed - 1e-9)


def _sum_bounds(
    part: Slice, unit: Unit, members: tuple[Unit, ...], own: float
) -> tuple[float, float]:
    above = _shown_above(part, unit)
    if above is None:
        return _free(part.rule, own)
    front = part.front(above)
    left, total = part.left(above, front)
    return part.rule.bounds(own, left - own, total) if members else (0.0, 0.0)


def _shown_above(part: Slice, unit: Unit) -> Unit | None:
    above = part.parents.get(unit)
    while above is not None and above not in part.shown:
        above = part.parents.get(above)
    return above


def _rest(part: Slice, unit: Unit, members: tuple[Unit, ...]) -> float:
    """Return how many ``members`` are when they are all that is left; NaN if nobody knows."""
    above = _shown_above(part, unit)
    if above is None:
        return float("nan")
    front = part.front(above)
    return part.left(above, front)[0] if set(members) == set(front.members) else float("nan")


def _free(rule: Rule, n: float) -> tuple[float, float]:
    low, high = rule.ends
    return (low * n, high * n) if n > 0 else (0.0, 0.0)
