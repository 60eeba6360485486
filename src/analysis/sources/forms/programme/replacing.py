"""A programme file written anew from a mended form: what was said of the earlier stays with it.

Replies name measures, parties and steps by their ids, which a form does not show. They are kept by
what the form does show: titles. A number alone says nothing, since a row more moves all of them.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

from analysis.errors import Fault, InputError
from analysis.model.definitions import Party, Programme, VerdictLevel
from analysis.model.replies import WHOLE, WITHDRAWN
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.programme.answers import Action, Answers, Step, Voice
from analysis.sources.forms.programme.text import form_text
from analysis.sources.new_programmes import programme_path
from analysis.sources.replies import read_replies, reply_ids
from analysis.sources.snapshots import read_of_kind
from analysis.sources.snapshots.rows import Rows
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace

_Item = TypeVar("_Item", Action, Voice, Step)

_LIKE = 0.8
"""From which likeness two titles are one thing whose title was mended."""


@dataclass(frozen=True)
class Kept:
    """Answers with the ids of the earlier programme, and ``remarks`` on what becomes of what was
    said of it."""

    answers: Answers
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    """A measure, a party or a step as a form shows it."""

    id: str
    title: str
    number: str = ""


@dataclass(frozen=True)
class _Things:
    """What a programme file names."""

    measures: tuple[_Named, ...]
    parties: tuple[_Named, ...]
    steps: tuple[_Named, ...]


@dataclass(frozen=True)
class _Told:
    """What is named by a stored reply, whether or not a programme still has it."""

    party: str
    measures: frozenset[str]
    steps: tuple[str, ...]


def keep_ids(workspace: Workspace, answers: Answers, earlier: Programme, file: str) -> Kept:
    """Return ``answers`` with the ids under which replies know its measures, parties and steps.

    InputError, which names the form ``file``, if a party that has replied or a step that was given
    is not in it, and if for any other reason no report could read the replies then.
    """
    replies = tuple(_told(workspace, earlier.id))
    old = _things(earlier, answers.language)
    gone = _gone(workspace, old, earlier.id, answers.language)
    kept = replace(
        answers,
        measures=_with_ids(answers.measures, _measure_ids(answers, old, gone, replies)),
        parties=_with_ids(answers.parties, _party_ids(answers, old, gone, replies)),
        scale=_with_ids(answers.scale, _step_ids(answers, old, gone)),
    )
    if faults := list(_lost(kept, old, gone, replies, file)):
        raise InputError(faults)
    text = form_text(kept, file, date.today())
    label = workspace.relative(programme_path(workspace, kept.id))
    programme, _ = validate(Programme, tomllib.loads(text), Lines(text), label)
    if programme is not None:  # Else its faults are told where it is written.
        read_replies(workspace, programme)
    remarks = (
        *_renamed(kept, old),
        *_returned(kept, old, replies),
        *_orphaned(kept, old, gone, replies),
    )
    return Kept(kept, remarks)


def _with_ids(items: Sequence[_Item], names: Sequence[str]) -> tuple[_Item, ...]:
    return tuple(replace(item, id=name) for item, name in zip(items, names, strict=True))


def _told(workspace: Workspace, programme: str) -> Iterator[_Told]:
    for name in reply_ids(workspace, programme):
        rows = [row for _, row in Rows(workspace, read_of_kind(workspace, name, "replies"))]
        measures = {(row["measure"] or "").strip() for row in rows} - {WHOLE}
        steps = dict.fromkeys((row["verdict"] or "").strip() for row in rows)
        given = tuple(step for step in steps if step not in ("", WITHDRAWN))
        yield _Told(name.split("/")[-2], frozenset(measures), given)


def _things(programme: Programme, language: str) -> _Things:
    def titled(items: Iterable[Party | VerdictLevel]) -> tuple[_Named, ...]:
        return tuple(_Named(item.id, item.title.best(language)[0]) for item in items)

    measures = tuple(
        _Named(item.id, item.title.best(language)[0], item.number) for item in programme.measures
    )
    return _Things(measures, titled(programme.parties), titled(programme.scale))


def _gone(workspace: Workspace, old: _Things, programme: str, language: str) -> _Things:
    """What the earlier files that were kept name and the last one no longer does; the latest
    first."""
    found: list[_Things] = []
    for path in reversed(_earlier_files(programme_path(workspace, programme))):
        label = workspace.relative(path)
        with suppress(InputError):
            data, text = read_toml(path, label)
            read, _ = validate(Programme, data, Lines(text), label)
            found += [_things(read, language)] if read else []
    return _Things(
        _dropped(old.measures, [item.measures for item in found]),
        _dropped(old.parties, [item.parties for item in found]),
        _dropped(old.steps, [item.steps for item in found]),
    )


def _dropped(there: Sequence[_Named], files: Sequence[Sequence[_Named]]) -> tuple[_Named, ...]:
    """Those of ``files``, the latest first, that are not ``there``. An id under which something
    else stood later is not the earlier thing's any more."""
    ids = {item.id for item in there}
    last: dict[str, _Named] = {}
    found: dict[_Named, None] = {}
    for item in (item for file in files for item in file if item.id not in ids):
        if _likeness(item, last.setdefault(item.id, item)):
            last[item.id] = item
            found[item] = None
        else:
            ids.add(item.id)
    return tuple(found)


