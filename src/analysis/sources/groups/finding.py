"""Which group a municipality is in, and who else is."""

from dataclasses import dataclass
from datetime import date

from analysis.errors import ParameterError
from analysis.model.places import Country, Municipality
from analysis.sources.groups.tables import GroupEntry, GroupTable, Membership, read_groups
from analysis.sources.municipalities import COUNTRIES, find_municipality
from analysis.sources.workspace import Workspace

COMMAND = "tiltak fetch klass groups"
_COUNTRIES = {"NO": "Norway", "SE": "Sweden"}


@dataclass(frozen=True)
class Group:
    """A group on a day, with the numbers of its ``members`` then. ``dated`` says that the source
    gives it for that day; otherwise it is the grouping as it was when it was ``retrieved``."""

    id: str
    title: str
    country: Country
    day: date
    members: tuple[str, ...]
    dated: bool
    retrieved: date
    source: str
    licence: str


def group_of(
    workspace: Workspace,
    municipality: Municipality | str,
    day: date,
    country: Country | None = None,
) -> Group:
    """Return the group that a municipality was in on ``day``.

    ParameterError: no groups were fetched for its country (the message names the command), none
    is known for that day, or the municipality is unknown or had no number then.
    """
    place = municipality
    if isinstance(place, str):
        place = find_municipality(workspace, place, country)
    try:
        number = place.number_on(day)
    except LookupError as error:
        raise ParameterError(f"{error}.") from None
    table = _table(workspace, place.country, day)
    found = [
        _group(table, entry, day)
        for entry in table.groups
        if any(item.municipality == number and item.on(day) for item in entry.members)
    ]
    if len(found) == 1:
        return found[0]
    told = f"{place.name} ({number}) on {day}"
    if found:
        names = ", ".join(f"{item.id} {item.title}" for item in found)
        raise ParameterError(f"{told} is in several groups: {names}. Ask for one by its id.")
    raise ParameterError(f"the group of {told} is not known. {_known(table)}")


def members(workspace: Workspace, group: str, day: date) -> tuple[str, ...]:
    """Return the numbers that the municipalities in ``group`` (EKG11, C7) had on ``day``.

    ParameterError if no groups were fetched, there is no such group, or nobody is known to have
    been in it on that day.
    """
    fetched = [country for country in COUNTRIES if read_groups(workspace, country)]
    tables = [_table(workspace, country, day) for country in fetched]
    if not tables:
        raise ParameterError(
            f"there are no groups of municipalities here. `{COMMAND}` brings them."
        )
    for table in tables:
        for entry in table.groups:
            if entry.id != group:
                continue
            if found := _group(table, entry, day).members:
                return found
            raise ParameterError(f"who was in {group} on {day} is not known. {_known(table)}")
    names = ", ".join(f"{entry.id} {entry.title}" for table in tables for entry in table.groups)
    raise ParameterError(f"there is no group '{group}'. Groups: {names}.")


def _table(workspace: Workspace, country: Country, day: date) -> GroupTable:
    """The grouping that speaks of ``day``."""
    tables = read_groups(workspace, country)
    if not tables:
        name = _COUNTRIES[country]
        raise ParameterError(
            f"there are no groups of the municipalities of {name} here. `{COMMAND}` brings them."
        )
    if tables[-1].dated:
        then = [table for table in tables if any(item.on(day) for item in _memberships(table))]
        return then[-1] if then else tables[-1]
    then = [table for table in tables if table.retrieved <= day]
    return then[-1] if then else tables[0]


def _memberships(table: GroupTable) -> list[Membership]:
    return [item for entry in table.groups for item in entry.members]


def _group(table: GroupTable, entry: GroupEntry, day: date) -> Group:
    own = sorted({item.municipality for item in entry.members if item.on(day)})
    return Group(
        id=entry.id,
        title=entry.title,
        country=table.country,
        day=day,
        members=tuple(own),
        dated=table.dated,
        retrieved=table.retrieved,
        source=table.source,
        licence=table.licence,
    )


def _known(table: GroupTable) -> str:
    spans = _memberships(table)
    told = f"Groups were fetched on {table.retrieved}"
    first = min((item.valid_from for item in spans if item.valid_from), default=None)
    last = max((item.valid_to for item in spans if item.valid_to), default=None)
    if first and last:
        told += f", for {first} to {last}"
    return f"{told}. `{COMMAND}` brings those of today."
