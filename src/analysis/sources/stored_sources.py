"""A source of the store, as programmes name it: ``store:publisher/dataset``."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.errors import Fault, InputError, ParameterError
from analysis.model.provenance import NOT_STATED, STORE, Revision, Source
from analysis.model.texts import LANGUAGES, Text
from analysis.sources.statements import required
from analysis.sources.store import Provenance, Store
from analysis.sources.store.snapshots import Snapshot
from analysis.sources.workspace import Workspace

_LANGUAGE = {"kolada": "sv", "SCB": "sv", "SSB": "nb"}
"""The language in which publishers are asked, by their names in the store."""


@dataclass(frozen=True)
class StoredSource:
    """The ``snapshots`` of one source of the store, oldest first; at least one."""

    store: Store
    identifier: str
    snapshots: Sequence[Snapshot]

    @property
    def name(self) -> str:
        """``publisher/dataset``."""
        return self.identifier.removeprefix(STORE)

    @property
    def indicators(self) -> tuple[str, ...]:
        """What its figures are of."""
        return tuple(sorted(set().union(*(item.indicators for item in self.snapshots))))

    def refuse_without(self, indicator: str) -> None:
        """Raise InputError if it has no figures of ``indicator``."""
        if indicator not in self.indicators:
            accepted = ", ".join(self.indicators)
            fault = Fault(self.identifier, None, "", f"it has no '{indicator}'", accepted)
            raise InputError([fault])

    def observations(
        self, indicator: str, numbers: Iterable[str] | None, known_at: date | None
    ) -> pd.DataFrame:
        """Return its newest figures of ``indicator``, known by a day, as an observation table."""
        return self.store.observations(
            indicator,
            None if numbers is None else list(numbers),
            known_at=known_at,
            sources=self.name,
        )


def open_stored(
    workspace: Workspace, identifier: str, known_at: date | None = None
) -> StoredSource:
    """Return a source of the store. InputError says which command brings one that is not there."""
    name = identifier.removeprefix(STORE)
    store = Store(workspace)
    try:
        snapshots = store.snapshots(name, known_at)
    except ParameterError:
        snapshots = []
    if not snapshots:
        when = f" by {known_at}" if known_at else ""
        found = f"the store has no '{name}'{when}"
        raise InputError([Fault(identifier, None, "", found, command_for(name))])
    return StoredSource(store, identifier, snapshots)


def command_for(name: str) -> str:
    """Return how figures of ``publisher/dataset`` come into the store."""
    publisher, _, dataset = name.partition("/")
    commands = {
        "kolada": f"bring it with `tiltak fetch kolada --kpi {dataset} --all`",
        "SSB": f"bring it with `tiltak fetch pxweb ssb {dataset} --indicator ID`",
        "SCB": f"bring it with `tiltak fetch pxweb scb {dataset} --indicator ID`",
        "own": "bring it with `tiltak import FILE`",
    }
    other = "a source that `tiltak data` lists, as store:publisher/dataset"
    return commands.get(publisher, other) if dataset else other


def describe_stored(workspace: Workspace, identifier: str, known_at: date | None = None) -> Source:
    """Return what the store says of a source: the newest of its snapshots, and which there are.

    ``published`` and ``retrieved`` are the newest's. ``sha256`` is of the snapshots' contents, so
    that a revision changes it.
    """
    stored = open_stored(workspace, identifier, known_at)
    newest = stored.snapshots[-1].provenance
    every = [item.provenance for item in stored.snapshots]
    notes = tuple(dict.fromkeys(note for item in every for note in item.notes))
    lines = "".join(f"{item.digest}\n" for item in stored.snapshots)
    indicators = stored.indicators
    return Source(
        id=identifier,
        title=_title(newest),
        producer=newest.producer or newest.publisher,
        address=newest.address,
        published=_stated(newest.published),
        retrieved=newest.retrieved.date().isoformat(),
        licence=newest.licence,
        sha256=hashlib.sha256(lines.encode()).hexdigest(),
        reader="store",
        indicator=indicators[0] if len(indicators) == 1 else "",
        notes=notes,
        synthetic=any(item.synthetic for item in every),
        required=required(newest.publisher, notes),
        by_unit=stored.store.has_units(stored.name),
        revisions=tuple(
            Revision(
                id=item.id,
                published=_stated(item.provenance.published),
                retrieved=item.provenance.retrieved.isoformat(timespec="seconds"),
            )
            for item in stored.snapshots
        ),
    )


def _title(provenance: Provenance) -> Text:
    """The title in the language the publisher writes; a file's name is in none."""
    own = _LANGUAGE.get(provenance.publisher)
    return Text(tuple((code, provenance.title) for code in ([own] if own else LANGUAGES)))


def _stated(day: date | None) -> str:
    return day.isoformat() if day else NOT_STATED
