"""Reading the reference tables of municipalities."""

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from analysis.errors import Fault, InputError
from analysis.model.places import Change, Country, Municipality
from analysis.sources.municipalities.checking import contradictions, twice_in_force
from analysis.sources.toml import Lines, dotted, read_toml, validate
from analysis.sources.workspace import Workspace

COUNTRIES: tuple[Country, ...] = ("NO", "SE")


class Reference(BaseModel):
    """Municipalities and what became of them: the contents of a reference table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipalities: tuple[Municipality, ...]
    changes: tuple[Change, ...] = ()


def read_reference(workspace: Workspace) -> Reference:
    """Return every municipality and every change known. InputError lists the faults of all
    tables: numbers in force twice, and changes that no number agrees with, among them.

    A table that was fetched stands instead of what came with Tiltak of its country, but for the
    notes on municipalities with the same numbers: a service has none.
    """
    shipped, fetched = read_tables(workspace)
    places = [item for item in shipped.municipalities if item.country not in fetched]
    changes = [item for item in shipped.changes if item.country not in fetched]
    notes = {_identity(item): item.note for item in shipped.municipalities if item.note}
    for table in fetched.values():
        places += [
            item.model_copy(update={"note": item.note or notes.get(_identity(item))})
            for item in table.municipalities
        ]
        changes += table.changes
    return Reference(municipalities=tuple(places), changes=tuple(changes))


def read_tables(workspace: Workspace) -> tuple[Reference, dict[Country, Reference]]:
    """Return the table that comes with Tiltak, and those that were fetched, by country.
    InputError lists the faults of all."""
    paths = {country: fetched_path(workspace, country) for country in COUNTRIES}
    tables: dict[Path, Reference] = {}
    faults: list[Fault] = []
    for path in [workspace.municipalities, *filter(Path.is_file, paths.values())]:
        try:
            tables[path] = read_table(path, workspace.relative(path))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    fetched = {country: tables[path] for country, path in paths.items() if path in tables}
    return tables[workspace.municipalities], fetched


def _identity(item: Municipality) -> tuple[object, ...]:
    return item.country, item.numbers


def read_municipalities(workspace: Workspace) -> tuple[Municipality, ...]:
    """Return every municipality of the reference tables. InputError lists their faults."""
    return read_reference(workspace).municipalities


def read_changes(workspace: Workspace, country: Country) -> tuple[Change, ...]:
    """Return what became of the municipalities of ``country``, in order of time."""
    found = [item for item in read_reference(workspace).changes if item.country == country]
    return tuple(sorted(found, key=lambda change: change.on))


def fetched_path(workspace: Workspace, country: Country) -> Path:
    """Where the fetched table of ``country`` is, if there is one."""
    return workspace.fetched / f"municipalities-{country.lower()}.toml"


def read_table(path: Path, label: str) -> Reference:
    """Return one table, checked; ``label`` names it in faults, which InputError lists."""
    return _checked(path, label, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=16)
def _checked(path: Path, label: str, _changed: int) -> Reference:
    """The table as it was at its last change: every report looks municipalities up many times."""
    data, text = read_toml(path, label)
    lines = Lines(text)
    table, faults = validate(Reference, data, lines, label)
    if table is None:
        raise InputError(faults)
    places, changes = table.municipalities, table.changes
    found = [
        Fault(label, lines.of(location), dotted(location), problem, accepted)
        for location, problem, accepted in [
            *twice_in_force(places),
            *contradictions(places, changes),
        ]
    ]
    if found:
        raise InputError(sorted(found, key=lambda fault: fault.line or 0))
    return table
