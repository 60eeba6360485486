"""XmR charts: the limits of a process and the rules that call a point a signal.

Limits, rules and their precedence follow NHSRplotthedots 0.2 ("Making Data Count", NHS England).
Limits are the mean plus and minus 2.66 times the mean moving range (Shewhart; Wheeler 2000), after
moving ranges of 3.267 times their mean and more are left out once (Nelson 1982).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.methods.control_charts.time_order import with_gaps
from analysis.methods.results import Status

LIMIT, EXACT_LIMIT = 2.66, 3 / 1.128
"""What the mean moving range is multiplied by: as printed and used by the NHS, and unrounded."""

SCREEN = 3.267
COMMON_CAUSE, MISSING = "common_cause", "missing"

_BINARY_NOISE = 1e-12


@dataclass(frozen=True)
class Limits:
    """The centre and the natural limits of a process, in the unit of its series.

    ``n`` is the number of points they come from. ``status`` is "too_few" (lower and upper are
    NaN) without two neighbouring values, "no_variation" (both are the mean) when none differs.
    """

    mean: float
    lower: float
    upper: float
    n: int = 0
    status: Status = Status.OK

    @property
    def near_lower(self) -> float:
        """Two thirds of the way from the mean to the lower limit."""
        return self.mean - (self.mean - self.lower) * 2 / 3

    @property
    def near_upper(self) -> float:
        """Two thirds of the way from the mean to the upper limit."""
        return self.mean + (self.upper - self.mean) * 2 / 3


@dataclass(frozen=True)
class Rules:
    """How many points on one side make a run, and how many rising or falling ones a trend."""

    run: int = 7
    trend: int = 7

    def __post_init__(self) -> None:
        if min(self.run, self.trend) < 2:
            raise ValueError(f"a run and a trend have at least two points, found {self}")


DEFAULT_RULES = Rules()


def limits(baseline: pd.Series | np.ndarray, screen: bool = True, factor: float = LIMIT) -> Limits:
    """Return the limits that the points of ``baseline``, in order of time, give.

    Missing values count neither for the mean nor for a moving range; nor do periods that a series
    leaves out (:func:`with_gaps`). ``screen`` leaves out, once, moving ranges of 3.267 times their
    mean and more (the points stay in the mean); the NHS Excel tool does not. Where only ranges of
    nothing would be left, none is left out: unlike the package, whose limits then lie on the mean
    and call every point a signal. ``factor`` is LIMIT or EXACT_LIMIT.
    """
    values = numbers(with_gaps(baseline) if isinstance(baseline, pd.Series) else baseline)
    known = values[~np.isnan(values)]
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    if not len(ranges):
        mean = float(known.mean()) if len(known) else np.nan
        return Limits(mean, np.nan, np.nan, len(known), Status.TOO_FEW)
    mean = float(known.mean())
    if ranges.max() <= noise(known):
        return Limits(mean, mean, mean, len(known), Status.NO_VARIATION)
    kept = ranges[ranges < SCREEN * ranges.mean()]
    if screen and kept.max(initial=0.0) > noise(known):
        ranges = kept
    reach = factor * float(ranges.mean())
    return Limits(mean, mean - reach, mean + reach, len(known))


def labels(values: pd.Series | np.ndarray, line: Limits, rules: Rules = DEFAULT_RULES) -> list[str]:
    """Return the label of each point; a point under several rules gets the first of them.

    1. ``above_limit``, ``below_limit``: beyond a limit, not on it.
    2. ``rising``, ``falling``: one of seven points of which each is above (below) the one before.
       A tie breaks a trend. A point that two trends share, or that ends one just before another
       begins, is named after the step to the next point (down or level: falling).
    3. ``two_of_three_above``, ``two_of_three_below``: beyond a near limit (not on it) and within
       the limits, as are two of three consecutive points that all lie on that side of the mean.
       A point outside the limits is not one of the two, but may be the third.
    4. ``run_above``, ``run_below``: one of seven points on one side of the mean. A point on the
       mean breaks a run.

    Otherwise ``common_cause``, and ``missing`` where there is no value, which breaks runs, trends
    and threes. Limits with a status other than OK leave rules 1 and 3 out. All as in
    NHSRplotthedots, except that a point within the noise of binary fractions of a line is on it,
    that a missing value is named, and that limits without variation are no limits also when
    moving ranges are not screened.
    """
    points = numbers(values)
    blur = noise([*points, line.mean])
    side = signs(points - line.mean, blur)
    marked = _runs(side, rules.run)
    if line.status == Status.OK:
        marked |= _two_of_three(points, side, line, blur)
    marked |= _trends(points, rules.trend, blur)
    if line.status == Status.OK:
        marked |= _outside(points, line, blur)
    empty = np.isnan(points)
    return [MISSING if empty[i] else marked.get(i, COMMON_CAUSE) for i in range(len(points))]


def numbers(values: pd.Series | np.ndarray) -> np.ndarray:
    """Return ``values`` as floats, missing ones (None, NA, infinity) as NaN."""
    result: np.ndarray = pd.Series(values).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(result), result, np.nan)


def noise(values: Iterable[float]) -> float:
    """Return the size below which a difference of such values is noise of binary fractions."""
    sizes = np.abs(np.asarray(list(values), dtype=float))
    return _BINARY_NOISE * float(np.max(sizes[~np.isnan(sizes)], initial=0.0))


def signs(differences: np.ndarray, blur: float) -> np.ndarray:
    """Return -1, 0 or 1 for each difference; 0 for those within ``blur`` and for missing ones."""
    return np.where(np.abs(differences) > blur, np.sign(differences), 0)


def _beyond(values: np.ndarray, lower: float, upper: float, blur: float) -> np.ndarray:
    return np.where(values > upper + blur, 1, np.where(values < lower - blur, -1, 0))


def _outside(values: np.ndarray, line: Limits, blur: float) -> dict[int, str]:
    beyond = _beyond(values, line.lower, line.upper, blur)
    return {
        int(i): "above_limit" if beyond[i] > 0 else "below_limit" for i in np.flatnonzero(beyond)
    }


def _stretches(marks: np.ndarray, length: int) -> set[int]:
    """Return the places that lie in ``length`` equal marks (-1 or 1) in a row; a zero breaks
    them."""
    if len(marks) < length:
        return set()
    sums = np.convolve(marks, np.ones(length), "valid")
    starts = np.flatnonzero(np.abs(sums) == length)
    return {int(start) + i for start in starts for i in range(length)}


def _runs(side: np.ndarray, length: int) -> dict[int, str]:
    return {i: "run_above" if side[i] > 0 else "run_below" for i in _stretches(side, length)}


def _trends(values: np.ndarray, length: int, blur: float) -> dict[int, str]:
    steps = signs(np.diff(values), blur)
    before = _stretches(steps, length - 1)
    points = before | {step + 1 for step in before}
    following = {i: steps[i] if i + 1 in points else steps[i - 1] for i in points}
    return {i: "rising" if step > 0 else "falling" for i, step in following.items()}


def _two_of_three(
    values: np.ndarray, side: np.ndarray, line: Limits, blur: float
) -> dict[int, str]:
    within = _beyond(values, line.lower, line.upper, blur) == 0
    close = within * _beyond(values, line.near_lower, line.near_upper, blur)
    marked: dict[int, str] = {}
    for i in range(len(values) - 2):
        places = [j for j in range(i, i + 3) if close[j]]
        if len(places) >= 2 and abs(side[i : i + 3].sum()) == 3:
            label = "two_of_three_above" if side[i] > 0 else "two_of_three_below"
            marked.update(dict.fromkeys(places, label))
    return marked
