"""The rules of the grades, as tables: which test may yield which grade."""

import math

import pytest

from analysis.evaluation.findings import (
    Basis,
    Finding,
    Grade,
    Graded,
    Reason,
    basis_of,
    stronger,
    weakest,
)
from analysis.methods.results import Estimate, Status
from analysis.model.definitions import Comparison, ComparisonDesign, Indicator

SILENT, NOT, IND, EST = Grade.NOT_ASSESSABLE, Grade.NOT_SHOWN, Grade.INDICATED, Grade.ESTABLISHED


def indicator(direction: str = "decrease", rounding: float = 0.05) -> Indicator:
    return Indicator(
        id="sick_leave",
        title={"en": "Sick leave"},
        unit="percent",
        direction=direction,
        definition={"en": "Sick leave"},
        rounding=rounding,
        source="made/sick-leave/2009",
    )


def measured(change: float | None, p: float | None, **more: object) -> Estimate:
    """A test with years as the unit, unless said otherwise."""
    given = {
        "statistic": "change_of_year_mean",
        "method": "year_as_unit",
        "status": Status.OK if change is not None else Status.TOO_FEW,
        "estimate": change,
        "p": p,
        "n_before": 3,
    }
    return Estimate(**{**given, **more})


def participants(change: float | None, p: float | None) -> Estimate:
    return measured(change, p, statistic="att_group", method="not_yet_dr")


def graded(
    test: Estimate,
    basis: Basis = Basis.OWN_YEARS,
    direction: str = "decrease",
    check: Estimate | None = None,
    earlier: Estimate | None = None,
) -> Graded:
    return Graded(test, basis, indicator(direction), check, earlier)


CLEAR = measured(-2.0, 0.0001)


@pytest.mark.parametrize(
    ("test", "basis", "grade"),
    [
        (CLEAR, Basis.OWN_YEARS, IND),
        (CLEAR, Basis.COMPARISON, IND),
        (CLEAR, Basis.DESIGNED_COMPARISON, IND),
        (participants(-2.0, 0.0001), Basis.OWN_YEARS, NOT),
        (participants(-2.0, 0.0001), Basis.COMPARISON, IND),
        (participants(-2.0, 0.0001), Basis.DESIGNED_COMPARISON, EST),
    ],
)
def test_what_a_clear_fall_is_worth_depends_on_the_test_and_what_it_is_held_against(
    test, basis, grade
):
    assert graded(test, basis).grade is grade


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(
    ("statistic", "method"),
    [
        ("step", "step_season"),
        ("step", "step_trend_season_ar1"),
        ("step", "year_trend"),
        ("change_of_year_mean", "quarters"),
        ("rank", "competition"),
        ("att_by_group", "not_yet_dr"),
        ("placebo", "permutation"),
    ],
)
def test_no_other_test_can_grade_a_change_whatever_it_finds(basis, statistic, method):
    found = measured(-2.0, 0.0001, statistic=statistic, method=method)
    assert graded(found, basis).grade is NOT


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(
    ("test", "direction", "grade"),
    [
        (measured(-2.0, 0.05), "decrease", NOT),
        (measured(-2.0, 0.2), "decrease", NOT),
        (measured(2.0, 0.0001), "decrease", NOT),
        (measured(-2.0, 0.0001), "increase", NOT),
        (measured(-0.1, 0.0001), "decrease", NOT),
        (measured(0.0, 0.0001), "decrease", NOT),
        (measured(None, None), "decrease", SILENT),
        (measured(-2.0, None), "decrease", SILENT),
        (measured(-2.0, math.nan), "decrease", SILENT),
        (measured(-2.0, 0.0001, status=Status.TOO_FEW), "decrease", SILENT),
        (measured(-2.0, 0.0001), "neutral", SILENT),
    ],
)
def test_what_no_basis_can_lift(basis, test, direction, grade):
    assert graded(test, basis, direction).grade is grade


def test_a_rise_of_what_should_rise_counts():
    assert graded(measured(2.0, 0.01), direction="increase").grade is IND


def test_just_more_than_rounding_can_make_counts():
    assert graded(measured(-0.11, 0.01)).grade is IND


def test_a_test_at_another_level_grades_nothing():
    with pytest.raises(ValueError, match=r"graded at 0\.95"):
        graded(measured(-2.0, 0.01, level=0.9))


# -- a drift that was under way


@pytest.mark.parametrize(
    ("check", "taken_back"),
    [
        (measured(-2.0, 0.01), False),
        (measured(-2.0, 0.06), True),
        (measured(2.0, 0.01), True),
        (measured(-0.1, 0.01), True),
        (measured(None, None), False),
    ],
)
def test_a_line_through_the_years_can_take_a_claim_back_and_never_make_one(check, taken_back):
    assert graded(CLEAR, check=check).grade is (NOT if taken_back else IND)
    assert graded(measured(-2.0, 0.2), check=check).grade is NOT


# -- why a change is not shown


@pytest.mark.parametrize(
    ("test", "check", "reason"),
    [
        (CLEAR, None, None),
        (CLEAR, measured(-2.0, 0.01), None),
        (CLEAR, measured(-2.0, 0.06), Reason.DRIFT),
        (CLEAR, measured(2.0, 0.01), Reason.DRIFT),
        (measured(-2.0, 0.2), measured(-2.0, 0.06), Reason.CHANCE),
        (measured(-0.1, 0.0001), measured(-2.0, 0.06), Reason.ROUNDING),
        (measured(2.0, 0.0001), measured(-2.0, 0.06), Reason.WRONG_WAY),
        (measured(0.0, 0.9), None, Reason.WRONG_WAY),
        (measured(None, None), None, None),
    ],
)
def test_the_first_thing_in_the_way_is_the_reason(test, check, reason):
    found = graded(test, check=check)
    assert found.reason is reason
    assert (found.grade is NOT) == (reason is not None)


