"""What a chart says of a direction and of a target."""

import math

import pandas as pd
import pytest

from analysis.methods.control_charts import (
    AssuranceType,
    PointType,
    Rebase,
    assurance,
    chart,
    point_types,
    variation,
)
from analysis.methods.results import Status
from analysis.model.definitions import Target
from analysis.model.observations import as_series
from analysis.model.periods import Period


def quarters(values: list[float]) -> pd.Series:
    periods = [Period(2000 + i // 4, "quarter", i % 4 + 1) for i in range(len(values))]
    return as_series(periods, values)


def target(value: float, period: str = "2005Q4") -> Target:
    return Target(indicator="waiting", period=Period.parse(period), tier="desired", value=value)


# Mean 1.5, limits at -1.16 and 4.16.
STABLE = chart(quarters([1.0, 2.0] * 6))
LOWER, UPPER = STABLE["lower"].iloc[0], STABLE["upper"].iloc[0]

HIGHS = ["above_limit", "rising", "two_of_three_above", "run_above"]
LOWS = ["below_limit", "falling", "two_of_three_below", "run_below"]


@pytest.mark.parametrize(
    ("direction", "high", "low"),
    [
        ("increase", PointType.IMPROVEMENT, PointType.CONCERN),
        ("decrease", PointType.CONCERN, PointType.IMPROVEMENT),
        ("neutral", PointType.HIGH, PointType.LOW),
    ],
)
def test_the_direction_decides_what_a_signal_means(direction, high, low):
    points = pd.DataFrame({"label": [*HIGHS, *LOWS, "common_cause", "missing"]})
    types = point_types(points, direction)
    assert list(types) == [*[high] * 4, *[low] * 4, PointType.COMMON_CAUSE, PointType.MISSING]


def test_a_falling_trend_above_the_mean_is_an_improvement_where_less_is_better():
    series = quarters([0, 4] * 6 + [3.9, 3.7, 3.5, 3.3, 3.1, 2.9, 2.7])
    points = chart(series, 12)
    assert points["label"].iloc[-1] == "falling"
    assert points["value"].iloc[-1] > points["mean"].iloc[-1]
    assert variation(points, "decrease") == PointType.IMPROVEMENT


def test_the_variation_is_the_type_of_the_last_point_in_time():
    points = chart(quarters([1, 2] * 6 + [9, 1]), 12)
    assert variation(points, "decrease") == PointType.COMMON_CAUSE
    assert variation(points.iloc[:-1], "decrease") == PointType.CONCERN
    assert variation(points.iloc[:-1][::-1], "decrease") == PointType.CONCERN


def test_a_missing_last_value_is_passed_over():
    points = chart(quarters([1, 2] * 6 + [9, math.nan]), 12)
    assert variation(points, "increase") == PointType.IMPROVEMENT
    assert variation(points.iloc[-1:], "increase") == PointType.MISSING
    assert variation(points.iloc[:0], "increase") == PointType.MISSING


@pytest.mark.parametrize("call", [point_types, variation])
def test_an_unknown_direction_is_refused(call):
    with pytest.raises(ValueError, match="'up' is no direction; increase, decrease, neutral"):
        call(STABLE, "up")


@pytest.mark.parametrize("of", [None, target(9)])
def test_an_unknown_direction_is_refused_for_a_target_too(of):
    with pytest.raises(ValueError, match="no direction"):
        assurance(STABLE, "up", of)


@pytest.mark.parametrize(
    ("value", "increase", "decrease"),
    [
        (UPPER + 0.01, AssuranceType.FAILS, AssuranceType.PASSES),
        (UPPER, AssuranceType.HIT_AND_MISS, AssuranceType.HIT_AND_MISS),
        (1.5, AssuranceType.HIT_AND_MISS, AssuranceType.HIT_AND_MISS),
        (LOWER, AssuranceType.HIT_AND_MISS, AssuranceType.HIT_AND_MISS),
        (LOWER - 0.01, AssuranceType.PASSES, AssuranceType.FAILS),
    ],
)
def test_a_target_beyond_a_limit_is_always_or_never_met(value, increase, decrease):
    assert assurance(STABLE, "increase", target(value)).outcome == increase
    assert assurance(STABLE, "decrease", target(value)).outcome == decrease


def test_a_target_within_binary_noise_of_a_limit_is_on_it():
    for line in (UPPER * (1 + 1e-14), LOWER * (1 + 1e-14)):
        found = assurance(STABLE, "decrease", target(line))
        assert found.outcome == AssuranceType.HIT_AND_MISS


def test_the_limits_and_their_points_stand_beside_the_assurance():
    found = assurance(STABLE, "decrease", target(1))
    assert (found.status, found.low, found.high) == (Status.OK, LOWER, UPPER)
    assert (found.n, found.trial, found.reason) == (12, False, "")
    assert (found.statistic, found.method) == ("assurance", "xmr")
    assert assurance(chart(quarters([1, 2, 1])), "decrease", target(9)).trial


def test_the_last_segment_is_held_against_the_target():
    series = quarters([1.0, 2.0] * 4 + [11.0, 12.0] * 4)
    points = chart(series, rebase=[Rebase(series.index[8], "another definition")])
    for rows in (points, points[::-1]):
        assert assurance(rows, "increase", target(7)).outcome == AssuranceType.PASSES
        assert assurance(rows, "decrease", target(7)).outcome == AssuranceType.FAILS


def test_a_last_segment_without_limits_has_no_assurance_whatever_came_before():
    series = quarters([1.0, 2.0] * 4 + [11.0])
    points = chart(series, rebase=[Rebase(series.index[8], "another definition")])
    for rows in (points, points[::-1]):
        assert assurance(rows, "increase", target(7)).status == Status.TOO_FEW


def test_a_target_for_a_year_is_not_held_against_quarters():
    found = assurance(STABLE, "decrease", target(9, "2005"))
    assert (found.outcome, found.status) == (AssuranceType.NOT_APPLICABLE, Status.WRONG_PERIOD)
    assert found.reason == "the target is for a year, the points are of length: quarter"
    assert found.low is None


def test_points_without_periods_are_not_held_against_a_target():
    found = assurance(chart(pd.Series([1.0, 2.0] * 6)), "decrease", target(9))
    assert found.status == Status.WRONG_PERIOD


@pytest.mark.parametrize(
    ("points", "direction", "of", "status"),
    [
        (STABLE, "decrease", None, Status.NO_TARGET),
        (STABLE, "neutral", target(9), Status.UNDEFINED),
        (STABLE.iloc[:0], "decrease", target(9), Status.TOO_FEW),
        (chart(quarters([1])), "decrease", target(9), Status.TOO_FEW),
        (chart(quarters([1, 1, 1])), "decrease", target(9), Status.NO_VARIATION),
    ],
)
def test_without_a_target_a_direction_or_limits_there_is_no_assurance(
    points, direction, of, status
):
    found = assurance(points, direction, of)
    assert (found.outcome, found.status) == (AssuranceType.NOT_APPLICABLE, status)
    assert found.reason


@pytest.mark.parametrize("values", [[8.1], [8.1] * 9])
def test_without_limits_the_usual_swing_cannot_be_claimed(values):
    points = chart(quarters(values))
    assert variation(points, "decrease") == PointType.NOT_APPLICABLE
    assert set(point_types(points, "decrease")) == {PointType.NOT_APPLICABLE}