def _measure_ids(
    answers: Answers, old: _Things, gone: _Things, replies: Sequence[_Told]
) -> list[str]:
    new = [_Named("", item.text, item.number) for item in answers.measures]
    found = _matched(new, old.measures, gone.measures)
    # An id that was once spoken of is never given to something else.
    taken = {item.id for item in (*old.measures, *gone.measures)}
    taken |= {name for reply in replies for name in reply.measures}
    free = (name for n in range(1, 10_000) if (name := f"measure-{n}") not in taken)
    return [name or next(free) for name in found]


def _party_ids(
    answers: Answers, old: _Things, gone: _Things, replies: Sequence[_Told]
) -> list[str]:
    new = [_Named(item.id, item.title) for item in answers.parties]
    found = _matched(new, old.parties, gone.parties)
    taken = {item.id for item in (*old.parties, *gone.parties)}
    return _named(new, found, taken | {reply.party for reply in replies})


def _step_ids(answers: Answers, old: _Things, gone: _Things) -> list[str]:
    # Lyktes and Lyktes ikke are much alike: steps are told apart by all of their titles.
    titles = [item.title.get(answers.language) or item.id for item in answers.scale]
    new = [_Named(item.id, title) for item, title in zip(answers.scale, titles, strict=True)]
    return _named(new, _matched(new, old.steps, gone.steps, is_mended=False), set())


def _named(new: Sequence[_Named], found: Sequence[str], taken: set[str]) -> list[str]:
    """Return the ids ``found``, and for what has none its own, or one much like it that is
    free."""
    used = taken | set(found)
    names: list[str] = []
    for item, known in zip(new, found, strict=True):
        names_like_it = (f"{item.id}{f'-{n}' if n > 1 else ''}" for n in range(1, 10_000))
        names.append(known or next(name for name in names_like_it if name not in used))
        used.add(names[-1])
    return names


def _matched(
    new: Sequence[_Named], old: Sequence[_Named], gone: Sequence[_Named], is_mended: bool = True
) -> list[str]:
    """Return the id of the same thing for each of ``new``; "" where there is none. No id is given
    twice.

    By the very title among ``old``, then among ``gone``; then, if titles may be mended, by the one
    of ``old`` whose title is most like it. Of titles that are as like, by number, then by row.
    """
    found = [""] * len(new)
    rounds: list[tuple[Sequence[_Named], Callable[[_Named, _Named], float]]]
    rounds = [(old, _same_title), (gone, _same_title)]
    for others, like in [*rounds, *([(old, _likeness)] if is_mended else [])]:
        pairs = [
            (-score, item.number != other.number, place != row, place, row)
            for place, item in enumerate(new)
            for row, other in enumerate(others)
            if not found[place] and other.id not in found and (score := like(item, other))
        ]
        for *_, place, row in sorted(pairs):
            if not found[place] and others[row].id not in found:
                found[place] = others[row].id
    return found


def _same_title(item: _Named, other: _Named) -> float:
    return float(_plain(item.title) == _plain(other.title))


def _likeness(item: _Named, other: _Named) -> float:
    """How like two titles are; 0 for those that are not like enough, 1 for those that differ in
    signs and spaces only."""
    one, two = _plain(item.title), _plain(other.title)
    if _letters(one) and _letters(one) == _letters(two):
        return 1
    pair = SequenceMatcher(None, one, two)
    if min(pair.real_quick_ratio(), pair.quick_ratio()) < _LIKE:
        return 0
    return ratio if (ratio := pair.ratio()) >= _LIKE else 0


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _letters(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum())


