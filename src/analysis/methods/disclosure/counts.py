"""Counts of persons in tables: what may be shown of them.

Hundepool et al. 2012, "Statistical Disclosure Control", chapter 4; Fischetti and Salazar 2001.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.complements import choose, weaknesses
from analysis.methods.disclosure.inputs import check_columns, numbers, published
from analysis.methods.disclosure.lattice import cell_ids, from_frames
from analysis.methods.disclosure.protected import (
    DEFAULT_MINIMUM,
    SUPPRESSED,
    Audit,
    NotProtected,
    Protected,
    Reason,
    check_minimum,
)
from analysis.methods.disclosure.solver import solve
from analysis.methods.disclosure.tables import CellId, CellTable, Parents
from analysis.methods.disclosure.thin import Task, combined_group, thin_groups
from analysis.model.observations import WITHOUT_VALUE


def protect_counts(
    frame: pd.DataFrame,
    dimensions: Sequence[str],
    value: str = "value",
    *,
    min_n: float = DEFAULT_MINIMUM,
    total: Any = "Total",
    parents: Mapping[str, Parents] | None = None,
    zeros: bool = True,
    cost: str = "value",
    keep: Sequence[str] = (),
) -> Protected:
    """Return a table of counts that may be shown, and its audit.

    ``frame`` has a row a cell, the margins (label ``total``) among them; they are never computed
    anew. ``parents`` gives child: parent for dimensions with levels. Counts below ``min_n`` are
    hidden, and what would reveal them; each hidden count keeps three or more possible values,
    also for a person who is alone in a cell. ``zeros``: a zero is hidden like any small count,
    since it says something of everybody in its row; False where nobody could be in the cell.
    ``cost`` of hiding: "value" (persons) or "cells".

    Returned are the dimensions, the value, ``status`` ("suppressed" in hidden rows) and the
    columns named in ``keep``, of which hidden rows keep texts only: see to it that these tell
    nothing. Of the index only a RangeIndex comes along. Raises ValueError for a minimum below 5,
    an empty label, counts that are no whole numbers or do not add up, or a total under another
    label than ``total``; NotProtected rather than give a table that leaks.
    """
    names = [*dimensions]
    frames, options = [frame], {"min_n": min_n, "total": total, "zeros": zeros, "cost": cost}
    return protect_linked(frames, names, value, parents=parents, keep=keep, **options)[0]


def protect_linked(
    frames: Sequence[pd.DataFrame],
    dimensions: Sequence[str],
    value: str = "value",
    *,
    min_n: float = DEFAULT_MINIMUM,
    total: Any = "Total",
    parents: Mapping[str, Parents] | None = None,
    zeros: bool = True,
    cost: str = "value",
    keep: Sequence[str] = (),
) -> list[Protected]:
    """Return several tables of the same persons as they may be shown side by side.

    As protect_counts; a frame lacks the dimensions that it does not split by. Cells and margins
    that two tables share are one cell: hidden in both or shown in both. A further report adds its
    frame, with what an earlier one hid as suppressed rows. ValueError for ``zeros=False`` with
    several frames: that a hidden count is none tells more than the joint table can bear.
    """
    check_minimum(min_n)
    if len(frames) > 1 and not zeros:
        raise ValueError("zeros=False with several tables; accepted: zeros=True, or one table")
    if cost not in ("value", "cells"):
        raise ValueError(f"'{cost}' is no cost of hiding; accepted: value, cells")
    cleared = [_cleared(frame, value) for frame in frames]
    table = from_frames(cleared, dimensions, value, total, parents)
    task = _task(table, min_n, zeros, cost)
    hidden = frozenset(table.ids[i] for i in choose(task))
    ids = [cell_ids(one, dimensions, total) for one in cleared]
    shown = [
        _hide(one, names, hidden, dimensions, value, keep)
        for one, names in zip(cleared, ids, strict=True)
    ]
    for before, after in zip(cleared, shown, strict=True):
        _gate_rows(before[value].to_numpy(), after[value].to_numpy(), min_n, zeros)
    _gate(task, from_frames(shown, dimensions, value, total, parents))
    reasons = _reasons(table, task, hidden)
    return [_result(one, names, reasons, dimensions) for one, names in zip(shown, ids, strict=True)]


def _cleared(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return a copy with a status in every row and no value where the producer hid it."""
    check_columns(frame, [value])
    copy = frame.copy()
    copy[value] = numbers(frame, value, low=0)
    if "status" in copy.columns:
        copy.loc[copy["status"].isin(WITHOUT_VALUE), value] = np.nan
    else:
        copy["status"] = np.where(copy[value].isna(), SUPPRESSED, "reported")
    return copy


