"""Findings: statements an evaluation supports, each with how surely it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Grade(StrEnum):
    """How surely a statement is known.

    OBSERVED stands in the figures or the document; INDICATED is carried by a test chosen
    beforehand, not proof of cause; NOT_SHOWN is not the same as no effect; NOT_ASSESSABLE means
    that the data cannot answer; ASSERTED is what a party says of its own work.
    """

    OBSERVED = "observed"
    INDICATED = "indicated"
    NOT_SHOWN = "not_shown"
    NOT_ASSESSABLE = "not_assessable"
    ASSERTED = "asserted"


@dataclass(frozen=True)
class Finding:
    """One statement. ``key`` names its wording, ``values`` what the words need."""

    key: str
    grade: Grade
    values: Mapping[str, Any] = field(default_factory=dict)
