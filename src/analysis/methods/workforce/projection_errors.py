"""An old projection held against what came: how far off it was, by age group and horizon.

The year the projection starts from is what was known, not a forecast, and is left out.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.rows import result_row
from analysis.methods.workforce.inputs import numbers

_COLUMNS = [*RESULT_COLUMNS, "year", "horizon", "projected", "outcome"]


def projection_errors(
    projected: pd.DataFrame,
    outcome: pd.DataFrame,
    base_year: int,
    keys: Sequence[str] = ("age_group",),
) -> pd.DataFrame:
    """Return the error of each projected value after ``base_year``, in per cent of the outcome.

    Both frames have ``year``, ``value`` and ``keys``. A row for each projected value, index kept:
    ``estimate`` is above zero where the projection was too high; then ``year``, ``horizon``
    (years from the base), ``projected``, ``outcome`` and the keys. MISSING where there is no
    outcome (yet), UNDEFINED where it is zero. ValueError for a year and key given twice.
    """
    on = [*keys, "year"]
    for name, frame in (("projection", projected), ("outcome", outcome)):
        if frame.duplicated(on).any():
            raise ValueError(f"the {name} has two values for one {' and '.join(on)}")
    ahead = projected[projected["year"] > base_year]
    sides = [side[[*on, "value"]].assign(value=numbers(side["value"])) for side in (ahead, outcome)]
    found = sides[0].merge(sides[1], on=on, how="left")
    rows = [
        {**_error(row["value_x"], row["value_y"]), **{name: row[name] for name in on}}
        for row in found.to_dict("records")
    ]
    frame = pd.DataFrame(rows, columns=[*_COLUMNS, *keys], index=ahead.index)
    frame["horizon"] = frame["year"] - base_year
    return frame


def error_summary(errors: pd.DataFrame, by: Sequence[str] = ("horizon",)) -> pd.DataFrame:
    """Return the mean absolute percentage error and the bias of projection_errors, within ``by``.

    ``estimate`` is in per cent: of ``mean_absolute_percentage_error`` without sign, of ``bias``
    (mean percentage error) above zero where projections were too high. ``n`` is the number of
    values compared; TOO_FEW where there is none.
    """
    rows = []
    for key, group in errors.groupby(list(by), dropna=False) if by else [((), errors)]:
        values = group["estimate"].dropna()
        parts = {"mean_absolute_percentage_error": values.abs(), "bias": values}
        for name, part in parts.items():
            status = Status.OK if len(part) else Status.TOO_FEW
            mean = float(part.mean())
            row = result_row(name, "projected against outcome", status, mean, n=len(part))
            rows.append({**row, **dict(zip(by, key, strict=True))})
    return pd.DataFrame(rows, columns=[*RESULT_COLUMNS, *by])


def _error(projected: float, outcome: float) -> dict[str, Any]:
    status, value = Status.OK, np.nan
    if np.isnan(projected) or np.isnan(outcome):
        status = Status.MISSING
    elif outcome == 0:
        status = Status.UNDEFINED
    else:
        value = 100 * (projected - outcome) / outcome
    row = result_row("percentage_error", "projected against outcome", status, value, n=1)
    return {**row, "projected": projected, "outcome": outcome}
