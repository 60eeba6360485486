"""Results appear under their public name complete, or not at all."""

import ctypes
import os
import shutil
import sys
from pathlib import Path

from analysis.sources.files import UNFINISHED, writing

FORMER = "-former"
_HERE = -100
"""AT_FDCWD: paths are as they stand."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2, Linux 3.15 and later; not every file system has it."""


def publish(folder: Path, target: Path) -> None:
    """Move a complete ``folder`` to ``target``, in place of what stood there before.

    On Linux the two change places at once. Elsewhere the former is put aside for a moment, under
    its own path, by which :func:`clear_remains` brings it back if this process is killed then.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            folder.rename(target)
        elif not _exchanged(folder, target):
            _replace(folder, target)


def _replace(folder: Path, target: Path) -> None:
    aside = folder.with_name(f"{folder.name}{FORMER}")
    former = aside / target.relative_to(folder.parent)
    former.parent.mkdir(parents=True)
    target.rename(former)
    try:
        folder.rename(target)
    except OSError:
        former.rename(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(folder: Path, target: Path) -> bool:
    """Whether the system could let two folders change places in one step."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    names = os.fsencode(folder.absolute()), os.fsencode(target.absolute())
    return bool(exchange(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)


def clear_remains(output: Path) -> None:
    """Remove what processes that are gone have left half-way below ``output``; a report they had
    put aside to replace it stands in its place again."""
    left = [path for path in output.glob(f"{UNFINISHED}*") if _is_left(path)]
    for aside in (path for path in left if path.name.endswith(FORMER)):
        for record in list(aside.rglob("run.json")):
            _put_back(record.parent, output / record.parent.relative_to(aside))
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _put_back(former: Path, target: Path) -> None:
    with writing(target):
        if not target.exists():
            former.rename(target)


def _is_left(path: Path) -> bool:
    pid = path.name.split("-")[1]
    return pid.isdigit() and not _is_alive(int(pid))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(pid)


def _has_ended(pid: int) -> bool:
    """Whether a process is over, and only waits for somebody to ask how it ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][:1]
    except OSError:
        return False
    return state in ("Z", "X")
