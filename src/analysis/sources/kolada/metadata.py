"""What Kolada has: its KPIs, the municipalities and regions, and groups of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analysis.errors import Fault, FetchError
from analysis.model.places import COUNTRY_NUMBER
from analysis.sources.kolada.pages import pages
from analysis.sources.web import Web

if TYPE_CHECKING:
    import pandas as pd


KPI_TEXTS = {
    "id": ("id",),
    "title": ("title",),
    "description": ("description",),
    "municipality_type": ("municipality_type",),
    "auspice": ("auspice", "auspices"),
    "operating_area": ("operating_area",),
    "perspective": ("perspective",),
    "publication_date": ("publication_date",),
    "prel_publication_date": ("prel_publication_date",),
    "publ_period": ("publ_period",),
}
"""Columns of the catalogue, and the names v3 and v2 have for them."""

KPI_FLAGS = ("is_divided_by_gender", "has_ou_data")
GROUP_COLUMNS = ("group", "group_title", "unweighted", "municipality", "municipality_title")


@dataclass(frozen=True)
class Listing:
    """A list of Kolada's own. ``faults`` are the entries of it that could not be read.

    ``retrieved`` is when the oldest answer came; ``kept`` says that it came from the cache.
    """

    table: "pd.DataFrame"
    faults: tuple[Fault, ...]
    retrieved: datetime
    kept: bool


def kind_of(place: str) -> str:
    """Return what an id is of: ``country`` (0000), ``region`` (00..), ``group`` (G...) or
    ``municipality``. By the number: the country has the type of a region."""
    if place == COUNTRY_NUMBER:
        return "country"
    if place.startswith("G"):
        return "group"
    return "region" if place.startswith("00") else "municipality"


def kpi_catalogue(web: Web, address: str) -> Listing:
    """Return the KPIs: id, title, description, municipality_type (K municipalities, L regions,
    A both), auspice, operating_area, perspective, publication_date and prel_publication_date (of
    the next figures), publ_period, is_divided_by_gender and has_ou_data (true, false, or missing).
    """
    return _listing(web, address, "kpi", (*KPI_TEXTS, *KPI_FLAGS), _kpi)


def municipality_list(web: Web, address: str) -> Listing:
    """Return municipalities, regions and the country: id, title, type (as Kolada writes it) and
    kind (see :func:`kind_of`)."""
    return _listing(web, address, "municipality", ("id", "title", "type", "kind"), _place)


def municipality_groups(web: Web, address: str) -> Listing:
    """Return the groups, one row a member: group, group_title, unweighted (always true: means
    over groups are), municipality, municipality_title. A group without members has one row with
    an empty municipality."""
    return _listing(web, address, "municipality_groups", GROUP_COLUMNS, _group)


def _listing(
    web: Web,
    address: str,
    path: str,
    columns: tuple[str, ...],
    read: Callable[[Mapping[str, Any]], list[dict[str, Any]]],
) -> Listing:
    import pandas as pd

    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    answers = []
    for page in pages(web, address, path):
        answers.append(page.answer)
        for line, entry in enumerate(page.values, 1):
            if isinstance(entry, Mapping) and entry.get("isdeleted") is True:
                continue
            try:
                rows += read(entry)
            except (AttributeError, TypeError, ValueError):
                found = f"found {str(entry)[:60]}"
                faults.append(Fault(page.answer.address, line, path, found, "an id and a title"))
    if not rows:
        raise FetchError(f"{address}/{path} lists nothing. Is the address right?")
    table = pd.DataFrame(rows, columns=list(columns)).drop_duplicates(ignore_index=True)
    oldest = min(answer.retrieved for answer in answers)
    return Listing(table, tuple(faults), oldest, any(answer.kept for answer in answers))


def _kpi(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    texts = {
        column: next((str(entry[name]) for name in names if entry.get(name) is not None), "")
        for column, names in KPI_TEXTS.items()
    }
    flags = {name: _flag(entry.get(name)) for name in KPI_FLAGS}
    return [{**texts, **flags, "id": _text(entry, "id"), "title": _text(entry, "title")}]


def _place(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    place = _text(entry, "id")
    kind = str(entry.get("type") or "")
    return [{"id": place, "title": _text(entry, "title"), "type": kind, "kind": kind_of(place)}]


def _group(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    group = {"group": _text(entry, "id"), "group_title": _text(entry, "title"), "unweighted": True}
    members = [
        {
            "municipality": _text(member, "member_id", "id"),
            "municipality_title": _text(member, "member_title", "title"),
        }
        for member in entry.get("members") or []
    ]
    return [{**group, **member} for member in members or [_NOBODY]]


_NOBODY = {"municipality": "", "municipality_title": ""}


def _text(entry: Mapping[str, Any], *names: str) -> str:
    """The first of ``names`` that is there; ValueError when it is no text."""
    found = next((entry[name] for name in names if entry.get(name) is not None), None)
    if not isinstance(found, str) or not found.strip():
        raise ValueError(names[0])
    return found


def _flag(found: Any) -> bool | None:
    return bool(found) if found in (True, False) else None
