"""Names from reports made harmless: as words on a page, and as names of files."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def shown(text: str) -> str:
    """Return ``text`` without characters that are not seen and could change how what stands
    around it is read: control characters and marks of direction."""
    return _UNSEEN.sub("", text)


def file_part(text: str) -> str:
    """Return ``text`` as one part of a path that every file system takes: itself where it is
    letters, digits, - and _, else what there is of them and a checksum that tells it apart."""
    if _SAFE.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "x"
    return f"{slug}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def file_path(path: PurePosixPath) -> PurePosixPath:
    """Return ``path`` with each of its parts as :func:`file_part`."""
    return PurePosixPath(*(file_part(part) for part in path.parts))


def address(path: PurePosixPath | str) -> str:
    """Return a relative path as it stands in a link."""
    return quote(str(path))
