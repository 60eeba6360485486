"""Tables of Statistics Norway (SSB) and Statistics Sweden (SCB), from version 2 of PxWeb.

    service = open_service(web, address_of(workspace, "ssb"), "ssb")
    fetched = fetch_table(service, "07459", {"Region": "0301,11??", "Tid": "from(2019)", ...})
    fetched.cube            every cell asked for, with its status; see analysis.sources.jsonstat
    fetched.provenance      for the store: address, times, licence, notes, sha256
    to_observations(fetched.cube, ...)

The service's own configuration says how many cells an answer may have and how often one may ask;
a larger selection is split, and put together again only if every cell came exactly once.

Checked against files that SCB's service gave (configuration, metadata and figures of one table).
Not verified against the live services, which could not be reached when this was written:

- SSB's configuration: the same keys as SCB's are required.
- The answers for faults. 400, 403, 404 and 429 are explained as SSB's guide has them.
- The body of POST as a whole: ``selection`` with variableCode, valueCodes and codelist is from
  SSB's examples, ``outputValues`` in it is not.
- That ``lang`` and ``outputFormat`` are also taken from the query of a POST.
- Code lists: a list ``values`` with ``code`` and ``label`` is required, and that an aggregated
  list brings its own codes back. Another answer is refused, for its cells were not asked for.
- That a variable left out disappears from the answer. One that stays is refused.
- How long an address may be: above 1,500 characters a selection is sent by POST.
- Expressions are worked out here from the metadata, so that what is asked for is known exactly.
  For periods, ``top`` takes the latest as SSB's guide shows; for others the first of the list.
"""

from analysis.sources.pxweb.fetching import Fetched, fetch_table
from analysis.sources.pxweb.provenance import LICENCES, PUBLISHERS
from analysis.sources.pxweb.selection import select, split
from analysis.sources.pxweb.service import CodeList, Limits, Service, open_service

__all__ = [
    "LICENCES",
    "PUBLISHERS",
    "CodeList",
    "Fetched",
    "Limits",
    "Service",
    "fetch_table",
    "open_service",
    "select",
    "split",
]
