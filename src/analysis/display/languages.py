"""The reader's language: translated sentences, numbers, dates and periods.

Messages are English; catalogues are gettext files below ``locale/``. A sentence that has no
translation appears in the language a reader of the report's understands best, and is marked
with the language it is in.
"""

import gettext
import io
import json
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, BinaryIO

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.model.texts import FALLBACKS, LANGUAGES, Text

SOURCE = "en"
DOMAIN = "tiltak"
NO_BREAK = "\u00a0"
MINUS = "\u2212"


@dataclass(frozen=True)
class Span:
    """A piece of a sentence. ``lang`` is set where it is not in the report's language;
    ``style`` is "", "strong", "emphasis" or "code"; ``href`` makes it a link."""

    text: str
    lang: str | None = None
    style: str = ""
    href: str = ""


@dataclass(frozen=True)
class Phrase:
    """A sentence or a label, as spans."""

    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        """The words without their marks."""
        return "".join(span.text for span in self.spans)

    def __str__(self) -> str:
        return self.plain

    def __add__(self, other: "Phrase | str") -> "Phrase":
        return Phrase(self.spans + phrase(other).spans)

    @property
    def strong(self) -> "Phrase":
        """The same words, emphasised."""
        return Phrase(tuple(replace(span, style="strong") for span in self.spans))

    @property
    def unbroken(self) -> "Phrase":
        """The same words, kept on one line."""
        return Phrase(
            tuple(replace(span, text=span.text.replace(" ", NO_BREAK)) for span in self.spans)
        )


def phrase(value: "Phrase | str") -> Phrase:
    """Return ``value`` as a phrase."""
    return value if isinstance(value, Phrase) else Phrase((Span(value),))


def sentences(parts: Iterable[Phrase]) -> Phrase:
    """Return ``parts`` as one paragraph."""
    spans: list[Span] = []
    for part in parts:
        if spans and part.spans:
            spans.append(Span(" "))
        spans.extend(part.spans)
    return Phrase(tuple(spans))


