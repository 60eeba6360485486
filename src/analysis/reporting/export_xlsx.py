"""Executed notebook to a workbook with every table of the report, and the figures' data."""

import io
from datetime import date
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter

from analysis import __version__
from analysis.reporting.document import Document, read_document
from analysis.reporting.office_files import legal, locale, repacked, unmarked
from analysis.reporting.workbook.about import about_title, fill_about, fill_text, text_title
from analysis.reporting.workbook.names import sheet_names
from analysis.reporting.workbook.sheets import fill_table


class ReportXlsxExporter(Exporter):
    """nbconvert exporter for reports; ``resources["made"]`` is the date the file is given."""

    export_from_notebook = "Tiltak report (Excel)"

    def _file_extension_default(self) -> str:
        return ".xlsx"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the workbook, the same bytes for the same report and date. ExportRefused for
        anything in the notebook that is no block."""
        resources = dict(resources or {})
        return _workbook(read_document(nb), resources.get("made") or date.today()), resources


def _workbook(document: Document, made: date) -> bytes:
    from openpyxl import Workbook  # type: ignore[import-untyped]

    language, tables = document.language, document.tables
    names = [about_title(language), text_title(language)]
    names += sheet_names([unmarked(table["caption"]) for table in tables])
    book = Workbook()
    book.remove(book.active)
    about, text, *sheets = (book.create_sheet(name) for name in names)
    made_with = language.say(
        "Made with Tiltak {version} on {date}.", version=__version__, date=language.date(made)
    ).plain
    fill_about(about, document, tables, names, made_with)
    fill_text(text, document)
    for sheet, table in zip(sheets, tables, strict=True):
        fill_table(sheet, table, language, document.masthead["warnings"])
    _properties(book.properties, document)
    stream = io.BytesIO()
    book.save(stream)
    return repacked(stream.getvalue(), made)


def _properties(core: Any, document: Document) -> None:
    core.title = legal(document.heading)[:255]
    core.subject = unmarked(document.masthead["programme"])[:255]
    core.creator = core.lastModifiedBy = "Tiltak"
    core.language = locale(document.language.code)
