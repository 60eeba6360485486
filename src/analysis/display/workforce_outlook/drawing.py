"""The figure of the report on a strategy for the workforce."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.display.figures import Size, halo, new_figure, spread, wrapped
from analysis.display.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

MARKS = ("o", "s", "^", "D", "v", "P")
COLOURS = ("own", "target", "other", "mark", "ink", "muted")


@dataclass(frozen=True)
class Path:
    """Staff of one service for every 100 of the base year: years with estimate, low and high."""

    label: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """What the figure shows; ``horizon`` is the year the strategy looks to."""

    base_year: int
    paths: tuple[Path, ...]
    horizon: int
    horizon_label: str
    axis: str
    base: int


def draw_needs(data: Chart, size: Size) -> "Figure":
    """A line a service from 100 in the base year; dashed: nothing is known between the marks."""
    figure, axes = new_figure(size, 3.6 if size.narrow else 3.4)
    ends = [path.values[-1] for path in data.paths]
    top = max([*(high for path in data.paths for high in path.highs), 100.0])
    labels = [_label(path, size) for path in data.paths]
    lines = max(label.count("\n") for label in labels) + 1
    gap = (0.03 + 0.04 * lines) * (top - data.base)
    heights = _apart_by(ends, gap)
    axes.axhline(100, color=LIGHT["rule"], lw=1, zorder=0)
    for number, (path, height) in enumerate(zip(data.paths, heights, strict=True)):
        _draw_path(axes, data, path, height, number, size)
    axes.axvline(data.horizon, color=LIGHT["muted"], lw=1, ls=":", zorder=0)
    text = wrapped(data.horizon_label, 12 if size.narrow else 18)
    axes.text(
        data.horizon,
        1.0,
        " " + text.replace("\n", "\n "),
        va="top",
        color=LIGHT["muted"],
        transform=axes.get_xaxis_transform(),
        fontsize=size.font - 1,
    )
    axes.set_ylim(data.base, max([top, *heights]) + gap)
    axes.set_ylabel(data.axis, fontsize=size.font)
    _show_years(axes, data, size)
    axes.tick_params(labelsize=size.font - 1)
    return figure


def _show_years(axes: "Axes", data: Chart, size: Size) -> None:
    """Years along the axis, with room for the names to the right of the last."""
    ticks = sorted({data.base_year, *(year for path in data.paths for year in path.years)})
    length = ticks[-1] - ticks[0]
    axes.set_xlim(ticks[0] - 0.04 * length, ticks[-1] + length * (0.85 if size.narrow else 0.6))
    axes.set_xticks(_apart(ticks, length * (0.3 if size.narrow else 0.09)))


def _draw_path(
    axes: "Axes", data: Chart, path: Path, height: float, number: int, size: Size
) -> None:
    colour = LIGHT[COLOURS[number % len(COLOURS)]]
    mark = MARKS[number % len(MARKS)]
    years, values = [data.base_year, *path.years], [100.0, *path.values]
    axes.plot(years, values, ls="--", lw=1.3, marker=mark, ms=5.5, color=colour)
    axes.vlines(path.years, path.lows, path.highs, color=colour, lw=2.5, alpha=0.55)
    axes.annotate(
        _label(path, size),
        (years[-1], values[-1]),
        xytext=(years[-1], height),
        color=colour,
        va="center",
        fontsize=size.font - 1,
        path_effects=halo(2.5),
        textcoords=_shifted(axes),
        linespacing=0.95,
    )


def _label(path: Path, size: Size) -> str:
    return wrapped(path.label, 20 if size.narrow else 26)


def _shifted(axes: "Axes") -> "Transform":
    """Where data are, a little to the right, so that a label stands clear of its mark."""
    from matplotlib.transforms import ScaledTranslation

    figure = axes.figure
    return axes.transData + ScaledTranslation(0.11, 0, figure.dpi_scale_trans)


def _apart(years: list[int], least: float) -> list[int]:
    """The first and the last year, and those between that leave room for their labels."""
    kept = [years[0]]
    for year in years[1:-1]:
        if year - kept[-1] >= least and years[-1] - year >= least:
            kept.append(year)
    return [*kept, years[-1]]


def _apart_by(heights: list[float], gap: float) -> list[float]:
    """``heights`` with those that are too close spread; the others stay where they are."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    groups: list[list[int]] = []
    for i in order:
        if groups and heights[i] - heights[groups[-1][-1]] < 1.5 * gap:
            groups[-1].append(i)
        else:
            groups.append([i])
    placed = list(heights)
    for group in groups:
        for i, height in zip(group, spread([heights[i] for i in group], gap), strict=True):
            placed[i] = height
    return placed
