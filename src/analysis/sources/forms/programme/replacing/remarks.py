"""What becomes of what was said of the earlier programme: refused, or told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.errors import Fault
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.programme.answers import Answers, Step, Voice
from analysis.sources.forms.programme.replacing.matching import plain
from analysis.sources.forms.programme.replacing.things import Named, Things, Told


def lost(
    kept: Answers, old: Things, gone: Things, replies: Sequence[Told], file: str
) -> Iterator[Fault]:
    """Yield what replies need and the form no longer has, said of the cells it would be in."""
    words = read_labels("programme")[kept.language]

    def missing(
        needed: Iterable[str], items: Iterable[Voice | Step], known: Sequence[Named], place: str,
        said: str, accepted: str,
    ) -> Iterator[Fault]:  # fmt: skip
        there, titles = {item.id for item in items}, {item.id: item.title for item in known}
        for name in dict.fromkeys(needed):
            if name not in there:
                found = said.format(name=titles.get(name, name))
                yield Fault(file, None, place, f"{found}, and is not in it", accepted)

    yield from missing(
        (reply.party for reply in replies),
        kept.parties,
        (*gone.parties, *old.parties),
        f"sheet {words['parties']['title']}, {words['parties']['party'][0]}",
        "the party '{name}' has replied",
        "the party as the earlier form has it",
    )
    yield from missing(
        (step for reply in replies for step in reply.steps),
        kept.scale,
        (*gone.steps, *old.steps),
        f"sheet {words['programme']['title']}, {words['programme']['scale'][0]}",
        "the step '{name}' was given in a reply",
        "the steps with that one",
    )


def renamed(kept: Answers, old: Things) -> Iterator[str]:
    """Yield what has another title now, so that somebody can see whether it is the same thing."""
    for was, now in _retitled(old.measures, {item.id: item.text for item in kept.measures}):
        yield (
            f"'{was}' is now '{now}': what was said of it stays with it. If it is another measure, "
            "give it a title that is less like the earlier one, and hand the form in again."
        )
    for was, now in _retitled(old.parties, {item.id: item.title for item in kept.parties}):
        yield (
            f"'{was}' is now '{now}': what it has said stays with it. If it is another party, get "
            "the earlier file back, and hand in a form with a row for each of the two."
        )


def _retitled(old: Sequence[Named], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for item in old:
        if item.id in now and plain(now[item.id]) != plain(item.title):
            yield item.title, now[item.id]


def returned(kept: Answers, old: Things, replies: Sequence[Told]) -> Iterator[str]:
    """Yield the measures that an earlier form had left out."""
    there = {item.id for item in old.measures}
    spoken_of = {name for reply in replies for name in reply.measures}
    for item in kept.measures:
        if item.id in spoken_of - there:
            yield f"'{item.text}' is there again, with what replies say of it."


def orphaned(kept: Answers, old: Things, gone: Things, replies: Sequence[Told]) -> Iterator[str]:
    """Yield the measures that are no more: what replies say of them is shown nowhere."""
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
