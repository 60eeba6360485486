"""Reading the single fields of Kolada's rows: the figure exactly, or what is wrong with it."""

import math
import re
from collections.abc import Mapping
from typing import Any

GENDERS = {"T": "", "K": "women", "F": "women", "M": "men"}
"""F stands in v2's description and was never seen."""

KPI = re.compile(r"[A-Z]+[0-9]+")
PLACE = re.compile(r"[0-9]{4}|G[0-9]+")
_YEAR = re.compile(r"[12][0-9]{3}")


class Wrong(Exception):
    """What makes a row or figure unreadable: the key, what was found, what is accepted."""


def deleted_of(item: Mapping[str, Any]) -> bool:
    """Whether Kolada has withdrawn ``item``."""
    found = item.get("isdeleted")
    if found not in (None, True, False):
        raise Wrong("isdeleted", found, "true or false")
    return bool(found)


def id_of(row: Mapping[str, Any], key: str, pattern: re.Pattern[str]) -> str:
    """The id that ``row`` has as ``key``, in the form of ``pattern``."""
    found = row.get(key)
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise Wrong(key, found, "an id in quotes")
    return found


def year_of(row: Mapping[str, Any]) -> int:
    """The year of ``row``, written as a number or as a text."""
    found = row.get("period")
    if isinstance(found, bool) or not isinstance(found, (int, str)):
        raise Wrong("period", found, "a year")
    try:
        text = str(found)
    except ValueError:
        text = ""
    if not _YEAR.fullmatch(text):
        raise Wrong("period", found, "a year")
    return int(text)


def word_of(item: Mapping[str, Any]) -> str:
    """The status as Kolada wrote it, "" for none."""
    found = item.get("status")
    if found is not None and not isinstance(found, str):
        raise Wrong("status", found, "a word, or nothing for a figure that was reported")
    return found or ""


def gender_of(item: Mapping[str, Any]) -> str:
    """The breakdown: "" for all, women or men."""
    found = item.get("gender")
    if not isinstance(found, str) or found not in GENDERS:
        raise Wrong("gender", found, "T, K or M")
    return GENDERS[found]


def value_of(item: Mapping[str, Any]) -> float | None:
    """The value as a number. One that a number of the computer cannot hold is refused."""
    if "value" not in item:
        raise Wrong("value", None, "a number or null")
    found = item["value"]
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise Wrong("value", found, "a number or null")
    try:
        number = float(found)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or number != found:
        raise Wrong("value", found, "a finite number that is kept exactly")
    return number


def count_of(item: Mapping[str, Any]) -> int | None:
    """The number of municipalities behind a figure, None where Kolada does not say."""
    found = item.get("count")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < 2**31:
        raise Wrong("count", found, "a whole number, or null")
    return found
