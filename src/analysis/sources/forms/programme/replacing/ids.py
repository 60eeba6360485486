"""Ids for what a mended form holds: those that replies know, and new ones."""

from collections.abc import Sequence

from analysis.sources.forms.programme.answers import Answers
from analysis.sources.forms.programme.replacing.matching import matched
from analysis.sources.forms.programme.replacing.things import Named, Things, Told


def measure_ids(answers: Answers, old: Things, gone: Things, replies: Sequence[Told]) -> list[str]:
    """Return an id for each measure: the one that replies know, or one never spoken of."""
    new = [Named("", item.text, item.number) for item in answers.measures]
    found = matched(new, old.measures, gone.measures)
    # An id that was once spoken of is never given to something else.
    taken = {item.id for item in (*old.measures, *gone.measures)}
    taken |= {name for reply in replies for name in reply.measures}
    free = (name for n in range(1, 10_000) if (name := f"measure-{n}") not in taken)
    return [name or next(free) for name in found]


def party_ids(answers: Answers, old: Things, gone: Things, replies: Sequence[Told]) -> list[str]:
    """Return an id for each party: the one that it replied under, or a free one."""
    new = [Named(item.id, item.title) for item in answers.parties]
    found = matched(new, old.parties, gone.parties)
    taken = {item.id for item in (*old.parties, *gone.parties)}
    return _named(new, found, taken | {reply.party for reply in replies})


def step_ids(answers: Answers, old: Things, gone: Things) -> list[str]:
    """Return an id for each step of the scale."""
    # Lyktes and Lyktes ikke are much alike: steps are told apart by all of their titles.
    titles = [item.title.get(answers.language) or item.id for item in answers.scale]
    new = [Named(item.id, title) for item, title in zip(answers.scale, titles, strict=True)]
    return _named(new, matched(new, old.steps, gone.steps, is_mended=False), set())


def _named(new: Sequence[Named], found: Sequence[str], taken: set[str]) -> list[str]:
    """Return the ids ``found``, and for what has none its own, or one much like it that is
    free."""
    used = taken | set(found)
    names: list[str] = []
    for item, known in zip(new, found, strict=True):
        names_like_it = (f"{item.id}{f'-{n}' if n > 1 else ''}" for n in range(1, 10_000))
        names.append(known or next(name for name in names_like_it if name not in used))
        used.add(names[-1])
    return names
