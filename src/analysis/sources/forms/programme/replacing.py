"""A programme file written anew from a mended form: what was said of the earlier stays with it.

Replies name measures, parties and steps by their ids, which a form does not show. They are kept by
what the form does show: titles, numbers, and the rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from analysis.errors import Fault, InputError
from analysis.model.definitions import Programme
from analysis.model.replies import WITHDRAWN, Reply
from analysis.model.texts import Text
from analysis.sources.forms.programme.answers import Action, Answers, Voice
from analysis.sources.replies import read_replies
from analysis.sources.workspace import Workspace

_LIKE = 0.8
"""From which likeness two titles in the same row are one thing whose title was mended."""


@dataclass(frozen=True)
class Kept:
    """Answers with the ids of the earlier programme, and ``remarks`` on what becomes of what was
    said of it."""

    answers: Answers
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Named:
    """A measure or a party as a form shows it; ``id`` is "" where it has none yet."""

    id: str
    title: str
    number: str = ""


def keep_ids(workspace: Workspace, answers: Answers, earlier: Programme, file: str) -> Kept:
    """Return ``answers`` with the ids under which replies know its measures and parties.

    InputError, which names the form ``file``, if a party that has replied or a step that was given
    is not in it: no report could read the replies then.
    """
    replies = read_replies(workspace, earlier)
    kept = replace(
        answers,
        measures=_measures(answers, earlier, replies),
        parties=_parties(answers, earlier),
    )
    if faults := list(_lost(kept, earlier, replies, file)):
        raise InputError(faults)
    return Kept(kept, (*_renamed(kept, earlier), *_orphaned(kept, earlier, replies)))


def _measures(answers: Answers, earlier: Programme, replies: Sequence[Reply]) -> tuple[Action, ...]:
    old = [_Named(item.id, _said(item.title, answers), item.number) for item in earlier.measures]
    new = [_Named("", item.text, item.number) for item in answers.measures]
    # An id that was once spoken of is never given to something else.
    taken = {item.id for item in old} | {name for reply in replies for name in _spoken_of(reply)}
    free = (name for n in range(1, 10_000) if (name := f"measure-{n}") not in taken)
    names = [name or next(free) for name in _matched(new, old)]
    return tuple(replace(item, id=name) for item, name in zip(answers.measures, names, strict=True))


def _parties(answers: Answers, earlier: Programme) -> tuple[Voice, ...]:
    old = [_Named(item.id, _said(item.title, answers)) for item in earlier.parties]
    names = _matched([_Named(item.id, item.title) for item in answers.parties], old)
    return tuple(
        replace(item, id=name or item.id) for item, name in zip(answers.parties, names, strict=True)
    )


def _matched(new: Sequence[_Named], old: Sequence[_Named]) -> list[str]:
    """Return the id of the same thing among ``old`` for each of ``new``; "" where there is none.

    By the title first, then by the number, then by a title much like it in the same row.
    """
    found = [""] * len(new)
    for same in (_same_title, _same_number, _much_like):
        for place, item in enumerate(new):
            for other_place, other in enumerate(old):
                if found[place] or other.id in found:
                    continue
                if same(item, other, place == other_place):
                    found[place] = other.id
    return found


def _same_title(item: _Named, other: _Named, _: bool) -> bool:
    return bool(item.id and item.id == other.id) or _plain(item.title) == _plain(other.title)


def _same_number(item: _Named, other: _Named, _: bool) -> bool:
    return bool(item.number) and item.number == other.number


def _much_like(item: _Named, other: _Named, is_same_row: bool) -> bool:
    pair = SequenceMatcher(None, _plain(item.title), _plain(other.title))
    return is_same_row and pair.ratio() >= _LIKE


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _said(title: Text, answers: Answers) -> str:
    return title.best(answers.language)[0]


def _spoken_of(reply: Reply) -> set[str]:
    return {answer.measure for answer in reply.answers} | set(reply.gone)


def _lost(
    kept: Answers, earlier: Programme, replies: Sequence[Reply], file: str
) -> Iterator[Fault]:
    """What replies need, and the form no longer has."""
    parties = {item.id for item in kept.parties}
    for name in dict.fromkeys(reply.party for reply in replies):
        if name not in parties:
            title = _said(earlier.party(name).title, kept)
            told = f"the party '{title}' has replied, and is not in it"
            yield Fault(file, None, "", told, "the party as the earlier form has it")
    steps = {item.id for item in kept.scale} | {"", WITHDRAWN}
    given = dict.fromkeys(answer.verdict for reply in replies for answer in reply.answers)
    for name in given:
        if name not in steps:
            told = f"the step '{_said(earlier.level(name).title, kept)}' was given in a reply"
            yield Fault(file, None, "", f"{told}, and is not in it", "the steps with that one")


def _renamed(kept: Answers, earlier: Programme) -> Iterator[str]:
    """What has another title now, so that somebody can see whether it is the same thing."""
    was = {item.id: _said(item.title, kept) for item in earlier.measures}
    was |= {item.id: _said(item.title, kept) for item in earlier.parties}
    now = {item.id: item.text for item in kept.measures}
    now |= {item.id: item.title for item in kept.parties}
    for name, title in now.items():
        if name in was and _plain(title) != _plain(was[name]):
            yield (
                f"'{was[name]}' is now '{title}': what was said of it stays with it. If it is "
                "another, give it another number and a row of its own."
            )


def _orphaned(kept: Answers, earlier: Programme, replies: Sequence[Reply]) -> Iterator[str]:
    """Measures that are no more: what replies say of them is shown nowhere."""
    there = {item.id for item in kept.measures}
    for item in earlier.measures:
        number = sum(item.id in _spoken_of(reply) for reply in replies)
        if item.id not in there:
            said = "1 reply speaks" if number == 1 else f"{number} replies speak"
            stays = f"{said} of it: they stay stored, and no report shows what they say of it"
            more = stays if number else "no reply speaks of it"
            yield f"'{_said(item.title, kept)}' is no more: {more}."


def keep_earlier(path: Path) -> Path:
    """Return where the file at ``path`` is to be kept: beside it, under a name that is free."""
    names = (f"{path.name}.earlier{f'-{n}' if n > 1 else ''}" for n in range(1, 10_000))
    return next(found for name in names if not (found := path.with_name(name)).exists())
