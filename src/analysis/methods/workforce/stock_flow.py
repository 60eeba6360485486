"""Stock and flow: who is there next year is who was there, plus who came, minus who left.

stock(t+1) = stock(t) + hires - retirements - other exits, for each age and occupation. Everybody
grows a year older first; flows are by the age reached. Whole persons only, so that it adds up.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.rows import result_row
from analysis.methods.workforce.inputs import check_ages

FLOWS = ("hires", "retirements", "other_exits")
KEYS = ("age", "occupation")
_METHOD = "stock-flow identity"


def next_stock(
    stock: pd.DataFrame, flows: pd.DataFrame, last_age: int | None = None
) -> pd.DataFrame:
    """Return the stock a year later, one row for each age and occupation.

    ``stock`` has ``age``, ``occupation`` and ``heads``; ``flows`` has the two keys and ``hires``,
    ``retirements`` and ``other_exits`` of the year (a column or row that is not there: none).
    ``last_age`` is an open group ("and over"); without it nobody is held back. ``estimate`` is the
    stock, ``n`` and ``opening`` the heads who reached the age; then the keys, the flows and
    ``unit``. UNDEFINED where more leave than are there, MISSING where a number is. ValueError for
    numbers that are not whole or below zero, ages that are no whole years, a row without age or
    occupation, or a key given twice.
    """
    keys = list(KEYS)
    _check(stock, ("heads",), "stock")
    _check(flows, FLOWS, "flows")
    ages = stock["age"] + 1 if last_age is None else (stock["age"] + 1).clip(upper=last_age)
    aged = stock.assign(age=ages).groupby(keys)["heads"].agg(lambda heads: heads.sum(skipna=False))
    moved = flows.set_index(keys).reindex(columns=list(FLOWS), fill_value=0)
    both = aged.index.union(moved.index)
    table = moved.reindex(both, fill_value=0).assign(opening=aged.reindex(both, fill_value=0))
    table = table.reset_index()
    rows = [
        _stock_row(heads, opening)
        for heads, opening in zip(_closing(table), table["opening"], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(RESULT_COLUMNS)).join(table.assign(unit="heads"))
    return frame[[*RESULT_COLUMNS, *KEYS, "opening", *FLOWS, "unit"]]


def check_stocks(table: pd.DataFrame, tolerance: float = 0.0) -> pd.DataFrame:
    """Return how far each row of a reported table is from the identity, index kept.

    ``table`` has ``opening``, ``hires``, ``retirements``, ``other_exits`` and ``closing``.
    ``estimate`` is the difference: reported closing minus what the row itself gives; then
    ``expected`` and ``holds`` (no further off than ``tolerance``, for rounded tables), and all
    columns of ``table``. MISSING where one of the five is: then ``holds`` is False.
    """
    names = ["opening", *FLOWS, "closing"]
    expected = _closing(table.astype(dict.fromkeys(names, float)))
    difference = table["closing"].astype(float) - expected
    frame = pd.DataFrame(
        {
            **result_row("discrepancy", _METHOD, n=1),
            "status": difference.isna().map({True: Status.MISSING, False: Status.OK}),
            "estimate": difference,
            "expected": expected,
            "holds": difference.abs() <= tolerance + 1e-9,
        },
        index=table.index,
    )
    others = [name for name in table.columns if name not in frame.columns]
    return frame.join(table[others])


def _stock_row(heads: float, opening: float) -> dict[str, Any]:
    if np.isnan(heads):
        return result_row("stock", _METHOD, Status.MISSING, n=opening)
    if heads < 0:
        return result_row("stock", _METHOD, Status.UNDEFINED, n=opening)
    return result_row("stock", _METHOD, Status.OK, heads, n=opening)


def _closing(table: pd.DataFrame) -> pd.Series:
    return table["opening"] + table["hires"] - table["retirements"] - table["other_exits"]


def _check(frame: pd.DataFrame, names: Sequence[str], table: str) -> None:
    nameless = frame.index[frame[list(KEYS)].isna().any(axis=1)]
    if len(nameless):
        raise ValueError(f"{table}: row {nameless[0]} has no age or no occupation; accepted: both")
    check_ages(table, frame["age"])
    if frame.duplicated(list(KEYS)).any():
        raise ValueError("two rows have one age and occupation; accepted: one")
    values = frame[[name for name in names if name in frame]].to_numpy(dtype=float)
    values = values[~np.isnan(values)]
    if not ((np.mod(values, 1) == 0) & (values >= 0)).all():
        raise ValueError("heads are whole persons; accepted: whole numbers of zero or more")
