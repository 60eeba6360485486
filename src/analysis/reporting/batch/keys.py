"""From what a report is made, in one hash: if it is the same, the report would be too.

It holds the template, the parameters in full, programme files, the checksums of the sources that
the report names, the reference tables, the package with its catalogues, and the versions of the
libraries. A municipality's page depends on which other reports there are as well: these are
:func:`joined` to its key when they have been made.
"""

import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from analysis.display.any_report import PACKAGES
from analysis.display.subjects import AnySubject
from analysis.reporting.templates import Template
from analysis.sources.workspace import Workspace


def cache_key(workspace: Workspace, template: Template, subject: AnySubject) -> str:
    """Return the hash of what the report on ``subject`` is made from, in hex."""
    return joined(_parts(workspace, template, subject))


def joined(parts: Iterable[str]) -> str:
    """Return one hash of ``parts``, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()


def _parts(workspace: Workspace, template: Template, subject: AnySubject) -> Iterator[str]:
    yield package_hash()
    yield _file(template.path)
    yield repr(sorted(subject.parameters.items()))
    for programme in subject.programmes:
        yield _file(workspace.programmes / f"{programme.id}.toml")
    for source in subject.sources:
        yield f"{source.id} {source.sha256}"
    for path in sorted((workspace.root / "data" / "reference").rglob("*.toml")):
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
