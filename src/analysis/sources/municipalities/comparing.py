"""Where a table that was fetched says otherwise than the one that comes with Tiltak."""

from collections.abc import Iterator

from analysis.model.places import Change, Municipality, find_place
from analysis.sources.municipalities.finding import names_of
from analysis.sources.municipalities.reading import Reference, read_tables
from analysis.sources.workspace import Workspace


def disagreements(workspace: Workspace) -> list[str]:
    """Return, a sentence each, what a fetched table says otherwise than the one that comes with
    Tiltak, or does not have of it; [] if they agree. The fetched table is the one that counts."""
    shipped, fetched = read_tables(workspace)
    return [
        line
        for country, table in fetched.items()
        for line in [
            *_places([p for p in shipped.municipalities if p.country == country], table),
            *_changes([c for c in shipped.changes if c.country == country], table),
        ]
    ]


def _places(shipped: list[Municipality], table: Reference) -> Iterator[str]:
    for own in shipped:
        found = find_place(table.municipalities, own.number_today, own.country)
        if not found:
            yield f"{own.number_today} {own.name} is not in the fetched table."
        elif found[0].numbers != own.numbers:
            said = f"the fetched table says {_spans(found[0])}; Tiltak's own said {_spans(own)}"
            yield f"{own.number_today} {own.name}: {said}."
        elif not names_of(found[0].name) & names_of(own.name):
            yield f"{own.number_today} {own.name} is called {found[0].name} in the fetched table."


def _changes(shipped: list[Change], table: Reference) -> Iterator[str]:
    known = {_change(change) for change in table.changes}
    for own in shipped:
        if _change(own) not in known:
            olds, news = ", ".join(own.old), ", ".join(own.new)
            yield f"That {olds} became {news} on {own.on} ({own.kind}) is not in the fetched table."


def _change(change: Change) -> tuple[object, ...]:
    return change.on, change.kind, tuple(sorted(change.old)), tuple(sorted(change.new))


def _spans(place: Municipality) -> str:
    return ", ".join(
        f"{entry.number} from {entry.valid_from or 'the beginning'} to {entry.valid_to or 'now'}"
        for entry in place.numbers
    )
