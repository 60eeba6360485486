"""What a column holds, where neither its heading nor its cells say so."""

from collections.abc import Iterator
from typing import Any

from analysis.sources.spreadsheets.cells import is_symbol, looks_like_number
from analysis.sources.spreadsheets.choices import Choice, Question
from analysis.sources.spreadsheets.mapping import FIGURES
from analysis.sources.spreadsheets.sheets import Sheet, column_number, plain
from analysis.sources.spreadsheets.table_shape import Shape, is_year


def unknown_columns(
    sheet: Sheet, shape: Shape, columns: list[dict[str, Any]]
) -> Iterator[Question]:
    """A question for each column whose draft holds "?"."""
    places = {c["column"]: _place_among_figures(sheet, shape, columns, c) for c in columns}
    for column in columns:
        letter, said = column["column"], column.get("header", "")
        if column["holds"] != "?":
            continue
        if not places[letter]:
            yield _what_words(letter, said)
        elif column is columns[-1] and not said and places[letter] >= 4:
            yield _last_column(letter, places[letter])
            yield from _shorter_rows(sheet, shape, columns)
        else:
            yield _what_figures(letter, said)


def _place_among_figures(
    sheet: Sheet, shape: Shape, columns: list[dict[str, Any]], column: dict[str, Any]
) -> int:
    """1 for the first column of figures, 2 for the next; 0 for a column of words."""
    numeric = [
        other
        for other in columns
        if other["holds"] in (*FIGURES, "?") and _is_numeric(sheet, shape, other["column"])
    ]
    return numeric.index(column) + 1 if column in numeric else 0


def _is_numeric(sheet: Sheet, shape: Shape, letter: str) -> bool:
    cells = [sheet.raw(row, column_number(letter)) for row in shape.rows]
    known = [raw for raw in cells if raw is not None]
    return sum(looks_like_number(raw) or is_symbol(raw) for raw in known) * 2 > len(known)


def _last_column(letter: str, place: int) -> Question:
    year = Choice("year", "the whole year's", {"holds": "year_total"}, letter)
    out = Choice("ignore", "neither: leave the column out", {"holds": "ignore"}, letter)
    text = f"Are the figures of column {letter}, which has no heading, the whole year's?"
    if place > 4:
        return Question(f"column_{letter}", text, (year, out))
    quarter = Choice("quarter", f"quarter {place}", {"holds": "value", "part": f"Q{place}"}, letter)
    text = f"{text.rstrip('?')}, or those of quarter {place}?"
    return Question(f"column_{letter}", text, (year, quarter, out))


def _shorter_rows(sheet: Sheet, shape: Shape, columns: list[dict[str, Any]]) -> Iterator[Question]:
    """Rows that end a column earlier: is their last figure the year's, too?"""
    years = next((c["column"] for c in columns if c["holds"] == "year"), None)
    before, last = columns[-2], columns[-1]
    if years is None or before.get("header"):
        return
    numbers = [column_number(column["column"]) for column in (before, last)]
    short = [
        int(plain(sheet.filled(row, column_number(years))))
        for row in shape.rows
        if sheet.raw(row, numbers[0]) is not None
        and sheet.raw(row, numbers[1]) is None
        and is_year(sheet.filled(row, column_number(years)))
    ]
    if short:
        said, letter = ", ".join(map(str, short)), before["column"]
        text = f"In {said} the last figure is in column {letter}: the quarter's or the year's?"
        quarter = Choice("quarter", "the quarter's, as in the other years", {}, letter)
        year = Choice("year", "the whole year's", {"year_total_in": short}, letter)
        yield Question("last_figure", text, (quarter, year))


def _what_figures(letter: str, said: str) -> Question:
    meanings: dict[str, tuple[dict[str, Any], str]] = {
        f"Q{n}": ({"holds": "value", "part": f"Q{n}"}, f"figures of quarter {n}")
        for n in range(1, 5)
    }
    meanings |= {
        "year_total": ({"holds": "year_total"}, "figures of the whole year"),
        "value": ({"holds": "value"}, "figures of the row's own period"),
        "n": ({"holds": "n"}, "numbers of persons behind the figures"),
        "year": ({"holds": "year"}, "the year"),
        "part": ({"holds": "part"}, "the number of the quarter"),
        "municipality": ({"holds": "municipality"}, "the municipality's number"),
        "ignore": ({"holds": "ignore"}, "nothing that is needed: leave the column out"),
    }
    text = f"What stands in column {letter} ({repr(said) if said else 'without a heading'})?"
    choices = [Choice(key, text, changes, letter) for key, (changes, text) in meanings.items()]
    return Question(f"column_{letter}", text, tuple(choices))


def _what_words(letter: str, said: str) -> Question:
    text = f"What do the words in column {letter} ('{said}') say?"
    meanings = {
        "unit": "a unit of the organisation",
        "breakdown": "a group of persons, such as women",
        "municipality": "the municipality",
        "ignore": "nothing about the figures: leave the column out",
    }
    choices = [Choice(key, text, {"holds": key}, letter) for key, text in meanings.items()]
    return Question(f"column_{letter}", text, tuple(choices))
