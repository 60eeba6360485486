"""The command ``tiltak``: parse, call, print, exit code."""

from analysis.cli import data, reports
from analysis.cli.frame import main

__all__ = ["data", "main", "reports"]
