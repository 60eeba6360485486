"""The store: dated snapshots of observations, as Parquet files below ``data/store``."""

from analysis.sources.store.provenance import Provenance
from analysis.sources.store.store import Store

__all__ = ["Provenance", "Store"]
