"""Heads and full-time equivalents: converted once, at the end, and never mixed."""

from collections.abc import Sequence

import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Status
from analysis.methods.workforce.demand import one_unit

_NUMBERS = ("estimate", "low", "high", "base_staff", "change")


def to_fte(
    heads: pd.DataFrame, position_size: pd.Series | float, by: str = "service"
) -> pd.DataFrame:
    """Return ``heads`` as full-time equivalents, index kept.

    ``position_size`` is the average position in per cent of full time: one number, or a series
    indexed by the values of column ``by``. All amounts of the frame are converted. MISSING where a
    position size is. ValueError if the frame is not in heads, or if sizes are not per cent: above
    1 (a share was given) and at most 100.
    """
    if one_unit(heads) != "heads":
        raise ValueError("the unit is fte; accepted: heads (a frame is converted once)")
    given = pd.Series(position_size) if isinstance(position_size, (int, float)) else position_size
    if not given.dropna().between(1, 100, inclusive="right").all():
        raise ValueError(f"position size is {given.min()} to {given.max()}; accepted: per cent")
    alike = pd.Series(given.iloc[0], index=heads.index)
    size = alike if isinstance(position_size, (int, float)) else heads[by].map(position_size)
    numbers = [name for name in _NUMBERS if name in heads]
    converted = heads[numbers].astype(float).mul(size.astype(float) / 100, axis=0)
    lost = size.isna() & heads["status"].eq(Status.OK)
    status = heads["status"].mask(lost, Status.MISSING)
    return heads.assign(**converted, status=status, unit="fte", position_size=size)


def staffing_gap(
    needed: pd.DataFrame, available: pd.DataFrame, by: Sequence[str] = ("year",)
) -> pd.DataFrame:
    """Return needed minus available for each ``by``: how many must be recruited (below 0: spare).

    Where both have low and high, ``low`` is the smallest need minus the largest supply, ``high``
    the other way round: bounds, with no level. ``n`` is 2. MISSING where either side is. ValueError
    when the units differ or a side has two rows for one ``by``.
    """
    units = one_unit(needed), one_unit(available)
    if units[0] != units[1]:
        raise ValueError(f"needed is in {units[0]}, available in {units[1]}; accepted: the same")
    kept = [*by, "estimate", "low", "high"]
    both = needed[kept].merge(
        available[kept], on=list(by), how="outer", suffixes=("_need", "_have"), validate="1:1"
    )
    gap = both["estimate_need"] - both["estimate_have"]
    return both.assign(
        statistic="to_recruit",
        method="needed minus available",
        status=gap.isna().map({True: Status.MISSING, False: Status.OK}),
        estimate=gap,
        low=both["low_need"] - both["high_have"],
        high=both["high_need"] - both["low_have"],
        level=NO_LEVEL,
        n=2,
        unit=units[0],
    )[[*RESULT_COLUMNS, *by, "unit"]]
