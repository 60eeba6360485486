"""The snapshots in a store's folder: which there are, and which of them are damaged.

A snapshot is a folder ``<publisher>/<dataset>/<day>-<digest>`` of two files: the observations
in Parquet, and a label in JSON with the provenance, the indicators and the checksum of the
Parquet file. The Parquet file carries the label too, but for that checksum.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.errors import Fault, InputError
from analysis.sources.store.provenance import Provenance

SCHEMA = 1
"""Version of the files. Another one is not read: its figures might mean something else."""

OBSERVATIONS = "observations.parquet"
LABEL = "snapshot.json"
METADATA = b"tiltak_snapshot"

_MEND = (
    "the snapshot as it was written: bring its folder back from a copy, or remove the folder and "
    "import or fetch it again"
)


@dataclass(frozen=True)
class Snapshot:
    """Observations of one source as published on one day."""

    id: str
    folder: Path
    provenance: Provenance
    content: str
    digest: str
    indicators: frozenset[str]
    sha256: str

    @property
    def order(self) -> tuple[date, datetime, str]:
        """What later snapshots have more of."""
        return self.provenance.known, self.provenance.retrieved, self.id

    @property
    def moment(self) -> tuple[date, datetime]:
        return self.order[:2]

    @property
    def observations(self) -> Path:
        return self.folder / OBSERVATIONS


@dataclass(frozen=True)
class Damaged:
    """A snapshot that cannot be read. ``indicators`` is None where nobody can tell which it has;
    ``known`` likewise."""

    identifier: str
    fault: Fault
    indicators: frozenset[str] | None = None
    known: date | None = None

    @property
    def source(self) -> str:
        """``publisher/dataset``, which its place tells even if its files do not."""
        return self.identifier.rpartition("/")[0]

    def concerns(
        self, indicators: frozenset[str] | None, sources: frozenset[str] | None, until: date | None
    ) -> bool:
        """Whether figures of ``indicators`` could be wrong without this snapshot."""
        both_told = indicators is not None and self.indicators is not None
        if both_told and not (indicators or frozenset()) & (self.indicators or frozenset()):
            return False
        if until is not None and self.known is not None and self.known > until:
            return False
        return sources is None or self.source in sources


def identity(provenance: Provenance, content: str) -> str:
    """Return the digest of a snapshot. When and how it was fetched is no part of it."""
    # Nor is the producer: snapshots from before one could be named stay what they are.
    named = provenance.model_dump(mode="json", exclude={"retrieved", "sha256", "producer"})
    text = json.dumps({"content": content, "provenance": named}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(label: dict[str, Any]) -> str:
    """Return the checksum of a label, but for its seal."""
    rest = {key: value for key, value in label.items() if key != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def label_of(provenance: Provenance, content: str, rows: int, indicators: list[str]) -> Any:
    """Return the label of a snapshot but for the checksum of the Parquet file."""
    return {
        "schema": SCHEMA,
        "provenance": provenance.model_dump(mode="json"),
        "content": content,
        "rows": rows,
        "indicators": sorted(indicators),
    }


def read_snapshot(folder: Path, label: str) -> Snapshot | Damaged:
    """Return the snapshot in ``folder``, called ``label`` in messages, or what is wrong with it."""
    file = f"{label}/{LABEL}"
    try:
        data = json.loads((folder / LABEL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return _damaged(folder, file, "there is no such file")
    except OSError as error:
        return _damaged(folder, file, f"it cannot be read: {error.strerror}")
    except ValueError:
        return _damaged(folder, file, "it is damaged")
    schema = data.get("schema") if isinstance(data, dict) else None
    if schema is not None and schema != SCHEMA:
        found = f"{schema!r}, written by another version of Tiltak"
        accepted = f"{SCHEMA}; read it with the version that wrote it, or import it again with this"
        fault = Fault(file, None, "schema", found, accepted)
        return Damaged(_identifier(folder), fault, _indicators(data))
    try:
        return _snapshot(folder, data)
    except (ValidationError, KeyError, TypeError, ValueError):
        return _damaged(folder, file, "it was changed after it was written")


def _snapshot(folder: Path, data: dict[str, Any]) -> Snapshot:
    provenance = Provenance.model_validate(data["provenance"])
    name = _identifier(folder)
    digest = identity(provenance, data["content"])
    if data["seal"] != seal(data) or not name.startswith(snapshot_name(provenance, digest)):
        raise ValueError(name)
    return Snapshot(
        name,
        folder,
        provenance,
        data["content"],
        digest,
        frozenset(data["indicators"]),
        str(data["parquet_sha256"]),
    )


def snapshot_name(provenance: Provenance, digest: str) -> str:
    """Return the id of a snapshot: ``publisher/dataset/day-digest``."""
    return f"{provenance.source}/{provenance.known}-{digest[:16]}"


def damage(snapshot: Snapshot, label: str) -> Damaged | None:
    """Return what is wrong with the observations of ``snapshot``, or None. Reads all of them."""
    try:
        found = hashlib.sha256(snapshot.observations.read_bytes()).hexdigest()
        message = "" if found == snapshot.sha256 else "it is damaged: its checksum is another"
    except FileNotFoundError:
        message = "there is no such file"
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
    if not message:
        return None
    fault = Fault(f"{label}/{OBSERVATIONS}", None, "", message, _MEND)
    return Damaged(snapshot.id, fault, snapshot.indicators, snapshot.provenance.known)


def refuse(damaged: list[Damaged]) -> None:
    """Raise InputError if there is any."""
    if damaged:
        raise InputError([item.fault for item in damaged])


def _identifier(folder: Path) -> str:
    return "/".join(folder.parts[-3:])


def _damaged(folder: Path, file: str, found: str) -> Damaged:
    """A snapshot with a bad label; the label in the Parquet file may still tell its indicators."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    indicators = None
    try:
        metadata = pq.read_schema(folder / OBSERVATIONS).metadata or {}
        indicators = _indicators(json.loads(metadata[METADATA]))
    except (OSError, KeyError, ValueError, pa.ArrowException):
        pass
    return Damaged(_identifier(folder), Fault(file, None, "", found, _MEND), indicators)


def _indicators(data: Any) -> frozenset[str] | None:
    named = data.get("indicators") if isinstance(data, dict) else None
    is_list = isinstance(named, list) and all(isinstance(item, str) for item in named)
    return frozenset(named) if is_list and named else None
