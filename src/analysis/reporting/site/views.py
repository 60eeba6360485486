"""What each page of a site shows, in one language."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from analysis.display.blocks import Payload, render_html
from analysis.display.languages import Language, Phrase, phrase
from analysis.reporting.site.contents import Contents, Gap, Report
from analysis.reporting.site.drawing import multiples
from analysis.reporting.site.names import address, file_part
from analysis.reporting.site.places import Place
from analysis.reporting.site.reading import Known, Version, period_in_words
from analysis.reporting.site.words import LANGUAGE_NAMES, Titles, markup, state_in_words

GRADES = ("established", "indicated", "not_shown", "not_assessable", "observed", "asserted")
_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV"}
View = dict[str, Any]


class Views:
    """The pages in one language: ``all`` gives the path of each, its template and what it shows."""

    def __init__(self, contents: Contents, titles: Titles, language: Language):
        self._contents = contents
        self._titles = titles
        self._language = language
        self._say = language.say

    def all(self) -> Iterator[tuple[str, str, View]]:
        """Return every page, the index first."""
        contents = self._contents
        yield "index.html", "index.html.j2", self._index()
        yield "missing.html", "missing.html.j2", {"gaps": self._gaps(contents.gaps)}
        yield "municipalities.html", "programme.html.j2", self._municipalities()
        for place in contents.places:
            yield _page_of(place), "municipality.html.j2", self._municipality(place)
        for programme in contents.programmes:
            yield _page_on(programme), "programme.html.j2", self._programme(programme)

    # -- the index

    def _index(self) -> View:
        contents = self._contents
        places = [
            {
                "page": address(_page_of(place)),
                "name": self._name(place),
                "facts": self._facts(place),
                "reports": [self._listed(report) for report in contents.of_place(place)],
            }
            for place in contents.places
        ]
        programmes = [
            {
                "page": address(_page_on(programme)),
                "name": self._titles.programme(programme, self._language),
                "facts": "",
                "reports": [
                    self._listed(report)
                    for report in contents.of_programme(programme)
                    if report.place is None
                ],
            }
            for programme in contents.programmes
        ]
        return {"places": places, "programmes": programmes, "missing": len(contents.gaps)}

    def _listed(self, report: Report) -> View:
        """A report in a list: its programme, its kind and where it is."""
        version = report.best(self._language.code)
        template = self._titles.template(report.template, self._language)
        whole = not version.programme
        return {
            "programme": template
            if whole
            else self._titles.programme(version.programme, self._language),
            "template": phrase("") if whole else template,
            "address": _file(version, "report.html"),
            "invented": version.invented,
        }

    # -- a municipality

    def _municipality(self, place: Place) -> View:
        reports = self._contents.of_place(place)
        known = [(item, report) for report in reports for item in self._version(report).known]
        told: set[str] = set()
        chosen = []
        for item, report in known:
            # A municipality's own page tells of its programmes first, as their reports do.
            if report.of_a_place or item.programme not in told:
                chosen.append(self._known(item, report, whole=report.of_a_place))
            told.add(item.programme)
        return {
            "name": self._name(place),
            "facts": self._facts(place),
            "known": chosen,
            "reports": [self._full(report) for report in reports],
            "gaps": self._gaps([gap for gap in self._contents.gaps if gap.place == place]),
            "invented": any(self._version(report).invented for report in reports),
        }

    def _known(self, item: Known, report: Report, whole: bool) -> View:
        version = self._version(report)
        findings = list(item.findings if whole else item.foremost)
        known = item.programme in self._contents.programmes
        return {
            "heading": self._titles.programme(item.programme, self._language)
            if known
            else markup(_marked(item.heading, self._language.mark(version.language))),
            "findings": Markup(render_html(findings)),
            "lang": self._language.mark(version.language) or "",
            "as_of": self._period(version),
            "address": _file(version, "report.html"),
            "page": address(_page_on(item.programme)) if known else "",
        }

    def _full(self, report: Report) -> View:
        """A report with all its languages and formats."""
        listed = self._listed(report)
        about = listed["programme"].plain
        versions = [
            {
                "language": version.language,
                "language_name": LANGUAGE_NAMES[version.language],
                "about": about,
                "address": _file(version, "report.html"),
                "others": [
                    (_KINDS[name.rsplit(".", 1)[1]], _file(version, name))
                    for name in _files(version)
                ],
            }
            for version in report.versions
        ]
        return {**listed, "as_of": self._period(report.versions[0]), "versions": versions}

    # -- a programme, and all municipalities

    def _programme(self, programme: str) -> View:
        reports = self._contents.of_programme(programme)
        whole = [report for report in reports if report.place is None]
        about = [report for report in reports if not report.of_a_place and report.place]
        own = {report.place for report in about}
        # Where a municipality has no report on the programme, its own page tells of it.
        rows = [r for r in reports if r in about or (r.of_a_place and r.place not in own)]
        known = [
            self._known(item, report, whole=True)
            for report in whole
            for item in self._version(report).known
        ]
        gaps = [gap for gap in self._contents.gaps if gap.missing.programme == programme]
        return {
            "name": self._titles.programme(programme, self._language),
            "lead": self._number_of(rows),
            "whole": [self._full(report) for report in whole],
            "known": known,
            "rows": [self._row(report, programme) for report in self._by_name(rows)],
            "groups": self._multiples(about),
            "gaps": self._gaps(gaps),
            "invented": any(self._version(report).invented for report in about + whole),
        }

    def _municipalities(self) -> View:
        pages = [report for report in self._contents.reports if report.place]
        first = {report.place: report for report in reversed(pages)}
        rows = self._by_name(list(first.values()))
        return {
            "name": self._say("All municipalities"),
            "lead": self._number_of(rows),
            "rows": [self._row(report, None) for report in rows],
            "groups": self._multiples([report for report in pages if report.of_a_place]),
            "gaps": [],
        }

    def _row(self, report: Report, programme: str | None) -> View:
        """A municipality in a table: what its report says first, of one programme or of all."""
        version, place = self._version(report), report.place
        assert place is not None
        found = [item for item in version.known if programme in (None, item.programme)]
        findings = list(found[0].foremost) if found else []
        grades = [GRADES.index(item["grade"]) for item in findings if item["grade"] in GRADES]
        name = self._name(place)
        return {
            "key": name,
            "name": name,
            "page": address(_page_of(place)),
            "county": place.county,
            "as_of": self._period(version),
            "as_of_key": version.as_of,
            "grade": str(grades[-1] if grades else len(GRADES)),
            "findings": [_short(item) for item in findings],
            "lang": self._language.mark(version.language) or "",
            "address": _file(version, "report.html"),
            "invented": version.invented,
        }

    def _multiples(self, reports: Sequence[Report]) -> list[View]:
        named = [
            (self._name(report.place), report) for report in self._by_name(reports) if report.place
        ]
        return multiples(named, self._language)

    # -- helpers

    def _version(self, report: Report) -> Version:
        return report.best(self._language.code)

    def _by_name(self, reports: Sequence[Report]) -> list[Report]:
        order = {place: number for number, place in enumerate(self._contents.places)}
        return sorted(reports, key=lambda item: order[item.place] if item.place else -1)

    def _name(self, place: Place) -> str:
        return place.name or self._say("Municipality {number}", number=place.number).plain

    def _facts(self, place: Place) -> str:
        """The county and the numbers of a municipality, in one line."""
        number = place.number
        if place.former:
            former = self._language.listed(place.former)
            number = self._say("{number}, before {former}", number=number, former=former).plain
        return ". ".join(filter(None, (place.county, number if place.name else "")))

    def _number_of(self, reports: Sequence[Report]) -> Phrase:
        places = {report.place for report in reports}
        if not places:
            return phrase("")
        return self._language.say_n(
            "{n} municipality has a report that tells of it.",
            "{n} municipalities have reports that tell of it.",
            len(places),
        )

    def _period(self, version: Version) -> str:
        return period_in_words(version.as_of, self._language.code)

    def _gaps(self, gaps: Sequence[Gap]) -> list[View]:
        return [self._gap(gap) for gap in gaps]

    def _gap(self, gap: Gap) -> View:
        missing, titles = gap.missing, self._titles
        about = missing.programme and titles.programme(missing.programme, self._language)
        kind = titles.template(missing.template, self._language)
        return {
            "place": self._name(gap.place) if gap.place else "",
            "page": address(_page_of(gap.place)) if gap.place else "",
            "about": self._say("{programme}: {report}", programme=about, report=kind)
            if about
            else kind,
            "state": state_in_words(missing.state, self._language),
            "earlier": missing.earlier,
            "language": LANGUAGE_NAMES.get(missing.language, ""),
            "as_of": period_in_words(missing.as_of, self._language.code),
        }


def _page_of(place: Place) -> str:
    return f"municipality/{place.page}.html"


def _page_on(programme: str) -> str:
    return f"programme/{file_part(programme)}.html"


def _file(version: Version, name: str) -> str:
    return address(version.on_site(name))


def _files(version: Version) -> list[str]:
    """The files of a report beside its page."""
    return [*(name for name in version.files if name != "report.html"),
            *(["data.csv"] if version.data else [])]  # fmt: skip


def _marked(words: list[dict[str, str]], lang: str | None) -> list[dict[str, str]]:
    return [{**span, "lang": lang} if lang and "lang" not in span else span for span in words]


def _short(finding: Payload) -> View:
    return {
        "grade": finding["grade"],
        "label": markup(finding["label"]),
        "statement": markup(finding["statement"]),
    }
