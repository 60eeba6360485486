"""The figure of the report on a policy."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.display.figures import Size, new_figure, wrapped
from analysis.display.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Matrix:
    """What the figure of verdicts shows: a row a measure."""

    measures: tuple[str, ...]
    verdicts: tuple[str, ...]
    levels: tuple[int, ...]
    parts: tuple[str, ...]
    present: tuple[tuple[bool, ...], ...]
    verdict_head: str
    parts_head: str


def draw_matrix(data: Matrix, size: Size) -> "Figure":
    """A row a measure: its verdict by a marker's shape, and a dot for each stated part of the goal.

    Level 0 is a filled square, 1 a half-filled one, 2 an open one.
    """
    rows = len(data.measures)
    figure, axes = new_figure(size, (0.42 if size.narrow else 0.27) * (rows + 2.8))
    mark, words = (0.02, 0.06) if size.narrow else (0.33, 0.35)
    first, last = (0.62, 0.97) if size.narrow else (0.56, 0.95)
    columns = [first + (last - first) * i / (len(data.parts) - 1) for i in range(len(data.parts))]
    font = size.font - 0.5
    for row, measure in enumerate(data.measures):
        y, verdict = rows - row, data.verdicts[row]
        axes.axhline(y - 0.5, color=LIGHT["rule"], lw=0.7, zorder=0)
        axes.plot(mark, y, "s", ms=8, color=LIGHT["own"], markerfacecoloralt=LIGHT["paper"],
                  fillstyle=("full", "bottom", "none")[data.levels[row]])  # fmt: skip
        if size.narrow:
            axes.text(words, y + 0.2, measure, va="center", fontsize=font)
            axes.text(words, y - 0.2, verdict, va="center", fontsize=font - 1, color=LIGHT["muted"])
        else:
            axes.text(0, y, measure, va="center", fontsize=font)
            axes.text(words, y, verdict, va="center", fontsize=font)
        for x, stated in zip(columns, data.present[row], strict=True):
            face = LIGHT["target"] if stated else LIGHT["paper"]
            axes.plot(x, y, "o", ms=7, mfc=face, mec=LIGHT["target"], mew=1)
    heads: dict[str, Any] = {"va": "bottom", "fontsize": font, "linespacing": 0.95}
    axes.text(0 if size.narrow else mark - 0.015, rows + 0.65, data.verdict_head, weight="bold",
              **heads)  # fmt: skip
    for x, part in zip(columns, data.parts, strict=True):
        turned = {"rotation": 70, "ha": "left", "rotation_mode": "anchor"} if size.narrow else {}
        place = {"ha": "center", **turned}
        axes.text(x, rows + 0.65, part if size.narrow else wrapped(part, 9), **place, **heads)
    if not size.narrow:
        axes.text(sum(columns) / len(columns), rows + 2.0, data.parts_head, weight="bold",
                  ha="center", **heads)  # fmt: skip
    axes.set_xlim(-0.01, 1.02)
    axes.set_ylim(0.4, rows + (3.0 if size.narrow else 2.8))
    axes.axis("off")
    return figure
