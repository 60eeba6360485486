"""The project's own reports as PDF: what a screen reader and an archive find in them."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from making import pdf_words

TITLES = {
    ("sick_leave", "nb"): "Porsgrunn: Hva kom ut av programmet?",
    ("sick_leave", "en"): "Porsgrunn: What came of the programme?",
    ("policy_evaluation", "nb"): "Drammen: Arbeidsgiverpolitikken",
    ("policy_evaluation", "en"): "Drammen: The employer policy",
}
"""How the titles of some begin; those of all others say something."""


@pytest.fixture(scope="module")
def pdf(folder) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(folder / "report.pdf") as opened:
        yield opened


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting.extend(reversed(list(item)))
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                found.append(item)
            if "/K" in item:
                waiting.append(item.K)
    return found


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(item.S) for item in elements(pdf)]


def bookmarks(entries: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for entry in entries for title in (entry.title, *bookmarks(entry.children))]


def test_is_tagged(pdf):
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/Figure"} <= set(kinds(pdf))


def test_says_its_language(pdf, folder):
    assert str(pdf.Root.Lang) == folder.name


def test_says_its_title_in_the_window_and_in_its_metadata(pdf, folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    expected = html.unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]).strip()
    assert expected.startswith(TITLES.get((folder.parts[-5], folder.name), ""))
    assert len(expected) > 10
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    assert str(pdf.docinfo.Title).startswith(expected)
    with pdf.open_metadata() as metadata:
        assert str(metadata["dc:title"]).startswith(expected)


def test_claims_to_be_accessible(pdf):
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_every_picture_has_its_words(pdf, folder):
    pictures = [item for item in elements(pdf) if item.S == "/Figure"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert len(pictures) == page.count("<figure>")
    assert all(len(str(item.Alt)) > 40 for item in pictures)


def test_every_table_has_header_cells(pdf):
    tables = [item for item in elements(pdf) if item.S == "/Table"]
    assert len(tables) > 3
    for table in tables:
        assert "/TH" in [str(item.S) for item in elements_below(table)]


def elements_below(top: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    children = top.get("/K", [])
    listed = list(children) if isinstance(children, pikepdf.Array) else [children]
    found = []
    for child in listed:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *elements_below(child)]
    return found


def test_headings_begin_with_one_title_and_skip_no_level(pdf):
    levels = [int(kind[2]) for kind in kinds(pdf) if kind in ("/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_lead_to_every_section(pdf):
    headings = [kind for kind in kinds(pdf) if kind in ("/H1", "/H2", "/H3")]
    with pdf.open_outline() as outline:
        assert len(bookmarks(outline.root)) == len(headings) > 10


def test_fonts_travel_with_it(pdf):
    described = [item for item in pdf.objects if is_font_descriptor(item)]
    assert described
    for item in described:
        assert "AtkinsonHyperlegibleNext" in str(item.FontName)
        assert {"/FontFile2", "/FontFile3"} & set(item.keys())


def is_font_descriptor(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"


@pytest.mark.parametrize(
    ("template", "said", "later"),
    [
        (
            "sick_leave",
            [
                "8,3 prosent",
                "1,2 prosentpoeng",
                "−1,5",
                "−3,2 til +0,2",
                "8,34 til 8,42",
                "Ikke vist",
            ],
            ["Sykefravær blant kommunens ansatte.", "Målene og resultatene"],
        ),
        (
            "policy_evaluation",
            ["Egen vurdering", "7 «Lyktes»", "Kan ikke sies"],
            ["Kommunens egen vurdering av hvert tiltak", "Vurderinger av tiltakene"],
        ),
    ],
)
def test_findings_stand_before_the_first_figure_and_the_first_table(
    made_report, template, said, later
):
    read = pdf_words(made_report(template, "nb") / "report.pdf")
    for words in said:
        assert words in read
        assert read.index(words) < min(read.index(first) for first in later)
