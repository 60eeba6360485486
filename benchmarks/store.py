"""How much does the store cost beside DuckDB asked directly? One municipality of a million figures.

Writes a store of a million invented observations (seeded; 40 indicators, 357 municipalities, 70
quarters) into a temporary folder: once as one snapshot, once as that and nine revisions of every
twentieth figure. Then, in one process and by turns, on the same files:

- Tiltak: ``Store.observations(municipalities=...)``, an observation table with its periods;
- DuckDB, the rows: ``SELECT ... WHERE municipality = ...`` as a DataFrame, old values and all;
- DuckDB, the same answer: the newest of each key, ``revised`` where it was another, sorted.

    python benchmarks/store.py [--rounds N]

prints the medians and their ratios and ends with status 1 if Tiltak takes more than 1.5 times what
DuckDB takes for the rows of the one snapshot, or for the same answer from the ten, or if answers
differ. Takes about a minute on two idle cores.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from analysis.model.observations import KEY
from analysis.model.periods import Period, parts_of
from analysis.sources.store import Provenance, Store
from analysis.sources.workspace import Workspace

LIMIT = 1.5
QUARTERS = [quarter for year in range(2004, 2022) for quarter in parts_of(year, "quarter")][:70]
NUMBERS = [f"{number:04d}" for number in range(301, 658)]
COLUMNS = "indicator, municipality, unit, period, breakdown, value, n, status, source"
ROWS = f"SELECT {COLUMNS} FROM read_parquet(?) WHERE municipality = ?"
NEWEST = """
    SELECT * EXCLUDE (status, start, lowest, highest),
        if(status = 'reported' AND lowest < highest, 'revised', status) AS status
    FROM (
        SELECT indicator, municipality, unit, period, breakdown, value, n, status, source, start,
            min(value) OVER same AS lowest, max(value) OVER same AS highest
        FROM read_parquet(?) WHERE municipality = ?
        WINDOW same AS (PARTITION BY indicator, municipality, unit, period, breakdown)
        QUALIFY row_number() OVER (
            PARTITION BY indicator, municipality, unit, period, breakdown ORDER BY source DESC
        ) = 1
    )
    ORDER BY indicator, municipality, unit, start, breakdown
"""
"""``ORDER BY source``: in this store, and only here, the names of snapshots sort by their days."""


def invented(generator: np.random.Generator) -> pd.DataFrame:
    """A million figures that nobody has reported."""
    names = [f"invented_{number:02d}" for number in range(40)]
    index = pd.MultiIndex.from_product([names, NUMBERS, QUARTERS])
    table = pd.DataFrame(index.to_list(), columns=["indicator", "municipality", "period"])
    values = generator.normal(8, 1, len(table)).round(1)
    texts = {"unit": "", "breakdown": "", "status": "reported", "source": "invented"}
    return table.assign(value=values, n=generator.integers(20, 3000, len(table)), **texts)


def fill(store: Store, table: pd.DataFrame, snapshots: int, generator: np.random.Generator) -> None:
    for number in range(snapshots):
        share = 1.0 if number == 0 else 0.05
        part = table[generator.random(len(table)) < share]
        changed = part.assign(value=part["value"] + round(0.1 * number, 1))
        store.add(changed, provenance(date(2024, 1, 1) + timedelta(days=number)))


def provenance(published: date) -> Provenance:
    return Provenance(
        publisher="nobody",
        dataset="invented",
        title="Invented figures",
        address="benchmarks/store.py",
        published=published,
        retrieved=f"{published + timedelta(days=1)}T12:00:00Z",
        sha256="0" * 64,
        synthetic=True,
    )


def by_turns(rounds: int, asked: dict[str, Callable[[str], Any]]) -> dict[str, float]:
    """The median of each in milliseconds; a municipality a round, the same for all."""
    for ask in asked.values():
        ask(NUMBERS[0])
    times: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds):
        for name, ask in asked.items():
            started = time.perf_counter()
            ask(NUMBERS[number % len(NUMBERS)])
            times[name].append(1000 * (time.perf_counter() - started))
    return {name: median(found) for name, found in times.items()}


def measure(folder: Path, table: pd.DataFrame, snapshots: int, rounds: int) -> dict[str, float]:
    workspace = Workspace(folder)
    fill(Store(workspace), table, snapshots, np.random.default_rng(snapshots))
    files = sorted(str(path) for path in folder.rglob("*.parquet"))
    size = sum(Path(path).stat().st_size for path in files) / 1e6
    connection = duckdb.connect()
    started = time.perf_counter()
    store = Store(workspace)
    store.observations(municipalities=NUMBERS[0])
    cold = 1000 * (time.perf_counter() - started)
    asked: dict[str, Callable[[str], Any]] = {
        "Tiltak": lambda number: store.observations(municipalities=number),
        "rows": lambda number: connection.execute(ROWS, [files, number]).df(),
        "same": lambda number: connection.execute(NEWEST, [files, number]).df(),
    }
    refuse_another_answer(asked["Tiltak"](NUMBERS[7]), asked["same"](NUMBERS[7]))
    found = by_turns(rounds, asked)
    ratios = {name: found["Tiltak"] / found[name] for name in ("rows", "same")}
    print(
        f"| {snapshots} | {size:.1f} MB | {found['Tiltak']:.1f} ms | {found['rows']:.1f} ms "
        f"| {found['same']:.1f} ms | {ratios['rows']:.2f} | {ratios['same']:.2f} | {cold:.0f} ms |"
    )
    return ratios


def refuse_another_answer(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    columns = [*KEY, "value", "n", "status", "source"]
    theirs = theirs.assign(period=theirs["period"].map(Period.parse))
    pd.testing.assert_frame_equal(ours[columns], theirs[columns], check_dtype=False)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    table = invented(np.random.default_rng(4))
    print(f"{len(table):,} invented observations, one municipality asked for, {rounds} rounds\n")
    print(
        "| snapshots | size | Tiltak | DuckDB, rows | DuckDB, same answer | ratio | ratio | cold |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    results = {}
    for snapshots in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            results[snapshots] = measure(Path(folder).resolve(), table, snapshots, rounds)
    passed = results[1]["rows"] <= LIMIT and results[10]["same"] <= LIMIT
    print(f"\n{'Within' if passed else 'NOT within'} {LIMIT} times DuckDB asked directly.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
