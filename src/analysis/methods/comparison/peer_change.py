"""The own change beside the change of others.

The others, where nothing was begun, show how much units change anyway: their changes are the
placebo distribution. What a high or low start explains of a change is another matter; see
:mod:`analysis.methods.comparison.regression_to_mean`.

A panel is a frame with a row for each unit and a column for each period.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis.methods.comparison.counts import NOTHING, declared, lacking
from analysis.methods.comparison.intervals import mean
from analysis.methods.comparison.peers import check_units
from analysis.methods.results import (
    NO_LEVEL,
    RESULT_COLUMNS,
    Estimate,
    Status,
    check_level,
    result_frame,
)

Alternative = Literal["two_sided", "lower", "higher"]

ALTERNATIVES = ("two_sided", "lower", "higher")
NOISE = 1e-9


def balance(panel: pd.DataFrame) -> pd.DataFrame:
    """Return for each unit in how many periods it has a value, and where it has none.

    Columns: RESULT_COLUMNS (``estimate`` is the number of periods with a value, ``n`` that of
    all periods), ``presence`` (``all``, ``some`` or ``none``) and ``gaps``, the periods without
    a value. The panel is balanced if every presence is ``all``.
    """
    there = ~lacking(panel)
    present = there.sum(axis=1)
    result = _rows("periods_present", "count", panel.index)
    return result.assign(
        estimate=present,
        n=panel.shape[1],
        presence=np.select([there.all(axis=1), present > 0], ["all", "some"], default="none"),
        gaps=[", ".join(str(period) for period in panel.columns[~row]) for row in there.to_numpy()],
    )


def changes(
    panel: pd.DataFrame, start: Hashable, end: Hashable, statuses: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the change of each unit from period ``start`` to ``end``, in the panel's unit.

    Columns: RESULT_COLUMNS (``estimate`` is the change, ``n`` the number of values it is made
    of), ``start``, ``end`` and ``reason``, which says why a unit has no change. ``statuses`` is
    a frame like the panel with the statuses of the observations. ValueError for a period that is
    not there, or the same one twice.
    """
    absent = [str(period) for period in (start, end) if period not in panel.columns]
    if absent or start == end:
        raise ValueError(f"give two periods of the panel; not there: {', '.join(absent) or 'none'}")
    status = _period_statuses(panel[[start, end]], statuses)
    values = panel[[start, end]].astype(float).where(status.eq(Status.OK))
    result = _rows("change", "difference", panel.index)
    result["status"] = [
        next((item for item in row if item != Status.OK), Status.OK) for row in status.to_numpy()
    ]
    return result.assign(
        estimate=values[end] - values[start],
        n=values.notna().sum(axis=1),
        start=values[start],
        end=values[end],
        reason=[_reason(row, (start, end)) for row in status.to_numpy()],
    )


