"""The municipalities of Sweden, as Kolada lists them."""

import re
from typing import TYPE_CHECKING

from analysis.errors import Fault, InputError
from analysis.model.places import Municipality, NumberInForce
from analysis.sources.municipalities.reading import Reference

if TYPE_CHECKING:
    import pandas as pd


def swedish(listing: "pd.DataFrame") -> Reference:
    """Return the municipalities of a ``listing`` of Kolada's (columns id, title and kind).

    Kolada gives the numbers of today without dates; in the years that Tiltak covers none of the
    290 changed. Regions, and the country (0000), are left out. InputError for a municipality
    whose id is not four digits.
    """
    rows = listing.loc[listing["kind"].eq("municipality"), ["id", "title"]]
    faults = [
        Fault("Kolada /municipality", None, str(title), f"found id {code!r}", "four digits")
        for code, title in rows.itertuples(index=False, name=None)
        if not re.fullmatch(r"[0-9]{4}", str(code))
    ]
    if faults:
        raise InputError(faults)
    return Reference(
        municipalities=tuple(
            Municipality(name=title, country="SE", numbers=(NumberInForce(number=code),))
            for code, title in rows.itertuples(index=False, name=None)
        )
    )
