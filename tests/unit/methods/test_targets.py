"""Values against targets: inclusive, directed, dated, and honest about the line."""

import pytest

from analysis.methods.targets import Outcome, YearValue, judge
from analysis.model.definitions import Target
from analysis.model.periods import Period

AFTER = Period(2009, "quarter", 1)


def target(value: float, period: str = "2008", tier: str = "desired") -> Target:
    return Target(indicator="sick_leave", period=period, tier=tier, value=value)


def exactly(value: float, rounding: float = 0.0) -> YearValue:
    return YearValue(value, (value, value), (value, value), rounding)


@pytest.mark.parametrize(
    ("direction", "value", "outcome", "distance"),
    [
        ("decrease", 8.4, Outcome.MET, 0.1),
        ("decrease", 8.5, Outcome.MET, 0.0),
        ("decrease", 8.6, Outcome.MISSED, -0.1),
        ("increase", 8.4, Outcome.MISSED, -0.1),
        ("increase", 8.5, Outcome.MET, 0.0),
        ("increase", 8.6, Outcome.MET, 0.1),
    ],
)
def test_a_value_on_the_line_is_met_and_distance_is_positive_on_the_good_side(
    direction, value, outcome, distance
):
    judgement = judge(target(8.5), direction, exactly(value), AFTER)
    assert judgement.outcome is outcome
    assert judgement.value == value
    assert judgement.distance == pytest.approx(distance)
    assert not judgement.fragile


def test_binary_noise_does_not_push_a_value_off_the_line():
    noisy = sum([0.1, 0.2])
    assert noisy > 0.3
    assert judge(target(0.3), "decrease", exactly(noisy), AFTER).outcome is Outcome.MET


def test_a_neutral_indicator_cannot_fail():
    judgement = judge(target(8.5), "neutral", exactly(99.0), AFTER)
    assert (judgement.outcome, judgement.distance) == (Outcome.NOT_ASSESSABLE, None)


def test_without_a_value_nothing_can_be_said():
    assert judge(target(8.5), "decrease", None, AFTER).outcome is Outcome.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("as_of", "outcome"),
    [
        ("2008Q3", Outcome.NOT_DUE),
        ("2008-12-30", Outcome.NOT_DUE),
        ("2008-12-31", Outcome.MET),
        ("2008Q4", Outcome.MET),
        ("2008", Outcome.MET),
        ("2009Q1", Outcome.MET),
    ],
)
def test_a_target_is_due_once_its_period_has_ended(as_of, outcome):
    judgement = judge(target(8.5), "decrease", exactly(8.0), Period.parse(as_of))
    assert judgement.outcome is outcome


def test_a_target_that_is_not_due_is_not_judged_at_all():
    judgement = judge(target(6.0, "2012"), "decrease", exactly(8.3), AFTER)
    assert (judgement.value, judgement.distance, judgement.fragile) == (None, None, False)


@pytest.mark.parametrize("direction", ["decrease", "increase"])
def test_bounds_on_both_sides_of_the_line_are_at_the_line(direction):
    value = YearValue(8.5, (8.4, 8.6), (8.4, 8.6))
    judgement = judge(target(8.5), direction, value, AFTER)
    assert (judgement.outcome, judgement.fragile) == (Outcome.AT_THE_LINE, False)


def test_rounding_can_put_a_value_at_the_line():
    assert judge(target(8.5), "decrease", exactly(8.5, 0.05), AFTER).outcome is Outcome.AT_THE_LINE
    assert judge(target(8.5), "decrease", exactly(8.45, 0.05), AFTER).outcome is Outcome.MET
    assert judge(target(8.5), "decrease", exactly(8.56, 0.05), AFTER).outcome is Outcome.MISSED


@pytest.mark.parametrize(
    ("wide", "fragile"), [((8.3, 8.5), False), ((8.3, 8.51), True), ((8.0, 9.0), True)]
)
def test_an_outcome_that_the_wide_bounds_do_not_share_is_fragile(wide, fragile):
    judgement = judge(target(8.5), "decrease", YearValue(8.4, (8.4, 8.5), wide), AFTER)
    assert (judgement.outcome, judgement.fragile) == (Outcome.MET, fragile)


def test_a_miss_can_be_fragile_too():
    judgement = judge(target(8.5), "decrease", YearValue(8.6, (8.6, 8.7), (8.4, 8.8)), AFTER)
    assert (judgement.outcome, judgement.fragile) == (Outcome.MISSED, True)
