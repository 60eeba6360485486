"""Values against targets: inclusive, directed, dated, and honest about the line."""

import pytest

from analysis.methods.results import RESULT_COLUMNS, Status
from analysis.methods.targets import (
    Outcome,
    PeriodValue,
    judge,
    judgement_frame,
    required_change,
    tiered,
)
from analysis.model.definitions import Target
from analysis.model.periods import Period

AFTER = Period(2009, "quarter", 1)


def target(value: float, period: str = "2008", tier: str = "desired") -> Target:
    return Target(indicator="sick_leave", period=period, tier=tier, value=value)


def exactly(value: float, rounding: float = 0.0, period: str = "2008") -> PeriodValue:
    return PeriodValue.exactly(Period.parse(period), value, rounding)


def between(value: float, usual: tuple[float, float], wide: tuple[float, float]) -> PeriodValue:
    return PeriodValue(Period(2008), value, usual, wide)


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
    assert judgement.status is Status.UNDEFINED


def test_without_a_value_nothing_can_be_said():
    judgement = judge(target(8.5), "decrease", None, AFTER)
    assert (judgement.outcome, judgement.status) == (Outcome.NOT_ASSESSABLE, Status.MISSING)


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
    value = between(8.5, (8.4, 8.6), (8.4, 8.6))
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
    judgement = judge(target(8.5), "decrease", between(8.4, (8.4, 8.5), wide), AFTER)
    assert (judgement.outcome, judgement.fragile) == (Outcome.MET, fragile)


def test_a_miss_can_be_fragile_too():
    judgement = judge(target(8.5), "decrease", between(8.6, (8.6, 8.7), (8.4, 8.8)), AFTER)
    assert (judgement.outcome, judgement.fragile) == (Outcome.MISSED, True)


# -- the period of a value is the period of its target


@pytest.mark.parametrize("period", ["2008Q3", "2008H2", "2007", "2008-12"])
def test_a_value_of_another_period_never_judges_a_target(period):
    """The third quarter of 2008, 7.4, lies below every line; it says nothing of the year."""
    judgement = judge(target(8.5), "decrease", exactly(7.4, period=period), AFTER)
    assert (judgement.outcome, judgement.distance) == (Outcome.NOT_ASSESSABLE, None)
    assert judgement.status is Status.WRONG_PERIOD


def test_a_target_for_a_quarter_is_judged_by_that_quarter():
    value = exactly(7.4, period="2008Q3")
    assert judge(target(8.5, "2008Q3"), "decrease", value, AFTER).outcome is Outcome.MET


def test_a_direction_nobody_knows_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="direction is 'down'; accepted: increase, decrease"):
        judge(target(8.5), "down", exactly(8.0), AFTER)


# -- tiers together


def both(desired: float, acceptable: float, value: PeriodValue) -> Outcome:
    lines = [target(desired), target(acceptable, tier="acceptable")]
    return tiered([judge(line, "decrease", value, AFTER) for line in lines])


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (exactly(8.4), Outcome.MET),
        (exactly(8.5), Outcome.MET),
        (exactly(8.6), Outcome.ACCEPTABLE),
        (exactly(8.8), Outcome.ACCEPTABLE),
        (exactly(8.9), Outcome.MISSED),
        (exactly(8.5, 0.05), Outcome.AT_THE_LINE),
        (exactly(8.8, 0.05), Outcome.AT_THE_LINE),
    ],
)
def test_two_tiers_have_one_outcome(value, outcome):
    assert both(8.5, 8.8, value) is outcome


def test_one_tier_alone_is_met_good_enough_or_missed():
    desired = judge(target(8.5), "decrease", exactly(8.6), AFTER)
    acceptable = judge(target(8.8, tier="acceptable"), "decrease", exactly(8.6), AFTER)
    assert tiered([desired]) is Outcome.MISSED
    assert tiered([acceptable]) is Outcome.ACCEPTABLE


def test_tiers_not_due_and_not_assessable_stay_so():
    assert tiered([judge(target(6.0, "2012"), "decrease", None, AFTER)]) is Outcome.NOT_DUE
    assert tiered([judge(target(8.5), "decrease", None, AFTER)]) is Outcome.NOT_ASSESSABLE


