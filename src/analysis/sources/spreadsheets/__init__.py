"""Spreadsheets and CSV files in: sheets as they stand, a mapping, checked observations."""

from analysis.sources.spreadsheets.cells import Figure, NumberStyle, Unclear, parse_number
from analysis.sources.spreadsheets.choices import Choice, Question
from analysis.sources.spreadsheets.importing import Imported, apply, chosen_sheet
from analysis.sources.spreadsheets.mapping import Column, IgnoredRows, Mapping
from analysis.sources.spreadsheets.mapping_files import (
    mapping_path,
    mapping_text,
    read_mapping,
    write_mapping,
)
from analysis.sources.spreadsheets.period_texts import PeriodStyle, parse_part, parse_period
from analysis.sources.spreadsheets.personal_data import personal_data
from analysis.sources.spreadsheets.proposal import Proposal, propose
from analysis.sources.spreadsheets.refusals import write_marked
from analysis.sources.spreadsheets.sheets import Sheet, read_sheets

__all__ = [
    "Choice",
    "Column",
    "Figure",
    "IgnoredRows",
    "Imported",
    "Mapping",
    "NumberStyle",
    "PeriodStyle",
    "Proposal",
    "Question",
    "Sheet",
    "Unclear",
    "apply",
    "chosen_sheet",
    "mapping_path",
    "mapping_text",
    "parse_number",
    "parse_part",
    "parse_period",
    "personal_data",
    "propose",
    "read_mapping",
    "read_sheets",
    "write_mapping",
    "write_marked",
]
