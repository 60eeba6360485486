"""Catalogues of translated messages: gettext files below ``locale/``, compiled with Babel."""

import gettext
import io
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from analysis.model.texts import LANGUAGES

SOURCE = "en"
DOMAIN = "tiltak"


class Catalogue(gettext.GNUTranslations):
    """A gettext catalogue that says when it does not know a message."""

    def message(self, message: str) -> str | None:
        """Return the translation, or None. The empty message, which is the header, is unknown."""
        found: dict[Any, str] = self._catalog  # type: ignore[attr-defined]
        return found.get(message) if message else None

    def plural_form(self, singular: str, plural: str, n: int) -> str | None:
        """Return the translated form for ``n``, or None."""
        text = self.ngettext(singular, plural, n)
        known = (singular, 0) in self._catalog  # type: ignore[attr-defined]
        # Babel compiles a form that is not translated to the English words.
        return text if known and text not in (singular, plural) else None


@lru_cache
def catalogue(code: str) -> Catalogue:
    """Return the catalogue of a language, compiled with Babel; an empty one if there is none.

    The compiled file beside the catalogue is used unless the catalogue is newer.
    """
    folder = files("analysis.display") / "locale" / code / "LC_MESSAGES"
    with as_file(folder) as place:
        source, compiled = place / f"{DOMAIN}.po", place / f"{DOMAIN}.mo"
        if not source.exists():
            return Catalogue(_compiled(io.BytesIO(b'msgid ""\nmsgstr ""\n'), code))
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            with compiled.open("rb") as file:
                return Catalogue(file)
        with source.open("rb") as file:
            return Catalogue(_compiled(file, code))


def _compiled(source: BinaryIO, code: str) -> io.BytesIO:
    target = io.BytesIO()
    write_mo(target, read_po(source, locale=code))
    target.seek(0)
    return target


def untranslated(template: Path) -> dict[str, list[str]]:
    """Return, for each language with a catalogue, the messages of ``template`` it lacks.

    ``template`` is the catalogue template (.pot) with every message of code and notebooks.
    """
    with template.open("rb") as file:
        messages = [entry.id for entry in read_po(file) if entry.id]
    missing = {}
    for code in LANGUAGES:
        if code != SOURCE:
            known = catalogue(code)
            missing[code] = [_first(item) for item in messages if not _knows(known, item)]
    return missing


def _first(identifier: Any) -> str:
    return str(identifier if isinstance(identifier, str) else identifier[0])


def _knows(known: Catalogue, identifier: Any) -> bool:
    if isinstance(identifier, str):
        return known.message(identifier) is not None
    return known.plural_form(identifier[0], identifier[1], 2) is not None
