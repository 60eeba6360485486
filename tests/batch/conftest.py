"""Workspaces with templates that are quickly run, for whole batches by real kernels."""

from pathlib import Path

import pytest
from cells import DYING, FINDING, HUNGRY, KILLING, KILLING_ITS_WORKER, SHORT
from making import invented, quarters, template

from analysis.sources.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with an invented programme and templates that are short, raise, or kill."""
    monkeypatch.delenv("TILTAK_WORKSPACE", raising=False)
    made = invented(tmp_path, quarters(2016, (8, 8, 7)), start="2018Q1", as_of="2018")
    for path in made.notebooks.glob("*.ipynb"):
        path.unlink()
    template(tmp_path, "short", SHORT, FINDING)
    template(tmp_path, "raising", SHORT, "1 / 0")
    template(tmp_path, "killing", SHORT, KILLING)
    template(tmp_path, "hungry", SHORT, HUNGRY)
    template(tmp_path, "dying", SHORT, DYING)
    template(tmp_path, "killing_its_worker", SHORT, KILLING_ITS_WORKER)
    template(tmp_path, "slow", SHORT, FINDING, "import time\ntime.sleep(2)")
    return made
