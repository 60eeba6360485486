"""A file's figures into the store, with the file as their origin."""

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

from analysis.sources.spreadsheets.importing import Imported
from analysis.sources.spreadsheets.mapping import Mapping
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

OWN = "own"
"""The publisher of what a municipality's own files hold."""


def dataset_of(file: Path, mapping: Mapping) -> str:
    """Return what the figures of a file are called in the store: the same for its next version,
    so that a corrected file revises the former one."""
    bare = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-").lower() or "file"
    return f"{mapping.municipality or 'several'}-{mapping.indicator or 'several'}-{name}"[:80]


def store_imported(workspace: Workspace, file: Path, mapping: Mapping, imported: Imported) -> str:
    """Store the observations of an imported file, and return the id of the snapshot."""
    provenance = Provenance(
        publisher=OWN,
        dataset=dataset_of(file, mapping),
        title=file.name,
        address=file.name,
        published=None,
        retrieved=datetime.now(UTC),
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    return Store(workspace).add(imported.observations, provenance)
