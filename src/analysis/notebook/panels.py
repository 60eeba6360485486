"""What is held of a municipality's indicators, and of those of others: snapshots and the store."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.errors import InputError
from analysis.evaluation.municipality import PANEL_COLUMNS, Panel, Unread, of_country
from analysis.model.indicators import RegisteredIndicator
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER, Municipality
from analysis.model.provenance import STORE, Source
from analysis.sources.figures import describe
from analysis.sources.indicators import read_registry
from analysis.sources.same_place import as_it_was, numbers_of, numbers_today, of_place
from analysis.sources.snapshots import read_observations
from analysis.sources.store import Store
from analysis.sources.toml import parsed
from analysis.sources.workspace import Workspace

_KEY = ["indicator", "municipality", "period"]
_COLUMNS = [*PANEL_COLUMNS, "source"]


@dataclass(frozen=True)
class Held:
    """A ``panel``, the ``periods`` of its own figures, where it is from, and what could not be
    read."""

    panel: Panel
    periods: tuple[Period, ...]
    sources: tuple[Source, ...]
    unread: tuple[Unread, ...]


def read_held(workspace: Workspace, place: Municipality, as_of: Period | None) -> Held:
    """Return what snapshots with the reader ``observations`` and the store hold of the
    indicators that municipalities of the place's country have.

    Only indicators of which the place has a figure. Where both hold a value, the store's counts:
    it is what an analyst fetched last. Figures from the other side of a merger or a split are of
    another place and left out. Files that cannot be read are named in ``unread``.
    """
    registry = read_registry(workspace)
    indicators = of_country(registry, place.country)
    names = [item.id for item in indicators]
    unread: list[Unread] = []
    tables = [
        *_from_store(workspace, place, called(indicators), unread),
        *_from_snapshots(workspace, place, names, unread),
    ]
    own = place.number_today
    table = pd.concat(tables, ignore_index=True)[_COLUMNS] if tables else _nothing()
    table = _one_place(workspace, table, place, as_of)
    table = one_of_each(table)
    mine = table[table["municipality"].eq(own) & table["value"].notna()]
    table = table[table["indicator"].isin(mine["indicator"].unique())].reset_index(drop=True)
    sources = _sources(workspace, table)
    ended = [item for item in mine["period"] if as_of is None or item.end <= as_of.end]
    return Held(Panel(table, own, place.country, registry), tuple(ended), sources, tuple(unread))


def read_panel_of(
    workspace: Workspace, indicator: RegisteredIndicator, place: Municipality, as_of: Period | None
) -> pd.DataFrame:
    """Return what snapshots and the store hold of one indicator, of whole municipalities and the
    country, each under its last number, ``place`` under its own whether it has a figure or not.

    InputError for files that cannot be read.
    """
    raw = (name for name, content in _tidy(workspace) if f"{indicator.id},".encode() in content)
    tables = [_wholes(read_observations(workspace, name), [indicator.id]) for name in raw]
    if (workspace.root / "data" / "store").is_dir():
        tables.insert(0, _stored(Store(workspace), called([indicator])))
    table = pd.concat(tables, ignore_index=True)[_COLUMNS] if tables else _nothing()
    return one_of_each(_one_place(workspace, table, place, as_of))


def _stored(store: Store, names: dict[str, str]) -> pd.DataFrame:
    """The newest figures of whole municipalities that the store has under one of ``names``."""
    table = store.observations(list(names), units=[""], breakdowns=[""])
    dataset = STORE + table["source"].str.rsplit("/", n=1).str[0]
    named = table["indicator"].map(names)
    return table.assign(indicator=named, source=dataset, quality="", note="")


def one_of_each(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each indicator, municipality and period: the first with a
    value, for another number of the place may have none; else the first."""
    ordered = table.loc[table["value"].isna().sort_values(kind="stable").index]
    return ordered.drop_duplicates(_KEY).sort_index().reset_index(drop=True)


