"""Means, rates and shares of units with their persons: which of them may be shown.

Hundepool et al. 2012, chapters 3 and 4; de Wolf 2002 for trees: each level is protected together
with the one above it.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.methods.disclosure.groups import Rule, Slice, Unit
from analysis.methods.disclosure.hiding import check, hide, hide_complements
from analysis.methods.disclosure.inputs import numbers, published
from analysis.methods.disclosure.protected import (
    DEFAULT_MINIMUM,
    SUPPRESSED,
    Audit,
    NotProtected,
    Protected,
    Reason,
    check_minimum,
)
from analysis.methods.disclosure.unit_attack import attack_units
from analysis.methods.disclosure.unit_frames import (
    Columns,
    Table,
    row_keys,
    slices,
    with_insiders,
)
from analysis.methods.disclosure.unit_periods import (
    apart,
    check_connected,
    check_periods,
    period_of,
    small_remainders,
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
    keep: Sequence[str] = (),
    hidden_before: Collection[Unit] = (),
) -> Protected:
    """Return means or shares of units, and of the units above them, that may be shown.

    ``frame`` has a row a unit (in each table told apart by the columns ``by``: municipality,
    indicator, period and breakdown unless given), the unit above it, the persons ``n`` and
    ``values``. A topmost unit has no parent (empty) or itself. ``rules`` gives a Rule by
    indicator, or by column of ``values`` if there is no column indicator.

    Hidden are values of fewer than ``min_n`` persons or of an unknown number, means at an end of
    the scale (in that year; of fewer than three times ``min_n``), units in ``hidden_before``
    (names that an earlier report hid), units whose rows by breakdown leave a few persons of the
    row without one (breakdown ""), and what would reveal them or a small group by subtraction,
    to the public or to a person alone in a unit. Attackers are taken to know the head count of
    every unit and all values exactly; rounding is no protection. ``consistent``: a unit hidden in
    one period or indicator is hidden in all of the municipality. Set it to False only for tables
    that no sum connects (no year beside its quarters, no total beside its kinds).

    The units with the fewest persons in the first period they occur in are complements first, so
    that later figures do not change the choice; units of the same number by name. Hidden is also
    what would be if the figures began with any later year, so that years put before the others
    show nothing that was hidden without them.

    Returned are the columns unit, parent, ``by``, n, values, ``status`` ("suppressed" in hidden
    rows) and those named in ``keep``, of which hidden rows keep texts only: see to it that these
    tell nothing. Of the index only a RangeIndex comes along. Sort the frame by name, since an
    order by value shows ranks. Raises ValueError for a minimum below 5, a rule laxer than
    ``min_n``, values outside their scale, numbers that are none, units or keys without a name, a
    parent without a row, a shown unit with a year beside only some of its parts; NotProtected
    rather than give a frame that leaks.
    """
    check_minimum(min_n)
    separate = tuple(by if by is not None else [c for c in SEPARATE if c in frame.columns])
    across = tuple(c for c in separate if consistent and c != "municipality")
    columns = Columns(unit, parent, n, tuple(values), separate, across)
    columns.check(frame)
    cleared = _cleared(frame, columns)
    tables = slices(cleared, columns, rules or {}, min_n)
    check_connected(tables, columns)
    _hide_scopes(tables, columns, frozenset(hidden_before))
    check_periods(tables, columns)
    reasons = pd.Series(_reasons(cleared, columns, tables), dtype=object)
    hidden = reasons.notna().to_numpy()
    cleared["status"] = cleared["status"].astype(object).mask(hidden, SUPPRESSED)
    shown = published(cleared, [unit, parent, *separate], [n, *values], keep, hidden)
    _gate(shown, columns, tables, slices(shown, columns, rules or {}, min_n))
    audit = shown.loc[hidden, [*separate, unit]].assign(reason=reasons.to_numpy()[hidden])
    return Protected(shown, int(hidden.sum()), Audit(audit))


def _gate(shown: pd.DataFrame, columns: Columns, tables: list[Table], seen: list[Table]) -> None:
    """Attack what would be published, by the rules and by the attacker who knows none of them."""
    check(with_insiders(seen, tables))
    keys = row_keys(shown, columns)
    for table in tables:
        part, heads = table.part, table.part.n
        rows = shown[np.array([key == table.key for key in keys], dtype=bool)]
        told = rows.loc[rows[table.column].notna(), columns.unit]
        if not (part.small | part.forced.keys()).isdisjoint(told):
            raise NotProtected("a small unit would be shown; nothing is published")
        counts = [heads.get(name, np.nan) for name in rows[columns.unit]]
        names = {"unit": columns.unit, "parent": columns.parent, "n": columns.n}
        found = attack_units(rows, counts, part.rule, value=table.column, **names)
        if not found.loc[found["unit"].isin(heads), "protected"].all():
            raise NotProtected("a hidden unit could be worked out; nothing is published")


def _cleared(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return a copy with a status in every row and no value where the producer hid it."""
    copy = frame.copy()
    copy[columns.n] = numbers(frame, columns.n, low=0)
    for name in columns.values:
        copy[name] = numbers(frame, name)
    if "status" not in copy.columns:
        empty = copy[list(columns.values)].isna().all(axis=1)
        copy["status"] = np.where(empty, "missing", "reported")
    hidden = copy["status"].isin(WITHOUT_VALUE)
    copy.loc[hidden, list(columns.values)] = np.nan
    return copy


