"""In what steps figures are given: whole numbers, one decimal, two."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from analysis.model.decimals import MOST, decimals_of
from analysis.model.periods import Period

_DECIDE = 3
"""How many figures of a year show its step."""
_IN_A_ROW = 4
"""How many figures in a row do, where years hold fewer."""
_EXACT = (0.0, 100.0)
"""Nobody and everybody: such figures are whole numbers in any step."""

_Figures = list[tuple[Period, float]]


def rounding(known: pd.DataFrame) -> float:
    """Return half the coarsest step in which the figures of a series (``period``, ``value``) are
    given; 0 where they are not rounded.

    A series may be in whole numbers until 2021 and with one decimal from 2022: the earlier figures
    are no more exact for that. So the figures of each calendar year show the finest step among
    them, and the coarsest of these holds for the series. A figure of one decimal is a whole number
    by chance one time in ten: a year with fewer than three figures shows nothing. Such figures, of
    yearly series among others, are taken four in a row. Where there are not so many, all figures
    are taken together. Kinds of period are held apart, and 0 and 100 show nothing.
    """
    coarsest = min((_decimals(group) for group in _groups(known)), default=MOST)
    return 0.0 if coarsest == MOST else round(0.5 / 10**coarsest, coarsest + 1)


def coarser_periods(known: pd.DataFrame) -> dict[int, list[Period]]:
    """Return the periods whose figures have fewer decimals than others of the series, in order, by
    how many they have; empty where all have as many. :func:`rounding` says how that is told."""
    groups = _groups(known)
    finest = max((_decimals(group) for group in groups), default=MOST)
    taken: dict[Period, int] = {}
    for group in groups:
        for period, _ in group:
            taken[period] = min(_decimals(group), taken.get(period, finest))
    found: dict[int, list[Period]] = defaultdict(list)
    for period in sorted(taken):
        if taken[period] < finest:
            found[taken[period]].append(period)
    return dict(found)


def _groups(known: pd.DataFrame) -> list[_Figures]:
    """The figures that show a step together."""
    told = known[known["value"].notna()]
    given: _Figures = sorted(zip(told["period"], told["value"], strict=True))
    figures = [item for item in given if item[1] not in _EXACT] or given
    years: dict[tuple[str, int], _Figures] = defaultdict(list)
    for item in figures:
        years[item[0].kind, item[0].year].append(item)
    groups = [group for group in years.values() if len(group) >= _DECIDE]
    sparse: dict[str, _Figures] = defaultdict(list)
    for (kind, _), group in years.items():
        sparse[kind] += group if len(group) < _DECIDE else []
    for rest in sparse.values():
        groups += [rest[at : at + _IN_A_ROW] for at in range(len(rest) - _IN_A_ROW + 1)]
    return groups or ([figures] if figures else [])


def _decimals(figures: Sequence[tuple[Period, float]]) -> int:
    return decimals_of(value for _, value in figures)
