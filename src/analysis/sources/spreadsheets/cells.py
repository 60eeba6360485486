"""Numbers as municipalities write them, and the signs that stand where there is no number."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Literal

from analysis.sources.spreadsheets.sheets import Broken, Raw, plain

Convention = Literal["ssb", "kolada"]
Scale = Literal[1, 100]
Status = Literal["missing", "suppressed", "not_applicable", "zero"]

SYMBOLS: dict[str, dict[str, Status]] = {
    "ssb": {
        ".": "not_applicable",
        "..": "missing",
        ":": "suppressed",
        "*": "suppressed",
        "-": "zero",
    },
    "kolada": {".": "not_applicable", "..": "suppressed", "-": "missing"},
}
"""What a sign in place of a number means. ``-`` is zero at SSB and missing at Kolada."""

ACCEPTED = "a number, such as 8.7 or 8,7 or 1 234"

_SIGN = r"(?P<sign>[-+−‐‑–]?)"
_NUMBER = re.compile(_SIGN + r"(?P<digits>[0-9](?:[0-9.,' ’]*[0-9])?)")
_MINUS = frozenset("-−‐‑–")
_LOOKS = re.compile(r"[-+−–]?\s?[0-9][0-9.,' ]*\s?%?")


@dataclass(frozen=True)
class NumberStyle:
    """How a file writes numbers. What is None has not been said, and is never guessed.

    ``scale`` is 100 where 0.087 means 8.7 percent; ``symbols`` whose signs they are, and
    ``statuses`` what further signs mean.
    """

    decimal_mark: Literal[",", "."] | None = None
    thousands_mark: Literal[" ", ".", ",", "'"] | None = None
    scale: Scale = 1
    symbols: Convention | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """What a cell says: a value or the reason why there is none; ``has_break`` for SSB's ``|``."""

    value: float | None
    status: str = "reported"
    has_break: bool = False


class Unclear(ValueError):
    """A cell that is not accepted: what was found, and what would be."""

    def __init__(self, found: str, accepted: str = ACCEPTED):
        self.found, self.accepted = found, accepted
        super().__init__(f"{found}. Accepted: {accepted}")


def parse_number(raw: Raw, style: NumberStyle = NumberStyle()) -> Figure:
    """Return what a cell says. Unclear (a ValueError) where it could be read in two ways.

    A number of Excel stays the float it is; a text is read digit by digit.
    """
    if isinstance(raw, Broken):
        raise Unclear(f"{raw}", "a number; mend the formula, or open and save the file in Excel")
    if isinstance(raw, bool):
        raise Unclear("a yes or no, not a number")
    if isinstance(raw, int | float):
        return Figure(_scaled(repr(float(raw)), style.scale))
    if isinstance(raw, date | time | timedelta):
        found = f"{raw}, a date: Excel turns 8.7 into 8 July where a point is no decimal mark"
        raise Unclear(found, "a number, in a cell formatted as number")
    return _of_text(plain(raw), style)


def looks_like_number(raw: Raw) -> bool:
    """Whether a cell holds a figure, in whatever style."""
    if isinstance(raw, str):
        return _LOOKS.fullmatch(plain(raw)) is not None
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def is_symbol(raw: Raw) -> bool:
    """Whether a cell holds a statistical sign in place of a number."""
    return isinstance(raw, str) and plain(raw) in {".", "..", ":", "*", "-", "–", "−"}


def _of_text(text: str, style: NumberStyle) -> Figure:
    if not text:
        raise Unclear("an empty cell")
    if text in style.statuses:
        return _figure(style.statuses[text])
    if is_symbol(text):
        return _symbol("-" if text in "–−" else text, style)
    bare, status, has_break = _without_marks(text, style)
    if bare.startswith("(") and bare.endswith(")"):
        found = f"'{text}', in brackets: a negative number, or a doubtful one"
        raise Unclear(found, "the number with a minus sign, or without brackets")
    if bare.endswith("%"):
        if style.scale == 100:
            found = f"'{text}' is already in percent, and the mapping says scale 100"
            raise Unclear(found, "0,087 for 8,7 percent, or scale 1")
        bare = bare.removesuffix("%").rstrip()
    match = _NUMBER.fullmatch(bare)
    if match is None:
        raise Unclear(f"'{text}'")
    digits = _decimal(match["digits"], text, style)
    if Decimal(repr(float(digits))) != Decimal(digits):
        raise Unclear(f"'{text}', more digits than can be kept", "a number of up to 15 digits")
    minus = "-" if match["sign"] in _MINUS else ""
    return Figure(_scaled(minus + digits, style.scale), status, has_break)


