"""Findings: statements an evaluation supports, each with how surely it is known.

The rules of the grades stand here and nowhere else. A change is graded by one test, fixed before
any is run: the difference to a comparison series when one is named, else the own series, both with
years as the unit (two-sided, 5 %). No other model, chart or ranking can grade a change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from analysis.methods.results import Estimate
from analysis.model.definitions import Comparison, ComparisonDesign, Indicator

LEVEL = 0.95


class Grade(StrEnum):
    """How surely a statement is known.

    OBSERVED stands in the figures or the document; ESTABLISHED is carried by a comparison whose
    design rules out that the participants chose themselves; INDICATED by a test chosen
    beforehand, not proof of cause; NOT_SHOWN is not the same as no effect; NOT_ASSESSABLE means
    that the data cannot answer; ASSERTED is what a party says of its own work.
    """

    OBSERVED = "observed"
    ESTABLISHED = "established"
    INDICATED = "indicated"
    NOT_SHOWN = "not_shown"
    NOT_ASSESSABLE = "not_assessable"
    ASSERTED = "asserted"


class Basis(StrEnum):
    """What a statement on a change rests on."""

    DESIGNED_COMPARISON = "designed_comparison"
    """A comparison, with who takes part, or when, drawn by lot or decided by others."""
    COMPARISON = "comparison"
    """Any other comparison: a series from elsewhere, or others who chose for themselves."""
    OWN_YEARS = "own_years"
    """The years of the own series before and after the start."""
    QUARTERS = "quarters"
    """A model of quarters or other parts of a year, whatever its errors."""
    CHART = "chart"
    """A control chart or run chart."""
    RANK = "rank"
    """A place among others, a funnel, a league table."""


HIGHEST = MappingProxyType(
    {
        Basis.DESIGNED_COMPARISON: Grade.ESTABLISHED,
        Basis.COMPARISON: Grade.INDICATED,
        Basis.OWN_YEARS: Grade.INDICATED,
        Basis.QUARTERS: Grade.NOT_SHOWN,
        Basis.CHART: Grade.NOT_SHOWN,
        Basis.RANK: Grade.NOT_SHOWN,
    }
)
"""The highest grade of a change that each basis can carry."""

RULING_OUT = frozenset({"lot", "assigned"})
"""Designs under which the participants did not choose to take part, or when, themselves."""

_STRENGTH = (Grade.NOT_ASSESSABLE, Grade.NOT_SHOWN, Grade.INDICATED, Grade.ESTABLISHED)


@dataclass(frozen=True)
class Finding:
    """One statement. ``key`` names its wording, ``values`` what the words need.

    A grade that a change must earn (indicated, established) needs a ``basis`` that can carry it;
    ValueError otherwise.
    """

    key: str
    grade: Grade
    values: Mapping[str, Any] = field(default_factory=dict)
    basis: Basis | None = None

    def __post_init__(self) -> None:
        earned = self.grade in (Grade.INDICATED, Grade.ESTABLISHED)
        carried = Grade.NOT_SHOWN if self.basis is None else HIGHEST[self.basis]
        if earned and stronger(self.grade, carried):
            raise ValueError(f"'{self.grade}' cannot rest on {self.basis or 'no test'}")


def basis_of(comparison: Comparison | None) -> Basis:
    """Return what the change of an indicator rests on, given what it is compared with."""
    if comparison is None:
        return Basis.OWN_YEARS
    return basis_of_design(comparison.design)


def basis_of_design(design: ComparisonDesign | None) -> Basis:
    """Return what a comparison of this design can carry. A design nobody stated carries less."""
    ruled_out = design is not None and design.kind in RULING_OUT
    return Basis.DESIGNED_COMPARISON if ruled_out else Basis.COMPARISON


def grade_change(test: Estimate, basis: Basis, indicator: Indicator) -> Grade:
    """Return the grade of a change in the direction aimed at, from the one test that may grade it.

    A test that could not be computed, and an indicator that is to move in no direction, give
    NOT_ASSESSABLE. A change the wrong way, one that chance explains at 5 %, two-sided, and one
    that rounding alone could make (twice its size, in a difference) are NOT_SHOWN. ValueError for
    a test at another level.
    """
    if test.level != LEVEL:
        raise ValueError(f"the test is at the level {test.level}; findings are graded at {LEVEL}")
    if test.estimate is None or test.p is None or indicator.direction == "neutral":
        return Grade.NOT_ASSESSABLE
    gain = test.estimate if indicator.direction == "increase" else -test.estimate
    if not test.significant or gain <= 2 * indicator.rounding:
        return Grade.NOT_SHOWN
    return HIGHEST[basis]


def stronger(grade: Grade, than: Grade) -> bool:
    """Return whether one grade of a change claims more than another."""
    return _STRENGTH.index(grade) > _STRENGTH.index(than)


def weakest(grades: Iterable[Grade]) -> Grade:
    """Return the grade of a change that was judged under several readings of its source.

    The weakest of them; a reading under which nothing can be tested shows nothing, so among
    others it counts as NOT_SHOWN. NOT_ASSESSABLE for none at all.
    """
    found = sorted(set(grades), key=_STRENGTH.index)
    if not found or found == [Grade.NOT_ASSESSABLE]:
        return Grade.NOT_ASSESSABLE
    return max(found[0], Grade.NOT_SHOWN, key=_STRENGTH.index)
