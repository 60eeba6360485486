"""The sheet with the lists that a form lets choose from, and the cells that offer them."""

from typing import Any

from analysis.sources.forms import styles
from analysis.sources.forms.layout import Choice, Column, Form, Table
from analysis.sources.spreadsheets.sheets import letters

_FIRST_ROW = 5
_NOTE_WIDTH = 110


class Lists:
    """Every list of a form, each once, side by side on one sheet."""

    def __init__(self, page: Any, form: Form):
        self.page = page
        self._places: dict[tuple[Choice, ...], str] = {}
        styles.put(page.cell(1, 1), form.words["lists"], styles.TITLE)
        styles.put(page.cell(2, 1), form.words["lists_intro"], styles.LINE)
        self._texts: dict[int, list[tuple[str, int]]] = {}
        widths: list[int] = []
        for table in form.tables:
            for item in table.columns:
                if item.choices and item.choices not in self._places:
                    self._write(item, len(widths) + 1)
                    widths += self._widths(item)
        for row, texts in self._texts.items():
            styles.fit(page, row, texts)
        styles.set_up(page, widths or [40], landscape=True)
        page.freeze_panes = f"A{_FIRST_ROW}"

    def place(self, item: Column) -> str:
        """Return where the list of a column stands, as a formula names it."""
        return self._places[item.choices]

    @staticmethod
    def _widths(item: Column) -> list[int]:
        longest = max(len(choice.title) for choice in item.choices)
        notes = [_NOTE_WIDTH] if any(choice.note for choice in item.choices) else []
        return [min(60, max(24, longest + 2)), *notes]

    def _write(self, item: Column, column: int) -> None:
        styles.put(self.page.cell(_FIRST_ROW - 1, column), item.title, styles.HEADING)
        noted = any(choice.note for choice in item.choices)
        if noted:
            styles.put(self.page.cell(_FIRST_ROW - 1, column + 1), "", styles.HEADING)
        for row, choice in enumerate(item.choices, start=_FIRST_ROW):
            styles.put(self.page.cell(row, column), choice.title, styles.PLAIN)
            self._texts.setdefault(row, []).append((choice.note, _NOTE_WIDTH))
            if noted:
                styles.put(self.page.cell(row, column + 1), choice.note, styles.HINT)
        letter, last = letters(column), _FIRST_ROW + len(item.choices) - 1
        self._places[item.choices] = (
            f"{_quoted(self.page.title)}!${letter}${_FIRST_ROW}:${letter}${last}"
        )


def offer_list(page: Any, area: str, place: str, is_open: bool) -> None:
    """Let the cells of ``area`` choose from the list at ``place``; an open one takes more."""
    _attach(page, area, place, strict=not is_open)


def offer_entries(page: Any, area: str, named: Table, key: str, first: int) -> None:
    """Let the cells of ``area`` choose from what is filled in in a column of another sheet."""
    letter = letters(2 + [item.key for item in named.columns].index(key))
    last = first + len(named.rows) + named.room - 1
    place = f"{_quoted(named.title)}!${letter}${first}:${letter}${last}"
    _attach(page, area, place, strict=False)


def _attach(page: Any, area: str, place: str, *, strict: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=strict)
    rule.add(area)
    page.add_data_validation(rule)


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"
