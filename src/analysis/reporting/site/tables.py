"""The tables that a report shows as one tidy file: a line for each cell, as printed."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.reporting.document import Document
from analysis.reporting.site.panels import number, plain

_FORMULA = re.compile(r"[\s'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def as_csv(document: Document, as_of: str) -> str:
    """Return every table of a report, and the data of every figure, as CSV in its language.

    Columns: municipality, programme, as of, table (its caption, with the unit), line, row, column,
    the cell as printed (what is hidden keeps its mark), the number in it if it is one, notes and
    source of the table. No cell is read as a formula.
    """
    language, say = document.language, document.language.say
    head = [
        say("Place"), say("Programme"), say("As of"), say("Table"), say("Line"), say("Row"),
        say("Column"), say("As the report shows it"), say("As a number"), say("Notes"),
        say("Source"),
    ]  # fmt: skip
    about = [plain([{"text": document.masthead["place"]}]), plain(document.masthead["programme"])]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([part.plain for part in head])
    for table in _tables(document.blocks):
        for cells in _lines(table, language):
            writer.writerow([harmless(cell) for cell in [*about, as_of, *cells]])
    return file.getvalue()


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with a ' before what begins like
    one and is no number."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _tables(blocks: Iterable[Payload]) -> Iterator[Payload]:
    """Each table once: some stand below their figure and again by themselves."""
    seen = set()
    for block in blocks:
        table = block["data"] if block["kind"] == "figure" else block
        whole = json.dumps(table, sort_keys=True)
        if table["kind"] == "table" and whole not in seen:
            seen.add(whole)
            yield table


def _lines(table: Payload, language: Language) -> Iterator[list[str]]:
    notes = " ".join(plain(note) for note in table["notes"])
    source = plain(table["source"] or [])
    columns = [plain(column) for column in table["columns"]]
    for line, row in enumerate(table["rows"], start=1):
        for column, cell in zip(columns[1:], row[1:], strict=True):
            text = plain(cell)
            value = number(text, language.code)
            known = "" if value is None else f"{value:.12g}"
            where = [plain(table["caption"]), str(line), plain(row[0]), column]
            yield [*where, text, known, notes, source]
