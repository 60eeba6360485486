"""What a file leaves open, asked in plain sentences: nothing is guessed that changes a figure."""

from collections.abc import Iterator
from typing import Any

from analysis.sources.spreadsheets.cells import NumberStyle, Unclear, is_symbol, parse_number
from analysis.sources.spreadsheets.choices import Choice, Question
from analysis.sources.spreadsheets.column_questions import unknown_columns
from analysis.sources.spreadsheets.mapping import FIGURES
from analysis.sources.spreadsheets.period_texts import parse_period
from analysis.sources.spreadsheets.row_questions import empty_keys, total_rows
from analysis.sources.spreadsheets.sheets import Raw, Sheet, a1, column_number, plain
from analysis.sources.spreadsheets.table_shape import Shape


def questions_of(sheet: Sheet, shape: Shape, draft: dict[str, Any]) -> Iterator[Question]:
    """The questions that a sheet and its draft leave open."""
    columns = draft["columns"]
    if "indicator" not in draft:
        yield Question("indicator", "Which indicator are the figures of (its id)?", key="indicator")
    named = any(column["holds"] == "municipality" for column in columns)
    if not named and "municipality" not in draft:
        text = "Which municipality are the figures of (its number, such as 0301; "
        text += "empty where a column says it)?"
        yield Question("municipality", text, key="municipality")
    yield from unknown_columns(sheet, shape, columns)
    yield from _periods([raw for _, _, raw in _cells(sheet, shape, columns, ("period",))])
    yield from _numbers(sheet, _cells(sheet, shape, columns, (*FIGURES, "?")))
    yield from empty_keys(sheet, shape, columns)
    yield from total_rows(sheet, shape, columns)


def _cells(
    sheet: Sheet, shape: Shape, columns: list[dict[str, Any]], holding: tuple[str, ...]
) -> list[tuple[int, int, Raw]]:
    numbers = [column_number(item["column"]) for item in columns if item["holds"] in holding]
    places = [(row, number) for row in shape.rows for number in numbers]
    return [(*place, sheet.raw(*place)) for place in places if sheet.raw(*place) is not None]


def _periods(cells: list[Raw]) -> Iterator[Question]:
    """One question for each way in which the periods are unclear."""
    for mark, (id_, text, choices) in _PERIOD_QUESTIONS.items():
        for raw in cells:
            found = _why_no_period(raw)
            if mark in found:
                yield Question(id_, f"{found}: {text}", choices)
                break


def _why_no_period(raw: Raw) -> str:
    try:
        parse_period(raw)
    except Unclear as error:
        return error.found
    return ""


def _numbers(sheet: Sheet, figures: list[tuple[int, int, Raw]]) -> Iterator[Question]:
    cells = [raw for _, _, raw in figures]
    if doubtful := next((raw for raw in cells if _is_doubtful(raw)), None):
        text = f"Is '{plain(doubtful)}' a decimal number, or thousands?"
        mark = "," if "," in plain(doubtful) else "."
        other = "." if mark == "," else ","
        decimal = Choice("decimal", f"'{mark}' is the decimal mark", {"decimal_mark": mark})
        changes = {"decimal_mark": other, "thousands_mark": mark}
        yield Question(
            "marks", text, (decimal, Choice("thousands", f"'{mark}' marks thousands", changes))
        )
    signs = sorted({plain(raw) for raw in cells if is_symbol(raw)})
    if signs:
        text = f"Whose signs are {' '.join(signs)} in place of a number?"
        ssb = Choice("ssb", "Statistics Norway's (- is zero, .. missing)", {"symbols": "ssb"})
        kolada = Choice("kolada", "Kolada's (- is missing, .. withheld)", {"symbols": "kolada"})
        yield Question("symbols", text, (ssb, kolada))
    percent = [place for *place, _ in figures if tuple(place) in sheet.percent]
    if percent or _all_shares(cells):
        where = f"{a1(*percent[0])} is shown as percent" if percent else "all lie between 0 and 1"
        text = f"Are the figures shares, so that 0.087 means 8.7 percent? ({where})"
        percents = Choice("percent", "yes, read 0.087 as 8.7", {"scale": 100})
        yield Question(
            "scale",
            text,
            (percents, Choice("as_they_are", "no, read 0.087 as 0.087", {"scale": 1})),
        )


def _is_doubtful(raw: Raw) -> bool:
    return isinstance(raw, str) and "thousands?" in _why_not(raw)


def _why_not(raw: Raw) -> str:
    try:
        parse_number(raw, NumberStyle(symbols="ssb"))
    except Unclear as error:
        return error.found
    return ""


def _all_shares(cells: list[Raw]) -> bool:
    values = []
    for raw in cells:
        try:
            value = parse_number(raw, NumberStyle(symbols="ssb")).value
        except Unclear:
            continue
        values.append(value)
    known = [value for value in values if value is not None]
    return bool(known) and all(0 <= value < 1 for value in known) and any(known)


def _choices(key: str, meanings: dict[str, tuple[Any, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(id_, text, {key: value}) for id_, (value, text) in meanings.items())


_DATES = {
    "day": ("day", "the day itself"),
    "month_start": ("month_start", "the month that begins on it"),
    "month_end": ("month_end", "the month that ends on it"),
    "quarter_start": ("quarter_start", "the quarter that begins on it"),
    "quarter_end": ("quarter_end", "the quarter that ends on it"),
    "year_start": ("year_start", "the year that begins on it"),
    "year_end": ("year_end", "the year that ends on it"),
}
_CENTURIES = {"1900": (1900, "the 1900s"), "2000": (2000, "the 2000s")}
_SCHOOL_YEARS = {
    "start": ("start", "the year in which it begins"),
    "end": ("end", "the year in which it ends"),
}
_PERIOD_QUESTIONS = {
    "a date": ("dates", "what does the date stand for?", _choices("dates", _DATES)),
    "two digits": ("century", "which century is it?", _choices("century", _CENTURIES)),
    "calendar years": (
        "school_year",
        "under which year is it filed?",
        _choices("school_year", _SCHOOL_YEARS),
    ),
    "a school year?": (
        "months",
        "which is it?",
        (
            Choice("months", "months", {"period_kind": "month"}),
            Choice("start", "school years, filed under the first", {"school_year": "start"}),
            Choice("end", "school years, filed under the second", {"school_year": "end"}),
        ),
    ),
}
