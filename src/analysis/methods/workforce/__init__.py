"""Staff and population: what is needed, who leaves, and how good earlier projections were."""

from analysis.methods.workforce.benchmark_forecasts import benchmark_forecast
from analysis.methods.workforce.demand import Assumptions, band, demand, tornado, total_demand
from analysis.methods.workforce.exit_projection import project_exits
from analysis.methods.workforce.exits import compare_registers, exit_rates, share_interval
from analysis.methods.workforce.population import (
    intrinsic_growth_rate,
    leslie_matrix,
    project_population,
)
from analysis.methods.workforce.positions import staffing_gap, to_fte
from analysis.methods.workforce.projection_errors import error_summary, projection_errors
from analysis.methods.workforce.stock_flow import check_stocks, next_stock

__all__ = [
    "Assumptions",
    "band",
    "benchmark_forecast",
    "check_stocks",
    "compare_registers",
    "demand",
    "error_summary",
    "exit_rates",
    "intrinsic_growth_rate",
    "leslie_matrix",
    "next_stock",
    "project_exits",
    "project_population",
    "projection_errors",
    "share_interval",
    "staffing_gap",
    "to_fte",
    "tornado",
    "total_demand",
]
