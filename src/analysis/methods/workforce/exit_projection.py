"""How many of the staff are likely to have left after some years: a simulation.

In every draw each age band gets a rate from what its register leaves open (the posterior under
Jeffreys' prior), the same in all years of the draw; then, year by year, who leaves is drawn first
(binomial), by the age at the start of the year, as exit_rates counts it; the others grow a year
older, and hires, if any, come last.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status, check_level
from analysis.methods.rows import result_row
from analysis.methods.workforce.inputs import check_ages, numbers

_METHOD = "simulated exits"
_OWN = ("year", "group", "unit", "leave_by", "draws", "seed")


def project_exits(
    staff: pd.Series,
    rates: pd.DataFrame,
    years: int,
    hires: pd.Series | None = None,
    leave_by: int | None = None,
    level: float = 0.8,
    draws: int = 10_000,
    seed: int = 2030,
    minimum: int = 20,
) -> pd.DataFrame:
    """Return how many have left and how many are staff after 1 to ``years`` years, in heads.

    ``staff`` are heads by age in whole years at the start; ``rates`` has ``from_age``, ``to_age``
    (ages at the start of a year; missing: no end), ``exits`` and ``n`` (staff-years behind them).
    ``hires`` are heads a year by their age at its end. ``leave_by`` is the age at which everybody
    has left: nobody is that old at the end of a year. Two rows a year, ``exits`` (since the
    start) and ``staff``: the median of ``draws`` with the middle ``level`` of them; ``n`` is the
    staff at the start; then ``year``, ``group`` ("closed": today's staff only, no vacancies; or
    "open": those hired later are among both), ``unit``, ``leave_by``, ``draws`` and ``seed``.
    TOO_FEW for fewer than ``minimum`` staff, MISSING where a number of heads is, or where an age
    that somebody can leave at has no band with exits and staff-years. ValueError for numbers that
    are not whole or below zero, ages that are not or are given twice, overlapping bands, more
    exits than staff-years, an unknown level, or no year or draw.
    """
    check_level(level)
    staff, come = numbers(staff), numbers(pd.Series(dtype=float) if hires is None else hires)
    _check(staff, come, rates, years, draws)
    group = "closed" if come.sum() == 0 else "open"
    ages = _ages(staff, come, years)
    bands = _bands(rates, ages, leave_by)
    unknown = not set(ages[bands < 0]).isdisjoint(_reached(staff, come, years))
    status = Status.OK if staff.sum() >= minimum else Status.TOO_FEW
    if unknown or staff.isna().any() or come.isna().any():
        status = Status.MISSING
    found = np.full((2, years, draws), np.nan)
    if status == Status.OK:
        start, join = (side.reindex(ages, fill_value=0).to_numpy() for side in (staff, come))
        found = _simulate(start, join, rates, bands, years, draws, seed)
    cells = {"group": group, "unit": "heads", "leave_by": leave_by, "draws": draws, "seed": seed}
    n = int(staff.sum())
    rows = [
        {**_summary(name, values[year], status, level, n), "year": year + 1}
        for year in range(years)
        for name, values in zip(("exits", "staff"), found, strict=True)
    ]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *_OWN]).assign(**cells)


def _simulate(
    start: np.ndarray,
    join: np.ndarray,
    rates: pd.DataFrame,
    bands: np.ndarray,
    years: int,
    draws: int,
    seed: int,
) -> np.ndarray:
    """Return exits since the start and staff, by year and draw."""
    generator = np.random.default_rng(seed)
    # A band without numbers is not drawn on: a status says so where it would be.
    exits, n = (numbers(rates[name]).fillna(0).to_numpy() for name in ("exits", "n"))
    n = np.maximum(exits, n)
    drawn = generator.beta(exits + 0.5, n - exits + 0.5, size=(draws, len(rates)))
    # One more column for those who have reached the age by which everybody has left.
    chance = np.column_stack([drawn, np.ones(draws)])[:, bands]
    stock = np.tile(start.astype(np.int64), (draws, 1))
    found, left = np.zeros((2, years, draws)), np.zeros(draws)
    for year in range(years):
        gone = generator.binomial(stock, chance)
        stayed = np.column_stack([np.zeros(draws, dtype=np.int64), (stock - gone)[:, :-1]])
        stock, left = stayed + join.astype(np.int64), left + gone.sum(axis=1)
        found[0, year], found[1, year] = left, stock.sum(axis=1)
    return found


def _ages(staff: pd.Series, hires: pd.Series, years: int) -> np.ndarray:
    """Return every age from the youngest to the oldest that somebody can reach."""
    known = [*staff.index, *hires.index]
    return np.arange(min(known), max(known) + years + 1) if known else np.arange(0)


def _reached(staff: pd.Series, hires: pd.Series, years: int) -> set[int]:
    """Return the ages at which somebody can leave: those hired do from the year after on."""
    here = {age + year for age in staff.index[staff > 0] for year in range(years)}
    return here | {age + year for age in hires.index[hires > 0] for year in range(years - 1)}


def _bands(rates: pd.DataFrame, ages: np.ndarray, leave_by: int | None) -> np.ndarray:
    """Return the number of the band of each age: -1 for none, the last for those past leave_by."""
    found = np.full(len(ages), -1)
    upper = numbers(rates["to_age"]).fillna(np.inf)
    known = numbers(rates["n"]).gt(0) & rates["exits"].notna()
    for number, (first, last, usable) in enumerate(
        zip(rates["from_age"], upper, known, strict=True)
    ):
        found[(ages >= first) & (ages <= last) & usable] = number
    if leave_by is not None:
        found[ages + 1 >= leave_by] = len(rates)
    return found


def _summary(name: str, values: np.ndarray, status: Status, level: float, n: int) -> dict[str, Any]:
    if status != Status.OK:
        return result_row(name, _METHOD, status, level=level, n=n)
    ends = [(1 - level) / 2, 0.5, (1 + level) / 2]
    low, middle, high = np.quantile(values, ends, method="inverted_cdf")
    return result_row(name, _METHOD, status, float(middle), float(low), float(high), level, n)


def _check(staff: pd.Series, hires: pd.Series, rates: pd.DataFrame, years: int, draws: int) -> None:
    for name, heads in (("staff", staff), ("hires", hires)):
        check_ages(name, heads.index)
        if heads.index.has_duplicates:
            twice = heads.index[heads.index.duplicated()][0]
            raise ValueError(f"{name} has the age {twice} twice; accepted: each age once")
        values = heads.dropna()
        if not (values.mod(1).eq(0) & values.ge(0)).all():
            raise ValueError(f"{name} are heads; accepted: whole numbers of zero or more")
    if years < 1 or draws < 1:
        raise ValueError(f"years is {years} and draws {draws}; accepted: one or more")
    _check_bands(rates)


def _check_bands(rates: pd.DataFrame) -> None:
    exits, n = numbers(rates["exits"]), numbers(rates["n"])
    if ((exits > n) | (exits < 0)).any():
        raise ValueError("a band has more exits than staff-years, or fewer than none")
    bands = rates.sort_values("from_age")
    ends = numbers(bands["to_age"]).fillna(np.inf).to_numpy()
    if (bands["from_age"].to_numpy()[1:] <= ends[:-1]).any():
        raise ValueError("two age bands overlap; accepted: each age in one band")
