"""Numbers and periods as municipalities write them: exact, or asked about, never guessed."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.model.periods import Period
from analysis.sources.spreadsheets import (
    NumberStyle,
    PeriodStyle,
    Unclear,
    parse_number,
    parse_part,
    parse_period,
)
from analysis.sources.spreadsheets.period_texts import parse_year
from analysis.sources.spreadsheets.sheets import Broken

SSB = NumberStyle(symbols="ssb")
KOLADA = NumberStyle(symbols="kolada")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,7 %", 8.7),
        ("8,7%", 8.7),
        ("8.7", 8.7),
        ("0,087", 0.087),
        ("0.123", 0.123),
        ("1 234", 1234.0),
        ("1\u00a0234", 1234.0),
        ("1\u2009234\u202f567,25", 1234567.25),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("1'234", 1234.0),
        ("1 234,567", 1234.567),
        ("12,3456", 12.3456),
        ("−3,2", -3.2),
        ("–3", -3.0),
        ("-0,5", -0.5),
        ("+4", 4.0),
        ("\ufeff 12 ", 12.0),
        ("0012", 12.0),
    ],
)
def test_a_number_is_read_digit_by_digit(text: str, value: float) -> None:
    assert parse_number(text).value == value
    assert parse_number(text).status == "reported"


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "1,234",
        "-12.345",
        "12 34",
        "1 2345",
        "1.23.456",
        "8,7,9",
        "1,234,56.7",
        "(3,2)",
        "8,7*",
        "|8,7",
        "n/a",
        "8-9",
        "1e5",
        "8,7 1)",
        "5-",
        "--5",
        "٣",
        "²",
        ",5",
        "5,",
        "inf",
        "nan",
        "..",
        ":",
        ".",
        "-",
        "*",
        "",
        "0,1234567890123456789",
        "1.234,5.6",
        "9" * 400,
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unclear) as caught:
        parse_number(text)
    assert caught.value.accepted


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.234", NumberStyle(decimal_mark="."), 1.234),
        ("1.234", NumberStyle(decimal_mark=",", thousands_mark="."), 1234.0),
        ("1,234", NumberStyle(decimal_mark=","), 1.234),
        ("1,234", NumberStyle(thousands_mark=","), 1234.0),
        ("1.234", NumberStyle(thousands_mark=" "), 1.234),
        ("1’234", NumberStyle(thousands_mark="'"), 1234.0),
        ("1 234", NumberStyle(decimal_mark="."), 1234.0),
        ("1.234,5", NumberStyle(decimal_mark=","), 1234.5),
    ],
)
def test_the_mapping_settles_what_a_mark_means(text: str, style: NumberStyle, value: float) -> None:
    assert parse_number(text, style).value == value


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("1.234", NumberStyle(decimal_mark=",")),
        ("8.7", NumberStyle(decimal_mark=",")),
        ("1,234", NumberStyle(decimal_mark=".")),
        ("8.7", NumberStyle(decimal_mark=",", thousands_mark=".")),
        ("1'234", NumberStyle(thousands_mark=".")),
        ("1,234,567", NumberStyle(decimal_mark=",")),
        ("1,234.5", NumberStyle(decimal_mark=".", thousands_mark=" ")),
    ],
)
def test_a_mark_against_the_mapping_is_refused(text: str, style: NumberStyle) -> None:
    with pytest.raises(Unclear):
        parse_number(text, style)


def test_scale_moves_the_decimal_mark_and_computes_nothing() -> None:
    hundred = NumberStyle(scale=100)
    assert 0.07 * 100 != 7.0
    assert parse_number(0.07, hundred).value == 7.0
    assert parse_number("0,087", hundred).value == 8.7
    assert parse_number(0.087).value == 0.087
    with pytest.raises(Unclear, match="already in percent"):
        parse_number("8,7 %", hundred)


@pytest.mark.parametrize(
    ("text", "style", "status", "value"),
    [
        (".", SSB, "not_applicable", None),
        ("..", SSB, "missing", None),
        (":", SSB, "suppressed", None),
        ("*", SSB, "suppressed", None),
        ("-", SSB, "reported", 0.0),
        ("–", SSB, "reported", 0.0),
        ("8,7*", SSB, "provisional", 8.7),
        ("* 8,7", SSB, "provisional", 8.7),
        ("-", KOLADA, "missing", None),
        (".", KOLADA, "not_applicable", None),
        ("..", KOLADA, "suppressed", None),
        ("u.d.", NumberStyle(statuses={"u.d.": "missing"}), "missing", None),
        ("-", NumberStyle(statuses={"-": "zero"}), "reported", 0.0),
    ],
)
def test_signs_become_statuses_as_their_publisher_means_them(
    text: str, style: NumberStyle, status: str, value: float | None
) -> None:
    found = parse_number(text, style)
    assert (found.status, found.value) == (status, value)


def test_a_break_is_kept_beside_its_value() -> None:
    assert parse_number("|8,7", SSB).has_break
    assert parse_number("8,7 |", SSB).value == 8.7
    assert not parse_number("8,7", SSB).has_break
    with pytest.raises(Unclear):
        parse_number("|", SSB)
    for text in (":", "*", "8,7*", "8,7|"):
        with pytest.raises(Unclear):
            parse_number(text, KOLADA)


@pytest.mark.parametrize(
    "raw", [True, date(2005, 7, 8), datetime(2005, 7, 8), time(8, 7), Broken("#DIV/0!"), None]
)
def test_what_is_no_number_in_excel_is_refused(raw: object) -> None:
    with pytest.raises(Unclear):
        parse_number(raw)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_excel_stays_the_float_it_is(value: float) -> None:
    assert parse_number(value).value == value


@settings(max_examples=200)
@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.integers(min_value=0, max_value=4),
    st.sampled_from([" ", "\u00a0", "\u2009", ".", ",", "'", ""]),
    st.sampled_from([",", "."]),
    st.sampled_from(["-", "−", "–"]),
)
def test_every_way_to_write_a_number_gives_it_back(
    units: int, decimals: int, thousands: str, mark: str, minus: str
) -> None:
    if thousands == mark:
        return
    whole, fraction = divmod(abs(units), 10**decimals)
    text = f"{whole:,}".replace(",", thousands)
    text += f"{mark}{fraction:0{decimals}d}" if decimals else ""
    sign = "-" if units < 0 else ""
    stated = " " if thousands.isspace() else thousands or None
    style = NumberStyle(decimal_mark=mark, thousands_mark=stated)
    expected = float(f"{sign}{whole}.{fraction:0{decimals}d}" if decimals else f"{sign}{whole}")
    assert parse_number((minus if units < 0 else "") + text, style).value == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1. kv. 2005", "2005Q1"),
        ("1.kv.2005", "2005Q1"),
        ("2005K1", "2005Q1"),
        ("2005Q4", "2005Q4"),
        ("2005 kvartal 1", "2005Q1"),
        ("Kvartal 3, 2005", "2005Q3"),
        ("2005 1. kvartal", "2005Q1"),
        ("K1-2005", "2005Q1"),
        ("T2 2012", "2012T2"),
        ("2. tertial 2012", "2012T2"),
        ("1. halvår 2011", "2011H1"),
        ("jan.-mars 2005", "2005Q1"),
        ("Oktober–desember 2005", "2005Q4"),
        ("mai-aug. 2012", "2012T2"),
        ("juli - december 2012", "2012H2"),
        ("jan.-des. 2012", "2012"),
        ("januar 2005", "2005-01"),
        ("maj 2005", "2005-05"),
        ("2005M12", "2005-12"),
        ("2005-03", "2005-03"),
        ("2005", "2005"),
        ("År 2005", "2005"),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, period: str) -> None:
    assert parse_period(text) == Period.parse(period)
    assert parse_period(text.upper().replace(" ", "\u00a0")) == Period.parse(period)


@pytest.mark.parametrize(
    "text",
    [
        "kv 1 -05",
        "jan-mars 05",
        "jan.-mars 05",
        "'05",
        "05",
        "2014/15",
        "2014-2015",
        "2005-06",
        "5. kv. 2005",
        "T4 2012",
        "H3 2011",
        "2005M13",
        "2005K0",
        "feb.-april 2005",
        "des-jan 2005",
        "31.03.2005",
        "31. mars 2005",
        "2005-03-31",
        "2005-02-30",
        "20051",
        "kv 2005",
        "",
        "2005/07",
        "3/2005",
    ],
)
def test_a_period_that_is_unclear_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        parse_period(text)


def test_the_mapping_settles_centuries_school_years_and_months() -> None:
    this, last = PeriodStyle(century=2000), PeriodStyle(century=1900)
    assert str(parse_period("kv 1 -05", this)) == "2005Q1"
    assert str(parse_period("jan.-mars 05", last)) == "1905Q1"
    assert str(parse_period("2014/15", PeriodStyle(school_year="start"))) == "2014"
    assert str(parse_period("2014/15", PeriodStyle(school_year="end"))) == "2015"
    assert str(parse_period("1999/2000", PeriodStyle(school_year="end"))) == "2000"
    assert str(parse_period("2005-06", PeriodStyle(school_year="start"))) == "2005"
    assert str(parse_period("2005-06", PeriodStyle(kind="month"))) == "2005-06"
    assert parse_year("05", this) == 2005
    with pytest.raises(Unclear, match="is a year"):
        parse_period("2005", PeriodStyle(kind="quarter"))


@pytest.mark.parametrize(
    ("raw", "dates", "period"),
    [
        (date(2005, 3, 31), "quarter_end", "2005Q1"),
        (datetime(2005, 3, 31), "month_end", "2005-03"),
        ("31.03.2005", "day", "2005-03-31"),
        ("2005-01-01 00:00:00", "year_start", "2005"),
        ("31. mars 2005", "quarter_end", "2005Q1"),
        ("12. november 2026", "day", "2026-11-12"),
        ("12.november 2026", "day", "2026-11-12"),
        ("12 NOVEMBER 2026", "day", "2026-11-12"),
        ("den 1 maj 2026", "day", "2026-05-01"),
        ("1. desember 2026", "day", "2026-12-01"),
        ("3 aug. 2026", "day", "2026-08-03"),
        ("12th October 2026", "day", "2026-10-12"),
        ("October 12, 2026", "day", "2026-10-12"),
        (date(2005, 12, 31), "year_end", "2005"),
        (date(2005, 10, 1), "quarter_start", "2005Q4"),
        (date(2005, 2, 1), "month_start", "2005-02"),
        (38442.0, "quarter_end", "2005Q1"),
        (61.0, "day", "1900-03-01"),
    ],
)
def test_a_date_stands_for_what_the_mapping_says(raw: object, dates: str, period: str) -> None:
    assert str(parse_period(raw, PeriodStyle(dates=dates, serials=True))) == period


@pytest.mark.parametrize(
    ("raw", "dates"),
    [
        (date(2005, 3, 30), "quarter_end"),
        (date(2005, 2, 1), "quarter_start"),
        (datetime(2005, 3, 31, 12), "day"),
        (60.0, "day"),
        (38442.5, "day"),
        (date(2005, 3, 31), None),
        (True, "day"),
        ("31. november 2026", "day"),
        ("0. mars 2026", "day"),
        ("12. våren 2026", "day"),
        ("12. november 26", "day"),
        ("12. november", "day"),
    ],
)
def test_another_day_than_the_mapping_says_is_refused(raw: object, dates: str | None) -> None:
    with pytest.raises(Unclear):
        parse_period(raw, PeriodStyle(dates=dates, serials=True))


def test_a_part_of_the_year_is_a_word_or_a_number_of_a_kind_that_is_said() -> None:
    assert parse_part("1. kv.") == ("quarter", 1)
    assert parse_part("T3") == ("tertial", 3)
    assert parse_part("apr.-juni") == ("quarter", 2)
    assert parse_part("Hele året") == ("year", 1)
    assert parse_part(4.0, "quarter") == ("quarter", 4)
    for raw, kind in (("1", None), ("5", "quarter"), ("0", "quarter"), ("kv", "quarter")):
        with pytest.raises(Unclear):
            parse_part(raw, kind)


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_no_text_brings_a_reader_down(text: str) -> None:
    for read in (parse_number, parse_period, parse_part, parse_year):
        with suppress(Unclear):
            read(text)
