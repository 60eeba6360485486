"""The figure of verdicts side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.display.figures import Size, new_figure, wrapped
from analysis.display.style import LIGHT

_LETTER = 0.075
"""How wide a letter of a figure is, in inches, on the generous side."""

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class SideBySide:
    """A row a measure, a column a party; in each cell the number of the step, best first and from
    1, or None. ``key`` says what the numbers mean."""

    measures: tuple[str, ...]
    parties: tuple[str, ...]
    steps: tuple[tuple[int | None, ...], ...]
    n_steps: int
    key: tuple[str, ...]


def draw_side_by_side(data: SideBySide, size: Size) -> "Figure":
    """A square with the number of the step for each verdict, the darker the better; a dash where
    a party gave none."""
    font, line = size.font - 0.5, 0.19
    names = [wrapped(name, 20 if size.narrow else 46) for name in data.measures]
    key = data.key if size.narrow else _joined(data.key, 90)
    heights = [max(0.3, line * (name.count("\n") + 1) + 0.1) for name in names]
    first, places = 0.46 if size.narrow else 0.52, max(len(data.parties), 1)
    heads = _heads(data.parties, (0.98 - first) * size.width / places, line)
    foot = line * len(key) + 0.12
    figure, axes = new_figure(size, sum(heights) + heads.height + foot)
    columns = [first + (0.98 - first) * (i + 0.5) / places for i in range(places)]
    y = 0.0
    for name, height, steps in zip(names, heights, data.steps, strict=True):
        middle, y = y - height / 2, y - height
        axes.text(0, middle, name, va="center", fontsize=font, linespacing=0.95)
        axes.axhline(y, color=LIGHT["rule"], lw=0.7, zorder=0)
        for x, step in zip(columns, steps, strict=True):
            _mark(axes, x, middle, step, data.n_steps, font)
    for x, name in zip(columns, heads.names, strict=True):
        axes.text(x, 0.06, name, va="bottom", fontsize=font, linespacing=0.95, **heads.style)
    for number, words in enumerate(key):
        axes.text(0, y - 0.16 - line * number, words, va="center", fontsize=font - 0.5,
                  color=LIGHT["muted"])  # fmt: skip
    axes.set_xlim(-0.01, 1.0)
    axes.set_ylim(y - foot, heads.height)
    axes.axis("off")
    return figure


@dataclass(frozen=True)
class _Heads:
    """The names of the parties as they stand above their columns, and how high that is, in
    inches."""

    names: tuple[str, ...]
    height: float
    style: Mapping[str, Any]


def _heads(parties: Sequence[str], room: float, line: float) -> _Heads:
    """Names across their columns; turned where a word is wider than its column."""
    fitting = int(room / _LETTER)
    longest = max((len(word) for name in parties for word in name.split()), default=0)
    if longest <= fitting:
        names = tuple(wrapped(name, fitting) for name in parties)
        lines = max((name.count("\n") + 1 for name in names), default=1)
        return _Heads(names, lines * line + 0.08, {"ha": "center"})
    # Two lines beside each other need this much.
    names = tuple(wrapped(name, 22) if room > 2 * line else name for name in parties)
    letters = max(len(part) for name in names for part in name.split("\n"))
    turned = {"ha": "center", "rotation": 90, "multialignment": "left"}
    return _Heads(names, 0.85 * letters * _LETTER + 0.12, turned)


def _mark(axes: "Axes", x: float, y: float, step: int | None, n: int, font: float) -> None:
    from matplotlib.colors import to_rgb

    if step is None:
        axes.text(x, y, "–", ha="center", va="center", fontsize=font, color=LIGHT["muted"])
        return
    share = (n - step) / max(n - 1, 1)
    ends = zip(to_rgb(LIGHT["own"]), to_rgb(LIGHT["paper"]), strict=True)
    face = tuple(share * dark + (1 - share) * light for dark, light in ends)
    axes.plot(x, y, "s", ms=13, mfc=face, mec=LIGHT["own"], mew=1)
    ink = LIGHT["paper"] if share > 0.55 else LIGHT["ink"]
    axes.text(x, y, str(step), ha="center", va="center", fontsize=font, color=ink)


def _joined(items: Sequence[str], width: int) -> tuple[str, ...]:
    """Items beside each other, on as few lines as hold them."""
    lines = [items[0]]
    for item in items[1:]:
        beside = f"{lines[-1]}      {item}"
        if len(beside) > width:
            lines.append(item)
        else:
            lines[-1] = beside
    return tuple(lines)
