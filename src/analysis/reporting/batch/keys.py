"""From what a report is made, in one hash: if it is the same, the report would be too.

It holds the template, the parameters in full, programme files, what the report can see of its
sources (slices), the reference tables, the package with its catalogues, and the versions of the
libraries. A municipality's page depends on which other reports there are as well: these are
:func:`joined` to its key when they have been made.

To read all that for thousands of reports takes minutes. A :func:`stamp` tells at once that no
file has been touched since the keys were compared last.
"""

import hashlib
import os
import platform
from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from analysis.display.any_report import PACKAGES
from analysis.notebook.openers import OF_A_PLACE
from analysis.reporting.batch.slices import slices
from analysis.reporting.requests import Plan
from analysis.reporting.templates import notebooks
from analysis.reporting.warm import identity
from analysis.sources.workspace import Workspace

PAGE = "report.html"
UNFINISHED = "."
"""What a name begins with while a file or folder is written; it is gone or renamed soon after."""


def cache_key(plan: Plan) -> str:
    """Return the hash of what the report of ``plan`` is made from, in hex."""
    return joined(_parts(plan))


def joined(parts: Iterable[str]) -> str:
    """Return one hash of ``parts``, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()


def stamp(workspace: Workspace) -> str:
    """Return a hash of every file that a key may rest on, by its size and time, and of the day,
    which the page of a municipality without figures speaks of. Takes some milliseconds."""
    return joined([identity.key(), str(date.today()), *map(_state, read_from(workspace))])


def reports_in(output: Path) -> list[str]:
    """Return the reports below ``output`` that a municipality's page can link to: all but such
    pages themselves. One that is being made is none."""
    pages = (path.relative_to(output) for path in _below(output, PAGE, OF_A_PLACE))
    return sorted(str(page) for page in pages if page.name == PAGE)


def read_from(workspace: Workspace) -> list[Path]:
    """Return the files and folders that a report of a workspace may be made from, sorted: its
    own, and those that come with the package. What is being written is left out."""
    own = {path for path in notebooks(workspace) if not path.name.startswith(UNFINISHED)}
    data = _below(workspace.root / "data", but={workspace.cache.name})
    return sorted({*data, *own, *_tables(workspace)})


def _below(folder: Path, ends: str = "", but: Container[str] = ()) -> Iterator[Path]:
    """What is below a folder and ``ends`` so, without the folders called ``but`` directly in it.
    A folder that is gone when it is looked into is empty: a glob would end there."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(UNFINISHED)]
        if place == str(folder):
            folders[:] = [name for name in folders if name not in but]
        found = (name for name in (*folders, *names) if not name.startswith(UNFINISHED))
        yield from (Path(place, name) for name in found if name.endswith(ends))


def _tables(workspace: Workspace) -> tuple[Path, ...]:
    """The reference tables that come with the package, where the workspace has none of its own."""
    return workspace.reference("indicators.toml"), workspace.municipalities


def _state(path: Path) -> str:
    try:
        state = path.stat()
    except FileNotFoundError:
        return f"{path} is gone"
    return f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"


def _parts(plan: Plan) -> Iterator[str]:
    workspace = plan.workspace
    yield package_hash()
    yield _file(plan.template.path)
    yield repr(sorted(plan.subject.parameters.items()))
    for programme in plan.subject.programmes:
        yield _file(workspace.programmes / f"{programme.id}.toml")
    yield from slices(workspace, plan.template.report, plan.subject)
    for path in (*sorted(_below(workspace.fetched, ".toml")), *_tables(workspace)):
        yield _file(path)
    if VIEW in plan.template.path.read_bytes():
        yield from _everything_held(workspace)


VIEW = b".view("
"""In a template: a view of any figures there are, whichever the report names as its sources."""


def _everything_held(workspace: Workspace) -> Iterator[str]:
    """The checksums of all snapshots below data/sources, and the labels of those in the store."""
    for path in sorted(_below(workspace.sources, ".toml")):
        yield _file(path)
    for path in sorted(_below(workspace.root / "data" / "store", ".json")):
        yield _file(path)


@lru_cache
def package_hash() -> str:
    """Return the hash of the package, its catalogues and the versions of what it rests on."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    root = Path(str(files("analysis")))
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".mo"):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
