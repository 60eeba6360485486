"""A unit among others: its rank, which others are like it, and its value beside theirs.

A rank says little alone: neighbours in the list often differ by less than chance. Show it with
the distance to the median, or with the range of ranks that chance allows (:func:`rank_shares`).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.methods.comparison.counts import NOTHING, Column, counted, declared, lacking
from analysis.methods.control_charts.rules import noise
from analysis.methods.results import RESULT_COLUMNS, Status, check_level

Direction = Literal["increase", "decrease", "neutral"]

DIRECTIONS = ("increase", "decrease", "neutral")


def rank(values: pd.Series, direction: Direction, statuses: Column | None = None) -> pd.DataFrame:
    """Return the rank of each unit with a value, the best first, in the order given.

    The best is the lowest value when the indicator is to ``decrease``. For ``neutral`` there is
    no best: rank 1 is the highest value, which ``order`` says. Columns: RESULT_COLUMNS
    (``estimate`` is the rank, ``n`` the number of units with a value), then

    - ``value``, and ``order``: ``best_first`` or ``highest_first``;
    - ``tied``: how many other units have the same value, but for the noise of binary fractions;
      they share the best of their ranks;
    - ``percentile``: per cent of units with a later rank, those with the same value, the unit
      itself included, counting half;
    - ``quartile``: 1 for the first quarter of ranks to 4 for the last; none under 4 units;
    - ``left_out``: how many units have no value. They have a status and no rank.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"unknown direction '{direction}'; accepted: {', '.join(DIRECTIONS)}")
    status = _value_statuses(values, statuses)
    value = _with_ties(values.astype(float).where(status.eq(Status.OK)))
    n = int(value.notna().sum())
    place = value.rank(method="min", ascending=direction == "decrease")
    tied = value.groupby(value).transform("size") - 1
    return pd.DataFrame(
        {
            "statistic": "rank",
            "method": "competition",
            "status": status,
            "estimate": place,
            "low": NOTHING,
            "high": NOTHING,
            "level": NOTHING,
            "n": n,
            "value": values.astype(float).where(status.eq(Status.OK)),
            "order": "highest_first" if direction == "neutral" else "best_first",
            "tied": tied,
            "percentile": 100 * (n - place - tied + (tied + 1) / 2) / max(n, 1),
            "quartile": np.floor(4 * (place - 1) / n) + 1 if n >= 4 else NOTHING,
            "left_out": len(values) - n,
        },
        index=values.index,
    )


def _with_ties(values: pd.Series) -> pd.Series:
    """Computed values carry binary noise; those no further apart than that become equal."""
    order = np.argsort(values.to_numpy(), kind="stable")
    ordered = values.to_numpy()[order]
    first = np.append(True, ~(np.diff(ordered) <= noise(ordered)))[: len(ordered)]
    result = np.empty(len(ordered))
    result[order] = ordered[first][np.cumsum(first) - 1]
    return pd.Series(result, index=values.index)


def rank_shares(
    cases: Column,
    persons: Column,
    direction: Direction,
    *,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 20054,
    statuses: Column | None = None,
) -> pd.DataFrame:
    """Return the ranks of shares of persons, with the range of ranks that chance allows.

    As :func:`rank`; ``low`` and ``high`` hold the share ``level`` of the ranks that a unit gets
    when every share is drawn ``draws`` times from what its own count leaves open (Goldstein and
    Spiegelhalter 1996; Jeffreys' prior for each share).
    """
    tail = (1 - check_level(level)) / 2
    units = counted(cases, persons, statuses=statuses)
    units.loc[units["cases"] > units["persons"], "status"] = Status.UNDEFINED
    sound = units["status"].eq(Status.OK)
    result = rank((units["cases"] / units["persons"]).where(sound), direction)
    result["status"] = units["status"]
    x, n = (units.loc[sound, name].to_numpy() for name in ("cases", "persons"))
    drawn = np.random.default_rng(seed).beta(x + 0.5, n - x + 0.5, (draws, len(x)))
    order = drawn if direction == "decrease" else -drawn
    ranks = order.argsort(axis=1).argsort(axis=1) + 1
    if len(x):
        bounds = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
        result.loc[sound.to_numpy(), ["low", "high"]] = bounds.T
    return result.assign(method="competition_simulated", level=level)


@dataclass(frozen=True)
class PeerGroup:
    """The units most like one of them.

    ``distances`` has a row for every unit, ``scaling`` a row for every variable (``mean``,
    ``deviation``, and the ``status`` no_variation where all units are alike, so that it cannot
    tell them apart), ``peers`` are the chosen units, nearest first.
    """

    own: Hashable
    peers: tuple[Hashable, ...]
    distances: pd.DataFrame
    scaling: pd.DataFrame


