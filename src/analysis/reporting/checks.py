"""Everything that can be wrong in a workspace, found before anybody needs a report."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from analysis.display.catalogues import untranslated
from analysis.errors import Fault, InputError
from analysis.reporting.templates import check_notebook, notebooks
from analysis.sources.catalogue import programme_files, read_programme
from analysis.sources.indicators import read_registry, registry_path
from analysis.sources.municipalities import read_municipalities
from analysis.sources.snapshots import read_raw
from analysis.sources.workspace import Workspace

Checked = tuple[list[Fault], list[str], int]
"""Faults, remarks to print, and how many files were looked at."""


def check_files(workspace: Workspace, paths: Sequence[Path]) -> Checked:
    """Check the given programme files."""
    faults: list[Fault] = []
    for path in paths:
        faults += _faults(partial(read_programme, workspace, path))
    return faults, [], len(paths)


def check_workspace(workspace: Workspace) -> Checked:
    """Check every programme file, source, reference table and template of a workspace, and say
    which languages lack translations."""
    faults = _faults(partial(read_municipalities, workspace))
    tables = [registry_path(workspace)] if registry_path(workspace).is_file() else []
    for _ in tables:
        faults += _faults(partial(read_registry, workspace))
    programmes = programme_files(workspace)
    sidecars = sorted(workspace.sources.rglob("*.toml"))
    templates = notebooks(workspace)
    for path in programmes:
        faults += _faults(partial(read_programme, workspace, path))
    for path in sidecars:
        name = str(path.relative_to(workspace.sources).with_suffix(""))
        faults += _faults(partial(read_raw, workspace, name))
    for path in templates:
        faults += _faults(partial(check_notebook, workspace, path))
    unique = list(dict.fromkeys(faults))
    return (
        unique,
        translations(),
        len(programmes) + len(sidecars) + len(templates) + len(tables) + 1,
    )


def translations() -> list[str]:
    """Return, for each language that lacks translations, how many and the first of them."""
    with as_file(files("analysis.display") / "locale" / "tiltak.pot") as template:
        missing = untranslated(template)
    return [
        f"language {code}: {len(messages)} texts not translated, such as “{messages[0][:60]}”"
        for code, messages in missing.items()
        if messages
    ]


def _faults(read: Callable[[], Any]) -> list[Fault]:
    try:
        read()
    except InputError as error:
        return list(error.faults)
    return []
