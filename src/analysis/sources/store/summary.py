"""What is in the store, a row for each indicator, source and kind of period."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.model.periods import PARTS, Period
from analysis.sources.store.checking import STATUSES
from analysis.sources.store.resolving import Newest
from analysis.sources.store.snapshots import Damaged, Snapshot

NAMED = 5
"""How many gaps are named."""

COLUMNS = (
    *("indicator", "source", "kind", "municipalities", "first", "last"),
    *("gaps", "gaps_named", "incomplete", *STATUSES),
    *("licence", "newest", "synthetic", "snapshots", "damaged"),
)


def summarise(found: Newest, damaged: Sequence[Damaged]) -> pd.DataFrame:
    """Return the summary of ``found``, with the columns that ``Store.summary`` describes."""
    frame = found.frame()
    sources = [item.provenance.source for item in found.rows.snapshots]
    ranks = found.rows.ranks[found.picked]
    frame["source"] = pd.array(sources, dtype="str").take(ranks) if sources else frame["source"]
    values, codes = _distinct(frame["period"])
    frame["kind"] = pd.array([period.kind for period in values], dtype="str").take(codes)
    bad = Counter(item.source for item in damaged)
    rows = [
        {
            **dict(zip(("indicator", "source", "kind"), key, strict=True)),
            **_coverage(group),
            **_statuses(group),
            **_origin(key, found.rows.snapshots),
            "damaged": bad[key[1]],
        }
        for key, group in frame.groupby(["indicator", "source", "kind"], sort=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def missing_between(periods: Sequence[Period]) -> list[Period]:
    """Return the periods between the first and the last of ``periods`` that are not among them.
    All are of one kind."""
    numbers = sorted({_number(period) for period in periods})
    kind = periods[0].kind
    return [
        _period(number, kind)
        for before, after in pairwise(numbers)
        for number in range(before + 1, after)
    ]


def _coverage(group: pd.DataFrame) -> dict[str, Any]:
    periods, codes = _distinct(group["period"])
    gaps = missing_between(periods)
    named = ", ".join(map(str, gaps[:NAMED]))
    more = f" and {len(gaps) - NAMED} more" if len(gaps) > NAMED else ""
    numbers = pd.Series([_number(period) for period in periods]).take(codes)
    by_place = numbers.groupby(group["municipality"].to_numpy())
    spans = by_place.max() - by_place.min() + 1
    return {
        "municipalities": len(spans),
        "first": min(periods),
        "last": max(periods),
        "gaps": len(gaps),
        "gaps_named": named + more,
        "incomplete": int((spans > by_place.nunique()).sum()),
    }


def _statuses(group: pd.DataFrame) -> dict[str, int]:
    counts = group["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in STATUSES}


def _origin(key: tuple[str, ...], snapshots: Sequence[Snapshot]) -> dict[str, Any]:
    """What the provenances of an indicator's snapshots say, of which licences may be several."""
    own = [
        item.provenance
        for item in snapshots
        if item.provenance.source == key[1] and key[0] in item.indicators
    ]
    return {
        "licence": "; ".join(dict.fromkeys(item.licence for item in own)),
        "newest": max(item.known for item in own),
        "synthetic": any(item.synthetic for item in own),
        "snapshots": len(own),
    }


def _distinct(periods: pd.Series) -> tuple[list[Period], Any]:
    codes, values = pd.factorize(periods)
    return list(values), codes


def _number(period: Period) -> int:
    """The place of a period among those of its kind."""
    if period.kind == "day":
        return period.start.toordinal()
    return period.year * PARTS.get(period.kind, 1) + period.number - 1


def _period(number: int, kind: str) -> Period:
    if kind == "day":
        day = date.min + timedelta(days=number - 1)
        return Period(day.year, "day", day.month, day.day)
    year, place = divmod(number, PARTS.get(kind, 1))
    return Period(year, kind, place + 1)
