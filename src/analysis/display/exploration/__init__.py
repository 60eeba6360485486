"""Views of one indicator of one municipality: for looking, and for a cell of a report."""

from analysis.display.exploration.base import About
from analysis.display.exploration.views import NAMES, ViewName, Views

__all__ = ["NAMES", "About", "ViewName", "Views"]
