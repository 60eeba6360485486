"""One participant: its own path beside others that did not take part, and what its start explains.

One municipality shows no effect, however it went: its change is described, never graded.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.methods.comparison import (
    PeerChange,
    RegressionToMean,
    change_beside_peers,
    nearest_peers,
    regression_to_mean,
)

PEERS = 10
"""How many of the nearest others in start level stand beside it."""


@dataclass(frozen=True)
class OwnPath:
    """A municipality's values by year beside those of others that never joined.

    ``wide`` has a row a municipality (the ``own`` one, and the others) and a column a year.
    ``start`` is the last year of its figures before the year it ``joined``, ``end`` the last.
    """

    own: str
    joined: int
    start: int
    end: int
    wide: pd.DataFrame

    @property
    def values(self) -> pd.Series:
        """Its own values by year."""
        return self.wide.loc[self.own].dropna()

    @property
    def others(self) -> pd.DataFrame:
        return self.wide.drop(index=self.own)

    @cached_property
    def change(self) -> PeerChange:
        """Its change from start to end beside that of all others."""
        return change_beside_peers(self.wide, self.own, self.start, self.end)

    @cached_property
    def peers(self) -> tuple[str, ...]:
        """The others nearest in start level."""
        start = self.wide[[self.start]].rename(columns={self.start: "start"})
        found = nearest_peers(start, self.own, ["start"], PEERS).peers
        return tuple(str(peer) for peer in found)

    @cached_property
    def beside_peers(self) -> PeerChange:
        """Its change beside that of the others nearest in start level."""
        return change_beside_peers(self.wide, self.own, self.start, self.end, peers=self.peers)

    @cached_property
    def expected(self) -> RegressionToMean:
        """What change others show from such a start level."""
        return regression_to_mean(self.wide, self.own, self.start, self.end)

    @property
    def beyond(self) -> bool | None:
        """Whether its change lies outside what one municipality with its start level can be
        expected to show, at 95 per cent; None where that cannot be said."""
        beyond = self.expected.adjusted
        low, high = beyond.low, beyond.high
        if self.expected.extrapolated or not beyond.computed or low is None or high is None:
            return None
        return low > 0 or high < 0


def own_path(panel: pd.DataFrame, number: str) -> OwnPath | None:
    """Return the path of ``number``; None unless it joined within the panel, with a value in a
    year before and later, and another one has values in both too. ``panel`` is that of
    ``JoinEffect``."""
    own = panel[panel["unit"].eq(number)]
    if own.empty or own["first"].isna().all():
        return None
    first = int(own["first"].iloc[0])
    before, after = own[own["period"] < first], own[own["period"] >= first]
    if before.empty or after.empty:
        return None
    start, end = int(before["period"].max()), int(after["period"].max())
    kept = panel[panel["unit"].eq(number) | panel["first"].isna()]
    wide = kept.pivot(index="unit", columns="period", values="value").sort_index(axis=1)
    path = OwnPath(number, first, start, end, wide)
    return path if path.others[[start, end]].notna().all(axis=1).any() else None
