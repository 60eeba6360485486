"""What a t test could have seen: the chance of finding a change, and the change it would find."""

from functools import lru_cache

import numpy as np

USUAL_POWER = 0.8
"""Four of five cases."""


def power_of(change: float, error: float, df: float, level: float = 0.95) -> float:
    """Return the chance that a two-sided t test calls ``change`` significant.

    ``error`` is the standard error of the change and ``df`` its degrees of freedom. Noncentral t.
    """
    from scipy import stats

    critical = stats.t.ppf((1 + level) / 2, df)
    shift = abs(change) / error
    # scipy gives NaN for some chances of a change with the wrong sign that are next to none.
    wrong_sign = np.nan_to_num(stats.nct.cdf(-critical, df, shift))
    return float(stats.nct.sf(critical, df, shift) + wrong_sign)


def detectable_change(
    error: float, df: float, level: float = 0.95, power: float = USUAL_POWER
) -> float:
    """Return the change that a two-sided t test would find in ``power`` of the cases.

    It is in the unit of ``error``, the standard error of the change, which is taken as known: the
    spread of the data at hand. ValueError unless 1 - level < power < 1.
    """
    if not 1 - level < power < 1:
        raise ValueError(f"the power is {power}; accepted: between {1 - level:.3g} and 1")
    return error * _in_standard_errors(df, level, power)


def detectable_or_none(error: float, df: float, level: float) -> float | None:
    """Return :func:`detectable_change`, or None at a level so low that chance finds as much."""
    if level <= 1 - USUAL_POWER:
        return None
    return detectable_change(error, df, level)


@lru_cache(maxsize=1024)
def _in_standard_errors(df: float, level: float, power: float) -> float:
    from scipy import optimize

    highest = 1.0
    while power_of(highest, 1.0, df, level) < power:
        highest *= 2
    return float(
        optimize.brentq(lambda change: power_of(change, 1.0, df, level) - power, 0.0, highest)
    )
