"""Counts of persons in tables: what may be shown of them.

Hundepool et al. 2012, "Statistical Disclosure Control", chapter 4; Fischetti and Salazar 2001.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.disclosure.complements import Task, choose, thin_groups, weaknesses
from analysis.methods.disclosure.protected import (
    DEFAULT_MINIMUM,
    SUPPRESSED,
    Audit,
    NotProtected,
    Protected,
    Reason,
    check_minimum,
)
from analysis.methods.disclosure.tables import (
    CellId,
    CellTable,
    Parents,
    cell_ids,
    from_frame,
    linked,
)
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
) -> Protected:
    """Return a table of counts that may be shown, and its audit.

    ``frame`` has a row a cell, the margins (label ``total``) among them; they are never computed
    anew. ``parents`` gives child: parent for dimensions with levels. Counts below ``min_n`` are
    hidden, and what would reveal them; each hidden count keeps three or more possible values,
    also for a person who is alone in a cell. ``zeros``: a zero is hidden like any small count,
    since it says something of everybody in its row; False where nobody could be in the cell.
    ``cost`` of hiding: "value" (persons) or "cells".

    In hidden rows all columns of numbers but the dimensions are NaN and ``status`` is
    "suppressed". Raises ValueError for a minimum below 5, counts that are no whole numbers or do
    not add up; NotProtected rather than give a table that leaks.
    """
    names = [*dimensions]
    frames, options = [frame], {"min_n": min_n, "total": total, "zeros": zeros, "cost": cost}
    return protect_linked(frames, names, value, parents=parents, **options)[0]


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
) -> list[Protected]:
    """Return several tables of the same persons as they may be shown side by side.

    As protect_counts; a frame lacks the dimensions that it does not split by. Cells and margins
    that two tables share are one cell: hidden in both or shown in both. A further report adds its
    frame, with what an earlier one hid as suppressed rows.
    """
    check_minimum(min_n)
    if cost not in ("value", "cells"):
        raise ValueError(f"'{cost}' is no cost of hiding; accepted: value, cells")
    cleared = [_cleared(frame, value) for frame in frames]
    table = _tables(cleared, dimensions, value, total, parents)
    task = _task(table, min_n, zeros, cost)
    hidden = frozenset(table.ids[i] for i in choose(task))
    published = [
        _hide(one, cell_ids(one, dimensions, total), hidden, dimensions, value) for one in cleared
    ]
    _gate(task, _tables(published, dimensions, value, total, parents))
    reasons = _reasons(table, task, hidden)
    return [
        _result(one, cell_ids(one, dimensions, total), reasons, dimensions) for one in published
    ]


def _tables(
    frames: Sequence[pd.DataFrame],
    dimensions: Sequence[str],
    value: str,
    total: Any,
    parents: Mapping[str, Parents] | None,
) -> CellTable:
    return linked(
        [
            from_frame(frame, [d for d in dimensions if d in frame.columns], value, total, parents)
            for frame in frames
        ]
    )


def _cleared(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return a copy with a status in every row and no value where the producer hid it."""
    copy = frame.copy()
    copy[value] = copy[value].astype(float)
    if "status" in copy.columns:
        copy.loc[copy["status"].isin(WITHOUT_VALUE), value] = np.nan
    else:
        copy["status"] = np.where(copy[value].isna(), SUPPRESSED, "reported")
    return copy


def _task(table: CellTable, min_n: float, zeros: bool, cost: str) -> Task:
    unknown = frozenset(int(i) for i in np.flatnonzero(np.isnan(table.values)))
    whole = replace(table, values=completed(table))
    small = (whole.values < min_n) & (zeros | (whole.values > 0))
    costs = np.maximum(whole.values, 1) if cost == "value" else np.ones(len(whole.ids))
    if not zeros:
        costs = np.where(whole.values == 0, costs.sum(), costs)
    return Task(
        table=whole,
        primary=unknown | frozenset(int(i) for i in np.flatnonzero(small)),
        costs=costs,
        cap=np.ceil(min_n) - 1,
        group=min_n,
        # Where zeros are shown, everybody knows that a hidden count is none.
        lower=0 if zeros or unknown else 1,
        uncapped=unknown,
    )


def completed(table: CellTable) -> np.ndarray:
    """Return the values with whole numbers that fit in place of NaN; ValueError if none fit."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    values, unknown = table.values.copy(), np.isnan(table.values)
    if not unknown.any():
        return values
    matrix = table.matrix()
    sums = -(matrix[:, ~unknown] @ values[~unknown])
    count = int(unknown.sum())
    result = milp(
        np.ones(count),
        integrality=np.ones(count),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(matrix[:, unknown], sums, sums) if len(sums) else (),
    )
    if not result.success:
        raise ValueError("no counts from 0 fit the rows that have a value")
    values[unknown] = np.round(result.x)
    return values


def _gate(task: Task, published: CellTable) -> None:
    """Attack what would be published, in the shape in which it would be."""
    hidden = frozenset(int(i) for i in np.flatnonzero(np.isnan(published.values)))
    if hidden == task.everything:
        return
    if weaknesses(task, published) or thin_groups(task, hidden):
        raise NotProtected("a hidden count could be worked out; nothing is published")


def _hide(
    frame: pd.DataFrame,
    ids: list[CellId],
    hidden: frozenset[CellId],
    dimensions: Sequence[str],
    value: str,
) -> pd.DataFrame:
    rows = np.array([name in hidden for name in ids], dtype=bool)
    numbers = [c for c in frame.select_dtypes("number").columns if c not in dimensions]
    for column in {*numbers, value}:
        frame[column] = frame[column].astype(float).mask(rows)
    taken = rows & ~frame["status"].isin(WITHOUT_VALUE).to_numpy()
    frame["status"] = frame["status"].astype(object).mask(taken, SUPPRESSED)
    return frame


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