def _task(table: CellTable, min_n: float, zeros: bool, cost: str) -> Task:
    unknown = frozenset(int(i) for i in np.flatnonzero(np.isnan(table.values))) - table.added
    whole = replace(table, values=completed(table))
    small = (whole.values < min_n) & (zeros | (whole.values > 0))
    costs = np.maximum(whole.values, 1) if cost == "value" else np.ones(len(whole.ids))
    if not zeros:
        costs = np.where(whole.values == 0, costs.sum(), costs)
    costs[sorted(table.added)] = 0
    return Task(
        table=whole,
        primary=unknown | frozenset(int(i) for i in np.flatnonzero(small)) - table.added,
        costs=costs,
        cap=np.ceil(min_n) - 1,
        group=min_n,
        # Where zeros are shown, everybody knows that a hidden count is none.
        lower=0 if zeros or unknown else 1,
        uncapped=unknown,
    )


def completed(table: CellTable) -> np.ndarray:
    """Return the values with numbers that fit in place of NaN, whole ones where there are rows.

    Raises ValueError if none fit.
    """
    values, unknown = table.values.copy(), np.isnan(table.values)
    if not unknown.any():
        return values
    matrix = table.matrix()
    sums = -(matrix[:, ~unknown] @ values[~unknown])
    places = np.flatnonzero(unknown)
    whole = np.array([place not in table.added for place in places], dtype=float)
    ends = (np.zeros(len(places)), np.full(len(places), np.inf))
    result = solve(np.ones(len(places)), whole, ends, [(matrix[:, unknown], sums, sums)])
    if result.x is None:
        raise ValueError("no counts from 0 fit the rows that have a value")
    values[unknown] = np.where(whole > 0, np.round(result.x), np.maximum(result.x, 0))
    return values


def _gate(task: Task, shown: CellTable) -> None:
    """Attack what would be published, in the shape in which it would be."""
    hidden = frozenset(int(i) for i in np.flatnonzero(np.isnan(shown.values)))
    if hidden == task.everything:
        return
    if weaknesses(task, shown) or thin_groups(task, hidden) or combined_group(task, hidden):
        raise NotProtected("a hidden count could be worked out; nothing is published")


def _gate_rows(before: np.ndarray, after: np.ndarray, min_n: float, zeros: bool) -> None:
    """Row by row, whatever the cells are called: nothing small or unknown is shown."""
    small = np.isnan(before) | ((before < min_n) & (zeros | (before > 0)))
    if not np.isnan(after[small]).all():
        raise NotProtected("a small count would be shown; nothing is published")


def _hide(
    frame: pd.DataFrame,
    ids: list[CellId],
    hidden: frozenset[CellId],
    dimensions: Sequence[str],
    value: str,
    keep: Sequence[str],
) -> pd.DataFrame:
    rows = np.array([name in hidden for name in ids], dtype=bool)
    taken = rows & ~frame["status"].isin(WITHOUT_VALUE).to_numpy()
    marked = frame.assign(status=frame["status"].astype(object).mask(taken, SUPPRESSED))
    keys = [name for name in dimensions if name in frame.columns]
    return published(marked, keys, [value], keep, rows)


def _reasons(table: CellTable, task: Task, hidden: frozenset[CellId]) -> dict[CellId, str]:
    found = {}
    for i, name in enumerate(table.ids):
        if name in hidden:
            kind = Reason.PRODUCER if i in task.uncapped else Reason.SMALL
            found[name] = kind if i in task.primary else Reason.COMPLEMENT
    return found


def _result(
    published: pd.DataFrame,
    ids: list[CellId],
    reasons: dict[CellId, str],
    dimensions: Sequence[str],
) -> Protected:
    rows = [name in reasons for name in ids]
    keys = [name for name in dimensions if name in published.columns]
    audit = published.loc[rows, keys].assign(reason=[reasons[n] for n in ids if n in reasons])
    return Protected(published, int(sum(rows)), Audit(audit))
