"""Reviews with invented points, counts and budgets, marked as invented."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from making import record

from analysis.sources.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[2]

UNIT_COUNTS = (
    ("Förskola", 60, 45, 8),
    ("Grundskola", 80, 64, 9),
    ("Hemtjänst", 70, 52, 10),
    ("Kansli", 6, 5, 1),
)
"""Unit, employees, dialogues held, put off by agreement: 216, 166 and 28; one unit is small."""


def review_workspace(
    root: Path, programme: str, changes: Mapping[str, str], **tables: tuple[str, Sequence[str]]
) -> Workspace:
    """A workspace with the project's data, in which ``programme`` has the texts in ``changes``
    replaced and the invented ``tables`` (name: reader and lines) stand as snapshots."""
    shutil.copytree(PROJECT / "data", root / "data")
    shutil.copytree(PROJECT / "notebooks", root / "notebooks")
    path = root / "data" / "programmes" / f"{programme}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    for name, (reader, lines) in tables.items():
        record(root, name, lines, reader, "dialogues")
    return Workspace(root)


def count_lines(period: str, column: int, counts: Sequence[tuple[object, ...]]) -> list[str]:
    """Lines of a snapshot of counts by unit; ``column`` 2 is held, 3 put off."""
    return ["unit,period,n,value", *(f"{row[0]},{period},{row[1]},{row[column]}" for row in counts)]


def point_lines(*more: str) -> list[str]:
    """The project's published points, with the lines ``more`` below them."""
    path = PROJECT / "data" / "sources" / "skr" / "kommunkompassen" / "2026-11.csv"
    return [*path.read_text(encoding="utf-8").splitlines(), *more]


def total(name: str, year: int, points: object, number: int = 0, highest: int = 800) -> str:
    """A line of points, invented."""
    return f"{name},SE,{year},{number},Total,{points},{highest},invented,read,"
