"""Files and folders that are there whole, or as they were: written aside, then given their name."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import OutputError

UNFINISHED = ".unfinished-"
"""How a folder that is written aside is called, before its process and something random."""


def write_whole(
    path: Path,
    content: bytes | str,
    label: str = "",
    check: Callable[[Path], object] | None = None,
    folders: bool = False,
) -> None:
    """Write ``content`` aside, then give it its name.

    With ``folders`` those on the way are made; a path that a user named with a slip is not.
    ``check`` is called with the file aside: it may refuse it by raising, or date it. OutputError,
    which calls the file ``label``, if it cannot be written. Whatever happens, nothing is left
    aside.
    """
    raw = content.encode() if isinstance(content, str) else content
    aside = path.with_name(f".{path.stem}.{os.getpid()}-{uuid.uuid4().hex[:8]}")
    try:
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(raw)
        if check is not None:
            check(aside)
        aside.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{label or path} could not be written: {reason}.") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def staged(parent: Path, outcome: str = "") -> Iterator[Path]:
    """A folder to write aside in, below ``parent``, which is made if need be; whatever is left in
    it is removed. OutputError, as :func:`writing`, if it cannot be made."""
    folder = parent / f"{UNFINISHED}{os.getpid()}-{uuid.uuid4().hex[:8]}"
    with writing(parent, outcome):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(path: Path | str, outcome: str = "") -> Iterator[None]:
    """Turn a failure to write into an OutputError that names the place, the reason and the
    ``outcome``, if any."""
    try:
        yield
    except OSError as error:
        place, reason = error.filename or path, error.strerror or error
        raise OutputError(f"{place} cannot be written: {reason}{outcome}") from error
