"""Snapshots that stay tables: a document's single figures, and tables as published."""

import pandas as pd

from analysis.model.provenance import Source
from analysis.sources.snapshots.rows import COLUMNS, Rows, number_or_nothing, one_of
from analysis.sources.snapshots.sidecars import read_of_kind
from analysis.sources.workspace import Workspace

FIGURE_STATUSES = ("reported", "doubtful", "missing")


def read_figures(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return the single figures a document prints, indexed by ``item``, with the columns
    printed, value, unit, period, status, slide, note_nb and note_en. ``value`` is NaN where
    the document has lost it (status ``missing``) or where it cannot be relied on."""
    source = read_of_kind(workspace, identifier, "figures")
    table = Rows(workspace, source)
    statuses = ", ".join(FIGURE_STATUSES)
    rows = []
    for line, row in table:
        value = table.convert(line, "value", row, number_or_nothing, "a number or nothing")
        status = table.convert(line, "status", row, one_of(FIGURE_STATUSES), statuses)
        rows.append({**row, "value": value, "status": status})
    table.finish()
    frame = pd.DataFrame(rows, columns=list(COLUMNS["figures"])).set_index("item")
    frame["value"] = frame["value"].astype(float)
    return frame


def read_table(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return a snapshot with the reader ``table`` as it was published: every cell as text.

    A tidy table with columns of its own. Text keeps the zero of "0301" and what a cell prints
    where there is no number; whoever uses a column turns it into numbers.
    """
    return cells_of(workspace, read_of_kind(workspace, identifier, "table"))


def read_replies_table(workspace: Workspace, identifier: str) -> pd.DataFrame:
    """Return a stored reply to a form, every cell as text; what it says is read, and held against
    its programme, by :mod:`analysis.sources.replies`."""
    return cells_of(workspace, read_of_kind(workspace, identifier, "replies"))


def cells_of(workspace: Workspace, source: Source) -> pd.DataFrame:
    """Return the rows of a snapshot, every cell as text; InputError for rows that are too short."""
    table = Rows(workspace, source)
    for line, row in table:
        if short := [name for name, cell in row.items() if cell is None]:
            table.refuse(
                line, short[0], row, "a cell for each column, empty where there is nothing"
            )
    table.finish()
    return pd.DataFrame([row for _, row in table])
