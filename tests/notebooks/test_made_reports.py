"""The project's own reports, Porsgrunn and Drammen, as a reader gets them."""

import hashlib
import json
import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from making import CASES, PROJECT, Case, first_languages

from analysis import __version__

HEADINGS = {"nb": "Hva vi vet", "nn": "Kva vi veit", "sv": "Vad vi vet", "en": "What we know"}
FILES = {"report.html", "report.pdf", "report.ipynb", "run.json"}


@lru_cache
def page(folder: Path) -> BeautifulSoup:
    return BeautifulSoup(html(folder), "html.parser")


def html(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


def without_files(folder: Path) -> str:
    """The page without the files that it offers to save."""
    return re.sub(r'href="data:[^"]*"', 'href=""', html(folder))


def case_of(folder: Path) -> tuple[Case, str]:
    """Which report of the project a folder holds, and in which language."""
    language = folder.name
    return next(
        case for case in CASES.values() if folder.match(str(case.folder(language)))
    ), language


def words(tag: Tag) -> str:
    """The text a person reads, on one line with plain spaces."""
    return " ".join(tag.get_text(" ").split())


def record(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_report_is_four_files_below_its_template_programme_number_period_and_language(folder):
    case, language = case_of(folder)
    assert folder.match(str(case.folder(language)))
    assert {path.name for path in folder.iterdir()} == FILES


def test_nothing_is_left_of_the_work_aside(folder):
    case, language = case_of(folder)
    reports = folder.parents[len(case.folder(language).parts) - 1]
    assert list(reports.glob(".unfinished-*")) == []
    assert not (reports / "failed").exists()


class TestRecord:
    def test_says_what_was_run(self, folder):
        case, language = case_of(folder)
        found = record(folder)
        assert (found["status"], found["error"], found["cell"]) == ("ok", None, None)
        assert found["template"] == case.template
        assert found["parameters"] == {
            **({"programme": case.programme} if case.programme else {}),
            "municipality": case.number if case.number.isdigit() else "",
            "as_of": case.as_of,
            "language": language,
        }
        assert found["synthetic"] is False
        others = [warning for warning in found["warnings"] if "texts are not in" not in warning]
        assert others == []
        assert set(found["seconds"]) == {"execute", "html", "pdf"}
        assert found["started"] <= found["finished"]

    def test_holds_the_hashes_of_what_went_in(self, folder):
        case, _ = case_of(folder)
        hashes = record(folder)["hashes"]
        assert hashes["template"] == sha256(PROJECT / "notebooks" / f"{case.template}.ipynb")
        if case.programme:
            programme = PROJECT / "data" / "programmes" / f"{case.programme}.toml"
            assert hashes["programme"] == sha256(programme)
        assert hashes["sources"]
        for source, digest in hashes["sources"].items():
            assert digest == sha256(PROJECT / "data" / "sources" / f"{source}.csv")

    def test_holds_the_hashes_of_what_came_out(self, folder):
        made = record(folder)["files"]
        assert set(made) == FILES - {"run.json"}
        assert made == {name: sha256(folder / name) for name in made}

    def test_names_the_versions(self, folder):
        versions = record(folder)["versions"]
        assert versions["tiltak"] == __version__
        assert {"python", "pandas", "numpy", "matplotlib", "papermill"} <= set(versions)


class TestLanguage:
    def test_is_stated_once_for_the_page(self, folder):
        assert page(folder).html["lang"] == folder.name

    @pytest.mark.parametrize("name", first_languages())
    def test_a_report_in_its_first_language_holds_nothing_in_another(self, made_report, name):
        marked = page(made_report(name, CASES[name].language)).body.select("[lang]")
        assert [str(tag) for tag in marked] == []

    @pytest.mark.parametrize(
        ("template", "english"),
        [
            ("sick_leave", ["sick leave", "quarter", "target", "What we know", "Made with"]),
            ("policy_evaluation", ["measure", "verdict", "What we know", "Made with", "stated"]),
        ],
    )
    def test_bokmaal_reports_hold_no_english_words(self, made_report, template, english):
        body = page(made_report(template, "nb")).body
        read = [words(body), *(tag["aria-label"] for tag in body.select("[aria-label]"))]
        assert [word for word in english if any(word in text for text in read)] == []

    def test_the_executed_notebook_tells_its_story_in_it_too(self, folder):
        heading = HEADINGS[folder.name]
        notebook = nbformat.read(folder / "report.ipynb", as_version=4)
        markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert f"## {heading}" in markdown
        assert len([source for source in markdown if source.startswith("# ")]) == 1
        assert {cell.metadata.get("lang") for cell in notebook.cells} == {None}


class TestFindings:
    def test_of_porsgrunn(self, made_report):
        findings = words(page(made_report("sick_leave", "nb")).select_one("ol.findings"))
        for said in (
            "I 2008 var sykefraværet 8,3 prosent, det laveste av årene 2005–2008.",
            "1,2 prosentpoeng under snittet for 2005–2007",
            "I Norge gikk tallet opp 0,3 prosentpoeng",
            "høyst 8,8 prosent, er nådd.",
            "høyst 8,5 prosent, er nådd med liten margin, som avhenger av hvordan kvartalene",
            "ligger 2008 på 8,34 til 8,42",
            "Ikke vist",
            "Det er ikke vist at programmet senket sykefraværet.",
            "endringen −1,5 prosentpoeng",
            "−3,2 til +0,2",
            "2 av de 5 måtene",
        ):
            assert said in findings

    def test_of_drammen(self, made_report):
        findings = page(made_report("policy_evaluation", "nb")).select_one("ol.findings")
        grades = [words(grade) for grade in findings.select(".grade")]
        assert grades[0] == "Egen vurdering"
        assert grades[-1] == "Kan ikke sies"
        for said in (
            "har selv vurdert sine 10 tiltak: 7 «Lyktes», 3 «Lyktes delvis» og 0 «Lyktes ikke»",
            "Slik kilden gjengir dem, kan ingen av de 10 målene etterprøves",
        ):
            assert said in words(findings)

    def test_stand_before_the_first_figure_and_the_first_table(self, folder):
        tags = page(folder).main.find_all(["ol", "figure", "table"])
        assert tags[0].name == "ol"
        assert tags[0]["class"] == ["findings"]
        assert {"figure", "table"} <= {tag.name for tag in tags}


class TestPage:
    def test_is_small_without_its_pictures_and_its_typeface(self, folder):
        bare = re.sub(r"<svg.*?</svg>", "", without_files(folder), flags=re.S)
        bare = re.sub(r"@font-face\{.*?\}", "", bare, flags=re.S)
        assert 5_000 < len(bare.encode()) < 60_000
        assert len(html(folder).encode()) < 1_300_000

    def test_loads_nothing(self, folder):
        soup = page(folder)
        assert soup.find_all(["script", "link", "iframe", "img", "object", "embed", "base"]) == []
        assert soup.select("[src], [srcset], [ping], [background], [style*='url(http']") == []
        loads = re.findall(r"url\(\s*['\"]?(.{4})", without_files(folder))
        assert {start for start in loads if not start.startswith("#")} == {"data"}
        assert "@import" not in html(folder)
        referring = [tag for tag in soup.find_all(True) if "xlink:href" in tag.attrs]
        assert all(tag["xlink:href"].startswith("#") for tag in referring)
        assert all(
            tag.name == "a" for tag in soup.select("[href]") if "xlink:href" not in tag.attrs
        )

    def test_forbids_a_browser_to_load_anything(self, folder):
        policy = page(folder).select_one("meta[http-equiv='Content-Security-Policy']")["content"]
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy
        assert "script" not in policy

    def test_has_one_title_and_no_heading_that_skips_a_level(self, folder):
        levels = [int(tag.name[1]) for tag in page(folder).find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_headings_say_something(self, folder):
        headings = [words(tag) for tag in page(folder).find_all(re.compile(r"^h[1-6]$"))]
        assert all(headings)
        assert len(set(headings)) == len(headings)

    def test_every_header_cell_says_what_it_heads(self, folder):
        tables = page(folder).find_all("table")
        assert len(tables) > 3
        for table in tables:
            assert words(table.caption)
            assert {cell.get("scope") for cell in table.thead.find_all("th")} == {"col"}
            rows = table.tbody.find_all("tr")
            assert rows
            assert {row.find(["th", "td"]).get("scope") for row in rows} == {"row"}
            width = len(table.thead.find_all("th"))
            assert {len(row.find_all(["th", "td"])) for row in rows} == {width}

    def test_ids_are_unique_inside_the_pictures_too(self, folder):
        counts = Counter(tag["id"] for tag in page(folder).find_all(id=True))
        assert len(counts) > 10
        assert {name: n for name, n in counts.items() if n > 1} == {}

    def test_every_reference_leads_somewhere(self, folder):
        soup = page(folder)
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        named = set(re.findall(r"url\(\s*['\"]?#([^)'\"]+)", html(folder)))
        for tag in soup.find_all(True):
            for name in ("href", "xlink:href"):
                if tag.get(name, "").startswith("#"):
                    named.add(tag[name][1:])
            named.update(tag.get("aria-labelledby", "").split())
        assert named
        assert named <= ids

    def test_contents_lead_to_every_section(self, folder):
        soup = page(folder)
        listed = [(link["href"], words(link)) for link in soup.nav.select("a")]
        assert listed == [(f"#{tag['id']}", words(tag)) for tag in soup.main.find_all("h2")]

    def test_every_picture_has_its_words_its_caption_and_its_figures(self, folder):
        soup = page(folder)
        assert soup.find_all("figure")
        for figure in soup.find_all("figure"):
            pictures = figure.select("[role=img]")
            assert [tag["class"] for tag in pictures] == [["wide"], ["narrow"]]
            assert all(len(tag["aria-label"]) > 40 and tag.svg for tag in pictures)
            assert words(figure.figcaption)
            assert figure.details.find("table")
        assert all(svg.find_parent(role="img") for svg in soup.find_all("svg"))
