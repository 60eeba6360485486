"""What one cell of a filled form says: a text, a choice, a number, a period or a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from analysis.model.periods import Period
from analysis.sources.forms.filled import Answer
from analysis.sources.forms.finding import normal
from analysis.sources.forms.layout import Column, Kind
from analysis.sources.spreadsheets.cells import NumberStyle, Unclear, parse_number
from analysis.sources.spreadsheets.period_texts import PeriodStyle, parse_period
from analysis.sources.spreadsheets.sheets import Broken, Position, Raw, Sheet, plain

_NUMBERS = "a number, such as 7.5 or 7,5"
_DAYS = "a date, such as 2026-03-31, 31.03.2026 or 31. mars 2026"
_PERIODS = (
    "a period, such as 2026, 2026Q1, 2026-03 or mars 2026; or a date, such as 2026-03-31 or "
    "31. mars 2026"
)
_NAMED = 12


@dataclass(frozen=True)
class Read:
    """What a cell says, and what was taken for it; or what was found, and what is accepted."""

    value: Answer | None = None
    remark: str = ""
    found: str = ""
    accepted: str = ""


def read_answer(sheet: Sheet, place: Position, columns: Sequence[Column]) -> Read:
    """Return what a cell that is not empty says; ``columns`` is its column in each language."""
    raw, column = sheet.raw(*place), columns[0]
    if isinstance(raw, Broken):
        accepted = "a value; mend the formula, or open the file in Excel and save it"
        return Read(found=f"shows {raw}", accepted=accepted)
    if chosen := _chosen(raw, columns):
        return Read(chosen)
    if column.choices and not column.open:
        return _not_offered(raw, column)
    try:
        return _free(raw, column.kind, place in sheet.percent)
    except Unclear as error:
        known = {"number": _NUMBERS, "period": _PERIODS, "date": _DAYS}
        accepted = "; or ".join([known[column.kind], *(item.title for item in column.choices)])
        return Read(found=f"found {error.found}", accepted=accepted)


def _free(raw: Raw, kind: Kind, percent: bool) -> Read:
    """What a cell says that is no entry of a list. Unclear (a ValueError) where that is nothing."""
    if kind == "number":
        return Read(_number(raw, percent))
    if kind in ("period", "date"):
        return _time(raw, kind == "date")
    return _text(raw)


def _text(raw: Raw) -> Read:
    if isinstance(raw, date):
        return Read(f"{raw:%Y-%m-%d}")
    if isinstance(raw, bool):
        return Read(found=f"found {plain(raw)}, a yes or no", accepted="a text")
    return Read(_lines(raw) if isinstance(raw, str) else plain(raw))


def _lines(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := plain(part)))


def _chosen(raw: Raw, columns: Sequence[Column]) -> str:
    """The id of the entry that a cell names, in any language; "" if it names none."""
    said = normal(plain(raw))
    for column in columns:
        for choice in column.choices:
            if said in map(normal, (choice.title, choice.id, *choice.also)):
                return choice.id
    return ""


def _not_offered(raw: Raw, column: Column) -> Read:
    names = [choice.title for choice in column.choices]
    more = f" and {len(names) - _NAMED} more on the sheet of lists" if len(names) > _NAMED else ""
    return Read(found=f"found '{plain(raw)}'", accepted=f"{'; '.join(names[:_NAMED])}{more}")


def _number(raw: Raw, percent: bool) -> float:
    scaled = percent and isinstance(raw, int | float)
    value = parse_number(raw, NumberStyle(scale=100 if scaled else 1)).value
    if value is None:
        raise Unclear(f"'{plain(raw)}'")
    return value


def _time(raw: Raw, as_day: bool) -> Read:
    period = _period(raw)
    if not as_day:
        said = f"the date {period} was read as that day." if _may_be_a_month(raw) else ""
        return Read(period, said)
    if period.kind != "day":
        raise Unclear(f"'{plain(raw)}'")
    return Read(period.start)


def _may_be_a_month(raw: Raw) -> bool:
    """Excel makes the date 2024-03-01 of 2024-03 where a cell is not formatted as text."""
    return isinstance(raw, datetime | date) and raw.day == 1


def _period(raw: Raw) -> Period:
    if isinstance(raw, str | int | float) and not isinstance(raw, bool):
        try:
            return Period.parse(plain(raw).upper())
        except ValueError:
            pass
    return parse_period(raw, PeriodStyle(dates="day"))
