"""Indicators, what they are compared with, and their targets."""

from typing import Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from analysis.model.definitions.base import (
    Amount,
    Definition,
    Direction,
    Identifier,
    Place,
    Share,
    Tier,
)
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER
from analysis.model.texts import Text


class WeightBounds(Definition):
    """What share of the year a quarter can weigh: (lowest, highest)."""

    usual: tuple[Share, Share]
    wide: tuple[Share, Share]

    @field_validator("usual", "wide")
    @classmethod
    def _holds_a_quarter(cls, bounds: tuple[float, float]) -> tuple[float, float]:
        if not bounds[0] <= 0.25 <= bounds[1]:
            raise PydanticCustomError(
                "weights",
                "{found}",
                {
                    "found": f"found {list(bounds)}",
                    "accepted": "the lowest share first, and 0.25 between them",
                },
            )
        return bounds


class ComparisonDesign(Definition):
    """How it came about who takes part and who is compared with.

    ``lot``: who takes part, or when, was drawn by lot; ``assigned``: others decided it, for
    reasons that have nothing to do with the indicator; ``chosen_beforehand``: the comparison was
    named before the outcome was known. ``text`` says how, and where that is documented.
    """

    kind: Literal["lot", "assigned", "chosen_beforehand"]
    text: Text


class Comparison(Definition):
    """A series of the same kind from elsewhere, and what it cannot stand for.

    ``series`` is what the source calls the figures, where that is not what the indicator's own
    source calls them; ``municipality`` whose they are, the whole country's unless it is said.
    """

    source: str
    series: str | None = None
    municipality: str = Field(default=COUNTRY_NUMBER, pattern=r"^\d{4}$")
    title: Text
    caveat: Text
    design: ComparisonDesign | None = None


MEANS = frozenset({"percent", "index", "scale", "points"})
"""Units in which the figure of a year lies among those of its parts; others may be added up."""


class Break(Definition):
    """A change of the definition: values from ``at`` on are not those before it."""

    at: Period
    note: Text


class Indicator(Definition):
    """A defined quantity. ``rounding`` is half the last printed step, in the unit.

    ``source`` names a snapshot below data/sources, or a source of the store as
    ``store:publisher/dataset``. It is missing while nobody has its figures; ``where`` then says
    where they can be had. ``series`` is what the sources call the figures (N00090), where that is
    not ``id``. ``registered`` is its id in the registry of indicators, whose breaks are the
    indicator's too; ``breaks`` are those of these figures alone.

    ``units`` is the source of figures for units of the organisation; groups of fewer than
    ``minimum_n`` persons are never shown; it may be raised, never lowered. ``hidden_units`` were
    hidden in an earlier report and stay so: two reports must not undo each other.
    """

    id: Identifier
    title: Text
    unit: Literal["percent", "persons", "index", "count", "points", "full_time_equivalents"]
    direction: Direction
    definition: Text
    decimals: int = Field(default=1, ge=0, le=4)
    rounding: Amount = Field(default=0.0, ge=0)
    source: str | None = None
    series: str | None = None
    where: Text | None = None
    registered: Identifier | None = None
    place: Place | None = None
    targets_note: Text | None = None
    weights: WeightBounds | None = None
    comparison: Comparison | None = None
    breaks: tuple[Break, ...] = ()
    units: str | None = None
    minimum_n: int = Field(default=7, ge=7)
    hidden_units: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_figures_or_says_where(self) -> "Indicator":
        if not self.source and not self.where:
            raise PydanticCustomError(
                "source",
                "{found}",
                {
                    "found": "neither source nor where",
                    "accepted": "a source of figures, or where they can be had",
                },
            )
        return self

    @property
    def figures_id(self) -> str:
        """What the sources call the figures."""
        return self.series or self.id

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Every source the indicator draws on: its own, its comparison's, its units'."""
        comparison = self.comparison.source if self.comparison else None
        return tuple(found for found in (self.source, comparison, self.units) if found)


class Target(Definition):
    """A value aimed at by a period. Values on the line count as met."""

    indicator: Identifier
    period: Period
    tier: Tier
    value: Amount
    place: Place | None = None


class Reading(Definition):
    """One way to take a printed table that has lost its layout.

    A row's fourth figure is its fourth quarter unless the year is in ``year_figure``: then it is
    the year's, and the fourth quarter follows from the year and the other three, unless it is in
    ``not_out``. The first reading of a file is the one the report leads with.
    """

    id: Identifier
    title: Text
    year_figure: tuple[int, ...] = ()
    not_out: tuple[Period, ...] = ()
