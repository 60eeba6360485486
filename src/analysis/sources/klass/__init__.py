"""Municipalities and KOSTRA groups from Klass, Statistics Norway's service for classifications.

    table = fetch_norwegian(web, address_of(workspace, "klass"), date(2002, 1, 1), date.today())
    write_reference(workspace, "NO", table, f"{CREDIT} Fetched {date.today()}.")

The service answers in XML unless a request says ``Accept: application/json``: the client must.

Read in its guide, in its own source and in answers that public clients keep: the names of the
fields; that a change without oldCode is a code that began, and one without newCode one that ended;
that ``validTo`` is the first day on which a code is no longer in force. Not verified against the
live service:

- That ``to`` of a request is such a day too (clients ask for the day after; so does this one).
- That a code still in force has ``validToInRequestedRange`` null or the end of the range. Both
  are taken as in force; so is, wrongly, one that ended on the very day the range ends.
- That a code that took in another municipality and went on is in force without a gap.
- Which way round the correspondence of KOSTRA groups comes: either is read. It is refused (404)
  where any part of the range has no table of correspondence: it is asked for year by year.
"""

from analysis.sources.klass.answers import (
    MEMBERSHIP,
    read_changes,
    read_codes,
    read_kostra_groups,
)
from analysis.sources.klass.fetching import (
    Client,
    fetch_kostra_groups,
    fetch_kostra_years,
    fetch_norwegian,
)
from analysis.sources.klass.skr import SKR_GROUPS, skr_groups

CREDIT = "Source: Statistics Norway, Klass 131. Licence: CC BY 4.0."

__all__ = [
    "CREDIT",
    "MEMBERSHIP",
    "SKR_GROUPS",
    "Client",
    "fetch_kostra_groups",
    "fetch_kostra_years",
    "fetch_norwegian",
    "read_changes",
    "read_codes",
    "read_kostra_groups",
    "skr_groups",
]
