"""Executed notebook to one HTML file that needs nothing from anywhere, not even a script."""

import base64
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter

from analysis import __version__
from analysis.display.blocks import Payload, render_html
from analysis.display.style import DARK, LIGHT, TYPEFACE, css_variables, fonts, themed
from analysis.reporting.document import read_document
from analysis.reporting.downloads import downloads


class ReportHTMLExporter(TemplateExporter):
    """nbconvert exporter for reports; ``resources["made"]`` is the date printed at the foot."""

    export_from_notebook = "Tiltak report"
    template_name = "tiltak"

    @property
    def extra_template_basedirs(self) -> list[str]:
        return [str(files("analysis.reporting") / "html")]

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page. ExportRefused for anything in the notebook that is no block."""
        document = read_document(nb)
        language = document.language
        resources = dict(resources or {})

        def words(message: str) -> str:
            return language.say(message).plain

        resources["page"] = {
            "document": document,
            "lang": language.code,
            "title": document.heading,
            "words": words,
            "lead": _html(document.lead),
            "masthead": _html([document.masthead]),
            "body": _html(document.blocks),
            "downloads": downloads(document),
            "style": _style(),
            "fonts": Markup(_font_faces()),
            "version": __version__,
            "made": language.say(
                "Made with Tiltak {version} on {date}.",
                version=__version__,
                date=language.date(resources.get("made") or date.today()),
            ).plain,
        }
        # The page is made of blocks; nbconvert would copy every figure twice on the way.
        bare = nbformat.v4.new_notebook(metadata=nb.metadata)
        page, resources = super().from_notebook_node(bare, resources, **kw)
        return str(page), dict(resources)


def _html(blocks: list[Payload]) -> Markup:
    shown = [_themed(block) for block in blocks]
    return Markup(render_html(shown, phone=True))


def _themed(block: Payload) -> Payload:
    if block["kind"] != "figure":
        return block
    return {**block, "svg": themed(block["svg"]), "svg_narrow": themed(block["svg_narrow"])}


@lru_cache
def _style() -> Markup:
    sheet = (files("analysis.reporting") / "html" / "report.css").read_text(encoding="utf-8")
    light, dark = css_variables(LIGHT), css_variables(DARK)
    scheme = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return Markup(scheme + sheet)


@lru_cache
def _font_faces() -> str:
    faces = []
    for name, weight in (("Regular", 400), ("Bold", 700)):
        file: Path = fonts() / f"AtkinsonHyperlegibleNext-{name}.woff2"
        data = base64.b64encode(file.read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{TYPEFACE}";font-weight:{weight};'
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(faces)
