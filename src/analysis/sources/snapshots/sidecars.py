"""Sidecars: what is said of a snapshot, and whether its raw file is still the one described."""

import hashlib
import re
from pathlib import Path

from analysis.errors import Fault, InputError
from analysis.model.provenance import Source
from analysis.sources.toml import Lines, read_toml, validate
from analysis.sources.workspace import Workspace

ACCEPTED_NAME = "publisher/dataset/date, in letters, digits, dots and hyphens"

_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*", re.ASCII)


def read_source(workspace: Workspace, identifier: str) -> Source:
    """Return the sidecar of snapshot ``identifier`` (``publisher/dataset/date``).

    InputError lists its faults, among them a raw file that no longer has the sidecar's sha256.
    """
    if not _NAME.fullmatch(identifier):
        fault = Fault(
            "data/sources", None, "", f"'{identifier}' is no name of a source", ACCEPTED_NAME
        )
        raise InputError([fault])
    path = workspace.sources / f"{identifier}.toml"
    label = workspace.relative(path)
    data, text = read_toml(path, label)
    lines = Lines(text)
    source, faults = validate(Source, {**data, "id": identifier}, lines, label)
    if source is None:
        raise InputError(faults)
    found = hashlib.sha256(raw_file(workspace, identifier).read_bytes()).hexdigest()
    if found != source.sha256:
        message = f"the raw file's is {found}: it was changed after it was recorded"
        accepted = "the raw file as it was recorded, or a new snapshot with its own date"
        raise InputError([Fault(label, lines.of(("sha256",)), "sha256", message, accepted)])
    return source


def read_of_kind(workspace: Workspace, identifier: str, kind: str) -> Source:
    """Return the sidecar of a snapshot with the reader ``kind``; InputError for another one."""
    source = read_source(workspace, identifier)
    if source.reader != kind:
        label = workspace.relative(workspace.sources / f"{identifier}.toml")
        raise InputError([Fault(label, None, "reader", f"found '{source.reader}'", f"'{kind}'")])
    return source


def raw_file(workspace: Workspace, identifier: str) -> Path:
    """Return the path of a raw file; InputError if there is none."""
    path = workspace.sources / f"{identifier}.csv"
    if not path.is_file():
        label = workspace.relative(path)
        raise InputError([Fault(label, None, "", "there is no such file", "the raw file")])
    return path
