"""Fetched figures into the store: a snapshot for each KPI."""

from analysis.model.observations import COLUMNS
from analysis.sources.kolada.fetching import Fetched
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace


def store_fetched(workspace: Workspace, fetched: Fetched) -> list[str]:
    """Store what was fetched, and return the ids of the snapshots, one for each KPI with figures.

    ``count``, the municipalities behind a mean over a group, is no number of persons and has no
    place in the store.
    """
    store = Store(workspace)
    return [
        store.add(rows[list(COLUMNS)].reset_index(drop=True), fetched.provenance[str(source)])
        for source, rows in fetched.observations.groupby("source", sort=True)
    ]
