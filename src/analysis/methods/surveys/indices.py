"""From answers on a scale to indices: the instruments HME and 10-FAKTOR.

HME (Hållbart medarbetarengagemang, SKR and RKA 2011) has nine items from 1 to 5, three for each
of motivation, leadership and governance (styrning). Each item becomes an index from 0 to 100, a
sub-index is the mean of its three items, and the total is the mean of all nine (Kolada, U00200 to
U00203). As the three sub-indices have three items each, it is also the mean of the sub-indices.
The official text does not say how an answer that is missing counts; here it is a choice.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError

Items = Mapping[str, Sequence[str]]
Missing = Literal["items", "persons"]

HME_ITEMS: Items = {
    "motivation": ("motivation_1", "motivation_2", "motivation_3"),
    "leadership": ("leadership_1", "leadership_2", "leadership_3"),
    "governance": ("governance_1", "governance_2", "governance_3"),
}
"""Sub-indices of HME and the columns of their items, in the order of the questionnaire."""

TOTAL = "total"
SCALE = (1.0, 5.0)


def check_answers(
    answers: pd.DataFrame,
    columns: Sequence[str],
    scale: tuple[float, float] = SCALE,
    whole: bool = True,
    file: str = "answers",
) -> pd.DataFrame:
    """Return ``columns`` of ``answers`` as numbers, an empty cell as NaN.

    InputError names row, column and value of everything that is not a number of the scale (a
    whole one, with ``whole``); text and True/False are none. ValueError for an absent column.
    """
    absent = [str(name) for name in columns if name not in answers.columns]
    if absent:
        raise ValueError(f"there is no column {', '.join(absent)} in {list(answers.columns)}")
    raw = answers[list(columns)]
    numbers = raw.map(_number).astype(float)
    off = (numbers < scale[0]) | (numbers > scale[1]) | (whole & (numbers % 1 != 0))
    bad = raw.notna() & (numbers.isna() | off)
    kind = "a whole number" if whole else "a number"
    accepted = f"{kind} from {scale[0]:g} to {scale[1]:g}, or an empty cell"
    faults = [
        Fault(file, None, f"row {raw.index[i]}, {raw.columns[j]}", _found(raw.iat[i, j]), accepted)
        for i, j in np.argwhere(bad.to_numpy())
    ]
    if faults:
        raise InputError(faults)
    return numbers


def _number(value: Any) -> float:
    if isinstance(value, str | bool | np.bool_) or pd.isna(value):
        return np.nan
    return float(value)


def _found(value: Any) -> str:
    return f"text '{value}'" if isinstance(value, str) else str(value)


def to_index(values: Any, scale: tuple[float, float] = SCALE) -> Any:
    """Return ``values`` of a scale as an index from 0 (its lowest answer) to 100 (its highest)."""
    return (values - scale[0]) / (scale[1] - scale[0]) * 100


def all_items(items: Items) -> list[str]:
    """Return the columns of all items, in the order of their indices."""
    return [column for columns in items.values() for column in columns]


def grouped_items(items: Items, total: str | None = TOTAL) -> dict[str, list[str]]:
    """Return the columns of each index, and of the total over all of them if it has a name.

    ValueError if an index has no items, an item stands in two, or an index is called ``total``.
    """
    named = {name: list(columns) for name, columns in items.items()}
    every = all_items(items)
    if not named or not all(named.values()):
        raise ValueError(f"every index needs at least one item, got {named}")
    if len(set(every)) < len(every) or total in named:
        raise ValueError(f"an item belongs to one index, and none is called {total!r}: {named}")
    return named if total is None else {**named, total: every}


def person_scores(
    answers: pd.DataFrame,
    items: Items = HME_ITEMS,
    *,
    answered: float = 0.5,
    scale: tuple[float, float] = SCALE,
    percent: bool = True,
    total: str | None = TOTAL,
) -> pd.DataFrame:
    """Return a column an index, a row a respondent: the mean of the items that were answered.

    A respondent who answered less than the share ``answered`` of the items of an index has no
    score on it (1 asks for all items). Scores are from 0 to 100 with ``percent``, otherwise on
    the scale of the answers. InputError for values off the scale.
    """
    if not 0 < answered <= 1:
        raise ValueError(f"answered is a share above 0 and up to 1, got {answered}")
    groups = grouped_items(items, total)
    table = _table(answers, items, scale, percent)
    scores = {
        name: table[columns].mean(axis=1).where(table[columns].notna().mean(axis=1) >= answered)
        for name, columns in groups.items()
    }
    return pd.DataFrame(scores, index=answers.index)


def item_scores(table: pd.DataFrame) -> pd.Series:
    """Return scores of those who answered any column, whose mean is the mean of column means.

    Each column's mean is over those who answered it, as when items are reported one by one. The
    score is the respondent's own mean where nothing is missing; otherwise it is the linearised
    one, so that the spread of the scores gives the standard error of the mean of means.
    """
    used = table[table.notna().any(axis=1)]
    means, counts = used.mean(), used.notna().sum()
    shares = ((used - means) / counts).fillna(0).sum(axis=1) / used.shape[1]
    return means.mean(skipna=False) + len(used) * shares


def index_scores(
    answers: pd.DataFrame,
    items: Items = HME_ITEMS,
    *,
    missing: Missing = "items",
    answered: float = 0.5,
    scale: tuple[float, float] = SCALE,
    percent: bool = True,
    total: str | None = TOTAL,
) -> dict[str, tuple[pd.Series, int]]:
    """Return for each index the scores of respondents and the fewest answers behind any part.

    ``missing`` is "items" (each item's mean over those who answered it: :func:`item_scores`) or
    "persons" (:func:`person_scores`, which the share ``answered`` belongs to).
    """
    if missing not in ("items", "persons"):
        raise ValueError(f"missing is 'items' or 'persons', got {missing!r}")
    if missing == "persons":
        scores = person_scores(
            answers, items, answered=answered, scale=scale, percent=percent, total=total
        )
        return {name: (own.dropna(), int(own.count())) for name, own in scores.items()}
    table = _table(answers, items, scale, percent)
    return {
        name: (item_scores(table[columns]), int(table[columns].count().min()))
        for name, columns in grouped_items(items, total).items()
    }


def indices_of_means(
    means: pd.DataFrame,
    items: Items = HME_ITEMS,
    *,
    scale: tuple[float, float] = SCALE,
    total: str | None = TOTAL,
) -> pd.DataFrame:
    """Return the indices, 0 to 100, of rows that hold published means of items.

    For a municipality of which only the means of its nine items are known: no interval can be
    given. A row without the mean of an item has no index that the item belongs to.
    """
    checked = check_answers(means, all_items(items), scale, whole=False, file="means")
    table = to_index(checked, scale)
    groups = grouped_items(items, total)
    indices = {name: table[columns].mean(axis=1, skipna=False) for name, columns in groups.items()}
    return pd.DataFrame(indices, index=means.index)


def _table(
    answers: pd.DataFrame, items: Items, scale: tuple[float, float], percent: bool
) -> pd.DataFrame:
    checked = check_answers(answers, all_items(items), scale)
    return to_index(checked, scale) if percent else checked
