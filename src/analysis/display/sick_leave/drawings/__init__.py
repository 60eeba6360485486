"""The figures of the report on sick leave."""

from analysis.display.sick_leave.drawings.details import (
    TargetPath,
    draw_control_chart,
    draw_same_quarters,
    draw_target_path,
    draw_units,
)
from analysis.display.sick_leave.drawings.overview import Line, Marker, Overview, draw_overview

__all__ = [
    "Line",
    "Marker",
    "Overview",
    "TargetPath",
    "draw_control_chart",
    "draw_overview",
    "draw_same_quarters",
    "draw_target_path",
    "draw_units",
]
