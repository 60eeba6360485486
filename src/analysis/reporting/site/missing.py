"""Reports that were asked for and are not there, or are there from an earlier run only."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import OutputError
from analysis.reporting.batch import MADE
from analysis.reporting.batch.ledger import NAME
from analysis.reporting.site.reading import Unreadable, Version, read_run

GONE = "gone"
"""The state of a report that was made and is no longer there."""


@dataclass(frozen=True)
class Missing:
    """A report that was asked for. ``state`` is the ledger's; ``earlier`` says whether one of an
    earlier run is there."""

    template: str
    programme: str
    municipality: str
    as_of: str
    language: str
    state: str
    earlier: bool

    @property
    def asked(self) -> tuple[str, ...]:
        """What was asked for, by which two records of one report are known as such."""
        return self.template, self.programme, self.municipality, self.as_of, self.language

    @property
    def whatever_the_language(self) -> tuple[object, ...]:
        """What it has in common with the same report in other languages."""
        return (
            self.template,
            self.programme,
            self.municipality,
            self.as_of,
            self.state,
            self.earlier,
        )


def find_missing(reports: Path, versions: Iterable[Version]) -> tuple[Missing, ...]:
    """Return, by the ledger and by what failed runs left, what is not there as it should be.
    OutputError if the ledger cannot be read."""
    there = {str(version.folder): version.finished for version in versions}
    found: dict[tuple[str, ...], Missing] = {}
    for item in [*_failed(reports, there), *_noted(reports, there)]:
        found[item.asked] = item
    return tuple(found[key] for key in sorted(found))


def _noted(reports: Path, there: dict[str, str]) -> Iterator[Missing]:
    for template, parameters, state, folder in _rows(reports / NAME):
        made, present = state in MADE, folder in there
        if made and (present or state == "repeated"):
            continue
        values = {**dict(json.loads(parameters)), **_parts(folder)}
        yield _missing(template, values, GONE if made else state, present)


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    """What the ledger notes of each run. It is only read, whichever version of Tiltak wrote it:
    a site may be made of reports that somebody else keeps."""
    if not path.is_file():
        return []
    # Without its journal nobody is writing, and SQLite need not make one in order to read.
    still = not path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?{'immutable=1' if still else 'mode=ro'}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as file:
            return file.execute(
                "SELECT template, parameters, state, folder FROM runs ORDER BY rowid"
            ).fetchall()
    except sqlite3.Error as error:
        raise OutputError(f"{path} cannot be read: {error}") from error


def _failed(reports: Path, there: dict[str, str]) -> Iterator[Missing]:
    """What runs that failed left, unless the report was made since."""
    for path in sorted((reports / "failed").rglob("run.json")):
        folder = path.parent.relative_to(reports / "failed").as_posix()
        try:
            run = read_run(path)
        except Unreadable:
            continue
        if folder in there and there[folder] >= str(run.get("finished", "")):
            continue
        values = {**run["parameters"], **_parts(folder)}
        yield _missing(run["template"], values, str(run.get("status", "")), folder in there)


def _parts(folder: str) -> dict[str, str]:
    """What the folder of a report says of it: whose it is, as of when, in which language."""
    parts = folder.split("/")
    if len(parts) < 4:
        return {}
    return dict(zip(("municipality", "as_of", "language"), parts[-3:], strict=True))


def _missing(template: str, values: dict[str, str], state: str, earlier: bool) -> Missing:
    return Missing(
        template,
        programme=values.get("programme", ""),
        municipality=values.get("municipality", ""),
        as_of=values.get("as_of", ""),
        language=values.get("language", ""),
        state=state,
        earlier=earlier,
    )
