"""What a worker of a cluster is asked for. distributed itself is only known to be there: the
kernels' warm parent, another program that this process starts, never loads it."""

import asyncio
import platform
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from analysis import __version__
from analysis.reporting.batch.cluster.shipping import contents, made_with, packed, unpack
from analysis.reporting.links import stand_in
from analysis.sources.workspace import Workspace

Answer = TypeVar("Answer")

_one_run = threading.Lock()
"""papermill changes the folder of the whole process, however many threads it has."""


@dataclass(frozen=True)
class Seen:
    """A worker as it sees itself: the hash of what it makes reports with, the names of its
    versions, and where it has the workspace, None if it does not."""

    made_with: str
    versions: str
    root: Path | None


def look(root: Path, expected: str, names: Sequence[str]) -> Seen:
    """Say what there is; ``expected`` is the hash of the workspace that may be at ``root``, and
    ``names`` are the files it needs of those that come with the package."""
    from distributed import get_worker

    places = (root, _shipped_to(Path(get_worker().local_directory), expected))
    found = (place for place in places if _holds(place, expected))
    return Seen(made_with(names), versions(), next(found, None))


def versions() -> str:
    """Return the versions of Tiltak and of Python, in words."""
    return f"Tiltak {__version__} with Python {platform.python_version()}"


async def receive(data: bytes, expected: str, dask_worker: Any = None) -> Path:
    """Keep the workspace that was sent until this worker ends; return where it is."""
    folder = Path(dask_worker.local_directory)
    return await asyncio.to_thread(_receive, data, expected, folder)


def carry_out(
    task: Callable[..., Answer], arguments: Sequence[Any], output: Path, there: Sequence[str]
) -> tuple[Answer, bytes]:
    """Return what ``task`` answers, and the reports it has made, packed.

    Where it would write to ``output``, it writes to a folder of its own, in which the reports
    that are ``there`` count as made.
    """
    from distributed import get_worker

    local = get_worker().local_directory
    with _one_run, tempfile.TemporaryDirectory(prefix="tiltak-run-", dir=local) as name:
        folder = Path(name)
        stand_in(folder, there)
        answer = task(*(folder if item == output else item for item in arguments))
        made = [path.parent for path in sorted(folder.rglob("run.json"))]
        files = [path for report in made for path in report.iterdir()]
        return answer, packed(folder, files)


def _receive(data: bytes, expected: str, folder: Path) -> Path:
    target = _shipped_to(folder, expected)
    aside = Path(tempfile.mkdtemp(prefix="tiltak-unfinished-", dir=folder))
    unpack(data, aside)
    # Another batch may have sent the same at the same time.
    with suppress(OSError):
        aside.rename(target)
    shutil.rmtree(aside, ignore_errors=True)
    return target


def _shipped_to(folder: Path, expected: str) -> Path:
    return folder / f"tiltak-workspace-{expected[:16]}"


def _holds(place: Path, expected: str) -> bool:
    with suppress(OSError):
        return place.is_dir() and contents(Workspace(place)) == expected
    return False
