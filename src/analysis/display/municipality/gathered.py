"""A programme on the page of a municipality, with the reports that suit it."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.display.blocks import TableBlock
from analysis.display.municipality.subject import Part
from analysis.display.report import Report
from analysis.methods.targets import Judgement, judge
from analysis.model.definitions import Indicator, Programme
from analysis.model.periods import Period


@dataclass(frozen=True)
class Gathered:
    """A programme, in which the municipality has a ``part``, and its ``reports`` by name, which
    speak as of ``as_of``; none may suit it."""

    programme: Programme
    part: Part
    as_of: Period
    reports: Mapping[str, Report]

    @property
    def participates(self) -> bool:
        """Whether the municipality is one of many that take part, for certain or not."""
        return self.part != "own"

    @property
    def invented(self) -> bool:
        """Whether any of its figures are made up."""
        return any(report.invented for report in self.reports.values())

    @property
    def judged(self) -> tuple[tuple[Indicator, Judgement], ...]:
        """Each target with its outcome, as the reports have it; without figures, none can be
        said."""
        found = [pair for report in self.reports.values() for pair in report.judged]
        known = [judgement.target for _, judgement in found]
        rest = [
            (indicator, judge(target, indicator.direction, None, self.as_of))
            for target in self.programme.targets
            if target not in known
            for indicator in (self.programme.indicator(target.indicator),)
        ]
        return (*found, *rest)

    @property
    def with_units(self) -> tuple[Report, ...]:
        """The reports that have figures of units to show."""
        return tuple(
            report
            for report in self.reports.values()
            if any(isinstance(block, TableBlock) for block in report.units())
        )
