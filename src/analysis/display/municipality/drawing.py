"""The figure of a municipality's page: its own path beside the middle half of others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.display.figures import (
    Size,
    new_figure,
    short_year,
    side_names,
    spaced,
    value_label,
)
from analysis.display.languages import Language
from analysis.display.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Path:
    """``own`` by period, the ``band`` of others (low, middle, high, country by period), and the
    words at the ends of the lines. The axis starts at ``base``."""

    own: pd.Series
    band: pd.DataFrame
    place: str
    others: str
    country: str
    axis: str
    base: float


def draw_path(data: Path, language: Language, size: Size) -> "Figure":
    """The own values as a line, half of the others as a band with their middle, the country as
    dots."""
    figure, axes = new_figure(size, 2.9)
    own = [period.midpoint for period in data.own.index]
    others = [period.midpoint for period in data.band.index]
    band = data.band.astype(float)
    axes.fill_between(others, band["low"], band["high"], color=LIGHT["rule"], lw=0)
    axes.plot(others, band["middle"], color=LIGHT["other"], lw=1.4, ls=(0, (5, 2)))
    country = band["country"].dropna()
    if len(country):
        when = [period.midpoint for period in country.index]
        axes.plot(when, country, color=LIGHT["mark"], lw=0, marker="D", ms=4)
    axes.plot(own, data.own, color=LIGHT["own"], lw=2, marker="o", ms=4.5)
    for at in (0, -1):
        value = float(data.own.iloc[at])
        value_label(axes, own[at], value, language, LIGHT["own"], size, "above")
    _limits(axes, data, own, country, size)
    _names(axes, data, country, size)
    axes.set_ylabel(data.axis, fontsize=size.font - 1)
    years = spaced(sorted({period.year for period in data.own.index}), 7 if size.narrow else 13)
    axes.set_xticks([year + 0.5 for year in years])
    axes.set_xticklabels([short_year(year) if size.narrow else str(year) for year in years])
    axes.tick_params(axis="x", length=0)
    return figure


def _limits(axes: "Axes", data: Path, own: list[float], country: pd.Series, size: Size) -> None:
    top = max(float(data.own.max()), float(data.band["high"].astype(float).max()))
    if len(country):
        top = max(top, float(country.max()))
    axes.set_ylim(data.base, top + 0.12 * (top - data.base))
    room = max(0.3, (0.06 if size.narrow else 0.03) * (own[-1] - own[0]))
    axes.set_xlim(own[0] - room, own[-1] + room)


def _names(axes: "Axes", data: Path, country: pd.Series, size: Size) -> None:
    labels = [
        (float(data.own.iloc[-1]), data.place, LIGHT["own"], "bold"),
        (float(data.band["middle"].iloc[-1]), data.others, LIGHT["other"], "normal"),
    ]
    if len(country):
        labels.append((float(country.iloc[-1]), data.country, LIGHT["mark"], "normal"))
    side_names(axes, labels, size, 0.085)
