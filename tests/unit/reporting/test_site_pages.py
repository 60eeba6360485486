"""The pages of a site: what they say, that nothing said in a report can act, that links lead on."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from making_site import made_report, record_run

from analysis.display.languages import Language
from analysis.reporting.site import write_site
from analysis.reporting.site.words import sorted_by

LANGUAGES = ("nb", "nn", "sv", "en")
EVIL = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}\u202e#let x'


class Page(HTMLParser):
    """What is on a page: its elements with their attributes, its words, its scripts."""

    def __init__(self, path: Path):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        self.words += " "

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)
            self._in_script = False
        else:
            self.words += data

    def links(self) -> list[str]:
        return [one["href"] for tag, one in self.elements if tag in ("a", "link") and one["href"]]


@pytest.fixture
def site(place, reports, read, tmp_path):
    """Write the site of all reports and return its folder."""

    def site() -> Path:
        write_site(place, read(), reports, tmp_path / "site")
        return tmp_path / "site"

    return site


def words(path: Path) -> str:
    return " ".join(Page(path).words.split())


def broken_links(folder: Path) -> list[str]:
    """Links of the pages that lead to no file below ``folder``."""
    broken = []
    for path in folder.rglob("*.html"):
        for href in Page(path).links():
            parts = urlsplit(href)
            if parts.scheme == "data" or href.startswith("#"):
                continue
            target = (path.parent / unquote(parts.path)).resolve()
            if parts.scheme or not target.is_file() or not target.is_relative_to(folder.resolve()):
                broken.append(f"{path.relative_to(folder)}: {href}")
    return broken


def test_every_link_on_every_page_leads_to_a_file_of_the_site(reports, site):
    link = made_report(reports, template="network_programme", programme="many", number="NO")
    for language in ("nb", "en"):
        made_report(reports, language=language)
    named = [link.relative_to(reports).as_posix()]
    made_report(reports, template="municipality", programme="", links=named, page=True)
    record_run(reports / "failed/sick_leave/invented/1060/2019/nb", "raised", number="1060")
    assert broken_links(site()) == []


def test_a_link_to_a_report_that_is_gone_is_words_only(reports, site):
    link = made_report(reports, template="network_programme", programme="many", number="NO")
    named = [link.relative_to(reports).as_posix()]
    page = made_report(reports, template="municipality", programme="", links=named, page=True)
    assert "network_programme/many" in (page / "report.html").read_text()
    for path in link.iterdir():
        path.unlink()
    copied = site() / "reports" / page.relative_to(reports) / "report.html"
    assert "network_programme/many" not in copied.read_text()
    assert "Åpne rapporten" in words(copied)


def test_the_language_switch_keeps_the_page(reports, site):
    made_report(reports)
    folder = site()
    for here in ("index.html", "municipality/no-4001.html", "programme/invented.html"):
        found = Page(folder / "sv" / here).elements
        switch = {one["lang"]: one for tag, one in found if tag == "a" and one.get("lang")}
        assert set(switch) == set(LANGUAGES)
        assert switch["sv"]["aria-current"] == "true"
        assert (folder / "sv" / here).parent.joinpath(switch["en"]["href"]).resolve() == (
            folder / "en" / here
        ).resolve()


def test_the_first_page_is_in_the_language_of_most_reports(reports, site):
    made_report(reports, language="sv")
    made_report(reports, language="sv", number="1060")
    made_report(reports, language="nb")
    folder = site()
    assert ("html", {"lang": "sv"}) in Page(folder / "index.html").elements
    assert words(folder / "index.html") == words(folder / "sv" / "index.html")


def test_a_good_figure_never_stands_without_what_limits_it(reports, site):
    told = (
        ("observed", "In 2018 it was 7."),
        ("observed", "It fell."),
        ("not_assessable", "What will come cannot be said."),
        ("not_shown", "It is not shown that it helped."),
    )
    made_report(reports, language="en", findings=told)
    folder = site()
    for page in ("en/programme/invented.html", "en/municipality/no-4001.html"):
        said = words(folder / page)
        assert "Observed In 2018 it was 7. Not shown It is not shown that it helped." in said
        assert "It fell." not in said


def test_a_test_that_could_not_be_made_comes_before_other_things_that_are_open(reports, site):
    """As on the page of a municipality: one rule says which finding limits a report."""
    told = (
        ("observed", "In 2018 it was 7."),
        ("not_assessable", "What will come cannot be said."),
        ("not_assessable", "Whether it helped cannot be tested.", "tested"),
    )
    made_report(reports, language="en", findings=told)
    said = words(site() / "en/programme/invented.html")
    assert "Whether it helped cannot be tested." in said
    assert "What will come" not in said


def test_without_a_test_what_cannot_be_said_stands_beside_the_first_finding(reports, site):
    told = (("observed", "In 2018 it was 7."), ("not_assessable", "It cannot be said."))
    made_report(reports, language="en", findings=told)
    said = words(site() / "en/programme/invented.html")
    assert "In 2018 it was 7. Not assessable It cannot be said." in said


def test_what_a_municipalitys_page_tells_is_as_of_each_programmes_own_time(reports, site):
    told = {"many": (("observed", "It is named."),), "municipality": (("not_shown", "Beside."),)}
    made_report(
        reports, template="municipality", programme="", language="en", findings=(), others=told
    )
    folder = site()
    said = words(folder / "en/programme/many.html")
    assert "As of 2018. Porsgrunn is named. Observed It is named." in said
    assert "As of 2019" not in said
    page = words(folder / "en/municipality/no-4001.html")
    assert "It is named. As of 2018. Porsgrunn is named." in page
    assert "Beside." in page


def test_a_municipality_stands_once_for_a_programme_and_is_told_of_it_once(reports, site):
    told = {"invented": (("observed", "Told on the page."),)}
    made_report(
        reports, template="municipality", programme="", language="en", findings=(), others=told
    )
    made_report(reports, language="en", findings=(("observed", "Told in the report."),))
    folder = site()
    table = words(folder / "en/programme/invented.html")
    assert "Told in the report." in table
    assert "Told on the page." not in table
    page = words(folder / "en/municipality/no-4001.html")
    assert "Told on the page." in page
    assert "Told in the report." not in page


def test_all_panels_of_a_page_fit_into_their_one_scale(reports, site):
    made_report(reports, language="en", values={"2018": "3.0", "2019": "4.0"})
    made_report(reports, number="1060", language="en", values={"2018": "9.0", "2019": "8.0"})
    page = (site() / "en/programme/invented.html").read_text()
    assert "from 3 to 9" in page
    lines = re.findall(r'<polyline points="([^"]+)"', page)
    heights = [[float(point.split(",")[1]) for point in line.split()] for line in lines]
    assert sorted(heights) == [[4.0, 13.3], [60.0, 50.7]]


def test_the_latest_of_several_times_leads_and_the_others_are_listed(reports, site):
    for as_of, said in (("2018", "Old."), ("2019Q4", "New."), ("2019-03-01", "Between.")):
        made_report(reports, as_of=as_of, language="en", findings=(("observed", said),))
    folder = site()
    for page in ("en/programme/invented.html", "en/municipality/no-4001.html"):
        said = words(folder / page)
        assert "New." in said
        assert "Old." not in said
        assert "Between." not in said
    listed = Page(folder / "en/municipality/no-4001.html").links()
    assert [link.split("/")[-3] for link in listed if link.endswith("report.pdf")] == [
        "2019Q4",
        "2019-03-01",
        "2018",
    ]
    assert "2018" not in " ".join(Page(folder / "en/index.html").links())


def test_a_finding_in_another_language_says_so(reports, site):
    made_report(reports, language="nb")
    page = Page(site() / "en" / "programme" / "invented.html")
    assert ("ul", {"class": "short", "lang": "nb"}) in page.elements


def test_invented_figures_are_marked_wherever_they_stand(reports, site):
    made_report(reports, language="en")
    folder = site()
    for page in ("index.html", "municipality/no-4001.html", "programme/invented.html"):
        assert "INVENTED FIGURES" in words(folder / "en" / page)


def test_real_figures_are_not_called_invented(reports, site):
    folder = made_report(reports, language="en")
    run = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**run, "synthetic": False}))
    whole = " ".join(words(path) for path in site().rglob("en/**/*.html"))
    assert "INVENTED" not in whole
    assert "Invented" not in whole


def test_what_is_missing_is_told_in_plain_words_and_without_paths(reports, site):
    made_report(reports, language="en")
    for number, state in (("4001", "raised"), ("1060", "timed out")):
        remains = reports / f"failed/sick_leave/invented/{number}/2018/en"
        record_run(remains, state, number=number, as_of="2018", language="en")
    folder = site()
    for page in ("missing.html", "programme/invented.html"):
        said = words(folder / "en" / page)
        assert "Its making was stopped by an error." in said
        assert "Its making took too long and was stopped." in said
    said = words(folder / "en/municipality/se-1060.html")
    assert "Its making took too long and was stopped." in said
    assert "There is no report here." in said
    assert "2 reports that were asked for are not here" in words(folder / "en/index.html")
    whole = "".join(path.read_text() for path in folder.rglob("*.html"))
    assert "Traceback" not in whole
    assert "secret" not in whole


def test_a_hidden_value_is_on_no_page_but_by_its_mark(reports, site):
    made_report(reports, language="en", values={"2017": "8.0", "2018": "*", "2019": "7.5"})
    folder = site()
    said = words(folder / "en/programme/invented.html")
    assert "Porsgrunn 8.0 * 7.5" in said
    svg = re.search(r"<svg.*?</svg>", (folder / "en/programme/invented.html").read_text())[0]
    assert "polyline" not in svg
    assert svg.count("<circle") == 2


# -- hostile text


@pytest.fixture
def hostile(reports, site) -> Path:
    rows = [("=cmd|' /C calc'!A0", "=1+1"), (EVIL, "1")]
    made_report(
        reports, number="9999", place=EVIL, programme="../../etc", folder_of="etc", about=EVIL,
        findings=(("observed", EVIL), ("not_shown", "=1+1")), rows=rows, values={"2018": "1",
        "2019": "2"}, page=True,
    )  # fmt: skip
    record_run(
        reports / "failed" / "x", "raised", template=EVIL, programme=EVIL, number=EVIL, as_of=EVIL
    )
    return site()


def test_nothing_that_a_report_says_can_act_on_a_page(hostile):
    script = None
    for path in hostile.rglob("*.html"):
        if path.is_relative_to(hostile / "reports"):
            continue
        page = Page(path)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"img", "iframe", "object", "form", "base", "style"}
        names = {name for _, attributes in page.elements for name in attributes}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert len(page.scripts) == 1
        assert script in (None, page.scripts[0])
        script = page.scripts[0]
        assert "\u202e" not in path.read_text()
        assert "{{7*7}}" in page.words or "9999" not in path.name
        hrefs = [href for href in page.links() if not href.startswith("data:,")]
        assert not [href for href in hrefs if ":" in href or href.startswith("/")]
    assert broken_links(hostile) == []


def test_the_policy_of_a_page_lets_its_own_script_run_and_no_other(hostile):
    page = Page(hostile / "index.html")
    policy = next(one["content"] for tag, one in page.elements if "http-equiv" in one)
    digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_every_file_of_a_site_has_a_plain_name_and_is_inside_it(hostile, tmp_path):
    names = [path.relative_to(hostile).as_posix() for path in hostile.rglob("*")]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9._/-]+", name)] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports", "site", "workspace"]


def test_no_cell_of_the_tables_of_a_hostile_report_is_a_formula(hostile):
    (path,) = hostile.rglob("data.csv")
    text = path.read_text(encoding="utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in text
    assert not re.search(r'(?:^|,|\n)"?[=@]', text)


# -- order


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("nb", ["Arendal", "Vefsn", "Ärlig", "Ørsta", "Ålesund"]),
        ("sv", ["Arendal", "Vefsn", "Ålesund", "Ärlig", "Ørsta"]),
        ("en", ["Ålesund", "Arendal", "Ärlig", "Ørsta", "Vefsn"]),
    ],
)
def test_names_stand_where_a_reader_of_the_language_looks_for_them(code, names):
    assert sorted_by(sorted(names), str, Language(code)) == names


def test_the_marker_lists_the_files_and_nothing_of_what_they_were_made_from(hostile):
    marker = json.loads((hostile / "tiltak-site.json").read_text())
    there = {p.relative_to(hostile).as_posix() for p in hostile.rglob("*") if p.is_file()}
    assert set(marker["files"]) == there - {"tiltak-site.json"}
    assert not [name for name in there if name.endswith((".ipynb", "run.json", ".sqlite"))]
