"""Workspaces with templates that are quickly run, for whole batches by real kernels."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from making import invented, quarters, template

from analysis.sources.workspace import Workspace

SHORT = """\
from analysis.display.blocks import Blocks, Masthead, TextBlock
from analysis.display.languages import phrase

facts = tuple((phrase(name), phrase("-")) for name in ("Programme", "Looks at", "As of", "Source"))
Blocks(Masthead("Porsgrunn", phrase("Trial"), facts, language))
"""
KILLING = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
KILLING_ITS_WORKER = """\
import os, signal, time
from pathlib import Path

# Between a kernel and its worker there is a warm parent, or nobody.
above = os.getppid()
while b"dask" not in Path(f"/proc/{above}/cmdline").read_bytes():
    above = int(Path(f"/proc/{above}/stat").read_text().rpartition(")")[2].split()[1])
os.kill(above, signal.SIGKILL)
time.sleep(60)
"""
FINDING = 'Blocks(TextBlock((phrase("Made."),)))'


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
    template(tmp_path, "hungry", SHORT, "held = bytearray(3 * 2**30)")
    template(tmp_path, "dying", SHORT, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    template(tmp_path, "killing_its_worker", SHORT, KILLING_ITS_WORKER)
    template(tmp_path, "slow", SHORT, FINDING, "import time\ntime.sleep(2)")
    return made
