"""A municipality beside others: its newest figure of each indicator, and theirs of that period.

The others are those whose figures are held, not chosen for being like it. Nothing is tested: a
distance to the middle of others has as many causes as there are differences between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.evaluation.findings import Finding, Grade
from analysis.methods.comparison.peers import beside_peers
from analysis.model.indicators import RegisteredIndicator, Registry
from analysis.model.observations import WITH_VALUE
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
class Unread:
    """A file that could not be read, with the number of its ``faults``. ``own``: whether it is
    known to be about the municipality; else nobody can tell."""

    name: str
    faults: int
    own: bool


@dataclass(frozen=True)
class Beside:
    """One indicator: the newest own value, and the others of the same period.

    ``peers`` is the number of others with a value, ``middle`` their median and ``half`` the
    quartiles, None under MINIMUM_PEERS; doubtful figures of others do not count. ``country`` is
    the country's value of that period. ``path`` are the own values since the definition last
    changed, by period.
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

    @property
    def compared(self) -> bool:
        return self.middle is not None


@dataclass(frozen=True)
class MunicipalityEvaluation:
    """What is held of a municipality: ``beside`` others, and what it ``lacks`` of the indicators
    that figures of one municipality can be had for.

    ``band`` goes with the leading indicator: a row for each period of its path that has enough
    others, with the columns low, middle, high, n and country. ``hidden`` is the number of own
    values about too few persons, ``programmes`` the number of programmes it takes part in.
    """

    beside: tuple[Beside, ...]
    lacks: tuple[RegisteredIndicator, ...]
    band: pd.DataFrame
    hidden: int
    programmes: int
    unread: tuple[Unread, ...]

    @property
    def lead(self) -> Beside | None:
        """The indicator the page leads with."""
        return _lead(self.beside)


def evaluate(
    panel: Panel,
    as_of: Period,
    programmes: int = 0,
    unread: Sequence[Unread] = (),
) -> MunicipalityEvaluation:
    """Return what ``panel`` holds of its own municipality as of the end of ``as_of``.

    Values about fewer persons than an indicator's minimum are hidden. The registry's order says
    which indicator leads.
    """
    table = panel.table
    ended = [period for period in table["period"].unique() if period.end <= as_of.end]
    table = table[table["period"].isin(ended)]
    small = _too_small(table, panel.indicators)
    known = table[table["status"].isin(WITH_VALUE) & ~small]
    rows = dict(tuple(known.groupby("indicator")))
    looked = [
        _beside(rows[item.id], panel.own, item) for item in panel.indicators if item.id in rows
    ]
    found = tuple(item for item in looked if item is not None)
    lead = _lead(found)
    have = {item.indicator.id for item in found}
    return MunicipalityEvaluation(
        found,
        tuple(item for item in panel.indicators if item.id not in have and _is_municipal(item)),
        _band(rows[lead.indicator.id], panel.own, lead) if lead else _no_band(),
        int((small & table["municipality"].eq(panel.own)).sum()),
        programmes,
        tuple(unread),
    )


def _is_municipal(item: RegisteredIndicator) -> bool:
    """Whether figures of one municipality can be had: those of some statistics are of counties,
    sectors or the country only."""
    services = {source.service for source in item.sources} - {"published"}
    if not services:
        return False
    return bool(services & {"own", "kolada"}) or item.adds or item.weight is not None


def _lead(beside: Sequence[Beside]) -> Beside | None:
    """The first indicator that others can be held beside, else the first there is."""
    return next(iter([*(item for item in beside if item.compared), *beside]), None)


def _too_small(table: pd.DataFrame, indicators: Sequence[RegisteredIndicator]) -> pd.Series:
    minimum = {item.id: float(item.minimum_n) for item in indicators}
    persons = pd.to_numeric(table["n"], errors="coerce").astype(float)
    least = [minimum.get(name, 0.0) for name in table["indicator"]]
    return persons.lt(pd.Series(least, index=table.index, dtype=float))


def _beside(rows: pd.DataFrame, own: str, indicator: RegisteredIndicator) -> Beside | None:
    mine = rows[rows["municipality"].eq(own)]
    if mine.empty:
        return None
    last = max(mine["period"], key=lambda period: (period.end, -period.start.toordinal()))
    newest = mine[mine["period"].eq(last)].iloc[0]
    middle, peers = _peers(rows, own, last)
    return Beside(
        indicator,
        last,
        float(newest["value"]),
        str(newest["quality"]),
        peers,
        None if middle is None else middle[1],
        None if middle is None else (middle[0], middle[2]),
        _country(rows).get(last),
        _path(mine, indicator, last),
    )


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


def _band(rows: pd.DataFrame, own: str, lead: Beside) -> pd.DataFrame:
    country, found = _country(rows), []
    for period in lead.path.index:
        middle, n = _peers(rows, own, period)
        if middle is not None:
            found.append((period, *middle, n, country.get(period)))
    return pd.DataFrame(found, columns=["period", *_BAND]).set_index("period")


def _no_band() -> pd.DataFrame:
    return pd.DataFrame(columns=_BAND)


def of_country(registry: Registry, country: Country) -> tuple[RegisteredIndicator, ...]:
    """Return the indicators that municipalities of ``country`` can have, in their order."""
    return tuple(item for item in registry.indicators if item.country in (None, country))


def find(evaluation: MunicipalityEvaluation) -> tuple[Finding, ...]:
    """Return what the page says itself, beside the findings of each programme."""
    found = []
    if not evaluation.programmes:
        found.append(Finding("no_programme", Grade.NOT_ASSESSABLE))
    found += [Finding("unread", Grade.NOT_ASSESSABLE, {"file": item}) for item in evaluation.unread]
    lead = evaluation.lead
    if lead is None:
        values = {"lacks": len(evaluation.lacks)}
        return (*found, Finding("no_figures", Grade.NOT_ASSESSABLE, values))
    said = {"item": lead, "more": len(evaluation.beside) - 1}
    key = "beside" if lead.compared else "alone"
    return (*found, Finding(key, Grade.OBSERVED, said))
