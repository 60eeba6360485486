"""Figures of Swedish municipalities and regions from Kolada, version 3 of its service.

    fetched = fetch_kolada(web, address_of(workspace, "kolada"), ["N00090"], ["1060"], [2022])
    fetched.observations    one row a figure; ``indicator`` is the id as Kolada writes it: N00090
    fetched.report          what was asked for and not answered, left out, unknown, malformed
    fetched.provenance      per source named in the observations: address, time, licence, sha256

``0000`` is the country. Kolada files it under type L, as it does regions, so nothing here goes
by type: :func:`kind_of` goes by the number. Means of groups of municipalities are unweighted.

Not verified against the live service (v2 was shut down on 31 March 2026, and no raw answer of
v3 could be had when this was written; all is from clients of others, and from v2's description):

- That v3 writes the statuses as v2 did: "", Missing, Privacy, Not applicable. Other words are
  tolerated, and listed.
- That ``count``, ``gender``, ``status`` and ``value`` stand where they did in v2. A row where
  they do not is listed as malformed; no figure is guessed from it.
- The form of deleted rows: ``isdeleted`` is looked for at a figure and at the row around it.
- That lists of 25 ids and 25 years are accepted, and ``per_page=5000``. More pages do no harm.
- How the service answers for an id it does not know: such ids are not asked for.
- How many requests it allows: five a second are sent at most, and 429 is obeyed.
- That the order of rows stays the same from page to page. A row that comes twice is counted, and
  one that never comes is listed as not answered.
"""

from analysis.sources.kolada.fetching import Fetched, fetch_kolada
from analysis.sources.kolada.metadata import (
    Listing,
    kind_of,
    kpi_catalogue,
    municipality_groups,
    municipality_list,
)
from analysis.sources.kolada.provenance import LICENCE, PUBLISHER
from analysis.sources.kolada.report import FetchReport, Unknown
from analysis.sources.kolada.selection import ALL
from analysis.sources.statements import PROCESSED

__all__ = [
    "ALL",
    "LICENCE",
    "PROCESSED",
    "PUBLISHER",
    "FetchReport",
    "Fetched",
    "Listing",
    "Unknown",
    "fetch_kolada",
    "kind_of",
    "kpi_catalogue",
    "municipality_groups",
    "municipality_list",
]
