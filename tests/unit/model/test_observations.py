"""The observation table: one row a value, each with a key and a status."""

import math

import pytest

from analysis.model.observations import (
    COLUMNS,
    WITH_VALUE,
    WITHOUT_VALUE,
    as_series,
    observation_table,
    series,
)
from analysis.model.periods import Period


def row(period: str, value: float | None, **more: object) -> dict[str, object]:
    place = {"indicator": "sick_leave", "municipality": "0805", "source": "a/b/c"}
    return {**place, "period": Period.parse(period), "value": value, **more}


def test_a_table_has_all_columns_is_sorted_and_fills_what_may_be_left_out():
    table = observation_table([row("2008Q2", 8.5), row("2008Q1", 9.3, n=3000)])
    assert tuple(table.columns) == COLUMNS
    assert [str(period) for period in table["period"]] == ["2008Q1", "2008Q2"]
    assert list(table["value"]) == [9.3, 8.5]
    assert list(table["status"]) == ["reported", "reported"]
    assert list(table["unit"]) == ["", ""]


def test_two_values_for_one_key_are_refused_by_name():
    with pytest.raises(ValueError, match="two values for sick_leave 2008Q1"):
        observation_table([row("2008Q1", 9.3), row("2008Q1", 9.4)])


@pytest.mark.parametrize("other", [{"unit": "School"}, {"breakdown": "women"}])
def test_a_unit_or_a_breakdown_has_its_own_key(other):
    assert len(observation_table([row("2008Q1", 9.3), row("2008Q1", 9.3, **other)])) == 2


@pytest.mark.parametrize("status", sorted(WITH_VALUE))
def test_a_status_of_a_value_needs_one(status):
    assert observation_table([row("2008Q1", 9.3, status=status)])["value"][0] == 9.3
    with pytest.raises(ValueError, match=f"sick_leave 2008Q1: {status} with value None"):
        observation_table([row("2008Q1", None, status=status)])


@pytest.mark.parametrize("status", sorted(WITHOUT_VALUE))
def test_what_is_missing_says_why_and_has_no_value(status):
    assert math.isnan(observation_table([row("2008Q1", None, status=status)])["value"][0])
    with pytest.raises(ValueError, match=f"sick_leave 2008Q1: {status} with value 9.3"):
        observation_table([row("2008Q1", 9.3, status=status)])


def test_a_bare_missing_value_is_refused():
    with pytest.raises(ValueError, match="reported with value nan"):
        observation_table([row("2008Q1", float("nan"))])


def test_zero_is_a_value():
    assert observation_table([row("2008Q1", 0.0)])["value"][0] == 0.0


def test_an_unknown_status_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown status 'guessed' for sick_leave 2008Q1"):
        observation_table([row("2008Q1", 9.3, status="guessed")])


@pytest.fixture
def table():
    return observation_table(
        [
            row("2008Q2", 8.5),
            row("2008Q1", 9.3),
            row("2008Q3", None, status="missing"),
            row("2008Q4", 8.1),
            row("2008", 8.3),
            row("2008Q1", 7.0, unit="School"),
            row("2008Q1", 6.0, breakdown="men"),
            row("2008Q1", 4.0, indicator="turnover"),
        ]
    )


def test_a_series_holds_one_kind_of_period_of_the_whole_organisation_in_order(table):
    found = series(table, "sick_leave", "quarter")
    assert [str(period) for period in found.index] == ["2008Q1", "2008Q2", "2008Q4"]
    assert list(found) == [9.3, 8.5, 8.1]
    assert list(series(table, "sick_leave", "year")) == [8.3]


@pytest.mark.parametrize(
    ("until", "values"),
    [
        ("2007", []),
        ("2008-03-30", []),
        ("2008Q1", [9.3]),
        ("2008-06-30", [9.3, 8.5]),
        ("2008H1", [9.3, 8.5]),
        ("2008", [9.3, 8.5, 8.1]),
    ],
)
def test_a_series_holds_only_periods_that_have_ended(table, until, values):
    assert list(series(table, "sick_leave", "quarter", Period.parse(until))) == values


def test_a_year_is_left_out_until_it_has_ended(table):
    assert series(table, "sick_leave", "year", Period.parse("2008Q3")).empty


def test_an_empty_table_gives_an_empty_series():
    assert series(observation_table([]), "sick_leave", "quarter").empty
    assert as_series([], []).dtype == float
