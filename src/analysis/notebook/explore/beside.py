"""What an indicator is held beside: another series on the same axis, and peers."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.errors import ParameterError
from analysis.model.definitions import Comparison
from analysis.model.periods import Period
from analysis.model.places import COUNTRY_NUMBER, find_place
from analysis.model.texts import Text
from analysis.notebook.explore.choices import Choosable, Desk
from analysis.notebook.explore.meaning import meant
from analysis.notebook.panels import read_panel_of
from analysis.sources.figures import read_observations_of
from analysis.sources.groups import group_of
from analysis.sources.municipalities import find_municipality, read_municipalities

NONE, COUNTRY, GROUP, ALL = "none", "country", "group", "all"

_THE_COUNTRY = Text(
    (("nb", "Hele landet"), ("nn", "Heile landet"), ("sv", "Hela landet"), ("en", "The country"))
)


@dataclass(frozen=True)
class Beside:
    """A series on the same axis: its figures, its name, and what it cannot stand for."""

    table: pd.DataFrame
    title: Text
    caveat: Text | None = None


def comparable(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return what can be asked for as ``compare``, with its names."""
    found: dict[str, tuple[str, ...]] = {NONE: (), COUNTRY: ()}
    country = desk.municipality.country if desk.municipality else None
    for item in desk.registry.indicators:
        if item.country in (None, country):
            found[item.id] = tuple(item.title.values())
    return found


def series_beside(desk: Desk, item: Choosable, asked: str) -> Beside | None:
    """Return the series that is to stand beside the own one, None for none.

    ParameterError for an indicator that the registry keeps apart, with its reason, and for one
    without figures.
    """
    if not asked:
        return _named_by_programme(desk, item.indicator.comparison, item)
    name = meant(asked, "series to compare with", comparable(desk))
    if name == NONE:
        return None
    if item.registered is None:
        raise ParameterError(
            f"'{item.indicator.id}' is not in the registry of indicators, so nobody has said what "
            'it may be compared with. Give it  registered = "..."  in the programme file.'
        )
    return _from_registry(desk, item, item.registered.id if name == COUNTRY else name)


def _named_by_programme(desk: Desk, named: Comparison | None, item: Choosable) -> Beside | None:
    if named is None or desk.programme is None:
        return None
    series = named.series or item.indicator.figures_id
    table = read_observations_of(
        desk.workspace, named.source, series, named.municipality, country=desk.programme.country
    )
    whole = table[table["unit"].eq("") & table["breakdown"].eq("")]
    return Beside(whole.assign(quality=""), named.title, named.caveat)


def _from_registry(desk: Desk, item: Choosable, name: str) -> Beside:
    """Another indicator of the municipality, else of the country; its own one of the country."""
    own, language = item.registered, desk.language.code
    assert own is not None
    assert desk.municipality is not None
    other = desk.registry.indicator(name)
    if reason := desk.registry.may_compare(own.id, other.id):
        first, second = own.title.best(language)[0], other.title.best(language)[0]
        raise ParameterError(
            f"“{first}” and “{second}” may not share an axis. {reason.best(language)[0]}"
        )
    table = read_panel_of(desk.workspace, other, desk.municipality, desk.as_of)
    numbers = [desk.municipality.number_today] if other.id != own.id else []
    for number in (*numbers, COUNTRY_NUMBER):
        rows = table[table["municipality"].eq(number)]
        if rows["value"].notna().any():
            return Beside(rows, _title(other.title, number, other.id != own.id))
    raise ParameterError(
        f"there are no figures of {other.title.best(language)[0]} to compare with. `tiltak data` "
        "shows what is held."
    )


def _title(indicator: Text, number: str, another: bool) -> Text:
    if not another:
        return _THE_COUNTRY
    if number != COUNTRY_NUMBER:
        return indicator
    pairs = ((code, f"{words} ({_THE_COUNTRY[code]})") for code, words in indicator.items())
    return Text(tuple(pairs))


@dataclass(frozen=True)
class Peers:
    """The numbers of the peers, None for all whose figures are held; and who they are."""

    numbers: tuple[str, ...] | None = None
    label: str = ""


def peers_of(desk: Desk, asked: str, at: Period | None) -> Peers:
    """Return the peers that are asked for. ``group`` is the KOSTRA or SKR group that the
    municipality was in at the end of ``at``, or today.

    ParameterError for a municipality that there is not, or groups that nobody has fetched.
    """
    if asked in ("", ALL):
        return Peers()
    if desk.municipality is None:
        raise ParameterError("peers are of a municipality: choose one first.")
    if asked == GROUP:
        return _group(desk, at)
    country = desk.municipality.country
    named = [part.strip() for part in asked.split(",") if part.strip()]
    found = [find_municipality(desk.workspace, name, country) for name in named]
    label = desk.language.listed(place.name for place in found).plain
    return Peers(tuple(place.number_today for place in found), label)


def _group(desk: Desk, at: Period | None) -> Peers:
    place = desk.municipality
    assert place is not None
    group = group_of(desk.workspace, place, at.end if at else date.today())
    known = read_municipalities(desk.workspace)
    found = (find_place(known, number, place.country, group.day) for number in group.members)
    numbers = tuple(item[0].number_today for item in found if item and item[0] != place)
    return Peers(numbers, f"{group.id} {group.title}")
