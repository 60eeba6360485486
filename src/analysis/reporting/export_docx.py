"""Executed notebook to a Word document on which a case paper can be built."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter

from analysis import __version__
from analysis.display.blocks import Payload
from analysis.reporting.document import Document, read_document
from analysis.reporting.office_files import repacked
from analysis.reporting.word.figures import figure
from analysis.reporting.word.pages import prepare_pages
from analysis.reporting.word.phrases import paragraph, plain
from analysis.reporting.word.styles import TEXT_LEVELS, write_styles
from analysis.reporting.word.tables import table

GRADES = {
    "asserted": "FindingAsserted",
    "not_shown": "FindingLimit",
    "not_assessable": "FindingLimit",
}


class ReportDocxExporter(Exporter):
    """nbconvert exporter for reports; ``resources["made"]`` is the date printed at the foot."""

    export_from_notebook = "Tiltak report (Word)"

    def _file_extension_default(self) -> str:
        return ".docx"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the document, the same bytes for the same report and date. ExportRefused for
        anything in the notebook that is no block."""
        resources = dict(resources or {})
        return _word(read_document(nb), resources.get("made") or date.today()), resources


def _word(document: Document, made: date) -> bytes:
    import docx

    word = docx.Document()
    language = document.language
    foot = language.say(
        "Made with Tiltak {version} on {date}.", version=__version__, date=language.date(made)
    ).plain
    write_styles(word, language)
    prepare_pages(word, document, foot, made)
    body = word.element.body
    for item in _text(word.part, document, foot):
        body.insert(len(body) - 1, item)  # The last one is the page's own.
    stream = io.BytesIO()
    word.save(stream)
    return repacked(stream.getvalue(), made)


def _text(part: Any, document: Document, foot: str) -> Iterator[Any]:
    """The paragraphs and tables of a report in order."""
    masthead = document.masthead
    yield paragraph(part, plain(masthead["place"]), "Place")
    yield paragraph(part, document.title, "Heading1")
    for block in document.lead:
        for words in block.get("items", []):
            yield paragraph(part, words, "Lead")
    yield from _masthead(part, masthead)
    yield from _blocks(part, document)
    yield from _appendix(part, document)
    # A document may not end with a table.
    yield paragraph(part, plain(foot), "Note")


def _masthead(part: Any, masthead: Payload) -> Iterator[Any]:
    for label, value in masthead["facts"]:
        name = [{**span, "style": "strong"} for span in label]
        yield paragraph(part, [*name, *plain("\t"), *value], "Fact")
    for warning in masthead["warnings"]:
        yield paragraph(part, warning, "Warning")


def _blocks(part: Any, document: Document) -> Iterator[Any]:
    figures = 0
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        kind = block["kind"]
        if kind == "heading":
            level = min(block["level"], TEXT_LEVELS[-1])
            yield paragraph(part, block["text"], f"Heading{level}")
        elif kind == "text":
            yield from _prose(part, block, after)
        elif kind == "finding":
            yield from _finding(part, block)
        elif kind == "figure":
            figures += 1
            yield from figure(part, block, figures)
        elif kind == "table":
            yield from table(part, block, document.language)


def _prose(part: Any, block: Payload, after: Payload | None) -> Iterator[Any]:
    """What explains a figure or a table stays with it."""
    explains = not block["listed"] and after is not None and after["kind"] in ("figure", "table")
    style = "ListBullet" if block["listed"] else "Normal"
    for words in block["items"]:
        yield paragraph(part, words, style, keep=explains)


def _finding(part: Any, block: Payload) -> Iterator[Any]:
    yield paragraph(part, block["label"], GRADES.get(block["grade"], "FindingGrade"))
    yield paragraph(part, block["statement"], "Finding", keep=bool(block["details"]))
    for detail in block["details"]:
        yield paragraph(part, detail, "FindingDetail")


def _appendix(part: Any, document: Document) -> Iterator[Any]:
    if document.figures:
        words = document.language.say("The figures behind the pictures").plain
        # LibreOffice takes the header of a table that it moves to another page for no header.
        yield paragraph(part, plain(words), "Heading2", new_page=True)
    for block in document.figures:
        yield from table(part, block["data"], document.language)
