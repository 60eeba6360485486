"""Participants against others that never joined: what the comparison shows, and what it may claim.

One test is fixed beforehand: the effect by cohort and year, averaged over each cohort's years
(group-time effects). It counts only if it holds in three more ways, fixed beforehand too, that
municipalities which joined in bad years seldom pass by regression to the mean alone: from the base
one and two years earlier (Ashenfelter 1978), and against others from the same start level
(regression adjustment on the value of the base year). The weakest of the four is the grade. A
change for the worse is held to the same four: after good years figures fall back by themselves too.

The joint test of the years before joining is no check here: with small cohorts it rejects in nine
of ten panels where participants were drawn by lot.

Three faults no adjustment mends, and then nothing is claimed at all: a list of participants that is
not complete, so that some of the others took part too; fewer than ten others; and a start level
half a standard deviation or more from the others', beyond chance, where adjusting extrapolates
(Rubin 2001).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.evaluation.findings import Basis, Grade, Graded, basis_of, weakest
from analysis.methods.difference_in_differences import (
    GroupTimeEffects,
    event_study,
    group_time_effects,
    leave_one_cohort_out,
    moved_base,
    overall,
    start_gap,
)
from analysis.methods.results import Estimate
from analysis.model.definitions import Indicator
from analysis.model.definitions.networks import JoinEffects
from analysis.model.periods import Period

_FIELDS = {field.name for field in fields(Estimate)}
_CLAIMS = (Grade.INDICATED, Grade.ESTABLISHED)
_OPPOSITE = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}

UNLIKE = 0.5
"""Standard deviations between the start levels from which others are no comparison."""

MINIMUM_OTHERS = 10
"""Others needed: the spread of fewer says little of what chance gives."""


@dataclass(frozen=True)
class JoinEffect:
    """Participants against others in a panel with a row a ``unit`` and year (``period``), its
    ``value``, and ``first``, the year of joining (missing for others). ``unmatched`` are named
    participants that it cannot place: not certain to have joined, no year of joining, or no
    figures. ``hidden`` participants have no known municipality number, or are not named at all, so
    that they may stand among the others."""

    indicator: Indicator
    design: JoinEffects
    panel: pd.DataFrame
    unmatched: tuple[str, ...] = ()
    hidden: int = 0

    @property
    def complete(self) -> bool:
        """Whether no participant can be among the others."""
        return self.design.complete and not self.hidden

    @cached_property
    def effects(self) -> GroupTimeEffects:
        return group_time_effects(self.panel, balanced=False)

    @cached_property
    def main(self) -> Estimate:
        """The test that was fixed beforehand."""
        return overall(self.effects)

    @property
    def testable(self) -> bool:
        """Whether there are participants and others enough for a test."""
        return self.main.computed and self.effects.n_never >= MINIMUM_OTHERS

    @cached_property
    def earlier(self) -> tuple[Estimate, Estimate]:
        """The same from the base one and two years earlier."""
        one, two = (moved_base(self.effects, years=years).iloc[1] for years in (1, 2))
        return _estimate(one), _estimate(two)

    @cached_property
    def level(self) -> Estimate:
        """The same against others from the same start level."""
        table = with_start_level(self.panel)
        adjusted = group_time_effects(table, balanced=False, covariates=["level"], estimator="reg")
        return overall(adjusted)

    @property
    def checked(self) -> bool:
        """Whether the other ways could all be calculated."""
        return all(test.computed for test in (*self.earlier, self.level))

    @cached_property
    def gap(self) -> Estimate:
        """How far participants lay above the others in the last year before they joined."""
        return _estimate(start_gap(self.effects, years=1).iloc[0])

    @cached_property
    def spread(self) -> float:
        """The standard deviation between the others, the mean over the base years."""
        others = self.effects.panel
        never = others.values[others.first == 0]
        bases = [base for year in others.cohorts if (base := others.base_of(year)) is not None]
        spreads = [float(np.nanstd(never[:, base], ddof=1)) for base in bases if len(never) > 1]
        return float(np.mean(spreads)) if spreads else float("nan")

    @cached_property
    def by_time(self) -> pd.DataFrame:
        """The effect by years since joining; the columns of ``event_study``."""
        return event_study(self.effects)

    @cached_property
    def without_each(self) -> pd.DataFrame:
        """The effect without each cohort in turn."""
        return leave_one_cohort_out(self.effects)

    @property
    def began_apart(self) -> bool:
        """Whether participants began at another level than the others, beyond chance."""
        return self.gap.computed and self.gap.significant

    @property
    def unlike(self) -> bool:
        """Whether they began so far apart that the others are no comparison."""
        apart = abs(self.gap.estimate or 0.0) >= UNLIKE * self.spread
        return self.began_apart and bool(apart)

    @property
    def against_aim(self) -> bool:
        """Whether the test finds that participants moved the wrong way against the others."""
        return self._against[0].grade in _CLAIMS

    @property
    def worsened(self) -> bool:
        """Whether they moved the wrong way in the other ways of comparing too."""
        return _weakest(self._against) in _CLAIMS

    @property
    def explained_by_level(self) -> bool:
        """Whether the test finds a change, either way, that does not hold in the other ways."""
        claims = self.graded[0].grade in _CLAIMS or self.against_aim
        return claims and self.tested_grade not in _CLAIMS and not self.worsened

    @cached_property
    def graded(self) -> tuple[Graded, ...]:
        """The tests that the grade is the weakest of; the first alone if it finds nothing."""
        return self._in_each_way(self.indicator)

    @cached_property
    def _against(self) -> tuple[Graded, ...]:
        """The same tests of a change the other way."""
        other = _OPPOSITE[self.indicator.direction]
        return self._in_each_way(self.indicator.model_copy(update={"direction": other}))

    @property
    def tested_grade(self) -> Grade:
        """The grade that the tests carry."""
        return _weakest(self.graded)

    @property
    def grade(self) -> Grade:
        """The grade of the finding: that of the tests, where the comparison can bear one."""
        if not self.complete or not self.testable or self.unlike:
            return Grade.NOT_ASSESSABLE
        return self.tested_grade

    def _in_each_way(self, indicator: Indicator) -> tuple[Graded, ...]:
        """The four tests of a change in the direction of ``indicator``; the first alone if it
        finds none."""
        basis = basis_of(self.design.others) if self.design.others else Basis.COMPARISON
        first = Graded(self.main, basis, indicator)
        if first.grade not in _CLAIMS:
            return (first,)
        others = (*self.earlier, self.level)
        return (first, *(Graded(test, basis, indicator) for test in others))


def _weakest(tests: Iterable[Graded]) -> Grade:
    return weakest(item.grade for item in tests)


def _estimate(row: pd.Series) -> Estimate:
    """A row of a result table as an estimate."""
    values: dict[str, Any] = {name: row[name] for name in row.index if name in _FIELDS}
    numbers = ("estimate", "low", "high", "p", "df", "smallest", "detectable")
    missing = {name: None for name in numbers if name in values and pd.isna(values[name])}
    return Estimate(**{**values, **missing})


def joining_panel(
    observations: pd.DataFrame, participants: pd.DataFrame, as_of: Period
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the panel of :class:`JoinEffect`, and the participants it has nothing to say of.

    Whole years that ended by ``as_of``; values without a breakdown. Participants that are not
    ``certain``, or whose year of joining, number or figures are missing, are left out of both
    sides. One that is listed twice joined in the earlier year.
    """
    periods = observations["period"]
    yearly = np.array([p.kind == "year" and p.end <= as_of.end for p in periods], dtype=bool)
    own = observations[yearly & observations["breakdown"].eq("") & observations["value"].notna()]
    panel = pd.DataFrame(
        {
            "unit": own["municipality"].astype(str),
            "period": [period.year for period in own["period"]],
            "value": own["value"].astype(float),
        }
    )
    dated = participants["certain"] & participants["year"].notna()
    known = dated & participants["number"].isin(set(panel["unit"]))
    years = participants[known].groupby("number")["year"].min().astype(float)
    undated = set(participants.loc[~known, "number"]) - set(years.index)
    panel = panel[~panel["unit"].isin(undated)]
    panel = panel.assign(first=panel["unit"].map(years)).reset_index(drop=True)
    unplaced = participants[~known & ~participants["number"].isin(set(years.index))]
    return panel, tuple(unplaced["municipality"].drop_duplicates())


def with_start_level(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a row for every unit and year, with ``level``: the value in each base year.

    In years that are no base year it is the mean of those: an effect after joining takes the
    level of its base year alone, and a unit needs no other. Units without a value in a base year
    have none.
    """
    wide = panel.pivot(index="unit", columns="period", values="value")
    years = sorted(int(year) for year in wide.columns)
    bases = _base_years(panel["first"].dropna().unique(), years)
    level = wide.copy()
    mean = wide[bases].mean(axis=1).where(wide[bases].notna().all(axis=1))
    for year in years:
        if year not in bases:
            level[year] = mean
    table = pd.DataFrame({"value": wide.stack(future_stack=True)})
    table["level"] = level.stack(future_stack=True)
    first = panel.drop_duplicates("unit").set_index("unit")["first"]
    table = table.reset_index()
    return table.assign(first=table["unit"].map(first))


def _base_years(cohorts: Iterable[float], years: list[int]) -> list[int]:
    """The last year of the data before each cohort joined, of those that join within them."""
    bases = set()
    for cohort in cohorts:
        earlier = [year for year in years if year < cohort]
        if earlier and cohort <= years[-1]:
            bases.add(earlier[-1])
    return sorted(bases)
