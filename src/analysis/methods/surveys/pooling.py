"""Ranking noise: what is left of a ranking of units when chance is taken into account.

Means are pulled towards the common one as far as they are uncertain (partial pooling), and a rank
is given with the range it may have.
"""

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status, check_level

Pooling = Literal["dersimonian_laird", "james_stein"]
FEWEST = 4


def between_variance(estimates: np.ndarray, errors: np.ndarray) -> float:
    """Return the variance of true means between units (DerSimonian and Laird 1986), never below 0.

    ``errors`` are the standard errors of ``estimates``.
    """
    weights = 1 / errors**2
    centre = (weights * estimates).sum() / weights.sum()
    excess = (weights * (estimates - centre) ** 2).sum() - (len(estimates) - 1)
    return max(0.0, float(excess / (weights.sum() - (weights**2).sum() / weights.sum())))


def partial_pooling(
    units: pd.DataFrame, *, method: Pooling = "dersimonian_laird", level: float = 0.95
) -> pd.DataFrame:
    """Return ``units`` with each mean pulled towards the common one as far as it is uncertain.

    ``units`` needs the columns estimate, error and, if some are hidden, status; rows keep their
    order, index and other columns. ``estimate`` is then the pooled mean; own columns: raw (the
    mean before), error (of the pooled mean), weight (of the unit's own answers, 0 to 1), between
    (the variance of true means) and reason. "dersimonian_laird" (1986) estimates that variance
    from units of any size; "james_stein" (Efron and Morris 1977) needs equal errors. The interval
    is normal, with Morris's correction (1983); in simulations of six units and more intervals of
    95 % held the truth in 90 to 95 of 100 cases, with four or five in fewer. Statuses of ``units``
    stay; missing: an estimate or error that is not a finite number; too few: four units are
    needed; undefined: an error of 0 or below, or errors that differ for James and Stein.
    ValueError for an unknown method or a level that is no share.
    """
    check_level(level)
    means, errors, status = _given(units)
    status = status.mask(status.eq(Status.OK) & (errors <= 0), Status.UNDEFINED)
    usable = status.eq(Status.OK).to_numpy()
    result = _completed(units).assign(
        statistic="pooled_mean",
        method=method,
        status=status,
        level=level,
        raw=np.where(usable, means, np.nan),
        **dict.fromkeys(("estimate", "low", "high", "error", "weight", "between"), np.nan),
    )
    refusal = _refusal(errors[usable], method)
    if refusal:
        result.loc[usable, ["status", "reason"]] = refusal
    else:
        pooled = _pooled(means[usable], errors[usable], method, level)
        result.loc[usable, list(pooled.columns)] = pooled.to_numpy()
    return result


def _given(units: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """Return estimates, errors and statuses: missing where a number is, or is not finite."""
    numbers = [units[name].to_numpy(dtype=float, na_value=np.nan) for name in ("estimate", "error")]
    status = units.get("status", pd.Series(Status.OK, index=units.index))
    lost = status.eq(Status.OK) & ~np.isfinite(numbers).all(axis=0)
    return numbers[0], numbers[1], status.mask(lost, Status.MISSING)


def _completed(units: pd.DataFrame) -> pd.DataFrame:
    """Return ``units`` with RESULT_COLUMNS first, empty where it has none, and a reason."""
    absent: dict[Any, Any] = {name: np.nan for name in RESULT_COLUMNS if name not in units.columns}
    full = units.assign(**absent, reason=units.get("reason", ""))
    return full[[*RESULT_COLUMNS, *(name for name in full.columns if name not in RESULT_COLUMNS)]]


def _refusal(errors: np.ndarray, method: Pooling) -> tuple[Status, str] | None:
    if method not in ("dersimonian_laird", "james_stein"):
        raise ValueError(f"method is 'dersimonian_laird' or 'james_stein', got {method!r}")
    if len(errors) < FEWEST:
        return Status.TOO_FEW, f"{len(errors)} units, {FEWEST} are needed"
    if method == "james_stein" and not np.allclose(errors, errors[0]):
        return Status.UNDEFINED, "James and Stein need units with equal errors"
    return None


def _pooled(means: np.ndarray, errors: np.ndarray, method: Pooling, level: float) -> pd.DataFrame:
    from scipy import stats

    if method == "james_stein":
        spread = ((means - means.mean()) ** 2).sum()
        own = max(0.0, 1 - (len(means) - 3) * errors[0] ** 2 / spread) if spread > 0 else 0.0
        weight = np.full(len(means), own)
        between = float(own / (1 - own) * errors[0] ** 2)
    else:
        between = between_variance(means, errors)
        weight = between / (between + errors**2)
    precision = 1 / (between + errors**2)
    centre = (precision * means).sum() / precision.sum()
    # The last term is for the variance between units being estimated too (Morris 1983).
    guessed = 1 / precision.sum() + 2 / (len(means) - 3) * (means - centre) ** 2
    error = np.sqrt(weight * errors**2 + (1 - weight) ** 2 * guessed)
    estimate = centre + weight * (means - centre)
    margin = stats.norm.ppf((1 + level) / 2) * error
    columns = {"estimate": estimate, "low": estimate - margin, "high": estimate + margin}
    return pd.DataFrame({**columns, "error": error, "weight": weight, "between": between})


def rank_ranges(
    units: pd.DataFrame, *, draws: int = 10_000, level: float = 0.95, seed: int = 20070
) -> pd.DataFrame:
    """Return ``units`` with the rank of each (1 is the highest) and the range it may have.

    Each of ``draws`` moves every estimate at random by its error (normal, independent) and ranks
    anew; low and high hold the share ``level`` of the ranks. ``units`` needs the columns estimate
    and error and, if some are hidden, status; means from :func:`partial_pooling` are to be
    preferred. Own columns: value (the estimate that was ranked) and first (share of draws in
    which the unit is the highest). Hidden units have no rank, nor have those whose estimate or
    error is missing or not finite. Goldstein and Spiegelhalter (1996).
    """
    check_level(level)
    value, errors, status = _given(units)
    usable = status.eq(Status.OK).to_numpy()
    ranks = np.full((5, len(units)), np.nan)
    ranks[0, usable] = value[usable]
    if usable.any():
        ranks[1:, usable] = _ranks(value[usable], errors[usable], draws, level, seed)
    names = ("value", "estimate", "low", "high", "first")
    own = {**dict(zip(names, ranks, strict=True)), "status": status, "level": level}
    return _completed(units).assign(statistic="rank", method="simulated_ranks", **own)


def _ranks(
    values: np.ndarray, errors: np.ndarray, draws: int, level: float, seed: int
) -> np.ndarray:
    from scipy import stats

    # Drawn in the order of the values, so that the order of the rows changes nothing.
    order = np.lexsort((errors, values))
    noise = np.random.default_rng(seed).standard_normal((draws, len(values)))
    drawn = np.empty_like(noise)
    drawn[:, order] = values[order] + noise * errors[order]
    ranks = stats.rankdata(-drawn, axis=1)
    tails = (1 - level) / 2, (1 + level) / 2
    low, high = np.quantile(ranks, tails, axis=0, method="inverted_cdf")
    return np.array([stats.rankdata(-values, method="min"), low, high, (ranks == 1).mean(axis=0)])
