"""What may be shown of an indicator, chosen by period. Hiding comes first, choosing after it.

What is hidden depends on all the figures there are and never on what was chosen of them: else two
choices could give away what each of them hides.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.evaluation.municipality import MINIMUM_PEERS
from analysis.evaluation.units import UnitFigures, unit_figures
from analysis.methods.comparison.peers import beside_peers
from analysis.model.definitions import Break, Indicator, Target
from analysis.model.observations import WITH_VALUE
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER

OWN = ("period", "value", "status", "quality", "source")
OTHERS = ("municipality", "period", "value", "status", "quality", "source")
_BAND = ("period", "low", "middle", "high", "n")
_SHORTEST_FIRST = ("month", "quarter", "tertial", "half", "year", "day")


@dataclass(frozen=True)
class Material:
    """What is held before anything is hidden or chosen; nothing of it is shown as it is.

    ``own`` and ``others`` are observation tables of whole municipalities with ``quality`` and
    ``source``, ``own`` the municipality's and ``others`` those of the same indicator. ``groups``
    are figures below the whole, each group in the column ``unit``. ``beside`` is a series that may
    be drawn on the same axis.
    """

    indicator: Indicator
    own: pd.DataFrame
    others: pd.DataFrame
    groups: pd.DataFrame | None = None
    beside: pd.DataFrame | None = None
    start: Period | None = None
    targets: tuple[Target, ...] = ()
    breaks: tuple[Break, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class Selection:
    """What is chosen: the kind of period (``by``; None: the kind there is most of), the first and
    the last of them, the numbers of the peers (None: all others)."""

    by: str | None = None
    since: Period | None = None
    until: Period | None = None
    peers: tuple[str, ...] | None = None

    def holds(self, period: Period) -> bool:
        """Whether a period lies within what is chosen."""
        begun = self.since is None or self.since.start <= period.start
        return begun and (self.until is None or period.end <= self.until.end)


@dataclass(frozen=True)
class Explored:
    """What may be shown. ``own`` (columns OWN) has a row a period, those without a value too;
    ``others`` (columns OTHERS) has the peers' values, and ``band`` low, middle, high and n of
    each period with enough of them. ``beside`` is a series by period; ``kinds`` are the kinds of
    period there are, ``span`` all periods of the chosen kind. ``groups`` is None without figures
    below the whole.
    """

    indicator: Indicator
    by: str
    kinds: tuple[str, ...]
    span: tuple[Period, ...]
    own: pd.DataFrame
    others: pd.DataFrame
    band: pd.DataFrame
    beside: pd.Series
    groups: UnitFigures | None
    start: Period | None
    targets: tuple[Target, ...]
    breaks: tuple[Break, ...]
    counted: bool
    selection: Selection = field(default_factory=Selection)

    @property
    def series(self) -> pd.Series:
        """The values by period, without those that are missing or hidden."""
        known = self.own[self.own["value"].notna()]
        index = pd.Index(list(known["period"]), dtype=object, name="period")
        return pd.Series(known["value"].to_numpy(float), index=index, name="value")

    @property
    def hidden(self) -> int:
        """How many of the chosen periods are hidden."""
        return int(self.own["status"].eq("suppressed").sum())


def explore(material: Material, selection: Selection, as_of: Period | None = None) -> Explored:
    """Return what may be shown of ``material`` and is chosen by ``selection``.

    Whole figures of fewer persons than the indicator's minimum are hidden, the municipality's and
    its peers'; groups by :func:`analysis.evaluation.units.unit_figures`, from all figures by
    ``as_of``. InputError for groups that hold more persons than the whole.
    """
    indicator = material.indicator
    own = _protected(_ended(material.own, as_of), indicator)
    others = _protected(_ended(material.others, as_of), indicator)
    groups = _groups(material, as_of)
    kinds = _kinds(own)
    by = selection.by if selection.by in kinds else (kinds[0] if kinds else "year")
    own, others = (_chosen(table, by, selection) for table in (own, others))
    peers = _peers(others, selection.peers)
    beside = _beside(material, own, by, as_of)
    return Explored(
        indicator,
        by,
        kinds,
        _span(material.own, by, as_of),
        own[list(OWN)].reset_index(drop=True),
        peers,
        _band(own, peers, material.counted),
        beside,
        groups,
        material.start,
        material.targets,
        _breaks(own, material.breaks),
        material.counted,
        selection,
    )


def _ended(table: pd.DataFrame, as_of: Period | None) -> pd.DataFrame:
    if as_of is None or table.empty:
        return table
    return table[[period.end <= as_of.end for period in table["period"]]]


def _protected(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Without the number of persons, and without the values of too few of them."""
    persons = pd.to_numeric(table["n"], errors="coerce")
    small = persons.lt(indicator.minimum_n) | table["status"].eq("suppressed")
    hidden = table.drop(columns="n").assign(value=pd.to_numeric(table["value"], errors="coerce"))
    hidden["value"] = hidden["value"].mask(small)
    hidden["status"] = hidden["status"].astype(object).mask(small, "suppressed")
    return hidden


