"""XmR control charts and run charts: which points of a series are more than its usual swing."""

from analysis.methods.control_charts.charts import (
    Rebase,
    Survival,
    chart,
    segments,
    signal_survival,
)
from analysis.methods.control_charts.rules import (
    COMMON_CAUSE,
    EXACT_LIMIT,
    LIMIT,
    MISSING,
    Limits,
    Rules,
    labels,
    limits,
)
from analysis.methods.control_charts.run_charts import RunChart, run_chart, run_limits
from analysis.methods.control_charts.time_order import in_time_order, year_on_year
from analysis.methods.control_charts.verdicts import (
    Assurance,
    AssuranceType,
    PointType,
    assurance,
    point_types,
    variation,
)

__all__ = [
    "COMMON_CAUSE",
    "EXACT_LIMIT",
    "LIMIT",
    "MISSING",
    "Assurance",
    "AssuranceType",
    "Limits",
    "PointType",
    "Rebase",
    "Rules",
    "RunChart",
    "Survival",
    "assurance",
    "chart",
    "in_time_order",
    "labels",
    "limits",
    "point_types",
    "run_chart",
    "run_limits",
    "segments",
    "signal_survival",
    "variation",
    "year_on_year",
]
