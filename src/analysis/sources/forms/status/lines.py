"""The rows of the form: what a party is asked about, measure by measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.errors import ParameterError
from analysis.model.definitions import Measure, Party, Programme, Undertaking
from analysis.model.periods import Period
from analysis.model.replies import WITHDRAWN
from analysis.model.texts import Text
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.programme.answers import CONTINUOUS

About = tuple[str, str, int | None]
"""What a row is about: the measure, the part of it, the year."""

_REF = re.compile(r"(?P<measure>[a-z][a-z0-9_-]*)(?:/(?P<part>[a-z]))?(?:@(?P<year>\d{4}))?")


@dataclass(frozen=True)
class AskedLine:
    """One row. ``first`` is the row of a measure that takes its verdict; ``yearly`` says whether
    it is about an undertaking of every year (``year`` None: about all of them)."""

    measure: Measure
    part: str
    year: int | None
    title: Text
    deadline: Period | None
    first: bool
    yearly: bool

    @property
    def about(self) -> About:
        """What the row is about."""
        return self.measure.id, self.part, self.year

    @property
    def ref(self) -> str:
        """How the row is named in the form."""
        part = f"/{self.part}" if self.part else ""
        return f"{self.measure.id}{part}{f'@{self.year}' if self.year else ''}"

    def until(self, language: str) -> str:
        """Return its last day as a form in ``language`` shows it; "" where nobody has said one."""
        if self.measure.continuous and self.deadline is None:
            return str(read_labels("programme")[language][CONTINUOUS][0])
        return str(self.deadline or "")

    @property
    def number(self) -> str:
        """The number that the document gives it."""
        return f"{self.measure.number}{self.part}"


def read_ref(text: str) -> About | None:
    """Return what the key of a row names; None for a text that is no key."""
    match = _REF.fullmatch(text.strip())
    if match is None:
        return None
    return match["measure"], match["part"] or "", int(match["year"]) if match["year"] else None


def check_takes_replies(programme: Programme) -> None:
    """Raise ParameterError for a programme whose replies no report would show: without measures,
    without parties, or without a scale for verdicts and points to report on."""
    lacking = {
        "measures": not programme.measures,
        "parties": not programme.parties,
        "scale for verdicts ([[scale]]), and no points with a time": not programme.scale
        and not any(measure.point for measure in programme.measures),
    }
    if missing := [name for name, lacks in lacking.items() if lacks]:
        raise ParameterError(
            f"{programme.id} has no {', no '.join(missing)}: there is nothing to ask its parties. "
            f"Add them to data/programmes/{programme.id}.toml."
        )
    if WITHDRAWN in [level.id for level in programme.scale]:
        raise ParameterError(
            f"the scale of {programme.id} has a step '{WITHDRAWN}', which means in a form that a "
            "verdict is taken back. Give the step another id."
        )


def named_party(programme: Programme, said: str) -> Party:
    """Return the party with the id ``said``, or else with that title in any language, small or
    capital letters alike. ParameterError, which lists them, if there is none or more than one."""
    wanted = " ".join(said.casefold().split())
    found = [item for item in programme.parties if item.id == said] or [
        item
        for item in programme.parties
        if wanted in (item.id, *(title.casefold() for title in item.title.values()))
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{item.id} ({item.title.best('en')[0]})" for item in programme.parties)
    told = f"several parties '{said}'; say the id" if found else f"no party '{said}'"
    raise ParameterError(f"{programme.id} has {told}. Its parties: {known or 'none'}.")


def asked(programme: Programme, as_of: Period) -> Iterator[AskedLine]:
    """Return the rows of the form in the document's order: one for each measure or undertaking,
    and one more for each year up to that of ``as_of`` of those of every year."""
    for measure in programme.measures:
        if measure.point is None:
            yield AskedLine(measure, "", None, measure.title, measure.deadline, True, False)
            continue
        for place, item in enumerate(measure.point.undertakings):
            yield from _of_undertaking(measure, item, as_of, place == 0)


def _of_undertaking(
    measure: Measure, item: Undertaking, as_of: Period, first: bool
) -> Iterator[AskedLine]:
    title, yearly = item.title or measure.title, item.time == "yearly"
    yield AskedLine(measure, item.part, None, title, item.deadline, first, yearly)
    if yearly and item.deadline:
        start = item.starts or item.deadline
        for year in range(start.year, min(item.deadline.year, as_of.end.year) + 1):
            yield AskedLine(measure, item.part, year, title, Period(year), False, True)
