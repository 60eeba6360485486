"""From group-time effects to one figure with its uncertainty."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from analysis.methods.difference_in_differences.cells import LACKING, Cell, Design
from analysis.methods.difference_in_differences.panel import JoinPanel
from analysis.methods.interrupted_series.power import detectable_or_none
from analysis.methods.results import RESULT_COLUMNS, Estimate, Status

TEST_COLUMNS = ("standard_error", "p", "df", "reason")
ALIKE = "all units move alike: nothing to measure chance by"
BY_CONSTRUCTION = "0 by construction: the other years are compared with this one"


def pooled(panel: JoinPanel, cells: Sequence[Cell]) -> tuple[float, np.ndarray]:
    """Return the mean of ``cells`` by size of their cohort, and what each unit adds to its error.

    The sizes are those of the sample: that they could have been others is part of the error
    (Callaway, Sant'Anna 2021, section 4).
    """
    if not cells:
        return np.nan, np.zeros(len(panel.units))
    values = np.array([cell.estimate for cell in cells])
    groups = np.array([cell.group for cell in cells])
    members = panel.weights[:, None] * (panel.first[:, None] == groups)
    shares = members.mean(axis=0)
    total = shares.sum()
    centred = members - shares
    of_shares = centred / total - np.outer(centred.sum(axis=1), shares) / total**2
    influence = influences(cells) @ (shares / total) + of_shares @ values / len(members)
    return float(shares @ values / total), influence


def cohort_means(cells: Sequence[Cell]) -> list[Cell]:
    """Return a cell for each cohort in ``cells``: the plain mean over its years."""
    means = []
    for group in sorted({cell.group for cell in cells}):
        own = [cell for cell in cells if cell.group == group]
        value = float(np.mean([cell.estimate for cell in own]))
        mean = replace(own[0], estimate=value, influence=influences(own).mean(axis=1))
        means.append(replace(mean, used=_used(own)))
    return means


def influences(cells: Sequence[Cell]) -> np.ndarray:
    """Return the influence functions of computed ``cells``: a row a unit, a column a cell."""
    return np.column_stack([cell.influence for cell in cells if cell.influence is not None])


def _used(cells: Iterable[Cell]) -> np.ndarray | None:
    marks = [cell.used for cell in cells if cell.used is not None]
    return np.logical_or.reduce(marks) if marks else None


def units_behind(cells: Iterable[Cell]) -> int:
    """Return how many units, joiners and others, ``cells`` are made of."""
    used = _used(cells)
    return 0 if used is None else int(used.sum())


def judged(
    panel: JoinPanel,
    design: Design,
    statistic: str,
    parts: Sequence[Sequence[Cell]],
    result: tuple[float, np.ndarray],
) -> Estimate:
    """Return ``result`` (value and influence), made of ``parts``, with interval and p.

    Without them, and with the status that says why, when there are too few units or nothing
    moves. A part is a set of cells that count together; the weakest part decides whether and
    how sharply the whole can be tested. ``n`` is the number of units that the parts are made of,
    of all units where there are none.
    """
    value, influence = result
    n = units_behind(cell for cells in parts for cell in cells) if any(parts) else len(panel.units)
    blank = Estimate(statistic, design.method, level=design.level, n=n)
    if not any(parts):
        return replace(blank, status=Status.TOO_FEW, reason=_why_nothing(panel, design))
    shown = replace(blank, estimate=value)
    weakest = min(parts, key=lambda cells: degrees_of_freedom(design, cells))
    reason = _why_untested(panel, design, weakest)
    if reason:
        return replace(shown, status=Status.TOO_FEW, reason=reason)
    error = float(np.sqrt(influence @ influence))
    if np.isclose(error, 0.0, atol=1e-12):
        return replace(shown, status=Status.NO_VARIATION, reason=ALIKE)
    return with_interval(shown, error, degrees_of_freedom(design, weakest))


def with_interval(shown: Estimate, error: float, df: int) -> Estimate:
    """Return ``shown`` with the interval and p of Student's t."""
    from scipy import stats

    value = float(shown.estimate or 0.0)
    margin = float(stats.t.ppf((1 + shown.level) / 2, df)) * error
    return replace(
        shown,
        low=value - margin,
        high=value + margin,
        p=float(2 * stats.t.sf(abs(value) / error, df)),
        df=df,
        smallest=margin,
        detectable=detectable_or_none(error, df, shown.level),
    )


def degrees_of_freedom(design: Design, cells: Sequence[Cell]) -> int:
    """Return joiners less cohorts, or others less one where these are fewer.

    Each cohort costs its mean and the slopes of the covariates. With the normal distribution
    instead, placebo participants in real panels are called significant in 7 to 10 per cent.
    """
    estimated = [cell for cell in cells if not cell.reference]
    costs = 1 + len(design.covariates)
    n_joined = n_behind(estimated)
    n_cohorts = len({cell.group for cell in estimated})
    n_others = min((cell.n_control for cell in estimated), default=0)
    return max(0, min(n_joined - n_cohorts * costs, n_others - costs))


def n_behind(cells: Sequence[Cell]) -> int:
    """Return how many joiners stand behind ``cells``."""
    largest: dict[int, int] = {}
    for cell in cells:
        largest[cell.group] = max(largest.get(cell.group, 0), cell.n_treated)
    return sum(largest.values())


def _why_nothing(panel: JoinPanel, design: Design) -> str:
    n_joined = int(panel.joiners.sum())
    if n_joined:
        return f"joiners: {n_joined}, but no {LACKING[design.control]} to compare them with"
    return "no unit joined within the years of the data, after a year to compare with"


def _why_untested(panel: JoinPanel, design: Design, cells: Sequence[Cell]) -> str:
    n_joined, behind = int(panel.joiners.sum()), n_behind(cells)
    if n_joined < design.minimum:
        return f"joiners: {n_joined}; fewer than {design.minimum} are shown, not tested"
    if degrees_of_freedom(design, cells) < 1:
        n_others = min((cell.n_control for cell in cells if not cell.reference), default=0)
        n_cohorts = len({cell.group for cell in cells})
        return (
            f"joiners: {behind} in cohorts: {n_cohorts}, others: {n_others}; no spread to test by"
        )
    return ""


def result_row(
    panel: JoinPanel,
    design: Design,
    statistic: str,
    parts: Sequence[Sequence[Cell]],
    result: tuple[float, np.ndarray],
) -> dict[str, object]:
    """Return :func:`judged` as a row, with its standard error; a base year is 0 without one."""
    if any(parts) and all(cell.reference for cells in parts for cell in cells):
        blank = Estimate(statistic, design.method, level=design.level)
        estimate = replace(blank, estimate=0.0, reason=BY_CONSTRUCTION)
    else:
        estimate = judged(panel, design, statistic, parts, result)
    tested = estimate.p is not None
    error = float(np.sqrt(result[1] @ result[1])) if tested else None
    return asdict(estimate) | {"standard_error": error}


def result_table(rows: Iterable[dict[str, object]], own: Sequence[str]) -> pd.DataFrame:
    """Return ``rows`` with RESULT_COLUMNS, the columns ``own``, and those of the test."""
    frame = pd.DataFrame(list(rows), columns=[*RESULT_COLUMNS, *own, *TEST_COLUMNS])
    numbers = ["estimate", "low", "high", "standard_error", "p", "df"]
    return frame.astype(dict.fromkeys(numbers, float))
