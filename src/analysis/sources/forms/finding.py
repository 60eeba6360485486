"""Where the columns of a form stand in a filled one, by their titles in any language."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import Fault
from analysis.sources.forms.layout import Form, Table
from analysis.sources.spreadsheets.sheets import Sheet, a1, is_empty, letters, plain


@dataclass(frozen=True)
class Heads:
    """The row of the headings, 0 if there is none, and the number of each column by its key."""

    row: int
    columns: dict[str, int]
    faults: list[Fault]


def normal(text: str) -> str:
    """A title as it is compared: without capitals, outer blanks and the sign of a required one."""
    return plain(text).casefold().removesuffix("*").strip()


def key_of(text: str, same: Sequence[Table]) -> str | None:
    """Return the key of the column that is called ``text`` in any of the languages."""
    said = normal(text)
    for table in same:
        for item in table.columns:
            if said and said == normal(item.title):
                return item.key
    return None


def heads_of(sheet: Sheet, table: Table, same: Sequence[Table]) -> Heads:
    """Find the row with the most headings, and what stands below which of them."""
    counts = {row: len(_keys(sheet, row, same)) for row in range(1, sheet.height + 1)}
    row = max(counts, key=lambda number: (counts[number], -number), default=0)
    if not counts.get(row):
        told = "the row with the headings is not there"
        names = ", ".join(item.title for item in table.columns)
        return Heads(0, {}, [Fault(sheet.file, None, f"sheet {sheet.name}", told, names)])
    columns: dict[str, int] = {}
    faults = []
    for column, key in _keys(sheet, row, same):
        if key in columns:
            told = f"a second column '{plain(sheet.raw(row, column))}'"
            place = f"sheet {sheet.name}, {a1(row, column)}"
            faults.append(Fault(sheet.file, None, place, told, "each column once"))
        columns.setdefault(key, column)
    faults += _missing(sheet, row, table, columns)
    return Heads(row, columns, faults)


def _keys(sheet: Sheet, row: int, same: Sequence[Table]) -> list[tuple[int, str]]:
    found = []
    for column in range(1, sheet.width + 1):
        raw = sheet.raw(row, column)
        key = key_of(raw, same) if isinstance(raw, str) else None
        if key is not None:
            found.append((column, key))
    return found


def _missing(sheet: Sheet, row: int, table: Table, columns: dict[str, int]) -> list[Fault]:
    return [
        Fault(
            sheet.file,
            None,
            f"sheet {sheet.name}, row {row}",
            f"there is no column '{item.title}'",
            "every column of the empty form, in any order",
        )
        for item in table.columns
        if item.key not in columns
    ]


def find_upright(
    sheet: Sheet, table: Table, same: Sequence[Table], versions: Sequence[Form]
) -> tuple[dict[str, tuple[int, int]], list[Fault]]:
    """Return where the answer to each question stands, and what is wrong with the sheet."""
    fields = {normal(form.words["field"]) for form in versions}
    answers = {normal(form.words["answer"]) for form in versions}
    for row in range(1, sheet.height + 1):
        titles = {normal(plain(sheet.raw(row, n))): n for n in range(1, sheet.width + 1)}
        field = next((titles[name] for name in fields if name in titles), 0)
        answer = next((titles[name] for name in answers if name in titles), 0)
        if field and answer:
            return _questions(sheet, row, field, answer, table, same)
    told = "the row with the headings is not there"
    words = next(iter(versions)).words
    accepted = f"the headings {words['field']} and {words['answer']}"
    return {}, [Fault(sheet.file, None, f"sheet {sheet.name}", told, accepted)]


def _questions(
    sheet: Sheet, head: int, field: int, answer: int, table: Table, same: Sequence[Table]
) -> tuple[dict[str, tuple[int, int]], list[Fault]]:
    places: dict[str, tuple[int, int]] = {}
    faults = []
    for row in range(head + 1, sheet.height + 1):
        asked, given = plain(sheet.raw(row, field)), sheet.raw(row, answer)
        key = key_of(asked, same)
        place = f"sheet {sheet.name}, row {row}, column {letters(answer)}"
        if key is not None and key not in places:
            places[key] = (row, answer)
        elif not is_empty(given):
            told = f"found '{plain(given)}' beside '{asked}'"
            accepted = "an answer beside a question of the form, each of them once"
            faults.append(Fault(sheet.file, None, place, told, accepted))
    for item in table.columns:
        if item.required and item.key not in places:
            told, accepted = (
                f"there is no line '{item.title}'",
                item.note.rstrip(".") or "an answer",
            )
            faults.append(Fault(sheet.file, None, f"sheet {sheet.name}", told, accepted))
    return places, faults
