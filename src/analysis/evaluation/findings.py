"""Findings: statements an evaluation supports, each with how surely it is known.

The rules of the grades stand here and nowhere else. A change is graded by one test, fixed before
any is run: the difference to a comparison series when one is named, else the own series, both with
years as the unit (two-sided, 5 %); or, for several participants, the effect against those who had
not joined. No model of quarters, chart or ranking can grade a change.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from analysis.methods.results import Estimate
from analysis.model.definitions import Comparison, Indicator

LEVEL = 0.95
YEARS_BEFORE = 3
"""Two years that happen to lie close make any change look large."""


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


class Reason(StrEnum):
    """Why a change that was tested is not shown: the first of these that stands in the way."""

    WRONG_WAY = "wrong_way"
    """It went the other way, or nowhere."""
    CHANCE = "chance"
    """Chance explains it at 5 %."""
    THIN = "thin"
    """There are too few years before the start to say what chance between years is."""
    DOUBTFUL = "doubtful"
    """A figure of a year that is tested must be wrong, and nobody can see which."""
    ROUNDING = "rounding"
    """Rounding of the figures alone could make it."""
    EARLIER = "earlier"
    """Most of it had come before the start, in the year that the start divides."""
    DRIFT = "drift"
    """It does not show beside what was under way already."""


class Limit(StrEnum):
    """In which way a finding limits what the others of its report seem to say."""

    TESTED = "tested"
    """It says what a test of a change found, or that the test could not be made."""
    OPEN = "open"
    """It says what is not shown, or cannot be said."""


class Basis(StrEnum):
    """What a change is held against."""

    DESIGNED_COMPARISON = "designed_comparison"
    """Others, with who takes part, or when, drawn by lot or decided by somebody else."""
    COMPARISON = "comparison"
    """Any other comparison: a series from elsewhere, or others who chose for themselves."""
    OWN_YEARS = "own_years"
    """The years of the own series before the start."""


class Kind(StrEnum):
    """What was tested."""

    YEARS = "years"
    """One series, or its difference to another, with years as the unit."""
    PARTICIPANTS = "participants"
    """Several participants against those who had not joined."""
    OTHER = "other"
    """Models of quarters, charts, ranks, funnels: shown, and never a grade."""


HIGHEST = MappingProxyType(
    {
        (Kind.YEARS, Basis.OWN_YEARS): Grade.INDICATED,
        (Kind.YEARS, Basis.COMPARISON): Grade.INDICATED,
        # A lot drawn among many says nothing about the years of one.
        (Kind.YEARS, Basis.DESIGNED_COMPARISON): Grade.INDICATED,
        (Kind.PARTICIPANTS, Basis.COMPARISON): Grade.INDICATED,
        (Kind.PARTICIPANTS, Basis.DESIGNED_COMPARISON): Grade.ESTABLISHED,
    }
)
"""The highest grade of a change that a test of a kind can carry; NOT_SHOWN for any other pair."""

RULING_OUT = frozenset({"lot", "assigned"})
"""Designs under which the participants did not choose to take part, or when, themselves."""

_PARTICIPANTS = frozenset({"att_simple", "att_group", "att_dynamic"})
_STRENGTH = (Grade.NOT_ASSESSABLE, Grade.NOT_SHOWN, Grade.INDICATED, Grade.ESTABLISHED)


def kind_of_test(test: Estimate) -> Kind:
    """Return what ``test`` tested, from what it says of itself."""
    if (test.statistic, test.method) == ("change_of_year_mean", "year_as_unit"):
        return Kind.YEARS
    return Kind.PARTICIPANTS if test.statistic in _PARTICIPANTS else Kind.OTHER


@dataclass(frozen=True)
class Graded:
    """A change with the one test that may grade it, and what the test is held against.

    More can only take back what the test claims, where they could be computed. ``check``
    (:func:`step_beside_trend`, five years and more) shows no change that way: a drift that was
    under way already explains it. ``earlier`` (:func:`change_since_divided_year`) shows less than
    half of it: most had come before the start. ``doubtful`` says that figures of a tested year
    contradict each other. ValueError for a test at another level than 95 %.
    """

    test: Estimate
    basis: Basis
    indicator: Indicator
    check: Estimate | None = None
    earlier: Estimate | None = None
    doubtful: bool = False

    def __post_init__(self) -> None:
        if self.test.level != LEVEL:
            found = f"the test is at the level {self.test.level}"
            raise ValueError(f"{found}; findings are graded at {LEVEL}")

    @property
    def grade(self) -> Grade:
        """The grade of the change in the direction aimed at.

        A test that could not be computed, and an indicator that is to move in no direction, give
        NOT_ASSESSABLE. A change the wrong way, one that chance explains at 5 %, two-sided, and
        whatever else stands in the way (:class:`Reason`) are NOT_SHOWN.
        """
        if not self._is_known:
            return Grade.NOT_ASSESSABLE
        return Grade.NOT_SHOWN if self._obstacle(self._aim) else self._highest

    @property
    def reason(self) -> Reason | None:
        """Why the change is NOT_SHOWN; None where it has another grade, or where no test of its
        kind can carry one."""
        return self._obstacle(self._aim) if self.grade is Grade.NOT_SHOWN else None

    @property
    def worsened(self) -> bool:
        """Whether a change against the direction aimed at stands by the same rules as a gain: a
        rise that drift, rounding or an earlier rise explains is not told as one either."""
        held = self._is_known and self._highest is not Grade.NOT_SHOWN
        return held and self._obstacle(-self._aim) is None

    @property
    def _is_known(self) -> bool:
        numbers = (self.test.estimate, self.test.p)
        known = self.test.computed and all(x is not None and math.isfinite(x) for x in numbers)
        return known and self.indicator.direction != "neutral"

    @property
    def _highest(self) -> Grade:
        return HIGHEST.get((kind_of_test(self.test), self.basis), Grade.NOT_SHOWN)

    @property
    def _aim(self) -> int:
        return 1 if self.indicator.direction == "increase" else -1

    @property
    def _rounded(self) -> float:
        """What rounding alone can make of a difference of two values, and of a difference to
        another series, which is rounded as well."""
        beside = kind_of_test(self.test) is Kind.YEARS and self.basis is not Basis.OWN_YEARS
        return (4 if beside else 2) * self.indicator.rounding

    def _obstacle(self, sign: int) -> Reason | None:
        """What stands in the way of a change upwards (1) or downwards (-1); None for nothing."""
        change = sign * (self.test.estimate or 0.0)
        if change <= 0:
            return Reason.WRONG_WAY
        if not self.test.significant:
            return Reason.CHANCE
        if kind_of_test(self.test) is Kind.YEARS and self.test.n_before < YEARS_BEFORE:
            return Reason.THIN
        return self._explained(sign, change)

    def _explained(self, sign: int, change: float) -> Reason | None:
        """What else than the start can have made a significant change."""
        if self.doubtful:
            return Reason.DOUBTFUL
        if change <= self._rounded:
            return Reason.ROUNDING
        if self._came_earlier(sign * change / 2):
            return Reason.EARLIER
        return self._taken_back(sign)

    def _came_earlier(self, half: float) -> bool:
        """Whether less than half of a change came after the divided year's own start."""
        if self.earlier is None or self.earlier.estimate is None:
            return False
        return self.earlier.estimate < half if half > 0 else self.earlier.estimate > half

    def _taken_back(self, sign: int) -> Reason | None:
        if self.check is None or not self.check.computed:
            return None
        step = sign * (self.check.estimate or 0.0)
        if not self.check.significant or step <= 0:
            return Reason.DRIFT
        return Reason.ROUNDING if step <= self._rounded else None


