"""Where the table stands in a sheet: titles above it, headings, figures, notes below."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.sources.spreadsheets.cells import is_symbol, looks_like_number
from analysis.sources.spreadsheets.sheets import Raw, Sheet, letters, plain

_MOST_HEADINGS = 3

ABOVE, BELOW = "above the table", "below the table"
BESIDE = (ABOVE, BELOW)
"""Where cells stand that are no part of the table, and often say what it holds."""


@dataclass(frozen=True)
class Shape:
    """The rows of a table. ``last_row`` is None where nothing stands below it."""

    header_rows: tuple[int, ...]
    first_row: int
    last_row: int | None
    end: int

    @property
    def rows(self) -> range:
        """The rows of figures."""
        return range(self.first_row, self.end + 1)


def find_shape(sheet: Sheet) -> Shape | None:
    """Return where the figures stand; None for a sheet without any."""
    figures = [row for row in range(1, sheet.height + 1) if _has_figures(sheet, row)]
    if not figures:
        return None
    first, end = figures[0], figures[-1]
    headings: list[int] = []
    for row in range(first - 1, max(0, first - 1 - _MOST_HEADINGS), -1):
        if sum(sheet.filled(row, column) is not None for column in _columns(sheet)) < 2:
            break
        headings.insert(0, row)
    below = any(row > end for row, _, _ in sheet.cells())
    return Shape(tuple(headings), first, end if below else None, end)


def beside(sheet: Sheet, shape: Shape) -> pd.DataFrame:
    """Return the cells above and below the table: row, column, value, why."""
    first = min((shape.first_row, *shape.header_rows))
    rows = [
        (row, letters(column), plain(raw), ABOVE if row < first else BELOW)
        for row, column, raw in sheet.cells()
        if row < first or row > shape.end
    ]
    return pd.DataFrame(rows, columns=["row", "column", "value", "why"])


def is_year(raw: Raw) -> bool:
    """Whether a cell says a year, such as 2005."""
    return re.fullmatch(r"(?:19|20)\d\d", plain(raw)) is not None


def _columns(sheet: Sheet) -> range:
    return range(1, sheet.width + 1)


def _has_figures(sheet: Sheet, row: int) -> bool:
    cells = [sheet.raw(row, column) for column in _columns(sheet)]
    found = [raw for raw in cells if looks_like_number(raw) or is_symbol(raw)]
    if not found or sum(raw is not None for raw in cells) < min(2, sheet.width):
        return False
    # 2005 2006 2007 above a table are headings, however much they look like figures.
    years = [raw for raw in found if is_year(raw)]
    is_heading = len(years) == len(found) and len(set(map(plain, years))) == len(years)
    return not (is_heading and not is_year(cells[0]) and len(years) > 1)
