"""One front for where a programme's figures come from: snapshots below data/sources, or the store.

describe(workspace, "ssb/sick-leave-national/2011-12-20")    a snapshot below data/sources
describe(workspace, "store:kolada/N00090")                   a source of the store
read_observations_of(workspace, "store:kolada/N00090", "N00090", municipality)
read_panel(workspace, "store:kolada/N00090", "N00090", country="SE")
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.observations import KEY
from analysis.model.periods import Period
from analysis.model.places import Country, Municipality
from analysis.model.provenance import STORE, Source
from analysis.sources.same_place import (
    as_it_was,
    numbers_of,
    numbers_today,
    of_place,
    place_of,
)
from analysis.sources.snapshots import read_observations, read_raw, read_series, read_source
from analysis.sources.snapshots import read_units as read_unit_snapshot
from analysis.sources.stored_sources import describe_stored, open_stored
from analysis.sources.workspace import Workspace

_ONE_PLACE = ("indicator", "unit", "period", "breakdown")
"""The key of the figures of one place, whatever its numbers."""


def is_stored(identifier: str) -> bool:
    """Return whether ``identifier`` names a source of the store, not a snapshot in data/sources."""
    return identifier.startswith(STORE)


def describe(workspace: Workspace, identifier: str, known_at: date | None = None) -> Source:
    """Return where the figures called ``identifier`` are from.

    A sidecar for a snapshot below data/sources. For ``store:publisher/dataset`` what the newest
    snapshot of the store says, with all that were known by ``known_at`` as its ``revisions``.
    InputError: there is no such source, or it has faults.
    """
    if is_stored(identifier):
        return describe_stored(workspace, identifier, known_at)
    return read_source(workspace, identifier)


def check_readable(workspace: Workspace, source: Source) -> None:
    """Raise InputError if the figures of ``source`` cannot be read."""
    if is_stored(source.id):
        open_stored(workspace, source.id)
    else:
        read_raw(workspace, source.id)


def indicators_of(workspace: Workspace, identifier: str) -> tuple[str, ...]:
    """Return what the figures called ``identifier`` are of, by the names of their source; () for
    the tables below data/sources that are no observations. InputError as :func:`describe`."""
    if is_stored(identifier):
        return open_stored(workspace, identifier).indicators
    source = read_source(workspace, identifier)
    if source.reader == "observations":
        return tuple(sorted(set(read_observations(workspace, identifier)["indicator"])))
    return (source.indicator,) if source.indicator else ()


def read_observations_of(
    workspace: Workspace,
    identifier: str,
    indicator: str,
    municipality: Municipality | str,
    known_at: date | None = None,
    *,
    country: Country | None = None,
    as_of: Period | None = None,
) -> pd.DataFrame:
    """Return the figures of one municipality as an observation table, sorted by key.

    ``indicator`` is what the source calls the figures. Rows of every number the municipality has
    or had; ``municipality`` keeps the number a figure was published under, ``source`` is
    ``identifier``. With ``as_of`` only figures of the place as it was then: those from the other
    side of a merger or a split are left out. ``known_at``: as published by that day. Units and
    breakdowns are all there. A series or figures by unit in data/sources, which name no place,
    are taken to be of this one. An empty table where the source has nothing of it.

    InputError: no such source, figures of another indicator, two values for one period under two
    numbers. ParameterError: a number that both countries use, without ``country``.
    """
    place = place_of(workspace, municipality, country)
    numbers = numbers_of(place) if place else (str(municipality),)
    table = _rows(workspace, identifier, indicator, numbers, known_at)
    own = table[table["municipality"].isin(numbers)]
    if place is not None and _names_places(workspace, identifier):
        own = own[of_place(workspace, own, place)]
        if as_of is not None:
            own = own[as_it_was(workspace, own, place, as_of)]
    own = _one_number_each(own, ())
    _refuse_two_numbers(own, identifier, ())
    return own.sort_values(list(KEY), ignore_index=True)


def read_panel(
    workspace: Workspace,
    identifier: str,
    indicator: str,
    known_at: date | None = None,
    *,
    country: Country | None = None,
) -> pd.DataFrame:
    """Return the figures of all municipalities as an observation table, sorted by key.

    Whole organisations only; the country, counties, regions and groups of municipalities are left
    out. With ``country``, rows of a municipality that only got another number carry its last one,
    so that it is one series; without, numbers stand as published. InputError as
    :func:`read_observations_of`; for a source that names no municipalities too.
    """
    table = _rows(workspace, identifier, indicator, None, known_at)
    is_own = table["municipality"].map(_is_municipality).astype(bool)
    panel = table[is_own & table["unit"].eq("")]
    if country is not None:
        panel = panel.assign(municipality=numbers_today(workspace, panel, country))
    panel = _one_number_each(panel, ("municipality",))
    _refuse_two_numbers(panel, identifier, ("municipality",))
    return panel.sort_values(list(KEY), ignore_index=True)


def _rows(
    workspace: Workspace,
    identifier: str,
    indicator: str,
    numbers: Sequence[str] | None,
    known_at: date | None,
) -> pd.DataFrame:
    """The rows that are of ``indicator``; of ``numbers`` at least, None for all."""
    if is_stored(identifier):
        stored = open_stored(workspace, identifier)
        stored.refuse_without(indicator)
        return stored.observations(indicator, numbers, known_at).assign(source=identifier)
    table = _snapshot(workspace, identifier, numbers)
    own = table[table["indicator"].eq(indicator)]
    if own.empty:
        names = ", ".join(sorted(set(table["indicator"]))) or "nothing"
        label = f"data/sources/{identifier}.toml"
        raise InputError([Fault(label, None, "indicator", f"it has no '{indicator}'", names)])
    return own if _is_known(read_source(workspace, identifier), known_at) else own.iloc[:0]


def _snapshot(workspace: Workspace, identifier: str, numbers: Sequence[str] | None) -> pd.DataFrame:
    """A snapshot below data/sources as an observation table. A file that names no municipality
    is read for the last of ``numbers``; for all of them it cannot be."""
    reader = read_source(workspace, identifier).reader
    readers: dict[str, Callable[[], pd.DataFrame]] = {
        "observations": lambda: read_observations(workspace, identifier)
    }
    if numbers:
        last = numbers[-1]
        readers["series"] = lambda: read_series(workspace, identifier, last)
        readers["units"] = lambda: read_unit_snapshot(workspace, identifier, last)
    if reader not in readers:
        label, accepted = f"data/sources/{identifier}.toml", " or ".join(sorted(readers))
        raise InputError([Fault(label, None, "reader", f"found '{reader}'", accepted)])
    return readers[reader]()


def _is_known(source: Source, known_at: date | None) -> bool:
    """Whether a snapshot had been published by a day; undated ones count from their retrieval."""
    if known_at is None:
        return True
    for stated in (source.published, source.retrieved):
        with suppress(ValueError):
            return Period.parse(stated).end <= known_at
    return False


def _is_municipality(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and not number.startswith("00")


def _names_places(workspace: Workspace, identifier: str) -> bool:
    return is_stored(identifier) or read_source(workspace, identifier).reader == "observations"


def _one_number_each(table: pd.DataFrame, more: Sequence[str]) -> pd.DataFrame:
    """Without the rows that have no value where another number of the same place has one; of
    several such rows, what was hidden counts more than what is missing."""
    has_none = table["value"].isna().astype(int) + table["status"].eq("missing").astype(int)
    ordered = table.loc[has_none.sort_values(kind="stable").index]
    twin = ordered.duplicated([*more, *_ONE_PLACE]) & ordered["value"].isna()
    return table.drop(index=ordered.index[twin])


def _refuse_two_numbers(table: pd.DataFrame, identifier: str, more: Sequence[str]) -> None:
    twice = table[table.duplicated([*more, *_ONE_PLACE])]
    if not twice.empty:
        row = twice.iloc[0]
        found = f"two values for {row['indicator']} {row['period']} under two numbers of one place"
        accepted = "one value for each indicator, unit and period"
        raise InputError([Fault(identifier, None, "municipality", found, accepted)])