def _lost(
    kept: Answers, old: _Things, gone: _Things, replies: Sequence[_Told], file: str
) -> Iterator[Fault]:
    """What replies need, and the form no longer has: said of the cells in which it would be."""
    words = read_labels("programme")[kept.language]
    titles = {item.id: item.title for item in (*gone.parties, *old.parties)}
    place = f"sheet {words['parties']['title']}, {words['parties']['party'][0]}"
    parties = {item.id for item in kept.parties}
    for name in dict.fromkeys(reply.party for reply in replies):
        if name not in parties:
            told = f"the party '{titles.get(name, name)}' has replied, and is not in it"
            yield Fault(file, None, place, told, "the party as the earlier form has it")
    titles = {item.id: item.title for item in (*gone.steps, *old.steps)}
    place = f"sheet {words['programme']['title']}, {words['programme']['scale'][0]}"
    steps = {item.id for item in kept.scale}
    for name in dict.fromkeys(step for reply in replies for step in reply.steps):
        if name not in steps:
            told = f"the step '{titles.get(name, name)}' was given in a reply, and is not in it"
            yield Fault(file, None, place, told, "the steps with that one")


def _renamed(kept: Answers, old: _Things) -> Iterator[str]:
    """What has another title now, so that somebody can see whether it is the same thing."""
    was = {item.id: item.title for item in old.measures}
    for action in kept.measures:
        if action.id in was and _plain(action.text) != _plain(was[action.id]):
            yield (
                f"'{was[action.id]}' is now '{action.text}': what was said of it stays with it. If "
                "it is another measure, give it a title that is less like the earlier one, and "
                "hand the form in again."
            )
    was = {item.id: item.title for item in old.parties}
    for voice in kept.parties:
        if voice.id in was and _plain(voice.title) != _plain(was[voice.id]):
            yield (
                f"'{was[voice.id]}' is now '{voice.title}': what it has said stays with it. If it "
                "is another party, get the earlier file back, and hand in a form with a row for "
                "each of the two."
            )


def _returned(kept: Answers, old: _Things, replies: Sequence[_Told]) -> Iterator[str]:
    """Measures that an earlier form had left out."""
    there = {item.id for item in old.measures}
    spoken_of = {name for reply in replies for name in reply.measures}
    for item in kept.measures:
        if item.id in spoken_of - there:
            yield f"'{item.text}' is there again, with what replies say of it."


def _orphaned(
    kept: Answers, old: _Things, gone: _Things, replies: Sequence[_Told]
) -> Iterator[str]:
    """Measures that are no more: what replies say of them is shown nowhere."""
    there = {item.id for item in kept.measures}
    number = Counter(name for reply in replies for name in reply.measures)
    lately = {item.id: item for item in old.measures}
    before = {item.id: item for item in reversed(gone.measures) if number[item.id]}
    for name, item in (lately | before).items():
        if name in there:
            continue
        said = "1 reply speaks" if number[name] == 1 else f"{number[name]} replies speak"
        stays = (
            f"{said} of it. That stays stored, and no report shows it any more. To have it shown "
            "again, hand in the form with a row of that title"
        )
        yield f"'{item.title}' is no more: {stays if number[name] else 'no reply speaks of it'}."


def keep_earlier(path: Path) -> Path:
    """Return where the file at ``path`` is to be kept: beside it, under a name that is free, and
    after those of all that were kept before."""
    last = max((_turn(found) for found in _earlier_files(path)), default=0)
    return path.with_name(f"{path.name}.earlier{f'-{last + 1}' if last else ''}")


def _earlier_files(path: Path) -> list[Path]:
    """Return what was kept of the file at ``path``, the latest last."""
    return sorted((item for item in path.parent.iterdir() if _is_kept(item, path)), key=_turn)


def _is_kept(item: Path, path: Path) -> bool:
    return bool(re.fullmatch(rf"{re.escape(path.name)}\.earlier(-[1-9][0-9]*)?", item.name))


def _turn(path: Path) -> int:
    return int(path.name.rpartition(".earlier")[2].removeprefix("-") or 1)