@dataclass(frozen=True)
class Language:
    """Everything that depends on the language of a report; ``code`` is nb, nn, sv or en."""

    code: str

    @classmethod
    def named(cls, code: str) -> "Language":
        """Return the language ``code``. ParameterError if it is none of ours."""
        if code not in LANGUAGES:
            accepted = ", ".join(LANGUAGES)
            raise ParameterError(f"there is no language '{code}'. Languages: {accepted}.")
        return cls(code)

    @property
    def locale(self) -> Locale:
        return _locale(self.code)

    # -- sentences

    def say(self, message: str, **values: Any) -> Phrase:
        """Return ``message`` in this language, its ``{names}`` filled with ``values``.

        Values may be strings, phrases or texts of a programme; these keep their own language.
        """
        return self._fill(*self._translated(message), values)

    def say_n(self, singular: str, plural: str, n: int, **values: Any) -> Phrase:
        """Return the form of the message that fits ``n``, which is also filled in as ``{n}``."""
        template, lang = singular if n == 1 else plural, SOURCE
        for code in _chain(self.code):
            if code != SOURCE and (form := catalogue(code).plural_form(singular, plural, n)):
                template, lang = form, code
                break
        return self._fill(template, lang, {"n": self.number(n, 0), **values})

    def text(self, text: Text) -> Phrase:
        """Return a programme's text in this language, or the best there is, marked."""
        words, lang = text.best(self.code)
        return Phrase((Span(words, self._mark(lang)),))

    def marked(self, words: str, lang: str | None) -> Phrase:
        """Return words that stand in the language ``lang`` as they are, marked if need be."""
        return Phrase((Span(words, self._mark(lang) if lang else None),))

    def _translated(self, message: str) -> tuple[str, str]:
        for code in _chain(self.code):
            if code == SOURCE:
                break
            if found := catalogue(code).message(message):
                return found, code
        return message, SOURCE

    def _fill(self, template: str, lang: str, values: dict[str, Any]) -> Phrase:
        spans: list[Span] = []
        for literal, name, _, _ in string.Formatter().parse(template):
            if literal:
                spans.append(Span(literal, self._mark(lang)))
            if name is not None:
                spans.extend(self._spans(values[name]))
        return Phrase(tuple(spans))

    def _spans(self, value: Any) -> tuple[Span, ...]:
        if isinstance(value, Text):
            return self.text(value).spans
        return phrase(value if isinstance(value, Phrase) else str(value)).spans

    def _mark(self, lang: str) -> str | None:
        return None if lang == self.code else lang

    # -- numbers, rounded half up here and nowhere else

    def number(self, value: float, decimals: int, signed: bool = False) -> str:
        """Return ``value`` rounded half up, with the language's decimal mark and a real minus."""
        # A mean of printed decimals carries binary noise far behind the last digit that counts.
        exact = Decimal(f"{value:.10f}")
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        text = str(format_decimal(abs(rounded), format=pattern, locale=self.locale))
        if rounded < 0:
            return MINUS + text
        return f"+{text}" if signed and rounded > 0 else text

    def quantity(self, value: float, unit: str, decimals: int) -> Phrase:
        """Return a value with its unit in words: "8,3 prosent"."""
        number = self.number(value, decimals)
        if unit == "percent":
            return self.say("{number} per cent", number=number)
        if unit == "persons":
            return self.say("{number} persons", number=number)
        return phrase(number)

    def change(self, value: float, unit: str, decimals: int) -> Phrase:
        """Return the size of a change with its unit in words: "1,2 prosentpoeng"."""
        number = self.number(abs(value), decimals)
        if unit == "percent":
            return self.say("{number} percentage points", number=number)
        return self.quantity(abs(value), unit, decimals)

    def share(self, value: float, decimals: int = 0) -> str:
        """Return a share between 0 and 1 as "64 %", with the language's space or none."""
        return self.number(100 * value, decimals) + ("" if self.code == "en" else NO_BREAK) + "%"

    def interval(self, low: float, high: float, decimals: int, signed: bool = False) -> str:
        """Return "low to high" in the language, without a unit."""
        ends = {"low": self.number(low, decimals, signed)}
        return self.say("{low} to {high}", **ends, high=self.number(high, decimals, signed)).plain

    # -- time

    def period(self, period: Period) -> Phrase:
        """Return a period as it stands in a sentence: "4. kvartal 2008"."""
        if period.kind == "year":
            return phrase(str(period.year))
        if period.kind == "day":
            return phrase(self.date(period.start))
        if period.kind == "month":
            return phrase(f"{self.month(period.number)} {period.year}")
        names = {"number": str(period.number), "year": str(period.year)}
        if period.kind == "quarter":
            return self.say("quarter {number} of {year}", **names)
        if period.kind == "tertial":
            return self.say("tertial {number} of {year}", **names)
        return self.say("half-year {number} of {year}", **names)

    def month(self, number: int) -> str:
        """Return the name of a month."""
        return str(get_month_names("wide", locale=self.locale)[number])

    def date(self, day: date) -> str:
        """Return a date in words."""
        return str(format_date(day, format="long", locale=self.locale))

    def years(self, first: int, last: int) -> str:
        """Return "2005–2007", or the one year."""
        return str(first) if first == last else f"{first}–{last}"

    def listed(self, items: Iterable[Phrase | str]) -> Phrase:
        """Return "a, b and c", each part keeping its language."""
        parts = [phrase(item) for item in items]
        marks = [f"\x00{i}\x00" for i in range(len(parts))]
        joined = re.split(r"\x00(\d+)\x00", format_list(marks, locale=self.locale))
        spans: list[Span] = []
        for i, piece in enumerate(joined):
            spans.extend(parts[int(piece)].spans if i % 2 else (Span(piece),) if piece else ())
        return Phrase(tuple(spans))


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def _chain(code: str) -> tuple[str, ...]:
    """The languages to look for a message in. English is the source: it always has it."""
    return FALLBACKS[code][: FALLBACKS[code].index(SOURCE) + 1]


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
        return text if known else None


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


# -- the Markdown of a notebook: a paragraph is a message


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of Markdown: its heading marks, if any, and its words on one line."""

    marks: str
    words: str


def paragraphs(markdown: str) -> list[Paragraph]:
    """Return the paragraphs of a Markdown cell in order."""
    found = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        marks = re.match(r"#+ +", block)
        words = " ".join(block[marks.end() if marks else 0 :].split())
        found.append(Paragraph(marks[0] if marks else "", words))
    return found


def translate_markdown(markdown: str, language: Language) -> list[tuple[str, str | None]]:
    """Return the cell in ``language`` as stretches of one language each, with their marks."""
    stretches: list[tuple[str, str | None]] = []
    for paragraph in paragraphs(markdown):
        words, lang = language._translated(paragraph.words)
        mark, text = language._mark(lang), paragraph.marks + words
        if stretches and stretches[-1][1] == mark:
            stretches[-1] = (stretches[-1][0] + "\n\n" + text, mark)
        else:
            stretches.append((text, mark))
    return stretches


def extract_notebook(
    file: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel extractor: every paragraph of a notebook's Markdown cells."""
    notebook = json.load(file)
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "markdown":
            for paragraph in paragraphs("".join(cell["source"])):
                yield number, "", paragraph.words, []


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
