"""The commands that fetch figures: fetch kolada, fetch pxweb."""

from datetime import date

import click

from analysis.cli.frame import main, pairs, told
from analysis.errors import ParameterError
from analysis.sources.workspace import Workspace

OFFLINE = "Ask nobody on the network; work from what was fetched before."


@main.group()
def fetch() -> None:
    """Fetch figures and reference tables over the network."""


@fetch.command()
@click.option("--kpi", "kpis", required=True, help="Ids of Kolada, such as N00090,U00200.")
@click.option("--municipality", "places", default="", help="Numbers: 1060,1080. 0000: Sweden.")
@click.option("--all", "every", is_flag=True, help="Every municipality, and the country.")
@click.option("--from", "first", type=int, default=2006, show_default=True, help="The first year.")
@click.option("--to", "last", type=int, default=None, help="The last year. Default: this year.")
@click.option("--offline", is_flag=True, help=OFFLINE)
@told
def kolada(
    kpis: str, places: str, every: bool, first: int, last: int | None, offline: bool
) -> None:
    """Fetch figures of Swedish municipalities from Kolada into the store."""
    from analysis.sources.kolada import ALL, PROCESSED, fetch_kolada
    from analysis.sources.kolada.storing import store_fetched
    from analysis.sources.web import Web, address_of

    if every == bool(places):
        raise ParameterError("say which municipalities: --municipality 1060,1080, or --all.")
    years = range(first, (last or date.today().year) + 1)
    if not years:
        raise ParameterError(f"there is no year from {first} to {last}.")
    workspace = Workspace.find()
    web = Web(workspace.cache, offline=offline)
    chosen = ALL if every else _ids(places)
    fetched = fetch_kolada(web, address_of(workspace, "kolada"), _ids(kpis), chosen, list(years))
    for line in fetched.report.lines():
        click.echo(line)
    for identifier in store_fetched(workspace, fetched):
        click.echo(f"stored: {identifier}")
    click.echo(f"When figures are processed, say: {PROCESSED.best('sv')[0]}")


@fetch.command()
@click.argument("service", type=click.Choice(["ssb", "scb"]))
@click.argument("table")
@click.option("--select", "selected", multiple=True, help='Region=0301,11?? or "Tid=top(5)".')
@click.option("--code-list", "lists", multiple=True, help="Region=agg_KommSummer.")
@click.option("--indicator", "indicators", multiple=True, required=True, help="An id, or CODE=id.")
@click.option("--region", default=None, help="The dimension of places. Default: Sweden or Norway.")
@click.option("--word", "words", multiple=True, help="A breakdown in words: Kon.1=men, Kon.3=.")
@click.option("--offline", is_flag=True, help=OFFLINE)
@told
def pxweb(
    service: str,
    table: str,
    selected: tuple[str, ...],
    lists: tuple[str, ...],
    indicators: tuple[str, ...],
    region: str | None,
    words: tuple[str, ...],
    offline: bool,
) -> None:
    """Fetch a TABLE of Statistics Norway (ssb) or Statistics Sweden (scb) into the store."""
    from analysis.sources.jsonstat import to_observations
    from analysis.sources.pxweb import fetch_table, open_service
    from analysis.sources.store import Store
    from analysis.sources.web import Web, address_of

    workspace = Workspace.find()
    web = Web(workspace.cache, offline=offline)
    opened = open_service(web, address_of(workspace, service), service)
    fetched = fetch_table(opened, table, pairs(selected, "--select"), pairs(lists, "--code-list"))
    named = indicators[0] if "=" not in indicators[0] else pairs(indicators, "--indicator")
    observed = to_observations(
        fetched.cube, named, region, breakdowns=_words(words), source=fetched.provenance.source
    )
    for line in observed.report.lines():
        click.echo(line)
    click.echo(f"stored: {Store(workspace).add(observed.table, fetched.provenance)}")


def _words(texts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """``Kon.1=men`` as {"Kon": {"1": "men"}}."""
    found: dict[str, dict[str, str]] = {}
    for name, word in pairs(texts, "--word").items():
        dimension, _, code = name.partition(".")
        found.setdefault(dimension, {})[code] = word
    return found


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
