"""The ledger of a batch: what was asked for, what came of it, and from what.

A SQLite file beside the reports, written by the process that runs the batch and by nobody else.
A run that was under way when everything was killed is found as ``running`` and begun again.
Its cache keys rest on figures by unit too, some of which are hidden: it stays where they are.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import OutputError
from analysis.reporting.batch.outcomes import THERE_ALREADY, Outcome
from analysis.reporting.batch.plans import Job

NAME = "ledger.sqlite"
VERSION = 2
"""Of the table. A ledger of another version is begun anew: every report is compared again."""

_TABLE = """
CREATE TABLE IF NOT EXISTS runs (
    template TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL DEFAULT '',
    stamp TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    seconds REAL,
    error TEXT NOT NULL DEFAULT '',
    cell TEXT NOT NULL DEFAULT '',
    peak INTEGER,
    hashes TEXT NOT NULL DEFAULT '{}',
    changed TEXT NOT NULL,
    PRIMARY KEY (template, parameters)
)
"""


@dataclass(frozen=True)
class Entry:
    """A line of the ledger. ``state`` is queued, running, ok, unchanged or the status of an error;
    ``folder`` is relative to the folder of all reports, ``key`` says from what it was made, and
    ``stamp`` as of which state of all files the key was compared. ``peak`` is in bytes, ``hashes``
    are of the files of the report, as JSON."""

    job: Job
    state: str
    attempts: int
    key: str
    stamp: str
    folder: str
    seconds: float | None
    error: str
    cell: str
    peak: int | None
    hashes: str


class Ledger:
    """The ledger in ``output``, the folder of all reports. OutputError if it cannot be written."""

    def __init__(self, output: Path):
        self.path = output / NAME
        with _told(self.path):
            output.mkdir(parents=True, exist_ok=True)
            with self._open() as file:
                file.execute("PRAGMA journal_mode = WAL")
                _begin_anew_if_other(file)
                file.execute(_TABLE)
                file.execute(f"PRAGMA user_version = {VERSION}")

    def queue(self, jobs: Iterable[Job]) -> None:
        """Note that ``jobs`` are to be run. What was made stays noted as made."""
        now = _now()
        with _told(self.path), self._open() as file:
            file.executemany(
                "INSERT INTO runs (template, parameters, state, changed) VALUES (?, ?, 'queued', ?)"
                " ON CONFLICT DO UPDATE SET state = 'queued', attempts = 0,"
                " changed = excluded.changed WHERE state NOT IN ('ok', 'unchanged', 'repeated')",
                [(*_names(job), now) for job in jobs],
            )

    def end(self, outcome: Outcome, key: str, stamp: str) -> None:
        """Note what came of a job, and from what its report is made. How long it took to make one
        that is there already stays noted."""
        run = {"seconds": round(outcome.seconds, 2), "peak": outcome.peak}
        self.note(
            outcome.job,
            outcome.state,
            folder=outcome.folder,
            error=outcome.error,
            cell=outcome.cell,
            hashes=json.dumps(outcome.hashes),
            key=key,
            stamp=stamp,
            **({} if outcome.state in THERE_ALREADY else run),
        )

    def note(self, job: Job, state: str, **known: str | float | None) -> None:
        """Note a new state of ``job``, and what else is ``known``: columns of the table."""
        values = {"state": state, "changed": _now(), **known}
        columns = ", ".join(f"{name} = ?" for name in values)
        with _told(self.path), self._open() as file:
            file.execute(
                f"UPDATE runs SET {columns} WHERE template = ? AND parameters = ?",
                [*values.values(), *_names(job)],
            )

    def entries(self) -> dict[Job, Entry]:
        """Return what is noted of every job."""
        with _told(self.path), self._open() as file:
            rows = file.execute(
                "SELECT template, parameters, state, attempts, key, stamp, folder, seconds, error,"
                " cell, peak, hashes FROM runs ORDER BY rowid"
            ).fetchall()
        found = (Entry(_job(template, parameters), *rest) for template, parameters, *rest in rows)
        return {entry.job: entry for entry in found}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30)) as file, file:
            file.execute("PRAGMA synchronous = NORMAL")
            yield file


def read_states(output: Path) -> dict[Job, str]:
    """Return the state of every job in the ledger in ``output``, which is only read, whichever
    version of Tiltak wrote it; nothing if there is none. OutputError if it cannot be read."""
    path = output / NAME
    if not path.is_file():
        return {}
    # Without its journal nobody is writing, and SQLite need not make one in order to read.
    still = not path.with_name(f"{NAME}-wal").exists()
    address = f"{path.resolve().as_uri()}?{'immutable=1' if still else 'mode=ro'}"
    with _told(path), closing(sqlite3.connect(address, uri=True, timeout=30)) as file:
        rows = file.execute("SELECT template, parameters, state FROM runs ORDER BY rowid")
        return {_job(template, parameters): state for template, parameters, state in rows}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path} cannot be written or read: {error}") from error


def _begin_anew_if_other(file: sqlite3.Connection) -> None:
    (version,) = file.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        file.execute("DROP TABLE IF EXISTS runs")


def _names(job: Job) -> tuple[str, str]:
    return job.template, json.dumps(job.parameters, ensure_ascii=False)


def _job(template: str, parameters: str) -> Job:
    return Job(template, tuple(map(tuple, json.loads(parameters))))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
