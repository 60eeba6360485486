"""The counties of today, and which of them a municipality lies in."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from analysis.errors import InputError
from analysis.model.places import Country
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace


class County(BaseModel):
    """A county; ``number`` is how the numbers of its municipalities begin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Country
    number: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    counties: tuple[County, ...]


def read_counties(workspace: Workspace) -> dict[tuple[str, str], str]:
    """Return the names of the counties by country and the two digits that a municipality's number
    of today begins with. {} without ``data/reference/counties.toml``, which says where they are
    from; InputError with every fault of it."""
    path = workspace.municipalities.with_name("counties.toml")
    if not path.is_file():
        return {}
    label = workspace.relative(path)
    data, text = read_toml(path, label)
    table, faults = validate(_Table, data, Lines(text), label)
    if table is None:
        raise InputError(faults)
    return {(county.country, county.number): county.name for county in table.counties}
