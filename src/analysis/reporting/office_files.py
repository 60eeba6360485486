"""What Word and Excel files have in common: letters that XML allows, and the same bytes for the
same report."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date

from analysis.display.blocks import Payload

LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "sv": "sv-SE", "en": "en-GB", "se": "se-NO"}
"""The languages of reports and of words in them as office programs name them."""

FIRST = "[Content_Types].xml"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CORE = "docProps/core.xml"
_DATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+", re.I)


def locale(code: str) -> str:
    """Return a language as office programs name it: nb-NO."""
    return LOCALES.get(code, code)


def legal(text: str) -> str:
    """Return ``text`` with a mark (U+FFFD) for each letter that no XML file can hold."""
    return _ILLEGAL.sub("\ufffd", text)


def unmarked(spans: Sequence[Payload] | None) -> str:
    """Return what a phrase says, without its marks."""
    return legal("".join(span["text"] for span in spans or ()))


def safe_link(span: Payload) -> str:
    """Return the address that a span leads to, "" for none or one that is no web or mail
    address: a file is opened by programs that would run others."""
    address = legal(str(span.get("href", "")))
    return address if _SAFE_LINK.fullmatch(address) else ""


def repacked(raw: bytes, made: date) -> bytes:
    """Return an office file with its parts in the order of their names, all dated ``made``, and
    so the file itself."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in sorted(before.namelist(), key=lambda name: (name != FIRST, name)):
            part = zipfile.ZipInfo(name, (made.year, made.month, made.day, 12, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            content = before.read(name)
            if name == _CORE:
                content = _DATED.sub(rb"\g<1>%sT12:00:00Z" % made.isoformat().encode(), content)
            after.writestr(part, content)
    return stream.getvalue()
