"""Writing a form: styled sheets with lists to choose from, hints and examples."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.sources.files import write_whole
from analysis.sources.forms import styles
from analysis.sources.forms.layout import Column, Form, Line, Table, Value, shown
from analysis.sources.forms.lists import Lists, offer_entries, offer_list
from analysis.sources.spreadsheets.sheets import a1

HEADING_ROW = 4
"""Where the headings of a table stand, below its title and what it is for."""

_UPRIGHT = {"field": 30, "answer": 38, "note": 52, "example": 38}
"""The columns of an upright sheet, and how wide they are."""

_MARKS = 11
"""How wide the column is that marks hints and examples."""


def write_form(path: Path, form: Form) -> None:
    """Write an empty form, or one with rows filled in, as an xlsx workbook.

    Its sheets: what it is about, one for each table, the lists. All but the cells to fill in are
    protected, without a password. No text becomes a formula. OutputError if it cannot be written.
    """
    stream = io.BytesIO()
    workbook_of(form).save(stream)
    write_whole(path, stream.getvalue())


def workbook_of(form: Form) -> Any:
    """Return the form as a workbook of openpyxl."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator, book.properties.title = "Tiltak", form.title
    _start(book.active, form)
    pages = {table.key: book.create_sheet(table.title) for table in form.tables}
    lists = Lists(book.create_sheet(form.words["lists"]), form)
    first_rows = {}
    for table in form.tables:
        write = _upright if table.upright else _table
        first_rows[table.key] = write(pages[table.key], table, form.words)
    for table in form.tables:
        _offer(pages, table, lists, first_rows, form)
    for page in (*pages.values(), book.active, lists.page):
        styles.protect(page)
    return book


def _start(page: Any, form: Form) -> None:
    page.title = form.words["start"]
    styles.put(page.cell(1, 1), form.title, styles.TITLE)
    lines = [*form.about, form.words["required"], form.words["examples"]]
    for row, line in enumerate(lines, start=3):
        styles.put(page.cell(row, 1), line, styles.PLAIN)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        styles.fit(page, row, [(line, 100)])
    row = len(lines) + 4
    styles.put(page.cell(row, 1), form.words["sheets"], styles.SUBTITLE)
    for place, table in enumerate(form.tables, start=row + 1):
        styles.put(page.cell(place, 1), table.title, styles.NAME)
        page.cell(place, 1).hyperlink = f"#'{table.title}'!A1"
        styles.put(page.cell(place, 2), table.intro, styles.PLAIN)
        styles.fit(page, place, [(table.intro, 76)])
    styles.set_up(page, [24, 76], landscape=False)


def _head(page: Any, table: Table, widths: list[int]) -> None:
    styles.set_up(page, widths, landscape=True)
    styles.put(page.cell(1, 1), table.title, styles.TITLE)
    styles.put(page.cell(2, 1), table.intro, styles.PLAIN)
    page.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(widths))
    styles.fit(page, 2, [(table.intro, sum(widths))])


def _upright(page: Any, table: Table, words: Mapping[str, str]) -> int:
    """Write a line for each column, and return the first of them."""
    _head(page, table, list(_UPRIGHT.values()))
    for column, name in enumerate(_UPRIGHT, start=1):
        styles.put(page.cell(HEADING_ROW, column), words[name], styles.HEADING)
    page.freeze_panes = a1(HEADING_ROW + 1, 1)
    example = table.examples[0] if table.examples else {}
    filled = table.rows[0] if table.rows else {}
    for row, item in enumerate(table.columns, start=HEADING_ROW + 1):
        like = shown(item, example.get(item.key))
        styles.put(page.cell(row, 1), _title(item), styles.LABEL)
        _fill(page.cell(row, 2), item, filled.get(item.key))
        styles.put(page.cell(row, 3), item.note, styles.HINT)
        styles.put(page.cell(row, 4), like, styles.EXAMPLE)
        texts = (_title(item), str(filled.get(item.key) or ""), item.note, str(like or ""))
        styles.fit(page, row, list(zip(texts, _UPRIGHT.values(), strict=True)))
    return HEADING_ROW + 1


def _table(page: Any, table: Table, words: Mapping[str, str]) -> int:
    """Write a table and return the first row that is to be filled in."""
    _head(page, table, [_MARKS, *(item.width for item in table.columns)])
    hints = HEADING_ROW + 1
    styles.put(page.cell(HEADING_ROW, 1), "", styles.HEADING)
    styles.put(page.cell(hints, 1), words["hint"], styles.HINT)
    for column, item in enumerate(table.columns, start=2):
        styles.put(page.cell(HEADING_ROW, column), _title(item), styles.HEADING)
        styles.put(page.cell(hints, column), item.note, styles.HINT)
    styles.fit(page, HEADING_ROW, [(_title(item), item.width - 2) for item in table.columns])
    styles.fit(page, hints, [(item.note, item.width) for item in table.columns])
    page.freeze_panes = a1(hints + 1, 2)
    page.print_title_rows = f"{HEADING_ROW}:{hints}"
    for row, example in enumerate(table.examples, start=hints + 1):
        _example(page, row, table, example, words["example"])
    first = hints + 1 + len(table.examples)
    _rows(page, table, first)
    return first


def _example(page: Any, row: int, table: Table, example: Line, word: str) -> None:
    styles.put(page.cell(row, 1), word, styles.MARK)
    for column, item in enumerate(table.columns, start=2):
        styles.put(page.cell(row, column), shown(item, example.get(item.key)), styles.EXAMPLE)
    styles.fit(page, row, _texts(table, example))


def _rows(page: Any, table: Table, first: int) -> None:
    for row, line in enumerate([*table.rows, *[{}] * table.room], start=first):
        styles.put(page.cell(row, 1), None, styles.FREE_MARK)
        for column, item in enumerate(table.columns, start=2):
            _fill(page.cell(row, column), item, line.get(item.key))
        styles.fit(page, row, _texts(table, line))


def _texts(table: Table, line: Line) -> list[tuple[str, int]]:
    return [(str(shown(item, line.get(item.key)) or ""), item.width) for item in table.columns]


def _fill(cell: Any, item: Column, value: Value) -> None:
    styles.put(cell, shown(item, value), styles.LOCKED if item.locked else styles.ANSWER)
    cell.number_format = {"number": "General", "date": "yyyy-mm-dd"}.get(item.kind, "@")


def _title(item: Column) -> str:
    return f"{item.title} *" if item.required else item.title


def _offer(
    pages: Mapping[str, Any], table: Table, lists: Lists, rows: Mapping[str, int], form: Form
) -> None:
    """Attach the lists to choose from to the cells that take them."""
    for number, item in enumerate(table.columns):
        if table.upright:
            row = rows[table.key] + number
            area = a1(row, 2)
        else:
            last = rows[table.key] + len(table.rows) + table.room - 1
            area = f"{a1(rows[table.key], number + 2)}:{a1(last, number + 2)}"
        if item.choices and not item.locked:
            offer_list(pages[table.key], area, lists.place(item), item.open)
        elif item.names:
            named = form.table(item.names[0])
            offer_entries(pages[table.key], area, named, item.names[1], rows[named.key])
