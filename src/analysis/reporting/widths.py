"""How wide the columns of a table are, so that no word is cut and no line is left empty."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from analysis.display.blocks import Payload
from analysis.display.style import fonts
from analysis.reporting.office_files import unmarked

ROOM = 168 / 25.4 * 72
"""The width of the text on A4, in points."""
SIZE = 8.5 * 1.15
"""The letters of a table, with room for the wider ones of a face that stands in for the report's,
more of them in bold."""
BOLDER = 1.08
GAP = 8.5 + 5
"""Between two columns, and what a line needs not to be broken for want of a hair."""
NARROW = 100.0
"""A column that needs no more gets all it needs."""
ADDRESS = 22

_BREAKS = re.compile(r"[ \n\t\u200b]|(?<=[-–/])")


def column_widths(block: Payload) -> list[float]:
    """Return the widths in points; together they fill the page where the last column is text."""
    columns = [
        [block["columns"][number], *(row[number] for row in block["rows"])]
        for number in range(len(block["columns"]))
    ]
    bare = block["numeric"]
    least = [_least(cells, number) for cells, number in zip(columns, bare, strict=True)]
    natural = [_natural(cells) for cells in columns]
    widths = _shared(least, natural, ROOM)
    if widths and not bare[-1]:
        widths[-1] += max(0.0, ROOM - sum(widths))
    return widths


def _shared(least: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """What is left goes to the columns by how much more each could use."""
    first = [n if n <= NARROW else least_ for least_, n in zip(least, natural, strict=True)]
    widths = list(first if sum(first) <= room else least)
    if sum(widths) > room:
        return [width * room / sum(widths) for width in widths]
    for _ in widths:
        left = room - sum(widths)
        wants = [max(0.0, n - width) ** 0.7 for width, n in zip(widths, natural, strict=True)]
        if left < 0.5 or not sum(wants):
            break
        widths = [
            min(max(width, n), width + left * want / sum(wants))
            for width, n, want in zip(widths, natural, wants, strict=True)
        ]
    return widths


def _least(cells: Sequence[Any], numeric: bool) -> float:
    """The longest word of a column; a figure is never broken."""
    head, *rest = (unmarked(cell) for cell in cells)
    whole = rest if numeric else [part for text in rest for part in _parts(text)]
    return GAP + max([_wide(part, True) for part in _parts(head)] + [_wide(one) for one in whole])


def _parts(text: str) -> list[str]:
    # An address may be cut anywhere.
    return [
        part[:ADDRESS] if text.startswith("http") else part for part in _BREAKS.split(text) or [""]
    ]


def _natural(cells: Sequence[Any]) -> float:
    head, *rest = (unmarked(cell) for cell in cells)
    return GAP + max([_wide(head, True), *map(_wide, rest)])


@lru_cache(maxsize=10_000)
def _wide(text: str, bold: bool = False) -> float:
    wider = BOLDER if bold else 1.0
    return float(_face(bold).getlength(text[:200].replace("\n", " "))) / 100 * SIZE * wider


@lru_cache
def _face(bold: bool) -> Any:
    from PIL import ImageFont

    name = f"AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(fonts() / name, 100)
