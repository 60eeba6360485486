"""A programme of many municipalities: themes, waves, participants, published outcomes."""

from typing import Annotated, Literal

from pydantic import Field

from analysis.model.definitions.base import Definition, Identifier, Place, Section, Statement
from analysis.model.definitions.indicators import Comparison
from analysis.model.periods import Period
from analysis.model.texts import Text

Role = Literal[
    "value",
    "goal",
    "before",
    "after",
    "others_before",
    "others_after",
    "difference",
    "saving",
    "cost",
]
Address = Annotated[str, Field(pattern=r"^https?://")]
"""Where on the web somebody says it."""

Uncertainty = Literal["published", "not_published", "not_read"]


class Theme(Definition):
    """A subject that participants worked on. ``prints`` is what the list of participants calls
    it; a ``cross_cutting`` theme is everybody's."""

    id: Identifier
    title: Text
    goal: Text | None = None
    cross_cutting: bool = False
    prints: tuple[str, ...] = ()
    place: Place | None = None


class Wave(Definition):
    """Participants admitted together. ``year`` is the year from which they count as having
    joined, missing where the list does not tell; ``note`` says why that year."""

    id: Identifier
    title: Text
    prints: tuple[str, ...] = Field(min_length=1)
    year: int | None = None
    note: Text | None = None


class Cited(Definition):
    """A figure of a ``source``: the row with these cells, its value or its target."""

    source: str
    of: str
    indicator: str
    period: str
    column: Literal["value", "target"] = "value"
    role: Role = "value"


class Count(Definition):
    """How many took part, as somebody gives it: a figure of a source, or printed in the
    document. ``total`` marks the one that the list of participants is held against."""

    by: Identifier
    when: Text
    figure: Cited | None = None
    printed: int | None = Field(default=None, ge=1)
    approximate: bool = False
    total: bool = False
    place: Place | None = None
    address: Address | None = None


class Dating(Definition):
    """From when to when the programme ran, as somebody gives it."""

    by: Identifier
    text: Text
    place: Place | None = None
    address: Address | None = None


class Outcome(Definition):
    """What somebody has published of what came of the programme, with who says it and how.

    ``compares`` marks a statement on the participants of the programme against others; ``about``
    names one municipality where it is about one. ``period`` is the last one it speaks
    of. ``uncertainty`` tells whether the source says how uncertain it is, ``not_read`` where
    only a summary was read. ``remark`` is what a reader must know to judge it.
    """

    id: Identifier
    title: Text
    by: Identifier
    how: Text
    figures: tuple[Cited, ...] = ()
    unit: Literal["percent", "percentage_points", "count", "million_kroner", "statement"]
    period: Period
    uncertainty: Uncertainty = "not_published"
    theme: Identifier | None = None
    compares: bool = False
    about: str | None = None
    remark: Text | None = None


class Version(Definition):
    """What one of several sources says that disagree."""

    by: Identifier
    text: Text
    place: Place | None = None
    address: Address | None = None


class Disagreement(Definition):
    """A fact on which the sources disagree. All versions are kept."""

    about: Text
    versions: tuple[Version, ...] = Field(min_length=2)


class Remark(Definition):
    """What to know of a municipality in the list, such as why it is not certain to have taken
    part."""

    municipality: str
    text: Text


class JoinEffects(Definition):
    """What participants are to be compared in, and with whom.

    ``complete`` says that the list of participants is: if it is not, some of the others took part
    too. ``others.source`` is a panel of the indicator, a row a municipality and year; it is
    missing while nobody has brought one. ``called`` is the indicator's name in the panel.
    """

    indicator: Identifier
    complete: bool = False
    others: Comparison | None = None
    called: str | None = None


class Network(Section):
    """A programme of many municipalities.

    ``participants`` is a table with a row a municipality (columns municipality, wave, start,
    source, quality, and theme and number where known). ``experiences`` are what the party
    ``experiences_by`` says was learnt, ``goals_note`` says what all goals lack or share.
    """

    themes: tuple[Theme, ...] = ()
    goals_note: Text | None = None
    waves: tuple[Wave, ...] = ()
    counts: tuple[Count, ...] = ()
    dates: tuple[Dating, ...] = ()
    participants: str
    remarks: tuple[Remark, ...] = ()
    cooperation: tuple[Statement, ...] = ()
    experiences_by: Identifier | None = None
    experiences: tuple[Statement, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    cautions: tuple[Text, ...] = ()
    effect: JoinEffects | None = None

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Every figure of a source that the section cites."""
        counts = [item.figure for item in self.counts if item.figure]
        return (*counts, *(figure for item in self.outcomes for figure in item.figures))

    @property
    def speakers(self) -> tuple[str, ...]:
        """The parties that the section names as saying something."""
        versions = (version for item in self.disagreements for version in item.versions)
        said = [item.by for items in (self.counts, self.dates, self.outcomes) for item in items]
        own = [self.experiences_by] if self.experiences_by else []
        return (*own, *said, *(version.by for version in versions))

    @property
    def source_ids(self) -> tuple[str, ...]:
        others = self.effect.others.source if self.effect and self.effect.others else None
        named = (self.participants, *(figure.source for figure in self.cited), others)
        return tuple(dict.fromkeys(name for name in named if name))
