"""Krippendorff's alpha: how far several judges agree beyond what chance would bring about."""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.methods.agreement.verdicts import NO_VERDICT
from analysis.methods.results import NO_LEVEL, RESULT_COLUMNS, Estimate, Status, check_level

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
FEWEST = 5
MOST_DEGENERATE = 0.2


@dataclass(frozen=True)
class Alpha(Estimate):
    """Krippendorff's alpha, 1 for full agreement, 0 for that of chance, below 0 for less.

    ``n`` counts the rows with two values or more, ``n_values`` their values. The interval is a
    percentile bootstrap of ``draws`` draws of rows, not of the differences between values, which
    the macro KALPHA draws; ``degenerate`` of them had no variation, for which alpha is not
    defined, and were left out. Where no interval is given, ``level`` is NaN, and ``reason`` says
    why.
    """

    n_values: int = 0
    draws: int = 0
    degenerate: int = 0


def krippendorff_alpha(
    values: pd.DataFrame,
    metric: Metric = "ordinal",
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 20110,
) -> Alpha:
    """Return alpha (Krippendorff 2011) of ``values``: a row a measure, a column a party.

    An empty cell, and NO_VERDICT, is no value. "nominal" takes any labels; "ordinal" numbers of
    which only the order counts; "interval" and "ratio" numbers. ``draws`` 0 gives no interval; nor
    do fewer than five rows, full agreement (every draw would agree as fully), or more than a fifth
    of the draws without variation. Statuses: too few (less than two values in rows with two or
    more), no variation, undefined (negative ratios). ValueError for an unknown metric, a level that
    is no share, and for text or infinite values where numbers are needed.

    Prevalence: where nearly all verdicts are the same, hardly any disagreement is expected, and
    alpha is near 0 or below although the parties nearly always agree. Where all are the same it
    is not defined at all. So alpha is read beside the verdicts, never alone. It measures
    agreement between parties, not whether they are right.
    """
    if metric not in get_args(Metric):
        raise ValueError(f"metric is one of {', '.join(get_args(Metric))}, got {metric!r}")
    check_level(level)
    counts, labels = _pairable(values)
    sums = counts.sum(axis=0)
    blank = Alpha("alpha", metric, level=NO_LEVEL, n=len(counts), n_values=int(counts.sum()))
    if counts.sum() < 2:
        reason = "no row has two values"
        return replace(blank, status=Status.TOO_FEW, reason=reason)
    if (sums > 0).sum() < 2:
        reason = f"all {int(sums.sum())} values are the same"
        return replace(blank, status=Status.NO_VARIATION, reason=reason)
    points = _points(labels, metric)
    if metric == "ratio" and points[sums > 0].min() < 0:
        return replace(blank, status=Status.UNDEFINED, reason="a ratio scale has no negatives")
    pairs = _coincidences(counts)
    estimate = float(_alphas(pairs.sum(axis=0)[None], points, metric)[0])
    result = replace(blank, estimate=estimate)
    return _with_interval(result, pairs, points, metric, level, draws, seed)


def alpha_table(
    values: pd.DataFrame, metrics: Sequence[Metric] = get_args(Metric), **options: Any
) -> pd.DataFrame:
    """Return a row for each of ``metrics``: RESULT_COLUMNS, n_values, draws, degenerate, reason.

    ``options`` are those of :func:`krippendorff_alpha`.
    """
    rows = [asdict(krippendorff_alpha(values, metric, **options)) for metric in metrics]
    own = ["n_values", "draws", "degenerate", "reason"]
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *own])


def _pairable(values: pd.DataFrame) -> tuple[np.ndarray, list[Any]]:
    """Return how often each row with two values or more has each value, and the values in order."""
    given = values.mask(values == NO_VERDICT).to_numpy(dtype=object)
    there = ~pd.isna(given)
    labels: list[Hashable] = sorted(set(given[there]), key=_order)
    place = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(given), len(labels)))
    for row, column in np.argwhere(there):
        counts[row, place[given[row, column]]] += 1
    counts = counts[counts.sum(axis=1) >= 2]
    # In an order of their own, so that the order of the rows does not change the draws.
    return counts[np.lexsort(counts.T)] if counts.size else counts, labels


def _points(labels: list[Any], metric: Metric) -> np.ndarray:
    if metric == "nominal":
        return np.arange(len(labels), dtype=float)
    if any(isinstance(label, str) for label in labels):
        raise ValueError(f"{metric} needs numbers, such as Verdicts.steps, got {labels}")
    points = np.array(labels, dtype=float)
    if metric != "ordinal" and not np.isfinite(points).all():
        raise ValueError(f"{metric} needs finite numbers, got {labels}")
    return points


def _order(label: Any) -> tuple[bool, Any]:
    text = isinstance(label, str)
    return text, label


def _coincidences(counts: np.ndarray) -> np.ndarray:
    """Return for each row its matrix of pairs of values, weighted by one less than its values."""
    pairs = counts[:, :, None] * counts[:, None, :]
    values = np.arange(counts.shape[1])
    pairs[:, values, values] -= counts
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def _alphas(pairs: np.ndarray, points: np.ndarray, metric: Metric) -> np.ndarray:
    """Return alpha of each matrix of coincidences; NaN where nothing varies."""
    sums = pairs.sum(axis=2)
    n = sums.sum(axis=1)
    distance = _distances(points, sums, metric)
    observed = (pairs * distance).sum(axis=(1, 2))
    expected = (sums[:, :, None] * sums[:, None, :] * distance).sum(axis=(1, 2)) / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _distances(points: np.ndarray, sums: np.ndarray, metric: Metric) -> np.ndarray:
    """Return the squared distance of every two values, for each of the matrices."""
    # Ordinal: values between two count in full, the two themselves by half.
    places = np.cumsum(sums, axis=1) - sums / 2 if metric == "ordinal" else points[None]
    gap = places[:, :, None] - places[:, None, :]
    if metric == "nominal":
        return np.asarray(gap != 0, dtype=float)
    if metric == "ratio":
        total = places[:, :, None] + places[:, None, :]
        gap = np.divide(gap, total, out=np.zeros_like(gap), where=total != 0)
    return np.asarray(gap**2)


def _with_interval(
    result: Alpha,
    pairs: np.ndarray,
    points: np.ndarray,
    metric: Metric,
    level: float,
    draws: int,
    seed: int,
) -> Alpha:
    if draws == 0:
        return replace(result, reason="no interval asked for")
    if result.estimate == 1:
        return replace(result, reason="no interval: full agreement in every row")
    if len(pairs) < FEWEST:
        return replace(result, reason=f"no interval: {len(pairs)} rows, {FEWEST} are needed")
    generator = np.random.default_rng(seed)
    times = generator.multinomial(len(pairs), np.full(len(pairs), 1 / len(pairs)), size=draws)
    found = _alphas(np.tensordot(times, pairs, axes=1), points, metric)
    kept = found[~np.isnan(found)]
    result = replace(result, draws=draws, degenerate=draws - len(kept))
    if result.degenerate > MOST_DEGENERATE * draws:
        reason = f"no interval: {result.degenerate} of {draws} draws have no variation"
        return replace(result, reason=reason)
    low, high = np.quantile(kept, ((1 - level) / 2, (1 + level) / 2))
    return replace(result, low=float(low), high=float(high), level=level)