def _hide_scopes(tables: list[Table], columns: Columns, before: frozenset[Unit]) -> None:
    """Choose within each scope: the slices in which the same units are hidden."""
    own = [i for i, name in enumerate(columns.by) if name not in columns.across]
    scopes: dict[tuple[Hashable, ...], list[Table]] = defaultdict(list)
    for table in tables:
        scopes[tuple(table.key[i] for i in own)].append(table)
    for scope in scopes.values():
        parts = [table.part for table in scope]
        _force(parts, before, Reason.EARLIER)
        earlier = _of_later_starts(scope, columns)
        _force(parts, small_remainders(scope, columns), Reason.REST)
        costs = _costs(scope, columns)
        hide_complements(parts, costs)
        hide(parts, earlier)
        hide_complements(parts, costs)
        years: dict[Hashable, list[Slice]] = defaultdict(list)
        for table in scope:
            years[apart(table, columns)].append(table.part)
        for year in years.values():
            hide(year, {unit for part in year for unit in part.alike})
            hide_complements(year, costs)


def _of_later_starts(scope: list[Table], columns: Columns) -> set[Unit]:
    """Return what a report hid that had the figures from a later year on only.

    Years put before the others change who is the cheapest complement, and two reports with other
    complements give each other away: what either hides is hidden.
    """
    periods = [period_of(table, columns) for table in scope]
    years = {period.year for period in periods if period is not None}
    found: set[Unit] = set()
    for year in sorted(years)[1:]:
        chosen = [
            table
            for table, period in zip(scope, periods, strict=True)
            if period is None or period.year >= year
        ]
        parts = [table.part for table in chosen]
        kept = [set(part.shown) for part in parts]
        hide(parts, small_remainders(chosen, columns))
        hide_complements(parts, _costs(chosen, columns))
        found |= {unit for part in parts for unit in part.n if unit not in part.shown}
        for part, shown in zip(parts, kept, strict=True):
            part.shown.clear()
            part.shown.update(shown)
    return found


def _force(parts: list[Slice], units: Collection[Unit], reason: str) -> None:
    hide(parts, units)
    for part in parts:
        part.forced.update(dict.fromkeys(part.n.keys() & units, reason))


def _costs(tables: list[Table], columns: Columns) -> dict[Unit, float]:
    """Return the persons of each unit in the first period that knows of them."""
    periods: dict[str, list[Slice]] = defaultdict(list)
    for table in tables:
        period = period_of(table, columns)
        periods[str(table.key) if period is None else period.start.isoformat()].append(table.part)
    costs: dict[Unit, float] = {}
    for _, parts in sorted(periods.items(), key=lambda item: item[0]):
        for unit in {unit for part in parts for unit in part.n} - costs.keys():
            heads = [part.n[unit] for part in parts if part.n.get(unit, np.nan) > 0]
            if heads:
                costs[unit] = max(heads)
    return defaultdict(float, costs)


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
    forced = [part.forced[unit] for part in hidden if unit in part.forced]
    if forced:
        return forced[0]
    return Reason.ALIKE if any(unit in part.alike for part in hidden) else Reason.COMPLEMENT
