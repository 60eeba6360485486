"""Did a series change when a programme began? Tests, models, placebo dates, power."""

from analysis.methods.interrupted_series.changes import (
    ModelRange,
    model_range,
    segmented_models,
    step_models,
    year_as_unit,
)
from analysis.methods.interrupted_series.counts import count_models
from analysis.methods.interrupted_series.designs import (
    MINIMUM_AFTER,
    MINIMUM_BEFORE,
    Terms,
    design_matrix,
    menu,
    split,
)
from analysis.methods.interrupted_series.divided_year import change_since_divided_year
from analysis.methods.interrupted_series.false_alarms import autoregressive_noise, false_alarm_rates
from analysis.methods.interrupted_series.fits import fit_model
from analysis.methods.interrupted_series.placebo import placebo_breaks
from analysis.methods.interrupted_series.power import detectable_change, power_of
from analysis.methods.interrupted_series.trend_check import step_beside_trend

__all__ = [
    "MINIMUM_AFTER",
    "MINIMUM_BEFORE",
    "ModelRange",
    "Terms",
    "autoregressive_noise",
    "change_since_divided_year",
    "count_models",
    "design_matrix",
    "detectable_change",
    "false_alarm_rates",
    "fit_model",
    "menu",
    "model_range",
    "placebo_breaks",
    "power_of",
    "segmented_models",
    "split",
    "step_beside_trend",
    "step_models",
    "year_as_unit",
]
