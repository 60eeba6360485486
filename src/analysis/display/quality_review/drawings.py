"""The figures of the report on a review: the profile by area, and what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.display.figures import Size, new_figure, wrapped
from analysis.display.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure


GROUND: dict[str, Any] = {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1}
"""Behind a label that stands on a line."""


@dataclass(frozen=True)
class Profile:
    """What the profile shows: a row an area, top first. ``means`` is empty without a mean."""

    areas: tuple[str, ...]
    points: tuple[float, ...]
    labels: tuple[str, ...]
    means: tuple[float, ...]
    mean_labels: tuple[str, ...]
    highest: float
    own_name: str
    mean_name: str
    axis: str


def draw_profile(data: Profile, size: Size) -> "Figure":
    """A dot an area, and an open diamond for the mean of others; the axis begins at 0."""
    figure, axes = new_figure(
        size, (0.62 if size.narrow else 0.28) * len(data.areas) + (1.2 if size.narrow else 0.95)
    )
    rows = range(len(data.areas), 0, -1)
    for place, row in enumerate(rows):
        axes.axhline(row, color=LIGHT["rule"], lw=0.8, zorder=0)
        own = data.points[place]
        mean = data.means[place] if data.means else None
        if mean is not None:
            axes.plot([mean, own], [row, row], color=LIGHT["other"], lw=1.5, zorder=1)
            axes.plot(mean, row, "D", ms=7, mfc=LIGHT["paper"], mec=LIGHT["other"], mew=1.5)
        axes.plot(own, row, "o", ms=9, color=LIGHT["own"])
        _profile_labels(axes, data, place, row, size)
    _rows(axes, data.areas, rows, 0, size)
    axes.set_xlim(0, data.highest)
    axes.set_ylim(0.4, len(data.areas) + (1.35 if size.narrow else 1.0))
    axes.set_xlabel(wrapped(data.axis, 44 if size.narrow else 90))
    return figure


def _profile_labels(axes: Any, data: Profile, place: int, row: int, size: Size) -> None:
    """The values beside their marks, and at the top row what the marks are."""
    own, mean = data.points[place], data.means[place] if data.means else None
    right = mean is None or own >= mean
    marks = [(own, data.labels[place], data.own_name, right, LIGHT["own"])]
    if mean is not None:
        words = (data.mean_labels[place], data.mean_name)
        marks.append((mean, *words, not right, LIGHT["other"]))
    for x, value, name, is_right, colour in marks:
        style: dict[str, Any] = {"color": colour, "va": "center"}
        axes.annotate(
            value, (x, row), xytext=(8 if is_right else -8, 0), textcoords="offset points",
            ha="left" if is_right else "right", fontsize=size.font, bbox=GROUND, **style,
        )  # fmt: skip
        if place == 0:
            # On a phone above the name of the row, which stands above its line.
            width, rise = (30, 24) if size.narrow else (16, 8)
            axes.annotate(
                wrapped(name, width), (x, row), xytext=(-4 if is_right else 4, rise),
                textcoords="offset points", ha="left" if is_right else "right",
                fontsize=size.font - 1, weight="bold", linespacing=0.95,
                **{**style, "va": "bottom"},
            )  # fmt: skip


@dataclass(frozen=True)
class Dated:
    """A row of the timeline: its days with their labels, earliest first."""

    name: str
    days: tuple[date, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """What the timeline shows, top row first; ``ticks`` are days with their labels."""

    rows: tuple[Dated, ...]
    today: date
    today_name: str
    ticks: tuple[tuple[date, str], ...]


def draw_timeline(data: Timeline, size: Size) -> "Figure":
    """A row a step: a dot a date, open where the sources state different ones."""
    rows, today = data.rows, data.today.toordinal()
    figure, axes = new_figure(size, (0.72 if size.narrow else 0.4) * len(rows) + 0.9)
    days = [today, *(day.toordinal() for row in rows for day in row.days)]
    first, last = min(days), max(days)
    room = max((last - first) * 0.06, 20)
    places = range(len(rows), 0, -1)
    for row, y in zip(rows, places, strict=True):
        axes.axhline(y, color=LIGHT["rule"], lw=0.8, zorder=0)
        _dots(axes, row, y, (first + last) / 2, size)
    line: dict[str, Any] = {"color": LIGHT["mark"], "lw": 1.2, "ls": (0, (4, 3)), "zorder": 0}
    axes.axvline(today, **line)
    axes.annotate(data.today_name, (today, len(rows) + 0.62), xytext=(4, 0), va="bottom",
                  textcoords="offset points", color=LIGHT["mark"],
                  fontsize=size.font - 1)  # fmt: skip
    _rows(axes, [row.name for row in rows], places, first - room, size)
    axes.set_xlim(first - room, last + room)
    axes.set_ylim(0.4, len(rows) + 1.15)
    ticks = data.ticks[:: 2 if size.narrow and len(data.ticks) > 3 else 1]
    axes.set_xticks([day.toordinal() for day, _ in ticks], [label for _, label in ticks])
    return figure


def _dots(axes: Any, row: Dated, y: int, middle: float, size: Size) -> None:
    at = [day.toordinal() for day in row.days]
    edge = LIGHT["target"] if len(at) > 1 else LIGHT["own"]
    if len(at) > 1:
        axes.plot(at, [y] * len(at), color=edge, lw=1.5, ls=(0, (3, 2)))
    face = LIGHT["paper"] if len(at) > 1 else edge
    axes.plot(at, [y] * len(at), "o", ms=8, mfc=face, mec=edge, mew=1.6, ls="none")
    _date_labels(axes, row, at, y, middle, size)


def _date_labels(
    axes: Any, row: Dated, at: Sequence[int], y: int, middle: float, size: Size
) -> None:
    """Dates beside their dots: to the side with room, and outwards where there are two."""
    for place, (x, label) in enumerate(zip(at, row.labels, strict=True)):
        alone = len(at) == 1
        right = x <= middle if alone else place > 0 and x <= middle
        offset = (8, 0) if right else (-8, 0)
        if not alone and place > 0 and not right:
            offset = (6, 7)
        axes.annotate(
            label, (x, y), xytext=offset, textcoords="offset points",
            ha="left" if right else "right", va="center" if offset[1] == 0 else "bottom",
            fontsize=size.font - 1, bbox=GROUND,
        )  # fmt: skip


def _rows(axes: Any, names: Sequence[str], rows: Sequence[int], left: float, size: Size) -> None:
    """Names of rows: beside the axis on a page, above their line on a phone."""
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    if not size.narrow:
        axes.set_yticks(list(rows), [wrapped(name, 44) for name in names])
        return
    axes.set_yticks([])
    for name, row in zip(names, rows, strict=True):
        axes.annotate(name, (left, row), xytext=(0, 9), textcoords="offset points",
                      va="bottom", fontsize=size.font - 0.5, bbox=GROUND)  # fmt: skip
