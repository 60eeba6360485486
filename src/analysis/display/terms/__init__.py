"""The words for the project's terms in each language, and which translations stray from them.

A table a language stands beside this module. It says what the English term is called, so that two
people who translate call one thing by one name, and which words of a neighbour language slip in.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

_FIELDS = re.compile(r"\{\w*\}")


class Term(BaseModel):
    """What a term is called: one of ``forms`` begins a word of every translation, the first of
    them by choice; not where the English has one of ``unless``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forms: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Terms(BaseModel):
    """The table of a language. ``avoid`` holds words that are not its own, and what to write."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: Mapping[str, Term]
    avoid: Mapping[str, str]


@dataclass(frozen=True)
class Stray:
    """A translation that strays from the table, with the term or word it is about."""

    message: str
    word: str
    accepted: str


@lru_cache
def terms_of(code: str) -> Terms:
    """Return the table of the language ``code`` (nb, nn or sv)."""
    text = (files("analysis.display.terms") / f"{code}.toml").read_text(encoding="utf-8")
    return Terms.model_validate(tomllib.loads(text))


def strays(code: str, message: str, translation: str) -> Iterator[Stray]:
    """Yield where ``translation`` into the language ``code`` strays from its table of terms."""
    table = terms_of(code)
    english, words = _FIELDS.sub(" ", message), _FIELDS.sub(" ", translation).lower()
    for name, term in table.terms.items():
        if _means(english, name, term) and not any(form in words for form in term.forms):
            yield Stray(message, name, " or ".join(term.forms))
    for word, instead in table.avoid.items():
        if re.search(rf"\b{re.escape(word)}\b", words):
            yield Stray(message, word, instead)


def _means(english: str, name: str, term: Term) -> bool:
    plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    found = re.search(rf"\b({name}|{plural})\b", english, re.IGNORECASE)
    return bool(found) and not any(other in english for other in term.unless)
