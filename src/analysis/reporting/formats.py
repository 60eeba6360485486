"""The files a report can be handed over in."""

from collections.abc import Sequence
from typing import Literal, get_args

from analysis.errors import ParameterError

Format = Literal["html", "pdf", "docx", "xlsx"]
FORMATS: tuple[str, ...] = get_args(Format)
ALWAYS = ("html", "pdf")
"""Made by every run: reports link to each other's."""


def chosen_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Return ``names`` with those that are always made, each once, in the order of FORMATS.
    ParameterError for one that there is not."""
    asked = [name.strip().lower() for name in names]
    unknown = [name for name in asked if name not in FORMATS]
    if unknown:
        raise ParameterError(
            f"there is no format '{unknown[0]}'. Accepted: {', '.join(FORMATS)}, with commas "
            "between them."
        )
    return tuple(name for name in FORMATS if name in asked or name in ALWAYS)
