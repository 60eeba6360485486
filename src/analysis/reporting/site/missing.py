"""Reports that were asked for and are not there, or are there from an earlier run only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.reporting.batch import MADE, Ledger
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
    if not (reports / NAME).is_file():
        return
    for entry in Ledger(reports).entries().values():
        made, present = entry.state in MADE, entry.folder in there
        if made and (present or entry.state == "repeated"):
            continue
        values = {**dict(entry.job.parameters), **_parts(entry.folder)}
        yield _missing(entry.job.template, values, GONE if made else entry.state, present)


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
