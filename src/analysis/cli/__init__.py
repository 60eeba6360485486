"""The command ``tiltak``: parse, call, print, exit code."""

from analysis.cli import data, imports, reports
from analysis.cli.frame import main

__all__ = ["data", "imports", "main", "reports"]
