"""Mappings as TOML files, beside the spreadsheet they describe."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.sources.files import write_whole
from analysis.sources.spreadsheets.mapping import Mapping
from analysis.sources.toml import Lines, quoted, read_toml, validate

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What no comment may hold."""


def mapping_path(file: Path) -> Path:
    """Where the mapping of a file is kept unless told otherwise: leave.xlsx, leave.mapping.toml."""
    return file.with_name(f"{file.stem}.mapping.toml")


def read_mapping(path: Path, label: str = "") -> Mapping:
    """Return the mapping in ``path``. InputError lists every fault, unknown keys among them."""
    label = label or path.name
    data, text = read_toml(path, label)
    mapping, faults = validate(Mapping, data, Lines(text), label)
    if mapping is None:
        raise InputError(faults)
    return mapping


def write_mapping(path: Path, mapping: Mapping, remarks: Iterable[str] = ()) -> None:
    """Write a mapping, with remarks above it. OutputError if the file cannot be written."""
    write_whole(path, mapping_text(mapping, remarks))


def mapping_text(mapping: Mapping, remarks: Iterable[str] = ()) -> str:
    """The mapping as TOML; reading it back gives the same mapping."""
    data = mapping.model_dump(mode="python", exclude_defaults=True)
    return toml_text(data, remarks)


def toml_text(data: dict[str, Any], remarks: Iterable[str] = ()) -> str:
    """Keys and values as TOML: plain keys first, then tables, then lists of tables."""
    lines = [f"# {_ILLEGAL.sub(' ', line)}" for remark in remarks for line in remark.splitlines()]
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    lists = {key: value for key, value in data.items() if _is_tables(value)}
    lines += _pairs({key: data[key] for key in data if key not in tables and key not in lists})
    for key, table in tables.items():
        lines += ["", f"[{key}]", *_pairs(table)]
    for key, items in lists.items():
        for item in items:
            lines += ["", f"[[{key}]]", *_pairs(item)]
    return "\n".join(lines) + "\n"


def _is_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict)


def _pairs(table: dict[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if value is not None:
            name = key if key.isascii() and key.isidentifier() else quoted(key)
            yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return quoted(str(value))
