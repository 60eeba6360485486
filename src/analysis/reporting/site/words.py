"""What the site says: titles of programmes and templates, and states in the words of a reader."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from markupsafe import Markup, escape

from analysis.display.languages import Language, Phrase, Span, phrase
from analysis.errors import TiltakError
from analysis.reporting.site.contents import Contents
from analysis.reporting.site.missing import GONE
from analysis.reporting.site.names import shown
from analysis.reporting.templates import read_template
from analysis.sources.catalogue import find_programme
from analysis.sources.workspace import Workspace

Item = TypeVar("Item")
_NORWEGIAN = {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"}
_PLACES = {
    "nb": _NORWEGIAN,
    "nn": _NORWEGIAN,
    "sv": {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"},
    "en": {"æ": "ae", "ø": "o"},
}
"""Where a reader of a language looks for the letters of its neighbours; other marks count for
nothing."""

LANGUAGE_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}


def state_in_words(state: str, language: Language) -> Phrase:
    """Return why a report is not there, as its reader would say it."""
    say = language.say
    known = {
        "queued": say("Its making was begun and has not ended."),
        "running": say("Its making was begun and has not ended."),
        "refused": say("It cannot be made from the figures and descriptions there are."),
        "timed out": say("Its making took too long and was stopped."),
        "not exported": say("It was calculated, and could not be made into a page."),
        "not written": say("It was calculated, and could not be stored."),
        GONE: say("It was made, and is no longer among the reports."),
    }
    return known.get(state, say("Its making was stopped by an error."))


def markup(words: Phrase | str | Iterable[Mapping[str, str]], lang: str | None = None) -> Markup:
    """Return a phrase, or a phrase's payload, as HTML in which nothing but words can stand.
    ``lang`` is that of what says none, where it is not the page's."""
    if isinstance(words, (str, Phrase)):
        words = [{"text": span.text, "lang": span.lang or ""} for span in phrase(words).spans]
    parts = []
    for span in words:
        text, own = escape(shown(span["text"])), span.get("lang") or lang
        parts.append(Markup('<span lang="{}">{}</span>').format(own, text) if own else text)
    return Markup("").join(parts)


def sorted_by(items: Iterable[Item], name: Callable[[Item], str], language: Language) -> list[Item]:
    """Return ``items`` in the order in which a reader of ``language`` looks for their names."""
    table = str.maketrans(_PLACES[language.code])

    def key(item: Item) -> tuple[str, str]:
        text = name(item).casefold()
        plain = unicodedata.normalize("NFKD", text.translate(table))
        return "".join(c for c in plain if not unicodedata.combining(c)), text

    return sorted(items, key=key)


class Titles:
    """What programmes and templates are called: as a report calls them, else as their files do,
    else by their id."""

    def __init__(self, workspace: Workspace, contents: Contents):
        self._workspace = workspace
        self._contents = contents
        self.programme = lru_cache(None)(self._programme)
        self.template = lru_cache(None)(self._template)

    def _programme(self, programme: str, language: Language) -> Phrase:
        reports = [r for r in self._contents.of_programme(programme) if not r.of_a_place]
        versions = [report.best(language.code) for report in reports]
        for version in versions:
            if version.language == language.code:
                return _marked(version.about, version.language, language)
        try:
            return language.text(find_programme(self._workspace, programme).title)
        except TiltakError:
            found = [_marked(item.about, item.language, language) for item in versions]
        return found[0] if found else phrase(shown(programme))

    def _template(self, template: str, language: Language) -> Phrase:
        reports = [r for r in self._contents.reports if r.template == template]
        versions = [report.best(language.code) for report in reports]
        for version in versions:
            if version.language == language.code:
                return _marked(version.title, version.language, language)
        try:
            title = read_template(self._workspace, template).title
        except TiltakError:
            found = [_marked(item.title, item.language, language) for item in versions]
            return found[0] if found else phrase(shown(template))
        return language.marked(*language.translated(title))


def _marked(words: Iterable[Mapping[str, str]], own: str, language: Language) -> Phrase:
    """A report's words on a page that may be in another language."""
    return Phrase(
        tuple(Span(span["text"], language.mark(span.get("lang") or own)) for span in words)
    )
