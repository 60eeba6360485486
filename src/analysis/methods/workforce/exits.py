"""How many leave, by age and reason: rates from the register of several years.

Retirement, disability and other exits are kept apart. A move inside the employer is no exit: who
leaves one unit for another is counted once, as a move.
"""

from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.comparison.intervals import wilson
from analysis.methods.results import RESULT_COLUMNS, Status, check_level
from analysis.methods.rows import result_row

REASONS = ("retirement", "disability", "other")
INTERNAL, ALL = "internal", "all"
UNKNOWN = "not stated"
FEWEST_STAFF = 20
YEARS = (3, 5)
METHODS = ("jeffreys", "wilson")
_OWN = ("reason", "exits", "staff_a_year", "years", "first_year", "last_year", "leaves_employer")


def exit_rates(
    register: pd.DataFrame,
    by: str = "age_group",
    level: float = 0.95,
    method: str = "jeffreys",
    minimum: float = FEWEST_STAFF,
    years: tuple[int, int] = YEARS,
) -> pd.DataFrame:
    """Return the share of staff who leave in a year, by group and reason, years pooled.

    ``register`` has ``year``, ``by``, ``staff`` (heads at the start of the year) and the numbers
    ``retirement``, ``disability``, ``other`` and ``internal`` (0 if there is no such column). A
    row for each group and reason, for ``all`` exits together, and for ``internal`` moves, which
    are not among them (``leaves_employer``). ``estimate`` is a share with its interval: "jeffreys"
    (Brown, Cai and DasGupta 2001, to 0 for none and to 1 for all) or "wilson" (1927); ``n`` is
    staff-years. The years pooled follow each other, the latest last: what lies before a gap is not
    taken. ``exits`` is given whatever the status: TOO_FEW for groups of fewer than ``minimum``
    staff a year and for fewer years than ``years[0]`` (of more than ``years[1]`` the latest are
    taken), MISSING where a number is, UNDEFINED for more exits than staff, and for no staff.
    ValueError for an unknown method or level, numbers below zero, years that are not whole
    numbers, or a group given twice in a year.
    """
    _check(register, by, method)
    check_level(level)
    rows = []
    for group, table in register.groupby(by, sort=True, dropna=False):
        latest = _running(table.sort_values("year")).tail(years[1])
        for reason in (*REASONS, ALL, INTERNAL):
            row = _rate(latest, reason, level, method, minimum, years[0])
            rows.append({**row, by: group})
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, by, *_OWN])


def share_interval(count: float, n: float, level: float, method: str) -> tuple[float, float]:
    """Return the interval of a share: "jeffreys" or "wilson"; NaN where ``n`` is 0.

    ValueError for another method, or a level that is no share.
    """
    check_level(level)
    _check_method(method)
    if n == 0:
        return np.nan, np.nan
    if method == "wilson":
        lower, upper = wilson(count, n, level)
        return float(lower), float(upper)
    from scipy.stats import beta

    low, high = beta.ppf([(1 - level) / 2, (1 + level) / 2], count + 0.5, n - count + 0.5)
    return 0.0 if count == 0 else float(low), 1.0 if count == n else float(high)


