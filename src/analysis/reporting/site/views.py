"""What each page of a site shows, in one language."""

from collections.abc import Iterable, Iterator

from analysis.display.blocks import Payload
from analysis.display.languages import Phrase, phrase
from analysis.reporting.site.contents import Report
from analysis.reporting.site.known import Known
from analysis.reporting.site.listing import Listing, View, on_site, page_of, page_on, year_in
from analysis.reporting.site.names import address
from analysis.reporting.site.places import Place
from analysis.reporting.site.words import markup, sorted_by

GRADES = ("established", "indicated", "not_shown", "not_assessable", "observed", "asserted")
"""In which order findings are sorted: first what a test has decided."""


class Views(Listing):
    """The pages in one language."""

    def all(self) -> Iterator[tuple[str, str, View]]:
        """Return the path of every page, its template and what it shows, the index first."""
        contents = self._contents
        yield "index.html", "index.html.j2", self._index()
        yield "missing.html", "missing.html.j2", {"gaps": self._gaps(contents.gaps)}
        yield "municipalities.html", "programme.html.j2", self._municipalities()
        for place in contents.places:
            yield page_of(place), "municipality.html.j2", self._municipality(place)
        for programme in contents.programmes:
            yield page_on(programme), "programme.html.j2", self._programme(programme)

    # -- the index

    def _index(self) -> View:
        programmes = [self._entry(programme) for programme in self._contents.programmes]
        return {
            "places": [self._place_entry(place) for place in self._order],
            "programmes": sorted_by(programmes, lambda one: str(one["name"]), self._language),
            "missing": len(self._contents.gaps),
        }

    def _place_entry(self, place: Place) -> View:
        return {
            "page": address(page_of(place)),
            "name": self._name(place),
            "facts": self._facts(place),
            "reports": self._brief(self._contents.of_place(place)),
        }

    def _entry(self, programme: str) -> View:
        reports = self._contents.of_programme(programme)
        name = self._titles.programme(programme, self._language)
        return {
            "page": address(page_on(programme)),
            "name": name.plain,
            "lang": _language_of(name),
            "facts": self._whose(reports),
            "reports": self._brief(report for report in reports if report.place is None),
        }

    def _brief(self, reports: Iterable[Report]) -> list[View]:
        return [self._briefly(report) for report in reports if report in self._contents.newest]

    def _briefly(self, report: Report) -> View:
        """A report in the index: the kind without what it asks, the language on the whole line."""
        listed = self._listed(report)
        title, kind = listed["programme"], listed["template"]
        lang = _language_of(title)
        if lang == _language_of(kind) or not kind.plain:
            title, kind = phrase(title.plain), phrase(kind.plain.partition(":")[0])
        else:
            lang = ""
        return {**listed, "programme": title, "template": kind, "lang": lang}

    def _whose(self, reports: tuple[Report, ...]) -> Phrase:
        """Whose a programme is: the one municipality, or how many."""
        places = {report.place for report in reports if report.place}
        if len(places) == 1:
            return phrase(self._name(places.pop()))
        if not places:
            return phrase("")
        return self._language.say_n("{n} municipality", "{n} municipalities", len(places))

    # -- a municipality

    def _municipality(self, place: Place) -> View:
        reports = self._contents.of_place(place)
        told: set[str] = set()
        known = []
        for report in (item for item in reports if item in self._contents.newest):
            # A municipality's own page comes first, and tells of its programmes as they do.
            items = [item for item in self._version(report).known if item.programme not in told]
            known += [self._known(item, report, whole=report.of_a_place) for item in items]
            told |= {item.programme for item in items} - {""}
        return {
            "name": self._name(place),
            "facts": self._facts(place),
            "known": known,
            "reports": [self._full(report) for report in reports],
            "gaps": self._gaps([gap for gap in self._contents.gaps if gap.place == place]),
            "invented": any(self._version(report).invented for report in reports),
        }

    # -- a programme, and all municipalities

    def _programme(self, programme: str) -> View:
        reports = self._contents.of_programme(programme)
        whole = [report for report in reports if report.place is None]
        newest = [report for report in reports if report in self._contents.newest]
        about = [report for report in newest if not report.of_a_place and report.place]
        own = {report.place for report in about}
        # Where a municipality has no report on the programme, its own page tells of it.
        rows = [r for r in newest if r in about or (r.of_a_place and r.place not in own)]
        known = [
            self._known(item, report, whole=True)
            for report in whole
            if report in newest
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
        newest = self._contents.newest
        reports = [r for r in self._contents.reports if r.place and r in newest]
        first = {report.place: report for report in reversed(reports)}
        return {
            "name": self._say("All municipalities"),
            "lead": phrase(""),
            "rows": [self._row(report, None) for report in self._by_name(first.values())],
            "groups": self._multiples(report for report in reports if report.of_a_place),
            "gaps": [],
        }

    def _row(self, report: Report, programme: str | None) -> View:
        """A municipality in a table: what its report says first, of one programme or of all."""
        version, place = self._version(report), report.place
        assert place is not None
        found = [item for item in version.known if programme in (None, item.programme)]
        findings = found[0].foremost if found else ()
        grades = [GRADES.index(item["grade"]) for item in findings if item["grade"] in GRADES]
        note = self._note(found[0], version) if found and version.of_a_place else ""
        as_of = note or self._period(version)
        return {
            "name": self._name(place),
            "page": address(page_of(place)),
            "county": place.county,
            "about": self._about(found[0]) if found and programme is None else "",
            "as_of": as_of,
            "as_of_key": year_in(as_of) if note else version.as_of,
            "grade": str(grades[-1] if grades else len(GRADES)),
            "findings": [_short(item) for item in findings],
            "lang": self._language.mark(version.language) or "",
            "address": on_site(version, "report.html"),
            "invented": version.invented,
        }

    def _about(self, item: Known) -> Phrase | str:
        """Of which programme a municipality's first findings are."""
        if item.programme in self._contents.programmes:
            return self._titles.programme(item.programme, self._language)
        return ""


def _language_of(words: Phrase) -> str:
    """The language of all of a phrase, where it is not the page's; "" also where it has several."""
    found = {span.lang or "" for span in words.spans}
    return found.pop() if len(found) == 1 else ""


def _short(finding: Payload) -> View:
    return {
        "grade": finding["grade"],
        "label": markup(finding["label"]),
        "statement": markup(finding["statement"]),
    }
