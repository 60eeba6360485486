"""Sheets with the tables of a report, one each."""

import textwrap
from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.display.style import LIGHT
from analysis.reporting.office_files import unmarked
from analysis.reporting.workbook.cells import Number, number, write

FACE = "Calibri"


def _font(colour: str, size: int = 11, bold: bool = True) -> Any:
    return Font(name=FACE, size=size, bold=bold, color=LIGHT[colour].removeprefix("#"))


BOLD, TITLE, SMALL, ALARM = _font("ink"), _font("ink", 14), _font("muted", 9, False), _font("mark")
LINE = Border(bottom=Side(style="medium", color=LIGHT["muted"].removeprefix("#")))
TOP = Alignment(vertical="top", wrap_text=True)
SET_IN = Alignment("left", "top", wrap_text=True, indent=1)
TO_THE_RIGHT = Alignment(vertical="top", horizontal="right")
NARROWEST, WIDEST = 9, 60
"""Of a column, in letters."""
LINE_HEIGHT = 15
"""Of a line, in points."""
HIGHEST = 400
"""Of a row, in points: Excel shows 409 at most."""


def fill_table(sheet: Any, block: Payload, language: Language, warnings: Sequence[Any]) -> None:
    """Write a table: its caption, ``warnings``, its header, its rows; notes and source below."""
    put(sheet, 1, 1, unmarked(block["caption"]), TITLE)
    for row, warning in enumerate(warnings, start=2):
        put(sheet, row, 1, unmarked(warning), ALARM)
    header = 2 + len(warnings)
    _header(sheet, block, header)
    for row, cells in enumerate(block["rows"], start=header + 1):
        _row(sheet, row, cells, block["numeric"], language)
    last = header + len(block["rows"])
    below = [unmarked(note) for note in block["notes"]]
    below += [unmarked(block["source"])] if block["source"] else []
    for row, said in enumerate(below, start=last + 2):
        put(sheet, row, 1, said, SMALL)
    _set_widths(sheet, block)
    set_up(sheet, header, last, len(block["columns"]))


def put(sheet: Any, row: int, column: int, said: str | Number, font: Any = None) -> Any:
    """Write ``said`` into a cell and return the cell."""
    cell = sheet.cell(row, column)
    write(cell, said)
    if font is not None:
        cell.font = font
    return cell


def set_up(sheet: Any, header: int, last: int, columns: int) -> None:
    """Freeze and filter below row ``header``, repeat it on every page; fit rows and width."""
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(columns)}{max(last, header)}"
    sheet.print_title_rows = f"{header}:{header}"
    fit(sheet)


def fit(sheet: Any) -> None:
    """Make rows as high as what they hold, and pages as wide as the sheet."""
    for row in sheet.iter_rows():
        lines = max(_lines(sheet, cell) for cell in row)
        if lines > 1:
            height = min(HIGHEST, LINE_HEIGHT * lines)
            sheet.row_dimensions[row[0].row].height = height
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _lines(sheet: Any, cell: Any) -> int:
    """How many lines a cell takes; what is not wrapped takes one."""
    if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
        return 1
    room = int(sheet.column_dimensions[cell.column_letter].width) - 2
    return sum(len(textwrap.wrap(part, room)) or 1 for part in cell.value.split("\n"))


def _header(sheet: Any, block: Payload, row: int) -> None:
    for column, spans in enumerate(block["columns"], start=1):
        cell = put(sheet, row, column, unmarked(spans), BOLD)
        side = "right" if block["numeric"][column - 1] else "left"
        indent = int(side == "left" and column > 1)
        cell.alignment = Alignment(side, "bottom", wrap_text=True, indent=indent)
        cell.border = LINE


def _row(
    sheet: Any, row: int, cells: Sequence[Any], numeric: Sequence[bool], language: Language
) -> None:
    for column, (spans, is_number) in enumerate(zip(cells, numeric, strict=True), start=1):
        text = unmarked(spans)
        cell = put(sheet, row, column, (is_number and number(text, language)) or text)
        cell.alignment = TO_THE_RIGHT if is_number else TOP if column == 1 else SET_IN


def _set_widths(sheet: Any, block: Payload) -> None:
    for column, head in enumerate(block["columns"]):
        longest_word = max(map(len, unmarked(head).split()), default=0)
        longest = max((len(unmarked(row[column])) for row in block["rows"]), default=0)
        width = max(NARROWEST, longest_word + 3, longest + 2)
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(WIDEST, width)
