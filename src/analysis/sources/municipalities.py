"""The reference table of municipalities and their numbers."""

from pydantic import BaseModel, ConfigDict

from analysis.errors import InputError, ParameterError
from analysis.model.places import Municipality
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    municipalities: tuple[Municipality, ...]


def read_municipalities(workspace: Workspace) -> tuple[Municipality, ...]:
    """Return every municipality of the reference table. InputError lists its faults."""
    label = workspace.relative(workspace.municipalities)
    data, text = read_toml(workspace.municipalities, label)
    table, faults = validate(_Table, data, Lines(text), label)
    if table is None:
        raise InputError(faults)
    return table.municipalities


def find_municipality(workspace: Workspace, number: str) -> Municipality:
    """Return the municipality that has, or had, ``number``. ParameterError if none does."""
    known = read_municipalities(workspace)
    for municipality in known:
        if municipality.has_number(number):
            return municipality
    names = ", ".join(f"{item.number_today} {item.name}" for item in known)
    raise ParameterError(f"no municipality has the number '{number}'. Known today: {names}.")