def compare_registers(before: pd.DataFrame, after: pd.DataFrame, by: str = "unit") -> pd.DataFrame:
    """Return who stayed, left, moved and came between two registers, counted by ``by``.

    Registers have ``person`` and ``by`` (text, of which spaces at the ends do not count; "not
    stated" where it is missing), one row a person. A row a group: ``estimate`` is the staff after;
    then ``staff``, ``left`` (in no group afterwards), ``moved_out``, ``moved_in`` and ``hired``, so
    that staff - left - moved_out + moved_in + hired is the staff after, and moves out and in are
    as many. ValueError when a row has no person, who cannot be found again, a person has two (join
    positions first), or persons are text in one place and numbers in another.
    """
    sides = [_register("before", before, by), _register("after", after, by)]
    if len({isinstance(person, str) for side in sides for person in side["person"]}) > 1:
        raise ValueError("persons are text and numbers; accepted: one of the two")
    pairs = sides[0].merge(sides[1], on="person", how="outer", suffixes=("_before", "_after"))
    old, new = pairs[f"{by}_before"], pairs[f"{by}_after"]
    moved = old.notna() & new.notna() & old.ne(new)
    groups = sorted(
        {*old.dropna(), *new.dropna()}, key=lambda group: (isinstance(group, str), group)
    )
    counted = {
        "staff": old.value_counts(),
        "left": old[new.isna()].value_counts(),
        "moved_out": old[moved].value_counts(),
        "moved_in": new[moved].value_counts(),
        "hired": new[old.isna()].value_counts(),
    }
    table = pd.DataFrame({k: v.reindex(groups, fill_value=0) for k, v in counted.items()})
    rows = [
        {**result_row("staff_after", "two registers", Status.OK, count, n=staff), by: group}
        for group, count, staff in zip(
            groups, new.value_counts().reindex(groups, fill_value=0), table["staff"], strict=True
        )
    ]
    frame = pd.DataFrame(rows, columns=[*RESULT_COLUMNS, by])
    return frame.join(table.reset_index(drop=True))


def _register(name: str, register: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return persons and groups, text without spaces at its ends. ValueError as told above."""
    side = register[["person", by]].astype(object)
    side = side.map(lambda value: value.strip() if isinstance(value, str) else value)
    nameless = side.index[side["person"].isna() | side["person"].eq("")]
    if len(nameless):
        raise ValueError(f"the register {name} has no person in row {nameless[0]}; accepted: one")
    if side["person"].duplicated().any():
        raise ValueError(f"the register {name} has a person twice; accepted: one row a person")
    return side.assign(**{by: side[by].where(side[by].notna() & side[by].ne(""), UNKNOWN)})


def _running(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last years that follow each other without a gap."""
    breaks = table["year"].diff().ne(1).cumsum()
    return table[breaks.eq(breaks.iloc[-1])]


def _rate(
    table: pd.DataFrame, reason: str, level: float, method: str, minimum: float, fewest: int
) -> dict[str, Any]:
    names: Sequence[str] = REASONS if reason == ALL else (reason,)
    zeros = pd.Series(0, index=table.index)
    parts = [table.get(name, zeros) for name in names]
    count = float(sum(part.sum(skipna=False) for part in parts))
    n = float(table["staff"].sum(skipna=False))
    status = _status(count, n, len(table), minimum, fewest)
    row = result_row("exit_rate", f"pooled, {method}", status, level=level, n=n)
    if status == Status.OK:
        low, high = share_interval(count, n, level, method)
        row.update(estimate=count / n, low=low, high=high)
    return {
        **row,
        "reason": reason,
        "exits": count,
        "staff_a_year": n / len(table),
        "years": len(table),
        "first_year": int(table["year"].min()),
        "last_year": int(table["year"].max()),
        "leaves_employer": reason != INTERNAL,
    }


def _status(count: float, n: float, years: int, minimum: float, fewest: int) -> Status:
    if np.isnan([count, n]).any():
        return Status.MISSING
    if n == 0:
        return Status.UNDEFINED
    if n < minimum * years or years < fewest:
        return Status.TOO_FEW
    return Status.OK if count <= n else Status.UNDEFINED


def _check_method(method: str) -> None:
    if method not in METHODS:
        raise ValueError(f"method is {method}; accepted: {', '.join(METHODS)}")


def _check(register: pd.DataFrame, by: str, method: str) -> None:
    _check_method(method)
    for year in register["year"]:
        if not isinstance(year, Real) or float(year) % 1 != 0:
            raise ValueError(f"the register has the year {year!r}; accepted: whole numbers")
    if register.duplicated([by, "year"]).any():
        raise ValueError(f"the register has two rows for one {by} and year")
    numbers = [name for name in ("staff", *REASONS, INTERNAL) if name in register]
    if (register[numbers] < 0).any().any():
        raise ValueError("a number is below zero; accepted: zero or more")
