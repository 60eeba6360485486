"""A population by age carried forward: births, survival, ageing (cohort component).

Leslie 1945; Preston, Heuveline and Guillot 2001, chapter 6. One sex, closed to migration. For a
municipality the statistics office's published alternatives are the better basis: migration
decides there, and it is not in this model.
"""

import numpy as np
import pandas as pd

from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status
from analysis.methods.rows import result_row

SEX_RATIO = 1.05
"""Boys born for each girl."""


def leslie_matrix(
    person_years: np.ndarray | pd.Series,
    fertility: np.ndarray | pd.Series,
    sex_ratio: float = SEX_RATIO,
    radix: float = 100_000,
) -> np.ndarray:
    """Return the matrix that carries women by age group one step (a group's width) forward.

    ``person_years`` are nLx of the life table for ``radix`` births, the last group open (its Tx);
    ``fertility`` is births a year per woman, girls and boys; ``sex_ratio`` is boys for each girl
    (0 if ``fertility`` counts girls alone). The last two groups survive into the open one by
    L[n] / (L[n-1] + L[n]). ValueError for fewer than two groups, unequal lengths, person-years
    that are not above zero, or fertility below zero.
    """
    lived = np.asarray(person_years, dtype=float)
    maternity = np.asarray(fertility, dtype=float) / (1 + sex_ratio)
    _check(lived, maternity)
    groups = len(lived)
    survival = lived[1:] / lived[:-1]
    matrix = np.zeros((groups, groups))
    matrix[np.arange(1, groups), np.arange(groups - 1)] = survival
    matrix[-1, -2:] = lived[-1] / (lived[-2] + lived[-1])
    newborn = lived[0] / radix
    matrix[0, :-1] = newborn * (maternity[:-1] + maternity[1:] * matrix.diagonal(-1)) / 2
    matrix[0, -1] = newborn * maternity[-1] * (1 + matrix[-1, -1]) / 2
    return matrix


def project_population(
    population: pd.Series,
    person_years: np.ndarray | pd.Series,
    fertility: np.ndarray | pd.Series,
    steps: int = 1,
    sex_ratio: float = SEX_RATIO,
    radix: float = 100_000,
) -> pd.DataFrame:
    """Return ``population`` (persons by age group, in order of age) after 0 to ``steps`` steps.

    One row an age group and step: ``estimate`` in persons (not rounded), ``n`` the persons at the
    start, ``age`` from the index, ``step``. All rows are MISSING where an age group is, UNDEFINED
    where one is below zero. No interval: what follows if the rates stay as they are. ValueError as
    for leslie_matrix.
    """
    matrix = leslie_matrix(person_years, fertility, sex_ratio, radix)
    if len(population) != len(matrix):
        raise ValueError(f"{len(population)} age groups, rates for {len(matrix)}; accepted: equal")
    now = population.to_numpy(dtype=float)
    status = Status.UNDEFINED if (now < 0).any() else Status.OK
    status = Status.MISSING if np.isnan(now).any() else status
    n, parts = float(np.nansum(now)), []
    for step in range(steps + 1):
        cells = {**result_row("population", "cohort component", status, n=n), "step": step}
        parts.append(pd.DataFrame({**cells, "age": population.index, "estimate": now}))
        now = matrix @ now
    frame = pd.concat(parts, ignore_index=True)[[*RESULT_COLUMNS, "age", "step"]]
    return frame if status == Status.OK else frame.assign(estimate=np.nan)


def intrinsic_growth_rate(
    person_years: np.ndarray | pd.Series,
    fertility: np.ndarray | pd.Series,
    width: float = 5,
    sex_ratio: float = SEX_RATIO,
    radix: float = 100_000,
) -> Estimate:
    """Return the yearly rate at which the population would grow in the end (as a share).

    The logarithm of the matrix' largest eigenvalue over ``width``, the years of an age group;
    ages after the last birth do not enter it. UNDEFINED where there are no births.
    """
    name, method = "intrinsic_growth_rate", "Leslie matrix"
    matrix = leslie_matrix(person_years, fertility, sex_ratio, radix)
    if not matrix[0].any():
        reason = "no births"
        return Estimate(name, method, Status.UNDEFINED, level=NO_LEVEL, reason=reason)
    fertile = int(np.flatnonzero(matrix[0]).max()) + 1
    largest = np.max(np.abs(np.linalg.eigvals(matrix[:fertile, :fertile])))
    rate = float(np.log(largest) / width)
    return Estimate(name, method, estimate=rate, level=NO_LEVEL, n=len(matrix))


def _check(lived: np.ndarray, maternity: np.ndarray) -> None:
    if len(lived) < 2 or len(lived) != len(maternity):
        raise ValueError(
            f"{len(lived)} person-years and {len(maternity)} fertility rates; "
            "accepted: one of each for two or more age groups"
        )
    if not (lived > 0).all() or not (maternity >= 0).all():
        raise ValueError("accepted: person-years above zero and fertility of zero or more")
