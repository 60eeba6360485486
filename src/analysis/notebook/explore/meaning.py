"""What somebody meant: names are taken as they are written anywhere, and a wrong one is answered
with the nearest there is."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from analysis.errors import ParameterError

_LISTED = 12


def text_of(value: object, name: str) -> str:
    """Return what was given as a text. A number is refused: 0301 would lose its zero."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    raise ParameterError(
        f'{name} is {value!r}. Accepted: text in quotes, such as "0301" or "2009Q1".'
    )


def meant(asked: str, what: str, accepted: Mapping[str, Iterable[str]]) -> str:
    """Return the key of ``accepted`` that ``asked`` means: the key itself, or one of its names,
    in capitals or not.

    ParameterError names the nearest, and those there are.
    """
    wanted = asked.casefold()
    for key, names in accepted.items():
        if wanted in {key.casefold(), *(name.casefold() for name in names)}:
            return key
    raise ParameterError(
        f"there is no {what} '{asked}'. {_nearest(wanted, accepted)}{_all(accepted)}"
    )


def unknown(asked: str, what: str, accepted: Iterable[str]) -> str:
    """Return the answer to a name that is none of ``accepted``."""
    named: dict[str, tuple[str, ...]] = dict.fromkeys(accepted, ())
    return f"there is no {what} '{asked}'. {_nearest(asked.casefold(), named)}{_all(named)}"


class NoSuchName(ParameterError, AttributeError):
    """An attribute that there is not, answered in words."""


def _nearest(wanted: str, accepted: Mapping[str, Iterable[str]]) -> str:
    written = {key.casefold(): key for key in accepted}
    written |= {name.casefold(): key for key, names in accepted.items() for name in names}
    found = dict.fromkeys(written[near] for near in get_close_matches(wanted, written, 3, 0.5))
    if not found:
        return ""
    named = " or ".join(f"'{key}'{_named(accepted[key])}" for key in found)
    return f"Did you mean {named}? "


def _named(names: Iterable[str]) -> str:
    first = next(iter(names), "")
    return f" ({first})" if first else ""


def _all(accepted: Mapping[str, Iterable[str]]) -> str:
    if not accepted:
        return "There are none here."
    keys = list(accepted)
    more = f" and {len(keys) - _LISTED} more" if len(keys) > _LISTED else ""
    return f"There are: {', '.join(keys[:_LISTED])}{more}."
