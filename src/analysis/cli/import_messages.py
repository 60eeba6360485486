"""What the command import says of figures and indicators."""

import re
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from textwrap import shorten
from typing import TYPE_CHECKING

import click
import pandas as pd

from analysis.errors import InputError, ParameterError
from analysis.model.indicators import Unit
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    from analysis.sources.store import Store

_SHOWN = 10
_LONGEST = 200
"""Characters of a note beside the table: enough to see what the figures are."""
_LANGUAGE = "en"


def place_number(workspace: Workspace, said: str | None) -> str | None:
    """The number of the municipality that is named, by number or by name. ParameterError for a
    name that none has, and for a number that is not four digits."""
    if said is None or re.fullmatch(r"[0-9]{4}", said):
        return said
    if re.fullmatch(r"[0-9]*", said):
        raise ParameterError(
            f"--municipality is '{said}'. Accepted: a number of four digits, such as 0301, or a "
            "name."
        )
    from analysis.sources.municipalities import find_municipality

    return find_municipality(workspace, said).number_today


def unit_of(workspace: Workspace, indicator: str) -> Unit | None:
    """The unit of an indicator, which says what its figures can be; None if it is not known, which
    is said."""
    from analysis.sources.indicators import read_registry, registry_path

    registry = read_registry(workspace)
    try:
        return registry.unit(registry.indicator(indicator).unit)
    except LookupError:
        label = workspace.relative(registry_path(workspace))
        click.echo(
            f"Not checked: {label} does not know '{indicator}', so that an impossible figure "
            "cannot be told, and no programme can be written on it."
        )
        return None


def tell_definition(workspace: Workspace, indicator: str) -> None:
    """Say how an indicator is defined, if it is known: whether the figures are of that, only the
    sender can see."""
    from analysis.sources.indicators import read_registry

    registry = read_registry(workspace)
    with suppress(LookupError):
        known = registry.indicator(indicator)
        title = known.title.best(_LANGUAGE)[0]
        unit = registry.unit(known.unit).title.best(_LANGUAGE)[0]
        said = known.definition.best(_LANGUAGE)[0]
        click.echo(f"  {indicator} is '{title}', in {unit}: {said} Are the figures that?")


def counted(observations: pd.DataFrame) -> str:
    """How many figures were stored, and how many cells held none."""
    n = int(observations["value"].notna().sum())
    without = len(observations) - n
    said = "1 figure stored" if n == 1 else f"{n} figures stored"
    if not without:
        return said
    whole = observations["unit"].eq("").all() and observations["breakdown"].eq("").all()
    what = "period" if whole else "cell"
    return f"{said}, {without} {what}{'' if without == 1 else 's'} without one"


def tell_indicators(workspace: Workspace) -> None:
    """List the first indicators that are a municipality's own figures."""
    from analysis.sources.indicators import read_registry, registry_path

    try:
        known = read_registry(workspace).of_source("own", "")
    except InputError:
        return
    for item in known[:_SHOWN]:
        click.echo(f"    --indicator {item.id}   {item.title[_LANGUAGE]}")
    if len(known) > _SHOWN:
        label = workspace.relative(registry_path(workspace))
        click.echo(f"    {len(known) - _SHOWN} more of one's own figures are in {label}")


def tell_revised(store: "Store", dataset: str, observations: pd.DataFrame) -> None:
    """Say which figures of the store are revised."""
    from analysis.sources.spreadsheets.revising import revised

    found = revised(store, dataset, observations)
    if found.revisions:
        number = len(found.revisions)
        what = "1 figure in the store is" if number == 1 else f"{number} figures in the store are"
        click.echo(f"{what} revised:")
        for revision in found.revisions[:_SHOWN]:
            click.echo(f"  {revision}")
        if number > _SHOWN:
            click.echo(f"  and {number - _SHOWN} more")
        click.echo("The old figures stay in the store: known_at gives them as of an earlier day.")
    if found.kept:
        click.echo(f"Not in this file, and kept in the store as they are: {found.kept} figures.")


def tell_without_whole(observations: pd.DataFrame) -> None:
    """Say so where no figure is of the whole municipality: no report on it can be made."""
    whole = observations["unit"].eq("") & observations["breakdown"].eq("")
    if len(observations) and not observations.loc[whole, "value"].notna().any():
        click.echo(
            "No figure is of the whole municipality: no report on the whole is possible, since "
            "those of units or groups cannot be added up. Add a row for the whole in each period, "
            "such as 'Hele kommunen', remove the mapping, and import the sheet again."
        )


def tell_remarks(remarks: Sequence[str]) -> None:
    """Say what is to be looked at in the figures that were stored."""
    for remark in remarks[:_SHOWN]:
        click.echo(f"  look at {remark}")
    if len(remarks) > _SHOWN:
        click.echo(f"  and {len(remarks) - _SHOWN} more of the kind")


def tell_ignored(ignored: pd.DataFrame) -> None:
    """List what was left out, and why."""
    from analysis.sources.spreadsheets.sheets import cell_of

    for row in ignored.to_dict("records"):
        cell = f"{row['column']}{row['row']}" if row["column"] else ""
        place = cell_of(str(row["sheet"]), cell)
        click.echo(f"  ignored {place}: {row['why']}{_words_of(row)}")


def tell_beside(beside: pd.DataFrame) -> None:
    """List the texts above and below the table: they may say what the figures are."""
    for row in beside.to_dict("records"):
        click.echo(f"  not read: {row['column']}{row['row']}, {row['why']}{_words_of(row)}")


def _words_of(row: Mapping[Hashable, object]) -> str:
    """What stands in a cell beside the table, in quotes; "" for other cells."""
    from analysis.sources.spreadsheets.table_shape import BESIDE

    return f': "{shorten(str(row["value"]), _LONGEST)}"' if row["why"] in BESIDE else ""
