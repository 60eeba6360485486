"""What the parties of a programme say of it, side by side: what stands, changed, or is missing.

Statements of the programme file and of forms are taken together. Nothing is averaged: a verdict
stays with its party, and a party that said nothing has said nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.evaluation.voices import Voice, changes, dated_assessments, standing, told_by_each
from analysis.methods.agreement.verdicts import Verdicts, collect, spread
from analysis.model.definitions import Programme
from analysis.model.periods import Period
from analysis.model.replies import WHOLE, WITHDRAWN, Reply

STATES = ("measure", "part", "year", "party", "by", "state", "completed", "on")


@dataclass(frozen=True)
class Replied:
    """The parties of a programme and what they say of its measures by a date.

    ``replies`` are their forms, the latest last, ``quoted`` the parties that the document lets
    speak of a measure. ``voices`` is what stands, by measure and party in the programme's order,
    ``whole`` the verdicts on the programme as a whole, each with the words it came with;
    ``verdicts`` the former as a matrix, and ``spread`` its rows of
    :func:`analysis.methods.agreement.verdicts.spread` (both None without a scale). ``changes`` has
    the columns CHANGES, a row a verdict that took another's place (None: withdrawn). ``states``
    has the columns STATES, a row the last state of a measure that a party told in a form.
    """

    programme: Programme
    replies: tuple[Reply, ...]
    quoted: frozenset[str]
    voices: tuple[Voice, ...]
    whole: tuple[Voice, ...]
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
        """Return what a party says of a measure as a whole; None where it says nothing."""
        for voice in self.voices:
            if (voice.about, voice.party) == ((measure, "", 0), party):
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
    told = told_by_each(programme, known, as_of)
    voices = tuple(standing(own) for own in told if own[0].measure != WHOLE)
    verdicts = _matrix(programme, voices)
    return Replied(
        programme,
        tuple(known),
        frozenset(item.party for item in dated_assessments(programme, as_of)),
        voices,
        tuple(_on_the_whole(told)),
        verdicts,
        spread(verdicts) if verdicts else None,
        changes(told),
        _states(programme, known),
    )


def _on_the_whole(told: Sequence[Sequence[Voice]]) -> Iterator[Voice]:
    """The last verdict of each party on the programme as a whole, unless it was withdrawn; without
    its words where later ones were kept back."""
    for own in told:
        given = [n for n, voice in enumerate(own) if voice.measure == WHOLE and voice.verdict]
        if given and own[given[-1]].verdict != WITHDRAWN:
            last, later = own[given[-1]], own[given[-1] + 1 :]
            yield replace(last, comment="") if any(one.kept_back for one in later) else last


def _matrix(programme: Programme, voices: Sequence[Voice]) -> Verdicts | None:
    if not programme.scale:
        return None
    rows = [(voice.measure, voice.party, voice.verdict) for voice in voices if voice.verdict]
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
