"""The programme files that were replaced, kept beside the last one."""

import re
from pathlib import Path


def keep_earlier(path: Path) -> Path:
    """Return where the file at ``path`` is to be kept: beside it, under a name that is free, and
    after those of all that were kept before."""
    last = max((_turn(found) for found in earlier_files(path)), default=0)
    return path.with_name(f"{path.name}.earlier{f'-{last + 1}' if last else ''}")


def earlier_files(path: Path) -> list[Path]:
    """Return what was kept of the file at ``path``, the latest last."""
    return sorted((item for item in path.parent.iterdir() if _is_kept(item, path)), key=_turn)


def _is_kept(item: Path, path: Path) -> bool:
    return bool(re.fullmatch(rf"{re.escape(path.name)}\.earlier(-[1-9][0-9]*)?", item.name))


def _turn(path: Path) -> int:
    return int(path.name.rpartition(".earlier")[2].removeprefix("-") or 1)
