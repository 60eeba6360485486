"""Smaller drawings: matplotlib writes a page's worth of digits that no eye sees."""

import re
from collections.abc import Iterator

from analysis.display.style import TYPEFACE

_PATH = re.compile(r'(?<= d=")[^"]*')
_PLACE = re.compile(r'(?<=translate\()[^)]*|(?<= [xy]=")[^"]*')
_LONG = re.compile(r"-?\d+\.\d+")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_ABSOLUTE = frozenset("MLQC")
_GLYPHS = (
    (f"{TYPEFACE.replace(' ', '')}-Regular-", "letter-"),
    (f"{TYPEFACE.replace(' ', '')}-Bold-", "bold-"),
)


def slim(svg: str) -> str:
    """Return a drawing that looks the same in about half the letters.

    Places are rounded to hundredths of a point and paths say how far they go, not where to;
    the shapes of letters have short names, and nothing is indented.
    """
    for name, short in _GLYPHS:
        svg = svg.replace(name, short)
    svg = _PATH.sub(lambda found: "".join(_relative(found[0])), svg)
    svg = _PLACE.sub(lambda found: _LONG.sub(lambda one: _short(float(one[0])), found[0]), svg)
    return re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><")


def _relative(path: str) -> Iterator[str]:
    """The steps of a path from where each begins; as they stand if not all are matplotlib's."""
    steps = [(name, [float(part) for part in rest.split()]) for name, rest in _STEP.findall(path)]
    if not {name for name, _ in steps} <= _ABSOLUTE | {"z"}:
        yield path
        return
    at, began = (0.0, 0.0), (0.0, 0.0)
    for name, places in steps:
        if name == "z":
            at = began
            yield name
            continue
        # From the rounded place, so that what is cut off does not add up along the way.
        there = [round(place, 2) for place in places]
        moved = [place - at[number % 2] for number, place in enumerate(there)]
        yield name.lower() + _joined(moved)
        at = (there[-2], there[-1])
        began = at if name == "M" else began


def _joined(numbers: list[float]) -> str:
    # A comma, unlike a blank, is one letter in an address too.
    return re.sub(r",(?=-)", "", ",".join(map(_short, numbers)))


def _short(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
