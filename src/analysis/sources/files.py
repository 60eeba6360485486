"""Files that are there whole, or as they were."""

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from analysis.errors import OutputError


def write_whole(
    path: Path,
    content: bytes | str,
    label: str = "",
    check: Callable[[Path], object] | None = None,
    folders: bool = False,
) -> None:
    """Write ``content`` aside, then give it its name.

    With ``folders`` those on the way are made; a path that a user named with a slip is not.
    ``check`` is called with the file aside, and may refuse it by raising. OutputError, which
    calls the file ``label``, if it cannot be written. Whatever happens, nothing is left aside.
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
