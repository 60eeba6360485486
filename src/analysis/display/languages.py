"""The reader's language: translated sentences, numbers, dates and periods.

Messages are English; catalogues are gettext files below ``locale/``. A sentence that has no
translation appears in the language a reader of the report's understands best, and is marked
with the language it is in.
"""

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

from analysis.display.catalogues import SOURCE, catalogue
from analysis.errors import ParameterError
from analysis.model.periods import Period
from analysis.model.texts import FALLBACKS, LANGUAGES, Text

LONG_RUN = 3
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_DATE = re.compile(r"(?<![\w./:=-])\d{4}-\d\d-\d\d(?![\w/:-]|\.\w)")


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
        return self._fill(*self.translated(message), values)

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
        return Phrase((Span(Language(lang).dates_in(words), self.mark(lang)),))

    def marked(self, words: str, lang: str | None) -> Phrase:
        """Return words that stand in the language ``lang`` as they are, marked if need be."""
        return Phrase((Span(words, self.mark(lang) if lang else None),))

    def translated(self, message: str) -> tuple[str, str]:
        """Return the best translation of a message there is, and the language it is in."""
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
                spans.append(Span(literal, self.mark(lang)))
            if name is not None:
                spans.extend(self._spans(values[name]))
        return Phrase(tuple(spans))

    def _spans(self, value: Any) -> tuple[Span, ...]:
        if isinstance(value, Text):
            return self.text(value).spans
        return phrase(value if isinstance(value, Phrase) else str(value)).spans

    def mark(self, lang: str) -> str | None:
        """Return ``lang`` where a reader must be told of it: where it is not the report's."""
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
        if unit == "points":
            return self.say("{number} points", number=number)
        if unit == "full_time_equivalents":
            return self.say("{number} full-time equivalents", number=number)
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

    def dates_in(self, words: str) -> str:
        """Return ``words`` with each full date that they hold in figures (2026-11-22) in words.

        What looks like one in an address, an id or the name of a file stays.
        """
        return _DATE.sub(lambda found: self._date_or(found[0]), words)

    def _date_or(self, words: str) -> str:
        try:
            return self.date(date.fromisoformat(words))
        except ValueError:
            return words

    def years(self, first: int, last: int) -> str:
        """Return "2005–2007", or the one year."""
        return str(first) if first == last else f"{first}–{last}"

    def years_listed(self, years: Iterable[int]) -> Phrase:
        """Return years in order, three and more in a row as one: "2015 and 2018–2025"."""
        runs: list[list[int]] = []
        for year in sorted(years):
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        parts: list[str] = []
        for run in runs:
            whole = len(run) >= LONG_RUN
            parts += [self.years(run[0], run[-1])] if whole else [str(year) for year in run]
        return self.listed(parts)

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
    # English as the Nordic countries and this project write it: the day before the month.
    return Locale.parse("en_GB" if code == "en" else code)


def _chain(code: str) -> tuple[str, ...]:
    """The languages to look for a message in. English is the source: it always has it."""
    return FALLBACKS[code][: FALLBACKS[code].index(SOURCE) + 1]
