"""Executed notebook to an accessible PDF (PDF/UA-1), set by Typst.

The words of the report go to Typst as data (JSON), never as markup.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter

from analysis import __version__
from analysis.display.blocks import Payload
from analysis.display.style import LIGHT, TYPEFACE, fonts
from analysis.errors import ExportRefused
from analysis.reporting.document import Document, read_document
from analysis.reporting.widths import MILLIMETRE, ROOM, Setting, column_widths, lines

STANDARDS: list[Any] = ["ua-1"]
SPARE = "Libertinus Serif"  # comes with Typst
PAGE_OF = ("\x01", "\x02")
SIZE, SMALL = 9.0, 8.3
"""Of the letters of a table, in points; of one with many columns."""
MANY = 5
HAIR = 1.0
"""What a line needs not to be broken, where letters move together or apart."""
GUTTER, FACTS = 4 * MILLIMETRE, 6 * MILLIMETRE
"""Between the columns of a table, and of the masthead."""
LINE, LEADING, AROUND = 0.67, 0.5, 0.9
"""The height of a line, what is between two, and what is around a row, in sizes of its letters."""
HALF_A_PAGE = 120 * MILLIMETRE
BESIDE = 4
"""So many facts of the masthead stand side by side; more have a line of their own."""


class ReportPDFExporter(Exporter):
    """nbconvert exporter for reports; ``resources["made"]`` is the date printed at the foot."""

    export_from_notebook = "Tiltak report (PDF)"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF. ExportRefused for anything in the notebook that is no block, and for
        what PDF/UA-1 does not allow."""
        resources = dict(resources or {})
        made = resources.get("made") or date.today()
        document = read_document(nb)
        with tempfile.TemporaryDirectory(prefix="tiltak-") as folder:
            return _compile(document, made, Path(folder)), resources


def _compile(document: Document, made: date, folder: Path) -> bytes:
    import typst

    source = (files("analysis.reporting") / "pdf" / "report.typ").read_bytes()
    (folder / "report.typ").write_bytes(source)
    data = json.dumps(_data(document, made, folder), ensure_ascii=False)
    (folder / "report.json").write_text(data, encoding="utf-8")
    stamp = datetime.combine(made, time(12), UTC)
    try:
        pdf, warnings = typst.compile_with_warnings(
            folder / "report.typ",
            root=folder,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=stamp,
        )
    except typst.TypstError as error:
        hints = "; ".join(error.hints)
        raise ExportRefused(f"the PDF was refused: {error.message}. {hints}".strip()) from None
    if warnings:
        said = "; ".join(warning.message for warning in warnings)
        raise ExportRefused(f"the PDF would not be as meant: {said}")
    return bytes(pdf)


@lru_cache
def _fonts() -> Any:
    """The project's typeface and those inside Typst: a PDF is the same on every machine."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts()]
    )


def _data(document: Document, made: date, folder: Path) -> Payload:
    language = document.language
    page_of = language.say("Page {page} of {pages}", page=PAGE_OF[0], pages=PAGE_OF[1]).plain
    before, rest = page_of.split(PAGE_OF[0])
    facts = document.masthead["facts"]
    blocks = list(_laid_out(document.blocks, folder))
    appendix = [_set(block["data"]) for block in blocks if block["kind"] == "figure"]
    if appendix:
        words = [{"text": language.say("The figures behind the pictures").plain}]
        blocks += [{"kind": "heading", "level": 2, "text": words}, *appendix]
    return {
        "lang": language.code,
        "title": document.heading,
        "heading": document.title,
        "running": document.heading,
        "as_of": ": ".join("".join(span["text"] for span in part) for part in facts[-2]),
        "description": "".join(span["text"] for span in document.masthead["programme"]),
        "author": "Tiltak",
        "made": language.say(
            "Made with Tiltak {version} on {date}.", version=__version__, date=language.date(made)
        ).plain,
        "page_of": [before, *rest.split(PAGE_OF[1])],
        "typeface": TYPEFACE,
        "spare_typeface": SPARE,
        "colours": LIGHT,
        "lead": document.lead,
        "masthead": {**document.masthead, "widths": _beside(facts[:BESIDE])},
        "blocks": blocks,
    }


def _laid_out(blocks: list[Payload], folder: Path) -> Iterator[Payload]:
    for number, block in enumerate(blocks):
        if block["kind"] == "figure":
            file = f"figure-{number}.svg"
            (folder / file).write_text(block["svg"], encoding="utf-8")
            yield {**{name: block[name] for name in block if "svg" not in name}, "file": file}
        else:
            yield _set(block) if block["kind"] == "table" else block


def _set(table: Payload) -> Payload:
    """A table with its letters' size and its columns' widths in points, and whether it may go over
    pages: one of less than half a page stays on one, with its notes; a longer one repeats its
    header. Typst would take longer to measure than for all the rest."""
    size = SMALL if len(table["columns"]) > MANY else SIZE
    setting = Setting(size, GUTTER + HAIR, tabular=True)
    widths = column_widths(table, setting, ROOM + GUTTER)
    height = sum(
        size * (count * LINE + (count - 1) * LEADING + AROUND)
        for count in lines(table, widths, setting)
    )
    bare = [width - GUTTER for width in widths]
    return {**table, "size": size, "widths": bare, "long": height > HALF_A_PAGE}


def _beside(facts: list[Any]) -> list[float]:
    names, texts = [fact[0] for fact in facts], [fact[1] for fact in facts]
    block = {"columns": names, "rows": [texts], "numeric": [False] * len(facts)}
    widths = column_widths(block, Setting(SIZE, FACTS + HAIR), ROOM + FACTS)
    return [width - FACTS for width in widths]
