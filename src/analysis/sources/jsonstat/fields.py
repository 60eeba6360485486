"""Reading the parts of a JSON-stat answer, and collecting all that is wrong with them."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from analysis.errors import Fault, InputError
from analysis.sources.messages import short


class Faults:
    """What is wrong with the answer from ``place``. A list of all, up to the ``MOST`` first."""

    MOST = 50

    def __init__(self, place: str):
        self.place = place
        self.found: list[Fault] = []

    def add(self, key: str, found: str, accepted: str) -> None:
        """Note one fault at ``key``."""
        if len(self.found) < self.MOST:
            self.found.append(Fault(self.place, None, key, found, accepted))

    def stop(self) -> None:
        """Raise InputError if there is any fault yet."""
        if self.found:
            raise InputError(self.found)


def parsed(data: bytes | Mapping[str, Any], faults: Faults) -> Mapping[str, Any]:
    """``data`` as a JSON object. From bytes, a key that stands twice is a fault: the second would
    silently replace the first."""
    found: Any = _loads(data, faults) if isinstance(data, bytes) else data
    if not isinstance(found, Mapping):
        faults.add("", f"found {short(found)}", "a JSON-stat dataset: an object")
    faults.stop()
    return cast(Mapping[str, Any], found)


def _loads(content: bytes, faults: Faults) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            for key in sorted(key for key, count in counts.items() if count > 1):
                faults.add(key, "the key stands twice in one object", "every key once")
        return found

    try:
        return json.loads(content, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        faults.add("", f"no JSON ({error})", "a JSON-stat dataset")
        faults.stop()


def mapping(of: Mapping[str, Any], key: str, place: str, faults: Faults) -> Mapping[str, Any]:
    """The object ``key`` of ``of``, empty where there is none."""
    found = of.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        faults.add(place, f"found {short(found)}", "an object")
        return {}
    return found


def text(of: Mapping[str, Any], key: str, place: str, faults: Faults) -> str:
    """The text ``key`` of ``of``, "" where there is none."""
    found = of.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        faults.add(place, f"found {short(found)}", "a text")
        return ""
    return found


def texts(found: Any, place: str, faults: Faults) -> list[str]:
    """A list of texts, of which a single one may stand alone."""
    if found is None:
        return []
    if isinstance(found, str):
        return [found]
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        faults.add(place, f"found {short(found)}", "a list of texts")
        return []
    return found


def codes(found: Any, place: str, faults: Faults) -> list[str]:
    """A list of codes, each once."""
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        faults.add(place, f"found {short(found)}", "a list of codes in quotes")
        return []
    twice = sorted(code for code, count in Counter(found).items() if count > 1)
    for each in twice:
        faults.add(place, f"'{each}' stands twice", "every code once")
    return [] if twice else found


def whole_number(found: Any) -> bool:
    """Whether ``found`` is a whole number; true and false are none."""
    return isinstance(found, int) and not isinstance(found, bool)


def by_cell(
    found: Mapping[str, Any] | Sequence[Any], cells: int, place: str, faults: Faults
) -> list[Any]:
    """What ``found`` has for every cell, None where it has nothing: from a list with a place a
    cell, or from an object with the numbers of cells as keys."""
    if not isinstance(found, Mapping):
        if len(found) != cells:
            faults.add(place, f"{len(found)} entries for {cells} cells", f"a list of {cells}")
            return []
        return list(found)
    whole: list[Any] = [None] * cells
    for key, value in found.items():
        # Nothing but 0, 1, 2...: "01" beside "1" would be two figures for one cell.
        plain = key.isascii() and key.isdecimal() and len(key) < 19 and str(int(key)) == key
        if not plain or int(key) >= cells:
            faults.add(place, f"found the key '{key}'", f"the number of a cell, 0 to {cells - 1}")
            continue
        whole[int(key)] = value
    return whole


def is_number(found: Any) -> bool:
    """Whether ``found`` is a finite number."""
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return False
    return isinstance(found, int) or math.isfinite(found)
