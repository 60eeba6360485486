"""The pages of a site, as HTML by their paths: the same pages in each language."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from analysis import __version__
from analysis.display.languages import Language, Phrase
from analysis.display.style import DARK, LIGHT, TYPEFACE, css_variables
from analysis.model.texts import LANGUAGES
from analysis.reporting.site.contents import Contents
from analysis.reporting.site.views import Views
from analysis.reporting.site.words import LANGUAGE_NAMES, Titles, markup
from analysis.sources.workspace import Workspace

FONTS = ("Regular", "Bold")


def pages(workspace: Workspace, contents: Contents) -> Iterator[tuple[str, str]]:
    """Return every page of a site with its path: an index, a page for each municipality and each
    programme, all municipalities, and what is missing, in each language; and the index of the
    language that most reports are in once more, as the first page of all."""
    titles = Titles(workspace, contents)
    for code in LANGUAGES:
        views = Views(contents, titles, Language(code))
        maker = _Maker(contents, Language(code))
        for here, template, view in views.all():
            yield f"{code}/{here}", maker.page(here, template, view)
        if code == contents.language:
            here, template, view = next(views.all())
            yield here, maker.page(here, template, view, first=True)


def style() -> str:
    """Return the style sheet of a site: the typeface and the colours of the reports."""
    faces = "".join(
        f'@font-face{{font-family:"{TYPEFACE}";font-weight:{weight};font-display:swap;'
        f"src:url({font_file(name)}) format('woff2')}}"
        for name, weight in zip(FONTS, (400, 700), strict=True)
    )
    light, dark = css_variables(LIGHT), css_variables(DARK)
    scheme = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"{faces}\n{scheme}\n{_beside('site.css')}"


def font_file(name: str) -> str:
    """Return the name of a file with the typeface."""
    return f"{TYPEFACE.replace(' ', '')}-{name}.woff2"


class _Maker:
    """Puts what a page shows into its template, in one language."""

    def __init__(self, contents: Contents, language: Language):
        self._contents = contents
        self._language = language

    def page(self, here: str, template: str, view: dict[str, Any], first: bool = False) -> str:
        up = "../" * here.count("/")
        frame = {
            "lang": self._language.code,
            "languages": LANGUAGE_NAMES.items(),
            "here": here,
            "base": f"{self._language.code}/" if first else up,
            "root": "" if first else f"{up}../",
            "say": self._say,
            "say_n": self._say_n,
            "version": __version__,
            "latest": self._latest(),
            "script": Markup(_beside("site.js")),
            "script_hash": _script_hash(),
        }
        shown = {name: _safe(value) for name, value in view.items()}
        return str(_environment().get_template(template).render(**frame, **shown))

    def _say(self, message: str, **values: Any) -> Markup:
        return markup(self._language.say(message, **{k: _words(v) for k, v in values.items()}))

    def _say_n(self, singular: str, plural: str, n: int) -> Markup:
        return markup(self._language.say_n(singular, plural, n))

    def _latest(self) -> str:
        try:
            return self._language.date(date.fromisoformat(self._contents.latest))
        except ValueError:
            return ""


def _words(value: Any) -> Any:
    """A value for a sentence: what was made HTML for a page goes back to its words."""
    return value.striptags() if isinstance(value, Markup) else value


def _safe(value: Any) -> Any:
    """What a page shows, its phrases as HTML."""
    if isinstance(value, Phrase):
        return markup(value)
    if isinstance(value, dict):
        return {name: _safe(part) for name, part in value.items()}
    return [_safe(part) for part in value] if isinstance(value, (list, tuple)) else value


@lru_cache
def _environment() -> Environment:
    folder = str(files("analysis.reporting.site") / "templates")
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = lambda words: Markup(words).striptags()
    return environment


@lru_cache
def _beside(name: str) -> str:
    return (files("analysis.reporting.site") / name).read_text(encoding="utf-8")


@lru_cache
def _script_hash() -> str:
    return base64.b64encode(hashlib.sha256(_beside("site.js").encode()).digest()).decode()
