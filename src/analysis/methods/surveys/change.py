"""Change between two waves of a survey.

Anonymous waves are independent: the persons are not the same, and what changed may be who works
or answers there. Where both waves carry an id of the person, those who answered both times are
compared with themselves.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError
from analysis.methods.results import Status, check_level
from analysis.methods.surveys.indices import (
    HME_ITEMS,
    SCALE,
    TOTAL,
    Items,
    all_items,
    check_answers,
    index_scores,
)
from analysis.methods.surveys.intervals import newcombe, paired_newcombe
from analysis.methods.surveys.rows import (
    MINIMUM,
    By,
    blank,
    by_names,
    check_minimum,
    frame,
    groups,
    guarded,
    is_hidden,
    suppressed,
)

OWN = ("n_before", "n_after", "persons", "p", "df", "reason")

Scores = dict[str, tuple[pd.Series, int]]
Row = dict[str, Any]


class _Waves(NamedTuple):
    """Scores of two waves; if ``paired``, the n-th of both are the same person's."""

    before: np.ndarray
    after: np.ndarray
    n_before: int
    n_after: int
    fewest: int
    paired: bool


def index_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    items: Items = HME_ITEMS,
    by: By = None,
    *,
    ids: str | None = None,
    minimum: int = MINIMUM,
    level: float = 0.95,
    **options: Any,
) -> pd.DataFrame:
    """Return for each group and index the change of its mean, after minus before.

    Without ``ids`` the waves are independent and the interval is Welch's (1947). With the column
    ``ids`` it is the paired t interval of the persons who answered both times (in the same
    group), by their person scores, and ``n`` is their number. ``options`` are those of
    :func:`analysis.methods.surveys.indices.index_scores`. Besides RESULT_COLUMNS: the columns of
    ``by``, index, n_before, n_after, persons (whether they are the same), p, df and reason.
    Suppressed: fewer than ``minimum`` in a wave (or pairs), all alike in a wave or in their change,
    or it would give away a change that is. Missing: nobody answered in one of the waves, or both
    times. InputError for values off the scale, and for ids that are empty or stand twice in a
    wave. ValueError for a level that is no share.
    """
    waves = _prepared(before, after, all_items(items), options.get("scale", SCALE), ids)
    chosen = {**options, "missing": "persons"} if ids else options

    def scores(part: pd.DataFrame) -> Scores:
        return index_scores(part, items, **chosen)

    statistic = "change_of_index" if options.get("percent", True) else "change_of_mean"
    method = "paired_t" if ids else "welch_t"
    head = blank(statistic, method, level, persons=_persons(ids))
    total = options.get("total", TOTAL)
    rows = _rows(waves, by, scores, head, "index", _t_interval, bool(ids), minimum, total)
    return frame(rows, by, "index", *OWN)