@dataclass(frozen=True)
class Finding:
    """One statement. ``key`` names its wording, ``values`` what the words need.

    A grade that a change must earn (indicated, established) is that of ``graded``, the change
    under each reading of its source; ValueError for a claim beyond it.
    """

    key: str
    grade: Grade
    values: Mapping[str, Any] = field(default_factory=dict)
    graded: tuple[Graded, ...] = ()

    def __post_init__(self) -> None:
        earned = weakest(item.grade for item in self.graded)
        claims = self.grade in (Grade.INDICATED, Grade.ESTABLISHED)
        if claims and stronger(self.grade, earned):
            raise ValueError(f"'{self.grade}' claims more than its tests carry: '{earned}'")

    @property
    def limit(self) -> Limit | None:
        """In which way it limits the others; None for one that does not."""
        if self.graded:
            return Limit.TESTED
        return Limit.OPEN if self.grade in (Grade.NOT_SHOWN, Grade.NOT_ASSESSABLE) else None


def limiting(limits: Sequence[Limit | str | None]) -> int | None:
    """Return the place of the finding that a good figure of the same report is never shown
    without: the first that a test grades, else the first that says what is open. None for none."""
    return next((limits.index(kind) for kind in Limit if kind in limits), None)


def basis_of(comparison: Comparison | None) -> Basis:
    """Return what a change is held against. A design nobody stated rules nothing out."""
    if comparison is None:
        return Basis.OWN_YEARS
    ruled_out = comparison.design is not None and comparison.design.kind in RULING_OUT
    return Basis.DESIGNED_COMPARISON if ruled_out else Basis.COMPARISON


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
