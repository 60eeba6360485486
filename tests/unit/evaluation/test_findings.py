"""The rules of the grades, as tables: which test may yield which grade."""

import pytest

from analysis.evaluation.findings import (
    HIGHEST,
    Basis,
    Finding,
    Grade,
    basis_of,
    grade_change,
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


def measured(change: float | None, p: float | None, level: float = 0.95) -> Estimate:
    status = Status.OK if change is not None else Status.TOO_FEW
    return Estimate("change_of_year_mean", "year_as_unit", status, change, p=p, level=level)


@pytest.mark.parametrize(
    ("basis", "grade"),
    [
        (Basis.DESIGNED_COMPARISON, EST),
        (Basis.COMPARISON, IND),
        (Basis.OWN_YEARS, IND),
        (Basis.QUARTERS, NOT),
        (Basis.CHART, NOT),
        (Basis.RANK, NOT),
    ],
)
def test_what_a_clear_fall_is_worth_depends_on_what_it_rests_on(basis, grade):
    assert grade_change(measured(-2.0, 0.0001), basis, indicator()) is grade
    assert HIGHEST[basis] is grade


def test_every_basis_has_a_highest_grade():
    assert set(HIGHEST) == set(Basis)


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize(
    ("change", "p", "direction", "grade"),
    [
        (-2.0, 0.05, "decrease", NOT),
        (-2.0, 0.2, "decrease", NOT),
        (2.0, 0.0001, "decrease", NOT),
        (-2.0, 0.0001, "increase", NOT),
        (-0.1, 0.0001, "decrease", NOT),
        (0.0, 0.0001, "decrease", NOT),
        (None, None, "decrease", SILENT),
        (-2.0, None, "decrease", SILENT),
        (-2.0, 0.0001, "neutral", SILENT),
    ],
)
def test_what_no_basis_can_lift(basis, change, p, direction, grade):
    assert grade_change(measured(change, p), basis, indicator(direction)) is grade


def test_a_rise_of_what_should_rise_counts():
    assert grade_change(measured(2.0, 0.01), Basis.OWN_YEARS, indicator("increase")) is IND


def test_just_more_than_rounding_can_make_counts():
    assert grade_change(measured(-0.11, 0.01), Basis.OWN_YEARS, indicator()) is IND


def test_a_test_at_another_level_grades_nothing():
    with pytest.raises(ValueError, match=r"graded at 0\.95"):
        grade_change(measured(-2.0, 0.01, level=0.9), Basis.OWN_YEARS, indicator())


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
def test_only_a_design_under_which_nobody_chose_themselves_can_establish(kind, basis):
    design = kind and ComparisonDesign(kind=kind, text={"en": "How it was done."})
    names = {"title": {"en": "Others"}, "caveat": {"en": "Others"}}
    comparison = Comparison(source="made/others/2009", design=design, **names)
    assert basis_of(comparison) is basis


def test_without_a_comparison_the_own_years_are_what_there_is():
    assert basis_of(None) is Basis.OWN_YEARS


# -- findings


@pytest.mark.parametrize(
    ("grade", "basis"),
    [
        (IND, None),
        (EST, None),
        (IND, Basis.QUARTERS),
        (IND, Basis.CHART),
        (IND, Basis.RANK),
        (EST, Basis.OWN_YEARS),
        (EST, Basis.COMPARISON),
    ],
)
def test_a_finding_cannot_claim_what_its_basis_does_not_carry(grade, basis):
    with pytest.raises(ValueError, match=f"'{grade}' cannot rest on"):
        Finding("effect", grade, {}, basis)


@pytest.mark.parametrize(
    ("grade", "basis"),
    [
        (EST, Basis.DESIGNED_COMPARISON),
        (IND, Basis.COMPARISON),
        (IND, Basis.OWN_YEARS),
        (NOT, Basis.QUARTERS),
        (SILENT, None),
        (Grade.OBSERVED, None),
        (Grade.ASSERTED, None),
    ],
)
def test_a_finding_may_claim_what_its_basis_carries(grade, basis):
    assert Finding("effect", grade, {}, basis).grade is grade


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
