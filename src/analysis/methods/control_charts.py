"""XmR control charts: which points of a series are more than its usual swing.

Limits, rules and their precedence follow NHSRplotthedots 0.2 ("Making Data Count", NHS England):
a point beyond a limit counts as one of the two of three here, which it does not there. Limits are
mean plus and minus 2.66 times the mean moving range of the baseline (Wheeler 2000), moving
ranges of 3.267 times their mean and more left out once.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

LIMIT, SCREEN, RUN = 2.66, 3.267, 7
COMMON_CAUSE = "common_cause"


@dataclass(frozen=True)
class Limits:
    """The centre and the natural limits of a process, in the unit of its series."""

    mean: float
    lower: float
    upper: float

    @property
    def near_lower(self) -> float:
        """Two thirds of the way from the mean to the lower limit."""
        return self.mean - (self.mean - self.lower) * 2 / 3

    @property
    def near_upper(self) -> float:
        """Two thirds of the way from the mean to the upper limit."""
        return self.mean + (self.upper - self.mean) * 2 / 3


def limits(baseline: pd.Series | np.ndarray, screen: bool = True) -> Limits:
    """Return the limits that the points of ``baseline`` give; ValueError for fewer than two."""
    values = np.asarray(baseline, dtype=float)
    if len(values) < 2:
        raise ValueError("limits need at least two points")
    ranges = np.abs(np.diff(values))
    if screen and ranges.mean() > 0:
        ranges = ranges[ranges < SCREEN * ranges.mean()]
    reach = LIMIT * ranges.mean()
    mean = float(values.mean())
    return Limits(mean, float(mean - reach), float(mean + reach))


def chart(series: pd.Series, baseline: int | None = None, screen: bool = True) -> pd.DataFrame:
    """Return the chart of ``series``: a row a point with value, mean, lower, upper and label.

    ``baseline`` is the number of first points that fix the limits (all of them if None).
    A label is ``above_limit``, ``below_limit``, ``rising``, ``falling``, ``two_of_three_above``,
    ``two_of_three_below``, ``run_above``, ``run_below`` or ``common_cause``.
    """
    line = limits(series.to_numpy()[:baseline], screen)
    return pd.DataFrame(
        {
            "value": series.to_numpy(),
            "mean": line.mean,
            "lower": line.lower,
            "upper": line.upper,
            "label": labels(series.to_numpy(), line),
        },
        index=series.index,
    )


def labels(values: np.ndarray, line: Limits) -> list[str]:
    """Return the label of each point; a point under several rules gets the first of them."""
    # Means of decimals carry binary noise; a point on the mean is on neither side.
    side = np.sign(np.round(values - line.mean, 9))
    steps = np.sign(np.round(np.diff(values), 9))
    result = [COMMON_CAUSE] * len(values)
    rules = (
        _runs(side, RUN, "run_below", "run_above"),
        _two_of_three(values, side, line),
        _runs(steps, RUN - 1, "falling", "rising", extra=1),
        _outside(values, line),
    )
    for marked in rules:
        for i, label in marked.items():
            result[i] = label
    return result


def _outside(values: np.ndarray, line: Limits) -> dict[int, str]:
    below = {int(i): "below_limit" for i in np.flatnonzero(values < line.lower)}
    above = {int(i): "above_limit" for i in np.flatnonzero(values > line.upper)}
    return {**below, **above}


def _runs(signs: np.ndarray, length: int, low: str, high: str, extra: int = 0) -> dict[int, str]:
    """Mark stretches of ``length`` equal signs; a zero breaks them."""
    marked = {}
    for i in range(len(signs) - length + 1):
        window = signs[i : i + length]
        if window[0] != 0 and np.all(window == window[0]):
            label = low if window[0] < 0 else high
            marked.update(dict.fromkeys(range(i, i + length + extra), label))
    return marked


def _two_of_three(values: np.ndarray, side: np.ndarray, line: Limits) -> dict[int, str]:
    close = np.where(values < line.near_lower, -1, np.where(values > line.near_upper, 1, 0))
    marked = {}
    for i in range(len(values) - 2):
        window = slice(i, i + 3)
        for sign, label in ((-1, "two_of_three_below"), (1, "two_of_three_above")):
            if np.all(side[window] == sign) and np.sum(close[window] == sign) >= 2:
                marked.update({i + int(j): label for j in np.flatnonzero(close[window] == sign)})
    return marked


def signal_survival(
    series: pd.Series, baseline: int, rounding: float, draws: int = 1000, seed: int = 20082
) -> float | None:
    """Return the share of ``draws`` in which all signals after the baseline remain signals.

    Each draw moves every value at random within plus or minus ``rounding``: what the printed
    decimals have left open. None if no point after the baseline is a signal.
    """
    signals = _signals(series.to_numpy(), baseline)
    if not signals:
        return None
    generator = np.random.default_rng(seed)
    moves = generator.uniform(-rounding, rounding, (draws, len(series)))
    survived = [signals <= _signals(series.to_numpy() + move, baseline) for move in moves]
    return float(np.mean(survived))


def _signals(values: np.ndarray, baseline: int) -> set[int]:
    marked = labels(values, limits(values[:baseline]))
    return {i for i in range(baseline, len(values)) if marked[i] != COMMON_CAUSE}