@dataclass(frozen=True)
class PeerChange:
    """The own change beside that of others.

    ``own`` is the own change; ``peers`` the plain mean of the others' with Student's t interval;
    ``peers_weighted`` their weighted mean (no interval); ``spread`` the median of the others'
    changes with the range that holds the share ``level`` of them, by interpolated quantiles; it is
    too_few, and shown, where less than one of the others lies beyond each end (under 40 others
    at 95 per cent). ``gap`` is the own change less
    the plain mean, with the placebo ``p`` and no interval; ``floor`` is the smallest p that so
    many others allow.
    ``others`` lists every other unit with its change, or why it has none; ``left_out`` counts
    the latter.
    """

    own: Estimate
    peers: Estimate
    peers_weighted: Estimate
    spread: Estimate
    gap: Estimate
    floor: float
    left_out: int
    others: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Return the five estimates as a frame, a row for each."""
        return result_frame([self.own, self.peers, self.peers_weighted, self.spread, self.gap])


def change_beside_peers(
    panel: pd.DataFrame,
    own: Hashable,
    start: Hashable,
    end: Hashable,
    *,
    peers: Sequence[Hashable] | None = None,
    weights: pd.Series | None = None,
    alternative: Alternative = "two_sided",
    level: float = 0.95,
    statuses: pd.DataFrame | None = None,
) -> PeerChange:
    """Return the change of ``own`` from ``start`` to ``end`` beside that of its peers.

    Peers are all other units if none are named. Each of them takes the place of the own unit in
    turn: p is (1 + the number of peers that differ from all the rest at least as much)/(N + 1),
    so it can never be below 1/(N + 1). It counts both directions, or with ``lower`` or ``higher``
    only changes that are as low or as high as the own. It holds if, without the programme, any of
    the units could as well have had the own change. ``weights`` are persons of each unit.
    """
    if alternative not in ALTERNATIVES:
        accepted = ", ".join(ALTERNATIVES)
        raise ValueError(f"unknown alternative '{alternative}'; accepted: {accepted}")
    table, others = split_off(panel, own, start, end, peers, statuses)
    known = others.loc[others["status"].eq(Status.OK), "estimate"]
    row = table.loc[own]
    change = Estimate("own_change", "difference", row["status"], level=NO_LEVEL, n=1)
    if change.computed:
        change = replace(change, estimate=float(row["estimate"]))
    else:
        change = replace(change, reason=row["reason"])
    return PeerChange(
        own=change,
        peers=replace(mean(known, level), statistic="peers_mean_change"),
        peers_weighted=_weighted(known, weights),
        spread=_spread(known, level),
        gap=_gap(change, known.to_numpy(), alternative, level),
        floor=1 / (len(known) + 1),
        left_out=len(others) - len(known),
        others=others,
    )


def _weighted(known: pd.Series, weights: pd.Series | None) -> Estimate:
    result = Estimate("peers_weighted_mean_change", "weighted_mean", level=NO_LEVEL, n=len(known))
    if weights is None:
        return replace(result, status=Status.MISSING, reason="no weights were given")
    used = weights.reindex(known.index).astype(float)
    if lacking(used).any():
        reason = f"{int(lacking(used).sum())} of {len(known)} weights are missing"
        return replace(result, status=Status.MISSING, reason=reason)
    if not used.sum() > 0 or used.lt(0).any():
        return replace(result, status=Status.UNDEFINED, reason="the weights do not add up")
    return replace(result, estimate=float(np.average(known, weights=used)))


def _spread(known: pd.Series, level: float) -> Estimate:
    result = Estimate("peers_change_spread", "quantiles", level=check_level(level), n=len(known))
    if known.empty:
        return replace(result, status=Status.TOO_FEW, reason="no other unit has a change")
    low, middle, high = known.quantile([(1 - level) / 2, 0.5, (1 + level) / 2])
    shown = replace(result, estimate=float(middle), low=float(low), high=float(high))
    needed = math.ceil(round(2 / (1 - level), 9))
    if len(known) >= needed:
        return shown
    reason = f"the ends rest on the outermost of {len(known)} others; {needed} are needed"
    return replace(shown, status=Status.TOO_FEW, reason=reason)


def _gap(own: Estimate, known: np.ndarray, alternative: Alternative, level: float) -> Estimate:
    result = Estimate("own_less_peers_mean", "placebo", level=level, n=len(known))
    if own.estimate is None:
        return replace(result, status=own.status, reason=own.reason)
    if not len(known):
        return replace(result, status=Status.TOO_FEW, reason="no other unit has a change")
    every = np.append(known, own.estimate)
    extremes = {
        # Less the mean of all the rest is the same as less the mean of all, but for a factor.
        "two_sided": np.abs(every - every.mean()),
        "lower": -every,
        "higher": every,
    }[alternative]
    as_extreme = int(np.sum(extremes[:-1] >= extremes[-1] - NOISE))
    p = (1 + as_extreme) / (len(known) + 1)
    return replace(result, estimate=own.estimate - float(known.mean()), p=p)


def split_off(
    panel: pd.DataFrame,
    own: Hashable,
    start: Hashable,
    end: Hashable,
    peers: Sequence[Hashable] | None,
    statuses: pd.DataFrame | None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the changes of all units, and those of the peers without the own unit.

    ValueError for a unit or period that is not there, or there twice.
    """
    check_units(panel.index, [own, *(peers or [])])
    table = changes(panel, start, end, statuses)
    chosen = panel.index if peers is None else panel.index[panel.index.isin(list(peers))]
    return table, table.loc[[unit for unit in chosen if unit != own]]


def _period_statuses(values: pd.DataFrame, statuses: pd.DataFrame | None) -> pd.DataFrame:
    given = {
        period: declared(None if statuses is None else statuses[period], values.index)
        for period in values.columns
    }
    status = pd.DataFrame(given, index=values.index)
    return status.mask(lacking(values) & status.eq(Status.OK), Status.MISSING)


def _reason(row: Sequence[Status], periods: tuple[Hashable, Hashable]) -> str:
    found = [f"{period} {status}" for period, status in zip(periods, row, strict=True)]
    return ", ".join(text for text, status in zip(found, row, strict=True) if status != Status.OK)


def _rows(statistic: str, method: str, index: pd.Index) -> pd.DataFrame:
    blank = {"statistic": statistic, "method": method, "status": Status.OK}
    return pd.DataFrame({name: blank.get(name, NOTHING) for name in RESULT_COLUMNS}, index=index)
