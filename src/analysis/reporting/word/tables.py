"""Tables of a Word document: header rows that repeat, first columns that name their rows."""

from collections.abc import Iterator
from typing import Any

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.reporting.office_files import unmarked
from analysis.reporting.widths import Setting, column_widths, fits
from analysis.reporting.word.phrases import element, paragraph
from analysis.reporting.word.styles import TABLE, TABLE_SMALL

TWIPS = 20
"""Word's measure in a point."""
SHORT = 10
"""A table of so many rows stays on one page."""
WIDER, BOLDER = 1.18, 1.06
"""How much wider than the report's a face may be that stands in for it, and its bold letters once
more: DejaVu Sans and Verdana, the widest that office programs take."""
GAP = 8.5 + 3
SETTING = Setting(TABLE * WIDER, GAP, BOLDER, cut=True)
SMALL = Setting(TABLE_SMALL * WIDER, GAP, BOLDER, cut=True)
"""For a table of so many columns that words would be cut."""


def table(part: Any, block: Payload, language: Language) -> Iterator[Any]:
    """Yield the caption, the table, its notes and its source."""
    yield paragraph(part, block["caption"], "Caption", keep=True)
    yield _table(part, block, language)
    under = _under(block)
    for number, note in enumerate(under, start=1):
        yield paragraph(part, note, "Note", keep=number < len(under))


def _under(block: Payload) -> list[Any]:
    """What stands under a table, and stays with it."""
    return [*block["notes"], *([block["source"]] if block["source"] else [])]


def _table(part: Any, block: Payload, language: Language) -> Any:
    setting = SETTING if fits(block, SETTING) else SMALL
    small = "Small" if setting is SMALL else ""
    widths = [f"{width * TWIPS:.0f}" for width in column_widths(block, setting)]
    made = element("w:tbl")
    made.append(_properties(block, sum(map(int, widths)), language))
    grid = element("w:tblGrid")
    for width in widths:
        grid.append(element("w:gridCol", w=width))
    made.append(grid)
    made.append(_row(part, block, block["columns"], widths, header=True, small=small))
    last = len(block["rows"]) - 1
    for number, cells in enumerate(block["rows"]):
        keep = last < SHORT and number < last
        made.append(_row(part, block, cells, widths, keep=keep, small=small))
    return made


def _properties(block: Payload, width: int, language: Language) -> Any:
    """In the order that Word's schema asks for."""
    made = element("w:tblPr")
    made.append(element("w:tblStyle", val="ReportTable"))
    made.append(element("w:tblW", w=str(width), type="dxa"))
    made.append(element("w:tblLayout", type="fixed"))
    first = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0"}
    made.append(element("w:tblLook", val="06A0", **first, noHBand="1", noVBand="1"))
    made.append(element("w:tblCaption", val=unmarked(block["caption"])))
    made.append(element("w:tblDescription", val=_described(block, language)))
    return made


def _described(block: Payload, language: Language) -> str:
    names = language.listed([unmarked(column) for column in block["columns"] if unmarked(column)])
    return language.say_n(
        "A table of one row. Its columns: {columns}.",
        "A table of {n} rows. Its columns: {columns}.",
        len(block["rows"]),
        columns=names,
    ).plain


def _row(
    part: Any,
    block: Payload,
    cells: list[Any],
    widths: list[str],
    header: bool = False,
    keep: bool = False,
    small: str = "",
) -> Any:
    made = element("w:tr")
    properties = element("w:trPr")
    properties.append(element("w:cantSplit"))
    if header:
        properties.append(element("w:tblHeader"))
    made.append(properties)
    for spans, width, numeric in zip(cells, widths, block["numeric"], strict=True):
        style = "TableHeading" if header else "TableNumber" if numeric else "TableText"
        said = paragraph(part, spans, style + small, keep=keep, right=header and numeric)
        made.append(_cell(said, width))
    return made


def _cell(said: Any, width: str) -> Any:
    made = element("w:tc")
    properties = element("w:tcPr")
    properties.append(element("w:tcW", w=width, type="dxa"))
    made.append(properties)
    made.append(said)
    return made
