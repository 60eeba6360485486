"""The files of a store, looked at once for as long as they stay the same, and asked by DuckDB."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import Fault, InputError
from analysis.sources.store import queries
from analysis.sources.store.snapshots import LABEL, Damaged, Snapshot, damage, read_snapshot
from analysis.sources.workspace import Workspace

Stamp = tuple[int, int]
"""Size and time of a file: as long as they stay, so does what was read from it."""


class Shelf:
    """The snapshots below ``folder``, and a connection to DuckDB."""

    def __init__(self, workspace: Workspace, folder: Path):
        self._workspace = workspace
        self.folder = folder
        self._read: dict[str, tuple[Stamp, Snapshot | Damaged]] = {}
        self._checked: dict[str, tuple[Stamp, Damaged | None]] = {}
        self._connection: tuple[int, Any] | None = None

    def label(self, path: Path) -> str:
        """Return ``path`` as messages show it."""
        return self._workspace.relative(path)

    def snapshots(self) -> list[Snapshot]:
        """Return the snapshots whose labels can be read, oldest first. InputError where the
        folder itself cannot be."""
        found: dict[str, tuple[Stamp, Snapshot | Damaged]] = {}
        for path in self._folders():
            stamp, former = _stamp(path / LABEL), self._read.get(str(path))
            if former is None or former[0] != stamp:
                former = stamp, read_snapshot(path, self.label(path))
            found[str(path)] = former
        self._read = found
        sound = [item for _, item in found.values() if isinstance(item, Snapshot)]
        return sorted(sound, key=lambda item: item.order)

    def damaged(self) -> list[Damaged]:
        """Return what is known to be damaged among the snapshots last looked at."""
        labels = [item for _, item in self._read.values() if isinstance(item, Damaged)]
        ids = {item.id for _, item in self._read.values() if isinstance(item, Snapshot)}
        checked = [
            bad for name, (_, bad) in self._checked.items() if bad is not None and name in ids
        ]
        return sorted([*labels, *checked], key=lambda item: item.identifier)

    def sound(self, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
        """Return those of ``snapshots`` whose observations are as they were written. Every file
        is read through once, and again when it has changed."""
        for item in snapshots:
            stamp, former = _stamp(item.observations), self._checked.get(item.id)
            if former is None or former[0] != stamp or stamp == _ABSENT:
                self._checked[item.id] = stamp, damage(item, self.label(item.folder))
        return [item for item in snapshots if self._checked[item.id][1] is None]

    def fetch(self, snapshots: Sequence[Snapshot], columns: str, where: queries.Condition) -> Any:
        """Return the ``columns`` of the snapshots' rows that fulfil a condition, as Arrow."""
        if not snapshots:
            return _nothing(columns)
        query = queries.select(columns, where)
        return self._ask(query, [_files(snapshots), *where[1]])

    def shares_keys(
        self, added: Any, snapshots: Sequence[Snapshot], *, differing: bool = False
    ) -> bool:
        """Whether a key of the Arrow table ``added`` is in one of ``snapshots``; with
        ``differing``, with something else than in ``added``."""
        if not snapshots:
            return False
        found = self._ask(queries.shared_keys(differing), [_files(snapshots)], added=added)
        return bool(len(found))

    def close(self) -> None:
        """Close the connection, if this process opened one; the next question opens another."""
        if self._connection is not None and self._connection[0] == os.getpid():
            self._connection[1].close()
        self._connection = None

    def _ask(self, query: str, values: list[Any], **tables: Any) -> Any:
        import duckdb

        with self._connected().cursor() as cursor:
            for name, table in tables.items():
                cursor.register(name, table)
            try:
                return cursor.sql(query, params=values).to_arrow_table()
            except duckdb.Error as error:
                found = f"cannot be read: {str(error).splitlines()[0]}"
                place = self.label(self.folder)
                raise InputError([Fault(place, None, "", found, "the files of a store")]) from error

    def _connected(self) -> Any:
        """The connection of this process; one from before a fork would never answer."""
        import duckdb

        if self._connection is None or self._connection[0] != os.getpid():
            # Offline is normal, and nothing may be left in the folder an analyst stands in.
            config: dict[str, Any] = {
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "temp_directory": str(Path(tempfile.gettempdir()) / f"tiltak-duckdb-{os.getpid()}"),
            }
            connection = duckdb.connect(":memory:", config=config)
            connection.execute("SET GLOBAL parquet_metadata_cache = true")
            self._connection = os.getpid(), connection
        return self._connection[1]

    def _folders(self) -> Iterator[Path]:
        """The folders of snapshots: ``publisher/dataset/day-digest``."""
        try:
            for publisher in _subfolders(self.folder):
                for dataset in _subfolders(publisher):
                    yield from _subfolders(dataset)
        except OSError as error:
            place = self.label(Path(error.filename or self.folder))
            found = f"cannot be read: {error.strerror}"
            accepted = "a folder that you may read"
            raise InputError([Fault(place, None, "", found, accepted)]) from None


_ABSENT: Stamp = (-1, -1)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return _ABSENT
    return found.st_size, found.st_mtime_ns


def _subfolders(folder: Path) -> list[Path]:
    """The folders in ``folder``, by name; those that begin with a dot are unfinished."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                Path(entry.path)
                for entry in entries
                if entry.is_dir() and not entry.name.startswith(".")
            )
    except FileNotFoundError:
        return []


def _files(snapshots: Sequence[Snapshot]) -> list[str]:
    """The files as DuckDB takes them, for which some letters of a name are patterns."""
    patterns = str.maketrans({letter: f"[{letter}]" for letter in "*?["})
    return [str(item.observations).translate(patterns) for item in snapshots]


def _nothing(columns: str) -> Any:
    import pyarrow as pa

    kinds = {"value": pa.float64(), "n": pa.float64()}
    names = columns.split(", ")
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names]).empty_table()
