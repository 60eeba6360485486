"""What the statistics offices mean by a sign beside a number or in place of one."""

from collections import Counter
from dataclasses import dataclass, field

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


class Contradiction(ValueError):
    """A number beside a sign that says there is none: what was found and what is accepted."""

    def __init__(self, found: str, accepted: str):
        self.found, self.accepted = found, accepted
        super().__init__(found)


@dataclass
class Signs:
    """Turns cells into values and statuses, and counts what it meets."""

    words: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    empty: int = 0
    zeros: int = 0

    def read(self, value: Number | None, sign: str) -> tuple[float | None, str]:
        """Return the value and status of a cell. Contradiction where the two cannot both hold,
        or the number cannot be kept exactly."""
        word = sign.strip()
        if sign:
            self.words[sign] += 1
        if word not in KNOWN:
            self.unknown[sign] += 1
        if word == NIL:
            self.zeros += 1
            return _nil(value), "reported"
        if value is None:
            self.empty += not word
            return None, WITHOUT_NUMBER.get(word, "missing")
        if word not in WITH_NUMBER and word in WITHOUT_NUMBER:
            raise Contradiction(f"{value} with the status '{sign}'", "no number beside this sign")
        return _exact(value), WITH_NUMBER.get(word, "reported")


def _nil(value: Number | None) -> float:
    if value:
        raise Contradiction(f"{value} with the status '-'", "0 or null beside this sign")
    return 0.0


def _exact(value: Number) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if number != value:
        raise Contradiction(f"{value}, more digits than can be kept", "at most 15 digits")
    return number
