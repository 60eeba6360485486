"""Ids made from titles: what a file calls a thing that a form gives a title only."""

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ß": "ss"})


def made_id(title: str, prefix: str) -> str:
    """Return an id for ``title``: small letters, digits and hyphens, a letter first."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return words if words[:1].isalpha() else f"{prefix}-{words}".rstrip("-")
