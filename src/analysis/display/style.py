"""One typeface and one palette for page, PDF and figures.

Colours are chosen to differ in lightness too, so that a figure reads in black and white; every
text colour has a contrast of at least 4.5 to 1 on its ground.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

TYPEFACE = "Atkinson Hyperlegible Next"

LIGHT = {
    "ink": "#17222d",
    "muted": "#515d69",
    "rule": "#d3d9df",
    "paper": "#fefefe",
    "panel": "#f2f5f7",
    "own": "#0b4f95",
    "target": "#a8420c",
    "other": "#66707b",
    "mark": "#7a2a6e",
}

DARK = {
    "ink": "#e7ecf1",
    "muted": "#aeb8c2",
    "rule": "#3b4753",
    "paper": "#11171d",
    "panel": "#1b232b",
    "own": "#86bdf5",
    "target": "#f2a477",
    "other": "#a0abb6",
    "mark": "#dfa3d5",
}


def css_variables(palette: dict[str, str]) -> str:
    """Return a palette as CSS custom properties."""
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())


def themed(svg: str) -> str:
    """Return a figure whose colours follow the page's, light or dark."""
    for name, colour in LIGHT.items():
        svg = svg.replace(colour, f"var(--{name},{colour})")
    return svg


def fonts() -> Path:
    """Return the folder with the project's font files."""
    return Path(str(files("analysis.display") / "fonts"))


@lru_cache
def _register_fonts() -> None:
    from matplotlib import font_manager

    for file in sorted(fonts().glob("*.ttf")):
        font_manager.fontManager.addfont(str(file))


@contextmanager
def drawing(name: str) -> Iterator[None]:
    """Matplotlib settings for one figure. ``name`` seeds the ids inside its SVG, which must
    differ between the figures of a page and be the same from run to run."""
    import matplotlib
    import seaborn

    _register_fonts()
    settings: dict[str, Any] = {
        **seaborn.axes_style("ticks"),
        "font.family": [TYPEFACE],
        "font.size": 10,
        "text.color": LIGHT["ink"],
        "axes.labelcolor": LIGHT["ink"],
        "axes.edgecolor": LIGHT["muted"],
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": LIGHT["muted"],
        "ytick.color": LIGHT["muted"],
        "xtick.labelcolor": LIGHT["ink"],
        "ytick.labelcolor": LIGHT["ink"],
        "grid.color": LIGHT["rule"],
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "axes.unicode_minus": True,
        "text.parse_math": False,
        "svg.fonttype": "path",
        "svg.hashsalt": name,
    }
    with matplotlib.rc_context(cast(Any, settings)):
        yield
