"""A first programme file from figures in the store, with what somebody has said and no more."""

from analysis.sources.new_programmes.text import WEIGHTS, text_of
from analysis.sources.new_programmes.wanted import (
    Aim,
    Checked,
    Wanted,
    check_wanted,
    programme_path,
    usable,
)
from analysis.sources.new_programmes.writing import write_programme

__all__ = [
    "WEIGHTS",
    "Aim",
    "Checked",
    "Wanted",
    "check_wanted",
    "programme_path",
    "text_of",
    "usable",
    "write_programme",
]
