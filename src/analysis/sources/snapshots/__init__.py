"""Snapshots: raw files that are never edited, each with a sidecar that says where it is from."""

from analysis.model.provenance import Source
from analysis.sources.snapshots.printed_tables import printed_figures, read_printed_table
from analysis.sources.snapshots.series import read_observations, read_series, read_units
from analysis.sources.snapshots.sidecars import read_of_kind, read_source
from analysis.sources.snapshots.tables import read_figures, read_replies_table, read_table
from analysis.sources.workspace import Workspace

__all__ = [
    "read_figures",
    "read_observations",
    "read_of_kind",
    "read_printed_table",
    "read_raw",
    "read_series",
    "read_source",
    "read_table",
    "read_units",
]

_BY_NAME = {
    "figures": read_figures,
    "observations": read_observations,
    "replies": read_replies_table,
    "table": read_table,
}


def read_raw(workspace: Workspace, identifier: str) -> Source:
    """Return the sidecar of a snapshot whose raw file can be read; InputError lists its faults."""
    source = read_source(workspace, identifier)
    if source.reader == "series":
        read_series(workspace, identifier, "")
    elif source.reader == "units":
        read_units(workspace, identifier, "")
    elif source.reader == "printed_table":
        printed_figures(workspace, source)
    else:
        _BY_NAME[source.reader](workspace, identifier)
    return source
