"""What the site says: titles of programmes and templates, and states in the words of a reader."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from analysis.display.languages import Language, Phrase, Span, phrase
from analysis.errors import TiltakError
from analysis.reporting.site.contents import Contents
from analysis.reporting.site.missing import GONE
from analysis.reporting.site.names import shown
from analysis.reporting.templates import read_template
from analysis.sources.catalogue import find_programme
from analysis.sources.workspace import Workspace

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


def markup(words: Phrase | str | Iterable[Mapping[str, str]]) -> Markup:
    """Return a phrase, or a phrase's payload, as HTML in which nothing but words can stand."""
    if isinstance(words, (str, Phrase)):
        words = [
            {"text": span.text, **({"lang": span.lang} if span.lang else {})}
            for span in phrase(words).spans
        ]
    parts = []
    for span in words:
        text = escape(shown(span["text"]))
        lang = span.get("lang")
        parts.append(Markup('<span lang="{}">{}</span>').format(lang, text) if lang else text)
    return Markup("").join(parts)


class Titles:
    """What programmes and templates are called: as a report calls them, else as their files do,
    else by their id."""

    def __init__(self, workspace: Workspace, contents: Contents):
        self._workspace = workspace
        self._contents = contents
        self.programme = lru_cache(None)(self._programme)
        self.template = lru_cache(None)(self._template)

    def _programme(self, programme: str, language: Language) -> Phrase:
        for report in self._contents.of_programme(programme):
            if not report.of_a_place:
                version = report.best(language.code)
                return self._marked(version.about, version.language, language)
        try:
            found = find_programme(self._workspace, programme)
        except TiltakError:
            return phrase(shown(programme))
        return language.text(found.title)

    def _template(self, template: str, language: Language) -> Phrase:
        for report in self._contents.reports:
            if report.template == template:
                version = report.best(language.code)
                return self._marked(version.title, version.language, language)
        try:
            title = read_template(self._workspace, template).title
        except TiltakError:
            return phrase(shown(template))
        return language.marked(*language.translated(title))

    def _marked(self, words: list[dict[str, str]], own: str, language: Language) -> Phrase:
        """A report's words on a page that may be in another language."""
        return Phrase(
            tuple(Span(span["text"], language.mark(span.get("lang") or own)) for span in words)
        )
