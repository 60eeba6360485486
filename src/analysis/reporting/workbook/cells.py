"""Cells: figures as exactly what the report shows, words as words and never as formulas.

A figure is read from the words the report shows, so that a workbook can hold nothing that the
report rounds off or hides.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from analysis.display.languages import Language
from analysis.reporting.office_files import legal

LONGEST = 32_767
"""So many letters a cell of Excel can hold."""
CUT = " […]"

_MARK = r"(?P<mark>[\s\u00a0]*\*)?"
_BLANKS = "\u00a0\u202f "
_BEGINS = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_AMOUNT = r"[0-9](?:[0-9.,\u00a0\u202f ]*[0-9])?(?:[\u00a0 ]?%)?(?:[\u00a0 ]?\*)?"
_QUANTITY = re.compile(rf"[-+](?:[\u00a0 ]?{_AMOUNT}(?: [^\W\d_]{{2,5}} [-+\u2212]?{_AMOUNT})?)?")


@dataclass(frozen=True)
class Number:
    """A figure with the format that shows it as the report does."""

    value: int | float
    format: str


def number(text: str, language: Language) -> Number | None:
    """Return the figure that ``text`` is, written in ``language``; None where it is none, or has
    more digits than Excel keeps."""
    found = _pattern(language).fullmatch(text.strip())
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    decimals = found["decimals"] or ""
    if len((whole + decimals).lstrip("0")) > 15:
        return None
    exact = Decimal(f"{whole}.{decimals}" if decimals else whole)
    exact = -exact if found["sign"] in ("-", "\u2212") else exact
    exact = exact / 100 if found["percent"] else exact
    return Number(float(exact) if decimals or found["percent"] else int(exact), _format(found))


def _pattern(language: Language) -> re.Pattern[str]:
    point = re.escape(get_decimal_symbol(language.locale))
    group = "".join({*_BLANKS, get_group_symbol(language.locale)} - {"."})
    return re.compile(
        rf"(?P<sign>[-+\u2212]?)(?P<whole>[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+|[0-9]+)"
        rf"(?:{point}(?P<decimals>[0-9]+))?(?P<percent>[\s\u00a0]*%)?{_MARK}"
    )


def _format(found: re.Match[str]) -> str:
    grouped = not found["whole"].isdigit()
    plain = ("#,##0" if grouped else "0") + ("." + "0" * len(found["decimals"] or "")).rstrip(".")
    after = f'"{found["percent"][:-1]}"%' if found["percent"] and found["percent"] != "%" else ""
    after = after or ("%" if found["percent"] else "")
    after += f'"{found["mark"]}"' if found["mark"] else ""
    plus = '"+"' if found["sign"] == "+" else ""
    zero = f";{plain}{after}" if plus else ""
    return f'{plus}{plain}{after};"\u2212"{plain}{after}{zero}'


def safe(text: str) -> str:
    """Return ``text`` as a cell can hold it and no program takes for a formula.

    Excel takes no cell of this file for one, whatever it begins with; saved as CSV that is lost.
    So what begins like a formula, and is no mere quantity, begins with an apostrophe, in sight.
    What is longer than a cell can hold ends in a mark that says so.
    """
    held = legal(text)
    if _BEGINS.match(held) and not _QUANTITY.fullmatch(held):
        held = f"'{held}"
    # Excel counts in halves of UTF-16: a letter beyond the first plane is two.
    raw = held.encode("utf-16-le")
    if len(raw) > 2 * LONGEST:
        held = raw[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT
    return held


def write(cell: Any, said: str | Number) -> None:
    """Write a figure or words into a cell of openpyxl."""
    if isinstance(said, Number):
        cell.value, cell.number_format = said.value, said.format
        return
    cell.value = safe(said)
    # openpyxl would take a text that begins with = for a formula, and #N/A for an error.
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = bool(_BEGINS.match(cell.value))