def _groups(material: Material, as_of: Period | None) -> UnitFigures | None:
    table = material.groups
    if table is None or table.empty or material.counted:
        return None
    last = as_of or max(table["period"], key=lambda period: period.end)
    return unit_figures(table, material.indicator, last)


def _kinds(table: pd.DataFrame) -> tuple[str, ...]:
    """The kinds of period, the one with most values first; of equals the shortest."""
    known = table[table["value"].notna()]
    counts = Counter(period.kind for period in known["period"])
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], _SHORTEST_FIRST.index(kind))))


def _span(table: pd.DataFrame, by: str, as_of: Period | None) -> tuple[Period, ...]:
    found = {period for period in _ended(table, as_of)["period"] if period.kind == by}
    return tuple(sorted(found))


def _chosen(table: pd.DataFrame, by: str, selection: Selection) -> pd.DataFrame:
    kept = [period.kind == by and selection.holds(period) for period in table["period"]]
    return table[pd.Series(kept, index=table.index, dtype=bool)].sort_values("period")


def _beside(material: Material, own: pd.DataFrame, by: str, as_of: Period | None) -> pd.Series:
    """The series beside the own one, for the time that is looked at and no longer."""
    if material.beside is None or own.empty:
        return pd.Series(dtype=float)
    span = Selection(since=own["period"].iloc[0], until=own["period"].iloc[-1])
    ended = _ended(_protected(material.beside, material.indicator), as_of)
    return _values(_chosen(ended, by, span))


def _values(table: pd.DataFrame) -> pd.Series:
    known = table[table["value"].notna()]
    index = pd.Index(list(known["period"]), dtype=object, name="period")
    return pd.Series(known["value"].to_numpy(float), index=index)


def _peers(others: pd.DataFrame, named: Sequence[str] | None) -> pd.DataFrame:
    """The values of the peers that may stand for something: no doubtful ones, no country."""
    sound = others["value"].notna() & others["quality"].ne("doubtful")
    kept = sound & others["municipality"].ne(COUNTRY_NUMBER)
    if named is not None:
        kept &= others["municipality"].isin(list(named))
    return others.loc[kept, list(OTHERS)].reset_index(drop=True)


def _band(own: pd.DataFrame, peers: pd.DataFrame, counted: bool) -> pd.DataFrame:
    """The quartiles of the peers in each own period with enough of them; none of counts, which
    grow with the size of a municipality."""
    rows = []
    known = own[own["value"].notna() & own["status"].isin(WITH_VALUE)]
    for period in known["period"] if not counted else ():
        then = peers[peers["period"].eq(period)].set_index("municipality")["value"]
        if len(then) < MINIMUM_PEERS:
            continue
        result = beside_peers(pd.concat([then, pd.Series({"": 0.0})]), "")
        middle = result.set_index("statistic").loc["peer_median"]
        low, mid, high = (float(middle[name]) for name in ("low", "estimate", "high"))
        rows.append((period, low, mid, high, int(middle["n"])))
    return pd.DataFrame(rows, columns=list(_BAND)).set_index("period")


def _breaks(own: pd.DataFrame, breaks: Sequence[Break]) -> tuple[Break, ...]:
    """The breaks that the chosen series runs across."""
    if own.empty:
        return ()
    first, last = own["period"].iloc[0].start, own["period"].iloc[-1].start
    return tuple(item for item in breaks if first < item.at.start <= last)
