"""The first figure: quarters, targets, comparison, and what was done when."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.display.figures import (
    Size,
    halo,
    new_figure,
    short_year,
    spread,
    wrapped,
)
from analysis.display.languages import Language
from analysis.display.style import LIGHT
from analysis.methods.seasonality import consecutive
from analysis.model.periods import Period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Marker:
    """Something done: ``when`` is a decimal year, ``dated`` whether the source dates it."""

    when: float
    label: str
    dated: bool


@dataclass(frozen=True)
class Line:
    """A target line in a figure."""

    year: int
    value: float
    label: str
    solid: bool


@dataclass(frozen=True)
class Overview:
    """What the first figure shows: quarters, years, comparison, targets, what was done, and where
    the way of counting changed (``broken``)."""

    quarters: pd.Series
    years: pd.Series
    comparison: pd.Series | None
    place: str
    comparison_name: str
    start: Period
    start_label: str
    targets: tuple[Line, ...]
    markers: tuple[Marker, ...]
    base: float
    axis_label: str
    broken: Period | None = None
    broken_label: str = ""


def draw_overview(data: Overview, language: Language, size: Size) -> "Figure":
    """Quarters as a thin line, each year as a bar across it, targets beside it."""
    strip = 0.24 * len(data.markers) + 0.35 if size.narrow else 0.85
    grid: dict[str, Any] = {}
    if data.markers:
        grid = {"nrows": 2, "sharex": True, "gridspec_kw": {"height_ratios": [2.5, strip]}}
    height = 2.85 if size.narrow else 2.4
    figure, axes = new_figure(size, height + (strip if data.markers else 0), **grid)
    upper = axes[0] if data.markers else axes
    _draw_series(upper, data, language, size)
    when = [marker.when for marker in data.markers]
    first = min(
        [data.quarters.index[0].midpoint, *(year + 0.1 for year in data.years.index), *when]
    )
    last = max([data.quarters.index[-1].year + 1, *(year + 1 for year in data.years.index), *when])
    upper.set_xlim(first - 0.35, last + (1.9 if size.narrow else 1.0))
    years = range(math.floor(first), math.ceil(last))
    upper.set_xticks([year + 0.5 for year in years])
    upper.set_xticklabels([short_year(year) if size.narrow else str(year) for year in years])
    upper.tick_params(axis="x", length=0, labelsize=size.font, labelbottom=True)
    if data.markers:
        _draw_markers(axes[1], data, size)
    return figure


def _draw_series(axes: "Axes", data: Overview, language: Language, size: Size) -> None:
    axes.plot(
        *broken(data.quarters), color=LIGHT["own"], lw=1, marker="o", ms=3.5, markeredgewidth=0
    )
    axes.axvline(
        data.start.midpoint - half_of(data.start), color=LIGHT["mark"], lw=1.2, ls=(0, (2, 2))
    )
    if data.broken is not None:
        _draw_break(axes, data, data.broken, size)
    for year, mean in data.years.items():
        axes.hlines(mean, year + 0.04, year + 0.96, color=LIGHT["own"], lw=4, alpha=0.9)
        text, above = language.number(float(mean), 1), _is_freer_above(data, year, float(mean))
        axes.annotate(
            text, (year + 0.5, mean), xytext=(0, 4 if above else -4), textcoords="offset points",
            ha="center", va="bottom" if above else "top", weight="bold", color=LIGHT["own"],
            fontsize=size.font + 1, path_effects=halo(),
        )  # fmt: skip
    labels = [(float(data.quarters.iloc[-1]), data.place, LIGHT["own"])]
    if data.comparison is not None and len(data.comparison):
        axes.plot(*broken(data.comparison), color=LIGHT["other"], lw=1.4, ls=(0, (5, 2)))
        labels.append((float(data.comparison.iloc[-1]), data.comparison_name, LIGHT["other"]))
    for line in data.targets:
        style = "-" if line.solid else (0, (3, 1.2))
        axes.hlines(line.value, line.year, line.year + 1, color=LIGHT["target"], lw=1.6, ls=style)
        labels.append((line.value, line.label, LIGHT["target"]))
    end = max(data.quarters.index[-1].year, *data.years.index, 0) + 1
    others = [] if data.comparison is None else list(data.comparison)
    top = max(
        [
            *data.quarters,
            *data.years,
            *others,
            *(line.value for line in data.targets),
            data.base + 1,
        ]
    )
    axes.set_ylim(data.base, top + 0.9)
    gap = (top + 0.9 - data.base) * (0.062 if size.narrow else 0.066)
    for y, (_, label, colour) in zip(
        spread([value for value, _, _ in labels], gap), labels, strict=True
    ):
        axes.text(end + 0.08, y, label, color=colour, fontsize=size.font, va="center")
    axes.text(
        data.start.midpoint - half_of(data.start) - 0.06, top + 0.8, data.start_label, ha="right",
        va="top", color=LIGHT["mark"], fontsize=size.font, path_effects=halo(),
    )  # fmt: skip
    axes.set_ylabel(data.axis_label, fontsize=size.font)
    axes.set_xlabel("")
    axes.tick_params(axis="y", labelsize=size.font)


def _draw_break(axes: "Axes", data: Overview, at: Period, size: Size) -> None:
    place = at.midpoint - half_of(at)
    axes.axvline(place, color=LIGHT["other"], lw=1.2, ls=":")
    # The line of the start may lie right behind it.
    left = 0 < data.start.midpoint - at.midpoint < 2
    axes.annotate(
        data.broken_label, (place, 0), xycoords=("data", "axes fraction"),
        xytext=(-4 if left else 4, 4), ha="right" if left else "left",
        textcoords="offset points", color=LIGHT["other"], fontsize=size.font, path_effects=halo(),
    )  # fmt: skip


def _is_freer_above(data: Overview, year: int, mean: float) -> bool:
    """Whether what else is drawn in the middle of a year leaves more room above its mean. Targets
    go through the whole year: they count as half as far away."""
    drawn = [data.quarters] if data.comparison is None else [data.quarters, data.comparison]
    middle = (Period(year, "quarter", 2), Period(year, "quarter", 3))
    away = [(line.value - mean) / 2 for line in data.targets if line.year == year]
    for series in drawn:
        away += [float(series[period]) - mean for period in middle if period in series.index]
    above = min((distance for distance in away if distance >= 0), default=math.inf)
    below = min((-distance for distance in away if distance < 0), default=math.inf)
    return above > below


def broken(series: pd.Series) -> tuple[list[float], np.ndarray]:
    """The times and values of a series of periods, with NaN for periods that are missing, so that
    no line is drawn across them."""
    periods = consecutive(series.index[0], series.index[-1])
    return [period.midpoint for period in periods], series.reindex(periods).to_numpy(float)


def half_of(period: Period) -> float:
    """Half the length of a period in years, from its first day to its middle."""
    return period.midpoint - Period(period.start.year, "day", period.start.month, 1).midpoint


def _draw_markers(axes: "Axes", data: Overview, size: Size) -> None:
    """What was done when: on a page the words stand at the dates, on a phone in a numbered list."""
    axes.axis("off")
    axes.set_ylim(0, 1)
    top = 0.9
    axes.axhline(top, color=LIGHT["rule"], lw=1, zorder=0)
    lines = len(data.markers) + 1.2
    for number, marker in enumerate(data.markers, start=1):
        face = LIGHT["mark"] if marker.dated else LIGHT["paper"]
        dot = 11 if size.narrow else 6
        axes.plot(marker.when, top, "o", ms=dot, color=LIGHT["mark"], mfc=face, clip_on=False)
        if size.narrow:
            inside = LIGHT["paper"] if marker.dated else LIGHT["mark"]
            axes.text(marker.when, top, str(number), color=inside, fontsize=size.font - 2,
                      ha="center", va="center_baseline", weight="bold")  # fmt: skip
            axes.text(0, top - (number + 0.1) / lines, f"{number}  {marker.label}", va="center",
                      fontsize=size.font - 1, transform=axes.transAxes)  # fmt: skip
        else:
            axes.text(marker.when, 0.72, wrapped(marker.label, 20), fontsize=size.font - 1,
                      va="top", ha="center", linespacing=1.05)  # fmt: skip
