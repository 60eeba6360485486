"""Population by age, from figures as published to the age groups of services.

Nothing is interpolated: a group is the sum of age groups that the source prints and that make it
up exactly, in a year that the source prints. Where there is no such sum, ages that the programme
file names may stand in, and the row says which.
"""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.model.definitions.outlooks import AgeSpan, Projection, ServiceGroup

REGISTERED = "registered"
PROJECTED = "projected"
EVERYBODY = "all"
OLDEST = 90

PEOPLE = ("alternative", "kind", "year", "age", "persons")
"""Columns of a population frame. ``kind`` is REGISTERED or PROJECTED; ``age`` a label ("6-12",
"85-", "7", "all"); ``persons`` NaN where the source has no number."""

_AGE = re.compile(r"(\d{1,3})(?:\s*(-)\s*(\d{1,3})?)?")
_BREAKDOWN = re.compile(r"\w+=0*(\d{1,3})\+?")


def read_population(table: pd.DataFrame, projection: Projection) -> pd.DataFrame:
    """Return a published table of text as a population frame of the alternatives of ``projection``.

    ``table`` has alternative, kind, year, age and persons or thousand_persons. Registered figures
    have the alternative "". ValueError where a cell that should be a number is none.
    """
    names = {item.name: item.id for item in projection.alternatives}
    registered = table["kind"].eq(REGISTERED)
    kept = table[registered | table["alternative"].isin(names)]
    scale, column = (1, "persons") if "persons" in table else (1000, "thousand_persons")
    found = pd.DataFrame(
        {
            "alternative": kept["alternative"].map(names).where(~registered[kept.index], ""),
            "kind": kept["kind"],
            "year": kept["year"].astype(int),
            "age": kept["age"],
            "persons": scale * pd.to_numeric(kept[column].replace("", None)),
        }
    )
    return found.reset_index(drop=True)


def from_observations(
    observations: Iterable[tuple[str, str, pd.DataFrame]],
) -> pd.DataFrame:
    """Return observations of single years of age as a population frame.

    Each item is an alternative, a kind and its observation table, of which the breakdown gives
    the age ("Alder=007"); a row without a breakdown is everybody. The oldest age from OLDEST on is
    an open group: statistics offices put all who are older there.
    """
    frames = []
    for alternative, kind, table in observations:
        ages = [_age_of(text) for text in table["breakdown"]]
        years = [period.year for period in table["period"]]
        cells = {"alternative": alternative, "kind": kind, "year": years, "age": ages}
        frames.append(pd.DataFrame({**cells, "persons": table["value"].to_numpy()}))
    people = pd.concat(frames, ignore_index=True)[list(PEOPLE)]
    oldest = max((span[0] for age in set(people["age"]) if (span := span_of(age))), default=0)
    if oldest >= OLDEST:
        people["age"] = people["age"].replace(str(oldest), f"{oldest}-")
    return people


def span_of(label: str) -> AgeSpan | None:
    """Return first and last age of a label (None: no end), or None for one that is no age."""
    match = _AGE.fullmatch(label.strip())
    if match is None:
        return None
    first, dash, last = match.groups()
    if dash is None:
        return int(first), int(first)
    return int(first), int(last) if last else None


def parts_of(span: AgeSpan, labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels that make up ``span`` exactly, the fewest first; () if none do."""
    known = {label: found for label in labels if (found := span_of(label))}
    widest = sorted(known, key=lambda label: -_end(known[label]))
    return _chain(span[0], _end(span), {label: known[label] for label in widest}) or ()


def in_groups(people: pd.DataFrame, groups: Sequence[ServiceGroup]) -> pd.DataFrame:
    """Return ``people`` by service group: alternative, kind, year, ``group``, ``persons``, ``ages``
    (the span that was used, as a label) and ``exact`` (whether these are the group's own ages).

    A group that no ages of the source make up, nor may stand in for, has no rows.
    """
    labels = list(dict.fromkeys(people["age"]))
    frames = []
    for group in groups:
        for span in group.spans:
            if parts := parts_of(span, labels):
                summed = _summed(people, parts)
                cells = {"group": group.id, "ages": label_of(span), "exact": span == group.spans[0]}
                frames.append(summed.assign(**cells))
                break
    columns = ["alternative", "kind", "year", "persons", "group", "ages", "exact"]
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    return found.reindex(columns=columns)


def label_of(span: AgeSpan) -> str:
    """Return a span as a label: "6-15", "80-", "7"."""
    first, last = span
    if last is None:
        return f"{first}-"
    return str(first) if first == last else f"{first}-{last}"


def base_of(people: pd.DataFrame, projection: Projection) -> pd.DataFrame:
    """Return the rows of the base year: as registered, else as the main alternative has them."""
    of_year = people[people["year"].eq(projection.base_year)]
    registered = of_year[of_year["kind"].eq(REGISTERED)]
    return registered if len(registered) else of_year[of_year["alternative"].eq(projection.main.id)]


def _summed(people: pd.DataFrame, parts: Sequence[str]) -> pd.DataFrame:
    """The sum over ``parts``; missing where one of them is."""
    chosen = people[people["age"].isin(parts)]
    grouped = chosen.groupby(["alternative", "kind", "year"], sort=False)["persons"]
    found = grouped.agg(lambda values: values.sum(skipna=False)).where(grouped.size() == len(parts))
    return found.reset_index()


def _chain(first: int, end: float, known: dict[str, AgeSpan]) -> tuple[str, ...] | None:
    for label, span in known.items():
        if span[0] != first or _end(span) > end:
            continue
        if _end(span) == end:
            return (label,)
        rest = _chain(int(_end(span)) + 1, end, known)
        if rest:
            return (label, *rest)
    return None


def _end(span: AgeSpan) -> float:
    return float("inf") if span[1] is None else span[1]


def _age_of(breakdown: str) -> str:
    if not breakdown:
        return EVERYBODY
    match = _BREAKDOWN.fullmatch(breakdown)
    if match is None:
        return breakdown
    return f"{match[1]}-" if breakdown.endswith("+") else match[1]