# -- what else takes a claim back


def test_two_years_before_are_too_few_to_say_what_chance_is():
    thin = graded(measured(-2.0, 0.0001, n_before=2))
    assert (thin.grade, thin.reason) == (NOT, Reason.THIN)
    assert graded(measured(-2.0, 0.0001, n_before=3)).grade is IND
    many = measured(-2.0, 0.0001, statistic="att_group", method="not_yet_dr", n_before=0)
    assert graded(many, Basis.COMPARISON).grade is IND


@pytest.mark.parametrize(
    ("since", "reason"),
    [(-2.2, None), (-1.0, None), (-0.9, Reason.EARLIER), (0.3, Reason.EARLIER), (None, None)],
)
def test_a_change_most_of_which_had_come_before_the_start_is_not_shown(since, reason):
    before = measured(since, None, statistic="change_since_divided_year", method="same_parts")
    found = graded(CLEAR, earlier=before)
    assert (found.grade, found.reason) == (NOT if reason else IND, reason)


def test_a_difference_to_another_series_carries_the_rounding_of_both():
    assert graded(measured(-0.19, 0.01)).grade is IND
    beside = graded(measured(-0.19, 0.01), Basis.COMPARISON)
    assert (beside.grade, beside.reason) == (NOT, Reason.ROUNDING)
    assert graded(measured(-0.21, 0.01), Basis.COMPARISON).grade is IND


# -- a change for the worse

RISE = measured(2.0, 0.0001)


@pytest.mark.parametrize(
    ("test", "more", "worsened"),
    [
        (RISE, {}, True),
        (measured(2.0, 0.2), {}, False),
        (measured(0.1, 0.0001), {}, False),
        (measured(2.0, 0.0001, n_before=2), {}, False),
        (RISE, {"check": measured(2.0, 0.2)}, False),
        (RISE, {"check": measured(2.0, 0.01)}, True),
        (RISE, {"earlier": measured(0.5, None)}, False),
        (RISE, {"direction": "increase"}, False),
        (RISE, {"direction": "neutral"}, False),
        (measured(None, None), {}, False),
        (measured(2.0, 0.0001, statistic="step", method="step_season"), {}, False),
    ],
)
def test_a_rise_is_held_to_the_same_rules_as_a_fall(test, more, worsened):
    found = graded(test, **more)
    assert found.worsened is worsened
    assert not (worsened and found.grade is IND)


# -- designs


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("lot", Basis.DESIGNED_COMPARISON),
        ("assigned", Basis.DESIGNED_COMPARISON),
        ("chosen_beforehand", Basis.COMPARISON),
        (None, Basis.COMPARISON),
    ],
)
def test_only_a_design_under_which_nobody_chose_themselves_rules_that_out(kind, basis):
    design = kind and ComparisonDesign(kind=kind, text={"en": "How it was done."})
    names = {"title": {"en": "Others"}, "caveat": {"en": "Others"}}
    comparison = Comparison(source="made/others/2009", design=design, **names)
    assert basis_of(comparison) is basis


def test_without_a_comparison_the_own_years_are_what_there_is():
    assert basis_of(None) is Basis.OWN_YEARS


# -- findings

WEAK = graded(measured(-2.0, 0.2))
FAIR = graded(CLEAR)
STRONG = graded(participants(-2.0, 0.001), Basis.DESIGNED_COMPARISON)


@pytest.mark.parametrize(
    ("grade", "tests"),
    [
        (IND, ()),
        (EST, ()),
        (IND, (WEAK,)),
        (IND, (FAIR, WEAK)),
        (EST, (FAIR,)),
        (EST, (STRONG, FAIR)),
    ],
)
def test_a_finding_cannot_claim_more_than_its_tests_carry(grade, tests):
    with pytest.raises(ValueError, match=f"'{grade}' claims more than its tests carry"):
        Finding("effect", grade, {}, tests)


@pytest.mark.parametrize(
    ("grade", "tests"),
    [
        (EST, (STRONG,)),
        (IND, (STRONG, FAIR)),
        (IND, (FAIR,)),
        (NOT, (FAIR, WEAK)),
        (NOT, ()),
        (SILENT, ()),
        (Grade.OBSERVED, ()),
        (Grade.ASSERTED, ()),
    ],
)
def test_a_finding_may_claim_what_its_tests_carry(grade, tests):
    assert Finding("effect", grade, {}, tests).grade is grade


# -- several readings


@pytest.mark.parametrize(
    ("grades", "over_all"),
    [
        ([], SILENT),
        ([SILENT], SILENT),
        ([SILENT, SILENT], SILENT),
        ([NOT], NOT),
        ([IND], IND),
        ([EST, EST], EST),
        ([EST, IND], IND),
        ([IND, NOT], NOT),
        ([IND, SILENT], NOT),
        ([SILENT, NOT], NOT),
    ],
)
def test_the_weakest_reading_counts_and_one_that_cannot_be_tested_shows_nothing(grades, over_all):
    assert weakest(grades) is over_all
    assert weakest(reversed(grades)) is over_all


def test_grades_of_a_change_have_an_order():
    assert stronger(EST, IND)
    assert stronger(IND, NOT)
    assert stronger(NOT, SILENT)
    assert not stronger(IND, IND)
