"""What several pages of a site show alike: reports, places, findings, and what is missing."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from analysis.display.blocks import render_html
from analysis.display.languages import Language, Phrase, phrase
from analysis.reporting.site.contents import Contents, Gap, Report
from analysis.reporting.site.drawing import multiples
from analysis.reporting.site.known import Known
from analysis.reporting.site.names import address, file_part
from analysis.reporting.site.places import Place
from analysis.reporting.site.reading import Version, period_in_words
from analysis.reporting.site.words import LANGUAGE_NAMES, Titles, markup, sorted_by, state_in_words

_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV"}
View = dict[str, Any]


class Listing:
    """Base of the pages in one language."""

    def __init__(self, contents: Contents, titles: Titles, language: Language):
        self._contents = contents
        self._titles = titles
        self._language = language
        self._say = language.say
        places = sorted_by(contents.places, self._name, language)
        self._order = {place: number for number, place in enumerate(places)}

    # -- reports

    def _version(self, report: Report) -> Version:
        return report.best(self._language.code)

    def _listed(self, report: Report) -> View:
        """A report in a list: its programme, its kind and where it is."""
        version = self._version(report)
        kind = self._titles.template(report.template, self._language)
        if version.programme:
            title = self._titles.programme(version.programme, self._language)
        else:
            title, kind = kind, phrase("")
        return {
            "programme": title,
            "template": kind,
            "address": on_site(version, "report.html"),
            "invented": version.invented,
        }

    def _full(self, report: Report) -> View:
        """A report with all its languages and formats."""
        listed = self._listed(report)
        versions = [self._formats(item, listed["programme"].plain) for item in report.versions]
        return {**listed, "as_of": self._period(report.versions[0]), "versions": versions}

    def _formats(self, version: Version, about: str) -> View:
        names = [name for name in version.files if name != "report.html"]
        names += ["data.csv"] if version.data else []
        links = [(self._say("web page").plain, on_site(version, "report.html"))]
        links += [(_KINDS[name.rsplit(".", 1)[1]], on_site(version, name)) for name in names]
        language = LANGUAGE_NAMES[version.language]
        return {"code": version.language, "language": language, "about": about, "links": links}

    def _known(self, item: Known, report: Report, whole: bool) -> View:
        """What a report says first; all of that, or the foremost only."""
        version, language = self._version(report), self._language
        other = language.mark(version.language)
        is_listed = item.programme in self._contents.programmes
        title = self._titles.programme(item.programme, language) if is_listed else None
        return {
            "heading": title or markup(item.heading, other),
            "findings": Markup(render_html(item.findings if whole else item.foremost)),
            "lang": other or "",
            "note": self._note(item, version),
            "address": on_site(version, "report.html"),
            "page": address(page_on(item.programme)) if is_listed else "",
        }

    def _note(self, item: Known, version: Version) -> Markup:
        """As of when findings are: a municipality's page says it of each programme for itself."""
        if version.of_a_place:
            return markup(item.note, self._language.mark(version.language))
        return markup(self._say("As of {period}.", period=self._period(version)))

    def _period(self, version: Version) -> str:
        return period_in_words(version.as_of, self._language.code)

    # -- places

    def _by_name(self, reports: Iterable[Report]) -> list[Report]:
        return sorted(reports, key=lambda item: self._order[item.place] if item.place else -1)

    def _name(self, place: Place) -> str:
        return place.name or self._say("Municipality {number}", number=place.number).plain

    def _facts(self, place: Place) -> str:
        """The county and the numbers of a municipality, in one line."""
        number = place.number
        if place.former:
            former = self._language.listed(place.former)
            number = self._say("{number}, before {former}", number=number, former=former).plain
        return ". ".join(filter(None, (place.county, number if place.name else "")))

    def _number_of(self, reports: Iterable[Report]) -> Phrase:
        places = {report.place for report in reports}
        if not places:
            return phrase("")
        return self._language.say_n(
            "{n} municipality has a report that tells of it.",
            "{n} municipalities have reports that tell of it.",
            len(places),
        )

    def _multiples(self, reports: Iterable[Report]) -> list[View]:
        named = [
            (self._name(report.place), report) for report in self._by_name(reports) if report.place
        ]
        return multiples(named, self._language)

    # -- what is missing

    def _gaps(self, gaps: Sequence[Gap]) -> list[View]:
        """Reports that are missing, each once with the languages it is missing in."""
        alike: dict[tuple[Any, ...], list[Gap]] = {}
        for gap in gaps:
            alike.setdefault((gap.place, *gap.missing.whatever_the_language), []).append(gap)
        return [self._gap(found) for found in sorted(alike.values(), key=self._place_in_order)]

    def _place_in_order(self, gaps: Sequence[Gap]) -> int:
        return self._order.get(gaps[0].place, -1) if gaps[0].place else -1

    def _gap(self, gaps: Sequence[Gap]) -> View:
        missing, place, language = gaps[0].missing, gaps[0].place, self._language
        title = missing.programme and self._titles.programme(missing.programme, language)
        names = [LANGUAGE_NAMES.get(gap.missing.language, "") for gap in gaps]
        return {
            "place": self._name(place) if place else "",
            "page": address(page_of(place)) if place and place in self._order else "",
            "programme": title,
            "template": self._titles.template(missing.template, language),
            "state": state_in_words(missing.state, language),
            "earlier": missing.earlier,
            "languages": ", ".join(filter(None, names)),
            "as_of": period_in_words(missing.as_of, language.code),
        }


def page_of(place: Place) -> str:
    """Return the path of a municipality's page, within a language."""
    return f"municipality/{place.page}.html"


def page_on(programme: str) -> str:
    """Return the path of a programme's page, within a language."""
    return f"programme/{file_part(programme)}.html"


def on_site(version: Version, name: str) -> str:
    """Return the address of a file of a report, from the root of the site."""
    return address(version.on_site(name))


def year_in(text: str) -> str:
    """Return the first year that is named in ``text``, to sort by; "" if none is."""
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    return year[0] if year else ""
