"""A file's figures into the store, with the file as their origin."""

import hashlib
import re
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import InputError, ParameterError
from analysis.model.places import Country
from analysis.model.provenance import NOT_STATED, STORE
from analysis.sources.indicators import find_indicator
from analysis.sources.municipalities import find_municipality
from analysis.sources.spreadsheets.mapping import Mapping
from analysis.sources.store import Provenance
from analysis.sources.workspace import Workspace

OWN = "own"
"""The publisher of what a municipality's own files hold."""


def dataset_of(file: Path, mapping: Mapping) -> str:
    """Return what the figures of a file are called in the store: the same for its next version,
    so that a corrected file revises the former one."""
    bare = unicodedata.normalize("NFKD", file.stem).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-").lower() or "file"
    return f"{mapping.municipality or 'several'}-{mapping.indicator or 'several'}-{name}"[:80]


def named_dataset(said: str) -> str:
    """Return the data set that is named, with or without its publisher: own/4001-leave.
    ParameterError for a name that cannot be one."""
    name = said.removeprefix(STORE).removeprefix(f"{OWN}/")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", name):
        raise ParameterError(
            f"--data-set is '{said}'. Accepted: letters without accents, digits, - and _."
        )
    return name


def provenance_of(workspace: Workspace, file: Path, mapping: Mapping, dataset: str) -> Provenance:
    """Return where the figures of a file are from, which the store calls ``dataset``: the file
    itself, as it is now. The producer is the municipality, where all figures are of one."""
    return Provenance(
        publisher=OWN,
        dataset=dataset,
        title=file.name,
        address=NOT_STATED,
        published=None,
        retrieved=datetime.now(UTC),
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        synthetic=mapping.invented,
        producer=_producer(workspace, mapping),
    )


def _producer(workspace: Workspace, mapping: Mapping) -> str:
    """The municipality's name; "" where the figures are of several, or of a place not known."""
    if mapping.municipality is None:
        return ""
    # A fault in a reference table is no reason to refuse a file; the commands about it tell.
    with suppress(ParameterError, InputError):
        country = _country(workspace, mapping)
        return find_municipality(workspace, mapping.municipality, country).name
    return ""


def _country(workspace: Workspace, mapping: Mapping) -> Country | None:
    with suppress(ParameterError):
        return find_indicator(workspace, mapping.indicator).country
    return None
