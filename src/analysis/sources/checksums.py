"""The checksum of what a service answered."""

import hashlib
from collections.abc import Sequence

from analysis.sources.web import Answer


def checksum_of(answers: Sequence[Answer]) -> str:
    """Return the sha256 of the answer; of several, that of their sums, one a line."""
    if len(answers) == 1:
        return answers[0].sha256
    lines = "".join(f"{answer.sha256}\n" for answer in answers)
    return hashlib.sha256(lines.encode()).hexdigest()
