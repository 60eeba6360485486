"""Periods as people write them: 1. kv. 2005, 2005K1, jan.-mars 2005, T2 2012, dates."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from analysis.model.periods import PARTS, Period
from analysis.sources.spreadsheets.cells import Unclear
from analysis.sources.spreadsheets.sheets import Raw, plain

Kind = Literal["year", "half", "tertial", "quarter", "month", "day"]
Part = tuple[str, int]
Dates = Literal[
    "day", "month_start", "month_end", "quarter_start", "quarter_end", "year_start", "year_end"
]

ACCEPTED = "a period, such as 2005, 2005K1, 1. kv. 2005, T2 2012, jan.-mars 2005 or 2005-03"

_MONTHS = (
    ("januar", "januari", "january", "jan"),
    ("februar", "februari", "february", "feb", "febr"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("mai", "maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "augusti", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("desember", "december", "des", "dec"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WORDS = {
    "quarter": ("kvartal", "kvartalet", "kvart", "kv", "kvt", "quarter", "k", "q"),
    "tertial": ("tertial", "tertialet", "tert", "t"),
    "half": ("halvår", "halvåret", "halvar", "half", "h"),
    "month": ("måned", "månad", "mnd", "mån", "month", "m"),
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words}
_YEAR_WORDS = ("år", "året", "hele året", "helår", "hela året", "helåret", "year", "whole year")

_WORD = "|".join(sorted(map(re.escape, _KIND), key=len, reverse=True))
_NAMED = "|".join(sorted(_MONTH, key=len, reverse=True))
_PART = (
    rf"(?:(?P<a>\d{{1,2}})\.? ?(?P<b>{_WORD})\.?|(?P<c>{_WORD})\.? ?(?P<d>\d{{1,2}})\.?"
    rf"|(?P<from>{_NAMED})\.?(?: ?[-–—] ?(?P<to>{_NAMED})\.?)?)"
)
_YEAR = r"(?P<year>[12]\d{3}|['’]?\d{2})"
_GAP = r" ?[-/,]? ?"
_PART_ONLY = re.compile(_PART)
_PART_YEAR = re.compile(_PART + _GAP + _YEAR)
_YEAR_PART = re.compile(r"(?P<year>[12]\d{3})" + _GAP + _PART)
_YEAR_ONLY = re.compile(r"(?:(?:år|året|year) )?(?P<year>[12]\d{3}|['’]\d{2})")
_ISO_MONTH = re.compile(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])")
_ISO_DAY = re.compile(r"(?P<y>[12]\d{3})-(?P<m>\d{2})-(?P<d>\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_NORDIC_DAY = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>[12]\d{3})")
_NAMED_DAY = re.compile(
    rf"(?:den )?(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th|:e)? ?(?P<month>{_NAMED})\.?,? (?P<y>[12]\d{{3}})"
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{_NAMED})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[12]\d{{3}})"
)
_SCHOOL_YEAR = re.compile(r"(?P<first>[12]\d{3}) ?[/–-] ?(?P<last>(?:[12]\d)?\d{2})")


@dataclass(frozen=True)
class PeriodStyle:
    """How a file writes periods. What is None has not been said, and is never guessed.

    ``kind`` is what every period must be; ``century`` what 05 belongs to (1900 or 2000);
    ``dates`` what a date stands for, and on which day of it; ``serials`` whether numbers are
    Excel's days; ``school_year`` which of its two years a school year is filed under.
    """

    kind: Kind | None = None
    century: Literal[1900, 2000] | None = None
    dates: Dates | None = None
    serials: bool = False
    school_year: Literal["start", "end"] | None = None


def parse_period(raw: Raw, style: PeriodStyle = PeriodStyle()) -> Period:
    """Return the period a cell writes. Unclear (a ValueError) says why it cannot be told."""
    period = _period(raw, style)
    if style.kind and period.kind != style.kind:
        raise Unclear(f"'{plain(raw)}' is a {period.kind}", f"a {style.kind}")
    return period


def parse_part(raw: Raw, kind: Kind | None = None) -> Part:
    """Return the part of the year a cell names, as kind and number: ("quarter", 1).

    A bare number is a part of ``kind``; "hele året" is ("year", 1). Unclear where it is neither.
    """
    text = plain(raw).lower()
    if text in _YEAR_WORDS:
        return "year", 1
    if kind in PARTS and re.fullmatch(r"\d{1,2}\.?", text):
        return _checked(str(kind), int(text.rstrip(".")), text)
    if match := _PART_ONLY.fullmatch(text):
        return _part(match, text)
    raise Unclear(f"'{plain(raw)}'", "a part of the year, such as 1. kv., K1, T2 or jan.-mars")


def parse_year(raw: Raw, style: PeriodStyle = PeriodStyle()) -> int:
    """Return the year in a cell. Unclear where it is not one."""
    if isinstance(raw, date):
        return _of_date(raw, PeriodStyle(dates=style.dates)).year
    text = plain(raw).lower()
    if re.fullmatch(r"\d{2}", text) and style.century is not None:
        return style.century + int(text)
    match = _YEAR_ONLY.fullmatch(text)
    if match is None:
        raise Unclear(f"'{plain(raw)}'", "a year, such as 2005")
    return _year(match["year"], text, style)


def _period(raw: Raw, style: PeriodStyle) -> Period:
    if isinstance(raw, date):
        return _of_date(raw, style)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and style.serials:
        return _of_serial(float(raw), style)
    text = plain(raw).lower()
    if not isinstance(raw, str | float | int) or isinstance(raw, bool) or not text:
        raise Unclear(f"'{plain(raw)}'", ACCEPTED)
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match, text, style)
    raise Unclear(f"'{plain(raw)}'", ACCEPTED)


def _part_of_year(match: re.Match[str], text: str, style: PeriodStyle) -> Period:
    kind, number = _part(match, text)
    return Period(_year(match["year"], text, style), kind, number)


def _whole_year(match: re.Match[str], text: str, style: PeriodStyle) -> Period:
    return Period(_year(match["year"], text, style))


def _written_day(match: re.Match[str], text: str, style: PeriodStyle) -> Period:
    named = match.groupdict().get("month")
    try:
        day = date(int(match["y"]), _MONTH[named] if named else int(match["m"]), int(match["d"]))
    except ValueError:
        raise Unclear(f"'{text}' is no day of the calendar", ACCEPTED) from None
    return _of_date(day, style)


def _part(match: re.Match[str], text: str) -> Part:
    if match["from"]:
        first = _MONTH[match["from"]]
        return _span(first, _MONTH[match["to"]] if match["to"] else first, text)
    kind = _KIND[match["b"] or match["c"]]
    return _checked(kind, int(match["a"] or match["d"]), text)


def _checked(kind: str, number: int, text: str) -> Part:
    if not 1 <= number <= PARTS[kind]:
        raise Unclear(f"'{text}'", f"a {kind} from 1 to {PARTS[kind]}")
    return kind, number


def _span(first: int, last: int, text: str) -> Part:
    """The part of the year from one month to another, if it is one."""
    length = last - first + 1
    if (first, last) == (1, 12):
        return "year", 1
    for kind, parts in PARTS.items():
        months = 12 // parts
        if length == months and (first - 1) % months == 0:
            return kind, (first - 1) // months + 1
    raise Unclear(f"'{text}' is no quarter, tertial or half-year", ACCEPTED)


def _year(written: str, text: str, style: PeriodStyle) -> int:
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    if style.century is None:
        accepted = "a year with four digits, or the mapping says the century"
        raise Unclear(f"'{text}', a year with two digits", accepted)
    return style.century + int(digits)


def _iso_month(match: re.Match[str], text: str, style: PeriodStyle) -> Period:
    year, month = int(match["year"]), int(match["month"])
    # 2005-06 is June, or the school year that 2005/06 is; 2005-03 can only be March.
    if month == (year + 1) % 100 and style.kind != "month":
        if style.school_year:
            return Period(year if style.school_year == "start" else year + 1)
        accepted = "the mapping says that the periods are months, or what a school year stands for"
        raise Unclear(f"'{text}': a month, or a school year?", accepted)
    return Period(year, "month", month)


def _school_year(match: re.Match[str], text: str, style: PeriodStyle) -> Period:
    first, last = int(match["first"]), match["last"]
    if int(last) != (first + 1) % 10 ** len(last):
        raise Unclear(f"'{text}'", ACCEPTED)
    if style.school_year is None:
        accepted = "a calendar period, or the mapping says which year it is filed under"
        raise Unclear(f"'{text}' spans two calendar years", accepted)
    return Period(first if style.school_year == "start" else first + 1)


def _of_serial(number: float, style: PeriodStyle) -> Period:
    # From 61 on, Excel's days count from 30 December 1899; before it, they hold a day too many.
    if not (61 <= number <= 109_574 and number.is_integer()):
        raise Unclear(f"'{number:g}' is no date of Excel's", "a whole number of days, 61 to 109574")
    return _of_date(date(1899, 12, 30) + timedelta(days=int(number)), style)


def _of_date(day: date, style: PeriodStyle) -> Period:
    if isinstance(day, datetime):
        if day.time() != datetime.min.time():
            raise Unclear(f"'{day}', a time of the day", "a date")
        day = day.date()
    if style.dates is None:
        accepted = "the mapping says what a date stands for: a day, or the start or end of a period"
        raise Unclear(f"{day}, a date", accepted)
    if style.dates == "day":
        return Period(day.year, "day", day.month, day.day)
    kind, _, edge = style.dates.partition("_")
    parts = PARTS.get(kind, 1)
    period = Period(day.year, kind, (day.month - 1) * parts // 12 + 1)
    if day != (period.start if edge == "start" else period.end):
        raise Unclear(f"{day}", f"the {'first' if edge == 'start' else 'last'} day of a {kind}")
    return period


_FORMS = (
    (_ISO_MONTH, _iso_month),
    (_SCHOOL_YEAR, _school_year),
    (_ISO_DAY, _written_day),
    (_NORDIC_DAY, _written_day),
    (_NAMED_DAY, _written_day),
    (_MONTH_DAY, _written_day),
    (_YEAR_ONLY, _whole_year),
    (_PART_YEAR, _part_of_year),
    (_YEAR_PART, _part_of_year),
)
