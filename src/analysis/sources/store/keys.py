"""Keys as whole numbers, so that a million of them sort and compare in no time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from analysis.model.periods import Period

Codes = np.ndarray[Any, np.dtype[np.int64]]

_LARGEST = 2**62


@dataclass(frozen=True)
class Coded:
    """A column as its distinct ``values``, in order, and for each row the ``codes`` of its own."""

    values: Any
    codes: Codes

    def take(self, rows: Codes) -> Any:
        """The values of ``rows``."""
        return self.values.take(self.codes[rows])


def code_texts(values: list[Any], codes: Codes) -> Coded:
    """Return a text column, ordered as texts are."""
    order = sorted(range(len(values)), key=values.__getitem__)
    return Coded(_objects(values[i] for i in order), _ranks(order)[codes])


def code_periods(values: list[str], codes: Codes) -> Coded:
    """Return a column of periods, ordered as :class:`Period` is, from the texts of periods."""
    parsed = [period_of(text) for text in values]
    order = sorted(range(len(values)), key=lambda i: parsed[i][1])
    return Coded(_objects(parsed[i][0] for i in order), _ranks(order)[codes])


def fold(columns: Iterable[Coded]) -> Codes:
    """Return one number for each row: equal, and in order, as the columns together are."""
    key: Any = 0
    size = 1
    for column in columns:
        count = max(len(column.values), 1)
        if size * count > _LARGEST:
            # Too many combinations to count; those that occur are never too many.
            distinct, key = np.unique(key, return_inverse=True)
            size = len(distinct)
        key = key * count + column.codes
        size *= count
    return np.asarray(key, dtype=np.int64)


@lru_cache(maxsize=20_000)
def period_of(text: str) -> tuple[Period, tuple[date, int]]:
    """Return the period that ``text`` writes, and what it sorts by."""
    period = Period.parse(text)
    return period, (period.start, -period.end.toordinal())


def _objects(values: Iterable[Any]) -> Any:
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def _ranks(order: list[int]) -> Codes:
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
