"""Figures. Each is drawn twice from the same data, for a page and for a phone.

Colours, typeface and line widths come from :mod:`analysis.display.style`; lines carry their names
where they end, so that no legend and no colour is needed to tell them apart.
"""

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol

from analysis.display.blocks import FigureBlock, TableBlock
from analysis.display.languages import Language, Phrase
from analysis.display.style import LIGHT, drawing
from analysis.display.svg import slim

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Size:
    """The width of a figure in inches, and its font size in points."""

    width: float
    font: float
    narrow: bool


MARK_LINE = 0.42
"""The height of the mark above a figure, in inches."""
PAGE = Size(6.8, 9.5, False)
PHONE = Size(3.6, 9.5, True)


def figure_block(
    language: Language,
    name: str,
    draw: Callable[[Size], "Figure"],
    alt: Phrase,
    caption: Phrase,
    source: Phrase,
    data: TableBlock,
    data_label: Phrase,
    invented: Phrase | None,
    of_words: bool = False,
) -> FigureBlock:
    """Return what ``draw`` draws as a block, the numbers along its axes with the decimal mark of
    ``language``. ``data_label`` opens its data; ``invented`` is written across invented data, and
    above a figure ``of_words``, which it would make hard to read."""
    figures = []
    for size in (PAGE, PHONE):
        with drawing(f"{name}-{size.width}"):
            figure = draw(size)
            _localise(figure, language)
            if invented and of_words:
                _mark_above(figure, invented.plain)
            elif invented:
                style: dict[str, Any] = {"color": LIGHT["mark"], "alpha": 0.35, "rotation": 20}
                figure.text(
                    0.5, 0.5, invented.plain, fontsize=26, ha="center", va="center", **style
                )
            figures.append((figure, _svg(figure, f"{name}-{'phone' if size.narrow else 'page'}")))
    (page, svg), (_, narrow) = figures
    heard = f"{invented.plain}. {alt.plain}" if invented else alt.plain
    return FigureBlock(name, page, svg, narrow, heard, caption, source, data, data_label)


class Illustrated:
    """What shows figures: each says what it is drawn from, and is marked where that is invented."""

    _language: Language

    @property
    def invented(self) -> Phrase | None:
        """The warning that figures are invented, or None if none are."""
        raise NotImplementedError

    def _invented_mark(self) -> Phrase | None:
        return self._language.say("INVENTED FIGURES") if self.invented else None

    def _data_label(self) -> Phrase:
        return self._language.say("The figures behind the picture")

    def _figure(
        self,
        name: str,
        draw: Callable[[Size], "Figure"],
        alt: Phrase,
        caption: Phrase,
        source: Phrase,
        data: TableBlock,
        of_words: bool = False,
    ) -> FigureBlock:
        return figure_block(
            self._language,
            name,
            draw,
            alt,
            caption,
            source,
            data,
            self._data_label(),
            self._invented_mark(),
            of_words,
        )


def _localise(figure: "Figure", language: Language) -> None:
    """Have the axes write numbers as the language does, where nobody has set their labels."""
    from matplotlib.ticker import ScalarFormatter

    mark = get_decimal_symbol(language.locale)

    class Ticks(ScalarFormatter):
        def __call__(self, x: float, pos: int | None = None) -> str:
            return str(super().__call__(x, pos)).replace(".", mark)

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(Ticks())


def _mark_above(figure: "Figure", words: str) -> None:
    """Make the figure higher by a line, and write the words there."""
    width, height = figure.get_size_inches()
    figure.set_size_inches(width, height + MARK_LINE)
    figure.suptitle(words, fontsize=20, color=LIGHT["mark"], alpha=0.6)


def _svg(figure: "Figure", name: str) -> str:
    """The figure as SVG, its ids prefixed with ``name``: matplotlib repeats those of groups and
    letters in every file, and they must differ on a page."""
    _lay_out(figure)
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    svg = file.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg[svg.index("<svg") :], flags=re.S)
    svg = re.sub(r'( id="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    return slim(svg)


def _lay_out(figure: "Figure") -> None:
    """Place everything once, with the measures of SVG. Saving would draw the figure twice for it,
    and drawing is most of what a report takes."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    if engine := figure.get_layout_engine():
        engine.execute(figure)
        figure.set_layout_engine(None)


def new_figure(size: Size, height: float, **grid: Any) -> tuple["Figure", Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size.width, height), layout="constrained")
    return figure, figure.subplots(**grid)


def halo(width: float = 3) -> list[Any]:
    from matplotlib import patheffects

    return [patheffects.withStroke(linewidth=width, foreground=LIGHT["paper"])]


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Return ``positions``, in their order, moved apart until neighbours are ``gap`` apart."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [float(position) for position in positions]
    for lower, upper in pairwise(order):
        placed[upper] = max(placed[upper], placed[lower] + gap)
    if order:
        # Half of the drift goes back down, so that the group stays around its middle.
        drift = sum(placed[i] - positions[i] for i in order) / len(order)
        placed = [position - drift for position in placed]
    return placed


def side_names(
    axes: "Axes", labels: Sequence[tuple[float, str, str, str]], size: Size, gap: float
) -> None:
    """Write names (height, text, colour, weight) beside the right edge, moved apart until they
    are ``gap`` of the axis from each other."""
    low, high = axes.get_ylim()
    heights = spread([value for value, *_ in labels], gap * (high - low))
    for height, (_, text, colour, weight) in zip(heights, labels, strict=True):
        axes.annotate(
            text, (1.01, height), xycoords=("axes fraction", "data"), va="center", color=colour,
            weight=weight, fontsize=size.font - (1 if size.narrow else 0), path_effects=halo(),
            annotation_clip=False,
        )  # fmt: skip


def wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width, break_long_words=False))


def short_year(year: int) -> str:
    return f"’{year % 100:02d}"


def spaced(years: Sequence[int], most: int) -> list[int]:
    """Return at most so many of the years, evenly apart, the last among them."""
    if not years:
        return []
    step = -(-(years[-1] - years[0] + 1) // most)
    return [year for year in years if (years[-1] - year) % step == 0]


SIDES: dict[str, tuple[tuple[int, int], str, str]] = {
    "above": ((0, 6), "center", "bottom"),
    "below": ((0, -6), "center", "top"),
    "right": ((7, 0), "left", "center"),
    "left": ((-7, 1), "right", "center"),
    "below left": ((-5, -4), "right", "top"),
}


def value_label(
    axes: "Axes", x: float, y: float, language: Language, colour: str, size: Size, side: str
) -> None:
    offset, across, along = SIDES[side]
    axes.annotate(
        language.number(y, 1), (x, y), xytext=offset, textcoords="offset points", ha=across,
        va=along, color=colour, fontsize=size.font - 1, path_effects=halo(2.5),
    )  # fmt: skip
