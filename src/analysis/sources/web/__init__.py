"""Fetching figures over the network: with time limits, retries, a cache, and an offline mode.

Every answer is kept below ``data/cache/`` as it came. Offline, only what is kept there is used.
"""

from analysis.sources.web.addresses import ADDRESSES, address_of
from analysis.sources.web.client import Answer, Web
from analysis.sources.web.refusals import NotKept, Refused

__all__ = ["ADDRESSES", "Answer", "NotKept", "Refused", "Web", "address_of"]