def _figure(status: Status) -> Figure:
    return Figure(0.0) if status == "zero" else Figure(None, status)


def _symbol(text: str, style: NumberStyle) -> Figure:
    if style.symbols is None:
        accepted = "a number, or the mapping says whose signs they are: ssb or kolada"
        raise Unclear(f"'{text}', whose meaning differs between publishers", accepted)
    known = SYMBOLS[style.symbols]
    if text not in known:
        raise Unclear(f"'{text}'", f"a number, or one of {' '.join(known)}")
    return _figure(known[text])


def _without_marks(text: str, style: NumberStyle) -> tuple[str, str, bool]:
    """A number without SSB's marks beside it: ``*`` preliminary, ``|`` a break in the series."""
    bare = text
    if style.symbols != "ssb":
        return bare, "reported", False
    has_break = bare.startswith("|") or bare.endswith("|")
    bare = bare.removeprefix("|").removesuffix("|").strip()
    provisional = bare.startswith("*") or bare.endswith("*")
    bare = bare.removeprefix("*").removesuffix("*").strip()
    if not bare:
        raise Unclear(f"'{text}', without a number")
    return bare, "provisional" if provisional else "reported", has_break


def _decimal(digits: str, text: str, style: NumberStyle) -> str:
    """The digits with a point as decimal mark. Unclear where the marks can mean two things."""
    marks = [sign for sign in digits if not sign.isdigit()]
    point = _decimal_mark(digits, marks, text, style)
    whole, _, fraction = digits.rpartition(point) if point else (digits, "", "")
    if fraction and not fraction.isdigit():
        raise Unclear(f"'{text}', with two decimal marks")
    if groups := {"'" if sign == "’" else sign for sign in whole if not sign.isdigit()}:
        _check_groups(whole, groups, text, style)
    bare = re.sub(r"[^0-9]", "", whole)
    return f"{bare}.{fraction}" if fraction else bare


def _decimal_mark(digits: str, marks: list[str], text: str, style: NumberStyle) -> str:
    """Which of the marks is the decimal mark; "" for none."""
    candidates = [sign for sign in marks if sign in ".,"]
    if not candidates:
        return ""
    last = candidates[-1]
    if style.decimal_mark:
        if style.decimal_mark in candidates:
            return style.decimal_mark
        if style.thousands_mark == last:
            return ""
        raise Unclear(f"'{text}'", f"a number with '{style.decimal_mark}' as decimal mark")
    if style.thousands_mark == last:
        return ""
    if candidates.count(last) > 1 and len(set(candidates)) == 1:
        return ""
    if _could_be_thousands(digits, candidates, style):
        accepted = "the mapping says which sign is the decimal mark, and which marks thousands"
        raise Unclear(f"'{text}': a decimal number, or thousands?", accepted)
    return last


def _could_be_thousands(digits: str, candidates: list[str], style: NumberStyle) -> bool:
    """Whether a single mark may as well separate thousands: 1.234 may, 0.234 and 12.5 not."""
    if style.thousands_mark is not None or not re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits):
        return False
    return len(candidates) == 1


def _check_groups(whole: str, groups: set[str], text: str, style: NumberStyle) -> None:
    mark = next(iter(groups))
    # A blank can only separate thousands; of the other marks the mapping may say so.
    allowed = {" ", style.thousands_mark} if style.thousands_mark else {" ", ".", ",", "'"}
    if style.decimal_mark:
        allowed -= {style.decimal_mark}
    pattern = rf"[0-9]{{1,3}}(?:[{re.escape(mark)}][0-9]{{3}})+"
    fits = re.fullmatch(pattern, whole.replace("’", "'"))
    if len(groups) > 1 or mark not in allowed or not fits:
        raise Unclear(f"'{text}'", f"{ACCEPTED}, with groups of three digits")


def _scaled(digits: str, scale: Scale) -> float:
    """The float for the digits; times 100 moves the decimal mark and computes nothing."""
    number = Decimal(digits)
    value = float(number if scale == 1 else number.scaleb(2))
    if not math.isfinite(value):
        raise Unclear(f"'{digits}', which is no number")
    return value
