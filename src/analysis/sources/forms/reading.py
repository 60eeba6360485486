"""Reading a filled form: sheets and columns are found by their titles, wherever they stand."""

from collections.abc import Sequence
from pathlib import Path

from analysis.errors import Fault, InputError
from analysis.sources.forms.cells import read_answer
from analysis.sources.forms.filled import Answer, Filled, Row
from analysis.sources.forms.finding import Heads, find_upright, heads_of, normal
from analysis.sources.forms.layout import Form, Line, Table, shown
from analysis.sources.spreadsheets.sheets import Sheet, a1, is_empty, plain, read_sheets


def read_form(path: Path, versions: Sequence[Form]) -> Filled:
    """Return what a filled form says; xlsx, xls or ods.

    ``versions`` is the form in each language it may have been written in. Faults, each with its
    sheet, row and column, are collected in the answer: a sheet or a column that is not there, a
    value that is not accepted, a required one that is empty, an example that was written over.
    InputError only for a file that cannot be read at all, or is no such form.
    """
    sheets = read_sheets(path)
    found: dict[str, Sheet] = {}
    twice = []
    for sheet in sheets:
        key = _table_key(sheet, versions)
        if key in found:
            told, accepted = f"is the same as the sheet {found[key].name}", "one of the two"
            twice.append(Fault(path.name, None, f"sheet {sheet.name}", told, accepted))
        elif key is not None:
            found[key] = sheet
    if not found:
        names = ", ".join(table.title for table in versions[0].tables)
        told = "it has none of the sheets of the form"
        raise InputError([Fault(path.name, None, "", told, f"the form, with the sheets {names}")])
    filled = Filled(path.name, _language(sheets, versions), faults=twice)
    main = next(form for form in versions if form.language == filled.language)
    for table in main.tables:
        if table.key not in found and table.later:
            continue
        if table.key not in found:
            accepted = "the sheet as it is in the empty form"
            told = f"there is no sheet '{table.title}'"
            filled.faults.append(Fault(path.name, None, "", told, accepted))
            continue
        same = [form.table(table.key) for form in versions]
        _read_table(filled, found[table.key], table, same, versions)
    _remark_others(filled, sheets, list(found.values()), versions)
    return filled


def _table_key(sheet: Sheet, versions: Sequence[Form]) -> str | None:
    for form in versions:
        for table in form.tables:
            if normal(table.title) == normal(sheet.name):
                return table.key
    return None


def _language(sheets: Sequence[Sheet], versions: Sequence[Form]) -> str:
    """The language of most titles; some are the same in several languages."""
    names = {normal(sheet.name) for sheet in sheets}
    cells = {
        normal(plain(raw))
        for sheet in sheets
        for row, _, raw in sheet.cells()
        if row < 60 and isinstance(raw, str)
    }

    def known(form: Form) -> int:
        titles = {normal(item.title) for table in form.tables for item in table.columns}
        return len({normal(table.title) for table in form.tables} & names) + len(titles & cells)

    return max(versions, key=known).language


def _remark_others(
    filled: Filled, sheets: Sequence[Sheet], used: Sequence[Sheet], versions: Sequence[Form]
) -> None:
    """Say which sheets were not read, and which were although they are hidden."""
    frame = {normal(form.words[name]) for form in versions for name in ("start", "lists")}
    for sheet in sheets:
        if sheet in used:
            if sheet.hidden:
                filled.remarks.append(f"sheet {sheet.name} is hidden, and was read.")
        elif normal(sheet.name) not in frame and sheet.rows:
            filled.remarks.append(f"sheet {sheet.name} is none of the form, and was not read.")


def _read_table(
    filled: Filled, sheet: Sheet, table: Table, same: Sequence[Table], versions: Sequence[Form]
) -> None:
    if table.upright:
        _read_upright(filled, sheet, table, same, versions)
        return
    heads = heads_of(sheet, table, same)
    filled.faults += heads.faults
    if heads.row == 0:
        return
    rows = []
    for number in range(heads.row + 1, sheet.height + 1):
        marked, word = _mark(sheet, number, heads, versions)
        filled.faults += _stray(sheet, number, heads, marked)
        if word:
            filled.faults += _overwritten(sheet, number, heads, same, word)
            continue
        places = {key: (number, column) for key, column in heads.columns.items()}
        if row := _answers(filled, sheet, table, same, places):
            rows.append(row)
    filled.rows[table.key] = tuple(rows)


