"""What each party says of each measure, as time goes on; and what stands of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from analysis.model.definitions import Assessment, Programme
from analysis.model.periods import Period
from analysis.model.replies import WHOLE, WITHDRAWN, Answer, Reply
from analysis.model.texts import Text

CHANGES = ("measure", "party", "before", "before_on", "after", "after_on")

Order = tuple[date, int, int]


@dataclass(frozen=True)
class Voice:
    """What stands of what a party says of a measure, or of a ``part`` or ``year`` of it; of the
    programme as a whole where ``measure`` is WHOLE.

    ``verdict`` is None where it gives none, ``on`` the day it is of, ``place`` where it stands in
    the document (None: in a form). ``reason`` is a text of the file with its languages, or as it
    was written in the form. ``kept_back``: there are words that were not to be published.
    """

    measure: str
    party: str
    verdict: str | None = None
    on: Period | None = None
    by: str = ""
    place: int | None = None
    reason: Text | str = ""
    comment: str = ""
    kept_back: bool = False
    part: str = ""
    year: int | None = None

    @property
    def about(self) -> tuple[str, str, int]:
        """What is spoken of: measure, part, and year (0: no single one)."""
        return self.measure, self.part, self.year or 0

    @property
    def written_reason(self) -> str:
        """The reason as it was written in a form; "" where it is the document's."""
        return self.reason if isinstance(self.reason, str) else ""


def dated_assessments(programme: Programme, as_of: Period) -> tuple[Assessment, ...]:
    """Return the assessments of the programme file, without those dated after ``as_of``."""
    return tuple(
        item for item in programme.assessments if not item.dated or item.dated.end <= as_of.end
    )


def told_by_each(
    programme: Programme, replies: Sequence[Reply], as_of: Period
) -> list[list[Voice]]:
    """Return all that each party said of each measure, and then of the whole, the latest last; by
    measure and party in the programme's order. What a document dates by a year comes before the
    forms of that year."""
    told: dict[tuple[tuple[str, str, int], str], list[Voice]] = {}
    for _, voice in sorted(_spoken(programme, replies, as_of), key=lambda pair: pair[0]):
        told.setdefault((voice.about, voice.party), []).append(voice)
    measures = [*(item.id for item in programme.measures), WHOLE]
    parties = [item.id for item in programme.parties]

    def place(key: tuple[tuple[str, str, int], str]) -> tuple[int, str, int, int]:
        (measure, part, year), party = key
        return measures.index(measure), part, year, parties.index(party)

    return [told[key] for key in sorted(told, key=place)]


def _spoken(
    programme: Programme, replies: Sequence[Reply], as_of: Period
) -> Iterator[tuple[Order, Voice]]:
    for number, item in enumerate(dated_assessments(programme, as_of)):
        if item.verdict and not item.scope:
            day = item.dated.start if item.dated else date.min
            said = (item.measure, item.party, item.verdict, item.dated)
            yield (day, 0, number), Voice(*said, place=item.place, reason=item.reason or "")
    for number, reply in enumerate(replies):
        for answer in (*reply.answers, reply.whole):
            for voice in _voices(reply, answer):
                yield (reply.signed.start, 1, number), voice


def _voices(reply: Reply, answer: Answer) -> Iterator[Voice]:
    """A verdict, with its reason, is on the whole measure, whatever row it was given in."""
    on = answer.given or reply.signed
    whole = Voice(
        answer.measure,
        reply.party,
        answer.verdict or None,
        on,
        reply.by,
        reason=answer.reason,
        comment=answer.comment,
        kept_back=answer.kept_back,
    )
    of_part = {"part": answer.part, "year": answer.year}
    if not answer.verdict or not any(of_part.values()):
        if answer.verdict or answer.reason or answer.comment or answer.kept_back:
            yield replace(whole, part=answer.part, year=answer.year)
        return
    yield replace(whole, comment="")
    if answer.comment:
        yield replace(whole, verdict=None, reason="", part=answer.part, year=answer.year)


def standing(told: Sequence[Voice]) -> Voice:
    """Return what stands after all that a party said of a measure: a verdict with its own reason
    until there is another, words until there are others, or until words are kept back: a party
    that asks for that takes back what it wrote before."""
    found = told[0]
    for said in told[1:]:
        before = replace(found, reason="", comment="") if said.kept_back else found
        if said.verdict:
            found = replace(said, comment=said.comment or before.comment)
        else:
            found = replace(
                before,
                by=said.by,
                reason=said.reason or before.reason,
                comment=said.comment or before.comment,
                kept_back=said.kept_back or before.kept_back,
            )
    return replace(found, verdict=None) if found.verdict == WITHDRAWN else found


def changes(told: Iterable[Sequence[Voice]]) -> pd.DataFrame:
    """Return a row for each verdict that took the place of another of its party, with the columns
    CHANGES; None stands for a verdict that was withdrawn."""
    rows = []
    for own in told:
        given = [voice for voice in own if voice.verdict]
        for before, after in pairwise(given):
            if before.verdict != after.verdict:
                old, new = _step(before), _step(after)
                rows.append((after.measure, after.party, old, before.on, new, after.on))
    return pd.DataFrame(rows, columns=list(CHANGES), dtype=object)


def _step(voice: Voice) -> str | None:
    return None if voice.verdict == WITHDRAWN else voice.verdict
