"""A programme on the page of a municipality, with the reports that suit it."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.display.blocks import TableBlock
from analysis.display.municipality.subject import Part
from analysis.display.report import Report
from analysis.evaluation.municipality import Untested
from analysis.methods.targets import Judgement, judge
from analysis.model.definitions import Indicator, Programme
from analysis.model.periods import Period


@dataclass(frozen=True)
class Gathered:
    """A programme, in which the municipality has a ``part``, and its ``reports`` by name, which
    speak as of ``as_of``; none may suit it. ``untested`` are its figures that none of them
    evaluates; ``invented`` says whether any of what it rests on is made up."""

    programme: Programme
    part: Part
    as_of: Period
    reports: Mapping[str, Report]
    untested: tuple[Untested, ...]
    invented: bool

    @property
    def participates(self) -> bool:
        """Whether the municipality is one of many that take part, for certain or not."""
        return self.part != "own"

    @property
    def judged(self) -> tuple[tuple[Indicator, Judgement], ...]:
        """Each target with its outcome, as the reports have it, else as the figures that none of
        them evaluates have; without figures, none can be said."""
        found = [pair for report in self.reports.values() for pair in report.judged]
        found += [
            (item.indicator, judgement) for item in self.untested for judgement in item.judged
        ]
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
