"""The command that says what is in the store: data."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli.frame import main, told
from analysis.errors import InputError, ParameterError
from analysis.model.places import Country
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from analysis.model.indicators import Registry

_LISTED = 40
"""How many municipalities are shown; the file of --output has them all."""


@main.command()
@click.argument("indicator", required=False)
@click.option("--today", is_flag=True, help="Bring INDICATOR to today's municipalities.")
@click.option("--municipality", "places", default="", help="With --today: numbers or names.")
@click.option("--country", type=click.Choice(["NO", "SE"]), default=None, help="With --today.")
@click.option("--adds", is_flag=True, help="With --today: the figures are counts.")
@click.option("--weight", default=None, help="With --today: the indicator to average with.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="With --today: a CSV file."
)
@told
def data(
    indicator: str | None,
    today: bool,
    places: str,
    country: Country | None,
    adds: bool,
    weight: str | None,
    output: Path | None,
) -> None:
    """Show what is in the store: span, gaps, statuses, breaks, source, licence.

    With --today the figures of municipalities that merged or got another number are brought to
    today's: counts are added, percentages averaged if there is a weight, and splits break the
    series. What cannot be known is listed with its reason.
    """
    workspace = Workspace.find()
    if not today:
        if places or country or adds or weight or output:
            raise ParameterError("these options are for --today: see `tiltak data --help`.")
        _show(workspace, indicator)
        return
    if indicator is None:
        raise ParameterError("--today is of one indicator: name it. `tiltak data` lists them.")
    from analysis.sources.today import todays_observations

    named = [part.strip() for part in places.split(",") if part.strip()] or None
    table = todays_observations(
        workspace, indicator, named, country=country, adds=adds, weight=weight
    )
    _show_today(workspace, table)
    if output:
        _write(table, output)


def _show(workspace: Workspace, indicator: str | None) -> None:
    from analysis.sources.indicators import read_registry, registry_path
    from analysis.sources.store import Store

    store = Store(workspace)
    table = store.summary(indicator)
    registry = read_registry(workspace) if registry_path(workspace).is_file() else None
    if table.empty:
        click.echo("The store is empty. `tiltak fetch kolada --help` says how to fill it.")
    for row in table.to_dict("records"):
        for line in _lines(registry, row):
            click.echo(line)
    if faults := store.faults():
        raise InputError(faults)


def _lines(registry: "Registry | None", row: dict[Any, Any]) -> list[str]:
    """What is said of an indicator from one source."""
    from analysis.model.observations import WITH_VALUE, WITHOUT_VALUE
    from analysis.sources.indicators import what_is_known

    lines = [f"{row['indicator']}  {row['source']}"]
    if registry is not None:
        span = (row["first"].start, row["last"].end)
        known = what_is_known(registry, row["source"], row["indicator"], *span)
        lines += [f"    {line}" for line in known]
    lines.append(
        f"    {row['first']} to {row['last']}, by {row['kind']}; "
        f"municipalities: {row['municipalities']}"
    )
    if row["gaps"]:
        lines.append(f"    no figures at all in {row['gaps']} periods: {row['gaps_named']}")
    if row["incomplete"]:
        lines.append(f"    municipalities with gaps of their own: {row['incomplete']}")
    counts = {name: row[name] for name in sorted(WITH_VALUE | WITHOUT_VALUE) if row.get(name)}
    lines.append("    " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    invented = " INVENTED FIGURES." if row["synthetic"] else ""
    return [*lines, f"    newest of {row['newest']}; licence: {row['licence']}{invented}"]


def _show_today(workspace: Workspace, table: "pd.DataFrame") -> None:
    """What there is of each municipality of today, and why the rest is not there."""
    from analysis.sources.municipalities import read_municipalities

    if table.empty:
        click.echo("There are no figures of that. `tiltak data` lists what there is.")
    names = {item.number_today: item.name for item in read_municipalities(workspace)}
    groups = list(table.groupby("municipality", sort=True))
    for number, own in groups[:_LISTED]:
        click.echo(f"{number} {names.get(str(number), '')}".rstrip())
        whole = own[own["value"].notna()]
        click.echo(f"    figures: {len(whole)}{_span(whole)}")
        put_together = whole[whole["status"].eq("implied")]
        if len(put_together):
            told = "of which computed from several"
            click.echo(f"    {told}: {len(put_together)}{_span(put_together)}")
        for reason, rows in own[own["reason"].ne("")].groupby("reason", sort=False):
            click.echo(f"    {len(rows)}{_span(rows)}: {reason}")
    if len(groups) > _LISTED:
        click.echo(f"and {len(groups) - _LISTED} more; --output FILE.csv writes all of them")


def _span(rows: "pd.DataFrame") -> str:
    if rows.empty:
        return ""
    first, last = min(rows["period"]), max(rows["period"])
    return f", {first} to {last}" if first != last else f", {first}"


def _write(table: "pd.DataFrame", path: Path) -> None:
    from analysis.sources.files import write_whole

    write_whole(path, table.to_csv(index=False))
    click.echo(f"{len(table)} rows written to {path}")
