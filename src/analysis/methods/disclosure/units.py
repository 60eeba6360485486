"""Means, rates and shares of units with their persons: which of them may be shown.

Hundepool et al. 2012, chapters 3 and 4; de Wolf 2002 for trees: each level is protected together
with the one above it.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.methods.disclosure.groups import Rule, Slice, Unit
from analysis.methods.disclosure.hiding import check, hide_complements
from analysis.methods.disclosure.protected import (
    DEFAULT_MINIMUM,
    SUPPRESSED,
    Audit,
    Protected,
    Reason,
    check_minimum,
)
from analysis.methods.disclosure.unit_frames import (
    Columns,
    Table,
    row_keys,
    slices,
    with_insiders,
)
from analysis.model.observations import WITHOUT_VALUE

SEPARATE = ("municipality", "indicator", "period", "breakdown")
"""Columns that tell one table of units from another, where the frame has them."""


def protect_units(
    frame: pd.DataFrame,
    *,
    unit: str = "unit",
    parent: str = "parent",
    n: str = "n",
    values: Sequence[str] = ("value",),
    by: Sequence[str] | None = None,
    min_n: float = DEFAULT_MINIMUM,
    rules: Mapping[str, Rule] | None = None,
    consistent: bool = True,
) -> Protected:
    """Return means or shares of units, and of the units above them, that may be shown.

    ``frame`` has a row a unit (in each table told apart by the columns ``by``: municipality,
    indicator, period and breakdown unless given), the unit above it, the persons ``n`` and
    ``values``. A topmost unit has no parent (empty) or itself. ``rules`` gives a Rule by
    indicator, or by column of ``values`` if there is no column indicator.

    Hidden are values of fewer than ``min_n`` persons or of an unknown number, means at an end of
    the scale, and what would reveal them or a small group by subtraction, to the public or to a
    person alone in a unit. Attackers are taken to know the head count of every unit and all
    values exactly; rounding is no protection. ``consistent``: a unit hidden in one period or
    indicator is hidden in all of the municipality. Set it to False only for tables that no sum
    connects (no year beside its quarters, no total beside its kinds).

    In hidden rows all columns of numbers are NaN (but keys) and ``status`` is "suppressed".
    Order and index are kept: sort the frame by name, since an order by value shows ranks. Raises
    ValueError for a minimum below 5, a rule laxer than ``min_n`` or values outside their scale;
    NotProtected rather than give a frame that leaks.
    """
    check_minimum(min_n)
    separate = tuple(by if by is not None else [c for c in SEPARATE if c in frame.columns])
    across = tuple(c for c in separate if consistent and c != "municipality")
    columns = Columns(unit, parent, n, tuple(values), separate, across)
    columns.check(frame)
    cleared = _cleared(frame, columns)
    tables = slices(cleared, columns, rules or {}, min_n)
    _hide_scopes(tables, columns)
    reasons = pd.Series(_reasons(cleared, columns, tables), index=cleared.index, dtype=object)
    hidden = reasons.notna().to_numpy()
    published = _blanked(cleared, columns, hidden)
    check(with_insiders(slices(published, columns, rules or {}, min_n), tables))
    audit = published.loc[hidden, [*separate, unit]].assign(reason=reasons[hidden])
    return Protected(published, int(hidden.sum()), Audit(audit))


def _cleared(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return a copy with a status in every row and no value where the producer hid it."""
    copy = frame.copy()
    numbers = [columns.n, *columns.values]
    copy[numbers] = copy[numbers].astype(float)
    if "status" not in copy.columns:
        empty = copy[list(columns.values)].isna().all(axis=1)
        copy["status"] = np.where(empty, "missing", "reported")
    hidden = copy["status"].isin(WITHOUT_VALUE)
    copy.loc[hidden, list(columns.values)] = np.nan
    return copy


def _hide_scopes(tables: list[Table], columns: Columns) -> None:
    """Choose within each scope: the slices in which the same units are hidden."""
    apart = [i for i, name in enumerate(columns.by) if name not in columns.across]
    scopes: dict[tuple[Hashable, ...], list[Slice]] = defaultdict(list)
    for table in tables:
        scopes[tuple(table.key[i] for i in apart)].append(table.part)
    for parts in scopes.values():
        costs: dict[Unit, float] = defaultdict(float)
        for part in parts:
            for unit, head in part.n.items():
                costs[unit] += 0 if np.isnan(head) else head
        hide_complements(parts, costs)


def _reasons(frame: pd.DataFrame, columns: Columns, tables: list[Table]) -> list[str | None]:
    """Return for each row why it is hidden, None where it is not."""
    parts: dict[tuple[Hashable, ...], list[Slice]] = defaultdict(list)
    for table in tables:
        parts[table.key].append(table.part)
    rows = zip(
        row_keys(frame, columns),
        frame[columns.unit],
        frame["status"],
        frame[columns.n],
        strict=True,
    )
    return [_reason(parts[key], unit, status, n) for key, unit, status, n in rows]


def _reason(parts: list[Slice], unit: Unit, status: str, n: float) -> str | None:
    hidden = [part for part in parts if unit in part.n and unit not in part.shown]
    if not hidden:
        return None
    if status == SUPPRESSED:
        return Reason.PRODUCER
    if any(unit in part.small for part in hidden):
        return Reason.UNKNOWN_N if np.isnan(n) else Reason.SMALL
    means = [(part.rule, part.mean[unit]) for part in hidden if unit in part.mean]
    alike = any(rule.alike and rule.at_end(mean) for rule, mean in means)
    return Reason.ALIKE if alike else Reason.COMPLEMENT


def _blanked(frame: pd.DataFrame, columns: Columns, hidden: np.ndarray) -> pd.DataFrame:
    copy = frame.copy()
    keys = {columns.unit, columns.parent, *columns.by}
    for name in [c for c in copy.select_dtypes("number").columns if c not in keys]:
        copy[name] = copy[name].astype(float).mask(hidden)
    copy["status"] = copy["status"].astype(object).mask(hidden, SUPPRESSED)
    return copy
