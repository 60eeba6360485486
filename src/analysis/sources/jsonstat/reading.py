"""Reading a JSON-stat 2.0 dataset: every cell as it is, or what is wrong and where."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.sources.jsonstat.cube import Cube, Dimension, Note, Number
from analysis.sources.jsonstat.dimensions import read_dimension, read_notes, read_roles
from analysis.sources.jsonstat.fields import (
    Faults,
    by_cell,
    codes,
    is_number,
    mapping,
    parsed,
    text,
    whole_number,
)
from analysis.sources.messages import short

MOST_CELLS = 20_000_000
VERSION = "2.0"


def read_jsonstat(data: bytes | Mapping[str, Any], place: str = "JSON-stat") -> Cube:
    """Return the dataset that ``data`` is, from bytes or already parsed.

    As many cells as the sizes say, none changed: whole numbers as they are, decimals as the
    nearest number that the computer holds. InputError lists what is wrong, with ``place``
    as its file and the key within it: another version, sizes that do not match, a category that
    is missing or stands twice, a value that is no number. Bytes are safer: a key that stands
    twice is only seen there.
    """
    faults = Faults(place)
    raw = parsed(data, faults)
    cube = _structure(raw, faults)
    values = _values(raw, cube.cells, faults)
    statuses = _statuses(raw, cube.cells, faults)
    faults.stop()
    return replace(cube, values=tuple(values), statuses=tuple(statuses))


def read_metadata(data: bytes | Mapping[str, Any], place: str = "JSON-stat") -> Cube:
    """Return what a table has, without its figures: a cube whose values are none at all.

    ``cells`` is how many there would be. InputError as for :func:`read_jsonstat`.
    """
    faults = Faults(place)
    cube = _structure(parsed(data, faults), faults)
    faults.stop()
    return cube


def _structure(raw: Mapping[str, Any], faults: Faults) -> Cube:
    if raw.get("version") != VERSION:
        faults.add("version", f"found {short(raw.get('version'))}", f"'{VERSION}'")
    if raw.get("class") != "dataset":
        faults.add("class", f"found {short(raw.get('class'))}", "'dataset'")
    # An answer that is something else would only give misleading faults below.
    faults.stop()
    names, sizes = _names(raw, faults), _sizes(raw, faults)
    if len(names) != len(sizes):
        faults.add("size", f"{len(sizes)} sizes for {len(names)} dimensions", "one for each of id")
    faults.stop()
    roles = read_roles(raw, names, faults)
    notes = read_notes(raw.get("note"), _extension(raw, faults).get("noteMandatory"), faults)
    dimensions = _dimensions(raw, names, sizes, roles, notes, faults)
    faults.stop()
    return _cube(raw, dimensions, notes, faults)


def _cube(
    raw: Mapping[str, Any], dimensions: list[Dimension], notes: list[Note], faults: Faults
) -> Cube:
    extension = _extension(raw, faults)
    px = mapping(extension, "px", "extension.px", faults)
    decimals = px.get("decimals")
    return Cube(
        id=text(px, "tableid", "extension.px.tableid", faults),
        label=text(raw, "label", "label", faults),
        source=text(raw, "source", "source", faults),
        updated=text(raw, "updated", "updated", faults),
        dimensions=tuple(dimensions),
        values=(),
        statuses=(),
        notes=tuple(notes),
        decimals=decimals if whole_number(decimals) else None,
        extension=extension,
    )


def _extension(raw: Mapping[str, Any], faults: Faults) -> Mapping[str, Any]:
    return mapping(raw, "extension", "extension", faults)


def _names(raw: Mapping[str, Any], faults: Faults) -> list[str]:
    names = codes(raw.get("id"), "id", faults)
    if not names:
        faults.add("id", f"found {short(raw.get('id'))}", "the ids of at least one dimension")
    return names


def _sizes(raw: Mapping[str, Any], faults: Faults) -> list[int]:
    found = raw.get("size")
    if not isinstance(found, list) or not all(whole_number(each) and each > 0 for each in found):
        faults.add("size", f"found {short(found)}", "whole numbers of 1 or more, one a dimension")
        return []
    return found


def _dimensions(
    raw: Mapping[str, Any],
    names: list[str],
    sizes: list[int],
    roles: Mapping[str, str],
    notes: list[Note],
    faults: Faults,
) -> list[Dimension]:
    described = mapping(raw, "dimension", "dimension", faults)
    for name in described:
        if name not in names:
            faults.add(f"dimension.{name}", "not among the dimensions of id", "only those of id")
    found = []
    for name, size in zip(names, sizes, strict=True):
        role = roles.get(name, "")
        dimension = read_dimension(described.get(name), name, size, role, notes, faults)
        if dimension is not None:
            found.append(dimension)
    return found


def _values(raw: Mapping[str, Any], cells: int, faults: Faults) -> list[Number | None]:
    found = raw.get("value")
    if not isinstance(found, (list, Mapping)):
        faults.add("value", f"found {short(found)}", "a list of figures, or an object of them")
        return []
    if cells > MOST_CELLS:
        faults.add("size", f"{cells} cells", f"at most {MOST_CELLS} in one answer")
        return []
    values = by_cell(found, cells, "value", faults)
    for cell, value in enumerate(values):
        if value is not None and not is_number(value):
            faults.add(f"value.{cell}", f"found {short(value)}", "a finite number or null")
    return values


def _statuses(raw: Mapping[str, Any], cells: int, faults: Faults) -> list[str]:
    found = raw.get("status")
    if found is None:
        return [""] * min(cells, MOST_CELLS)
    if isinstance(found, str):
        return [found] * min(cells, MOST_CELLS)
    if not isinstance(found, (list, Mapping)) or cells > MOST_CELLS:
        faults.add("status", f"found {short(found)}", "a text, a list or an object of texts")
        return []
    signs = by_cell(found, cells, "status", faults)
    for cell, sign in enumerate(signs):
        if sign is not None and not isinstance(sign, str):
            faults.add(f"status.{cell}", f"found {short(sign)}", "a text or null")
    return [sign or "" for sign in signs]