def nearest_peers(
    units: pd.DataFrame, own: Hashable, variables: Sequence[str], number: int = 10
) -> PeerGroup:
    """Return the ``number`` units nearest to ``own`` in ``variables``.

    The distance is Euclidean after each variable is divided by its standard deviation over the
    units that have all of them; choose the variables before looking at the outcome, and without
    it. Units as near as the last one chosen are peers too. A unit with a missing variable (or
    infinity) has the status ``missing`` and is no peer; if it is the own one, there are none.
    Where every variable is alike in all units nobody is nearer: ``no_variation``, and no peers.

    ``distances`` has RESULT_COLUMNS (``estimate`` is the distance in standard deviations, ``n``
    the number of units compared), ``peer``, and the variables. ValueError for a unit or variable
    that is not there, a unit that is there twice, and a number below 1.
    """
    check_units(units.index, [own])
    absent = [name for name in variables if name not in units.columns]
    if absent or not variables or number < 1:
        raise ValueError(f"give variables of the table and a number from 1; not there: {absent}")
    values = units[list(variables)].astype(float)
    values = values.mask(lacking(values))
    complete = values.notna().all(axis=1)
    scaling = _scaling(values[complete])
    gaps = (values - values.loc[own]) / scaling["deviation"].where(scaling["deviation"] > 0)
    alike = bool(scaling["status"].eq(Status.NO_VARIATION).all())
    there = complete & complete[own]
    distance = np.sqrt((gaps**2).sum(axis=1)).where(there & (not alike))
    others = distance.drop(own).dropna().sort_values(kind="stable")
    chosen = others[others <= others.iloc[:number].max()] if len(others) else others
    result = _empty("distance", "standardised_euclidean", units.index)
    found = Status.NO_VARIATION if alike else Status.OK
    result["status"] = np.where(there, found, Status.MISSING)
    result = result.assign(estimate=distance, n=len(others), peer=units.index.isin(chosen.index))
    return PeerGroup(own, tuple(chosen.index), result.join(values), scaling)


def beside_peers(
    values: pd.Series,
    own: Hashable,
    peers: Sequence[Hashable] | None = None,
    statuses: Column | None = None,
) -> pd.DataFrame:
    """Return the own value beside the median and the quartiles of its peers, in their unit.

    Three rows, RESULT_COLUMNS and ``left_out``: ``own_value`` (``n`` is 0 without it, else 1);
    ``peer_median``, whose ``low`` and ``high`` are the quartiles (level 0.5: the middle half of
    the peers, no interval of the median); ``own_less_median``. Peers are all other units
    if none are named; those without a value are left out and counted. ValueError for units that
    are not there or there twice.
    """
    named = [unit for unit in values.index if unit != own] if peers is None else list(peers)
    check_units(values.index, [own, *named])
    status = _value_statuses(values, statuses)
    known = values.astype(float).where(status.eq(Status.OK))
    others = known[[unit for unit in named if unit != own]]
    n = int(others.notna().sum())
    few = Status.OK if n else Status.TOO_FEW
    low, middle, high = others.quantile([0.25, 0.5, 0.75])
    has_own = int(status[own] == Status.OK)
    both = few if has_own else status[own]
    rows = [
        ("own_value", "value", status[own], known[own], NOTHING, NOTHING, NOTHING, has_own),
        ("peer_median", "quartiles", few, middle, low, high, 0.5, n),
        ("own_less_median", "difference", both, known[own] - middle, NOTHING, NOTHING, NOTHING, n),
    ]
    return pd.DataFrame(rows, columns=list(RESULT_COLUMNS)).assign(left_out=len(others) - n)


def _value_statuses(values: pd.Series, statuses: Column | None) -> pd.Series:
    given = None if statuses is None else pd.Series(list(statuses), index=values.index)
    status = declared(given, values.index)
    return status.mask(lacking(values) & status.eq(Status.OK), Status.MISSING)


def check_units(index: pd.Index, named: Sequence[Hashable]) -> None:
    """Raise ValueError unless every unit of ``index`` is there once and all ``named`` are."""
    absent = [str(unit) for unit in named if unit not in index]
    twice = sorted({str(unit) for unit in index[index.duplicated()]})
    if absent or twice:
        found = f"not there: {', '.join(absent) or 'none'}; twice: {', '.join(twice) or 'none'}"
        raise ValueError(f"every unit must be there once; {found}")


def _scaling(complete: pd.DataFrame) -> pd.DataFrame:
    deviation = complete.std(ddof=1)
    alike = deviation.fillna(0) <= 1e-12
    status = np.where(alike, Status.NO_VARIATION, Status.OK)
    return pd.DataFrame({"mean": complete.mean(), "deviation": deviation, "status": status})


def _empty(statistic: str, method: str, index: pd.Index) -> pd.DataFrame:
    blank = {"statistic": statistic, "method": method, "status": Status.OK, "n": 0}
    return pd.DataFrame({name: blank.get(name, NOTHING) for name in RESULT_COLUMNS}, index=index)
