"""Reading the dimensions of a JSON-stat dataset, their categories and notes."""

from collections.abc import Mapping
from typing import Any

from analysis.sources.jsonstat.cube import Category, Dimension, Note
from analysis.sources.jsonstat.fields import Faults, codes, mapping, text, texts, whole_number
from analysis.sources.messages import short

ROLES = ("time", "metric", "geo")


def read_roles(raw: Mapping[str, Any], names: list[str], faults: Faults) -> dict[str, str]:
    """The role of each dimension that has one."""
    roles: dict[str, str] = {}
    described = mapping(raw, "role", "role", faults)
    for role in ROLES:
        for name in texts(described.get(role), f"role.{role}", faults):
            if name not in names or name in roles:
                found = "has two roles" if name in roles else "is not among the dimensions of id"
                faults.add(f"role.{role}", f"'{name}' {found}", f"one of {', '.join(names)}, once")
            roles[name] = role
    return roles


def read_notes(
    found: Any, mandatory: Any, faults: Faults, dimension: str = "", category: str = ""
) -> list[Note]:
    """The notes ``found``; ``mandatory`` has the numbers of those that must be shown."""
    parts = ("dimension", dimension, "category.note" if category else "note", category)
    place = ".".join(part for part in parts if part) if dimension else "note"
    shown = mandatory if isinstance(mandatory, Mapping) else {}
    return [
        Note(note, shown.get(str(number)) is True, dimension, category)
        for number, note in enumerate(texts(found, place, faults))
    ]


def read_dimension(
    raw: Any, name: str, size: int, role: str, notes: list[Note], faults: Faults
) -> Dimension | None:
    """The dimension ``name``, with as many categories as ``size``; its notes join ``notes``."""
    place = f"dimension.{name}"
    if not isinstance(raw, Mapping):
        faults.add(place, f"found {short(raw)}", "the description of this dimension of id")
        return None
    category = mapping(raw, "category", f"{place}.category", faults)
    extension = mapping(raw, "extension", f"{place}.extension", faults)
    order = _order(category, f"{place}.category", faults)
    if order is None:
        return None
    if len(order) != size:
        accepted = f"{size}, as size says, or a size of {len(order)}"
        faults.add(f"{place}.category.index", f"{len(order)} categories", accepted)
    notes += read_notes(raw.get("note"), extension.get("noteMandatory"), faults, name)
    notes += _category_notes(category, extension, name, order, faults)
    label = text(raw, "label", f"{place}.label", faults) or name
    return Dimension(name, label, _categories(category, place, order, faults), role, extension)


def _order(category: Mapping[str, Any], place: str, faults: Faults) -> list[str] | None:
    """The codes in order: from a list, from their numbers, or from the only label."""
    index = category.get("index")
    labels = category.get("label")
    if index is None and isinstance(labels, Mapping) and len(labels) == 1:
        return list(labels)
    if not isinstance(index, Mapping):
        return codes(index, f"{place}.index", faults) or None
    numbers = list(index.values())
    if not all(map(whole_number, numbers)) or sorted(numbers) != list(range(len(numbers))):
        found = f"the places {short(numbers)}"
        faults.add(f"{place}.index", found, f"0 to {len(numbers) - 1}, every one once")
        return None
    return sorted(index, key=index.__getitem__)


def _categories(
    category: Mapping[str, Any], place: str, order: list[str], faults: Faults
) -> tuple[Category, ...]:
    labels = mapping(category, "label", f"{place}.category.label", faults)
    units = mapping(category, "unit", f"{place}.category.unit", faults)
    for key, found in (("label", labels), ("unit", units)):
        where = f"{place}.category.{key}"
        _only_known(found, order, where, faults)
    if labels and len(labels) < len(order):
        missing = [code for code in order if code not in labels]
        faults.add(f"{place}.category.label", f"none for {short(missing)}", "one for each category")
    return tuple(_category(code, labels, units, f"{place}.category", faults) for code in order)


def _category(
    code: str,
    labels: Mapping[str, Any],
    units: Mapping[str, Any],
    place: str,
    faults: Faults,
) -> Category:
    unit = mapping(units, code, f"{place}.unit.{code}", faults)
    decimals = unit.get("decimals")
    if decimals is not None and not (whole_number(decimals) and decimals >= 0):
        faults.add(f"{place}.unit.{code}.decimals", f"found {short(decimals)}", "a whole number")
        decimals = None
    label = text(labels, code, f"{place}.label.{code}", faults) or code
    return Category(code, label, text(unit, "base", f"{place}.unit.{code}.base", faults), decimals)


def _category_notes(
    category: Mapping[str, Any],
    extension: Mapping[str, Any],
    name: str,
    order: list[str],
    faults: Faults,
) -> list[Note]:
    place = f"dimension.{name}.category.note"
    found = mapping(category, "note", place, faults)
    _only_known(found, order, place, faults)
    shown = extension.get("categoryNoteMandatory")
    mandatory = shown if isinstance(shown, Mapping) else {}
    notes: list[Note] = []
    for code, entries in found.items():
        notes += read_notes(entries, mandatory.get(code), faults, name, code)
    return notes


def _only_known(found: Mapping[str, Any], order: list[str], place: str, faults: Faults) -> None:
    unknown = sorted(set(found) - set(order))
    if unknown:
        faults.add(place, f"for {short(unknown)}, not in index", "only categories of index")
