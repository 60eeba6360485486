"""What tests of whole batches share: the command, killing, and comparing what was made."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

LANGUAGES = ("nb", "nn", "sv", "en")
COMMAND = (sys.executable, "-m", "analysis.cli", "batch")
SEEN_AT = re.compile(r" at 0x[0-9a-f]+")


def command(*options: str) -> list[str]:
    """The command for reports of the programme ``invented``, in every language."""
    languages = [part for code in LANGUAGES for part in ("--language", code)]
    return [*COMMAND, "--programme", "invented", *languages, *options]


def descendants(pid: int) -> list[int]:
    """The processes below one, wherever they have moved to."""
    found = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in found.stdout.splitlines()[1:]]
    below, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = [child for child, above in pairs if above == parent]
        below += children
        waiting += children
    return below


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_all(pid: int) -> None:
    """Kill a process and all below it, which can neither start others nor tidy up."""
    doomed = [pid, *descendants(pid)]
    for one in doomed:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGSTOP)
    for one in {*doomed, *descendants(pid)}:
        kill(one)


def outputs(folder: Path) -> list[Any]:
    """What the cells of a report showed, by MIME type, without times, addresses and ids."""
    cells = json.loads((folder / "report.ipynb").read_text(encoding="utf-8"))["cells"]
    return [
        [{**output, "execution_count": None} for output in cell["outputs"]]
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def everything(reports: Path) -> dict[str, Any]:
    """Every report below a folder: its page, and what its cells showed."""
    return {
        str(page.parent.relative_to(reports)): (
            SEEN_AT.sub("", page.read_text(encoding="utf-8")),
            outputs(page.parent),
        )
        for page in sorted(reports.rglob("report.html"))
    }
