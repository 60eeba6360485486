"""A workspace and reports as bytes, for machines that do not see each other's folders."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from analysis.reporting.batch.keys import joined, read_from
from analysis.sources.workspace import Workspace


def contents(workspace: Workspace) -> str:
    """Return a hash of what a report may be made from, by name and content, wherever it lies."""
    return joined(f"{path.relative_to(workspace.root)} {_hash(path)}" for path in _files(workspace))


def shipped(workspace: Workspace) -> bytes:
    """Return what a report may be made from; the answers kept from the network stay."""
    return packed(workspace.root, _files(workspace))


def packed(root: Path, files: Iterable[Path]) -> bytes:
    """Return ``files``, by their names below ``root``."""
    target = io.BytesIO()
    with zipfile.ZipFile(
        target, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False
    ) as archive:
        for path in files:
            archive.write(path, path.relative_to(root))
    return target.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Write what was packed below ``folder``, and nowhere else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


def _files(workspace: Workspace) -> list[Path]:
    return [path for path in read_from(workspace) if path.is_file()]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
