"""One indicator of a municipality beside others: whose figures count, of which period.

The others are those whose figures are held, not chosen for being like it. Nothing is tested: a
distance to the middle of others has as many causes as there are differences between them.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.methods.comparison.peers import beside_peers
from analysis.model.indicators import RegisteredIndicator, Registry
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER, Country

MINIMUM_PEERS = 5
"""The middle half of fewer is no more than those municipalities themselves."""

_BAND = ["low", "middle", "high", "n", "country"]

PANEL_COLUMNS = ("indicator", "municipality", "period", "value", "n", "status", "quality", "note")


@dataclass(frozen=True)
class Panel:
    """What is held of registered indicators in one country.

    ``table`` has PANEL_COLUMNS and ``source``, whole municipalities only, without breakdown; the
    own municipality is called ``own`` whatever its number was, the country COUNTRY_NUMBER.
    """

    table: pd.DataFrame
    own: str
    country: Country
    registry: Registry

    @property
    def indicators(self) -> tuple[RegisteredIndicator, ...]:
        """The indicators that municipalities of the country can have, in the registry's order."""
        return of_country(self.registry, self.country)


@dataclass(frozen=True)
class Beside:
    """One indicator: the newest own value, and the others of the same period.

    ``peers`` is the number of others with a value, ``middle`` their median and ``half`` the
    quartiles, None under MINIMUM_PEERS, and for counts, which grow with the size of a
    municipality; doubtful figures of others do not count. ``country`` is the country's value of
    that period. ``path`` are the own values since the definition last changed, by period;
    ``doubted`` those of its periods whose value is marked as doubtful. ``later`` is the newest
    period of which others have a figure, None if it is no later than the own one.
    """

    indicator: RegisteredIndicator
    period: Period
    value: float
    quality: str
    peers: int
    middle: float | None
    half: tuple[float, float] | None
    country: float | None
    path: pd.Series
    doubted: tuple[Period, ...] = ()
    later: Period | None = None

    @property
    def counted(self) -> bool:
        """Whether it is a count, which says nothing beside municipalities of another size."""
        return self.indicator.adds

    @property
    def compared(self) -> bool:
        return self.middle is not None


def of_country(registry: Registry, country: Country) -> tuple[RegisteredIndicator, ...]:
    """Return the indicators that municipalities of ``country`` can have, in their order."""
    return tuple(item for item in registry.indicators if item.country in (None, country))


def look(rows: pd.DataFrame, own: str, indicator: RegisteredIndicator) -> Beside | None:
    """Return the newest own value in ``rows`` beside the others', None without one."""
    mine = rows[rows["municipality"].eq(own)]
    if mine.empty:
        return None
    last = max(mine["period"], key=lambda period: (period.end, -period.start.toordinal()))
    newest = mine[mine["period"].eq(last)].iloc[0]
    middle, peers = _peers(rows, own, last)
    if indicator.adds:
        middle = None
    path = _path(mine, indicator, last)
    return Beside(
        indicator,
        last,
        float(newest["value"]),
        str(newest["quality"]),
        peers,
        None if middle is None else middle[1],
        None if middle is None else (middle[0], middle[2]),
        _country(rows).get(last),
        path,
        _doubted(mine, path),
        _later(rows, own, last),
    )


def _doubted(mine: pd.DataFrame, path: pd.Series) -> tuple[Period, ...]:
    marked = mine[mine["quality"].eq("doubtful") & mine["period"].isin(list(path.index))]
    return tuple(sorted(marked["period"]))


def _later(rows: pd.DataFrame, own: str, last: Period) -> Period | None:
    others = rows[~rows["municipality"].isin([own, COUNTRY_NUMBER])]
    later = [p for p in others["period"].unique() if p.kind == last.kind and p.end > last.end]
    return max(later, key=lambda period: period.end, default=None)


def _path(mine: pd.DataFrame, indicator: RegisteredIndicator, last: Period) -> pd.Series:
    """The own values of the newest one's kind of period, since the definition last changed."""
    pairs = sorted(
        (period, value)
        for period, value in zip(mine["period"], mine["value"], strict=True)
        if period.kind == last.kind and not indicator.breaks_within(period.start, last.start)
    )
    index = pd.Index([period for period, _ in pairs], dtype=object, name="period")
    return pd.Series([value for _, value in pairs], index=index, dtype=float)


def _peers(
    rows: pd.DataFrame, own: str, period: Period
) -> tuple[tuple[float, float, float] | None, int]:
    """The quartiles of the others in ``period``, None under MINIMUM_PEERS, and their number."""
    then = rows[rows["period"].eq(period) & rows["municipality"].ne(COUNTRY_NUMBER)]
    sound = then[then["quality"].ne("doubtful") | then["municipality"].eq(own)]
    values = sound.set_index("municipality")["value"]
    if own not in values.index:
        return None, 0
    result = beside_peers(values, own).set_index("statistic").loc["peer_median"]
    n = int(result["n"])
    if n < MINIMUM_PEERS:
        return None, n
    return (float(result["low"]), float(result["estimate"]), float(result["high"])), n


def _country(rows: pd.DataFrame) -> dict[Period, float]:
    """The country's values by period, without doubtful ones."""
    sound = rows[rows["municipality"].eq(COUNTRY_NUMBER) & rows["quality"].ne("doubtful")]
    return dict(zip(sound["period"], sound["value"].astype(float), strict=True))


def band_of(rows: pd.DataFrame, own: str, lead: Beside) -> pd.DataFrame:
    """Return what others had in each period of the path of ``lead`` that has enough of them."""
    country, found = _country(rows), []
    for period in lead.path.index:
        middle, n = _peers(rows, own, period)
        if middle is not None:
            found.append((period, *middle, n, country.get(period)))
    return pd.DataFrame(found, columns=["period", *_BAND]).set_index("period")


def no_band() -> pd.DataFrame:
    """Return the band of nothing."""
    return pd.DataFrame(columns=_BAND)
