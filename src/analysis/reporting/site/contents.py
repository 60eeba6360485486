"""All that a site holds: reports in their languages, by municipality and by programme."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from analysis.errors import ParameterError
from analysis.model.texts import FALLBACKS, LANGUAGES
from analysis.reporting.site.missing import Missing, find_missing
from analysis.reporting.site.places import Place, Places
from analysis.reporting.site.reading import Unreadable, Version, end_of, read_version
from analysis.sources.workspace import Workspace

Tell = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Report:
    """A report in all its languages. ``place`` is None for one on a programme of many."""

    place: Place | None
    versions: tuple[Version, ...]

    @property
    def template(self) -> str:
        return self.versions[0].template

    @property
    def of_a_place(self) -> bool:
        return self.versions[0].of_a_place

    def best(self, language: str) -> Version:
        """Return the version that a reader of ``language`` understands best."""
        order = FALLBACKS[language]
        return min(self.versions, key=lambda version: order.index(version.language))


@dataclass(frozen=True)
class Gap:
    """A report that is not there, and whose it would be."""

    place: Place | None
    missing: Missing


@dataclass(frozen=True)
class Contents:
    """What is on a site, in the order in which it is listed: the latest report of a kind first."""

    reports: tuple[Report, ...]
    gaps: tuple[Gap, ...]

    @cached_property
    def newest(self) -> frozenset[Report]:
        """Of reports that differ only in as of when they speak, the latest."""
        first = {item.versions[0].matter: item for item in reversed(self.reports)}
        return frozenset(first.values())

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The municipalities with reports, or with such as are missing. A number that no
        municipality has is none."""
        gaps = [gap.place for gap in self.gaps if gap.place and gap.place.name]
        found = {*gaps, *(item.place for item in self.reports if item.place)}
        return tuple(sorted(found, key=lambda place: place.page))

    @cached_property
    def programmes(self) -> tuple[str, ...]:
        """The programmes with reports, or with such as are missing, by id."""
        found = {programme for item in self.reports for programme in item.versions[0].programmes}
        return tuple(sorted(found | {gap.missing.programme for gap in self.gaps} - {""}))

    @property
    def language(self) -> str:
        """The language that most reports are in."""
        used = [version.language for item in self.reports for version in item.versions]
        return max(LANGUAGES, key=used.count)

    @property
    def latest(self) -> str:
        """The day the latest report was made on, as ISO writes it."""
        return max((v.finished[:10] for item in self.reports for v in item.versions), default="")

    def of_place(self, place: Place) -> tuple[Report, ...]:
        """Return the reports on a municipality, its own page first."""
        return tuple(item for item in self.reports if item.place == place)

    def of_programme(self, programme: str) -> tuple[Report, ...]:
        """Return the reports on a programme, and the pages of municipalities that tell of it."""
        return tuple(r for r in self.reports if programme in r.versions[0].programmes)

    def only(self, place: Place) -> "Contents":
        """Return what is on one municipality: its reports, those they lead to, and those on the
        whole of a programme of many that it takes part in."""
        own = self.of_place(place)
        versions = [version for item in own for version in item.versions]
        links = {link for version in versions for link in version.links}
        programmes = {name for version in versions for name in version.programmes}
        rest = [item for item in self.reports if item not in own]
        with_it = [item for item in rest if _belongs(item, links, programmes)]
        gaps = tuple(gap for gap in self.gaps if gap.place == place)
        return replace(self, reports=(*own, *with_it), gaps=gaps)


def _belongs(report: Report, links: set[str], programmes: set[str]) -> bool:
    led_to = any(str(version.folder) in links for version in report.versions)
    return led_to or (report.place is None and report.versions[0].programme in programmes)


def read_contents(workspace: Workspace, reports: Path, tell: Tell) -> Contents:
    """Return all that is in a folder of reports. What cannot be read is left out and told of.
    ParameterError for a folder that is not there; InputError for faults in reference tables."""
    if not reports.is_dir():
        raise ParameterError(
            f"there is no folder {reports}; `tiltak report` and `tiltak batch` make reports."
        )
    places = Places(workspace)
    versions = list(_versions(reports, tell))
    made = _reports(places, versions)
    known = {item.place.page: item.place for item in made if item.place}
    gaps = []
    for item in find_missing(reports, versions):
        place = places.find(item.municipality, item.programme)
        gaps.append(Gap(known.get(place.page, place) if place else None, item))
    return Contents(made, tuple(gaps))


def _versions(reports: Path, tell: Tell) -> Iterable[Version]:
    for path in sorted(reports.rglob("run.json")):
        parts = path.relative_to(reports).parts
        if parts[0] == "failed" or any(part.startswith(".") for part in parts):
            continue
        try:
            yield read_version(reports, path.parent)
        except Unreadable as reason:
            tell(f"{path.parent} is left out: {reason}.")


def _reports(places: Places, versions: Sequence[Version]) -> tuple[Report, ...]:
    found: dict[tuple[str, ...], list[Version]] = {}
    for version in versions:
        found.setdefault(version.subject, []).append(version)
    reports = [
        Report(
            _named(places.find(alike[0].municipality, alike[0].programme), alike[0]),
            tuple(sorted(alike, key=lambda item: LANGUAGES.index(item.language))),
        )
        for alike in found.values()
    ]
    latest = sorted(reports, key=lambda item: end_of(item.versions[0].as_of), reverse=True)
    return tuple(sorted(latest, key=lambda item: (not item.of_a_place, *item.versions[0].matter)))


def _named(place: Place | None, version: Version) -> Place | None:
    """A place that the reference tables do not know is called what its report calls it."""
    if place is None or place.name:
        return place
    return replace(place, name=version.place)
