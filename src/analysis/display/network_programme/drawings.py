"""The figures of the report on a network programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.display.figures import Size, halo, new_figure, spread, wrapped
from analysis.display.languages import Language
from analysis.display.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Pair:
    """A published figure before and after, with its target if it has one."""

    label: str
    before: float
    after: float
    goal: float | None = None


@dataclass(frozen=True)
class PairWords:
    """The words of the figure of pairs. ``base`` is where the axis starts."""

    axis: str
    before: str
    after: str
    goal: str
    base: int


def draw_pairs(pairs: Sequence[Pair], words: PairWords, language: Language, size: Size) -> "Figure":
    """A row a pair: an open circle before, an arrow, a filled one after, a bar at the target."""
    figure, axes = new_figure(size, (0.62 if size.narrow else 0.46) * len(pairs) + 0.68)
    ends = [v for pair in pairs for v in (pair.before, pair.after, pair.goal) if v is not None]
    room = 0.2 * (max(ends) - words.base) if size.narrow else 0.12 * (max(ends) - words.base)
    axes.set_xlim(words.base, max(ends) + room)
    for row, pair in enumerate(pairs):
        y = len(pairs) - row
        axes.annotate("", (pair.after, y), (pair.before, y),
                      arrowprops={"arrowstyle": "->", "color": LIGHT["own"], "lw": 1.5,
                                  "shrinkA": 5, "shrinkB": 5})  # fmt: skip
        axes.plot(pair.before, y, "o", ms=8, mfc=LIGHT["paper"], mec=LIGHT["own"], mew=1.5)
        axes.plot(pair.after, y, "o", ms=8, color=LIGHT["own"])
        _numbers(axes, pair, y, words, language, size)
        label = wrapped(pair.label, 44 if size.narrow else 80)
        axes.text(words.base, y + 0.2, label, fontsize=size.font - 0.5, va="bottom")
    axes.set_ylim(0.45, len(pairs) + 0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(words.axis)
    _localise(axes.xaxis, language)
    return figure


def _localise(axis: Any, language: Language) -> None:
    """Ticks in the language's decimal mark, with as many decimals as they need."""
    ticks = [float(tick) for tick in axis.get_ticklocs()]
    exact = (n for n in (0, 1) if all(abs(tick - round(tick, n)) < 1e-9 for tick in ticks))
    decimals = next(exact, 2)
    axis.set_major_formatter(lambda value, _: language.number(value, decimals))


def _numbers(
    axes: Any, pair: Pair, y: float, words: PairWords, language: Language, size: Size
) -> None:
    """The values at the outer side of both circles, so that they never meet; the target below."""
    falls = pair.after <= pair.before
    style: dict[str, Any] = {"textcoords": "offset points", "fontsize": size.font - 1,
                             "va": "center", "path_effects": halo(2.5)}  # fmt: skip
    ends = ((pair.before, words.before, falls), (pair.after, words.after, not falls))
    for value, word, outer in ends:
        shift, side = ((9, 0), "left") if outer else ((-9, 0), "right")
        text = f"{word} {language.number(value, 1)}"
        axes.annotate(text, (value, y), xytext=shift, ha=side, **style)
    if pair.goal is not None:
        axes.plot(pair.goal, y - 0.36, "^", ms=6, color=LIGHT["target"])
        text = f"{words.goal} {language.number(pair.goal, 1)}"
        axes.annotate(text, (pair.goal, y - 0.36), xytext=(7, 0), ha="left",
                      color=LIGHT["target"], **style)  # fmt: skip


@dataclass(frozen=True)
class EventWords:
    """The words of the figure of effects by years since joining."""

    axis: str
    times: str
    joined: str


def draw_events(
    events: pd.DataFrame, words: EventWords, language: Language, size: Size
) -> "Figure":
    """The difference by years since joining with 95 per cent intervals; zero is no difference."""
    figure, axes = new_figure(size, 2.7)
    axes.axhline(0, color=LIGHT["muted"], lw=1)
    axes.axvline(-0.5, color=LIGHT["target"], lw=1.2, ls="--")
    shown = events[events["estimate"].notna()]
    for row in shown.itertuples():
        before = row.event_time < 0
        face = LIGHT["paper"] if before else LIGHT["own"]
        if pd.notna(row.low):
            axes.plot([row.event_time] * 2, [row.low, row.high], color=LIGHT["own"], lw=1.3)
        axes.plot(row.event_time, row.estimate, "o", ms=6.5, mfc=face, mec=LIGHT["own"], mew=1.3)
    top = axes.get_ylim()[1]
    axes.text(-0.42, top, words.joined, va="top", color=LIGHT["target"], fontsize=size.font - 1,
              path_effects=halo())  # fmt: skip
    axes.set_xticks(sorted(int(time) for time in shown["event_time"]))
    axes.set_xlabel(words.times)
    axes.set_ylabel(wrapped(words.axis, 34))
    _localise(axes.yaxis, language)
    return figure


@dataclass(frozen=True)
class Path:
    """A municipality's values beside the others'. ``others`` has the columns low, median and high,
    a row a year."""

    values: pd.Series
    others: pd.DataFrame
    place: str
    others_name: str
    band_name: str
    axis: str
    joined: str
    first: int


def draw_path(path: Path, language: Language, size: Size) -> "Figure":
    """The own line, the others' median, and the band that holds the middle half of them."""
    figure, axes = new_figure(size, 3.4)
    years = list(path.others.index)
    axes.fill_between(years, path.others["low"], path.others["high"], color=LIGHT["rule"], lw=0)
    axes.plot(years, path.others["median"], color=LIGHT["other"], lw=1.5, ls="--")
    own = path.values
    axes.plot(list(own.index), own, "-o", color=LIGHT["own"], lw=2, ms=4.5)
    axes.axvline(path.first - 0.5, color=LIGHT["target"], lw=1.2, ls="--")
    low, high = axes.get_ylim()
    axes.text(path.first - 0.42, high, path.joined, va="top", color=LIGHT["target"],
              fontsize=size.font - 1, path_effects=halo())  # fmt: skip
    ends = [float(own.iloc[-1]), float(path.others["median"].iloc[-1])]
    placed = spread(ends, (high - low) * (0.1 if size.narrow else 0.07))
    for y, name, colour in zip(
        placed, (path.place, path.others_name), (LIGHT["own"], LIGHT["other"]), strict=True
    ):
        axes.text(years[-1] + 0.15, y, wrapped(name, 14), va="center", color=colour,
                  fontsize=size.font - 1)  # fmt: skip
    span = years[-1] - years[0]
    axes.set_xlim(years[0] - 0.3, years[-1] + span * (0.42 if size.narrow else 0.2))
    axes.set_xticks(years[:: 3 if size.narrow else 2])
    axes.set_xlabel(path.band_name)
    axes.set_ylabel(wrapped(path.axis, 34))
    _localise(axes.yaxis, language)
    return figure
