"""The files with groups of municipalities."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from analysis.errors import InputError
from analysis.model.places import Country, Number
from analysis.sources.files import write_whole
from analysis.sources.toml import Lines, quoted, read_toml, validate
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


class Membership(BaseModel):
    """A municipality in a group, from the first to the last day; None where none is stated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Number
    valid_from: date | None = None
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        """Whether the municipality was in the group on ``day``, as far as days are stated."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class GroupEntry(BaseModel):
    """A group, with everyone who was in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str
    members: tuple[Membership, ...]


class GroupTable(BaseModel):
    """The groups of one country as they were fetched on one day: the contents of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Country
    source: str = Field(min_length=1)
    address: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    retrieved: date
    groups: tuple[GroupEntry, ...] = Field(min_length=1)

    @property
    def dated(self) -> bool:
        """Whether the source says from when to when a municipality was in a group."""
        return any(item.valid_from for group in self.groups for item in group.members)


def read_groups(workspace: Workspace, country: Country) -> tuple[GroupTable, ...]:
    """Return every grouping fetched for ``country``, the oldest first. InputError lists faults."""
    tables = [_read(workspace, path) for path in _paths(workspace, country)]
    return tuple(sorted(tables, key=lambda table: table.retrieved))


def table_of(
    memberships: "pd.DataFrame",
    country: Country,
    source: str,
    address: str,
    licence: str,
    retrieved: date,
) -> GroupTable:
    """Return ``memberships`` (columns group, title, municipality, valid_from and valid_to) as a
    table to write."""
    groups = []
    for (group, title), rows in memberships.groupby(["group", "title"], sort=True):
        spans = rows[["municipality", "valid_from", "valid_to"]].to_dict("records")
        own = tuple(Membership.model_validate(span) for span in spans)
        groups.append(GroupEntry(id=group, title=title, members=own))
    return GroupTable(
        country=country,
        source=source,
        address=address,
        licence=licence,
        retrieved=retrieved,
        groups=tuple(groups),
    )


def write_groups(workspace: Workspace, table: GroupTable) -> Path:
    """Write ``table`` beside those of other days, and return its path. OutputError if it cannot
    be written."""
    name = f"{table.country.lower()}-{table.retrieved}.toml"
    path = workspace.municipalities.with_name("groups") / name
    write_whole(path, "".join(_lines(table)), workspace.relative(path), folders=True)
    return path


def _lines(table: GroupTable) -> Iterator[str]:
    for name in ("country", "source", "address", "licence"):
        yield f"{name} = {quoted(getattr(table, name))}\n"
    yield f"retrieved = {table.retrieved}\n"
    for group in table.groups:
        yield f"\n[[groups]]\nid = {quoted(group.id)}\ntitle = {quoted(group.title)}\n"
        yield "members = [\n"
        for item in group.members:
            begun = f", valid_from = {item.valid_from}" if item.valid_from else ""
            ended = f", valid_to = {item.valid_to}" if item.valid_to else ""
            yield f'    {{ municipality = "{item.municipality}"{begun}{ended} }},\n'
        yield "]\n"


def _paths(workspace: Workspace, country: Country) -> list[Path]:
    return sorted(workspace.municipalities.with_name("groups").glob(f"{country.lower()}-*.toml"))


def _read(workspace: Workspace, path: Path) -> GroupTable:
    label = workspace.relative(path)
    data, text = read_toml(path, label)
    table, faults = validate(GroupTable, data, Lines(text), label)
    if table is None:
        raise InputError(faults)
    return table
