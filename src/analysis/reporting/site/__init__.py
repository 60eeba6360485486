"""Reports to share: a static site of all there are, and a zip of it to send.

``read_contents`` reads a folder of reports; ``write_site`` and ``write_bundle`` write what it
found. Pages need nothing from anywhere and work without a script. Notebooks, run.json and the
ledger stay where they are: their checksums rest on hidden figures too.
"""

from analysis.reporting.site.bundles import bundle_name, chosen, write_bundle
from analysis.reporting.site.contents import Contents, read_contents
from analysis.reporting.site.writing import check_output, write_site

__all__ = [
    "Contents",
    "bundle_name",
    "check_output",
    "chosen",
    "read_contents",
    "write_bundle",
    "write_site",
]