def _from_snapshots(
    workspace: Workspace, place: Municipality, names: list[str], unread: list[Unread]
) -> Iterator[pd.DataFrame]:
    """The snapshots with a figure of the place, and those with others' figures of the same."""
    raw = dict(_tidy(workspace))
    named = [f",{number},".encode() for number in numbers_of(place)]
    own = [name for name, content in raw.items() if any(cell in content for cell in named)]
    tables = {name: _whole(workspace, name, names, unread) for name in own}
    found = {item for table in tables.values() for item in table["indicator"].unique()}
    wanted = [f"{item},".encode() for item in sorted(found)]
    # A file about other things is not parsed: over hundreds of pages that would take the longest.
    for name, content in raw.items():
        if name in tables:
            yield tables[name]
        elif any(cell in content for cell in wanted):
            yield _whole(workspace, name, names, unread)


def _tidy(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """The raw files with the reader ``observations``, newest first within a dataset."""
    for path in sorted(workspace.sources.rglob("*.toml"), reverse=True):
        try:
            if parsed(path.read_text(encoding="utf-8")).get("reader") == "observations":
                name = path.relative_to(workspace.sources).with_suffix("")
                yield str(name), path.with_suffix(".csv").read_bytes()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            continue  # `tiltak check` tells of files that nobody can read.


def _whole(
    workspace: Workspace, identifier: str, names: list[str], unread: list[Unread]
) -> pd.DataFrame:
    try:
        table = read_observations(workspace, identifier)
    except InputError as error:
        unread.append(Unread(f"data/sources/{identifier}.csv", len(error.faults), False))
        return _nothing()
    return _wholes(table, names)


def _wholes(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    whole = table["unit"].eq("") & table["breakdown"].eq("")
    return table[whole & table["indicator"].isin(names)]


def numbers_held(workspace: Workspace) -> frozenset[str]:
    """Return the numbers under which anything is held: in snapshots with the reader
    ``observations``, and in the store."""
    numbers: set[str] = set()
    for _, content in _tidy(workspace):
        rows = content.decode("utf-8", "replace").splitlines()[1:]
        numbers.update(row.split(",", 2)[1] for row in rows if row.count(",") > 1)
    if (workspace.root / "data" / "store").is_dir():
        numbers.update(Store(workspace).municipalities())
    return frozenset(numbers)


def called(indicators: Iterable[RegisteredIndicator]) -> dict[str, str]:
    """What the store calls each indicator, with its name in the registry: Kolada's figures are
    kept under Kolada's own ids."""
    names = {}
    for item in indicators:
        ids = [source.id for source in item.sources if source.service == "kolada"]
        names.update(dict.fromkeys([item.id, *ids], item.id))
    return names


def _from_store(
    workspace: Workspace, place: Municipality, names: dict[str, str], unread: list[Unread]
) -> Iterator[pd.DataFrame]:
    if not (workspace.root / "data" / "store").is_dir():
        return
    store = Store(workspace)
    try:
        mine = store.observations(list(names), list(numbers_of(place)), units=[""], breakdowns=[""])
        found = sorted(set(mine["indicator"]))
        if found:
            yield _stored(store, {name: names[name] for name in found})
    except InputError as error:
        unread.append(Unread("data/store", len(error.faults), False))


def _one_place(
    workspace: Workspace, table: pd.DataFrame, place: Municipality, as_of: Period | None
) -> pd.DataFrame:
    """Each municipality under its last number, the own one as it is at ``as_of``."""
    mine = table["municipality"].isin(numbers_of(place))
    own = table[mine]
    own = _kept(own, of_place(workspace, own, place))
    when = as_of or max(own["period"], key=lambda period: period.end, default=None)
    if when is not None:
        own = _kept(own, as_it_was(workspace, own, place, when))
    own = own.assign(municipality=place.number_today)
    places = [number for number in table["municipality"].unique() if _is_place(number)]
    others = table[~mine & table["municipality"].isin(places)]
    others = others.assign(municipality=numbers_today(workspace, others, place.country))
    return pd.concat([own, others], ignore_index=True)


def _kept(rows: pd.DataFrame, which: list[bool]) -> pd.DataFrame:
    return rows[pd.Series(which, index=rows.index, dtype=bool)]


def _is_place(number: str) -> bool:
    """Municipalities and the country; no counties, regions or groups."""
    is_number = len(number) == 4 and number.isdigit()
    return number == COUNTRY_NUMBER or (is_number and not number.startswith("00"))


def _sources(workspace: Workspace, table: pd.DataFrame) -> tuple[Source, ...]:
    return tuple(describe(workspace, str(name)) for name in sorted(table["source"].unique()))


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=_COLUMNS)
