"""Which measure, party or step of a mended form is which of the earlier programme."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from analysis.sources.forms.programme.replacing.things import Named

_LIKE = 0.8
"""From which likeness two titles are one thing whose title was mended."""


def matched(
    new: Sequence[Named], old: Sequence[Named], gone: Sequence[Named], is_mended: bool = True
) -> list[str]:
    """Return the id of the same thing for each of ``new``; "" where there is none. No id is given
    twice.

    By the very title among ``old``, then among ``gone``; then, if titles may be mended, by the one
    of ``old`` whose title is most like it. Of titles that are as like, by number, then by row.
    """
    found = [""] * len(new)
    rounds: list[tuple[Sequence[Named], Callable[[Named, Named], float]]]
    rounds = [(old, _same_title), (gone, _same_title)]
    for others, like in [*rounds, *([(old, likeness)] if is_mended else [])]:
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


def _same_title(item: Named, other: Named) -> float:
    return float(plain(item.title) == plain(other.title))


def likeness(item: Named, other: Named) -> float:
    """How like two titles are; 0 for those that are not like enough, 1 for those that differ in
    signs and spaces only."""
    one, two = plain(item.title), plain(other.title)
    if _letters(one) and _letters(one) == _letters(two):
        return 1
    pair = SequenceMatcher(None, one, two)
    if min(pair.real_quick_ratio(), pair.quick_ratio()) < _LIKE:
        return 0
    return ratio if (ratio := pair.ratio()) >= _LIKE else 0


def plain(title: str) -> str:
    """Return a title without what nobody means by it: capitals and spaces."""
    return " ".join(title.casefold().split())


def _letters(title: str) -> str:
    return "".join(sign for sign in title if sign.isalnum())
