"""From codes with their dates, and which became which, to municipalities through time.

Klass says of a change only which code went where. Whether that was a new number, a merger, a split
or a moved border follows from which codes were in force the day before and on the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from analysis.model.places import Change, Municipality, NumberInForce
from analysis.sources.municipalities import Reference, names_of

Pair = tuple[date, str, str]
"""On this day, people passed from the first code to the second."""


@dataclass(frozen=True, order=True)
class Span:
    """A code in force from ``first`` to ``last``, both included; None is beyond what was asked."""

    code: str
    first: date
    last: date
    name: str

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


def norwegian(spans: Iterable[Span], pairs: Iterable[Pair]) -> Reference:
    """Return the municipalities and changes that ``spans`` and ``pairs`` amount to.

    A municipality keeps its identity through a new number; through a merger or a split it is
    carried on by the one with the same name, if there is one. One that comes of a split under the
    name of a municipality that had gone into the divided one is that one again.
    """
    joined = _joined(spans)
    moves = sorted({pair for pair in pairs if pair[1] != pair[2]})
    changes = [
        change
        for day, own in groupby(moves, key=lambda pair: pair[0])
        for change in _changes_on(day, [(old, new) for _, old, new in own], joined)
    ]
    return Reference(municipalities=tuple(_municipalities(joined, changes)), changes=tuple(changes))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """One span where a code went on under another name, with the latest name."""
    found: list[Span] = []
    for span in sorted(spans):
        before = found[-1] if found else None
        if before and before.code == span.code and span.first <= _next(before.last):
            last = max(before.last, span.last)
            found[-1] = Span(span.code, before.first, last, span.name)
        else:
            found.append(span)
    return found


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _changes_on(day: date, moves: list[tuple[str, str]], spans: Sequence[Span]) -> list[Change]:
    eve = day - timedelta(days=1)
    before = {span.code for span in spans if span.on(eve)}
    after = {span.code for span in spans if span.on(day)}
    lasting = before & after
    borders = [(old, new) for old, new in moves if {old, new} <= lasting]
    flows = {pair for pair in moves if pair not in borders}
    flows |= {(code, code) for pair in flows for code in pair if code in lasting}
    found = [_change(day, "border", [old], news) for old, news in _by_old(borders)]
    alone = []
    for new in sorted({new for _, new in flows}):
        olds = sorted(old for old, other in flows if other == new)
        if len(olds) > 1:
            found.append(_change(day, "merged", olds, [new]))
        else:
            alone.append((olds[0], new))
    for old, news in _by_old(alone):
        # A part of the same municipality may have gone into a merger besides.
        targets = sorted(other for source, other in flows if source == old)
        if len(targets) == 1:
            found.append(_change(day, "renumbered", [old], news))
        else:
            found.append(_change(day, "split", [old], targets if news == [old] else news))
    return found


def _change(day: date, kind: str, old: list[str], new: list[str]) -> Change:
    data = {"on": day, "country": "NO", "kind": kind, "old": tuple(old), "new": tuple(new)}
    return Change.model_validate(data)


def _by_old(moves: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    ordered = sorted(moves)
    return [
        (old, [new for _, new in own]) for old, own in groupby(ordered, key=lambda move: move[0])
    ]


@dataclass(frozen=True)
class _Line:
    """The spans of one municipality, in order of time."""

    spans: tuple[Span, ...]

    @property
    def latest(self) -> Span:
        return self.spans[-1]


def _municipalities(spans: Sequence[Span], changes: Sequence[Change]) -> list[Municipality]:
    lines: list[_Line] = []
    for span in sorted(spans, key=lambda span: (span.first, span.code)):
        place = _continued(span, lines, changes)
        if place is None:
            lines.append(_Line((span,)))
        else:
            lines[place] = replace(lines[place], spans=(*lines[place].spans, span))
    return [_municipality(line) for line in sorted(lines, key=lambda line: line.latest.code)]


def _continued(span: Span, lines: Sequence[_Line], changes: Sequence[Change]) -> int | None:
    """Which of ``lines`` goes on in ``span``, a code that came into force."""
    sources = {
        old
        for change in changes
        if change.on == span.first and change.kind != "border" and span.code in change.new
        for old in change.old
    }
    eve = span.first - timedelta(days=1) if span.first > date.min else span.first
    direct = [n for n, line in enumerate(lines) if _ends(line, sources, eve)]
    renumbered = any(
        change.kind == "renumbered" and change.on == span.first and change.new == (span.code,)
        for change in changes
    )
    if renumbered and len(direct) == 1:
        return direct[0]
    former = [
        n
        for n, line in enumerate(lines)
        if line.latest.last < span.first and _went_into(line.latest, sources, eve, changes)
    ]
    named = [n for n in [*direct, *former] if _same_name(lines[n].latest.name, span.name)]
    return named[0] if len(set(named)) == 1 else None


def _ends(line: _Line, sources: set[str], eve: date) -> bool:
    return line.latest.code in sources and line.latest.last == eve


def _went_into(span: Span, sources: set[str], eve: date, changes: Sequence[Change]) -> bool:
    """Whether a municipality that is no more had become part of one of ``sources``."""
    current, day = {span.code}, span.last
    for change in sorted(changes, key=lambda change: change.on):
        if day < change.on <= eve and change.kind != "border" and current & set(change.old):
            current |= set(change.new)
    return bool(current & sources)


def _same_name(one: str, other: str) -> bool:
    return bool(names_of(one) & names_of(other))


def _municipality(line: _Line) -> Municipality:
    numbers = tuple(
        NumberInForce(
            number=span.code,
            valid_from=None if span.first == date.min else span.first,
            valid_to=None if span.last == date.max else span.last,
        )
        for span in line.spans
    )
    return Municipality(name=line.latest.name, country="NO", numbers=numbers)