def share_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    columns: Sequence[str],
    by: By = None,
    *,
    ids: str | None = None,
    at_least: float = 4,
    scale: tuple[float, float] = SCALE,
    minimum: int = MINIMUM,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return for each group and item the change of the share that answers ``at_least`` so high.

    Without ``ids`` the interval is Newcombe's hybrid of Wilson intervals (1998, method 10 for
    independent shares), with ``ids`` his method 10 for paired ones. The change is a difference
    of shares (0.1 is ten percentage points). Columns, statuses and errors are those of
    :func:`index_change`, with item for index.
    """
    waves = _prepared(before, after, columns, scale, ids)

    def scores(part: pd.DataFrame) -> Scores:
        given = {name: part[name].dropna() for name in columns}
        return {name: ((own >= at_least).astype(float), len(own)) for name, own in given.items()}

    method = "newcombe_paired" if ids else "newcombe"
    head = blank("change_of_share", method, level, persons=_persons(ids))
    rows = _rows(waves, by, scores, head, "item", _share_interval, bool(ids), minimum)
    return frame(rows, by, "item", *OWN)


def _persons(ids: str | None) -> str:
    return "the same persons" if ids else "not the same persons"


def _prepared(
    before: pd.DataFrame,
    after: pd.DataFrame,
    columns: Sequence[str],
    scale: tuple[float, float],
    ids: str | None,
) -> list[pd.DataFrame]:
    """Return both waves with numbers for answers, and indexed by person if there are ids."""
    result = []
    for name, wave in (("before", before), ("after", after)):
        numbers = wave.copy()
        numbers[list(columns)] = check_answers(wave, columns, scale, file=name)
        result.append(numbers if ids is None else _indexed(numbers, ids, name))
    return result


def _indexed(wave: pd.DataFrame, ids: str, name: str) -> pd.DataFrame:
    found = wave[ids]
    faults = [
        Fault(name, None, f"row {label}, {ids}", f"'{value}'", "an id that stands once in a wave")
        for label, value, wrong in zip(
            wave.index, found, found.isna() | found.duplicated(keep=False), strict=True
        )
        if wrong
    ]
    if faults:
        raise InputError(faults)
    return wave.set_index(ids)


def _both(waves: list[pd.DataFrame], by: By) -> Iterator[tuple[Row, pd.DataFrame, pd.DataFrame]]:
    """Yield the groups of either wave, in the order in which they first appear."""
    names = by_names(by)
    if not names:
        yield {}, waves[0], waves[1]
        return
    labels = pd.concat([wave[names].reset_index(drop=True) for wave in waves], keys=[0, 1])
    for group, part in groups(labels, by):
        side, place = (part.index.get_level_values(level) for level in (0, 1))
        yield group, waves[0].iloc[place[side == 0]], waves[1].iloc[place[side == 1]]


def _rows(
    waves: list[pd.DataFrame],
    by: By,
    scores: Callable[[pd.DataFrame], Scores],
    head: Row,
    key: str,
    interval: Callable[[_Waves, float], Row],
    paired: bool,
    minimum: int,
    total: str | None = None,
) -> list[Row]:
    check_minimum(minimum)
    check_level(head["level"])
    rows = []
    for group, first, second in _both(waves, by):
        left, right = scores(first), scores(second)
        outcomes = {}
        for name in left:
            found = _aligned(*left[name], *right[name], paired)
            outcomes[name] = _outcome(found, minimum) or interval(found, head["level"])
        for name, outcome in guarded(outcomes, total).items():
            rows.append({**head, **group, key: name, **outcome})
    return rows


def _aligned(
    before: pd.Series, least_before: int, after: pd.Series, least_after: int, paired: bool
) -> _Waves:
    sizes = len(before), len(after)
    if not paired:
        fewest = min(least_before, least_after)
        return _Waves(before.to_numpy(), after.to_numpy(), *sizes, fewest, False)
    shared = before.index.intersection(after.index)
    both = before[shared].to_numpy(), after[shared].to_numpy()
    return _Waves(*both, *sizes, len(shared), True)


def _outcome(waves: _Waves, minimum: int) -> Row:
    """Return why there is nothing to compute or to show; empty if there is."""
    parts = [waves.before, waves.after]
    if waves.paired:
        parts.append(waves.after - waves.before)
    if not all(len(part) for part in parts):
        when = "both times" if waves.paired else "in one of the waves"
        return {"status": Status.MISSING, "reason": f"nobody answered {when}"}
    if any(is_hidden(part, waves.fewest, minimum) for part in parts):
        return suppressed()
    return {}


def _counts(waves: _Waves) -> Row:
    n = len(waves.after) if waves.paired else waves.n_before + waves.n_after
    return {"n": n, "n_before": waves.n_before, "n_after": waves.n_after}


def _t_interval(waves: _Waves, level: float) -> Row:
    from scipy import stats

    if waves.paired:
        test = stats.ttest_rel(waves.after, waves.before)
    else:
        test = stats.ttest_ind(waves.after, waves.before, equal_var=False)
    low, high = test.confidence_interval(level)
    numbers = {"low": low, "high": high, "p": test.pvalue, "df": test.df}
    change = waves.after.mean() - waves.before.mean()
    return {
        "estimate": float(change),
        **{k: float(v) for k, v in numbers.items()},
        **_counts(waves),
    }


def _share_interval(waves: _Waves, level: float) -> Row:
    if waves.paired:
        low, high = paired_newcombe(waves.before, waves.after, level)
    else:
        low, high = newcombe(waves.before, waves.after, level)
    change = float(waves.after.mean() - waves.before.mean())
    return {"estimate": change, "low": low, "high": high, **_counts(waves)}
