"""A programme: everything one document says of it, and what is measured."""

from typing import Literal, TypeVar

from pydantic import Field

from analysis.model.definitions.action_points import ActionProgramme
from analysis.model.definitions.base import Definition, Document, Identifier, Party, Statement, Step
from analysis.model.definitions.indicators import Indicator, Reading, Target
from analysis.model.definitions.measures import Assessment, Measure, Package, Rival, VerdictLevel
from analysis.model.definitions.networks import Network
from analysis.model.definitions.outlooks import WorkforceOutlook
from analysis.model.definitions.reviews import QualityReview
from analysis.model.periods import Period
from analysis.model.texts import Text

Named = TypeVar("Named", Indicator, Measure, Party, VerdictLevel)


class Programme(Definition):
    """Measures with an owner, a start and aims, as one document describes them.

    ``action``, ``network``, ``review`` and ``outlook`` are there for programmes of that kind.
    """

    id: Identifier
    country: Literal["NO", "SE"]
    municipality: str | None = Field(default=None, pattern=r"^\d{4}$")
    as_of: Period
    start: Period
    title: Text
    summary: Text
    owner: Text | None = None
    document: Document
    figures: str | None = None
    parties: tuple[Party, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    readings: tuple[Reading, ...] = ()
    packages: tuple[Package, ...] = ()
    measures: tuple[Measure, ...] = ()
    scale: tuple[VerdictLevel, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    rivals: tuple[Rival, ...] = ()
    criticism: tuple[Statement, ...] = ()
    way_forward: tuple[Statement, ...] = ()
    calendar: tuple[Step, ...] = ()
    action: ActionProgramme | None = None
    network: Network | None = None
    review: QualityReview | None = None
    outlook: WorkforceOutlook | None = None

    def indicator(self, identifier: str) -> Indicator:
        """Return the indicator called ``identifier``; LookupError if there is none."""
        return _named(self.indicators, identifier)

    def measure(self, identifier: str) -> Measure:
        """Return the measure called ``identifier``; LookupError if there is none."""
        return _named(self.measures, identifier)

    def party(self, identifier: str) -> Party:
        """Return the party called ``identifier``; LookupError if there is none."""
        return _named(self.parties, identifier)

    def level(self, identifier: str) -> VerdictLevel:
        """Return the step of the scale called ``identifier``; LookupError if there is none."""
        return _named(self.scale, identifier)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Every snapshot the programme draws on, in the order they are named."""
        found = [self.figures] if self.figures else []
        for part in (*self.indicators, self.action, self.network, self.review, self.outlook):
            found.extend(part.source_ids if part else ())
        return tuple(dict.fromkeys(found))


def _named(items: tuple[Named, ...], name: str) -> Named:
    for item in items:
        if item.id == name:
            return item
    raise LookupError(name)
