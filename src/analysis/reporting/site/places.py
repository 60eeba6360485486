"""Whose a report is: a municipality with its county and all its numbers, or a country."""

import tomllib
from dataclasses import dataclass
from typing import Any, cast

from analysis.model.places import Country, Municipality, find_place
from analysis.reporting.site.names import file_part, shown
from analysis.sources.counties import read_counties
from analysis.sources.municipalities import COUNTRIES, read_municipalities
from analysis.sources.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """A municipality on the site. ``former`` are numbers it had; ``country`` and ``county`` are ""
    where they are not known; ``name`` is "" for a number that no municipality has or had."""

    country: str
    number: str
    name: str
    former: tuple[str, ...] = ()
    county: str = ""

    @property
    def page(self) -> str:
        """The name of its page, without the ending."""
        return file_part("-".join(filter(None, (self.country.lower(), self.number))))


class Places:
    """Finds the municipality that a report names by its number."""

    def __init__(self, workspace: Workspace):
        self._workspace = workspace
        self._known = read_municipalities(workspace)
        self._counties = read_counties(workspace)
        self._found: dict[tuple[str, str], Place] = {}

    def find(self, asked: str, programme: str) -> Place | None:
        """Return the municipality with the number ``asked`` (SE-1860, or 1860 where the programme
        or the number says which country), the programme's own if it is ""; None for a country."""
        asked = asked or str(self._said(programme).get("municipality", ""))
        if not asked or asked in COUNTRIES:
            return None
        key = (asked, programme)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def named_in_full(self, asked: str) -> Place | None:
        """Return the municipality that a person asks for by a number it has or had, or by name."""
        same = [item for item in self._known if item.name.casefold() == asked.strip().casefold()]
        return self._place(same[0]) if len(same) == 1 else self.find(asked, "")

    def _find(self, asked: str, programme: str) -> Place:
        prefix, _, number = asked.rpartition("-")
        said = self._said(programme).get("country") if prefix not in COUNTRIES else prefix
        country = cast(Country, said) if said in COUNTRIES else None
        found = find_place(self._known, number, country)
        if len(found) != 1:
            return Place(prefix if prefix in COUNTRIES else "", shown(number), "")
        return self._place(found[0])

    def _place(self, item: Municipality) -> Place:
        today = item.number_today
        former = [entry.number for entry in reversed(item.numbers) if entry.number != today]
        county = self._counties.get((item.country, today[:2]), "")
        return Place(item.country, today, item.name, tuple(dict.fromkeys(former)), county)

    def _said(self, programme: str) -> dict[str, Any]:
        """What a programme file says, unchecked: {} where it cannot be read."""
        path = self._workspace.programmes / f"{programme}.toml"
        if not programme or path.parent != self._workspace.programmes or not path.is_file():
            return {}
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            return {}
