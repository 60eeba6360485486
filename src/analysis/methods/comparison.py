"""A series beside the same kind of series from elsewhere."""

import pandas as pd

from analysis.model.observations import as_series


def difference(own: pd.Series, other: pd.Series) -> pd.Series:
    """Return own minus other for the periods that both have, in the unit of the series.

    What moves both alike (season, business cycle, an epidemic) falls out of the difference.
    """
    shared = [period for period in own.index if period in set(other.index)]
    return as_series(shared, [own[period] - other[period] for period in shared])
