"""What the statistics offices mean by a sign beside a number or in place of one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.sources.jsonstat.cube import Number

WITHOUT_NUMBER = {
    "": "missing",
    ".": "not_applicable",
    "..": "missing",
    ":": "suppressed",
    "*": "suppressed",
}
WITH_NUMBER = {"": "reported", "-": "reported", "*": "provisional"}
NIL = "-"
KNOWN = frozenset({*WITHOUT_NUMBER, *WITH_NUMBER})
STATUSES = ("missing", "not_applicable", "provisional", "reported", "suppressed")

Array = np.ndarray[Any, Any]

_EXACT = 2.0**53
"""Every whole number up to this one is kept exactly."""


@dataclass(frozen=True)
class Contradiction:
    """A number that cannot be kept as it is, or beside a sign that says there is none: the
    number of its cell, what was found and what is accepted."""

    cell: int
    found: str
    accepted: str


class Signs:
    """All cells read: ``values`` (NaN for none) and ``statuses`` (places in STATUSES), and counts
    of what was met: ``words`` as they were written, the ``unknown`` ones among them, cells that
    are ``empty``, and ``zeros`` written as ``-``."""

    def __init__(self, values: Sequence[Number | None], signs: Sequence[str]):
        import pandas as pd

        self._written, self._numbers = values, _numbers(values)
        self._codes, found = pd.factorize(np.array(signs, dtype=object))
        self._signs = [str(sign) for sign in found]
        self._lacking = np.isnan(self._numbers)
        self._nil = self._each(lambda word: word == NIL)
        self.values = np.where(self._nil, 0.0, self._numbers)
        bare = self._each(lambda word: STATUSES.index(WITHOUT_NUMBER.get(word, "missing")))
        beside = self._each(lambda word: STATUSES.index(WITH_NUMBER.get(word, "reported")))
        self.statuses = np.where(self._lacking & ~self._nil, bare, beside)
        self.zeros = int(self._nil.sum())
        self.empty = int((self._lacking & self._each(lambda word: not word)).sum())

    @property
    def words(self) -> Mapping[str, int]:
        counts = np.bincount(self._codes, minlength=len(self._signs))
        return {sign: int(n) for sign, n in zip(self._signs, counts, strict=True) if sign}

    @property
    def unknown(self) -> Mapping[str, int]:
        return {sign: n for sign, n in self.words.items() if sign.strip() not in KNOWN}

    def contradictions(self) -> Iterator[Contradiction]:
        """What cannot be kept as it is written, in the order of the cells."""
        has = ~self._lacking
        nil = self._nil & has & (self._numbers != 0)
        beside = has & self._each(lambda word: word in WITHOUT_NUMBER and word not in WITH_NUMBER)
        large = has & ~self._nil & (np.abs(self._numbers) >= _EXACT)
        for cell in np.flatnonzero(nil | beside | large).tolist():
            value, sign = self._written[cell], self._signs[self._codes[cell]]
            if nil[cell]:
                accepted = "0 or null beside this sign"
                yield Contradiction(cell, f"{value} with the status '-'", accepted)
            elif beside[cell]:
                accepted = "no number beside this sign"
                yield Contradiction(cell, f"{value} with the status '{sign}'", accepted)
            elif float(self._numbers[cell]) != value:
                found = f"{value}, more digits than can be kept"
                yield Contradiction(cell, found, "at most 15 digits")

    def _each(self, tell: Callable[[str], Any]) -> Array:
        """What ``tell`` says of the sign of each cell, without the spaces around it."""
        told: Array = np.array([tell(sign.strip()) for sign in self._signs])
        found: Array = told[self._codes]
        return found


def _numbers(values: Sequence[Number | None]) -> Array:
    try:
        return np.array(values, dtype=float)
    except OverflowError:
        return np.array([_float(value) for value in values])


def _float(value: Number | None) -> float:
    try:
        return float("nan") if value is None else float(value)
    except OverflowError:
        return float("inf")
