"""A workspace and reports as bytes, for machines that do not see each other's folders."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.reporting.batch.keys import joined, package_hash, read_from
from analysis.sources.workspace import Workspace, shipped


def contents(workspace: Workspace) -> str:
    """Return a hash of a workspace's own files that a report may be made from, by name and
    content, wherever it lies."""
    found = ((path, _hash(path)) for path in _own(workspace))
    return joined(f"{path.relative_to(workspace.root)} {hash_}" for path, hash_ in found if hash_)


def sent(workspace: Workspace) -> bytes:
    """Return the files of :func:`contents`; the answers kept from the network stay."""
    return packed(workspace.root, _own(workspace))


def supplied(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the files that come with the package, where a workspace has none."""
    others = (path for path in read_from(workspace) if not path.is_relative_to(workspace.root))
    return tuple(str(path.relative_to(shipped().root)) for path in others)


def made_with(names: Iterable[str]) -> str:
    """Return the hash of what makes reports here: the package, the versions of what it rests on,
    and the files ``names`` that come with it."""
    files = (shipped().root / name for name in names)
    return joined([package_hash(), *map(_hash, files)])


def packed(root: Path, files: Iterable[Path]) -> bytes:
    """Return those of ``files`` that are still there, by their names below ``root``."""
    target = io.BytesIO()
    with zipfile.ZipFile(
        target, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False
    ) as archive:
        for path in files:
            with suppress(FileNotFoundError):
                archive.write(path, path.relative_to(root))
    return target.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Write what was packed below ``folder``, and nowhere else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


def _own(workspace: Workspace) -> list[Path]:
    files = (path for path in read_from(workspace) if path.is_file())
    return [path for path in files if path.is_relative_to(workspace.root)]


def _hash(path: Path) -> str:
    """The hash of a file, "" if there is none, or none any more."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
