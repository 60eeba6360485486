"""Tables in JSON-stat 2.0, as the statistics offices of Norway and Sweden answer with them.

    cube = read_jsonstat(answer.content, answer.address)
    cube.rows()             a row a cell, in the order of the file: codes, value, status as written
    cube.notes              of the table, its dimensions and categories; the mandatory ones marked
    observed = to_observations(cube, {"Personer1": "population"}, region="Region")
    observed.table          an observation table; observed.report says what became of every sign

Our own reader, because the packaged ones drop ``status``: a figure that is confidential and one
that is missing would look the same.

Read from a real answer of SCB (table TAB6471, 2,772 cells, none with a status). Not verified
against the live services:

- In which form a status comes: all three of the standard are read.
- That ``-`` comes with null: it means zero at both offices, and is one here, with or without 0.
- That ``*`` beside a number marks a provisional one. In place of a number it is suppressed, as
  for spreadsheets.
- ``eliminationValueCode``, which names the category that is the whole, stands in SCB's answer.
  Where it does not, the whole keeps its code in the breakdown unless the caller says otherwise.
"""

from analysis.sources.jsonstat.cube import Category, Cube, Dimension, Note
from analysis.sources.jsonstat.joining import join
from analysis.sources.jsonstat.observations import Observed, to_observations
from analysis.sources.jsonstat.reading import read_jsonstat, read_metadata
from analysis.sources.jsonstat.report import CellReport

__all__ = [
    "Category",
    "CellReport",
    "Cube",
    "Dimension",
    "Note",
    "Observed",
    "join",
    "read_jsonstat",
    "read_metadata",
    "to_observations",
]
