"""Workspaces for the page of a municipality: a panel of invented figures, marked as such."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from making import PROJECT, invented, quarters, record

from analysis.sources.workspace import Workspace

COLUMNS = "indicator,municipality,period,breakdown,value,n,status,quality,note"
OTHERS = ("1214", "1257", "1260", "1275", "1276")


def panel(root: Path, rows: Iterable[tuple[object, ...]], name: str = "panel") -> None:
    """Write invented figures: indicator, municipality, period, value, and n and quality if
    given."""
    lines = [COLUMNS]
    for indicator, number, period, value, *rest in rows:
        n, quality = (*rest, *("", "read")[len(rest) :])
        lines.append(f"{indicator},{number},{period},,{value},{n},,{quality},")
    record(root, name, lines, "observations")


def empty(root: Path) -> Workspace:
    """A workspace with the reference tables, and nothing else."""
    shutil.copytree(PROJECT / "data" / "reference", root / "data" / "reference")
    for folder in ("programmes", "sources"):
        (root / "data" / folder).mkdir(parents=True)
    return Workspace(root)


def with_programme(root: Path, **more: Any) -> Workspace:
    """A workspace with one invented programme of Porsgrunn, from 2018."""
    figures = quarters(2015, (8, 8, 8, 7, 7))
    targets = [("2018", "desired", 7.5), ("2030", "desired", 5.0)]
    return invented(root, figures, start="2018Q1", as_of="2019", targets=targets, **more)


def as_of(path: Path, period: str) -> None:
    """Let a programme file speak from another period."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f'as_of = "{period}"' if line.startswith("as_of") else line for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
