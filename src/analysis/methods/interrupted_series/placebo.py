"""Placebo breaks: would the model have found a change also where nothing began?"""

import pandas as pd

from analysis.methods.interrupted_series.designs import (
    DEFAULT_TERMS,
    Terms,
    sample_of,
    split,
    start_position,
)
from analysis.methods.interrupted_series.fits import fit_model
from analysis.methods.results import result_frame
from analysis.methods.seasonality import position
from analysis.model.observations import as_series
from analysis.model.periods import Period


def placebo_breaks(
    series: pd.Series,
    start: Period,
    model: str = "step_season",
    before_only: bool = False,
    at_least: int = 2,
    level: float = 0.95,
    terms: Terms = DEFAULT_TERMS,
) -> pd.DataFrame:
    """Fit ``model`` with a step at every possible period instead of ``start``, in order.

    Returns a row for each break with ``at_least`` periods on either side: the result columns,
    then those of an estimate, then ``break``, ``f`` (the square of t), ``rank`` (1 is the largest
    f) and ``is_start``. Breaks near the true start share its data: a high f beside it says that
    the date is not sharp, not that there were two changes. With ``before_only`` only what ended
    before ``start`` is used: a large step there happened without the programme. The p-values are
    those of one test and are not corrected for there being many. A row that cannot be fitted has
    its status and no rank. ValueError as :func:`fit_model`, or for ``at_least`` under 1.
    """
    if at_least < 1:
        raise ValueError(f"at_least is {at_least}; accepted: 1 or more")
    sample = sample_of(series, start)
    used = as_series(sample.periods, list(sample.values))
    if before_only:
        used, _ = split(used, start)
    breaks = list(used.index[at_least : len(used) - at_least + 1])
    rows = [fit_model(used, item, model, level, terms)[0] for item in breaks]
    frame = result_frame(rows)
    frame["break"] = breaks
    frame["f"] = [_f(row.estimate, row.smallest, row.df, level) for row in rows]
    frame["rank"] = frame["f"].rank(ascending=False, method="min")
    true = start_position(start, sample.kind)
    frame["is_start"] = [position(item) == true for item in breaks]
    return frame


def _f(estimate: float | None, margin: float | None, df: float | None, level: float) -> float:
    from scipy import stats

    if estimate is None or margin is None:
        return float("nan")
    return float((estimate * stats.t.ppf((1 + level) / 2, df) / margin) ** 2)
