"""Disclosure control: no figure about few persons, and none that gives one away by subtraction.

``protect_counts`` and ``protect_linked`` take counts in tables with margins, ``protect_units``
means and shares of units with their persons. ``attack`` and ``attack_units`` are the attackers.
"""

from analysis.methods.disclosure.attack import attack
from analysis.methods.disclosure.counts import protect_counts, protect_linked
from analysis.methods.disclosure.groups import Rule
from analysis.methods.disclosure.lattice import from_frame
from analysis.methods.disclosure.protected import (
    DEFAULT_MINIMUM,
    LOWEST_MINIMUM,
    POSSIBLE_VALUES,
    Audit,
    NotProtected,
    Protected,
)
from analysis.methods.disclosure.tables import (
    CellTable,
    from_hierarchy,
    linked,
    with_margins,
)
from analysis.methods.disclosure.unit_attack import attack_units
from analysis.methods.disclosure.units import protect_units

__all__ = [
    "DEFAULT_MINIMUM",
    "LOWEST_MINIMUM",
    "POSSIBLE_VALUES",
    "Audit",
    "CellTable",
    "NotProtected",
    "Protected",
    "Rule",
    "attack",
    "attack_units",
    "from_frame",
    "from_hierarchy",
    "linked",
    "protect_counts",
    "protect_linked",
    "protect_units",
    "with_margins",
]
