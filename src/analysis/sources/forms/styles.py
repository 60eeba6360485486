"""How a form looks: a few kinds of cells, told apart by more than their colour."""

import math
import re
from dataclasses import dataclass
from typing import Any

from analysis.sources.forms.layout import Value

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_INK, _PALE, _LINE = "1F3A4D", "FFFBE6", "B8C4CC"
_LINE_HEIGHT = 15.0
_LONGEST = 32_000


@dataclass(frozen=True)
class Look:
    """How one kind of cell looks, and whether it can be filled in."""

    size: int = 11
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str = ""
    framed: bool = False
    free: bool = False
    wraps: bool = True


TITLE = Look(size=16, bold=True, colour=_INK, wraps=False)
SUBTITLE = Look(size=12, bold=True, colour=_INK, wraps=False)
NAME = Look(bold=True, colour="1A5276")
PLAIN = Look()
LINE = Look(wraps=False)
HEADING = Look(bold=True, colour="FFFFFF", fill=_INK, framed=True)
LABEL = Look(bold=True, framed=True)
HINT = Look(size=10, italic=True, colour="44545F", framed=True)
MARK = Look(size=10, italic=True, colour="44545F", fill="EEF1F3", framed=True, free=True)
EXAMPLE = MARK
FREE_MARK = Look(size=10, italic=True, colour="44545F", free=True)
ANSWER = Look(fill=_PALE, framed=True, free=True)
LOCKED = Look(fill="EEF1F3", framed=True)


def put(cell: Any, value: Value, look: Look) -> None:
    """Fill a cell. A text stays a text, whatever it begins with."""
    from openpyxl.styles import (  # type: ignore[import-untyped]
        Alignment,
        Border,
        Font,
        PatternFill,
        Protection,
        Side,
    )

    if isinstance(value, str):
        cell.value = _ILLEGAL.sub("\ufffd", value)[:_LONGEST] or None
        if cell.value is not None:
            # openpyxl would take a text that begins with = for a formula, #N/A for an error.
            cell.data_type = "s"
    elif value is not None:
        cell.value = value
    cell.font = Font(
        name="Calibri", size=look.size, bold=look.bold, italic=look.italic, color=look.colour
    )
    cell.alignment = Alignment(wrap_text=look.wraps, vertical="top", horizontal="left")
    cell.protection = Protection(locked=not look.free)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.framed:
        side = Side(style="thin", color=_LINE)
        cell.border = Border(left=side, right=side, top=side, bottom=side)


def fit(page: Any, row: int, texts: list[tuple[str, int]]) -> None:
    """Make a row as high as its texts need, each in the width of its column."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    page.row_dimensions[row].height = max(lines * _LINE_HEIGHT + 3, 18.0)


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(part) * 1.12 / width)) for part in text.split("\n"))


def set_up(page: Any, widths: list[int], *, landscape: bool) -> None:
    """Set column widths and how the sheet prints: one page wide, on A4."""
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.row_dimensions[1].height = 24.0
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def protect(page: Any) -> None:
    """Protect what is not to be filled in, without a password: against slips, not against will."""
    allowed = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort")
    page.protection.sheet = True
    for name in allowed:
        # openpyxl names what is forbidden, not what is allowed.
        setattr(page.protection, name, False)
