"""The columns of observations that the dimensions of a table amount to, for all cells at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from analysis.sources.jsonstat.cube import Cube
from analysis.sources.jsonstat.meanings import Words

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Column:
    """The distinct ``values`` of a column, in order, and for each cell the place of its own."""

    values: list[Any]
    codes: Array

    def take(self, cells: Array) -> Any:
        """The values of ``cells``, of the type that pandas gives them."""
        import pandas as pd

        return pd.Series(self.values).array.take(self.codes[cells])

    def of(self, cell: int) -> Any:
        """The value of one cell."""
        return self.values[self.codes[cell]]


def columns_of(cube: Cube, words: Sequence[Words], alone: Mapping[str, str]) -> dict[str, Column]:
    """Return the columns indicator, municipality, period and breakdown of the cells of ``cube``.

    ``words`` says where each dimension goes and what its codes become; ``alone`` is the value of
    a column to which none goes.
    """
    whole = {name: Column([value], np.zeros(cube.cells, int)) for name, value in alone.items()}
    parts: list[tuple[list[str], Array]] = []
    for place, (column, become) in enumerate(words):
        meant = [become[code] for code in cube.dimensions[place].codes]
        if column == "breakdown":
            parts.append((meant, _places(cube.size, place)))
        else:
            whole[column] = _column(meant, _places(cube.size, place))
    return {**whole, "breakdown": _breakdown(parts, cube.cells)}


def keys_of(columns: Sequence[Column]) -> Array:
    """Return one number for each cell: equal, and in order, as the columns together are."""
    # There are no more combinations than cells, so that none is too large a number.
    key: Array = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column in columns:
        key = key * len(column.values) + column.codes
    return key


def _places(size: Sequence[int], place: int) -> Array:
    """For each cell the place of its category in the dimension; the last dimension is fastest."""
    inner = int(np.prod(size[place + 1 :], dtype=np.int64))
    outer = int(np.prod(size[:place], dtype=np.int64))
    return np.tile(np.repeat(np.arange(size[place]), inner), outer)


def _column(meant: Sequence[Any], places: Array) -> Column:
    distinct = sorted(set(meant))
    ranks = {value: rank for rank, value in enumerate(distinct)}
    return Column(distinct, np.array([ranks[value] for value in meant])[places])


def _breakdown(parts: Sequence[tuple[list[str], Array]], cells: int) -> Column:
    """The texts of several dimensions joined by ``;``, leaving out those that say nothing."""
    texts = [";".join(filter(None, words)) for words in product(*(meant for meant, _ in parts))]
    places: Array = np.zeros(cells, dtype=np.int64)
    for meant, own in parts:
        places = places * len(meant) + own
    return _column(texts, places)
