"""What the models of a step at a start have in common: which may run, on what, with which terms."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.methods.seasonality import check_periods, position
from analysis.model.periods import PARTS, Period

MINIMUM_BEFORE, MINIMUM_AFTER = 8, 4

MODELS = (
    "step_season",
    "step_trend_season",
    "step_trend_slope_season",
    "step",
    "step_trend",
    "step_trend_slope",
)
"""Names of the models: what enters them besides the level."""

PLURALS = {
    "year": "years",
    "half": "half-years",
    "tertial": "tertials",
    "quarter": "quarters",
    "month": "months",
}


@dataclass(frozen=True)
class Terms:
    """How season and change of slope enter a model.

    ``season`` is "dummies" (a level for each part of the year) or "harmonics": as many pairs of
    sine and cosine waves a year as ``harmonics`` says (Bernal et al. 2017 use two). The slope
    begins to change with 0 in the first period "from_start", or with 1 ("from_last_before", as in
    the corrected code of Bernal et al.); the step is the change at the point of 0.
    """

    season: Literal["dummies", "harmonics"] = "dummies"
    harmonics: int = 2
    slope: Literal["from_start", "from_last_before"] = "from_start"


DEFAULT_TERMS = Terms()


@dataclass(frozen=True)
class Sample:
    """The periods with a value that a model is fitted to, in order, and what is left out."""

    periods: tuple[Period, ...]
    values: np.ndarray
    n_before: int
    n_after: int
    kind: str
    start: Period
    remark: str
    consecutive: bool


def menu(n_before: int, n_after: int, kind: str = "quarter") -> tuple[str, ...]:
    """Return the names of the models that so many periods can bear, the main one first.

    Fewer than 8 before or 4 after bear none: description only. The limits follow Bernal et al.
    (2017) and Turner et al. (2021): more parameters need more points. Years have no season.
    """
    if n_before < MINIMUM_BEFORE or n_after < MINIMUM_AFTER:
        return ()
    allowed = 1 + (n_before >= 16 and n_after >= 8) + (n_before >= 24 and n_after >= 12)
    return MODELS[3 : 3 + allowed] if kind == "year" else MODELS[:allowed]


def split(series: pd.Series, start: Period) -> tuple[pd.Series, pd.Series]:
    """Return the part of ``series`` that ended before ``start``, and the part from it on.

    A period that ``start`` falls into the middle of belongs to neither.
    """
    before = [period for period in series.index if period.end < start.start]
    after = [period for period in series.index if period.start >= start.start]
    return series[before], series[after]


def kind_of_series(series: pd.Series) -> str:
    """Return the kind of period that indexes ``series`` ("quarter" if it is empty).

    ValueError when there are several kinds, a kind without a place in the year, an index that is
    not made of Period, or a period twice.
    """
    check_periods(series.index)
    kinds = {period.kind for period in series.index}
    if len(kinds) > 1 or not kinds <= set(PLURALS):
        raise ValueError(f"the periods are {sorted(kinds)}; accepted: one of {', '.join(PLURALS)}")
    return kinds.pop() if kinds else "quarter"


def sample_of(series: pd.Series, start: Period) -> Sample:
    """Return what a model of a step at ``start`` is fitted to.

    Periods without a value (or with infinity), and one that ``start`` falls into the middle of,
    are left out and named in ``remark``. Raises as :func:`kind_of_series`.
    """
    kind = kind_of_series(series)
    series = series.where(np.isfinite(series.astype(float)))
    known = series.dropna().sort_index()
    before, after = split(known, start)
    periods = (*before.index, *after.index)
    positions = [position(period) for period in periods]
    return Sample(
        periods=periods,
        values=np.array([*before, *after], dtype=float),
        n_before=len(before),
        n_after=len(after),
        kind=kind,
        start=start,
        remark=_remark(series, kind, start),
        consecutive=bool(np.all(np.diff(positions) == 1)),
    )


def start_position(start: Period, kind: str) -> int:
    """The number of the first period of ``kind`` that begins with ``start`` or later."""
    parts = PARTS.get(kind, 1)
    whole, rest = divmod(start.start.month - 1, 12 // parts)
    return start.start.year * parts + whole + (rest > 0 or start.start.day > 1)


def _remark(series: pd.Series, kind: str, start: Period) -> str:
    if series.empty:
        return ""
    found = {position(period) for period in series.dropna().index}
    first, last = min(series.index), max(series.index)
    span = range(position(first), position(last) + 1)
    absent = [_period(place, kind) for place in span if place not in found]
    parts = []
    if absent:
        names = ", ".join(str(period) for period in absent)
        parts.append(
            f"{len(absent)} of {len(span)} {PLURALS[kind]} from {first} to {last} have no value: "
            f"{names}."
        )
    inside = [period for period in series.index if period.start < start.start <= period.end]
    parts.extend(f"{period} is left out: the start falls within it." for period in inside)
    return " ".join(parts)


def _period(place: int, kind: str) -> Period:
    year, number = divmod(place, PARTS.get(kind, 1))
    return Period(year, kind, number + 1)


def design_matrix(sample: Sample, model: str, terms: Terms = DEFAULT_TERMS) -> pd.DataFrame:
    """Return the columns of ``model``, one row a period: step, trend, slope_change, level, season.

    ``trend`` counts periods of the calendar, 0 at the start, so that a gap shifts nothing.
    ValueError for a model that is none of :data:`MODELS`, or a season by an unknown name.
    """
    if model not in MODELS:
        raise ValueError(f"the model is '{model}'; accepted: {', '.join(MODELS)}")
    places = np.array([position(period) for period in sample.periods])
    time = (places - start_position(sample.start, sample.kind)).astype(float)
    after = (time >= 0).astype(float)
    columns = {"step": after}
    if "trend" in model:
        columns["trend"] = time
    if "slope" in model:
        columns["slope_change"] = (time + (terms.slope == "from_last_before")) * after
    columns["level"] = np.ones_like(time)
    if "season" in model:
        columns |= _season(sample, terms)
    return pd.DataFrame(columns, index=pd.Index(sample.periods, dtype=object, name="period"))


def _season(sample: Sample, terms: Terms) -> dict[str, np.ndarray]:
    """Season without the level: one part of the year fewer, or the waves that the parts carry."""
    parts = PARTS.get(sample.kind, 1)
    numbers = np.array([period.number for period in sample.periods])
    if terms.season == "dummies":
        seen = sorted(set(numbers))
        return {f"season_{number}": (numbers == number).astype(float) for number in seen[1:]}
    if terms.season != "harmonics" or terms.harmonics < 1:
        raise ValueError(f"the season is {terms}; accepted: dummies, or harmonics from 1 up")
    waves: dict[str, np.ndarray] = {}
    for wave in range(1, min(terms.harmonics, parts // 2) + 1):
        angle = 2 * np.pi * wave * numbers / parts
        waves[f"cosine_{wave}"] = np.cos(angle)
        if 2 * wave < parts:
            waves[f"sine_{wave}"] = np.sin(angle)
    return waves
