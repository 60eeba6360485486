"""A first programme file from figures in the store, with what somebody has said and no more."""

from analysis.sources.new_programmes.wanted import (
    Aim,
    Checked,
    Wanted,
    check_wanted,
    programme_path,
)
from analysis.sources.new_programmes.writing import write_programme

__all__ = ["Aim", "Checked", "Wanted", "check_wanted", "programme_path", "write_programme"]
