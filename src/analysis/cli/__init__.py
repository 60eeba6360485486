"""The command ``tiltak``: parse, call, print, exit code."""

from analysis.cli import (
    batches,
    data,
    forms,
    imports,
    new,
    programme_forms,
    reference,
    reports,
    sites,
    stored,
)
from analysis.cli.frame import main

__all__ = [
    "batches",
    "data",
    "forms",
    "imports",
    "main",
    "new",
    "programme_forms",
    "reference",
    "reports",
    "sites",
    "stored",
]
