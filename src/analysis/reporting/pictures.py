"""The figures of a report as pictures of their own, to put into a letter or a slide."""

import io
import re
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from analysis.display.blocks import Payload
from analysis.errors import ExportRefused

SCALE = 2
"""Dots for each point on a screen of 96 dots per inch: sharp in print and on a good screen."""
COLOURS = 96

_SIZE = re.compile(r'<svg[^>]* viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
_PAGE = """\
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)
#image("figure.svg", width: 100%, height: 100%)
"""


def size(figure: Payload) -> tuple[float, float]:
    """Return the width and height of a figure in points. ExportRefused where it says none."""
    found = _SIZE.search(figure["svg"])
    if found is None:
        raise ExportRefused(f"the figure '{figure['name']}' does not say how large it is")
    return float(found[1]), float(found[2])


def picture(figure: Payload) -> bytes:
    """Return a figure as PNG on white, the same bytes for the same drawing."""
    from PIL import Image

    raw = io.BytesIO()
    drawn = Image.open(io.BytesIO(_raster(figure))).convert("RGB")
    # A drawing has few colours: a palette takes a third of the bytes.
    few = drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # Its colours are means rounded down, and what is almost white would be seen on a slide.
    few.putpalette([255 if part == 254 else part for part in few.getpalette() or ()])
    dots = 96 * SCALE
    few.save(raw, "PNG", dpi=(dots, dots))
    return raw.getvalue()


def drawing(figure: Payload) -> str:
    """Return a figure as an SVG file of its own, with its alternative text as its title."""
    head, rest = figure["svg"].split(">", 1)
    return f'{head} role="img"><title>{escape(figure["alt"])}</title>{rest}'


def _raster(figure: Payload) -> bytes:
    import typst

    width, height = size(figure)
    with tempfile.TemporaryDirectory(prefix="tiltak-") as name:
        folder = Path(name)
        (folder / "figure.svg").write_text(figure["svg"], encoding="utf-8")
        page = _PAGE.format(width=width, height=height)
        (folder / "page.typ").write_text(page, encoding="utf-8")
        settings: Any = {"format": "png", "ppi": 96 * SCALE, "ignore_system_fonts": True}
        try:
            found = typst.compile(folder / "page.typ", root=folder, **settings)
        except typst.TypstError as error:
            said = f"the figure '{figure['name']}' cannot be drawn: {error.message}"
            raise ExportRefused(said) from None
    return bytes(found)
