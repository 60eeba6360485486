"""Fills in a form as a page of the guide says."""

import re
from pathlib import Path

from openpyxl import load_workbook

_SHEET = re.compile(r"^Sheet \*\*(?P<name>[^*]+)\*\*.*?\n\n(?P<table>(?:\|.*\n)+)", re.MULTILINE)


def fill(path: Path, text: str) -> None:
    """Write the tables of a text, each after a line ``Sheet **NAME**``, into a form's cells."""
    book = load_workbook(path)
    found = list(_SHEET.finditer(text))
    assert found, f"nothing to fill in {path.name}"
    for part in found:
        head, _, *rows = [_cells(line) for line in part["table"].splitlines()]
        _fill_sheet(book[part["name"]], head, rows)
    book.save(path)


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]


def _fill_sheet(page, head: list[str], rows: list[list[str]]) -> None:
    places = {
        str(cell.value).rstrip(" *"): (cell.row, cell.column)
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    }
    if head == ["Question", "Answer"]:
        for question, answer in rows:
            row, column = places[question]
            page.cell(row, column + 1).value = _typed(answer)
        return
    top, _ = places[head[0]]
    taken = [line[0].row for line in page.iter_rows(min_row=top) if _is_guide(line)]
    first = max([top, *taken]) + 1
    for row in rows:
        line = _line_of(page, places[head[0]], row[0])
        if not line:
            line = next(n for n in range(first, first + 99) if _is_free(page[n]))
        for name, answer in zip(head, row, strict=True):
            if answer and page.cell(line, places[name][1]).value is None:
                page.cell(line, places[name][1]).value = _typed(answer)


def _is_guide(line) -> bool:
    return line[0].value in ("Example", "How")


def _is_free(line) -> bool:
    return all(cell.value is None for cell in line)


def _line_of(page, place: tuple[int, int], said: str) -> int:
    """The row that is there already for what the first column of a table names; 0 if none."""
    for number in range(place[0] + 1, page.max_row + 1):
        if str(page.cell(number, place[1]).value) == said and not _is_guide(page[number]):
            return number
    return 0


def _typed(answer: str) -> object:
    """What a spreadsheet makes of what is typed."""
    try:
        return float(answer) if re.fullmatch(r"\d+\.\d+", answer) else answer
    except ValueError:
        return answer
