"""Results appear under their public name complete, or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import OutputError


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A folder to write aside in, below ``output``; whatever is left in it is removed."""
    folder = output / f".unfinished-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    with writing(output):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, target: Path) -> None:
    """Move a complete ``folder`` to ``target``, in place of what stood there before."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            folder.rename(target)
            return
        former = folder.with_name(f"{folder.name}-former")
        target.rename(former)
        try:
            folder.rename(target)
        except OSError:
            former.rename(target)
            raise
        shutil.rmtree(former, ignore_errors=True)


def clear_remains(output: Path) -> None:
    """Remove what processes that are gone have left half-way below ``output``."""
    for path in output.glob(".unfinished-*"):
        pid = path.name.split("-")[1]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failure to write into an error that names the place and the reason."""
    try:
        yield
    except OSError as error:
        place = error.filename or path
        raise OutputError(f"{place} cannot be written: {error.strerror or error}") from error
