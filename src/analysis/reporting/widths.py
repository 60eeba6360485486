"""How wide the columns of a table are, so that no word is cut and no line is left empty."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analysis.display.blocks import Payload
from analysis.display.style import fonts

MILLIMETRE = 72 / 25.4
ROOM = 168 * MILLIMETRE
"""The width of the text on A4, in points."""
NARROW = 100.0
"""A column that needs no more gets all it needs."""
ADDRESS = 22
LONG = 200
"""Letters after which the others are taken to be as wide on the average."""
ROUNDED = 0.1
"""By how much words one by one may be wider than the line they make."""

_BREAKS = re.compile(r"[ \n\t\u200b]")
_SIGNS = re.compile(r"(?<=[-–/])")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Setting:
    """How a table is set, in points: the ``size`` of its letters, bold ones so much ``bolder``;
    what a column keeps from the next (``gap``), with what a line needs not to be broken for want
    of a hair. Whether all digits are as wide as a nought; whether words are cut at their signs."""

    size: float
    gap: float
    bolder: float = 1.0
    tabular: bool = False
    cut: bool = False


def column_widths(block: Payload, setting: Setting, room: float = ROOM) -> list[float]:
    """Return the widths in points, gaps included; together they fill the ``room`` where the last
    column is text."""
    columns = _columns(block)
    least = [
        _least(cells, numeric, setting)
        for cells, numeric in zip(columns, block["numeric"], strict=True)
    ]
    widths = _shared(least, [_natural(cells, setting) for cells in columns], room)
    if widths and not block["numeric"][-1]:
        widths[-1] += max(0.0, room - sum(widths))
    return widths


def fits(block: Payload, setting: Setting, room: float = ROOM) -> bool:
    """Whether a table can be so narrow that no word is cut."""
    columns = zip(_columns(block), block["numeric"], strict=True)
    return sum(_least(cells, numeric, setting) for cells, numeric in columns) <= room


def lines(block: Payload, widths: Sequence[float], setting: Setting) -> list[int]:
    """Return of how many lines each row is, the header first."""
    columns = _columns(block)
    return [
        max(
            (
                _broken(column[at], width - setting.gap, setting, bold=at == 0)
                for column, width in zip(columns, widths, strict=True)
            ),
            default=1,
        )
        for at in range(len(block["rows"]) + 1)
    ]


def _columns(block: Payload) -> list[list[Any]]:
    """The cells of each column, its header first."""
    return [
        [name, *(row[number] for row in block["rows"])]
        for number, name in enumerate(block["columns"])
    ]


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


def _least(cells: Sequence[Any], numeric: bool, setting: Setting) -> float:
    """The longest word of a column; a figure is never broken."""
    head, *rest = cells
    widths = [*_words(head, setting, bold=True)]
    for cell in rest:
        widths += [_whole(cell, setting)] if numeric else _words(cell, setting)
    return setting.gap + max(widths)


def _natural(cells: Sequence[Any], setting: Setting) -> float:
    head, *rest = cells
    wholes = [_whole(head, setting, bold=True), *(_whole(cell, setting) for cell in rest)]
    return setting.gap + max(wholes)


def _whole(cell: Sequence[Payload], setting: Setting, bold: bool = False) -> float:
    return sum(_wide(span["text"], setting, bold or _is_strong(span)) for span in cell)


def _broken(cell: Sequence[Payload], room: float, setting: Setting, bold: bool) -> int:
    """How many lines a cell has where words fill one line after the other."""
    count, taken, blank = 1, 0.0, _wide(" ", setting, bold)
    for width in _words(cell, setting, bold, len):
        if taken and taken + blank + width > room + ROUNDED:
            count, taken = count + 1, width
        else:
            taken += width + (blank if taken else 0.0)
        # A word that is wider than its column is broken by whoever sets it.
        more = max(0, math.ceil((taken - ROUNDED) / max(room, setting.size)) - 1)
        count, taken = count + more, taken - more * room
    return count


def _words(
    cell: Sequence[Payload],
    setting: Setting,
    bold: bool = False,
    cut: Callable[[str], int] = lambda _: ADDRESS,
) -> Iterator[float]:
    """The widths of what is not broken; a word may go on from one span to the next. Addresses may
    be cut anywhere: they count by so many letters as ``cut`` says."""
    width = 0.0
    for span in cell:
        first, *more = _parts(span, setting, cut)
        thick = bold or _is_strong(span)
        width += _wide(first, setting, thick)
        for part in more:
            yield width
            width = _wide(part, setting, thick)
    yield width


def _parts(span: Payload, setting: Setting, cut: Callable[[str], int]) -> list[str]:
    text: str = span["text"]
    if text.startswith("http"):
        return [text[: cut(text)]]
    words = _BREAKS.split(text)
    if setting.cut or (span.get("style") == "code" and len(words) == 1):
        return [part for word in words for part in _SIGNS.split(word)]
    return words


def _is_strong(span: Payload) -> bool:
    return span.get("style") == "strong"


def _wide(text: str, setting: Setting, bold: bool = False) -> float:
    even = (_DIGIT.sub("0", text) if setting.tabular else text).replace("\n", " ")
    size = setting.size * (setting.bolder if bold else 1.0)
    return _length(even[:LONG], bold) * size * max(1.0, len(even) / LONG)


@lru_cache(maxsize=10_000)
def _length(text: str, bold: bool) -> float:
    """In letters of one point."""
    return float(_face(bold).getlength(text)) / 100


@lru_cache
def _face(bold: bool) -> Any:
    from PIL import ImageFont

    name = f"AtkinsonHyperlegibleNext-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(fonts() / name, 100, layout_engine=ImageFont.Layout.BASIC)
