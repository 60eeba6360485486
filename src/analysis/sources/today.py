"""Figures from the store on today's division into municipalities.

    todays_observations(workspace, "full_time_equivalents_own", ["3301"])

A municipality that only got another number is one series. Of those that merged, counts are added,
and percentages averaged if there is a weight; a split ends what can be known. ``reason`` says why
a value is not there. See :mod:`analysis.model.aggregation`.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.errors import ParameterError
from analysis.model.aggregation import REASON, to_todays_division
from analysis.model.divisions import Division
from analysis.model.indicators import Registry
from analysis.model.places import COUNTRY_NUMBER, Country, Municipality, find_place
from analysis.sources.indicators import read_registry, registry_path
from analysis.sources.municipalities import (
    COUNTRIES,
    fetched_path,
    find_municipality,
    read_changes,
    read_municipalities,
)
from analysis.sources.store import Store
from analysis.sources.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

_PUBLISHERS: dict[str, Country] = {"kolada": "SE", "scb": "SE", "ssb": "NO", "ks": "NO"}


def todays_observations(
    workspace: Workspace,
    indicator: str,
    municipalities: str | Sequence[str] | None = None,
    *,
    country: Country | None = None,
    adds: bool = False,
    weight: str | None = None,
    **chosen: Any,
) -> "pd.DataFrame":
    """Return the newest figures of ``indicator`` on today's division, sorted by key.

    The columns of an observation table and ``reason``, which says why a value is missing.
    ``municipalities`` are numbers or names, of any time; None for all. ``adds`` says that the
    values are counts, ``weight`` names the indicator to average them with, as it is called in the
    store; where neither is given, the registry says so of the indicators it knows. ``chosen`` is
    passed to :meth:`Store.observations` (first, last, units, breakdowns, as_of, known_at,
    sources). Counties and the country are as they are; so is all of Sweden, where no municipality
    became another one from 2003 on.

    ParameterError: a municipality that is no more, a country that cannot be told from the
    figures, or Norwegian numbers that are not known because the table of all of them was not
    fetched; as :meth:`Store.observations` and ``find_municipality`` besides.
    """
    if adds and weight:
        raise ParameterError("what is added up needs no weight: say one of the two.")
    store = Store(workspace)
    places = _places(workspace, municipalities, country)
    numbers = _origins(workspace, places) if places else None
    found = store.observations(indicator, numbers, **chosen)
    if found.empty:
        # Says which indicators there are, if this is none of them.
        store.summary(indicator)
        return found.assign(**{REASON: ""})
    country = places[0].country if places else country or _country(workspace, found)
    if not adds and weight is None:
        adds, weight = _registered(workspace, found)
    if weight is not None:
        import pandas as pd

        found = pd.concat([found, store.observations(weight, numbers, **chosen)])
    counts, weights = [indicator] if adds else [], {indicator: weight} if weight else {}
    moved = to_todays_division(found, read_changes(workspace, country), counts, weights)
    own = moved[moved["indicator"].eq(indicator)]
    if places:
        own = own[own["municipality"].isin([place.number_today for place in places])]
    return _told(workspace, own.reset_index(drop=True), country)


def _places(
    workspace: Workspace, municipalities: str | Sequence[str] | None, country: Country | None
) -> list[Municipality] | None:
    """The municipalities asked for, all of one country and all still there."""
    if municipalities is None:
        return None
    asked = [municipalities] if isinstance(municipalities, str) else list(municipalities)
    places = [find_municipality(workspace, number, country) for number in asked]
    if not places:
        raise ParameterError("no municipality is named.")
    if len({place.country for place in places}) > 1:
        raise ParameterError("the municipalities are of two countries: ask for one at a time.")
    for place in places:
        if place.ended is not None:
            division = Division(read_changes(workspace, place.country))
            now = ", ".join(sorted(division.today(place.number_today, place.ended)))
            raise ParameterError(
                f"{place.name} ({place.number_today}) was given up after {place.ended}. "
                f"Its area is in {now} today: ask for that."
            )
    return places


def _origins(workspace: Workspace, places: Sequence[Municipality]) -> list[str]:
    """Every number whose figures have a part in those of ``places`` today."""
    division = Division(read_changes(workspace, places[0].country))
    wanted = {place.number_today for place in places}
    earlier = {n for n in division.numbers if division.today(n, date.min) & wanted}
    return sorted(wanted | earlier)


def _country(workspace: Workspace, found: "pd.DataFrame") -> Country:
    """The country that the figures are of: as the registry says, or their publisher, or their
    numbers if only one country has them."""
    registry = _registry(workspace)
    told: set[Country | None] = set()
    for source, series in _series(found):
        item = registry.known_as(source, series) if registry else None
        publisher = source.partition("/")[0].casefold()
        told.add((item.country if item else None) or _PUBLISHERS.get(publisher))
    if len(told) == 1 and (country := next(iter(told))):
        return country
    known = read_municipalities(workspace)
    numbers = set(found["municipality"])
    fitting = [c for c in COUNTRIES if all(find_place(known, n, c) for n in numbers)]
    if len(fitting) != 1 or len(told) > 1:
        raise ParameterError("whether the figures are Norwegian or Swedish: name the country.")
    return fitting[0]


def _registered(workspace: Workspace, found: "pd.DataFrame") -> tuple[bool, str | None]:
    """Whether the registry says that the values are added, and the name of their weight."""
    registry = _registry(workspace)
    if registry is None:
        return False, None
    items = {registry.known_as(source, series) for source, series in _series(found)}
    item = next(iter(items)) if len(items) == 1 else None
    return (item.adds, item.weight) if item else (False, None)


def _registry(workspace: Workspace) -> Registry | None:
    return read_registry(workspace) if registry_path(workspace).is_file() else None


def _series(found: "pd.DataFrame") -> list[tuple[str, str]]:
    """The (publisher/dataset, name of the series) of the figures."""
    pairs = found[["source", "indicator"]].drop_duplicates().itertuples(index=False, name=None)
    return sorted({(source.rpartition("/")[0], series) for source, series in pairs})


def _told(workspace: Workspace, own: "pd.DataFrame", country: Country) -> "pd.DataFrame":
    """``own`` with a reason at figures of numbers that no municipality has today."""
    if country == "SE":
        return own
    known = {
        item.number_today
        for item in read_municipalities(workspace)
        if item.country == country and item.ended is None
    }
    numbers = [number for number in own["municipality"].unique() if _of_a_municipality(number)]
    unknown = sorted(
        number
        for number in numbers
        if number not in known and own.loc[own["municipality"].eq(number), REASON].eq("").any()
    )
    if unknown and not fetched_path(workspace, country).is_file():
        raise ParameterError(
            f"what became of {len(unknown)} numbers, such as {unknown[0]}, is not known here. "
            "`tiltak fetch klass municipalities` brings all municipalities."
        )
    left = own["municipality"].isin(unknown) & own[REASON].eq("")
    told = own["municipality"] + " is no number of today, and left as it is"
    return own.assign(**{REASON: own[REASON].where(~left, told)})


def _of_a_municipality(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and number != COUNTRY_NUMBER
