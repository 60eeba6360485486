"""The store: what it takes in, and what it gives out."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.errors import Fault, ParameterError
from analysis.model.observations import KEY
from analysis.model.periods import Period
from analysis.sources.store import queries
from analysis.sources.store.adding import add
from analysis.sources.store.provenance import Provenance
from analysis.sources.store.resolving import Newest, Rows, newest
from analysis.sources.store.shelf import Shelf
from analysis.sources.store.snapshots import Snapshot, refuse
from analysis.sources.store.summary import summarise
from analysis.sources.workspace import Workspace

Names = str | Sequence[str] | None
"""One name, several, or None for all."""


class Store:
    """Observations of a workspace, in dated snapshots below ``data/store`` that never change.

    Several processes may read and write at once. A snapshot that is damaged, or written by
    another version, stops what it could have a say in (its indicators, its source, the days from
    which it is known) and nothing else; if even its indicators cannot be told, everything.

    Every file is read through at its first question, and again only once it has changed: of
    several questions ask one store, and ``close`` it, or ask within ``with Store(...) as store``.
    """

    def __init__(self, workspace: Workspace):
        self._shelf = Shelf(workspace, workspace.root / "data" / "store")

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection to DuckDB; a later question opens another."""
        self._shelf.close()

    def add(self, observations: pd.DataFrame, provenance: Provenance) -> str:
        """Store a snapshot, down to the disk, and return its id, ``publisher/dataset/day-digest``.

        The same observations from the same provenance, whenever fetched, are recognised: the id
        is that of the snapshot that is there. Not so if another snapshot has spoken of one of the
        keys in between: then the former value has come back.
        InputError lists the faults of an observation table, or says that another snapshot of the
        same moment has other values. OutputError: nothing was stored.
        """
        return add(self._shelf, observations, provenance)

    def observations(
        self,
        indicators: Names = None,
        municipalities: Names = None,
        *,
        first: Period | None = None,
        last: Period | None = None,
        units: Names = None,
        breakdowns: Names = None,
        as_of: Period | None = None,
        known_at: date | None = None,
        sources: Names = None,
    ) -> pd.DataFrame:
        """Return the newest value of each key as an observation table, sorted by key.

        None means all. ``first`` and ``last``: periods that begin with the one or later, and end
        with the other or earlier; ``as_of``: periods that have ended by its end. ``known_at``:
        the figures as published by that day, without later revisions. ``source`` is the id of
        the snapshot; ``sources`` chooses among publishers' datasets (``publisher/dataset``).
        :mod:`analysis.sources.store.resolving` says which value counts, and what ``revised`` is.
        InputError names the sources where a key has two, and snapshots that cannot be read.
        """
        finish = min((item.end for item in (last, as_of) if item is not None), default=None)
        cells = {
            "indicator": _several(indicators),
            "municipality": _several(municipalities),
            "unit": _several(units),
            "breakdown": _several(breakdowns),
        }
        where = queries.conditions(cells, first.start if first else None, finish)
        chosen = self._chosen(_several(indicators), _several(sources), known_at)
        found = self._newest(chosen, where)
        found.refuse_two_sources(self._shelf)
        return found.frame()

    def history(
        self,
        indicator: str,
        municipality: str,
        period: Period,
        *,
        unit: str = "",
        breakdown: str = "",
        sources: Names = None,
    ) -> pd.DataFrame:
        """Return every value a key has had, a row a snapshot, in the order of publication.

        Columns: source (the snapshot), published (a date; None where not stated), retrieved,
        value, n, status (as the source gave it), origin (what the source was called when it was
        stored) and current: whether it is the newest of its publisher's dataset. A value that is
        not current may have been hidden since: do not show it as a figure.
        """
        chosen = self._chosen([indicator], _several(sources), None)
        cells = (indicator, municipality, unit, str(period), breakdown)
        table = self._shelf.fetch(chosen, queries.HISTORY, queries.equal(KEY, cells))
        return _history(table.to_pandas(), chosen)

    def summary(self, indicator: str | None = None) -> pd.DataFrame:
        """Return what is in the store: a row for each indicator, source and kind of period.

        Columns: indicator, source (``publisher/dataset``), kind, municipalities (their number),
        first and last (periods), gaps (periods in between that no municipality has),
        gaps_named (the first few of them), incomplete (municipalities that lack a period between
        their own first and last), a column with the number of observations for each status,
        licence, newest (the day of the newest publication), synthetic, snapshots (their number)
        and damaged: how many snapshots of the source cannot be read and are left out here;
        ``faults()`` says which. ParameterError if no snapshot has ``indicator``.
        """
        sound = self._shelf.sound(self._shelf.snapshots())
        known = sorted(set().union(*(item.indicators for item in sound)))
        if indicator is not None and indicator not in known:
            names = ", ".join(known) or "none"
            raise ParameterError(
                f"there are no observations of '{indicator}'. Indicators in the store: {names}."
            )
        chosen = [item for item in sound if indicator is None or indicator in item.indicators]
        wanted = None if indicator is None else [indicator]
        found = self._newest(chosen, queries.conditions({"indicator": wanted}))
        return summarise(found, self._shelf.damaged())

    def municipalities(self) -> frozenset[str]:
        """Return the numbers under which the store has observations, in snapshots that can be
        read."""
        sound = self._shelf.sound(self._shelf.snapshots())
        found = self._shelf.fetch(sound, "DISTINCT municipality", queries.conditions({}))
        return frozenset(str(number) for number in found.column(0).to_pylist())

    def faults(self) -> list[Fault]:
        """Return what is wrong with the store's files, all of which are read; [] if nothing."""
        self._shelf.sound(self._shelf.snapshots())
        return [item.fault for item in self._shelf.damaged()]

    def provenance(self, identifier: str) -> Provenance:
        """Return where snapshot ``identifier`` comes from. ParameterError if there is none."""
        for snapshot in self._shelf.snapshots():
            if snapshot.id == identifier:
                return snapshot.provenance
        raise ParameterError(f"there is no snapshot '{identifier}' in the store.")

    def snapshots(self, source: str, known_at: date | None = None) -> list[Snapshot]:
        """Return the snapshots of ``source`` (``publisher/dataset``) that were known by a day,
        oldest first; ParameterError names the sources there are, InputError damaged snapshots."""
        return self._chosen(None, [source], known_at)

    def has_units(self, source: str) -> bool:
        """Return whether ``source`` holds figures of units below the whole organisation."""
        chosen = self._chosen(None, [source], None)
        return bool(len(self._shelf.fetch(chosen, "unit", queries.BY_UNIT)))

    def _chosen(
        self,
        indicators: Sequence[str] | None,
        sources: Sequence[str] | None,
        known_at: date | None,
    ) -> list[Snapshot]:
        """The snapshots with a say in a question, oldest first, once none of them is damaged."""
        wanted = None if indicators is None else frozenset(indicators)
        named = None if sources is None else frozenset(sources)
        snapshots = self._shelf.snapshots()
        self._refuse_unknown(named, {item.provenance.source for item in snapshots})
        chosen = [
            item
            for item in snapshots
            if (wanted is None or item.indicators & wanted)
            and (named is None or item.provenance.source in named)
            and (known_at is None or item.provenance.known <= known_at)
        ]
        self._shelf.sound(chosen)
        refuse([bad for bad in self._shelf.damaged() if bad.concerns(wanted, named, known_at)])
        return chosen

    def _refuse_unknown(self, named: frozenset[str] | None, known: set[str]) -> None:
        known |= {item.source for item in self._shelf.damaged()}
        if unknown := sorted((named or frozenset()) - known):
            names = ", ".join(sorted(known)) or "none"
            raise ParameterError(f"there is no source '{unknown[0]}'. In the store: {names}.")

    def _newest(self, chosen: Sequence[Snapshot], where: queries.Condition) -> Newest:
        return newest(Rows.of(self._shelf.fetch(chosen, queries.ROWS, where), chosen))


def _several(names: Names) -> list[str] | None:
    """The names as a list. A number is refused: 301 is not "0301"."""
    found = [names] if isinstance(names, str) else None if names is None else list(names)
    for name in found or []:
        if not isinstance(name, str):
            raise ParameterError(f"{name!r} is no text. Accepted: names in quotes, as '0301'.")
    return found


def _history(rows: pd.DataFrame, snapshots: Sequence[Snapshot]) -> pd.DataFrame:
    places = {item.id: place for place, item in enumerate(snapshots)}
    rows = rows.sort_values("source", key=lambda names: names.map(places), ignore_index=True)
    found = [snapshots[places[name]].provenance for name in rows["source"]]
    published = pd.Series([item.published for item in found], dtype=object)
    rows.insert(1, "published", published)
    rows.insert(2, "retrieved", pd.Series([item.retrieved for item in found], dtype=object))
    names = pd.Series([item.source for item in found], dtype=object)
    return rows.assign(current=~names.duplicated(keep="last"))
