"""Putting a table together again that was fetched in parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from analysis.errors import Fault, InputError
from analysis.sources.jsonstat.cube import Category, Cube, Dimension, Note, Number


def join(parts: Sequence[Cube], codes: Mapping[str, Sequence[str]], place: str) -> Cube:
    """Return the table that ``parts`` make up, with ``codes`` per dimension, in that order.

    Every cell is taken from its part as it is, whatever the order there. InputError, with
    ``place`` as its file, when the parts do not agree, were updated in between, or leave a cell
    out or give it twice: nothing is then returned.
    """
    first = parts[0]
    _check(parts, codes, place)
    if len(parts) == 1 and all(each.codes == tuple(codes[each.id]) for each in first.dimensions):
        return first
    cells = _cells(parts, place)
    wanted = list(product(*(codes[dimension.id] for dimension in first.dimensions)))
    missing = [key for key in wanted if key not in cells]
    if missing or len(wanted) != len(cells):
        found = f"{len(cells)} cells of the {len(wanted)} asked for"
        told = f"; first missing: {' '.join(missing[0])}" if missing else ""
        raise _fault(place, "", f"{found}{told}", "exactly the cells that were asked for")
    return replace(
        first,
        dimensions=tuple(_dimension(parts, each, codes[each.id]) for each in first.dimensions),
        values=tuple(cells[key][0] for key in wanted),
        statuses=tuple(cells[key][1] for key in wanted),
        notes=_notes(parts),
    )


def _check(parts: Sequence[Cube], codes: Mapping[str, Sequence[str]], place: str) -> None:
    first = _shape(parts[0])
    for part in parts:
        names = [dimension.id for dimension in part.dimensions]
        if sorted(names) != sorted(codes):
            raise _fault(place, "id", f"found {', '.join(names)}", ", ".join(codes))
        if _shape(part) != first:
            found = "the parts of the answer are of two tables or two dates"
            raise _fault(place, "", f"{found}: {first} and {_shape(part)}", "parts of one table")


def _shape(part: Cube) -> tuple[object, ...]:
    dimensions = tuple((each.id, each.role) for each in part.dimensions)
    return part.id, part.updated, dimensions


def _cells(parts: Sequence[Cube], place: str) -> dict[tuple[str, ...], tuple[Number | None, str]]:
    cells: dict[tuple[str, ...], tuple[Number | None, str]] = {}
    for part in parts:
        for key, value, status in part.rows():
            if key in cells:
                raise _fault(place, " ".join(key), "the cell came twice", "every cell once")
            cells[key] = value, status
    return cells


def _dimension(parts: Sequence[Cube], like: Dimension, codes: Sequence[str]) -> Dimension:
    known: dict[str, Category] = {}
    extension = dict(like.extension)
    for part in parts:
        dimension = part.dimension(like.id)
        known |= {category.code: category for category in dimension.categories}
        if dimension.whole is not None:
            # Only the part that holds the whole says which category it is.
            extension["eliminationValueCode"] = dimension.whole
    return replace(like, categories=tuple(known[code] for code in codes), extension=extension)


def _notes(parts: Iterable[Cube]) -> tuple[Note, ...]:
    """Every note once, in the order in which they came."""
    return tuple(dict.fromkeys(note for part in parts for note in part.notes))


def _fault(place: str, key: str, found: str, accepted: str) -> InputError:
    return InputError([Fault(place, None, key, found, accepted)])
