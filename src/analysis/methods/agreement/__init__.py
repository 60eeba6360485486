"""Verdicts by several parties: who said what, how far apart, how much they agree."""

from analysis.methods.agreement.krippendorff import Alpha, alpha_table, krippendorff_alpha
from analysis.methods.agreement.verdicts import NO_VERDICT, Verdicts, by_party, collect, spread

__all__ = [
    "NO_VERDICT",
    "Alpha",
    "Verdicts",
    "alpha_table",
    "by_party",
    "collect",
    "krippendorff_alpha",
    "spread",
]
