"""Asking Kolada for figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from analysis.model.observations import observation_table
from analysis.model.periods import Period
from analysis.sources.kolada.metadata import kind_of
from analysis.sources.kolada.pages import pages
from analysis.sources.kolada.provenance import provenance_of
from analysis.sources.kolada.report import FetchReport, unanswered
from analysis.sources.kolada.rows import Figure, Rows
from analysis.sources.kolada.selection import Wanted, select
from analysis.sources.store.provenance import Provenance
from analysis.sources.web import Answer, Web

if TYPE_CHECKING:
    import pandas as pd

MOST_IDS = 25
MOST_YEARS = 25
Item = TypeVar("Item")


@dataclass(frozen=True)
class Fetched:
    """Figures from Kolada.

    ``observations`` is an observation table with two more columns: ``count``, the number of
    municipalities behind a mean over a group as Kolada gives it (never a number of persons, so
    ``n`` is empty), and ``unweighted``, true for groups. The country's figure may be a sum, a
    weighted mean or none: the KPI's description says. ``breakdown`` is "", "women" or "men".
    ``provenance`` has an entry for every name in the column ``source``: one a KPI (kolada/N00090).
    """

    observations: "pd.DataFrame"
    report: FetchReport
    provenance: dict[str, Provenance]


def fetch_kolada(
    web: Web,
    address: str,
    kpis: Sequence[str],
    municipalities: Sequence[str] | Literal["all"],
    years: Sequence[int],
    groups: Sequence[str] = (),
) -> Fetched:
    """Return the figures of ``kpis`` for ``municipalities``, ``groups`` of them, and ``years``.

    Ids are Kolada's: N00090, 1060, G92786; 0000 is the country, 0001 a region. ``ALL`` is every
    municipality and the country; regions are asked for by their ids. Ids that Kolada does not list
    are explained in the report, and do not stop the others. ParameterError when nothing is left
    to ask for; FetchError when Kolada does not answer, and then nothing is returned.
    """
    wanted = select(web, address, kpis, municipalities, years, groups)
    rows = Rows()
    answers: dict[str, list[Answer]] = {kpi: [] for kpi in wanted.kpis}
    batches = product(
        _batches(wanted.kpis, MOST_IDS),
        _batches(wanted.places, MOST_IDS),
        _batches(sorted(wanted.years), MOST_YEARS),
    )
    for some_kpis, some_places, some_years in batches:
        path = f"data/kpi/{_list(some_kpis)}/municipality/{_list(some_places)}"
        for page in pages(web, address, f"{path}/year/{_list(some_years)}"):
            rows.add(page.values, page.answer.address)
            for kpi in some_kpis:
                answers[kpi].append(page.answer)
    return _fetched(wanted, rows, answers)


def _fetched(wanted: Wanted, rows: Rows, answers: dict[str, list[Answer]]) -> Fetched:
    asked = set(product(wanted.kpis, wanted.places, wanted.years))
    figures = [figure for figure in rows.figures.values() if figure.key in asked]
    sources = {kpi: provenance_of(kpi, wanted.titles[kpi], answers[kpi]) for kpi in wanted.kpis}
    every = [answer for kpi in wanted.kpis for answer in answers[kpi]]
    report = FetchReport(
        kpis=wanted.kpis,
        places=wanted.places,
        years=wanted.years,
        figures=len(figures),
        words=dict(rows.words),
        unknown_words=dict(rows.unknown),
        empty=rows.empty,
        deleted=rows.deleted,
        repeated=rows.repeated,
        not_asked=len(rows.figures) - len(figures),
        faults=(*wanted.faults, *rows.faults),
        unknown=wanted.unknown,
        unanswered=unanswered(
            wanted.kpis, wanted.places, wanted.years, {figure.key for figure in figures}
        ),
        oldest=min(answer.retrieved for answer in every),
        newest=max(answer.retrieved for answer in every),
        kept=any(answer.kept for answer in every),
    )
    provenance = {entry.source: entry for entry in sources.values()}
    return Fetched(_table(figures, sources), report, provenance)


def _table(figures: list[Figure], sources: dict[str, Provenance]) -> "pd.DataFrame":
    import pandas as pd

    table = observation_table(_row(figure, sources[figure.kpi].source) for figure in figures)
    counts = {(*figure.key, figure.gender): figure.count for figure in figures}
    years = [period.year for period in table["period"]]
    keys = zip(table["indicator"], table["municipality"], years, table["breakdown"], strict=True)
    table["count"] = pd.array([counts[key] for key in keys], dtype="Int64")
    table["unweighted"] = [kind_of(place) == "group" for place in table["municipality"]]
    return table


def _row(figure: Figure, source: str) -> dict[str, Any]:
    return {
        "indicator": figure.kpi,
        "municipality": figure.place,
        "period": Period(figure.year),
        "breakdown": figure.gender,
        "value": figure.value,
        "status": figure.status,
        "source": source,
    }


def _batches(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    return [items[start : start + most] for start in range(0, len(items), most)]


def _list(items: Sequence[str | int]) -> str:
    return ",".join(map(str, items))
