"""Writing a first programme file: whole and without faults, or not at all."""

from pathlib import Path

import pandas as pd

from analysis.errors import ParameterError
from analysis.sources.catalogue import read_programme
from analysis.sources.figures import describe, read_observations_of
from analysis.sources.files import write_whole
from analysis.sources.new_programmes.text import programme_text
from analysis.sources.new_programmes.wanted import Checked, programme_path
from analysis.sources.workspace import Workspace


def write_programme(workspace: Workspace, checked: Checked, identifier: str) -> Path:
    """Write a programme file on the figures called ``identifier`` (``store:publisher/dataset``),
    and return its path. It speaks from the last period with a figure.

    InputError: no such source, or the file would have faults. ParameterError: there is such a
    programme, or the municipality has no figures there. OutputError: it cannot be written.
    """
    wanted = checked.wanted
    path = programme_path(workspace, wanted.identifier)
    if path.exists():
        raise ParameterError(f"there is a programme '{wanted.identifier}' already.")
    source = describe(workspace, identifier)
    table = read_observations_of(workspace, identifier, wanted.series, checked.place)
    known = _whole(table)
    if known.empty:
        raise ParameterError(
            f"{identifier} has no figures of {checked.place.name} as a whole. Accepted: rows for "
            "the whole municipality in the sheet, beside those of its units; add them and import "
            "it again."
        )
    has_units = bool(table["unit"].ne("").any())
    text = programme_text(checked, source, known, has_units)
    label = workspace.relative(path)
    write_whole(path, text, label, lambda aside: read_programme(workspace, aside), folders=True)
    return path


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["unit"].eq("") & table["breakdown"].eq("") & table["value"].notna()]
