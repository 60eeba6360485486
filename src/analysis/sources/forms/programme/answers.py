"""What a filled form for a programme says, checked against what a workspace knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.model.definitions import Direction, Tier
from analysis.model.indicators import RegisteredIndicator
from analysis.model.periods import Period
from analysis.model.places import Municipality

CONTINUOUS = "continuous"
"""What stands as the deadline of a measure that goes on."""


@dataclass(frozen=True)
class Measured:
    """An indicator of the form: one of the registry, or one with a title of its own.

    ``known`` are the figures of the municipality as a whole; empty where there is no ``source``.
    """

    id: str
    title: str
    unit: str
    direction: Direction
    registered: RegisteredIndicator | None = None
    definition: str = ""
    source: str = ""
    series: str = ""
    where: str = ""
    known: pd.DataFrame = field(default_factory=pd.DataFrame)
    has_units: bool = False

    @property
    def last(self) -> Period | None:
        """The last period with a figure."""
        periods: list[Period] = [] if self.known.empty else list(self.known["period"])
        return max(periods, key=lambda period: (period.end, period.start), default=None)


@dataclass(frozen=True)
class Action:
    """A measure of the form. ``id`` is "" where the row gives it: measure-1, measure-2. A
    ``continuous`` one goes on, and has no deadline."""

    text: str
    number: str = ""
    owner: str = ""
    start: Period | None = None
    deadline: Period | None = None
    id: str = ""
    continuous: bool = False


@dataclass(frozen=True)
class Aim:
    """A target of the form."""

    indicator: str
    period: Period
    tier: Tier
    value: float


@dataclass(frozen=True)
class Voice:
    """A party of the form."""

    id: str
    title: str
    evaluated: bool


@dataclass(frozen=True)
class Step:
    """A step of the scale on which parties judge measures, with its title in the languages that
    it has one in."""

    id: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class OtherReason:
    """Something else than the programme that can have changed the figures: in a few words, and
    what is known of it."""

    short: str
    text: str


@dataclass(frozen=True)
class Answers:
    """A filled form without faults. Texts are in ``language``; "" for what nobody has said.
    ``scale`` has its best step first."""

    id: str
    title: str
    place: Municipality
    start: Period
    as_of: Period
    language: str
    filled_by: str
    summary: str = ""
    owner: str = ""
    document: str = ""
    measures: tuple[Action, ...] = ()
    indicators: tuple[Measured, ...] = ()
    targets: tuple[Aim, ...] = ()
    parties: tuple[Voice, ...] = ()
    scale: tuple[Step, ...] = ()
    rivals: tuple[OtherReason, ...] = ()

    def missing(self) -> list[str]:
        """Return what has been left empty, each with what it is for."""
        undated = sum(item.deadline is None and not item.continuous for item in self.measures)
        unowned = sum(not item.owner for item in self.measures)
        lines = {
            "what the programme is about: a report cannot say it": not self.summary,
            "who owns the programme": not self.owner,
            "the document it stands in: the form is named as the source": not self.document,
            "measures: no report can show what was done, and no status can be reported":
                not self.measures,
            f"a deadline for {undated} of {len(self.measures)} measures: whether they are late "
            "cannot be said": undated > 0,
            f"who answers for {unowned} of {len(self.measures)} measures": unowned > 0,
            "indicators: nothing is measured": not self.indicators,
            "targets: nothing can be said to be met": not self.targets,
            "parties: nobody is named who reports or assesses": not self.parties,
            "steps for verdicts: the parties cannot be asked what came of the measures":
                bool(self.parties) and not self.scale,
            "other explanations: a report names none beside a change": not self.rivals,
        }  # fmt: skip
        figures = [
            f"figures of '{item.title}': bring them with `tiltak import FILE`"
            for item in self.indicators
            if not item.source
        ]
        return [line for line, is_missing in lines.items() if is_missing] + figures
