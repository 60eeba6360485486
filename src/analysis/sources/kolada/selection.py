"""What Kolada is asked for: only what it lists, and why the rest is not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.errors import Fault, ParameterError
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.kolada.metadata import (
    kind_of,
    kpi_catalogue,
    municipality_groups,
    municipality_list,
)
from analysis.sources.kolada.report import Unknown
from analysis.sources.web import Web

ALL: Literal["all"] = "all"
EARLIEST, LATEST = 1900, 2100
_KPI = re.compile(r"[A-Z][0-9]{5}")


@dataclass(frozen=True)
class Wanted:
    """What is asked for: only what Kolada lists. ``titles`` are those of the KPIs."""

    kpis: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    titles: dict[str, str]
    unknown: tuple[Unknown, ...]
    faults: tuple[Fault, ...]


def select(
    web: Web,
    address: str,
    kpis: Sequence[str],
    municipalities: Sequence[str] | Literal["all"],
    years: Sequence[int],
    groups: Sequence[str],
) -> Wanted:
    _check(kpis, municipalities, years, groups)
    catalogue, listed = kpi_catalogue(web, address), municipality_list(web, address)
    titles = dict(zip(catalogue.table["id"], catalogue.table["title"], strict=True))
    known = set(listed.table["id"])
    faults = [*catalogue.faults, *listed.faults]
    if municipalities == ALL:
        municipalities = _everybody(listed.table["id"])
    if groups:
        grouped = municipality_groups(web, address)
        faults += grouped.faults
        known |= set(grouped.table["group"])
    places = _once([*municipalities, *groups])
    own_kpis = _once([kpi.strip().upper() for kpi in kpis])
    unknown = [Unknown(kpi, _why_kpi(kpi)) for kpi in own_kpis if kpi not in titles]
    unknown += [Unknown(place, _why_place(place)) for place in places if place not in known]
    wanted = Wanted(
        tuple(kpi for kpi in own_kpis if kpi in titles),
        tuple(place for place in places if place in known),
        tuple(sorted(set(years))),
        titles,
        tuple(unknown),
        tuple(faults),
    )
    if not wanted.kpis or not wanted.places:
        raise ParameterError("\n".join(["nothing is left to ask for.", *map(str, unknown)]))
    return wanted


def _check(
    kpis: Sequence[str],
    municipalities: Sequence[str] | Literal["all"],
    years: Sequence[int],
    groups: Sequence[str],
) -> None:
    if not kpis or not years or not (municipalities or groups):
        raise ParameterError("Kolada is asked with at least one KPI, one municipality and a year.")
    wrong = [year for year in years if not EARLIEST <= year <= LATEST]
    if wrong:
        raise ParameterError(f"{wrong[0]} is no year. Accepted: {EARLIEST} to {LATEST}.")


def _everybody(places: Iterable[str]) -> list[str]:
    """Every municipality, and the country."""
    return [place for place in places if kind_of(place) in ("municipality", "country")]


def _why_kpi(kpi: str) -> str:
    if not _KPI.fullmatch(kpi):
        return "no id of a KPI. Accepted: a letter and five digits, such as N00090."
    return (
        "Kolada lists no such KPI: it was retired, or never existed. Look for its successor in "
        "Kolada's catalogue of KPIs; what was fetched before it went stays in the store."
    )


def _why_place(place: str) -> str:
    if kind_of(place) == "group":
        return "Kolada lists no such group. Groups change every year; look in its list of groups."
    return (
        f"Kolada lists no such municipality or region. Accepted: four digits, such as 1060; "
        f"{COUNTRY_NUMBER} is the country. Kolada has Sweden only."
    )


def _once(items: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(items))
