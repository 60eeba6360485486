"""Small multiples: the series that a report's first figure shows, as its own table prints it.

Only what the report prints is read, so that what it hides stays hidden; a value that is hidden or
missing leaves a gap.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from analysis.display.blocks import Payload
from analysis.display.languages import Language
from analysis.reporting.site.names import shown

WIDTH, HEIGHT, EDGE = 160.0, 64.0, 4.0
Key = tuple[int, int]


@dataclass(frozen=True)
class Point:
    """One period of a series: its place in time, its name, the value as printed and as a number
    (None where there is none)."""

    key: Key
    label: str
    text: str
    value: float | None


@dataclass(frozen=True)
class Series:
    """The first series of a figure; ``kind`` tells figures that may share a scale."""

    kind: tuple[str, ...]
    caption: str
    points: tuple[Point, ...]

    @property
    def ends(self) -> tuple[Point, Point]:
        """The first and the last period with a value."""
        known = [point for point in self.points if point.value is not None]
        return known[0], known[-1]


def series_of(block: Payload, template: str, language: Language) -> Series | None:
    """Return the first series in the data of a figure; None if they are not values by time."""
    data = block["data"]
    if len(data["numeric"]) < 2 or data["numeric"][0] or not data["numeric"][1]:
        return None
    points = []
    for row in data["rows"]:
        label, text = plain(row[0]), plain(row[1])
        key = _key(label, language)
        if key is None:
            return None
        points.append(Point(key, label, text, number(text, language.code)))
    keys = [point.key for point in points]
    if len(set(keys)) < len(keys) or sum(point.value is not None for point in points) < 2:
        return None
    caption = plain(data["caption"])
    kind = (template, str(block["name"]), caption)
    return Series(kind, caption, tuple(sorted(points, key=lambda point: point.key)))


def plain(spans: Iterable[dict[str, str]]) -> str:
    """Return the words of a phrase's payload."""
    return shown("".join(span["text"] for span in spans)).strip()


def number(text: str, code: str) -> float | None:
    """Return a printed number as a number; None for anything else, such as a mark for what is
    hidden. A star after it says that something is to know of it."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix("*").replace("\u2212", "-")
    bare = bare.replace(",", "") if code == "en" else bare.replace(",", ".")
    return float(bare) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", bare) else None


def _key(label: str, language: Language) -> Key | None:
    """Where a period stands in time, from its name: the year, and its part of the year."""
    year = re.search(r"\b(?:19|20)\d\d\b", label)
    if year is None:
        return None
    rest = label[: year.start()] + label[year.end() :]
    if part := re.search(r"\d+", rest):
        return int(year[0]), int(part[0])
    months = [language.month(n).casefold() for n in range(1, 13)]
    named = [n for n, name in enumerate(months, start=1) if name in rest.casefold()]
    return int(year[0]), named[0] if named else 0


# -- drawing


@dataclass(frozen=True)
class Scale:
    """What all panels of a kind share: the periods across, and the values from low to high."""

    keys: tuple[Key, ...]
    low: int
    high: int


def scale_of(all_series: Sequence[Series]) -> Scale:
    """Return the scale that holds every value of ``all_series``."""
    points = [point for series in all_series for point in series.points]
    values = [point.value for point in points if point.value is not None]
    low, high = floor(min(values)), ceil(max(values))
    return Scale(tuple(sorted({point.key for point in points})), low, max(high, low + 1))


def drawn(series: Series, scale: Scale) -> list[dict[str, str]]:
    """Return what is drawn of a series, as attributes of SVG elements: ``points`` of a line for
    each stretch without a gap, and ``x`` and ``y`` of a dot for a value alone and for the last."""
    stretches: list[list[tuple[float, float]]] = [[]]
    values = {point.key: point.value for point in series.points}
    for place, key in enumerate(scale.keys):
        value = values.get(key)
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((_across(place, scale), _up(value, scale)))
    kept = [stretch for stretch in stretches if stretch]
    lines = [
        {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)}
        for stretch in kept
        if len(stretch) > 1
    ]
    alone = [stretch[0] for stretch in kept if len(stretch) == 1]
    dots = dict.fromkeys([*alone, kept[-1][-1]])
    return [*lines, *({"x": f"{x:.1f}", "y": f"{y:.1f}"} for x, y in dots)]


def _across(place: int, scale: Scale) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * place / max(1, len(scale.keys) - 1)


def _up(value: float, scale: Scale) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - scale.low) / (scale.high - scale.low)
