"""What is asked for: expressions worked out into codes, and codes split into answers' sizes."""

import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fnmatch import translate

from analysis.errors import ParameterError
from analysis.sources.jsonstat import Cube, Dimension
from analysis.sources.pxweb.service import CodeList

Codes = dict[str, tuple[str, ...]]
ACCEPTED = "codes, *, ?, top(n), top(n,offset), bottom(n), from(x), to(x), range(x,y)"
_COUNTED = re.compile(r"(top|bottom)\(\s*([0-9]{1,6})\s*(?:,\s*([0-9]{1,6})\s*)?\)", re.I)
_SPAN = re.compile(r"\[?(from|to|range)\(([^(),]+)(?:,([^(),]+))?\)\]?", re.I)
_COMMA = re.compile(r",(?![^(]*\))")


def select(
    table: Cube,
    selection: Mapping[str, str | Sequence[str]],
    lists: Mapping[str, CodeList] | None = None,
) -> Codes:
    """Return the codes that ``selection`` means for each variable of ``table``, in its order.

    An entry is a list of expressions, or a text of them with commas: ``0301,11??``, ``*``,
    ``top(5)``, ``from(2019)``, ``to(2020M03)``, ``range(2015,2019)``. Those of time are of
    periods only. ``lists`` gives variables other codes. A variable may be left out where the
    publisher has the whole of it. ParameterError lists all that the table does not have.
    """
    known = {dimension.id: dimension for dimension in table.dimensions}
    lists = lists or {}
    wrong = _misnamed(known, selection, lists)
    found: Codes = {}
    for name, dimension in known.items():
        if name in selection:
            own = lists[name].codes if name in lists else dimension.codes
            timed = dimension.role == "time"
            found[name] = _codes(name, own, selection[name], timed, wrong)
    if wrong:
        raise ParameterError("\n".join([f"{table.id or table.label}: not selected.", *wrong]))
    return found


def split(codes: Codes, most: int) -> list[Codes]:
    """Return parts of ``codes`` with at most ``most`` cells each: the longest variable is cut
    first, then the next. Every cell is in exactly one part."""
    cells = math.prod(map(len, codes.values()))
    if cells <= most:
        return [codes]
    longest = max(codes, key=lambda name: len(codes[name]))
    own = codes[longest]
    step = max(1, most // (cells // len(own)))
    pieces = [own[start : start + step] for start in range(0, len(own), step)]
    return [part for piece in pieces for part in split(codes | {longest: piece}, most)]


def _misnamed(
    known: Mapping[str, Dimension],
    selection: Mapping[str, str | Sequence[str]],
    lists: Mapping[str, CodeList],
) -> list[str]:
    unknown = [
        f"'{name}' is no variable. Accepted: {', '.join(known)}."
        for name in dict.fromkeys([*selection, *lists])
        if name not in known
    ]
    left_out = [
        f"'{name}' ({known[name].label}) must be selected. Accepted: {ACCEPTED}."
        for name in known
        if name not in selection and (name in lists or not _may_be_left_out(known[name]))
    ]
    return unknown + left_out


def _may_be_left_out(dimension: Dimension) -> bool:
    return dimension.extension.get("elimination") is True


def _codes(
    name: str,
    known: tuple[str, ...],
    expressions: str | Sequence[str],
    timed: bool,
    wrong: list[str],
) -> tuple[str, ...]:
    if isinstance(expressions, str):
        expressions = [expressions] if expressions in known else _COMMA.split(expressions)
    chosen: set[str] = set()
    for expression in expressions:
        meant = _meant(expression.strip(), known, timed)
        if not meant:
            wrong.append(f"'{expression}' is nothing of '{name}'. {_accepted(expression, known)}")
        chosen |= meant
    if not expressions:
        wrong.append(f"nothing of '{name}' is selected. Accepted: {ACCEPTED}.")
    return tuple(code for code in known if code in chosen)


def _meant(expression: str, known: tuple[str, ...], timed: bool) -> set[str]:
    if expression in known:
        return {expression}
    counted, span = _COUNTED.fullmatch(expression), _SPAN.fullmatch(expression)
    if counted:
        word, count, offset = counted.groups()
        return _counted(word.lower(), int(count), int(offset or 0), known, timed)
    if span and timed:
        word, first, second = span.groups()
        return _span(word.lower(), first.strip(), (second or "").strip(), known)
    if "*" in expression or "?" in expression:
        # fnmatch knows sets in brackets; PxWeb does not.
        pattern = re.compile(translate(expression.replace("[", "[[]")))
        return {code for code in known if pattern.match(code)}
    return set()


def _counted(word: str, count: int, offset: int, known: tuple[str, ...], timed: bool) -> set[str]:
    """The first or last of the list; of periods, top is the latest."""
    ranked = sorted(known, reverse=True) if timed else list(known)
    if word == "bottom":
        ranked.reverse()
    return set(ranked[offset : offset + count])


def _span(word: str, first: str, second: str, known: tuple[str, ...]) -> set[str]:
    if (word == "range") != bool(second):
        return set()
    low = "" if word == "to" else first
    high = first if word == "to" else second
    return {code for code in known if low <= code and (not high or code <= high)}


def _accepted(expression: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(expression, known, 3) or known[:5]
    return f"Accepted: {ACCEPTED}; codes such as {', '.join(near)}."