def test_targets_of_two_years_have_no_outcome_together():
    mixed = [judge(target(8.5, year), "decrease", None, AFTER) for year in ("2007", "2008")]
    with pytest.raises(ValueError, match="one indicator and one period"):
        tiered(mixed)


# -- what a year has to bring


def test_the_change_a_year_to_the_last_target_is_a_straight_line():
    """From 8.325 in 2008 to 6.0 in 2012: 2.325 points in four years."""
    change = required_change(target(6.0, "2012"), "decrease", exactly(8.325, 0.05))
    assert change.estimate == pytest.approx(-0.58125)
    assert (change.low, change.high) == pytest.approx((-0.59375, -0.56875))
    assert (change.n, change.statistic) == (4, "required_change_a_year")


def test_what_must_rise_needs_a_rise():
    change = required_change(target(90.0, "2010"), "increase", exactly(80.0))
    assert change.estimate == pytest.approx(5.0)


@pytest.mark.parametrize(("direction", "value"), [("decrease", 5.9), ("increase", 6.1)])
def test_a_value_already_good_enough_needs_no_change(direction, value):
    change = required_change(target(6.0, "2012"), direction, exactly(value))
    assert str(change.estimate) == "0.0"


@pytest.mark.parametrize(
    ("aim", "value", "status"),
    [
        (target(6.0, "2012"), None, Status.MISSING),
        (None, exactly(8.3), Status.NO_TARGET),
        (target(8.5, "2008"), exactly(8.3), Status.NO_TARGET),
        (target(6.0, "2012Q4"), exactly(8.3), Status.WRONG_PERIOD),
        (target(6.0, "2008Q4"), exactly(8.3, period="2008Q1"), Status.WRONG_PERIOD),
    ],
)
def test_without_a_way_to_go_there_is_a_reason(aim, value, status):
    change = required_change(aim, "decrease", value)
    assert (change.status, change.estimate) == (status, None)
    assert change.reason


# -- as a frame


def test_a_frame_of_judgements_says_how_far_and_between_what():
    value = PeriodValue(Period(2008), 8.3, (8.3, 8.4), (8.2, 8.6), 0.05)
    lines = [target(8.5), target(6.0, "2012")]
    frame = judgement_frame([judge(line, "decrease", value, AFTER) for line in lines])
    assert list(frame.columns[: len(RESULT_COLUMNS)]) == list(RESULT_COLUMNS)
    first, second = frame.to_dict("records")
    assert (first["estimate"], first["low"], first["high"]) == pytest.approx((0.2, 0.05, 0.25))
    assert (first["outcome"], first["fragile"], first["n"]) == (Outcome.MET, True, 1)
    assert (second["status"], second["outcome"], second["n"]) == ("not_due", Outcome.NOT_DUE, 0)
    assert judgement_frame([]).empty


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "value",
    [
        PeriodValue.exactly(Period(2008), NAN),
        PeriodValue.exactly(Period(2008), INF),
        PeriodValue(Period(2008), 8.1, (NAN, 8.2), (8.0, 8.2)),
        PeriodValue(Period(2008), 8.1, (8.0, 8.2), (8.0, NAN)),
        PeriodValue.exactly(Period(2008), 8.1, NAN),
    ],
)
def test_a_value_or_bound_that_is_no_number_is_missing(value):
    found = judge(target(8.5), "decrease", value, AFTER)
    assert (found.outcome, found.status) == (Outcome.NOT_ASSESSABLE, Status.MISSING)
    change = required_change(target(8.0, "2010"), "decrease", value)
    assert (change.status, change.estimate) == (Status.MISSING, None)


@pytest.mark.parametrize(
    ("start", "end"), [("2008Q4", "2009Q1"), ("2008Q1", "2010Q3"), ("2008-03-01", "2009-03-31")]
)
def test_no_change_a_year_between_different_parts_of_years(start, end):
    found = required_change(target(8.0, end), "decrease", exactly(9.0, period=start))
    assert (found.status, found.estimate) == (Status.WRONG_PERIOD, None)


def test_a_neutral_indicator_needs_no_change():
    found = required_change(target(8.0, "2010"), "neutral", exactly(9.0))
    assert (found.status, found.estimate) == (Status.UNDEFINED, None)
