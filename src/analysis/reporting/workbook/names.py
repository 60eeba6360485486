"""Names of sheets: what Excel allows, and each once."""

import re
from collections.abc import Sequence

from analysis.reporting.office_files import legal

LONGEST = 31
"""So many letters Excel gives the name of a sheet."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffd]+")


def sheet_names(captions: Sequence[str]) -> list[str]:
    """Return a name for each sheet: its number and the first words of its caption, so that no two
    are alike."""
    return [_name(number, caption) for number, caption in enumerate(captions, start=1)]


def _name(number: int, caption: str) -> str:
    bare = " ".join(_FORBIDDEN.sub(" ", legal(caption)).split())
    name = f"{number} {bare}"
    if len(name) > LONGEST:
        cut = name[: LONGEST + 1].rpartition(" ")[0]
        name = cut if len(cut) > len(str(number)) else name[:LONGEST]
    return name.rstrip("' ,.–-")
