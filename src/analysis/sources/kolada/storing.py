"""Fetched figures into the store: a snapshot for each KPI."""

from analysis.model.observations import COLUMNS
from analysis.sources.kolada.fetching import Fetched
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace


def store_fetched(workspace: Workspace, fetched: Fetched) -> list[str]:
    """Store what was fetched, and return the ids of the snapshots, one for each KPI with figures.

    ``count``, the municipalities behind a mean over a group, is no number of persons and has no
    place in the store.
    """
    store, stored = Store(workspace), []
    for source, rows in fetched.observations.groupby("source", sort=True):
        told = fetched.provenance[str(source)]
        provenance = Provenance(
            publisher="kolada",
            dataset=told.dataset,
            title=told.title,
            address=told.address,
            published=None,
            retrieved=told.retrieved,
            licence=told.licence,
            sha256=told.sha256,
        )
        stored.append(store.add(rows[list(COLUMNS)].reset_index(drop=True), provenance))
    return stored
