"""A table with any number of dimensions, as it was read."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

Number = int | float
_NOISE = re.compile(r"cell[ -]key[ -]method|\bCKM\b", re.IGNORECASE)


def says_noise(note: str) -> bool:
    """Return whether a note says that noise was added to figures (SCB's Cell Key Method)."""
    return _NOISE.search(note) is not None


@dataclass(frozen=True)
class Note:
    """What the publisher says of the table, of a dimension, or of a category of it.

    ``mandatory``: the publisher wants it shown with the figures. ``dimension`` and ``category``
    are ids, "" where the note is of more.
    """

    text: str
    mandatory: bool = False
    dimension: str = ""
    category: str = ""


@dataclass(frozen=True)
class Category:
    """One value of a dimension. ``unit`` and ``decimals`` are of figures, where they are stated."""

    code: str
    label: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class Dimension:
    """``role`` is time, metric (what is counted), geo, or "". ``extension`` is as it came."""

    id: str
    label: str
    categories: tuple[Category, ...]
    role: str = ""
    extension: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the categories, in order."""
        return tuple(category.code for category in self.categories)

    @property
    def whole(self) -> str | None:
        """The code of the category that stands for all of them, where the publisher says."""
        code = self.extension.get("eliminationValueCode")
        return code if isinstance(code, str) else None


@dataclass(frozen=True)
class Cube:
    """A table. ``values`` and ``statuses`` have a place a cell, the last dimension fastest.

    A value is None where there is no number; a status is the sign as it was written, "" for none.
    ``updated`` is as written. ``decimals`` are those of the whole table, where stated.
    """

    id: str
    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    values: tuple[Number | None, ...]
    statuses: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    decimals: int | None = None
    extension: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> tuple[int, ...]:
        """The number of categories of each dimension."""
        return tuple(len(dimension.categories) for dimension in self.dimensions)

    @property
    def cells(self) -> int:
        """The number of cells: the product of the sizes."""
        return math.prod(self.size)

    @property
    def noise(self) -> str:
        """The note that says that noise was added to the figures (SCB's Cell Key Method, from
        2025), "" where there is none. Parts do not sum to totals then, and must not be added."""
        return next((note.text for note in self.notes if says_noise(note.text)), "")

    @property
    def noisy(self) -> bool:
        """Whether a note says that noise was added to the figures."""
        return bool(self.noise)

    def dimension(self, name: str) -> Dimension:
        """Return the dimension with the id ``name``; KeyError when there is none."""
        for dimension in self.dimensions:
            if dimension.id == name:
                return dimension
        raise KeyError(name)

    def by_role(self, role: str) -> tuple[Dimension, ...]:
        """The dimensions with ``role``."""
        return tuple(dimension for dimension in self.dimensions if dimension.role == role)

    def codes_at(self, cell: int) -> tuple[str, ...]:
        """The codes of the cell with this number, one a dimension in order."""
        codes: list[str] = []
        for dimension in reversed(self.dimensions):
            cell, place = divmod(cell, len(dimension.categories))
            codes.append(dimension.categories[place].code)
        return tuple(reversed(codes))

    def rows(self) -> Iterator[tuple[tuple[str, ...], Number | None, str]]:
        """Every cell: the codes, one a dimension in order, the value and the status."""
        codes = product(*(dimension.codes for dimension in self.dimensions))
        return zip(codes, self.values, self.statuses, strict=True)
