"""What a programme file names, what replies name, and what earlier files named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.model.definitions import Party, Programme, VerdictLevel
from analysis.model.replies import WHOLE, WITHDRAWN
from analysis.sources.replies import reply_ids
from analysis.sources.snapshots import read_of_kind
from analysis.sources.snapshots.rows import Rows
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Named:
    """A measure, a party or a step as a form shows it."""

    id: str
    title: str
    number: str = ""


@dataclass(frozen=True)
class Things:
    """What a programme file names."""

    measures: tuple[Named, ...]
    parties: tuple[Named, ...]
    steps: tuple[Named, ...]


@dataclass(frozen=True)
class Told:
    """What is named by a stored reply, whether or not a programme still has it."""

    party: str
    measures: frozenset[str]
    steps: tuple[str, ...]


def told(workspace: Workspace, programme: str) -> Iterator[Told]:
    """Yield what each stored reply names. InputError for one that is damaged."""
    for name in reply_ids(workspace, programme):
        rows = [row for _, row in Rows(workspace, read_of_kind(workspace, name, "replies"))]
        measures = {(row["measure"] or "").strip() for row in rows} - {WHOLE}
        steps = dict.fromkeys((row["verdict"] or "").strip() for row in rows)
        given = tuple(step for step in steps if step not in ("", WITHDRAWN))
        yield Told(name.split("/")[-2], frozenset(measures), given)


def things_of(programme: Programme, language: str) -> Things:
    """Return what a programme names, with its titles in ``language`` or the best there are."""

    def titled(items: Iterable[Party | VerdictLevel]) -> tuple[Named, ...]:
        return tuple(Named(item.id, item.title.best(language)[0]) for item in items)

    measures = tuple(
        Named(item.id, item.title.best(language)[0], item.number) for item in programme.measures
    )
    return Things(measures, titled(programme.parties), titled(programme.scale))
