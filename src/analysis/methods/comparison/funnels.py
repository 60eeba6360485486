"""Funnels: which units lie further from the common level than chance would put them.

The limits narrow as units grow. Drawn from chance alone (Spiegelhalter 2005, Statistics in
Medicine 24) they call nearly every large unit unusual, because real units differ for many
reasons; the limits are then widened by how much more all of them spread than chance allows
(over-dispersion; Spiegelhalter 2005, Quality and Safety in Health Care 14; Spiegelhalter and
others 2012). For counts of persons only, never for percentages of person-days.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.methods.comparison.counts import NOTHING, Column, counted
from analysis.methods.comparison.intervals import normal_deviate
from analysis.methods.results import RESULT_COLUMNS, Status, check_level

Spread = Literal["chance", "multiplied", "added"]
Statistic = Literal["share", "rate"]

SPREADS = ("chance", "multiplied", "added")
LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Overdispersion:
    """How much more units spread than chance allows.

    ``phi`` is the mean of the squared winsorised z-scores (1 under chance alone), ``inflation``
    the factor on the standard errors of the multiplicative model, ``tau2`` the variance between
    units of the additive model, in the squared unit of the standard errors. ``n`` is the number
    of units; fewer than two are ``too_few``, a score or error that is no finite number is
    ``missing``, an error of 0 or less ``undefined``, and the numbers then NaN.
    """

    n: int
    status: Status = Status.OK
    phi: float = NOTHING
    inflation: float = NOTHING
    tau2: float = NOTHING


def overdispersion(
    z: npt.ArrayLike, errors: npt.ArrayLike, winsorise: float = 0.1
) -> Overdispersion:
    """Return the over-dispersion of units with z-scores ``z`` and standard errors ``errors``.

    The share ``winsorise`` of the z-scores at either end is drawn in to its quantile first, so
    that a few units that are truly different do not widen the limits. There is none unless phi
    exceeds (n - 1)/n; standard errors are never made smaller. tau2 is the estimate by moments
    (DerSimonian and Laird 1986). On what scale is up to the caller. ValueError for scores and
    errors that are not equally many, or an unknown share to draw in.
    """
    if not 0 <= winsorise < 0.5:
        raise ValueError(f"winsorise is {winsorise}; give a share from 0 to less than 0.5")
    scores, spreads = np.asarray(z, dtype=float), np.asarray(errors, dtype=float)
    n = len(scores)
    if n != len(spreads):
        raise ValueError(f"{n} scores and {len(spreads)} errors; each unit has one of both")
    if n < 2:
        return Overdispersion(n, Status.TOO_FEW)
    if not np.isfinite([scores, spreads]).all():
        return Overdispersion(n, Status.MISSING)
    if not (spreads > 0).all():
        return Overdispersion(n, Status.UNDEFINED)
    weights = 1 / spreads**2
    drawn_in = np.clip(scores, *np.quantile(scores, [winsorise, 1 - winsorise]))
    phi = float(np.mean(drawn_in**2))
    between = (n * phi - (n - 1)) / (weights.sum() - (weights**2).sum() / weights.sum())
    return Overdispersion(n, Status.OK, phi, max(1.0, phi**0.5), max(0.0, float(between)))


@dataclass(frozen=True)
class Funnel:
    """A common level and the limits around it, for units of any size.

    ``baseline`` is the level as a share or a rate of one person; ``spread`` says what the limits
    allow for: ``chance`` alone, chance ``multiplied`` by the over-dispersion, or a variance
    between units ``added``. ``levels`` are those of the inner and the outer limits. Everything
    that comes out is multiplied by ``multiplier``.
    """

    statistic: Statistic
    baseline: float
    spread: Spread
    dispersion: Overdispersion
    levels: tuple[float, float] = LEVELS
    multiplier: float = 1.0
    status: Status = Status.OK

    @property
    def method(self) -> str:
        """Which limits these are: ``score`` or ``exact_poisson``, and how they were widened."""
        chance = "score" if self.statistic == "share" else "exact_poisson"
        return chance if self.spread == "chance" else f"normal_{self.spread}"

    def limits(self, persons: Column) -> pd.DataFrame:
        """Return the limits for units of these numbers of persons, to draw or to hold against.

        Columns: ``persons``, ``low``, ``high``, ``outer_low`` and ``outer_high``.
        """
        n = np.asarray(persons, dtype=float)
        inner, outer = (self._limits(n, level) for level in self.levels)
        columns = {
            "low": inner[0],
            "high": inner[1],
            "outer_low": outer[0],
            "outer_high": outer[1],
        }
        index = persons.index if isinstance(persons, pd.Series) else None
        table = pd.DataFrame(columns, index=index) * self.multiplier
        table.insert(0, "persons", n)
        return table

    def place(self, cases: Column, persons: Column, statuses: Column | None = None) -> pd.DataFrame:
        """Return where each unit lies: a row for each, in the order and with the index given.

        Columns: RESULT_COLUMNS (``low`` and ``high`` are the inner limits of the unit's size,
        not an interval of its value), ``cases``, ``baseline``, ``outer_low``, ``outer_high``,
        ``outer_level``, ``label``. A label names the limit that is crossed by its one-sided
        chance: ``high_0.001``, ``high_0.025``, ``within``, ``low_0.025``, ``low_0.001``, and is
        empty without a value; ``method`` says which limits they were. A value on a limit is
        within it.
        """
        table = _units(self.statistic, cases, persons, statuses)
        table.loc[table["status"].eq(Status.OK), "status"] = self.status
        sound = table["status"].eq(Status.OK)
        numbers = self.limits(table["persons"]).drop(columns="persons")
        numbers["estimate"] = table["cases"] / table["persons"] * self.multiplier
        numbers = numbers.where(sound)
        result = numbers.assign(
            statistic=self.statistic,
            method=self.method,
            status=table["status"],
            level=self.levels[0],
            n=table["persons"],
            cases=table["cases"],
            baseline=self.baseline * self.multiplier,
            outer_level=self.levels[1],
            label=self._labels(numbers),
        )
        own = ["cases", "baseline", "outer_low", "outer_high", "outer_level", "label"]
        return result[[*RESULT_COLUMNS, *own]]

    def _limits(self, n: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
        if self.statistic == "rate" and self.spread == "chance":
            return _poisson_limits(n, self.baseline, level)
        error = _chance_error(self.statistic, n, self.baseline)
        if self.spread == "multiplied":
            error = error * self.dispersion.inflation
        if self.spread == "added":
            error = np.sqrt(error**2 + self.dispersion.tau2)
        reach = normal_deviate(level) * error
        highest = 1.0 if self.statistic == "share" else np.inf
        return (
            np.clip(self.baseline - reach, 0, highest),
            np.clip(self.baseline + reach, 0, highest),
        )

    def _labels(self, numbers: pd.DataFrame) -> np.ndarray:
        inner, outer = (f"{(1 - level) / 2:.3g}" for level in self.levels)
        value = numbers["estimate"]
        conditions = [
            value.isna(),
            value > numbers["outer_high"],
            value > numbers["high"],
            value < numbers["outer_low"],
            value < numbers["low"],
        ]
        names = ["", f"high_{outer}", f"high_{inner}", f"low_{outer}", f"low_{inner}"]
        return np.select(conditions, names, default="within")


def share_funnel(
    cases: Column,
    persons: Column,
    *,
    spread: Spread = "added",
    baseline: float | None = None,
    levels: tuple[float, float] = LEVELS,
    winsorise: float = 0.1,
    multiplier: float = 1.0,
    statuses: Column | None = None,
) -> Funnel:
    """Return the funnel of shares of persons: score limits around the common share.

    ``baseline`` is the share to compare with; without it, all cases among all persons, of the
    units with a value. Over-dispersion is estimated from the same units, on the scale of shares.
    Fewer than two units without a baseline are ``too_few``, a common share of 0 or 1 has
    ``no_variation``; the funnel then labels nothing.
    """
    if baseline is not None and not 0 < baseline < 1:
        raise ValueError(f"the baseline is {baseline}; give a share between 0 and 1")
    units = _units("share", cases, persons, statuses)
    return _funnel("share", units, spread, baseline, levels, winsorise, multiplier)


def rate_funnel(
    cases: Column,
    persons: Column,
    *,
    spread: Spread = "added",
    baseline: float | None = None,
    levels: tuple[float, float] = LEVELS,
    winsorise: float = 0.1,
    multiplier: float = 100_000,
    statuses: Column | None = None,
) -> Funnel:
    """Return the funnel of rates: exact Poisson limits around the common rate.

    As :func:`share_funnel`; ``baseline`` is the rate of one person. With expected cases for
    persons, a baseline of 1 and a multiplier of 1 or 100 it is the funnel of standardised ratios.
    """
    if baseline is not None and not baseline > 0:
        raise ValueError(f"the baseline is {baseline}; give a rate above 0")
    units = _units("rate", cases, persons, statuses)
    return _funnel("rate", units, spread, baseline, levels, winsorise, multiplier)


def _funnel(
    statistic: Statistic,
    units: pd.DataFrame,
    spread: Spread,
    baseline: float | None,
    levels: tuple[float, float],
    winsorise: float,
    multiplier: float,
) -> Funnel:
    if spread not in SPREADS:
        raise ValueError(f"unknown spread '{spread}'; accepted: {', '.join(SPREADS)}")
    if not check_level(levels[0]) < check_level(levels[1]):
        raise ValueError(f"the levels are {levels}; give the inner, lower one first")
    used = units[units["status"].eq(Status.OK)]
    status = Status.TOO_FEW if baseline is None and len(used) < 2 else Status.OK
    if baseline is None:
        baseline = used["cases"].sum() / used["persons"].sum() if len(used) else NOTHING
    if baseline == 0 or (statistic == "share" and baseline == 1):
        status = Status.NO_VARIATION
    found = Overdispersion(len(used), status)
    if status == Status.OK:
        error = _chance_error(statistic, used["persons"].to_numpy(), baseline)
        scores = (used["cases"] / used["persons"] - baseline) / error
        found = overdispersion(scores, error, winsorise)
    if spread != "chance":
        status = found.status
    return Funnel(statistic, float(baseline), spread, found, levels, multiplier, status)


def _units(
    statistic: Statistic, cases: Column, persons: Column, statuses: Column | None
) -> pd.DataFrame:
    units = counted(cases, persons, statuses=statuses)
    if statistic == "share":
        units.loc[units["cases"] > units["persons"], "status"] = Status.UNDEFINED
    return units


def _chance_error(statistic: Statistic, n: np.ndarray, baseline: float) -> np.ndarray:
    variance = baseline * (1 - baseline) if statistic == "share" else baseline
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(variance / np.where(n > 0, n, np.nan))


def _poisson_limits(n: np.ndarray, baseline: float, level: float) -> tuple[np.ndarray, np.ndarray]:
    """The rates whose exact Poisson limits just touch the baseline."""
    from scipy import special

    tail = (1 - level) / 2
    expected = np.where(n > 0, n, np.nan) * baseline
    # With so few expected, even no case at all is no surprise: there is no lower limit.
    low = np.where(np.exp(-expected) >= tail, 0.0, special.pdtrik(tail, expected))
    return low / n, (special.pdtrik(1 - tail, expected) + 1) / n
