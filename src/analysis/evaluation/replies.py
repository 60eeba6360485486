"""What the parties of a programme say of it, side by side: what stands, changed, or is missing.

Statements of the programme file and of forms are taken together. Nothing is averaged: a verdict
stays with its party, and a party that said nothing has said nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from analysis.methods.agreement.verdicts import Verdicts, collect, spread
from analysis.model.definitions import Assessment, Programme
from analysis.model.periods import Period
from analysis.model.replies import WITHDRAWN, Answer, Reply
from analysis.model.texts import Text

CHANGES = ("measure", "party", "before", "before_on", "after", "after_on")
STATES = ("measure", "part", "year", "party", "by", "state", "completed", "on")


@dataclass(frozen=True)
class Voice:
    """What stands of what a party says of a measure.

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

    @property
    def by_form(self) -> bool:
        """Whether it was said in a form."""
        return self.place is None


@dataclass(frozen=True)
class Replied:
    """The parties of a programme and what they say of its measures by a date.

    ``replies`` are their forms, the latest last, ``quoted`` the parties that the document lets
    speak of a measure. ``voices`` is what stands, by measure and party in the programme's order;
    ``verdicts`` the same as a matrix, and ``spread`` its rows of
    :func:`analysis.methods.agreement.verdicts.spread` (both None without a scale). ``changes`` has
    the columns CHANGES, a row a verdict that took another's place (None: withdrawn). ``states``
    has the columns STATES, a row the last state of a measure that a party told in a form.
    """

    programme: Programme
    replies: tuple[Reply, ...]
    quoted: frozenset[str]
    voices: tuple[Voice, ...]
    verdicts: Verdicts | None
    spread: pd.DataFrame | None
    changes: pd.DataFrame
    states: pd.DataFrame

    def __bool__(self) -> bool:
        """Whether any party has replied to a form."""
        return bool(self.replies)

    def of(self, party: str) -> tuple[Reply, ...]:
        """Return the replies of a party, the latest last."""
        return tuple(reply for reply in self.replies if reply.party == party)

    def voice(self, measure: str, party: str) -> Voice | None:
        """Return what a party says of a measure; None where it says nothing."""
        for voice in self.voices:
            if (voice.measure, voice.party) == (measure, party):
                return voice
        return None

    @property
    def silent(self) -> tuple[str, ...]:
        """The parties that have not replied to a form, and of which no word is in the document."""
        heard = self.quoted | {reply.party for reply in self.replies}
        return tuple(party.id for party in self.programme.parties if party.id not in heard)

    @property
    def only_quoted(self) -> tuple[str, ...]:
        """The parties that have not replied to a form, and are heard in the document alone."""
        heard = self.quoted - {reply.party for reply in self.replies}
        return tuple(party.id for party in self.programme.parties if party.id in heard)

    @property
    def judges(self) -> tuple[str, ...]:
        """The parties whose verdict on some measure stands."""
        judging = {voice.party for voice in self.voices if voice.verdict}
        return tuple(party.id for party in self.programme.parties if party.id in judging)

    @property
    def apart(self) -> pd.DataFrame:
        """The rows of ``states`` on which the last words of two parties differ."""
        about = [self.states[name].map(str) for name in ("measure", "part", "year")]
        differ = self.states.groupby(about)["state"].transform("nunique").gt(1)
        return self.states[differ.astype(bool)]


def gather(programme: Programme, replies: Iterable[Reply], as_of: Period) -> Replied:
    """Return what the parties say by the end of ``as_of``: the verdicts on whole measures of the
    programme file, and ``replies`` signed by then."""
    known = sorted(
        (reply for reply in replies if reply.signed.end <= as_of.end), key=lambda item: item.order
    )
    told: dict[tuple[str, str], list[Voice]] = {}
    for _, voice in sorted(_spoken(programme, known, as_of), key=lambda pair: pair[0]):
        told.setdefault((voice.measure, voice.party), []).append(voice)
    standing = [_standing(told[key]) for key in _keys(programme) if key in told]
    verdicts = _matrix(programme, standing)
    return Replied(
        programme,
        tuple(known),
        frozenset(item.party for item in dated_assessments(programme, as_of)),
        tuple(standing),
        verdicts,
        spread(verdicts) if verdicts else None,
        _changes([told[key] for key in _keys(programme) if key in told]),
        _states(programme, known),
    )


def dated_assessments(programme: Programme, as_of: Period) -> tuple[Assessment, ...]:
    """Return the assessments of the programme file, without those dated after ``as_of``."""
    return tuple(
        item for item in programme.assessments if not item.dated or item.dated.end <= as_of.end
    )


def _keys(programme: Programme) -> list[tuple[str, str]]:
    return [(item.id, party.id) for item in programme.measures for party in programme.parties]


Order = tuple[date, int, int]


def _spoken(
    programme: Programme, replies: Sequence[Reply], as_of: Period
) -> Iterable[tuple[Order, Voice]]:
    """Everything said of whole measures, with its place in time. What a document dates by a year
    comes before the forms of that year."""
    for number, item in enumerate(dated_assessments(programme, as_of)):
        if not item.verdict or item.scope:
            continue
        day = item.dated.start if item.dated else date.min
        voice = Voice(
            item.measure, item.party, item.verdict, item.dated, "", item.place, item.reason or ""
        )
        yield (day, 0, number), voice
    for number, reply in enumerate(replies):
        for answer in reply.answers:
            if answer.verdict or answer.reason or answer.comment or answer.kept_back:
                yield (reply.signed.start, 1, number), _voice(reply, answer)


def _voice(reply: Reply, answer: Answer) -> Voice:
    on = answer.given or reply.signed
    return Voice(
        answer.measure,
        reply.party,
        answer.verdict or None,
        on,
        reply.by,
        None,
        answer.reason,
        answer.comment,
        answer.kept_back,
    )


def _standing(told: Sequence[Voice]) -> Voice:
    """What stands after all that a party said of a measure: a verdict with its own reason, until
    there is another; words until there are others."""
    found = told[0]
    for said in told[1:]:
        if said.verdict:
            found = replace(said, comment=said.comment or found.comment)
        else:
            found = replace(
                found,
                by=said.by,
                reason=said.reason or found.reason,
                comment=said.comment or found.comment,
                kept_back=said.kept_back or found.kept_back,
            )
    return replace(found, verdict=None) if found.verdict == WITHDRAWN else found


def _changes(told: Iterable[Sequence[Voice]]) -> pd.DataFrame:
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


def _matrix(programme: Programme, voices: Sequence[Voice]) -> Verdicts | None:
    if not programme.scale:
        return None
    rows = [(voice.measure, voice.party, voice.verdict) for voice in voices]
    return collect(
        pd.DataFrame(rows, columns=["measure", "party", "verdict"], dtype=object),
        [level.id for level in programme.scale],
        measures=[item.id for item in programme.measures],
        parties=[item.id for item in programme.parties],
        evaluated=[item.id for item in programme.parties if item.evaluated],
    )


def _states(programme: Programme, replies: Sequence[Reply]) -> pd.DataFrame:
    last: dict[tuple[object, ...], tuple[object, ...]] = {}
    for reply in replies:
        for answer in reply.answers:
            if answer.state:
                row = (reply.party, reply.by, answer.state, answer.completed, reply.signed)
                last[*answer.about, reply.party] = (*answer.about, *row)
    order = {item.id: number for number, item in enumerate(programme.measures)}
    rows = sorted(last.values(), key=lambda row: (order[str(row[0])], row[1], str(row[2])))
    return pd.DataFrame(rows, columns=list(STATES), dtype=object)
