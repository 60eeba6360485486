"""What a form is made of: sheets of rows and columns, with lists to choose from and examples.

Nothing here knows what a form is about. A form is written with :func:`write_form` and read back
with :func:`read_form`, which takes the same form in every language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "number", "period", "date"]
Value = str | float | date | None
Line = Mapping[str, Value]
"""What stands in a row, by the keys of its columns."""


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from: what a file holds, what the form shows, and what is
    said of it on the sheet of lists. ``also`` are other words that people write for it."""

    id: str
    title: str
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table, or a line of an upright sheet.

    ``note`` says what it takes. With ``open`` something else than the ``choices`` is accepted too.
    ``names`` is the sheet and column whose entries it chooses from. A ``locked`` column is filled
    in already.
    """

    key: str
    title: str
    note: str = ""
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    open: bool = False
    names: tuple[str, str] | None = None
    locked: bool = False
    width: int = 22


@dataclass(frozen=True)
class Table:
    """One sheet. An ``upright`` one has a line for each column and holds one row, with the first
    example beside it. ``rows`` are filled in; ``room`` is how many empty ones follow. A ``later``
    one came into the form when it was in use already: a filled form may lack it."""

    key: str
    title: str
    intro: str
    columns: tuple[Column, ...]
    rows: Sequence[Line] = ()
    examples: Sequence[Line] = ()
    room: int = 40
    upright: bool = False
    later: bool = False

    def column(self, key: str) -> Column:
        """Return the column called ``key``; LookupError if there is none."""
        for item in self.columns:
            if item.key == key:
                return item
        raise LookupError(key)


@dataclass(frozen=True)
class Form:
    """A form in one language. ``words`` are those of its frame, from ``labels/frame.toml``."""

    title: str
    language: str
    tables: tuple[Table, ...]
    words: Mapping[str, str]
    about: Sequence[str] = ()

    def table(self, key: str) -> Table:
        """Return the sheet called ``key``; LookupError if there is none."""
        for item in self.tables:
            if item.key == key:
                return item
        raise LookupError(key)


def shown(item: Column, value: Value) -> Value:
    """What a cell shows: a choice by its title; its id says nothing to a reader."""
    return next((found.title for found in item.choices if found.id == value), value)
