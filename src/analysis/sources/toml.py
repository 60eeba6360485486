"""TOML files into checked objects, with every fault at its line."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from analysis.errors import Fault, InputError
from analysis.sources.messages import short

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]

_PATTERNS = {
    r"^[a-z][a-z0-9_-]*$": "small letters, digits, - and _, a letter first",
    r"^\d{4}$": "four digits, in quotes",
    r"^https?://": "an address that begins with https:// or http://",
}

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([\w.\-]+)\s*\]{1,2}")
_KEY = re.compile(r"^\s*([\w.\-]+)\s*=")


def read_toml(path: Path, label: str) -> tuple[dict[str, Any], str]:
    """Return the contents of ``path`` and its text. InputError if it is not there or not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError([Fault(label, None, "", "there is no such file", "a TOML file")]) from None
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise InputError([Fault(label, None, "", found, "a TOML file")]) from None
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not UTF-8"
        raise InputError([Fault(label, None, "", found, "text in UTF-8")]) from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place[1]) if place else None
        found = str(error).split(" (at ")[0]
        raise InputError([Fault(label, line, "", found, "TOML 1.0")]) from None


@lru_cache(maxsize=1024)
def parsed(text: str) -> Mapping[str, Any]:
    """Return TOML as it is, parsed once however often it is asked for; TOMLDecodeError. For a
    look into many files, many times: whoever needs faults by line calls :func:`read_toml`."""
    return MappingProxyType(tomllib.loads(text))


def validate(
    model: type[Model], data: dict[str, Any], lines: "Lines", label: str
) -> tuple[Model | None, list[Fault]]:
    """Return ``data`` as a ``model``, or None and every fault that pydantic finds."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        entries = error.errors()
        return None, [
            _fault(model, entry, lines, label)
            for entry in entries
            if not _follows(entry, [other["loc"] for other in entries])
        ]


def _follows(entry: Any, locations: list[Location]) -> bool:
    """Whether a list has too few items only because those it has are faulty themselves."""
    place = entry["loc"]
    inside = (found for found in locations if found[: len(place)] == place != found)
    return entry["type"] == "too_short" and any(inside)


def _fault(model: type[BaseModel], entry: Any, lines: "Lines", label: str) -> Fault:
    location: Location = entry["loc"]
    context, kind = entry.get("ctx", {}), entry["type"]
    if kind == "missing":
        found, accepted = "is missing", "it must be there"
    elif kind == "extra_forbidden":
        found, accepted = _unknown_key(model, location)
    elif "accepted" in context:
        found, accepted = context["found"], context["accepted"]
    elif kind == "literal_error":
        found, accepted = f"found {short(entry['input'])}", context["expected"]
    elif kind == "too_short":
        found = f"found {context['actual_length']} items"
        accepted = f"{context['min_length']} or more"
    elif context.get("pattern") in _PATTERNS:
        found, accepted = f"found {short(entry['input'])}", _PATTERNS[context["pattern"]]
    else:
        found = f"found {short(entry['input'])}"
        accepted = entry["msg"].removeprefix("Input should ").removeprefix("be ")
    return Fault(label, lines.of(location), dotted(location), found, accepted)


def _unknown_key(model: type[BaseModel], location: Location) -> tuple[str, str]:
    known = list(_model_at(model, location[:-1]).model_fields)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"is no known key{hint}", ", ".join(known)


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    for step in location:
        if isinstance(step, str):
            model = next(_models_in(model.model_fields[step].annotation))
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def quoted(text: str) -> str:
    """Return ``text`` as a string of TOML."""
    # A JSON string is a TOML string, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def dotted(location: Location) -> str:
    """Return a location as an analyst counts: ``measures[2].start`` is the second measure's."""
    text = ""
    for step in location:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


class Lines:
    """On which line of a TOML text each key stands."""

    def __init__(self, text: str):
        self._lines: dict[Location, int] = {}
        counts: dict[Location, int] = {}
        table: Location = ()
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = self._enter(header[2].split("."), header[1] == "[[", counts)
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                for depth in range(1, key[1].count(".") + 2):
                    name = (*table, *key[1].split(".")[:depth])
                    self._lines.setdefault(name, number)

    @staticmethod
    def _enter(names: list[str], is_item: bool, counts: dict[Location, int]) -> Location:
        place: Location = ()
        for depth, name in enumerate(names):
            place = (*place, name)
            last = depth == len(names) - 1
            if last and is_item:
                counts[place] = counts.get(place, -1) + 1
            if place in counts:
                place = (*place, counts[place])
        return place

    def of(self, location: Location) -> int | None:
        """Return the line of ``location``, or of the nearest table around it."""
        while location:
            if location in self._lines:
                return self._lines[location]
            location = location[:-1]
        return None
