"""Periods: what is accepted, what it spans, and how periods are ordered."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from analysis.model.periods import ACCEPTED, Period, quarters_of

YEARS = st.integers(1000, 2999)
PERIODS = st.one_of(
    st.builds(Period, YEARS),
    *(
        st.builds(Period, YEARS, st.just(kind), st.integers(1, count))
        for kind, count in (("half", 2), ("tertial", 3), ("quarter", 4), ("month", 12))
    ),
    st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(
        lambda day: Period(day.year, "day", day.month, day.day)
    ),
)


@given(PERIODS)
def test_what_a_period_writes_is_read_back_as_the_same_period(period):
    assert Period.parse(str(period)) == period


@given(PERIODS, PERIODS)
def test_two_periods_are_equal_or_one_comes_before_the_other(one, other):
    assert [one < other, one == other, one > other].count(True) == 1


@given(PERIODS, PERIODS)
def test_periods_are_ordered_by_first_day_and_longer_ones_come_first(one, other):
    length = {period: period.end - period.start for period in (one, other)}
    expected = (one.start, -length[one]) < (other.start, -length[other])
    assert (one < other) is expected


@given(PERIODS)
def test_the_middle_of_a_period_lies_within_its_years(period):
    assert period.year <= period.midpoint < period.year + 1


@given(st.text("0123456789HTQhq-/. ", max_size=11))
def test_any_other_text_is_refused_by_its_words_or_read_as_what_it_writes(text):
    assert read_or_refusal(text) in (text.strip(), f"'{text}' is not a period", no_day(text))


def read_or_refusal(text: str) -> str:
    try:
        return str(Period.parse(text))
    except ValueError as error:
        return str(error)


def no_day(text: str) -> str:
    return f"'{text}' is no day of the calendar"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012H1", date(2012, 1, 1), date(2012, 6, 30)),
        ("2012H2", date(2012, 7, 1), date(2012, 12, 31)),
        ("2012T1", date(2012, 1, 1), date(2012, 4, 30)),
        ("2012T2", date(2012, 5, 1), date(2012, 8, 31)),
        ("2012T3", date(2012, 9, 1), date(2012, 12, 31)),
        ("2009Q1", date(2009, 1, 1), date(2009, 3, 31)),
        ("2008Q4", date(2008, 10, 1), date(2008, 12, 31)),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29)),
        ("2009-02", date(2009, 2, 1), date(2009, 2, 28)),
        ("2009-03-31", date(2009, 3, 31), date(2009, 3, 31)),
    ],
)
def test_a_period_spans_its_days(text, first, last):
    period = Period.parse(text)
    assert (period.start, period.end) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "08", "20088", "2008q1", "2008Q0", "2008Q5", "2008H3", "2008T4", "2008-13", "2008-1"),
        *("2008 Q1", "Q1 2008", "31.03.2009", "2009-03-31T00:00", "3008", "1. kvartal 2008"),
    ],
)
def test_what_is_no_period_is_refused_by_its_name(text):
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["2009-02-29", "2009-04-31", "2009-01-00", "2009-12-32"])
def test_a_day_that_does_not_exist_is_refused_as_such(text):
    with pytest.raises(ValueError, match=no_day(text)):
        Period.parse(text)


def test_a_leap_day_is_a_day():
    assert Period.parse("2008-02-29").end == date(2008, 2, 29)


def test_blanks_around_a_period_do_not_matter():
    assert Period.parse(" 2008Q1 ") == Period(2008, "quarter", 1)


def test_from_the_longest_to_the_shortest_at_the_same_start():
    texts = ["2008", "2008H1", "2008T1", "2008Q1", "2008-01", "2008-01-01", "2008-01-02", "2008Q2"]
    assert [str(item) for item in sorted(Period.parse(text) for text in reversed(texts))] == texts


@pytest.mark.parametrize(("letter", "number"), [("H", 2), ("T", 3), ("Q", 4)])
def test_the_parts_of_a_year_follow_each_other_without_gap_or_overlap(letter, number):
    parts = [Period.parse(f"2008{letter}{i}") for i in range(1, number + 1)]
    assert parts[0].start == date(2008, 1, 1)
    assert parts[-1].end == date(2008, 12, 31)
    for earlier, later in pairwise(parts):
        assert later.start == earlier.end + timedelta(days=1)


def test_quarters_of_a_year_are_its_four_quarters():
    assert [str(item) for item in quarters_of(2008)] == ["2008Q1", "2008Q2", "2008Q3", "2008Q4"]


@pytest.mark.parametrize(
    ("text", "middle"), [("2008Q1", 2008.125), ("2008", 2008.5), ("2008H2", 2008.75)]
)
def test_the_middle_of_a_period_is_a_decimal_year(text, middle):
    assert Period.parse(text).midpoint == pytest.approx(middle)


def test_a_definition_takes_text_and_period_alike():
    adapter = TypeAdapter(Period)
    assert adapter.validate_python("2008Q4") == Period(2008, "quarter", 4)
    assert adapter.validate_python(Period(2008)) == Period(2008)


@pytest.mark.parametrize("value", ["soon", 12, True, None, 2008.5, date(2009, 3, 31), ["2008"]])
def test_a_definition_that_refuses_a_value_says_what_it_accepts(value):
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Period).validate_python(value)
    context = refusal.value.errors()[0]["ctx"]
    assert "is not a period" in context["found"]
    assert context["accepted"] == f"{ACCEPTED}, in quotes"
    for example in ("2012H2", "2012T2", "2009Q1", "2009-03", "2009-03-31"):
        assert Period.parse(example)
        assert example in context["accepted"]
