"""What there is: municipalities, programmes, and the figures of one municipality."""

from collections import Counter

import pandas as pd

from analysis.display.exploration.here import Row
from analysis.display.languages import Language
from analysis.errors import InputError
from analysis.model.places import COUNTRY_NUMBER, Municipality
from analysis.notebook.explore.choices import Choosable, Desk
from analysis.notebook.explore.reading import others_of, own_of
from analysis.notebook.panels import numbers_held
from analysis.sources.catalogue import find_programme, programme_files
from analysis.sources.figures import describe
from analysis.sources.municipalities import find_municipality, read_municipalities
from analysis.sources.workspace import Workspace


def offered(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return number, name and country of the municipalities of which figures are held, by name.
    A number that both countries use has the country before it."""
    held = numbers_held(workspace)
    known = read_municipalities(workspace)
    own = _of_programmes(workspace)
    found = [
        place for place in known if place in own or any(map(held.__contains__, _numbers(place)))
    ]
    twice = Counter(number for place in known for number in _numbers(place))
    return [
        (_written(place, twice), place.name, place.country)
        for place in sorted(found, key=lambda place: place.name)
    ]


def _numbers(place: Municipality) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.number for entry in place.numbers))


def _written(place: Municipality, twice: Counter[str]) -> str:
    number = place.number_today
    return f"{place.country}-{number}" if twice[number] > 1 else number


def _of_programmes(workspace: Workspace) -> list[Municipality]:
    found = []
    for path in programme_files(workspace):
        try:
            programme = find_programme(workspace, path.stem)
        except InputError:
            continue
        if programme.municipality and any(item.source for item in programme.indicators):
            found.append(find_municipality(workspace, programme.municipality, programme.country))
    return found


def programmes_of(workspace: Workspace, language: Language) -> dict[str, str]:
    """Return the ids and titles of the programmes that can be read."""
    found = {}
    for path in programme_files(workspace):
        try:
            title = find_programme(workspace, path.stem).title
        except InputError:
            continue
        found[path.stem] = title.best(language.code)[0]
    return found


def held_rows(desk: Desk) -> list[Row]:
    """Return what is held of the municipality, a row for each indicator and kind of period."""
    return [row for name, item in desk.indicators.items() for row in _rows(desk, name, item)]


def _rows(desk: Desk, name: str, item: Choosable) -> list[Row]:
    own, others = own_of(desk, item), others_of(desk, item)
    known = own[own["value"].notna()]
    kinds = known["period"].map(lambda period: period.kind)
    counts = _others(others)
    return [
        Row(
            name,
            item.indicator.title,
            str(kind),
            min(rows["period"]),
            max(rows["period"]),
            len(rows),
            tuple(dict.fromkeys(describe(desk.workspace, s).producer for s in rows["source"])),
            counts.get(str(kind), 0),
        )
        for kind, rows in known.groupby(kinds, sort=False)
    ]


def _others(others: pd.DataFrame) -> dict[str, int]:
    """How many others have figures, by kind of period."""
    known = others[others["value"].notna() & others["municipality"].ne(COUNTRY_NUMBER)]
    pairs = {(p.kind, n) for p, n in zip(known["period"], known["municipality"], strict=True)}
    return dict(Counter(kind for kind, _ in pairs))
