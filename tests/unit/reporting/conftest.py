"""Workspaces and folders of invented reports for sites."""

from pathlib import Path

import pytest
from making_municipality import empty

from analysis.reporting.site import Contents, read_contents
from analysis.sources.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with the reference tables, and nothing else."""
    monkeypatch.delenv("TILTAK_WORKSPACE", raising=False)
    return empty(tmp_path / "workspace")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder for reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture
def read(place: Workspace, reports: Path):
    """Read the folder of reports; what is left out is a failure unless it is asked for."""

    def read(told: list[str] | None = None) -> Contents:
        remarks: list[str] = []
        contents = read_contents(place, reports, remarks.append)
        if told is None:
            assert remarks == []
        else:
            told += remarks
        return contents

    return read
