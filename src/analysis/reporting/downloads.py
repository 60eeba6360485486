"""The figures and tables of a page as files that a click saves: they travel inside the page."""

import base64
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from babel.numbers import get_group_symbol
from markupsafe import Markup

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.reporting.document import Document
from analysis.reporting.office_files import unmarked
from analysis.reporting.pictures import drawing, picture
from analysis.reporting.workbook.cells import number, safe

PLAIN = "!$'()*+,-./:;=?@_~"
"""Signs that stand for themselves in an address."""


@dataclass(frozen=True)
class File:
    """A file in the page: SVG, PNG or CSV, the name it is saved under, and where it is."""

    kind: str
    name: str
    address: Markup


@dataclass(frozen=True)
class Item:
    """A figure or a table: its caption as spans, and the files there are of it."""

    caption: Sequence[Payload]
    files: tuple[File, ...]

    @property
    def plain(self) -> str:
        """The caption without its marks."""
        return unmarked(self.caption)


def downloads(document: Document) -> list[Item]:
    """Return what a reader can take from a report, each figure as SVG, as PNG and its
    data as CSV; then each table as CSV."""
    warnings = [unmarked(warning) for warning in document.masthead["warnings"]]
    items, names = [], _Names()
    for block in document.figures:
        name = names.of(block["name"])
        data = _csv(f"{name}-data", block["data"], document.language, warnings)
        items.append(Item(block["caption"], (*_pictures(name, block), data)))
    behind = [block["data"]["rows"] for block in document.figures]
    for table in document.tables:
        if table["rows"] not in behind:
            file = _csv(names.of(table["name"]), table, document.language, warnings)
            items.append(Item(table["caption"], (file,)))
    return items


class _Names:
    """Names of files: of plain letters, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, name: str) -> str:
        bare = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "file"
        found, times = bare, 1
        while found in self._taken:
            times += 1
            found = f"{bare}-{times}"
        self._taken.add(found)
        return found


def _pictures(name: str, figure: Payload) -> Iterator[File]:
    svg = drawing(figure)
    # Matplotlib writes no apostrophe; a quotation mark would take three letters in an address.
    bare = svg if "'" in svg else svg.replace('"', "'")
    yield File("SVG", f"{name}.svg", Markup(f"data:image/svg+xml,{quote(bare, safe=PLAIN)}"))
    yield File("PNG", f"{name}.png", _inside("image/png", picture(figure)))


def _csv(name: str, table: Payload, language: Language, warnings: Sequence[str]) -> File:
    return File("CSV", f"{name}.csv", _inside("text/csv", csv_file(table, language, warnings)))


def csv_file(table: Payload, language: Language, warnings: Sequence[str] = ()) -> bytes:
    """Return a table as a file that a spreadsheet of its language opens with a click.

    UTF-8 with its mark; semicolons and decimal commas, in English commas and points. ``warnings``
    stand above it. No text begins like a formula.
    """
    stream = io.StringIO()
    out = csv.writer(stream, delimiter="," if language.code == "en" else ";", lineterminator="\r\n")
    out.writerows([safe(warning)] for warning in warnings)
    out.writerow([safe(unmarked(column)) for column in table["columns"]])
    for row in table["rows"]:
        out.writerow(
            _cell(unmarked(cell), is_number, language)
            for cell, is_number in zip(row, table["numeric"], strict=True)
        )
    return stream.getvalue().encode("utf-8-sig")


def _cell(text: str, is_number: bool, language: Language) -> str:
    """A figure in letters that every spreadsheet reads: an ASCII minus, thousands together."""
    if is_number and number(text, language):
        grouping = get_group_symbol(language.locale)
        return re.sub(rf"[\s{grouping}]", "", text).replace("\u2212", "-")
    return safe(text)


def _inside(kind: str, raw: bytes) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(raw).decode()}")
