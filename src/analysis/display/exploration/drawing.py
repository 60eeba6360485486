"""The figures of views: a series with its marks, and the spread of peers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.display.figures import (
    Size,
    halo,
    new_figure,
    short_year,
    side_names,
    spaced,
    value_label,
)
from analysis.display.languages import Language
from analysis.display.sick_leave.drawings.overview import broken, half_of
from analysis.display.style import LIGHT
from analysis.model.periods import Period

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Aim:
    """A target: the years it holds, from and to as decimal years, and its label."""

    first: float
    last: float
    value: float
    label: str
    solid: bool


@dataclass(frozen=True)
class Path:
    """``own`` and ``beside`` by period; ``hollow`` are periods whose value is not plainly
    reported, ``gone`` those without one; ``breaks`` where the definition changed. Labels stand
    where the lines end."""

    own: pd.Series
    hollow: tuple[Period, ...]
    gone: tuple[Period, ...]
    beside: pd.Series
    place: str
    beside_name: str
    start: Period | None
    start_label: str
    aims: tuple[Aim, ...]
    breaks: tuple[Period, ...]
    break_label: str
    axis: str
    base: float


def draw_series(data: Path, language: Language, size: Size) -> "Figure":
    """The own values as a line with gaps where there are none, others' as a broken one."""
    figure, axes = new_figure(size, 3.2)
    dot = 3.5 if len(data.own) > 24 else 5
    axes.plot(*broken(data.own), color=LIGHT["own"], lw=1.8, marker="o", ms=dot, zorder=3)
    hollow = data.own[[period in data.hollow for period in data.own.index]]
    axes.plot([p.midpoint for p in hollow.index], hollow, "o", color=LIGHT["own"],
              mfc=LIGHT["paper"], ms=dot + 1, zorder=4)  # fmt: skip
    if len(data.beside):
        axes.plot(*broken(data.beside), color=LIGHT["other"], lw=1.4, ls=(0, (5, 2)), zorder=2)
    for aim in data.aims:
        style: Any = "-" if aim.solid else (0, (3, 1.2))
        axes.hlines(aim.value, aim.first, aim.last, color=LIGHT["target"], lw=1.8, ls=style)
    _limits(axes, data)
    _gone(axes, data)
    _edges(axes, data, size)
    _values(axes, data, language, size)
    _names(axes, data, size)
    axes.set_ylabel(data.axis, fontsize=size.font - 1)
    return figure


def _limits(axes: "Axes", data: Path) -> None:
    values = [*data.own, *data.beside, *(aim.value for aim in data.aims)]
    top = max(values)
    axes.set_ylim(data.base, top + 0.16 * (top - data.base or 1))
    first, last = _times(data)
    axes.set_xlim(first - 0.3, last + 0.3)
    year_ticks(axes, first, last)


def _times(data: Path) -> tuple[float, float]:
    periods = [*data.own.index, *data.gone]
    first = min(period.midpoint for period in periods)
    last = max(period.midpoint for period in periods)
    return first, max([last, *(aim.last for aim in data.aims)])


def year_ticks(axes: "Axes", first: float, last: float) -> None:
    """Years at their middles, so few that they stand apart."""
    years = spaced(range(int(first), int(last - 1e-9) + 1), 11)
    axes.set_xticks([year + 0.5 for year in years])
    axes.set_xticklabels([str(y) if len(years) < 9 else short_year(y) for y in years])
    axes.tick_params(axis="x", length=0)


def _values(axes: "Axes", data: Path, language: Language, size: Size) -> None:
    """The first and the last value, on the side where there is more room."""
    for at in sorted({0, len(data.own) - 1}):
        period, value = data.own.index[at], float(data.own.iloc[at])
        near = _near(data, period)
        above = min((y - value for y in near if y > value), default=99.0)
        below = min((value - y for y in near if y < value), default=99.0)
        side = "below" if below > above else "above"
        value_label(axes, period.midpoint, value, language, LIGHT["own"], size, side)


def _near(data: Path, period: Period) -> list[float]:
    """What else is drawn around a period."""
    when = period.midpoint
    lines = [*data.own.items(), *data.beside.items()]
    found = [float(y) for other, y in lines if other != period and abs(other.midpoint - when) < 0.6]
    return found + [a.value for a in data.aims if a.first - 0.3 <= when <= a.last + 0.3]


