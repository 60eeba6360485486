"""Invented panels of units that join a programme."""

import numpy as np
import pandas as pd

YEARS = tuple(range(2008, 2020))


def tidy(values: np.ndarray, first: np.ndarray, years=YEARS) -> pd.DataFrame:
    """A row a unit and year, from a matrix with a row a unit; first 0 is never."""
    units = [f"{i + 1:04d}" for i in range(len(values))]
    return pd.DataFrame(
        {
            "unit": np.repeat(units, len(years)),
            "period": np.tile(years, len(values)),
            "value": np.asarray(values, dtype=float).ravel(),
            "first": np.repeat(np.where(first > 0, first, np.nan), len(years)),
        }
    )


def noise(seed: int, n: int, between: float = 0.7, within: float = 0.45) -> np.ndarray:
    """Units at their own level, years in common, and chance in each value."""
    generator = np.random.default_rng(seed)
    levels = 8 + generator.normal(0, between, n)[:, None]
    years = generator.normal(0, 0.2, len(YEARS))
    return levels + years + generator.normal(0, within, (n, len(YEARS)))


def by_lot(seed: int, n: int = 80, joiners: int = 32, effect: float = 0.0) -> pd.DataFrame:
    """Units that join in 2012, 2013, 2014 or 2015 by lot, with an effect from then on."""
    values = noise(seed, n)
    first = np.zeros(n, dtype=int)
    chosen = np.random.default_rng(seed + 10_000).choice(n, joiners, replace=False)
    first[chosen] = np.resize([2012, 2013, 2014, 2015], joiners)
    joined = (first[:, None] > 0) & (np.array(YEARS) >= first[:, None])
    return tidy(values + effect * joined, first)


def worst_join(seed: int, n: int = 290, each_year: int = 23) -> pd.DataFrame:
    """Units join in 2012-2014, each time those whose last value was highest; no effect."""
    values, first = noise(seed, n), np.zeros(n, dtype=int)
    for year in (2012, 2013, 2014):
        last = np.where(first == 0, values[:, YEARS.index(year - 1)], -np.inf)
        first[np.argsort(-last)[:each_year]] = year
    return tidy(values, first)


def small() -> pd.DataFrame:
    """Seven units, three years; the working is in the tests.

    a joins 2011, b 2011, c 2012, d is a gap in 2012, e and f never, z joined before the data.
    """
    rows = {
        "a": (2011, (5.0, 4.0, 3.0)),
        "b": (2011, (7.0, 6.0, 5.0)),
        "c": (2012, (6.0, 7.0, 5.0)),
        "d": (0, (4.0, 4.0, np.nan)),
        "e": (0, (4.0, 5.0, 6.0)),
        "f": (0, (6.0, 6.0, 5.0)),
        "z": (2010, (9.0, 9.0, 9.0)),
    }
    panel = tidy(
        np.array([values for _, values in rows.values()]),
        np.array([first for first, _ in rows.values()]),
        years=(2010, 2011, 2012),
    )
    return panel.assign(unit=np.repeat(list(rows), 3))
