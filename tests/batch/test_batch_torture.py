"""Everything is killed at random moments, and the same command makes every report once.

TILTAK_KILLS says how often (``make torture``: 50), TILTAK_SEED when; the seed is printed.
"""

import os
import random
import subprocess
import time
from typing import Any

import pytest
from cells import SHORT
from faults import LANGUAGES, command, everything, kill_all
from making import quarters, snapshot, template

from analysis.reporting.batch import MADE, Ledger
from analysis.sources.workspace import Workspace

KILLS = int(os.environ.get("TILTAK_KILLS", "10"))
SEED = int(os.environ.get("TILTAK_SEED", str(random.randrange(10**6))))
STATES = {"before": 6, "after": 5}
LAST_FIGURE = """\
from pathlib import Path

figures = Path("data/sources/synthetic/own/2026.csv").read_text(encoding="utf-8")
Blocks(TextBlock((phrase(figures.splitlines()[-1]),)))
"""


def figures(workspace: Workspace, state: str) -> None:
    """Put another version of the figures in the place of those there are."""
    folder = workspace.sources / "synthetic" / "own"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    snapshot(workspace.root, "own", quarters(2016, (8, 8, STATES[state])))


def start(workspace: Workspace, output: str) -> dict[str, Any]:
    return {
        "args": command("--template", "telling", "--output", output, "--workers", "2"),
        "cwd": workspace.root,
        "start_new_session": True,
        "stdout": subprocess.DEVNULL,
    }


@pytest.mark.slow
def test_everything_killed_at_any_moment_the_same_command_makes_every_report_once(workspace):
    template(workspace.root, "telling", SHORT, LAST_FIGURE)
    undisturbed, seconds = {}, 0.0
    for state in STATES:
        figures(workspace, state)
        began = time.monotonic()
        subprocess.run(**start(workspace, state), check=True)
        seconds = time.monotonic() - began
        undisturbed[state] = everything(workspace.root / state)
        assert len(undisturbed[state]) == len(LANGUAGES)
    assert undisturbed["before"] != undisturbed["after"]
    figures(workspace, "before")
    subprocess.run(**start(workspace, "reports"), check=True)
    moments = random.Random(SEED)
    print(f"seed {SEED}, {KILLS} kills within {seconds:.1f} s")
    for number in range(KILLS):
        old, new = ("before", "after") if number % 2 == 0 else ("after", "before")
        figures(workspace, new)
        moment = moments.uniform(0, seconds)
        killed(workspace, moment)
        reports = workspace.root / "reports"
        found = everything(reports)
        told = f"killed {number + 1} of {KILLS}, after {moment:.2f} s (seed {SEED})"
        allowed = [undisturbed[old], undisturbed[new]]
        named = {name: page for name, page in found.items() if not name.startswith(".")}
        assert named.keys() == undisturbed[old].keys(), told
        assert all(any(page == one[name] for one in allowed) for name, page in named.items()), told
        subprocess.run(**start(workspace, "reports"), check=True)
        assert everything(reports) == undisturbed[new], told
        assert list(reports.glob(".unfinished-*")) == [], told
        states = {entry.state for entry in Ledger(reports).entries().values()}
        assert states <= MADE, told


def killed(workspace: Workspace, moment: float) -> None:
    with subprocess.Popen(**start(workspace, "reports")) as first:
        time.sleep(moment)
        kill_all(first.pid)
