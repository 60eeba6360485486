"""Which of many units differ from the others by more than chance.

With many units some look bad by chance alone (:func:`expected_false_signals`). So units are held
against wide limits of 99.8 %, and against a false-discovery rate.
"""

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.methods.results import Status, check_level
from analysis.methods.surveys.rows import (
    MINIMUM,
    blank,
    check_minimum,
    frame,
    is_hidden,
    suppressed,
    unanswered,
)

WIDE = 0.998
Against = Literal["rest", "whole"]


def expected_false_signals(comparisons: int, level: float = 0.95) -> float:
    """Return how many comparisons fall outside limits of ``level`` where nothing differs at all."""
    return comparisons * (1 - check_level(level))


def units_against_rest(
    scores: pd.Series,
    units: pd.Series,
    *,
    against: Against = "rest",
    level: float = WIDE,
    rate: float = 0.05,
    minimum: int = MINIMUM,
) -> pd.DataFrame:
    """Return a row a unit: its mean less that of the other units shown, with limits of ``level``.

    ``scores`` has a value a respondent, ``units`` (same index) the unit of each. "rest" is
    Welch's interval (1947) of two groups; "whole" holds the unit against the mean of all units
    shown, itself among them, taken as fixed. Besides RESULT_COLUMNS: unit, mean, p, outside (the
    limits leave out zero), q and discovery (see :func:`false_discoveries`) and reason. A
    suppressed unit has none of them, is no comparison, and is neither in the rest nor in the
    whole: from the means of the others its own could be worked out. Too few: no other unit is
    shown. ValueError if the indices differ.
    """
    check_minimum(minimum)
    check_level(level)
    if against not in ("rest", "whole"):
        raise ValueError(f"against is 'rest' or 'whole', got {against!r}")
    if not scores.index.equals(units.index):
        raise ValueError("scores and units need the same index")
    values, labels = scores.to_numpy(dtype=float), units.to_numpy()
    answers = {unit: values[_members(labels, unit)] for unit in pd.unique(labels)}
    answers = {unit: own[~np.isnan(own)] for unit, own in answers.items()}
    shown = [unit for unit, own in answers.items() if _is_shown(own, minimum)]
    method = ("welch_t" if against == "rest" else "t") + ", shown units only"
    rows = []
    for unit, own in answers.items():
        rest = np.concatenate([np.zeros(0), *(answers[other] for other in shown if other != unit)])
        row = blank(f"difference_from_{against}", method, level, unit=unit)
        rows.append({**row, **_difference(own, rest, against, level, minimum)})
    table = frame(rows, "unit", "mean", "p", "outside", "q", "discovery", "reason")
    return table.assign(**false_discoveries(table["p"], rate)[["q", "discovery"]])


def _members(labels: np.ndarray, unit: Any) -> np.ndarray:
    return np.asarray(pd.isna(labels) if pd.isna(unit) else labels == unit)


def _is_shown(own: np.ndarray, minimum: int) -> bool:
    return len(own) > 0 and not is_hidden(own, len(own), minimum)


def _difference(
    own: np.ndarray, rest: np.ndarray, against: Against, level: float, minimum: int
) -> dict[str, Any]:
    if not len(own):
        return unanswered()
    if not _is_shown(own, minimum):
        return suppressed()
    if not len(rest):
        return {"status": Status.TOO_FEW, "reason": "no other unit is shown"}
    estimate, low, high, p = (_welch if against == "rest" else _one_sample)(own, rest, level)
    return {
        "estimate": estimate,
        "low": low,
        "high": high,
        "n": len(own),
        "mean": float(own.mean()),
        "p": p,
        "outside": bool(low > 0 or high < 0),
    }


def _welch(own: np.ndarray, rest: np.ndarray, level: float) -> tuple[float, ...]:
    from scipy import stats

    test = stats.ttest_ind(own, rest, equal_var=False)
    low, high = test.confidence_interval(level)
    return float(own.mean() - rest.mean()), float(low), float(high), float(test.pvalue)


def _one_sample(own: np.ndarray, rest: np.ndarray, level: float) -> tuple[float, ...]:
    from scipy import stats

    whole = float(np.concatenate([own, rest]).mean())
    test = stats.ttest_1samp(own, whole)
    low, high = test.confidence_interval(level)
    return float(own.mean()) - whole, float(low) - whole, float(high) - whole, float(test.pvalue)


def false_discoveries(
    p: pd.Series, rate: float = 0.05, method: Literal["bh", "by"] = "bh"
) -> pd.DataFrame:
    """Return p, q (adjusted p) and discovery (q up to ``rate``) for each value, in its place.

    Of the discoveries, a share of at most ``rate`` is expected to be false: "bh" is Benjamini and
    Hochberg (1995), for comparisons that are independent or hang together positively; "by" is
    Benjamini and Yekutieli (2001), for any. A missing p is no comparison.
    """
    from scipy import stats

    numbers = p.astype(float)
    known = numbers.notna()
    q = pd.Series(np.nan, index=p.index)
    if known.any():
        q[known] = stats.false_discovery_control(numbers[known], method=method)
    discovery = (q <= rate).astype(object).where(known, None)
    return pd.DataFrame({"p": numbers, "q": q, "discovery": discovery})
