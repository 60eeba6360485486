"""One place beside others: intervals, differences, funnels, peers, regression to the mean."""

from analysis.methods.comparison.differences import (
    difference,
    difference_of_rates,
    difference_of_shares,
    ratio_of_rates,
)
from analysis.methods.comparison.funnels import (
    Funnel,
    Overdispersion,
    overdispersion,
    rate_funnel,
    share_funnel,
)
from analysis.methods.comparison.intervals import (
    byar,
    clopper_pearson,
    exact_poisson,
    mean,
    rate,
    rates,
    share,
    shares,
    wilson,
)
from analysis.methods.comparison.peer_change import (
    PeerChange,
    balance,
    change_beside_peers,
    changes,
)
from analysis.methods.comparison.peers import (
    PeerGroup,
    beside_peers,
    nearest_peers,
    rank,
    rank_shares,
)
from analysis.methods.comparison.regression_to_mean import RegressionToMean, regression_to_mean

__all__ = [
    "Funnel",
    "Overdispersion",
    "PeerChange",
    "PeerGroup",
    "RegressionToMean",
    "balance",
    "beside_peers",
    "byar",
    "change_beside_peers",
    "changes",
    "clopper_pearson",
    "difference",
    "difference_of_rates",
    "difference_of_shares",
    "exact_poisson",
    "mean",
    "nearest_peers",
    "overdispersion",
    "rank",
    "rank_shares",
    "rate",
    "rate_funnel",
    "rates",
    "ratio_of_rates",
    "regression_to_mean",
    "share",
    "share_funnel",
    "shares",
    "wilson",
]
