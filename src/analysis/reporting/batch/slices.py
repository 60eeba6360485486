"""What a report can see of its sources, in one hash for each.

A national panel changes with every municipality's figure; most reports read of it the rows of
their own municipality, of the country, and of those their programme names to compare with.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.display.subjects import AnySubject, Subject
from analysis.model.places import COUNTRY_NUMBER
from analysis.model.provenance import STORE, Source
from analysis.notebook.openers import reads_whole
from analysis.sources.same_place import numbers_of
from analysis.sources.snapshots import read_observations
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


def slices(workspace: Workspace, report: str, subject: AnySubject) -> Iterator[str]:
    """Return, for each source of the report that a template opens, a hash of what it prints of the
    source and can see. The page of a municipality sees every row."""
    rows_only = isinstance(subject, Subject) and not reads_whole(report)
    numbers = _numbers(subject) if isinstance(subject, Subject) else set()
    with Store(workspace) as store:
        for source in subject.sources:
            table = _table(workspace, store, source, numbers) if rows_only else None
            seen = source.sha256 if table is None else _hash(table)
            yield f"{source.id} {_stated(source)} {seen}"


def _numbers(subject: Subject) -> set[str]:
    """Whose rows are read: the report's own, and all that the programme names."""
    own = numbers_of(subject.municipality) if subject.municipality else ()
    return {COUNTRY_NUMBER, *own, *_named(subject.programme.model_dump())}


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("municipality"), str):
            yield part["municipality"]
        part = list(part.values())
    if isinstance(part, list | tuple):
        for item in part:
            yield from _named(item)


def _table(
    workspace: Workspace, store: Store, source: Source, numbers: set[str]
) -> pd.DataFrame | None:
    """The rows that are read of a source with many places; None for others, read whole."""
    if source.reader == "store":
        name = source.id.removeprefix(STORE)
        return store.observations(municipalities=sorted(numbers), sources=name)
    if source.reader == "observations":
        table = read_observations(workspace, source.id)
        return table[table["municipality"].isin(numbers)]
    return None


def _stated(source: Source) -> str:
    """What the report prints of a source. Of the store, not the day it was last asked: a report
    that has the same figures from an earlier day is as right as it was."""
    left_out = {"sha256", "revisions"}
    if source.reader == "store":
        left_out |= {"published", "retrieved"}
    return source.model_dump_json(exclude=left_out)


def _hash(table: pd.DataFrame) -> str:
    left_out = [name for name in ("source",) if name in table]
    return hashlib.sha256(table.drop(columns=left_out).to_csv(index=False).encode()).hexdigest()
