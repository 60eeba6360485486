"""Snapshots appear in the store complete, or not at all."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.sources.files import UNFINISHED
from analysis.sources.store.keys import Coded, code_periods, code_texts, fold
from analysis.sources.store.snapshots import LABEL, METADATA, OBSERVATIONS, seal

# Sorted by municipality first, so that a municipality's slice is few groups of rows.
ROWS_TOGETHER = 50_000

_TEXTS = ("municipality", "indicator", "unit", "breakdown", "status", "origin")
_ORDER = ("municipality", "indicator", "unit", "period", "breakdown")
_A_DAY = 24 * 3600


def arranged(table: pd.DataFrame) -> dict[str, Coded | Any]:
    """Return the columns of a checked table in the order in which they are stored. Texts and
    periods are coded; ``origin`` is what the table calls its source."""
    columns: dict[str, Coded] = {}
    named = table.rename(columns={"source": "origin"}).assign(period=table["period"].map(str))
    for name in (*_TEXTS, "period"):
        codes, values = pd.factorize(named[name])
        code = code_periods if name == "period" else code_texts
        columns[name] = code(list(values), np.asarray(codes, dtype=np.int64))
    order = np.argsort(fold(columns[name] for name in _ORDER), kind="stable")
    sorted_columns: dict[str, Coded | Any] = {
        name: Coded(column.values, column.codes[order]) for name, column in columns.items()
    }
    numbers = {name: named[name].to_numpy()[order] for name in ("value", "n")}
    return sorted_columns | numbers


def content_digest(columns: dict[str, Coded | Any]) -> str:
    """Return the digest of observations, the same on every machine and in every version."""
    digest = hashlib.sha256()
    for name in sorted(columns):
        column = columns[name]
        digest.update(f"\n{name}\n".encode())
        if isinstance(column, Coded):
            digest.update(json.dumps([str(value) for value in column.values]).encode())
            digest.update(column.codes.astype("<i8").tobytes())
        else:
            # One bit pattern for an empty cell.
            digest.update(np.where(np.isnan(column), np.nan, column).astype("<f8").tobytes())
    return digest.hexdigest()


def arrow_table(columns: dict[str, Coded | Any], identifier: str) -> Any:
    """Return the columns as an Arrow table. ``period`` is a text; ``start`` and ``finish`` are
    its first and last day; ``source`` is ``identifier``. Empty cells are null."""
    import pyarrow as pa

    periods: Coded = columns["period"]
    rows = len(periods.codes)
    arrays = {
        name: _texts([str(value) for value in columns[name].values], columns[name].codes)
        for name in (*_TEXTS, "period")
    }
    starts = pa.array([period.start for period in periods.values], pa.date32())
    ends = pa.array([period.end for period in periods.values], pa.date32())
    arrays |= {"start": starts.take(pa.array(periods.codes))}
    arrays |= {"finish": ends.take(pa.array(periods.codes))}
    arrays |= {name: pa.array(columns[name], from_pandas=True) for name in ("value", "n")}
    arrays |= {"source": _texts([identifier], np.zeros(rows, dtype=np.int64))}
    return pa.table(arrays)


def _texts(values: list[str], codes: Any) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(
        pa.array(codes, pa.int32()), pa.array(values, pa.string())
    )


def write_snapshot(folder: Path, table: Any, label: dict[str, Any]) -> None:
    """Write the two files of a snapshot into ``folder``, down to the disk."""
    import pyarrow.parquet as pq

    path = folder / OBSERVATIONS
    marked = table.replace_schema_metadata({METADATA: json.dumps(label)})
    pq.write_table(marked, path, row_group_size=ROWS_TOGETHER, compression="zstd")
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    whole = {**label, "parquet_sha256": checksum}
    text = json.dumps({**whole, "seal": seal(whole)}, indent=2, ensure_ascii=False)
    (folder / LABEL).write_text(text + "\n", encoding="utf-8", newline="\n")
    for written in (path, folder / LABEL, folder):
        _to_disk(written)


def commit_snapshot(folder: Path, store: Path, target: Path) -> bool:
    """Move a complete ``folder`` to ``target``, and return True; False if somebody else has put
    it there. OSError if it cannot be moved."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Moving a folder onto one that has files is refused, so the first writer wins.
        folder.rename(target)
    except OSError:
        if target.is_dir():
            return False
        raise
    for parent in (target.parent, target.parent.parent, store):
        _to_disk(parent)
    return True


def sweep(store: Path) -> None:
    """Remove what writers that were killed have left. A day is more than any writer takes."""
    for folder in store.glob(f"{UNFINISHED}*"):
        try:
            is_old = time.time() - folder.stat().st_mtime > _A_DAY
        except OSError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(path: Path) -> None:
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return  # Windows cannot do this for a folder.
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