def _gone(axes: "Axes", data: Path) -> None:
    """A cross at the foot for each period without a value."""
    low, high = axes.get_ylim()
    foot = [low + 0.03 * (high - low)] * len(data.gone)
    axes.plot([period.midpoint for period in data.gone], foot, "x", color=LIGHT["mark"], ms=5)


def _edges(axes: "Axes", data: Path, size: Size) -> None:
    """Where the programme starts, and where the definition changed."""
    marks = [(period, data.break_label, LIGHT["other"], ":") for period in data.breaks]
    if data.start is not None:
        marks.append((data.start, data.start_label, LIGHT["mark"], "--"))
    first, last = axes.get_xlim()
    for number, (period, label, colour, style) in enumerate(marks):
        edge = period.midpoint - half_of(period)
        if not first <= edge <= last:
            continue
        axes.axvline(edge, color=colour, lw=1.2, ls=style, zorder=1)
        leftwards = edge - first > 0.3 * (last - first)
        axes.annotate(
            label, (edge, 1 - 0.075 * (number % 3)), xycoords=("data", "axes fraction"),
            xytext=(-5 if leftwards else 5, -2), textcoords="offset points",
            ha="right" if leftwards else "left", va="top", color=colour,
            fontsize=size.font - 1, path_effects=halo(),
        )  # fmt: skip


def _names(axes: "Axes", data: Path, size: Size) -> None:
    """Names beside the ends of the lines; at their beginnings where targets reach further."""
    lines = [(data.own, data.place, LIGHT["own"], "bold")]
    if len(data.beside):
        lines.append((data.beside, data.beside_name, LIGHT["other"], "normal"))
    ahead = any(aim.last > data.own.index[-1].midpoint + 0.6 for aim in data.aims)
    labels = []
    for line, name, colour, weight in lines:
        if not ahead:
            labels.append((float(line.iloc[-1]), name, colour, weight))
            continue
        axes.annotate(
            name, (line.index[0].midpoint, float(line.iloc[0])), xytext=(12, 5), ha="left",
            textcoords="offset points", color=colour, weight=weight, fontsize=size.font,
            path_effects=halo(),
        )  # fmt: skip
    labels += [(aim.value, aim.label, LIGHT["target"], "normal") for aim in data.aims if aim.label]
    side_names(axes, labels, size, 0.075)


@dataclass(frozen=True)
class Spread:
    """``own`` by period; ``peers`` with the columns period and value; the ``band`` of quartiles
    (low, middle, high) of the periods with enough peers."""

    own: pd.Series
    peers: pd.DataFrame
    band: pd.DataFrame
    place: str
    others: str
    axis: str
    base: float


def draw_spread(data: Spread, language: Language, size: Size) -> "Figure":
    """A dot for each peer, a box for the middle half of them, the own values as a line."""
    figure, axes = new_figure(size, 3.2)
    width = _width(data.own.index[0])
    for period, row in data.band.iterrows():
        left, height = period.midpoint - 0.33 * width, float(row["high"] - row["low"])
        axes.bar(left, height, 0.66 * width, float(row["low"]), align="edge",
                 color=LIGHT["rule"], zorder=0)  # fmt: skip
        axes.hlines(row["middle"], left, left + 0.66 * width, color=LIGHT["other"], lw=2)
    when = [period.midpoint for period in data.peers["period"]]
    axes.plot(when, data.peers["value"], "o", color=LIGHT["other"], ms=4.5, alpha=0.55, mew=0)
    axes.plot(*broken(data.own), color=LIGHT["own"], lw=2, marker="o", ms=7, zorder=3)
    values = [*data.own, *data.peers["value"]]
    axes.set_ylim(data.base, max(values) + 0.12 * (max(values) - data.base or 1))
    times = [period.midpoint for period in data.own.index]
    axes.set_xlim(min(times) - 0.62 * width, max(times) + 0.62 * width)
    year_ticks(axes, min(times), max(times))
    last = data.own.index[-1]
    value_label(axes, last.midpoint, float(data.own.iloc[-1]), language, LIGHT["own"], size,
                "right")  # fmt: skip
    labels = [(float(data.own.iloc[-1]), data.place, LIGHT["own"], "bold")]
    if len(data.band):
        labels.append((float(data.band["middle"].iloc[-1]), data.others, LIGHT["other"], "normal"))
    side_names(axes, labels, size, 0.075)
    axes.set_ylabel(data.axis, fontsize=size.font - 1)
    return figure


def _width(period: Period) -> float:
    return 2 * half_of(period)
