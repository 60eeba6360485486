"""The figures of the report on an action programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.display.figures import Size, halo, new_figure, short_year, wrapped
from analysis.display.languages import Language
from analysis.display.style import LIGHT
from analysis.methods.action_plans import Progress

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS: dict[Progress, dict[str, Any]] = {
    Progress.DONE_IN_TIME: {"marker": "o", "mfc": LIGHT["own"]},
    Progress.DONE_LATE: {"marker": "o", "mfc": LIGHT["own"], "fillstyle": "bottom",
                         "markerfacecoloralt": LIGHT["paper"]},
    Progress.OVERDUE: {"marker": "X", "mfc": LIGHT["target"], "mec": LIGHT["target"]},
    Progress.NOT_DUE: {"marker": "o", "mfc": LIGHT["paper"]},
    Progress.NOT_MEASURABLE: {"marker": "|", "mec": LIGHT["other"], "mew": 1.4},
}  # fmt: skip

SIGNS = {Progress.NOT_REPORTED: "?", Progress.ABANDONED: "–"}
"""Standings drawn as a sign in a circle."""


GROUND: dict[str, Any] = {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1}
"""Behind words that stand on a line."""


@dataclass(frozen=True)
class Bar:
    """An undertaking: from ``start`` to ``end`` in years, or with no end. ``marks`` are the last
    days on it, each with where it stands."""

    label: str
    start: float
    end: float | None
    binding: bool
    marks: tuple[tuple[float, Progress], ...]
    words: str = ""


@dataclass(frozen=True)
class Timeline:
    """What the first figure shows: groups of bars, the years, and the day looked from."""

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    first: int
    last: int
    as_of: float
    as_of_label: str


def draw_timeline(data: Timeline, size: Size) -> "Figure":
    """A bar an undertaking, by kind of time. On a phone its name stands above it."""
    step = 1.75 if size.narrow else 1.0
    rows = sum(len(bars) * step + 1.3 for _, bars in data.groups)
    figure, axes = new_figure(size, 0.205 * rows + 0.75)
    left = data.first if size.narrow else data.first - 2.35
    y = 0.0
    for heading, bars in data.groups:
        y -= 1.3
        axes.text(left, y, heading, weight="bold", va="center", fontsize=size.font,
                  bbox=GROUND, zorder=5)  # fmt: skip
        for bar in bars:
            y -= step
            above = 0.75 if size.narrow else 0.0
            axes.text(left, y + above, bar.label, va="center", fontsize=size.font,
                      bbox=GROUND, zorder=5)  # fmt: skip
            _draw_bar(axes, bar, y, data, size)
    _draw_years(axes, data, size)
    axes.set_xlim(left - 0.02, data.last + 1.12)
    axes.set_ylim(y - 0.9, 0.6)
    return figure


def _draw_years(axes: "Axes", data: Timeline, size: Size) -> None:
    """A line at the turn of each year, the years above, and the day looked from."""
    end = data.last + 1
    for year in range(data.first, end + 1):
        axes.axvline(year, color=LIGHT["rule"], lw=0.8, zorder=0)
    if data.first <= data.as_of <= end + 0.01:
        _draw_as_of(axes, data, size)
    axes.set_xticks([year + 0.5 for year in range(data.first, end)])
    axes.set_xticklabels([str(year) for year in range(data.first, end)])
    axes.tick_params(axis="both", length=0, labelsize=size.font)
    axes.xaxis.tick_top()
    axes.set_yticks([])
    for side in ("left", "bottom", "top"):
        axes.spines[side].set_visible(False)


def _draw_bar(axes: "Axes", bar: Bar, y: float, data: Timeline, size: Size) -> None:
    style: Any = "-" if bar.binding else (0, (1, 1.6))
    colour = LIGHT["own"] if bar.binding else LIGHT["other"]
    if bar.end is not None:
        axes.plot(
            [bar.start, bar.end], [y, y], color=colour, lw=2.2, ls=style, solid_capstyle="butt"
        )
    for when, progress in bar.marks:
        if progress in SIGNS:
            patch = {"boxstyle": "circle,pad=0.16", "fc": LIGHT["paper"], "ec": LIGHT["ink"]}
            axes.text(when, y, SIGNS[progress], weight="bold", ha="center", va="center_baseline",
                      bbox=patch, fontsize=size.font - 1.5, zorder=4)  # fmt: skip
        else:
            mark = {"mec": LIGHT["own"], "mew": 1.2, "ms": 7, **MARKS[progress]}
            axes.plot(when, y, ls="", zorder=4, **mark)
    if bar.words:
        axes.text(data.first + 0.06, y, bar.words, va="center", fontsize=size.font - 0.5,
                  color=LIGHT["muted"], bbox=GROUND, zorder=5)  # fmt: skip


def _draw_as_of(axes: "Axes", data: Timeline, size: Size) -> None:
    axes.axvline(data.as_of, color=LIGHT["mark"], lw=1.3, ls=(0, (3, 2)), zorder=2)
    late = data.as_of > (data.first + data.last + 1) / 2
    axes.annotate(
        data.as_of_label, (data.as_of, 0.0), xytext=(-4 if late else 4, 0),
        textcoords="offset points", ha="right" if late else "left", va="center",
        color=LIGHT["mark"], fontsize=size.font, path_effects=halo(),
    )  # fmt: skip


@dataclass(frozen=True)
class Load:
    """How many last days each year holds, in the order of ``kinds``."""

    years: tuple[str, ...]
    kinds: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


HATCHES: tuple[dict[str, Any], ...] = (
    {"facecolor": LIGHT["own"], "edgecolor": LIGHT["own"]},
    {"facecolor": LIGHT["paper"], "edgecolor": LIGHT["own"], "hatch": "////"},
    {"facecolor": LIGHT["paper"], "edgecolor": LIGHT["other"]},
)


def draw_load(data: Load, language: Language, size: Size) -> "Figure":
    """A bar a year, its parts named above the first bar that has them."""
    height = (0.85 if size.narrow else 0.55) * len(data.years) + 0.25
    figure, axes = new_figure(size, height)
    named: set[int] = set()
    for row, counts in enumerate(data.counts):
        y, left = float(-row), 0
        for kind, count in enumerate(counts):
            if not count:
                continue
            axes.barh(y, count, 0.42, left=left, lw=1, **HATCHES[kind])
            ink = LIGHT["paper"] if kind == 0 else LIGHT["ink"]
            patch = {} if kind == 0 else {"path_effects": halo(4)}
            axes.text(left + count / 2, y, language.number(count, 0), color=ink, ha="center",
                      va="center", fontsize=size.font, **patch)  # fmt: skip
            if kind not in named:
                named.add(kind)
                name = wrapped(data.kinds[kind], 12) if size.narrow else data.kinds[kind]
                axes.text(left, y + 0.25, name, va="bottom", fontsize=size.font - 0.5,
                          linespacing=0.9)  # fmt: skip
            left += count
    axes.set_yticks([-row for row in range(len(data.years))])
    names = [wrapped(year, 9) if size.narrow else year for year in data.years]
    axes.set_yticklabels(names)
    axes.set_ylim(-len(data.years) + 0.6, 0.75)
    axes.set_xlim(0, max(sum(counts) for counts in data.counts) + 0.9)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, labelsize=size.font)
    axes.spines["bottom"].set_visible(False)
    return figure


@dataclass(frozen=True)
class Point:
    """A value of a year, and how it is printed."""

    year: int
    value: float
    text: str


@dataclass(frozen=True)
class Path:
    """An indicator over the years: the municipality's own values and the country's."""

    own: tuple[Point, ...]
    national: tuple[Point, ...]
    own_label: str
    national_label: str
    axis: str


def draw_path(data: Path, size: Size) -> "Figure":
    """Own values as a line, the country's as open squares; both named where they end."""
    figure, axes = new_figure(size, 2.3)
    lines: Sequence[tuple[tuple[Point, ...], str, str, dict[str, Any]]] = (
        (data.own, data.own_label, LIGHT["own"], {"marker": "o", "lw": 1.6}),
        (data.national, data.national_label, LIGHT["other"],
         {"marker": "s", "lw": 1.2, "ls": (0, (4, 2)), "mfc": LIGHT["paper"]}),
    )  # fmt: skip
    for points, label, colour, style in lines:
        if points:
            _draw_points(axes, points, label, colour, style, size)
    found = [point for points, *_ in lines for point in points]
    years = sorted({point.year for point in found})
    low, high = min(point.value for point in found), max(point.value for point in found)
    room = max(high - low, 1.0)
    axes.set_xticks(years)
    axes.set_xticklabels([short_year(year) if size.narrow else str(year) for year in years])
    axes.set_xlim(years[0] - 0.3, years[-1] + max(years[-1] - years[0], 1) * 0.45)
    axes.set_ylim(low - 0.35 * room, high + 0.35 * room)
    axes.set_ylabel(wrapped(data.axis, 26), fontsize=size.font)
    axes.tick_params(axis="x", length=0, labelsize=size.font)
    axes.tick_params(axis="y", labelsize=size.font)
    return figure


def _draw_points(
    axes: "Axes", points: tuple[Point, ...], label: str, colour: str, style: dict[str, Any],
    size: Size,
) -> None:  # fmt: skip
    years, values = [point.year for point in points], [point.value for point in points]
    axes.plot(years, values, color=colour, ms=5, **style)
    for point in points:
        axes.annotate(
            point.text, (point.year, point.value), xytext=(0, 6), textcoords="offset points",
            ha="center", color=colour, fontsize=size.font - 1, path_effects=halo(2.5),
        )  # fmt: skip
    axes.annotate(
        wrapped(label, 14), (years[-1], values[-1]), xytext=(8, 2), textcoords="offset points",
        va="top", color=colour, fontsize=size.font,
    )  # fmt: skip
