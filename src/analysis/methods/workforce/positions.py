"""Heads and full-time equivalents: converted once, at the end, and never mixed."""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Status
from analysis.methods.workforce.demand import one_unit
from analysis.methods.workforce.stock_flow import FLOWS

_NUMBERS = (
    *("estimate", "low", "high", "base_staff", "change"),
    *("at_first", "at_second", "swing"),
    *("opening", *FLOWS),
    *("low_by_supply", "high_by_supply"),
)
_COUNTS_HEADS = ("stock", "staff", "exits")
"""Statistics of which ``n`` is a number of staff."""


def to_fte(
    heads: pd.DataFrame, position_size: pd.Series | float, by: str = "service"
) -> pd.DataFrame:
    """Return ``heads`` as full-time equivalents, index kept.

    ``position_size`` is the average position in per cent of full time: one number, or a series
    indexed by the values of column ``by``. All amounts of the frame are converted: those of
    demand, of its band and tornado, of stocks and flows, of exits and of the gap; ``n`` where it
    counts staff. MISSING where a position size is. ValueError if the frame is not in heads, or if
    sizes are not per cent: above 1 (a share was given) and at most 100.
    """
    if one_unit(heads) == "fte":
        raise ValueError("the unit is fte; accepted: heads (a frame is converted once)")
    one = not isinstance(position_size, pd.Series)
    given = pd.Series(position_size, index=[0] if one else None, dtype=float)
    if not given.dropna().between(1, 100, inclusive="right").all():
        raise ValueError(f"position size is {given.min()} to {given.max()}; accepted: per cent")
    size = pd.Series(given.iloc[0], index=heads.index) if one else heads[by].map(given)
    numbers = [name for name in _NUMBERS if name in heads]
    share = size.astype(float) / 100
    converted = heads[numbers].astype(float).mul(share, axis=0)
    of_staff = heads["statistic"].isin(_COUNTS_HEADS)
    if of_staff.any():
        converted["n"] = heads["n"].astype(float).mul(share.where(of_staff, 1.0))
    lost = size.isna() & heads["status"].eq(Status.OK)
    status = heads["status"].mask(lost, Status.MISSING)
    return heads.assign(**converted, status=status, unit="fte", position_size=size)


def staffing_gap(
    needed: pd.DataFrame, available: pd.DataFrame, by: Sequence[str] = ("year",)
) -> pd.DataFrame:
    """Return needed minus available for each ``by``: how many must be recruited (below 0: spare).

    ``needed`` comes from demand (statistic "staff_needed"), ``available`` are the rows "staff" of
    project_exits. Two spans that are not added up: ``low`` and ``high`` are over the alternatives
    of the need, bounds with no level, the supply at its estimate; ``low_by_supply`` and
    ``high_by_supply`` are the need at its estimate against the limits of the supply, which hold
    with ``supply_level``. ``n`` is 2. MISSING where either side is. ValueError for another
    statistic, when the units differ or a side has two rows for one ``by``.
    """
    units = one_unit(needed), one_unit(available)
    if units[0] != units[1]:
        raise ValueError(f"needed is in {units[0]}, available in {units[1]}; accepted: the same")
    _check_statistic("needed", needed, "staff_needed")
    _check_statistic("available", available, "staff")
    kept = [*by, "estimate", "low", "high", "level"]
    both = needed[kept].merge(
        available[kept], on=list(by), how="outer", suffixes=("_need", "_have"), validate="1:1"
    )
    need, have = both["estimate_need"], both["estimate_have"]
    gap = need - have
    return both.assign(
        statistic="to_recruit",
        method="needed minus available",
        status=gap.isna().map({True: Status.MISSING, False: Status.OK}),
        estimate=gap,
        low=both["low_need"] - have,
        high=both["high_need"] - have,
        level=NO_LEVEL,
        n=2,
        unit=units[0],
        low_by_supply=need - both["high_have"],
        high_by_supply=need - both["low_have"],
        supply_level=both["level_have"],
    )[[*RESULT_COLUMNS, *by, "unit", "low_by_supply", "high_by_supply", "supply_level"]]


def _check_statistic(side: str, frame: pd.DataFrame, accepted: str) -> None:
    found = sorted(set(frame["statistic"].astype(str))) if "statistic" in frame else ["not given"]
    if found not in ([accepted], []):
        raise ValueError(f"{side}: the statistic is {', '.join(found)}; accepted: {accepted}")
