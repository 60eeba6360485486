"""The newest value of each key, from the rows of several snapshots.

- The newest is that of the snapshot published last, of one day the one retrieved last. Without a
  value (``suppressed``, ``missing``) it is the newest all the same: an earlier value is not shown.
- A key that a later snapshot leaves out keeps its value: a part of a table withdraws nothing.
- ``reported`` becomes ``revised`` where an earlier snapshot of the same source had another value.
  Every other status stays as the source gives it, ``provisional`` and ``implied`` among them. A
  value that was missing or suppressed before is no revision.
- Two sources for one key are refused by name, even if they agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, InputError
from analysis.model.observations import COLUMNS, KEY
from analysis.sources.store.keys import Coded, Codes, code_periods, code_texts, fold
from analysis.sources.store.shelf import Shelf
from analysis.sources.store.snapshots import Snapshot


@dataclass(frozen=True)
class Rows:
    """Rows of ``snapshots`` (oldest first) as the Arrow ``table`` that was read. ``columns`` are
    those of the key; ``ranks`` are the places of the rows' snapshots."""

    table: Any
    columns: dict[str, Coded]
    ranks: Codes
    snapshots: Sequence[Snapshot]

    @classmethod
    def of(cls, table: Any, snapshots: Sequence[Snapshot]) -> "Rows":
        """Return the rows of ``table``, which was read from ``snapshots``."""
        columns = {name: _coded(table[name], name == "period") for name in KEY}
        places = {snapshot.id: place for place, snapshot in enumerate(snapshots)}
        source = _coded(table["source"])
        ranks = np.array([places[name] for name in source.values], dtype=np.int64)
        return cls(table, columns, ranks[source.codes], snapshots)

    @property
    def source_ranks(self) -> Codes:
        """For each row the place of its source among the sources, in the order of their names."""
        names = [snapshot.provenance.source for snapshot in self.snapshots]
        places = {name: place for place, name in enumerate(sorted(set(names)))}
        return np.array([places[name] for name in names], dtype=np.int64)[self.ranks]


@dataclass(frozen=True)
class Newest:
    """Which of ``rows`` are the newest of their key and source, in the order of keys. ``key``
    numbers the keys; ``revised`` tells where an earlier value was another."""

    rows: Rows
    picked: Codes
    key: Codes
    revised: Any

    def frame(self) -> pd.DataFrame:
        """Return an observation table; ``source`` is the snapshot that a value stands in."""
        import pyarrow as pa

        # Columns are replaced, never added: that much faster than to build a frame of them.
        table = self.rows.table.select(list(COLUMNS)).take(pa.array(self.picked))
        frame = table.to_pandas()
        frame["period"] = self.rows.columns["period"].take(self.picked)
        if self.revised.any():
            revised = self.revised & frame["status"].eq("reported").to_numpy()
            frame["status"] = frame["status"].mask(revised, "revised")
        return frame

    def refuse_two_sources(self, shelf: Shelf) -> None:
        """Raise InputError naming the sources of keys that have more than one."""
        again = np.flatnonzero(self.key[1:] == self.key[:-1])
        if not len(again):
            return
        faults: dict[tuple[str, str, str], list[str]] = {}
        for place in again:
            former, later = self.picked[place], self.picked[place + 1]
            cells = [
                str(column.take(np.array([later]))[0]) for column in self.rows.columns.values()
            ]
            pair = (cells[0], self._source(former), self._source(later))
            faults.setdefault(pair, []).append(" ".join(cell for cell in cells[1:] if cell))
        raise InputError(
            [_two_sources(shelf.label(shelf.folder), pair, keys) for pair, keys in faults.items()]
        )

    def _source(self, row: int) -> str:
        snapshot: Snapshot = self.rows.snapshots[self.rows.ranks[row]]
        return snapshot.provenance.source


def newest(rows: Rows) -> Newest:
    """Return the newest row of each key and source, in the order of an observation table."""
    key = fold(rows.columns.values())
    order = np.lexsort((rows.ranks, rows.source_ranks, key))
    if not len(order):
        return Newest(rows, order, key, np.zeros(0, dtype=bool))
    sources = rows.source_ranks[order]
    changes = (key[order][1:] != key[order][:-1]) | (sources[1:] != sources[:-1])
    firsts = np.flatnonzero(np.concatenate([[True], changes]))
    lasts = np.concatenate([firsts[1:], [len(order)]]) - 1
    values = rows.table["value"].to_numpy()[order]
    lowest, highest = np.fmin.reduceat(values, firsts), np.fmax.reduceat(values, firsts)
    picked = order[lasts]
    return Newest(rows, picked, key[picked], lowest < highest)


def _coded(column: Any, is_period: bool = False) -> Coded:
    encoded = column.combine_chunks().dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    code = code_periods if is_period else code_texts
    return code(encoded.dictionary.to_pylist(), codes)


def _two_sources(label: str, pair: tuple[str, str, str], keys: list[str]) -> Fault:
    indicator, former, later = pair
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    found = f"two sources, {former} and {later}, have {keys[0]}{more}"
    return Fault(label, None, indicator, found, f"one of them, chosen by its name: '{former}'")
