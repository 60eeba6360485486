"""The first two sheets of a workbook: what it is, and what the report says in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.worksheet.hyperlink import Hyperlink  # type: ignore[import-untyped]

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.reporting.document import Document
from analysis.reporting.office_files import unmarked
from analysis.reporting.workbook.cells import number
from analysis.reporting.workbook.sheets import ALARM, BOLD, LINE, TITLE, TOP, fit, put, set_up

NONE = "–"


def fill_about(
    sheet: Any, document: Document, tables: Sequence[Payload], names: Sequence[str], made: str
) -> None:
    """Write what the workbook is: title, facts, marks, made with what, and which sheets follow.
    ``names`` are those of all sheets, this one first."""
    put(sheet, 1, 1, document.heading, TITLE)
    row = 2
    for warning in document.masthead["warnings"]:
        put(sheet, row, 1, unmarked(warning), ALARM)
        row += 1
    for label, value in (*_facts(document, made), *_marks(tables, document.language)):
        row += 1
        put(sheet, row, 1, label, BOLD).alignment = TOP
        put(sheet, row, 2, value).alignment = TOP
    row += 2
    put(sheet, row, 1, document.language.say("Sheets").plain, BOLD)
    captions = [_text_title(document.language), *(unmarked(table["caption"]) for table in tables)]
    for name, caption in zip(names[1:], captions, strict=True):
        row += 1
        place = name.replace("'", "''")
        cell = put(sheet, row, 1, name)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{place}'!A1")
        cell.style = "Hyperlink"
        put(sheet, row, 2, caption).alignment = TOP
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    fit(sheet)


def fill_text(sheet: Any, document: Document) -> None:
    """Write what the report says in words, by section: findings with their grades, methods,
    limits."""
    say = document.language.say
    put(sheet, 1, 1, _text_title(document.language), TITLE)
    for column, head in enumerate((say("Section"), say("How sure"), say("Text")), start=1):
        put(sheet, 2, column, head.plain, BOLD).border = LINE
    row = 2
    for row, said in enumerate(_said(document), start=3):
        for column, text in enumerate(said, start=1):
            put(sheet, row, column, text).alignment = TOP
    for letter, width in (("A", 32), ("B", 22), ("C", 110)):
        sheet.column_dimensions[letter].width = width
    set_up(sheet, 2, row, 3)


def about_title(language: Language) -> str:
    """Return the name of the first sheet."""
    return language.say("About this file").plain


def text_title(language: Language) -> str:
    """Return the name of the second sheet."""
    return language.say("Text").plain


def _text_title(language: Language) -> str:
    return language.say("Findings, methods and limits").plain


def _facts(document: Document, made: str) -> Iterator[tuple[str, str]]:
    say = document.language.say
    yield say("Place").plain, document.masthead["place"]
    for label, value in document.masthead["facts"]:
        yield unmarked(label), unmarked(value)
    lead = [unmarked(item) for block in document.lead for item in block.get("items", [])]
    yield say("What for").plain, " ".join(lead)
    yield (
        say("Method and limits").plain,
        say("See the sheet “{name}”.", name=text_title(document.language)).plain,
    )
    yield (
        say("Figures").plain,
        say(
            "As the report shows them, rounded. Nothing that is more exact, and nothing that the "
            "report hides, is in this file."
        ).plain,
    )
    yield say("Made").plain, made


def _marks(tables: Sequence[Payload], language: Language) -> Iterator[tuple[str, str]]:
    """What stands in place of a figure or beside it, of what the tables hold."""
    say = language.say
    hidden = say("hidden").plain
    found = {unmarked(cell) for table in tables for row in table["rows"] for cell in row}
    if NONE in found:
        yield NONE, say("There is no figure, or none that applies.").plain
    if hidden in found:
        told = say("Not shown: the group is small, or the figure would give a small group away.")
        yield hidden, told.plain
    if any(text.endswith("*") and number(text, language) for text in found):
        yield "*", say("See the note below the table.").plain


def _said(document: Document) -> Iterator[tuple[str, str, str]]:
    section = ""
    for block in document.blocks:
        if block["kind"] == "heading":
            section = unmarked(block["text"])
        elif block["kind"] == "text":
            yield from ((section, "", unmarked(item)) for item in block["items"])
        elif block["kind"] == "finding":
            yield section, unmarked(block["label"]), unmarked(block["statement"])
            yield from ((section, "", unmarked(detail)) for detail in block["details"])
        elif block["kind"] == "figure":
            yield section, "", f"{unmarked(block['caption'])} {unmarked(block['source'])}"
