"""The command that fetches what other figures lean on: fetch klass."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from analysis.cli.data import OFFLINE, fetch
from analysis.cli.frame import told
from analysis.errors import FetchError, InputError, ParameterError
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.sources.groups import GroupTable
    from analysis.sources.web import Web

FIRST = date(2000, 1, 1)
GROUPED = 2020
"""Statistics Norway's grouping with 17 groups began in this year."""

Task = Callable[[Workspace, "Web"], None]


@fetch.command()
@click.argument("what", type=click.Choice(["municipalities", "groups"]))
@click.option("--country", type=click.Choice(["NO", "SE"]), default=None, help="Default: both.")
@click.option(
    "--from", "first", type=int, default=GROUPED, show_default=True, help="KOSTRA groups since."
)
@click.option("--offline", is_flag=True, help=OFFLINE)
@told
def klass(what: str, country: str | None, first: int, offline: bool) -> None:
    """Fetch reference tables: municipalities through time, or the groups they are in.

    Those of Norway come from Klass (Statistics Norway; KOSTRA groups), those of Sweden from Kolada
    (SKR's groups). They are written to data/reference/, and every other command knows them then.
    """
    from analysis.sources.web import Web

    if first > date.today().year:
        raise ParameterError(f"there is no year from {first} to {date.today().year}.")
    tasks: dict[str, dict[str, Task]] = {
        "municipalities": {"NO": _norwegian, "SE": _swedish},
        "groups": {"NO": partial(_kostra, first), "SE": _skr},
    }
    workspace, failures = Workspace.find(), []
    for task in [tasks[what][country]] if country else tasks[what].values():
        try:
            task(workspace, Web(workspace.cache, offline=offline))
        except (FetchError, InputError) as error:
            # An answer with faults is one that the service did not give: the other may.
            failures.append(str(error))
    if what == "municipalities":
        _tell_disagreements(workspace)
    if failures:
        raise FetchError("\n".join(failures))


def _norwegian(workspace: Workspace, web: "Web") -> None:
    from analysis.sources.klass import CREDIT, fetch_norwegian
    from analysis.sources.municipalities import write_reference
    from analysis.sources.web import address_of

    # The day up to which is part of the question, so that offline finds the answer of the year.
    last = date(date.today().year, 12, 31)
    table = fetch_norwegian(web, address_of(workspace, "klass"), FIRST, last)
    credit = f"{CREDIT} Fetched {_came(web)}."
    path = write_reference(workspace, "NO", table, credit)
    own = [item for item in table.municipalities if item.ended is None]
    told = f"{len(own)} of today and {len(table.municipalities) - len(own)} that are no more"
    click.echo(f"Norway: {told}, with {len(table.changes)} changes: {workspace.relative(path)}")


def _swedish(workspace: Workspace, web: "Web") -> None:
    from analysis.sources.kolada import municipality_list
    from analysis.sources.municipalities import swedish, write_reference
    from analysis.sources.web import address_of

    listing = municipality_list(web, address_of(workspace, "kolada"))
    for fault in listing.faults:
        click.echo(f"left out: {fault}", err=True)
    table = swedish(listing.table)
    credit = f"Source: Kolada (RKA), list of municipalities. Fetched {_came(web)}."
    path = write_reference(workspace, "SE", table, credit)
    click.echo(f"Sweden: {len(table.municipalities)} of today: {workspace.relative(path)}")


def _kostra(first: int, workspace: Workspace, web: "Web") -> None:
    from analysis.sources.groups import table_of
    from analysis.sources.klass import fetch_kostra_years
    from analysis.sources.web import address_of

    address = address_of(workspace, "klass")
    years = range(first, date.today().year + 1)
    found, lacking = fetch_kostra_years(web, address, years, date.today())
    if lacking:
        told = ", ".join(map(str, lacking))
        click.echo(f"Norway: no KOSTRA groups are to be had for {told}.", err=True)
    source = "Statistics Norway, KOSTRA groups (Klass 112)"
    where = f"{address}/classifications/112"
    _store(workspace, table_of(found, "NO", source, where, "CC BY 4.0", _came(web)))


def _skr(workspace: Workspace, web: "Web") -> None:
    from analysis.sources.groups import table_of
    from analysis.sources.klass import skr_groups
    from analysis.sources.kolada import LICENCE, municipality_groups
    from analysis.sources.web import address_of

    address = address_of(workspace, "kolada")
    listing = municipality_groups(web, address)
    for fault in listing.faults:
        click.echo(f"left out: {fault}", err=True)
    found = skr_groups(listing.table, _came(web))
    if found.empty:
        raise FetchError(f"{address}/municipality_groups does not list SKR's groups.")
    source = "SKR's groups of municipalities, as Kolada (RKA) has them"
    where = f"{address}/municipality_groups"
    _store(workspace, table_of(found, "SE", source, where, LICENCE, _came(web)))


def _store(workspace: Workspace, table: "GroupTable") -> None:
    from analysis.sources.groups import write_groups

    path = workspace.relative(write_groups(workspace, table))
    count = len({item.municipality for group in table.groups for item in group.members})
    name = {"NO": "Norway", "SE": "Sweden"}[table.country]
    click.echo(f"{name}: {len(table.groups)} groups, {count} numbers of municipalities: {path}")


def _tell_disagreements(workspace: Workspace) -> None:
    from analysis.sources.municipalities import disagreements

    lines = disagreements(workspace)
    if lines:
        click.echo("It differs from the table that comes with Tiltak, and counts instead of it:")
    for line in lines:
        click.echo(f"  {line}")


def _came(web: "Web") -> date:
    """The day on which the oldest answer came; offline that is not today."""
    return web.oldest.date() if web.oldest else date.today()
