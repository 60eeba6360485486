"""The figures behind the first: targets to come, same quarters, units, control chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.display.figures import (
    Size,
    halo,
    new_figure,
    short_year,
    value_label,
    wrapped,
)
from analysis.display.languages import Language
from analysis.display.sick_leave.drawings.overview import Line, broken, half_of
from analysis.display.style import LIGHT
from analysis.model.periods import Period

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class TargetPath:
    """What the figure of targets shows: values of years, with bounds, and the lines ahead."""

    values: pd.Series
    bounds: dict[int, tuple[float, float]]
    targets: tuple[Line, ...]
    place: str
    base: float
    axis_label: str


def draw_target_path(data: TargetPath, language: Language, size: Size) -> "Figure":
    """Values of years as dots, targets of each tier as a line with its values."""
    figure, axes = new_figure(size, 3.6 if size.narrow else 3.1)
    years = [int(year) for year in data.values.index]
    if years:
        span = range(years[0], years[-1] + 1)
        axes.plot(span, data.values.reindex(span), "o-", color=LIGHT["own"], lw=1.4, ms=6)
    for year, (low, high) in data.bounds.items():
        axes.vlines(year, low, high, color=LIGHT["own"], lw=5, alpha=0.35)
    aimed = {line.year for line in data.targets}
    for year, value in data.values.items():
        side = "below left" if year in aimed else "above"
        value_label(axes, float(year), float(value), language, LIGHT["own"], size, side)
    for solid in (False, True):
        lines = [line for line in data.targets if line.solid is solid]
        if not lines:
            continue
        marker, style = ("v", "-") if solid else ("D", (0, (3, 1.5)))
        xs, ys = [line.year for line in lines], [line.value for line in lines]
        axes.plot(xs, ys, marker=marker, color=LIGHT["target"], lw=1.2, ls=style, ms=5,
                  mfc=LIGHT["paper"])  # fmt: skip
        for line in lines:
            side = _target_side(line, years, size)
            value_label(axes, line.year, line.value, language, LIGHT["target"], size, side)
        far = (0, -24 if solid else 37) if size.narrow else (9, 0)
        axes.annotate(lines[-1].label, (xs[-1], ys[-1]), xytext=far, textcoords="offset points",
                      ha="center" if size.narrow else "left", va="center", color=LIGHT["target"],
                      fontsize=size.font)  # fmt: skip
    if years:
        # On the side of the first value that the line does not go to.
        rises = len(data.values) > 1 and data.values.iloc[1] > data.values.iloc[0]
        far = (0, -16 if rises else 25) if size.narrow else (-9, 0)
        axes.annotate(data.place, (years[0], float(data.values.iloc[0])), xytext=far,
                      textcoords="offset points", ha="center" if size.narrow else "right",
                      va="center", color=LIGHT["own"], fontsize=size.font)  # fmt: skip
    spans = [*years, *(line.year for line in data.targets)]
    # The name of the place stands before the first value, that of a target after its last.
    left, right = (1.1, 0.9) if size.narrow else (1.1 + 0.08 * len(set(spans)), 1.2)
    axes.set_xlim(min(spans) - left, max(spans) + right)
    ticks = range(min(spans), max(spans) + 1)
    axes.set_xticks(ticks)
    axes.set_xticklabels([short_year(year) if size.narrow else str(year) for year in ticks])
    axes.set_ylim(bottom=data.base)
    axes.margins(y=0.12)
    axes.set_ylabel(data.axis_label, fontsize=size.font)
    axes.tick_params(labelsize=size.font)
    return figure


def _target_side(line: Line, years: Sequence[int], size: Size) -> str:
    """Where the value of a target stands: beside its mark where a value of the year is near."""
    if line.year in years:
        return "left" if size.narrow else "right"
    return "below" if line.solid else "above"


def draw_same_quarters(
    table: pd.DataFrame, titles: Sequence[str], base: float, language: Language, size: Size
) -> "Figure":
    """One panel a quarter: its value in each year, the last one filled.

    ``table`` has a row a quarter and a column a year.
    """
    grid = {"nrows": 2, "ncols": 2} if size.narrow else {"nrows": 1, "ncols": 4}
    figure, axes = new_figure(size, 4.2 if size.narrow else 2.4, sharey=True, sharex=True, **grid)
    years = list(range(int(table.columns[0]), int(table.columns[-1]) + 1))
    table = table.reindex(columns=years)
    for quarter, title, panel in zip(table.index, titles, axes.flat, strict=True):
        values = table.loc[quarter].to_numpy()
        panel.plot(years, values, color=LIGHT["own"], lw=1.2)
        panel.plot(years[:-1], values[:-1], "o", color=LIGHT["own"], mfc=LIGHT["paper"], ms=6)
        panel.plot(years[-1], values[-1], "o", color=LIGHT["own"], ms=8)
        for year, value in zip(years, values, strict=True):
            if not np.isnan(value):
                value_label(panel, year, float(value), language, LIGHT["ink"], size, "above")
        panel.set_title(title, fontsize=size.font, loc="left", weight="bold")
        panel.set_ylim(base, float(table.max().max()) + 1)
        panel.set_xlim(years[0] - 0.08 * len(years), years[-1] + 0.08 * len(years))
        every = max(1, len(years) // 4)
        panel.set_xticks(years[::every])
        panel.set_xticklabels([short_year(year) for year in years[::every]])
        panel.set_xlabel("")
        panel.tick_params(labelsize=size.font - 0.5)
    return figure


def draw_units(
    values: pd.Series,
    whole: float | None,
    whole_label: str,
    axis: str,
    language: Language,
    size: Size,
) -> "Figure":
    """A dot a unit, in order of name from the top; a line for the whole. The axis starts at 0."""
    width = 20 if size.narrow else 44
    names = [wrapped(str(name), width) for name in values.index]
    lines = sum(name.count("\n") + 1 for name in names)
    figure, axes = new_figure(size, 0.9 + 0.26 * lines)
    rows = list(range(len(names)))
    axes.hlines(rows, 0, values.to_numpy(), color=LIGHT["rule"], lw=1)
    axes.plot(values.to_numpy(), rows, "o", color=LIGHT["own"], ms=6)
    for row, value in zip(rows, values, strict=True):
        axes.annotate(
            language.number(float(value), 1), (float(value), row), xytext=(7, 0), va="center",
            textcoords="offset points", fontsize=size.font - 1, path_effects=halo(2.5),
        )  # fmt: skip
    if whole is not None:
        axes.axvline(whole, color=LIGHT["other"], lw=1.2, ls="--", zorder=0)
        label = f"{whole_label} {language.number(whole, 1)}"
        axes.annotate(
            label, (whole, 1), xycoords=("data", "axes fraction"), xytext=(0, 2),
            textcoords="offset points", ha="center", va="bottom", fontsize=size.font - 1,
            color=LIGHT["other"],
        )  # fmt: skip
    axes.set_yticks(rows, names)
    axes.set_ylim(len(names) - 0.5, -0.6)
    axes.set_xlim(0, max(float(values.max()), whole or 0.0) * 1.15 or 1)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(axis)
    return figure


def draw_control_chart(
    chart: pd.DataFrame, start: Period, words: dict[str, str], base: float, size: Size
) -> "Figure":
    """A control chart: mean and limits as lines with their names, signals as filled diamonds.

    ``chart`` comes from :func:`analysis.methods.control_charts.chart`; ``words`` names "mean",
    "upper", "lower", "near", "axis" and "start". The near limits are dotted; only the one below
    is named.
    """
    figure, axes = new_figure(size, 3.4 if size.narrow else 3.0)
    times = [period.midpoint for period in chart.index]
    axes.plot(*broken(chart["value"]), "o-", color=LIGHT["own"], lw=1, ms=4)
    signals = chart["label"].ne("common_cause").to_numpy()
    axes.plot([t for t, s in zip(times, signals, strict=True) if s], chart["value"][signals], "D",
              color=LIGHT["mark"], ms=8)  # fmt: skip
    end = max(times) + 0.2
    styles: dict[str, Any] = {"near_upper": ":", "near_lower": ":", "mean": "-"}
    for name in ("upper", "near_upper", "mean", "near_lower", "lower"):
        level, style = float(chart[name].iloc[-1]), styles.get(name, (0, (4, 2)))
        axes.hlines(level, min(times) - 0.15, end, color=LIGHT["other"], lw=1.1, ls=style)
        if name != "near_upper":
            axes.text(end + 0.05, level, words[name], va="center", color=LIGHT["other"],
                      fontsize=size.font)  # fmt: skip
    edge = start.midpoint - half_of(start)
    axes.annotate(words["start"], (edge, 0), xycoords=("data", "axes fraction"), xytext=(-4, 4),
                  textcoords="offset points", ha="right", va="bottom", color=LIGHT["mark"],
                  fontsize=size.font)  # fmt: skip
    axes.axvline(start.midpoint - half_of(start), color=LIGHT["mark"], lw=1.2, ls=(0, (2, 2)))
    years = range(chart.index[0].year, chart.index[-1].year + 1)
    axes.set_xticks([year + 0.5 for year in years])
    axes.set_xticklabels([short_year(year) if size.narrow else str(year) for year in years])
    axes.set_xlim(min(times) - 0.3, end + (2.0 if size.narrow else 1.1))
    axes.set_ylim(min(base, float(chart["lower"].iloc[-1]) - 0.5))
    axes.set_ylabel(words["axis"], fontsize=size.font)
    axes.tick_params(axis="x", length=0, labelsize=size.font)
    axes.tick_params(axis="y", labelsize=size.font)
    return figure