def _mark(sheet: Sheet, number: int, heads: Heads, versions: Sequence[Form]) -> tuple[int, str]:
    """In which column a row is marked as an example or as the hint, and as which of them."""
    words = {normal(form.words[name]): name for form in versions for name in ("example", "hint")}
    for column in range(1, sheet.width + 1):
        said = normal(plain(sheet.raw(number, column)))
        if column not in heads.columns.values() and said in words:
            return column, words[said]
    return 0, ""


def _overwritten(
    sheet: Sheet, number: int, heads: Heads, same: Sequence[Table], mark: str
) -> list[Fault]:
    """A row marked as an example, or as the hint, that holds something else would be lost."""
    said = {
        key: text
        for key, column in heads.columns.items()
        if (text := normal(plain(sheet.raw(number, column))))
    }
    for table in same:
        known = [{item.key: item.note for item in table.columns}]
        if mark == "example":
            known = [_shown(table, line) for line in table.examples]
        lines = [{key: normal(text) for key, text in line.items()} for line in known]
        if any(said.items() <= line.items() for line in lines):
            return []
    told = f"the row is marked '{mark}' and is filled in otherwise"
    place = f"sheet {sheet.name}, row {number}"
    accepted = "the mark removed if the row is to count; else the row as it was, or empty"
    return [Fault(sheet.file, None, place, told, accepted)]


def _shown(table: Table, line: Line) -> dict[str, str]:
    return {
        item.key: plain(shown(item, line[item.key])) for item in table.columns if item.key in line
    }


def _stray(sheet: Sheet, number: int, heads: Heads, marked: int) -> list[Fault]:
    """Cells in columns without a heading, which belong to nothing."""
    used = {*heads.columns.values(), marked}
    return [
        Fault(
            sheet.file,
            None,
            f"sheet {sheet.name}, {a1(number, column)}",
            f"found '{plain(sheet.raw(number, column))}' in a column that is none of the form",
            "the columns of the form; remove what does not belong there",
        )
        for column in range(1, sheet.width + 1)
        if column not in used and not is_empty(sheet.raw(number, column))
    ]


def _read_upright(
    filled: Filled, sheet: Sheet, table: Table, same: Sequence[Table], versions: Sequence[Form]
) -> None:
    places, faults = find_upright(sheet, table, same, versions)
    filled.faults += faults
    if not places:
        return
    row = _answers(filled, sheet, table, same, places)
    filled.rows[table.key] = (row,) if row else ()
    if row is None:
        told = f"sheet {sheet.name}"
        filled.faults.append(Fault(sheet.file, None, told, "it is empty", "answers"))


def _answers(
    filled: Filled,
    sheet: Sheet,
    table: Table,
    same: Sequence[Table],
    places: dict[str, tuple[int, int]],
) -> Row | None:
    """One row, with the faults of its cells; None if nothing of it is filled in."""
    values: dict[str, Answer] = {}
    row = Row(table, sheet, values, places)
    given = [key for key in places if not is_empty(sheet.raw(*places[key]))]
    if not given:
        return None
    for key in given:
        columns = [item.column(key) for item in same]
        answer = read_answer(sheet, places[key], columns)
        if answer.accepted:
            filled.faults.append(row.fault(key, answer.found, answer.accepted))
        elif answer.value is not None:
            values[key] = answer.value
        filled.remarks += [f"{row.cell(key)}: {answer.remark}"] if answer.remark else []
    for item in table.columns:
        if item.required and item.key in places and item.key not in given:
            filled.faults.append(
                row.fault(item.key, "is empty", item.note.rstrip(".") or "an answer")
            )
    return row
