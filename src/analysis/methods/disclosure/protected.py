"""What disclosure control hands back, and what it refuses."""

from dataclasses import dataclass

import pandas as pd

DEFAULT_MINIMUM = 7
LOWEST_MINIMUM = 5
POSSIBLE_VALUES = 3
"""How many values every hidden count must still be able to have."""

SUPPRESSED = "suppressed"


class Reason:
    """Why a figure is hidden. For the audit only: never published."""

    SMALL = "fewer than the minimum"
    ALIKE = "all alike"
    REST = "few persons are left beside its breakdowns"
    EARLIER = "hidden in an earlier report"
    PRODUCER = "hidden by its producer"
    UNKNOWN_N = "number of persons unknown"
    COMPLEMENT = "complement"


class NotProtected(RuntimeError):
    """Nothing is published: an outsider could still work out a hidden figure."""


@dataclass(frozen=True, repr=False)
class Audit:
    """Which figures are hidden and why, without any value. To be kept inside the house.

    ``reasons`` has the keys of the hidden rows and the column ``reason``. It tells primary cells
    from complements, which helps an attacker; a report shows one mark for both.
    """

    reasons: pd.DataFrame

    def __repr__(self) -> str:
        return f"Audit({len(self.reasons)} hidden)"

    def counts(self) -> dict[str, int]:
        """Return the number of hidden figures by reason."""
        found = self.reasons["reason"].value_counts()
        return {str(reason): int(found[reason]) for reason in sorted(found.index)}


@dataclass(frozen=True, repr=False)
class Protected:
    """A frame that may be shown. ``hidden`` is the number of its suppressed rows.

    ``published`` has the rows of the input: in hidden rows the values and n are NaN and ``status``
    is "suppressed", the same for primary figures and complements.
    """

    published: pd.DataFrame
    hidden: int
    audit: Audit

    def __repr__(self) -> str:
        return f"Protected({len(self.published)} rows, {self.hidden} hidden)"


def check_minimum(min_n: float, at_least: float = LOWEST_MINIMUM) -> float:
    """Return ``min_n``; ValueError when it is laxer than ``at_least``."""
    if not min_n >= at_least:
        raise ValueError(f"a minimum group of {min_n} is too small; accepted: {at_least} or more")
    return min_n
