"""What messages about files and about answers of services share."""

from typing import Any


def short(found: Any) -> str:
    """``found`` in at most 60 characters, for a message."""
    if found is None:
        return "nothing"
    try:
        text = repr(found)
    except (ValueError, RecursionError):
        text = type(found).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."
