"""How a snapshot comes into the store: checked, recognised if it is there, written aside."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.errors import Fault, InputError
from analysis.sources.files import staged, writing
from analysis.sources.store.checking import checked
from analysis.sources.store.provenance import Provenance
from analysis.sources.store.shelf import Shelf
from analysis.sources.store.snapshots import (
    Snapshot,
    identity,
    label_of,
    refuse,
    snapshot_name,
)
from analysis.sources.store.writing import (
    arranged,
    arrow_table,
    commit_snapshot,
    content_digest,
    sweep,
    write_snapshot,
)


def add(shelf: Shelf, observations: pd.DataFrame, provenance: Provenance) -> str:
    """Put a snapshot on the shelf and return its id; ``Store.add`` says the rest."""
    columns = arranged(checked(observations, provenance.source))
    content = content_digest(columns)
    digest = identity(provenance, content)
    name = snapshot_name(provenance, digest)
    indicators = [str(value) for value in columns["indicator"].values]
    rivals = _rivals(shelf, provenance, indicators)
    arrow = arrow_table(columns, name)
    if known := _same(shelf, arrow, provenance, digest, rivals):
        return known.id
    _refuse_one_moment(shelf, arrow, provenance, content, rivals)
    if any(item.id == name for item in rivals):
        # The former value has come back on the day on which it was first published.
        name = f"{name}-{provenance.retrieved:%Y%m%dT%H%M%S%f}"
        arrow = arrow_table(columns, name)
    return _write(shelf, arrow, label_of(provenance, content, len(arrow), indicators), name)


def _rivals(shelf: Shelf, provenance: Provenance, indicators: list[str]) -> list[Snapshot]:
    """The snapshots that may speak of the same keys, oldest first."""
    return [
        item
        for item in shelf.snapshots()
        if item.provenance.source == provenance.source and item.indicators & set(indicators)
    ]


def _same(
    shelf: Shelf, arrow: Any, provenance: Provenance, digest: str, rivals: Sequence[Snapshot]
) -> Snapshot | None:
    """The same snapshot, unless one between the two speaks of the same keys."""
    same = [
        item
        for item in rivals
        if item.digest == digest and item.provenance.known <= provenance.known
    ]
    if not same:
        return None
    former, moment = same[-1], (provenance.known, provenance.retrieved)
    between = [item for item in rivals if former.order < item.order and item.moment < moment]
    _refuse_damage(shelf, [former, *between])
    return None if shelf.shares_keys(arrow, between) else former


def _refuse_one_moment(
    shelf: Shelf, arrow: Any, provenance: Provenance, content: str, rivals: Sequence[Snapshot]
) -> None:
    """Of two values of one moment nobody could tell which is the newer."""
    moment = (provenance.known, provenance.retrieved)
    rivals = [item for item in rivals if item.moment == moment and item.content != content]
    _refuse_damage(shelf, rivals)
    for item in rivals:
        if shelf.shares_keys(arrow, [item], differing=True):
            found = f"{item.id} was retrieved at the same moment and has other values"
            accepted = "the moment at which each of them was retrieved"
            raise InputError([Fault(provenance.source, None, "retrieved", found, accepted)])


def _write(shelf: Shelf, table: Any, label: dict[str, Any], name: str) -> str:
    sweep(shelf.folder)
    outcome = ". Nothing was stored."
    with writing(shelf.folder, outcome), staged(shelf.folder, outcome) as folder:
        write_snapshot(folder, table, label)
        appeared = commit_snapshot(folder, shelf.folder, shelf.folder / name)
    if not appeared:
        # What stands there is the same snapshot, or it is damaged.
        _refuse_damage(shelf, [item for item in shelf.snapshots() if item.id == name], name)
    return name


def _refuse_damage(shelf: Shelf, snapshots: Sequence[Snapshot], *more: str) -> None:
    shelf.sound(snapshots)
    names = {item.id for item in snapshots}.union(more)
    refuse([bad for bad in shelf.damaged() if bad.identifier in names])
