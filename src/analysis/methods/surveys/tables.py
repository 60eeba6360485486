"""What a survey says: indices and shares with intervals, small groups hidden, response rates.

A group with fewer answers than ``minimum`` (7 unless told, never below 5), or whose answers are
all alike, is hidden: no estimate, no interval, no number of answers. So is a total from which a
hidden index could be worked out. What could be found out by subtraction from other tables is for
disclosure control to hide. Intervals say how much the
answers of as many persons vary by chance, not what those think who did not answer.
"""

from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.results import Status, check_level
from analysis.methods.surveys.indices import (
    HME_ITEMS,
    SCALE,
    TOTAL,
    Items,
    Missing,
    all_items,
    check_answers,
    index_scores,
)
from analysis.methods.surveys.intervals import mean_row, wilson
from analysis.methods.surveys.rows import (
    MINIMUM,
    By,
    blank,
    check_minimum,
    frame,
    groups,
    guarded,
    is_hidden,
    suppressed,
    unanswered,
)


def index_table(
    answers: pd.DataFrame,
    items: Items,
    by: By = None,
    *,
    missing: Missing = "items",
    answered: float = 0.5,
    scale: tuple[float, float] = SCALE,
    percent: bool = True,
    total: str | None = TOTAL,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return a row for each group of ``by`` and each index: mean, t interval, n.

    ``answers`` has a row a respondent. Besides RESULT_COLUMNS: the columns of ``by``, index,
    error (standard error), n_least (fewest answers to any item) and reason. ``missing`` and
    ``answered`` say how missing answers count (see
    :func:`analysis.methods.surveys.indices.index_scores`); with ``percent`` the index is from 0 to
    100, otherwise on the scale of the answers; ``total`` names the mean of all items.
    Statuses: suppressed (n_least below ``minimum``, all alike, or it would give away one that is),
    missing (nobody answered). InputError for values off the scale, ValueError for a minimum below
    5 and a level that is no share.
    """
    check_minimum(minimum)
    check_level(level)
    numbers = checked(answers, all_items(items), scale)
    statistic, method = "index" if percent else "mean", f"t_of_{missing}"
    rows = []
    for group, part in groups(numbers, by):
        scores = index_scores(
            part,
            items,
            missing=missing,
            answered=answered,
            scale=scale,
            percent=percent,
            total=total,
        )
        outcomes = {name: _index_row(*found, minimum, level) for name, found in scores.items()}
        for name, outcome in guarded(outcomes, total).items():
            rows.append({**blank(statistic, method, level), **group, "index": name, **outcome})
    return frame(rows, by, "index", "error", "n_least", "reason")


def _index_row(scores: pd.Series, fewest: int, minimum: int, level: float) -> dict[str, Any]:
    values = scores.to_numpy()
    if not len(values):
        return {**unanswered(), "n_least": 0}
    if is_hidden(values, fewest, minimum):
        return suppressed()
    return {**mean_row(values, level), "n": len(values), "n_least": fewest}


def hme(
    answers: pd.DataFrame, by: By = None, items: Items = HME_ITEMS, **options: Any
) -> pd.DataFrame:
    """Return motivation, leadership, governance and total of HME, 0 to 100, with t intervals.

    ``items`` names the columns of the nine items. Columns, options and statuses are those of
    :func:`index_table`. SKR and RKA (2011).
    """
    if [len(columns) for columns in items.values()] != [3, 3, 3]:
        raise ValueError(f"HME has three indices of three items, got {dict(items)}")
    return index_table(answers, items, by, **options)


def ten_factor(answers: pd.DataFrame, items: Items, by: By = None, **options: Any) -> pd.DataFrame:
    """Return the ten factors of KS's 10-FAKTOR on their scale of 1 to 5, with t intervals.

    A respondent's factor is the mean of the items answered, the group's the mean of its
    respondents. There is no total. ``items`` maps factors to columns; the wording is KS's own.
    Columns, options and statuses are those of :func:`index_table`.
    """
    if len(items) != 10:
        raise ValueError(f"10-FAKTOR has ten factors, got {len(items)}")
    own: dict[str, Any] = {"missing": "persons", "percent": False, "total": None}
    return index_table(answers, items, by, **{**own, **options})


def share_table(
    answers: pd.DataFrame,
    columns: Sequence[str],
    by: By = None,
    *,
    at_least: float = 4,
    scale: tuple[float, float] = SCALE,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return for each group and item the share (0 to 1) whose answer is ``at_least`` so high.

    Wilson intervals (1927); ``n`` counts those who answered the item. Besides RESULT_COLUMNS:
    the columns of ``by``, item and reason. Suppressed: fewer than ``minimum`` answers, and
    shares of nobody or of all. InputError for values off the scale.
    """
    check_minimum(minimum)
    check_level(level)
    numbers = checked(answers, columns, scale)
    rows = []
    for group, part in groups(numbers, by):
        for name in columns:
            row = {**blank("share", "wilson", level), **group, "item": name}
            rows.append(row | _share_row(part[name].dropna() >= at_least, minimum, level))
    return frame(rows, by, "item", "reason")


def _share_row(agrees: pd.Series, minimum: int, level: float) -> dict[str, Any]:
    if not len(agrees):
        return unanswered()
    if is_hidden(agrees.to_numpy(dtype=float), len(agrees), minimum):
        return suppressed()
    low, high = wilson(agrees.sum(), len(agrees), level)
    return {"estimate": float(agrees.mean()), "low": low, "high": high, "n": len(agrees)}


def checked(
    answers: pd.DataFrame, columns: Sequence[str], scale: tuple[float, float]
) -> pd.DataFrame:
    """Return ``answers`` with ``columns`` as numbers. InputError for values off the scale."""
    numbers = answers.copy()
    numbers[list(columns)] = check_answers(answers, columns, scale)
    return numbers


def response_rates(
    counts: pd.DataFrame,
    answered: str = "answered",
    invited: str = "invited",
    *,
    least: float = 0.6,
    minimum: int = MINIMUM,
) -> pd.DataFrame:
    """Return the response rate (0 to 1) of each row of ``counts``, with its index.

    ``n`` is the number of answers; further columns are invited, low_response (below the share
    ``least``) and reason. There is no interval: everybody invited is counted. Statuses:
    suppressed (fewer than ``minimum`` answers), missing, undefined (nobody was invited).
    InputError names rows with counts that are no whole numbers of zero or more, or with more
    answers than invitations.
    """
    check_minimum(minimum)
    pairs = _pairs(counts, answered, invited)
    rows = []
    for given, asked in pairs:
        row = blank("response_rate", "complete_count", np.nan, invited=asked, low_response=None)
        rows.append(row | _rate_row(given, asked, least, minimum))
    table = frame(rows, None, "invited", "low_response", "reason")
    return table.set_axis(counts.index, axis=0)


def _rate_row(given: float, asked: float, least: float, minimum: int) -> dict[str, Any]:
    if pd.isna(given) or pd.isna(asked):
        return {"status": Status.MISSING, "reason": "a count is missing"}
    if asked == 0:
        return {"status": Status.UNDEFINED, "reason": "nobody was invited"}
    if given < minimum:
        return {"status": Status.SUPPRESSED, "reason": f"fewer than {minimum} answers"}
    return {"estimate": given / asked, "n": given, "low_response": bool(given / asked < least)}


def _pairs(counts: pd.DataFrame, answered: str, invited: str) -> list[tuple[Any, Any]]:
    """Return answers and invitations of each row, NaN for a missing one. InputError as told."""
    pairs = list(zip(counts[answered], counts[invited], strict=True))
    faults = [
        Fault(
            "response counts",
            None,
            f"row {label}",
            f"{given} answered of {asked} invited",
            "counts from 0, and no more answers than invitations",
        )
        for label, (given, asked) in zip(counts.index, pairs, strict=True)
        if not (_is_count(given) and _is_count(asked)) or (_known(given, asked) and given > asked)
    ]
    if faults:
        raise InputError(faults)
    gap = np.nan
    return [(gap if pd.isna(a) else a, gap if pd.isna(b) else b) for a, b in pairs]


def _known(*values: Any) -> bool:
    return not any(pd.isna(value) for value in values)


def _is_count(value: Any) -> bool:
    if not _known(value):
        return True
    return isinstance(value, Real) and float(value) >= 0 and float(value).is_integer()
