"""Groups of municipalities that are like each other: KOSTRA groups in Norway, SKR's in Sweden.

    own = group_of(workspace, "3301", date(2024, 6, 30))     Drammen's group then
    own.members                                              the numbers in it, Drammen's too
    members(workspace, "C7", date(2024, 6, 30))

``tiltak fetch klass groups`` writes them to ``data/reference/groups/``, a file for each country and
day on which they were fetched: nothing comes with Tiltak. KOSTRA groups have their dates. SKR's
come from Kolada without: of those, the grouping is used that was fetched last by the day asked
about, or the first one fetched after it; ``Group.dated`` says which of the two kinds it is.
"""

from analysis.sources.groups.finding import COMMAND, Group, group_of, members
from analysis.sources.groups.tables import (
    GroupEntry,
    GroupTable,
    Membership,
    read_groups,
    table_of,
    write_groups,
)

__all__ = [
    "COMMAND",
    "Group",
    "GroupEntry",
    "GroupTable",
    "Membership",
    "group_of",
    "members",
    "read_groups",
    "table_of",
    "write_groups",
]
