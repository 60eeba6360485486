"""The nine groups of Swedish municipalities, SKR's, as Kolada has them."""

from datetime import date
from typing import TYPE_CHECKING

from analysis.sources.klass.answers import MEMBERSHIP

if TYPE_CHECKING:
    import pandas as pd

SKR_GROUPS = {
    "G92787": "A1",
    "G92793": "A2",
    "G92790": "B3",
    "G92792": "B4",
    "G92786": "B5",
    "G92788": "C6",
    "G92789": "C7",
    "G92791": "C8",
    "G92794": "C9",
}
"""Kolada's ids of the nine groups of municipalities of SKR, and SKR's own."""


def skr_groups(groups: "pd.DataFrame", read: date) -> "pd.DataFrame":
    """Return the members of SKR's nine groups out of Kolada's ``groups`` (columns group,
    group_title and municipality), as Kolada had them on the day ``read``: columns MEMBERSHIP.

    ``group`` is SKR's own (A1 to C9). Kolada gives no dates: it has the grouping in force.
    """
    import pandas as pd

    own = groups[groups["group"].isin(SKR_GROUPS) & groups["municipality"].ne("")]
    table = pd.DataFrame(
        {
            "group": own["group"].map(SKR_GROUPS),
            "title": own["group_title"].str.replace(r"\s*\(ovägt medel\)$", "", regex=True),
            "municipality": own["municipality"],
            "valid_from": None,
            "valid_to": None,
            "read": read,
        },
        columns=list(MEMBERSHIP),
        dtype=object,
    )
    return table.sort_values(["group", "municipality"], ignore_index=True)
