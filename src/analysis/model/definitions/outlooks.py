"""What a strategy expects of the workforce to come, what it concludes, and what it aims at."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions.base import Amount, Definition, Identifier, Place, Section
from analysis.model.texts import Text

Age = int
AgeSpan = tuple[Age, Age | None]
"""First and last age in whole years; None: no end."""

Topic = Literal["population", "staffing", "labour_market", "education", "measures"]


class ServiceGroup(Definition):
    """A service and the ages it serves.

    ``first_age`` to ``last_age`` (missing: no end) are the document's, unless ``chosen``: then the
    document has lost its digits or prints none, and they are the analyst's choice. ``printed`` is
    what the document has, ``short`` the label in a figure. ``stand_ins`` are other ages for figures
    that lack these, best first.
    """

    id: Identifier
    title: Text
    short: Text | None = None
    printed: str
    first_age: Age = Field(ge=0)
    last_age: Age | None = None
    chosen: bool = False
    stand_ins: tuple[AgeSpan, ...] = ()
    note: Text | None = None
    place: Place

    @property
    def spans(self) -> tuple[AgeSpan, ...]:
        """The group's own ages, then what may stand in for them."""
        return ((self.first_age, self.last_age), *self.stand_ins)


class Alternative(Definition):
    """An alternative of a projection. ``name`` is what the source calls it: the text of its column
    ``alternative``, or for a source of the store the indicator."""

    id: Identifier
    name: str
    title: Text


class Projection(Definition):
    """A projection of the population by age; the first alternative is the main one.

    ``municipality`` says whose it is; missing: the whole country's. ``years`` are those shown.
    """

    id: Identifier
    title: Text
    source: str
    base_year: int
    municipality: str | None = Field(default=None, pattern=r"^\d{4}$")
    alternatives: tuple[Alternative, ...] = Field(min_length=1)
    years: tuple[int, ...] = Field(min_length=1)
    note: Text | None = None

    @property
    def main(self) -> Alternative:
        """The alternative that the calculation leads with."""
        return self.alternatives[0]


class Registered(Definition):
    """Registered population by single year of age in the store, for projections of a municipality:
    what earlier ones are held against."""

    source: str
    indicator: str
    municipality: str = Field(pattern=r"^\d{4}$")


class Conclusion(Definition):
    """What the document concludes on a topic, as printed, and what it is taken to mean.

    ``where`` says which figures could be held against it, and who has them.
    """

    id: Identifier
    topic: Topic
    title: Text
    printed: str
    meaning: Text
    where: Text
    place: Place


class YearlyAim(Definition):
    """A number aimed at every year, without a last year. ``where`` says who has the figures."""

    id: Identifier
    title: Text
    value: Amount
    where: Text
    place: Place


class MissingFigures(Definition):
    """Figures the outlook needs and nobody has brought in: what, what for, and where they are."""

    id: Identifier
    title: Text
    use: Text
    where: Text


class Command(Definition):
    """A command that brings figures in, and what it brings."""

    title: Text
    command: str


class WorkforceOutlook(Section):
    """What a strategy expects of the workforce to come, and what it aims at.

    The first projection leads. ``staff`` and ``exits`` are sources of the employer's own register
    in ``staff_year`` and the years before; everybody has left by the age ``leave_by``.
    ``outcomes`` are tables of later registered shares of the country's population by age,
    ``registered`` population of municipalities, ``position_sizes`` average positions by age.
    """

    horizon: int
    groups: tuple[ServiceGroup, ...] = Field(min_length=1)
    projections: tuple[Projection, ...] = Field(min_length=1)
    outcomes: tuple[str, ...] = ()
    registered: tuple[Registered, ...] = ()
    position_sizes: str | None = None
    staff: str | None = None
    exits: str | None = None
    staff_year: int | None = None
    leave_by: int | None = None
    conclusions: tuple[Conclusion, ...] = ()
    aims: tuple[YearlyAim, ...] = ()
    missing: tuple[MissingFigures, ...] = ()
    commands: tuple[Command, ...] = ()

    @model_validator(mode="after")
    def _staff_is_of_the_base_year(self) -> "WorkforceOutlook":
        own = (self.staff, self.exits, self.staff_year, self.leave_by)
        base_year = self.projections[0].base_year
        if any(own) and not (all(own) and self.staff_year == base_year):
            raise PydanticCustomError(
                "staff",
                "{found}",
                {
                    "found": f"staff of {self.staff_year}, and a projection from {base_year}",
                    "accepted": "staff, exits, staff_year and leave_by together, staff_year the "
                    "base year of the first projection",
                },
            )
        return self

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Projections, later population, position sizes, the employer's own registers."""
        own = (self.position_sizes, self.staff, self.exits)
        named = [item.source for item in self.projections]
        named += [item.source for item in self.registered]
        return tuple(dict.fromkeys([*named, *self.outcomes, *(item for item in own if item)]))

    def group(self, identifier: str) -> ServiceGroup:
        """Return the service group called ``identifier``; LookupError if there is none."""
        for item in self.groups:
            if item.id == identifier:
                return item
        raise LookupError(identifier)
