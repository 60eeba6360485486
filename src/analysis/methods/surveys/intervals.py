"""The intervals that the survey methods use, in one place."""

from typing import Any

import numpy as np

from analysis.methods.comparison import intervals


def mean_row(values: np.ndarray, level: float) -> dict[str, Any]:
    """Return mean, standard error and t interval of at least two values (Student 1908)."""
    from scipy import stats

    mean, error = float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
    margin = float(stats.t.ppf((1 + level) / 2, len(values) - 1)) * error
    return {"estimate": mean, "error": error, "low": mean - margin, "high": mean + margin}


def wilson(x: float, n: float, level: float) -> tuple[float, float]:
    """Return the Wilson interval (1927) of the share ``x`` of ``n``."""
    low, high = intervals.wilson(x, n, level)
    return float(low), float(high)


def newcombe(before: np.ndarray, after: np.ndarray, level: float) -> tuple[float, float]:
    """Return Newcombe's interval (1998) of the difference of two independent shares."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    counts = after.sum(), len(after), before.sum(), len(before)
    low, high = confint_proportions_2indep(*counts, method="newcomb", alpha=1 - level)
    return float(low), float(high)


def paired_newcombe(before: np.ndarray, after: np.ndarray, level: float) -> tuple[float, float]:
    """Return Newcombe's interval (1998, paired data, method 10) of a change of shares.

    ``before`` and ``after`` hold 1 (yes) and 0 (no) of the same persons in the same order.
    """
    n, p, q = len(after), after.mean(), before.mean()
    (p_low, p_high), (q_low, q_high) = (wilson(part.sum(), n, level) for part in (after, before))
    same = _phi(before, after)
    down = np.sqrt((p - p_low) ** 2 - 2 * same * (p - p_low) * (q_high - q) + (q_high - q) ** 2)
    up = np.sqrt((p_high - p) ** 2 - 2 * same * (p_high - p) * (q - q_low) + (q - q_low) ** 2)
    return float(p - q - down), float(p - q + up)


def _phi(before: np.ndarray, after: np.ndarray) -> float:
    """Return the correlation of the two answers, shrunk as Newcombe has it."""
    n, yes, earlier = len(after), after.sum(), before.sum()
    both, neither = (after * before).sum(), ((1 - after) * (1 - before)).sum()
    product = both * neither - (yes - both) * (earlier - both)
    spread = np.sqrt(yes * (n - yes) * earlier * (n - earlier))
    if spread == 0:
        return 0.0
    return float((max(product - n / 2, 0.0) if product > 0 else product) / spread)
